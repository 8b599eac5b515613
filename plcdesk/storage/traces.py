"""Where in the log values of a record, or of a person, stand: what erasing them for good would have to take."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, NamedTuple

from sqlalchemy import Connection

from plcdesk.domain.fields import Kind
from plcdesk.domain.records import SPECS
from plcdesk.domain.stewardship import STATEMENTS
from plcdesk.ledger.commit import Op, decode
from plcdesk.ledger.registers import RowState
from plcdesk.storage import log
from plcdesk.storage.history import children_ever
from plcdesk.storage.reading import Reader
from plcdesk.storage.sql import AMONG, fetch, listed

Key = tuple[str, str]
_TYPED = frozenset({Kind.TEXT, Kind.LONG, Kind.LIST})
_AROUND = 40
"""Characters shown before and after a word that was found."""


@dataclass(slots=True)
class Traces:
    """`numbers`: the commits with such values (local numbers). `gone`: records of which nothing stays. `lost`: fields
    (table, row, name) of records in the Trash that hold such a value and lose it. `living`: how many values still shown
    match and stay. `occurrences`: fields (table, row, name) in which a word stands that was typed to be looked for, with a
    piece of the text around it; `replaced`: those of them that are still in use and get something else in its place."""

    numbers: set[int] = field(default_factory=set)
    gone: set[Key] = field(default_factory=set)
    lost: set[tuple[str, str, str]] = field(default_factory=set)
    living: int = 0
    occurrences: dict[tuple[str, str, str], str] = field(default_factory=dict)
    replaced: set[tuple[str, str, str]] = field(default_factory=set)


Instead = Callable[[str, str, Any], Any]
"""Gives, for table, field and JSON value, the value with something else in the place of what was looked for."""


class Typed(NamedTuple):
    """Words that were typed to be looked for besides the names known, and what is written in their place."""

    pattern: re.Pattern[str]
    instead: Instead


class Share(NamedTuple):
    """How many of some commits lie in a space: its kind and name."""

    kind: str
    label: str
    commits: int


def of_rows(connection: Connection, rows: Iterable[Key]) -> Traces:
    """Of these records with all that ever belonged to them."""
    found = Traces()
    waiting = [row for row in rows if row[0] not in STATEMENTS]
    for row in waiting:
        if row not in found.gone:
            found.gone.add(row)
            waiting += children_ever(connection, row)
    for number, op in _ops(connection, {row for _, row in found.gone}):
        if (op.table, op.row) in found.gone and op.fields:
            found.numbers.add(number)
    return found


def of_person(connection: Connection, own: Key, details: Collection[Key], pattern: re.Pattern[str] | None,
              typed: Typed | None = None) -> Traces:
    """Of a person: former values of the record `own`, everything of `details`, and texts that match, wherever they are.

    A text still in use that matches `pattern` stays. One with a `typed` word goes as well where something can be written in
    its place."""
    found = Traces(gone=set(details))
    reader = Reader(connection)
    states: dict[Key, RowState[int]] = {}

    def state(key: Key) -> RowState[int]:
        if key not in states:
            registers = reader.registers(*key)
            states[key] = registers.state if registers is not None else RowState()
        return states[key]

    for number, op in _ops(connection):
        key = (op.table, op.row)
        if key in found.gone:
            if op.fields:
                found.numbers.add(number)
            continue
        for name, value in zip(op.fields, op.values or (), strict=True):
            texts = list(_texts(key[0], name, value))
            asked = _around(typed.pattern, texts) if typed is not None else ""
            matching = bool(asked) or (pattern is not None and any(map(pattern.search, texts)))
            live = number in state(key).fields.get(name, ())
            if not live and (matching or key == own):
                found.numbers.add(number)
            elif live and matching and not state(key).alive:
                found.numbers.add(number)
                found.lost.add((*key, name))
            elif asked and typed is not None and typed.instead(key[0], name, value) != value:
                found.numbers.add(number)
                found.replaced.add((*key, name))
            elif live and matching:
                found.living += 1
            if asked:
                found.occurrences[(*key, name)] = asked
    return found


def shares(connection: Connection, numbers: Iterable[int]) -> list[Share]:
    """In which spaces these commits lie."""
    return [Share(*row) for row in fetch(
        connection, "SELECT s.kind, s.label, count(*) FROM sync_commit c JOIN sync_feed f ON f.id = c.feed_id "
                    f"JOIN sync_space s ON s.id = f.space_id WHERE c.n IN {AMONG} GROUP BY s.id, s.kind, s.label "
                    "ORDER BY s.kind != 'programme', s.label", listed(numbers))]


def differing(connection: Connection, keys: Iterable[Key]) -> int:
    """How many entries of these records wait for a decision."""
    wanted = set(keys)
    return len({(table, row, name) for table, row, name in fetch(
        connection, f"SELECT tbl, row_uid, field FROM sync_sibling WHERE row_uid IN {AMONG}",
        listed({row for _, row in wanted})) if (table, row) in wanted})


def neighbours(connection: Connection, traces: Traces) -> set[Key]:
    """The other records that these commits wrote as well."""
    return {(table, row) for table, row in fetch(
        connection, f"SELECT DISTINCT tbl, row_uid FROM sync_touch WHERE n IN {AMONG}",
        listed(traces.numbers))} - traces.gone


def _ops(connection: Connection, rows: Collection[str] | None = None) -> Iterator[tuple[int, Op]]:
    """Every op with values in the log, or those of the commits that touched these records (ids); no statements."""
    if rows is None:
        entries = chain.from_iterable(log.stored(connection))
        found = ((entry.number, entry.commit.ops) for entry in entries if entry.body is not None)
    else:
        found = ((number, decode(head, body).ops) for number, head, body in fetch(
            connection, "SELECT n, head, body FROM sync_commit WHERE body IS NOT NULL AND n IN (SELECT n FROM sync_touch "
                        f"WHERE row_uid IN {AMONG}) ORDER BY n", listed(rows)))
    for number, ops in found:
        if all(op.table not in STATEMENTS for op in ops):
            yield from ((number, op) for op in ops)


def _texts(table: str, name: str, value: Any) -> Iterator[str]:
    """What somebody typed in a value; days, choices and ids hold no names."""
    spec = SPECS[table].fields.get(name) if table in SPECS else None
    if spec is None:
        yield from _strings(value)
    elif spec.couple is None or not isinstance(value, list):
        yield from _strings(value) if spec.couple is not None or spec.parts[0].kind in _TYPED else ()
    else:
        for part, item in zip(spec.parts, value, strict=False):
            yield from _strings(item) if part.kind in _TYPED else ()


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _strings(item)


def _around(pattern: re.Pattern[str], texts: Iterable[str]) -> str:
    """A piece of the first text that matches, with the match; "" where none does."""
    for text in texts:
        found = pattern.search(text)
        if found is not None:
            first, last = max(0, found.start() - _AROUND), found.end() + _AROUND
            piece = " ".join(text[first:last].split())
            return ("…" if first else "") + piece + ("…" if last < len(text) else "")
    return ""
