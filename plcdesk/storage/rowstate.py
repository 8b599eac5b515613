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


@functools.cache
def _known(table: str) -> dict[str, None]:
    """The fields of a table that this version knows, as a set in their order."""
    spec = SPECS.get(table)
    return dict.fromkeys(spec.fields) if spec is not None else {}


def pack(table: str, state: RowState[int]) -> Packed:
    """The stored form of `state`."""
    fields, known = state.fields, _known(table)
    if fields.keys() <= known.keys():
        held = list(fields.values())
    else:
        held = [dots for name, dots in fields.items() if name in known]
    usual = _usual(held)
    other = {name: list(dots) for name, dots in fields.items() if dots != usual or name not in known}
    if not usual:
        return Packed(None, _life(state), _text(other))
    if not other:
        return Packed(usual[0], _life(state), text_of_unwritten(table, tuple(fields)))
    other.update((name, []) for name in known if name not in fields)
    return Packed(usual[0], _life(state), _text(other))


def _usual(held: list[tuple[int, ...]]) -> tuple[int, ...]:
    """The single write that most fields hold, of several such the oldest; () where each holds several or none."""
    singles = [dots for dots in set(held) if len(dots) == 1]
    if len(singles) < 2:
        return singles[0] if singles else ()
    return min(singles, key=lambda dots: (-held.count(dots), dots))


def _text(other: dict[str, list[int]]) -> str:
    return _encoder.encode(other) if other else ""


@functools.lru_cache(maxsize=4096)
def text_of_unwritten(table: str, written: tuple[str, ...]) -> str:
    """`ex` of a record whose fields `written`, all of them known, hold one and the same write, and the others none."""
    return _text({name: [] for name in _known(table) if name not in written})


def _life(state: RowState[int]) -> str:
    if len(state.life) == 1:
        ((n, value),) = state.life.items()
        return f"{_MARKS[value]}{n}"
    return " ".join(f"{_MARKS[state.life[n]]}{n}" for n in sorted(state.life))


def unpack(table: str, base: int | None, life: str, ex: str) -> RowState[int]:
    """The state behind a stored form."""
    fields: dict[str, tuple[int, ...]] = dict.fromkeys(_known(table), (base,)) if base is not None else {}
    for name, dots in _parsed(ex):
        if dots:
            fields[name] = dots
        else:
            fields.pop(name, None)
    return RowState(fields, _lives(life))


@functools.lru_cache(maxsize=1024)
def _parsed(ex: str) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """The fields that `ex` names; most records of a kind share theirs."""
    return tuple((name, tuple(dots)) for name, dots in json.loads(ex).items()) if ex else ()


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
