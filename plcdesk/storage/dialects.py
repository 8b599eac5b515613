"""Statements are written once, as SQLite understands them; here they become PostgreSQL's, each text a single time.

What no rewriting of text can bridge (booleans as numbers, `rowid`, statements about the file) is not written in this
room. Order and comparison of text are those of SQLite: the columns of a hub compare byte by byte (`postgres.py`), and
empty values come first.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from plcdesk.storage.schema import metadata

AMONG = "(SELECT value FROM json_each(?))"
"""How a statement for SQLite names the members of a list that is given as JSON text."""

_LIST = "\x01"
"""Stands for the place of a list while a text is rewritten."""
_REPLACE = re.compile(r"INSERT OR REPLACE INTO (\w+) \(([^)]*)\)", re.IGNORECASE).match
_PARTS = re.compile(
    r"(?P<blob>\bx'')|(?P<text>'(?:[^']|'')*')|(?P<name>\"(?:[^\"]|\"\")*\")|(?P<percent>%)|(?P<list>\x01)"
    r"|(?P<limit>\bLIMIT \?)|(?P<value>\?)|(?P<like>\bLIKE\b)|(?P<join>\bgroup_concat\()|(?P<whole>\bAS INTEGER\))",
    re.IGNORECASE)
_ORDER = re.compile(r"\bORDER BY\b", re.IGNORECASE)
_END = re.compile(r"\s+(?:LIMIT|OFFSET|FOR UPDATE|FETCH)\b", re.IGNORECASE)
_QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"")
_PLAIN = re.compile(r"(?:\w+\.)?(\w+)(?: (?:ASC|DESC))?", re.IGNORECASE).fullmatch


class Translated(NamedTuple):
    """A statement for PostgreSQL and which of its parameters are lists (JSON text that becomes an array)."""

    text: str
    lists: tuple[int, ...]

    def bound(self, parameters: Sequence[Any]) -> Sequence[Any]:
        """The parameters as the driver wants them."""
        if not self.lists:
            return parameters
        found = list(parameters)
        for place in self.lists:
            found[place] = json.loads(found[place])
        return found


@functools.lru_cache(maxsize=4096)
def postgres(sql: str) -> Translated:
    """The statement as PostgreSQL (and its driver's placeholders) want it."""
    text, key = _without_replace(sql)
    text = text.replace(f"NOT IN {AMONG}", f"<> ALL({_LIST})").replace(f"IN {AMONG}", f"= ANY({_LIST})")
    lists: list[int] = []
    count = 0

    def put(match: re.Match[str]) -> str:
        nonlocal count
        kind = match.lastgroup
        if kind in ("value", "limit", "list"):
            if kind == "list":
                lists.append(count)
            count += 1
            return "LIMIT nullif(%s, -1)" if kind == "limit" else "%s"
        written = {"blob": "''::bytea", "percent": "%%", "like": "ILIKE", "join": "string_agg(", "whole": "AS BIGINT)"}
        return written.get(kind or "", match.group().replace("%", "%%"))

    found = _PARTS.sub(put, _with_nulls(text))
    return Translated(found + key, tuple(lists))


def _without_replace(sql: str) -> tuple[str, str]:
    """The statement as a plain INSERT, and what has to follow it to replace the row of the same key."""
    match = _REPLACE(sql)
    if match is None:
        return sql, ""
    table = metadata.tables[match.group(1)]
    names = [name.strip() for name in match.group(2).split(",")]
    keys = [column.name for column in table.primary_key.columns]
    others = [name for name in names if name.strip('"') not in keys]
    sets = ", ".join(f"{name} = excluded.{name}" for name in others)
    end = f" ON CONFLICT ({', '.join(keys)}) DO " + (f"UPDATE SET {sets}" if sets else "NOTHING")
    return f"INSERT INTO {match.group(1)} ({match.group(2)}){sql[match.end():]}", end


@functools.cache
def _never_empty() -> frozenset[str]:
    """Columns that are filled wherever they occur: their order needs no word about empty values, which would keep an
    index from being used."""
    filled: dict[str, bool] = {}
    for table in metadata.tables.values():
        for column in table.columns:
            filled[column.name] = filled.get(column.name, True) and not column.nullable
    return frozenset(name for name, always in filled.items() if always)


def _with_nulls(sql: str) -> str:
    """The statement with the place of empty values in each ORDER BY: first when ascending, last when descending."""
    hidden = _QUOTED.sub(lambda match: "'" * len(match.group()), sql)  # lengths stay: a comma in a text is none
    found, done = [], 0
    for match in _ORDER.finditer(hidden):
        start = match.end()
        if start < done:
            continue  # inside an expression that another ORDER BY sorts by
        found.append(sql[done:start])
        done = start
        for begin, end in _items(hidden, start):
            item = sql[begin:end]
            plain = _PLAIN(item.strip())
            known = plain is not None and (plain.group(1) in _never_empty() or plain.group(1).isdigit())
            place = "" if known else " NULLS LAST" if item.rstrip().upper().endswith(" DESC") else " NULLS FIRST"
            found.append(sql[done:end].rstrip() + place if place else sql[done:end])
            done = end
    return "".join(found) + sql[done:]


def _items(hidden: str, start: int) -> Iterator[tuple[int, int]]:
    """Where the expressions of an ORDER BY begin and end."""
    depth, begin = 0, start
    for at in range(start, len(hidden) + 1):
        sign = hidden[at] if at < len(hidden) else ")"
        if sign == "(":
            depth += 1
        elif sign == ")" and depth:
            depth -= 1
        elif not depth and (sign == ")" or (sign.isspace() and _END.match(hidden, at))):
            yield begin, at
            return
        elif sign == "," and not depth:
            yield begin, at
            begin = at + 1
