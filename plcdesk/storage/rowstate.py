"""How the registers of a record stand in `sync_row`: one canonical text per state, small in the usual case.

`base_n` is the write most fields hold; `ex` lists, as JSON, only the fields that hold another set of writes, an empty
list meaning "never written". `life` lists the live life writes: ``12`` alive, ``-12`` deleted, ``+12`` kept here only.
"""

from __future__ import annotations

import functools
import json
from typing import NamedTuple

from plcdesk.domain.records import SPECS
from plcdesk.ledger.registers import ALIVE, DEAD, KEPT, RowState

_MARKS = {DEAD: "-", ALIVE: "", KEPT: "+"}
_encoder = json.JSONEncoder(sort_keys=True, separators=(",", ":"))


class Packed(NamedTuple):
    """A state as stored."""

    base_n: int | None
    life: str
    ex: str


def _known(table: str) -> tuple[str, ...]:
    spec = SPECS.get(table)
    return tuple(spec.fields) if spec is not None else ()


def pack(table: str, state: RowState[int]) -> Packed:
    """The stored form of `state`."""
    fields = state.fields
    names = _known(table)
    counts: dict[int, int] = {}
    for name in names:
        dots = fields.get(name, ())
        if len(dots) == 1:
            counts[dots[0]] = counts.get(dots[0], 0) + 1
    if len(counts) == 1 and sum(counts.values()) == len(fields):
        ex = left_out(table, tuple(fields))
        assert ex is not None  # all of them are known
        return Packed(next(iter(counts)), _life(state), ex)
    base = min(counts, key=lambda n: (-counts[n], n)) if counts else None
    usual = (base,) if base is not None else ()
    other = {name: list(dots) for name in names if (dots := fields.get(name, ())) != usual}
    other.update((name, list(dots)) for name, dots in fields.items() if name not in names)
    return Packed(base, _life(state), _text(other))


def _text(other: dict[str, list[int]]) -> str:
    return _encoder.encode(other) if other else ""


@functools.lru_cache(maxsize=4096)
def left_out(table: str, written: tuple[str, ...]) -> str | None:
    """`ex` of a record whose `written` fields hold one and the same write; None when some of them are unknown."""
    names = _known(table)
    if not set(written) <= set(names):
        return None
    return _text({name: [] for name in names if name not in written})


def _life(state: RowState[int]) -> str:
    if len(state.life) == 1:
        ((n, value),) = state.life.items()
        return f"{_MARKS[value]}{n}"
    return " ".join(f"{_MARKS[state.life[n]]}{n}" for n in sorted(state.life))


def unpack(table: str, base: int | None, life: str, ex: str) -> RowState[int]:
    """The state behind a stored form."""
    other: dict[str, list[int]] = json.loads(ex) if ex else {}
    fields: dict[str, tuple[int, ...]] = {}
    if base is not None:
        own = (base,)
        fields = {name: own for name in _known(table) if name not in other}
    for name, dots in other.items():
        if dots:
            fields[name] = tuple(dots)
    return RowState(fields, _lives(life))


def _lives(text: str) -> dict[int, int]:
    lives: dict[int, int] = {}
    for item in text.split():
        if item[0] == "-":
            lives[int(item[1:])] = DEAD
        elif item[0] == "+":
            lives[int(item[1:])] = KEPT
        else:
            lives[int(item)] = ALIVE
    return lives
