"""Order of rows that people arrange: fractional keys, ties by identity."""

from __future__ import annotations

import dataclasses
from typing import Any, TypeVar

from plcdesk.domain.changes import Changes, Loaded
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import rank_between
from plcdesk.services.records import Records

R = TypeVar("R")


def ordered(rows: list[Loaded[R]]) -> list[Loaded[R]]:
    """Rows by rank, ties by id."""
    return sorted(rows, key=_place)


def last_rank(rows: list[Loaded[Any]]) -> str:
    """A rank behind all rows."""
    return rank_between(max((row.record.rank for row in rows), default=""), "")


def rank_after(rows: list[Loaded[Any]], after: Id) -> str:
    """A rank right behind the row `after`; behind all when it is not there."""
    rows = ordered(rows)
    for index, row in enumerate(rows):
        if row.record.id == after:
            following = rows[index + 1].record.rank if index + 1 < len(rows) else ""
            return _between(row.record.rank, following)
    return last_rank(rows)


def place(records: Records, rows: list[Loaded[Any]], moved: Id, before: Id | None) -> Changes:
    """Put a row in front of another, or at the end."""
    rows = ordered(rows)
    mine = next((row for row in rows if row.record.id == moved), None)
    if mine is None or moved == before:
        return Changes()
    others = [row for row in rows if row is not mine]
    index = next((index for index, row in enumerate(others) if row.record.id == before), len(others))
    lower = others[index - 1].record.rank if index > 0 else ""
    upper = others[index].record.rank if index < len(others) else ""
    if upper and lower >= upper:
        # two rows share a rank (made on two computers at once): give all of them fresh ones
        return _renumber(records, [*others[:index], mine, *others[index:]])
    return records.save(dataclasses.replace(mine.record, rank=rank_between(lower, upper)), mine)


def move(records: Records, rows: list[Loaded[Any]], moved: Id, steps: int) -> Changes:
    """Move a row up (negative) or down; at an edge nothing happens."""
    ids = [row.record.id for row in ordered(rows)]
    if moved not in ids:
        return Changes()
    here = ids.index(moved)
    there = max(0, min(len(ids) - 1, here + steps))
    if there == here:
        return Changes()
    ids.remove(moved)
    return place(records, rows, moved, ids[there] if there < len(ids) else None)


def _place(row: Loaded[Any]) -> tuple[str, Id]:
    return row.record.rank, row.record.id


def _between(lower: str, upper: str) -> str:
    return rank_between(lower, upper if upper > lower else "")


def _renumber(records: Records, rows: list[Loaded[Any]]) -> Changes:
    rank = ""
    changed = []
    for row in rows:
        rank = rank_between(rank, "")
        changed.append((dataclasses.replace(row.record, rank=rank), row))
    return records.save_all(changed)
