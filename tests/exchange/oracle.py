"""A second, independent reading of a log: what must be shown, worked out from sets of writes alone.

It shares nothing with the program but the bytes of the commits, so a fault in registers or projection shows.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from plcdesk.domain.fields import SPECS, Policy
from plcdesk.storage.schema import REGISTERS
from plcdesk.storage.sql import fetch, quoted
from tests.exchange.laptops import Laptop

ERASED = "(erased)"
"""Stands for a value that an erasure took away."""


@dataclass
class Write:
    """One commit's word on one record. `takes_back` names the writes that made the record, where a receipt was undone."""

    dot: str
    hlc: int
    kind: str
    values: dict[str, Any]
    replaced: dict[str, frozenset[str]]
    life: frozenset[str]
    takes_back: frozenset[str]


@dataclass
class Expected:
    """What a record must be: visible or not; per field the live values, newest first."""

    alive: bool
    fields: dict[str, list[Any]] = field(default_factory=dict)


def read(log: list[tuple[Any, ...]]) -> dict[tuple[str, str], list[Write]]:
    """Every write of the shared log, by record. Values that were erased are absent."""
    found: dict[tuple[str, str], list[Write]] = {}
    for _, dot, hlc, head, body in log:
        ops = json.loads(head)["ops"]
        for op, row in zip(ops, json.loads(body)[1] if body is not None else [()] * len(ops), strict=True):
            names = op.get("f", [])
            usual = op.get("o", [])
            found.setdefault((op["t"], op["r"]), []).append(Write(
                dot, hlc, op["k"], dict(zip(names, row or [ERASED] * len(names), strict=True)),
                {name: frozenset(op.get("x", {}).get(name, usual)) for name in names}, frozenset(op.get("l", [])),
                frozenset(usual) if op["k"] == "del" else frozenset()))
    return found


def expected(writes: list[Write], own: frozenset[str]) -> Expected:
    """Live = written and named as replaced by nobody.

    `own` are the writes of this device: where another one took back the receipt of a record that was made here, that
    word does not hide it here.
    """
    gone: frozenset[str] = frozenset().union(*(write.life for write in writes if not write.takes_back & own))
    living = [write for write in writes if write.dot not in gone]
    made = Expected(any(write.kind == "set" for write in living))
    names = {name for write in writes for name in write.values}
    for name in names:
        replaced = frozenset().union(*(write.replaced.get(name, frozenset()) for write in writes))
        live = [write for write in writes if name in write.values and write.dot not in replaced]
        live.sort(key=lambda write: (write.hlc, write.dot), reverse=True)
        made.fields[name] = [write.values[name] for write in live]
    return made


def own_writes(laptop: Laptop) -> frozenset[str]:
    """The writes that were made under this laptop's own key."""
    with laptop.storage.db.read() as connection:
        return frozenset(dot for (dot,) in fetch(
            connection, "SELECT c.dot FROM sync_commit c JOIN sync_feed f ON f.id = c.feed_id "
                        "JOIN sync_device d ON d.id = f.device_id WHERE d.self = 1"))


def check(laptop: Laptop) -> None:
    """Compare what the laptop shows with what its log says: invariants 1, 5, 9 and 12."""
    log = laptop.log()
    names_only_what_was_held(log)
    shows_what_the_log_says(laptop, log)


def names_only_what_was_held(log: list[tuple[Any, ...]]) -> None:
    """A commit replaces only writes that its author held: they come before it wherever it is held."""
    seen: set[str] = set()
    for _, dot, _, head, _ in log:
        for op in json.loads(head)["ops"]:
            named = {*op.get("o", []), *op.get("l", []), *(item for dots in op.get("x", {}).values() for item in dots)}
            assert named <= seen, "a commit names a write that its author cannot have held"  # 5
        seen.add(dot)


def shows_what_the_log_says(laptop: Laptop, log: list[tuple[Any, ...]]) -> None:
    """Each written value is live or replaced by name; the newest live one is shown whole, all that differ are listed."""
    own = own_writes(laptop)
    differing = {(item.row.table, item.row.id, item.field): item for item in laptop.storage.store.differing()}
    writes_of = read(log)
    visible = {(table, str(record.id)): record for table in {table for table, _ in writes_of}
               for record in laptop.storage.store.all(SPECS[table].cls)}
    for (table, row), writes in writes_of.items():
        spec = SPECS[table]
        should = expected(writes, own)
        record = visible.get((table, row))
        assert (record is not None) == should.alive, f"{table} {row}: visible"
        for name, values in should.fields.items():
            assert values, f"{table}.{name}: every written value was replaced by something that is not there"  # 5
            if record is None or ERASED in values:
                continue
            shown = spec.fields[name].to_json(getattr(record, name))
            distinct = {json.dumps(value) for value in values}
            listed = differing.get((table, row, name))
            merged = spec.fields[name].policy is Policy.PARAGRAPHS and len(distinct) > 1 and listed is None
            if merged:
                continue  # by machine, from both sides; that all laptops show the same is told by the digest
            assert shown == values[0], f"{table}.{name}: not the newest live value"  # 1, 9, 12
            assert (listed is not None) == (len(distinct) > 1), f"{table}.{name}: differing"  # 9
            if listed is not None:
                told = {json.dumps(spec.fields[name].to_json(item.value)) for item in listed.siblings}
                assert told == distinct, f"{table}.{name}: a differing value is hidden"  # 5, 9


class State(NamedTuple):
    """What must not move when nothing may change: the log, the ends of its chains, and a sum over all that is shown."""

    dots: frozenset[str]
    tips: tuple[Any, ...]
    shown: int


def state(laptop: Laptop) -> State:
    """Read with plain SQL, so that thousands of lives can ask often."""
    with laptop.storage.db.read() as connection:
        log = fetch(connection, "SELECT c.dot FROM sync_commit c JOIN sync_feed f ON f.id = c.feed_id JOIN sync_space s "
                                "ON s.id = f.space_id WHERE s.kind != 'private'")
        tips = fetch(connection, "SELECT t.feed_id, c.hash FROM sync_tip t JOIN sync_commit c ON c.n = t.n ORDER BY 1, 2")
        tables = [table for (table,) in fetch(connection, "SELECT DISTINCT tbl FROM sync_row ORDER BY tbl")]
        rows = [row for table in (*tables, *(table.name for table in REGISTERS))
                for row in fetch(connection, f"SELECT * FROM {quoted(table)} ORDER BY 1, 2, 3")]
    return State(frozenset(dot for (dot,) in log), tuple(tips), hash(tuple(rows)))
