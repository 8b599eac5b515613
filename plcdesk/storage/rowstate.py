"""How the registers of a record stand in `sync_row`: one canonical text per state, small in the usual case.

`base_n` is the write most fields hold; `ex` lists, as JSON, only the fields that hold another set of writes, an empty
list meaning "never written". `life` lists the live life writes: ``12`` alive, ``-12`` deleted, ``+12`` kept here only.
"""

from __future__ import annotations

import functools
import json
from collections import Counter
from typing import NamedTuple

from plcdesk.domain.records import SPECS
from plcdesk.ledger.registers import ALIVE, DEAD, KEPT, RowState

_MARKS = {DEAD: "-", ALIVE: "", KEPT: "+"}


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
    single = {dots[0] for dots in fields.values() if len(dots) == 1}
    if len(single) == 1 and len(fields) <= len(names) and all(len(dots) == 1 for dots in fields.values()):
        ex = left_out(table, tuple(fields))
        if ex is not None:
            return Packed(next(iter(single)), _life(state), ex)
    counts = Counter(fields[name][0] for name in names if len(fields.get(name, ())) == 1)
    base = min(counts, key=lambda n: (-counts[n], n)) if counts else None
    other: dict[str, list[int]] = {}
    for name in names:
        dots = fields.get(name, ())
        if dots != (base,) and (dots or base is not None):
            other[name] = list(dots)
    for name, dots in fields.items():
        if name not in names:
            other[name] = list(dots)
    return Packed(base, _life(state), _text(other))


def _text(other: dict[str, list[int]]) -> str:
    return json.dumps(other, sort_keys=True, separators=(",", ":")) if other else ""


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
