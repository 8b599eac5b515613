"""The lists of filled forms, and which known computers hold a space."""

from __future__ import annotations

from datetime import date, time
from typing import Any, NamedTuple

from plcdesk.domain.forms import FormState, Mode, View
from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import Occasion
from plcdesk.domain.queries import FormQuery
from plcdesk.storage import spaces
from plcdesk.storage.engine import Database
from plcdesk.storage.filters import Where, day_in, iso
from plcdesk.storage.form_answers import ANSWER, FIELD
from plcdesk.storage.sql import AMONG, fetch, fetch_one, listed

_PERSON = "coalesce(f.person_id, i.person_id, c.person_id)"
"""About whom a form is: as it says itself, else whom its interview or coaching cycle is about."""
_MODULE = "coalesce(f.module_id, v.module_id)"
_FROM = (
    " FROM form f LEFT JOIN batch b ON b.id = f.batch_id LEFT JOIN interview i ON i.id = f.interview_id "
    "LEFT JOIN cycle c ON c.id = f.cycle_id LEFT JOIN module_version v ON v.id = f.version_id "
    f"LEFT JOIN module o ON o.id = {_MODULE} LEFT JOIN person p ON p.id = {_PERSON} "
    "LEFT JOIN person r ON r.id = f.rater_id"
)
_COLUMNS = (
    f"f.id, f.instrument, f.version, f.private, f.school_id, f.\"view\", f.batch_id, f.cycle_id, f.version_id, "
    f"f.interview_id, f.second_of, f.meeting_id, {_MODULE}, {_PERSON}, f.rater_id, f.respondent, f.number, f.held_on, "
    "f.starts, f.classroom, f.subject, f.seconds, f.mode, f.state, coalesce(p.name, ''), p.role, coalesce(r.name, ''), "
    "coalesce(o.title, ''), v.number, coalesce(i.speaker, ''), coalesce(b.title, ''), b.occasion"
)


class FormLine(NamedTuple):
    """A form in a list with what its references are called."""

    id: Id
    instrument: str
    version: int
    private: bool
    school_id: Id | None
    view: View
    batch_id: Id | None
    cycle_id: Id | None
    version_id: Id | None
    interview_id: Id | None
    second_of: Id | None
    meeting_id: Id | None
    module_id: Id | None
    person_id: Id | None
    rater_id: Id | None
    respondent: str
    number: int | None
    held_on: date | None
    starts: time | None
    classroom: str | None
    lesson: str | None
    seconds: int | None
    mode: Mode
    state: FormState
    person: str
    role: str | None
    rater: str
    module: str
    module_version: int | None
    speaker: str
    batch: str
    occasion: Occasion | None


class FormQueries:
    """Named lists; each call sees one state of the database and is safe from any thread."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def forms(self, query: FormQuery) -> list[FormLine]:
        """The forms, newest first; undated ones before all."""
        where = _where(query)
        with self._db.read() as connection:
            rows = fetch(connection, f"SELECT {_COLUMNS}{_FROM}{where} ORDER BY coalesce(f.held_on, '9999') DESC, "
                                     "coalesce(f.starts, '') DESC, f.id DESC", *where.parameters)
        return [_line(row) for row in rows]

    def answers(self, forms: list[Id]) -> dict[Id, str]:
        """The answers of each of these forms, packed into one text (see `form_answers.unpack`); forms without any are
        left out."""
        with self._db.read() as connection:
            return {Id(form): text for form, text in fetch(
                connection,
                "SELECT form_id, group_concat(item || ? || coalesce(CAST(score AS TEXT), '') || ? || "
                "CAST(coalesce(skipped, 0) + CASE WHEN coalesce(evidence, '') != '' THEN 2 ELSE 0 END AS TEXT), ?) "
                f"FROM answer WHERE form_id IN {AMONG} AND item NOT LIKE ? AND item NOT LIKE ? GROUP BY form_id",
                FIELD, FIELD, ANSWER, listed(forms), f"%{FIELD}%", f"%{ANSWER}%")}

    def held_by(self, school_space: str | None) -> list[str]:
        """The names of the other computers known to hold a school's space (its uid), or the programme's (None).

        Known from what they wrote there and from what they last said they hold; blocked ones are left out.
        """
        with self._db.read() as connection:
            space = school_space or _programme(connection)
            rows = fetch(
                connection,
                "SELECT DISTINCT coalesce(nullif(d.label, ''), d.words) FROM sync_space s CROSS JOIN sync_device d "
                "LEFT JOIN sync_trust t ON t.device_id = d.id AND t.space_id = s.id "
                "WHERE s.uid = ? AND d.self = 0 AND coalesce(t.state, '') != 'blocked' AND (EXISTS (SELECT 1 FROM sync_feed f "
                "WHERE f.space_id = s.id AND f.device_id = d.id) OR EXISTS (SELECT 1 FROM sync_peer e "
                "JOIN sync_manifest m ON m.replica_uid = e.replica_uid WHERE e.space_id = s.id AND m.device_id = d.id)) ORDER BY 1", space)
        return [str(name) for (name,) in rows]


def _where(query: FormQuery) -> Where:
    where = Where()
    where.among("f.id", query.ids)
    for column, value in (
        ("f.instrument", query.instrument), ("f.school_id", query.school_id), (_PERSON, query.person_id),
        ("f.rater_id", query.rater_id), ("f.meeting_id", query.meeting_id), ("f.batch_id", query.batch_id),
        ("f.cycle_id", query.cycle_id), (_MODULE, query.module_id), ("f.version_id", query.version_id),
        ("f.interview_id", query.interview_id), ("f.second_of", query.second_of),
        ('f."view"', query.view.value if query.view is not None else None),
        ("coalesce(f.private, 0)", int(query.private) if query.private is not None else None),
        ("coalesce(f.state, 'sebagian')", query.state.value if query.state is not None else None),
    ):
        where.equal(column, value)
    where.on("f.held_on >= ?", iso(query.since))
    where.on("f.held_on <= ?", iso(query.until))
    if query.ids is None and query.second_of is None:
        where.on("coalesce(f.second_of, '') = ?", "")
    return where


def _line(row: tuple[Any, ...]) -> FormLine:
    line = FormLine(*row)
    return line._replace(
        version=line.version or 0, private=bool(line.private), view=View(line.view or View.OTHER.value),  # type: ignore[call-arg]
        held_on=day_in(row[17]), starts=time.fromisoformat(row[18]) if row[18] else None,
        mode=Mode(line.mode or Mode.SCREEN.value), state=FormState(line.state or FormState.PARTIAL.value),  # type: ignore[call-arg]
        occasion=Occasion(line.occasion) if line.occasion else None, respondent=line.respondent or "",  # type: ignore[call-arg]
    )


def _programme(connection: Any) -> str | None:
    row = fetch_one(connection, "SELECT uid FROM sync_space WHERE kind = ? ORDER BY id", spaces.PROGRAMME)
    return row[0] if row is not None else None
