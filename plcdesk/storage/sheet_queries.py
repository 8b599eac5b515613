"""Questionnaire batches, their sheets and the answers on them, read as lists."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from plcdesk.domain.forms import FormState, Rated
from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import Occasion
from plcdesk.domain.queries import BatchQuery
from plcdesk.storage.engine import Database
from plcdesk.storage.filters import Where, day_in
from plcdesk.storage.sql import AMONG, fetch, listed

_OCCASIONS: dict[str | None, Occasion | None] = {item.value: item for item in Occasion} | {None: None}


class BatchLine(NamedTuple):
    """A batch in a list, with its school's name."""

    id: Id
    school_id: Id | None
    school: str
    instrument: str
    version: int
    title: str
    occasion: Occasion | None
    held_on: date | None
    meeting_id: Id | None
    expected: int | None
    closed: bool


class BatchTally(NamedTuple):
    """Sheets of a batch, of them unfinished ones, sheets too many of one number or person, second entries."""

    sheets: int = 0
    partial: int = 0
    doubles: int = 0
    seconds: int = 0


class SheetLine(NamedTuple):
    """A sheet, or the second entry of one (`second_of`), with the person it is from."""

    id: Id
    batch_id: Id
    number: int | None
    person_id: Id | None
    name: str
    alias: str
    respondent: str
    state: FormState
    second_of: Id | None


class AnswerLine(NamedTuple):
    """An answer on a sheet."""

    form_id: Id
    item: str
    rated: Rated


class SheetQueries:
    """Each call sees one state of the database and is safe from any thread."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def batches(self, query: BatchQuery) -> list[BatchLine]:
        """The batches, newest first, those without a day before all."""
        where = Where()
        where.among("b.id", query.ids)
        where.equal("b.instrument", query.instrument)
        where.equal("b.school_id", query.school_id)
        where.equal("b.occasion", query.occasion.value if query.occasion is not None else None)
        where.equal("b.meeting_id", query.meeting_id)
        where.text(query.text, "b.title", "b.instrument", "s.name")
        with self._db.read() as connection:
            rows = fetch(
                connection,
                "SELECT b.id, b.school_id, coalesce(s.name, ''), b.instrument, coalesce(b.version, 1), "
                "coalesce(b.title, ''), b.occasion, b.held_on, b.meeting_id, b.expected, coalesce(b.closed, 0) "
                f"FROM batch b LEFT JOIN school s ON s.id = b.school_id{where} "
                "ORDER BY coalesce(b.held_on, '9999-12-31') DESC, b.id DESC", *where.parameters)
        return [BatchLine(*row[:6], _OCCASIONS[row[6]], day_in(row[7]), row[8], row[9], bool(row[10]))  # type: ignore[call-arg]
                for row in rows]

    def tallies(self, batches: Iterable[Id]) -> dict[Id, BatchTally]:
        """How many sheets each batch has; batches without any are left out."""
        with self._db.read() as connection:
            rows = fetch(
                connection,
                "SELECT batch_id, count(*) FILTER (WHERE second_of IS NULL), "
                "count(*) FILTER (WHERE second_of IS NULL AND coalesce(state, '') != 'lengkap'), "
                "count(number) FILTER (WHERE second_of IS NULL) - count(DISTINCT number) FILTER (WHERE second_of IS NULL), "
                "count(person_id) FILTER (WHERE second_of IS NULL) "
                "- count(DISTINCT person_id) FILTER (WHERE second_of IS NULL), "
                f"count(second_of) FROM form WHERE batch_id IN {AMONG} GROUP BY batch_id", listed(batches))
        return {row[0]: BatchTally(row[1], row[2], row[3] + row[4], row[5]) for row in rows}

    def sheets(self, batches: Iterable[Id]) -> list[SheetLine]:
        """The sheets of some batches with their second entries, by number; those without one come last."""
        with self._db.read() as connection:
            rows = fetch(
                connection,
                "SELECT f.id, f.batch_id, f.number, f.person_id, coalesce(p.name, ''), coalesce(p.alias, ''), "
                "coalesce(f.respondent, ''), f.state, f.second_of FROM form f LEFT JOIN person p ON p.id = f.person_id "
                f"WHERE f.batch_id IN {AMONG} ORDER BY f.number IS NULL, f.number, f.id", listed(batches))
        states = {state.value: state for state in FormState}
        return [SheetLine(*row[:7], states.get(row[7], FormState.PARTIAL), row[8]) for row in rows]  # type: ignore[call-arg]

    def answers(self, forms: Iterable[Id]) -> list[AnswerLine]:
        """The answers on some sheets."""
        with self._db.read() as connection:
            rows = fetch(connection, "SELECT form_id, item, score, evidence, skipped FROM answer "
                                     f"WHERE form_id IN {AMONG}", listed(forms))
        return [AnswerLine(row[0], row[1] or "", Rated(row[2], row[3], None if row[4] is None else bool(row[4])))
                for row in rows]

    def latest(self, batch: Id) -> Id | None:
        """The sheet of a batch that was begun last; ids of sheets follow the time of making."""
        with self._db.read() as connection:
            rows = fetch(connection, "SELECT max(id) FROM form WHERE batch_id = ? AND second_of IS NULL", batch)
        return rows[0][0] if rows else None
