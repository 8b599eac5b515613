"""A second, independent reading of a log: what must be shown, worked out from sets of writes alone.

It shares nothing with the program but the bytes of the commits, so a fault in registers or projection shows.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from plcdesk.domain.fields import SPECS, Policy
from plcdesk.storage.sql import fetch
from tests.exchange.laptops import Laptop


@dataclass
class Write:
    """One commit's word on one record."""

    dot: str
    hlc: int
    kind: str
    values: dict[str, Any]
    replaced: dict[str, frozenset[str]]
    life: frozenset[str]


@dataclass
class Expected:
    """What a record must be: visible or not; per field the live values, newest first."""

    alive: bool
    fields: dict[str, list[Any]] = field(default_factory=dict)


def read(laptop: Laptop) -> dict[tuple[str, str], list[Write]]:
    """Every write of the shared log, by record."""
    found: dict[tuple[str, str], list[Write]] = {}
    for _, dot, hlc, head, body in laptop.log():
        rows = json.loads(body)[1]
        for op, row in zip(json.loads(head)["ops"], rows, strict=True):
            names = op.get("f", [])
            usual = op.get("o", [])
            found.setdefault((op["t"], op["r"]), []).append(Write(
                dot, hlc, op["k"], dict(zip(names, row, strict=True)),
                {name: frozenset(op.get("x", {}).get(name, usual)) for name in names}, frozenset(op.get("l", []))))
    return found


def expected(writes: list[Write]) -> Expected:
    """Live = written and named as replaced by nobody."""
    gone = frozenset().union(*(write.life for write in writes))
    living = [write for write in writes if write.dot not in gone]
    made = Expected(any(write.kind == "set" for write in living))
    names = {name for write in writes for name in write.values}
    for name in names:
        replaced = frozenset().union(*(write.replaced.get(name, frozenset()) for write in writes))
        live = [write for write in writes if name in write.values and write.dot not in replaced]
        live.sort(key=lambda write: (write.hlc, write.dot), reverse=True)
        made.fields[name] = [write.values[name] for write in live]
    return made


def check(laptop: Laptop) -> None:
    """Compare what the laptop shows with what its log says.

    Invariants of sync.md 4: 1 (state is a function of the commit set), 5 (each value is live or named as replaced by a
    commit whose author held it), 9 (shown value and differing set), 12 (coupled tuples were written whole).
    """
    log = read(laptop)
    seen: set[str] = set()
    for _, dot, _, head, _ in laptop.log():
        for op in json.loads(head)["ops"]:
            named = {*op.get("o", []), *op.get("l", []), *(item for dots in op.get("x", {}).values() for item in dots)}
            assert named <= seen, "a commit names a write that its author cannot have held"  # 5
        seen.add(dot)
    differing = {(item.row.table, item.row.id, item.field): item for item in laptop.storage.store.differing()}
    for (table, row), writes in log.items():
        spec = SPECS[table]
        should = expected(writes)
        record = laptop.storage.store.get(spec.cls, row)
        assert (record is not None) == should.alive, f"{table} {row}: visible"
        for name, values in should.fields.items():
            assert values, f"{table}.{name}: every written value was replaced by something that is not there"  # 5
            if record is None:
                continue
            shown = spec.fields[name].to_json(getattr(record, name))
            if spec.fields[name].policy is Policy.PARAGRAPHS and shown not in values:
                continue  # merged by machine; that all replicas show the same is checked by the digest
            assert shown == values[0], f"{table}.{name}: not the newest live value"  # 1, 9, 12
            distinct = {json.dumps(value) for value in values}
            listed = differing.get((table, row, name))
            if spec.fields[name].policy is not Policy.PARAGRAPHS:
                assert (listed is not None) == (len(distinct) > 1), f"{table}.{name}: differing"  # 9
            if listed is not None:
                told = {json.dumps(spec.fields[name].to_json(item.value)) for item in listed.siblings}
                assert told == distinct, f"{table}.{name}: a differing value is hidden"  # 5, 9


def tips(laptop: Laptop) -> list[tuple[Any, ...]]:
    """The ends of all chains."""
    with laptop.storage.db.read() as connection:
        return fetch(connection, "SELECT t.feed_id, c.hash FROM sync_tip t JOIN sync_commit c ON c.n = t.n ORDER BY 1, 2")


def state(laptop: Laptop) -> tuple[Any, ...]:
    """What must not move when nothing may change: digest, log and tips."""
    return laptop.digest(), laptop.dots(), tips(laptop)
