"""Plain rows for the indicators that rest on forms, modules, coaching and chat tallies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, TypeVar

from sqlalchemy import Connection

from plcdesk.domain.chat import Category
from plcdesk.domain.coaching import VisitStatus
from plcdesk.domain.fields import Choice
from plcdesk.domain.form_facts import CycleFact, FormFact, FormFacts, ModuleFact, SweepFact, TallyFact, VisitFact
from plcdesk.domain.forms import LessonKind, View
from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import Occasion
from plcdesk.domain.modules import ModuleFocus, ModuleStatus
from plcdesk.storage.engine import Database
from plcdesk.storage.filters import day_in
from plcdesk.storage.sql import fetch

C = TypeVar("C", bound=Choice)

_WORDS = "'S2'"
"""The items whose words are asked about, as SQL."""


def read_form_facts(db: Database) -> FormFacts:
    """Everything from one state of the database; the instruments are added by who knows them."""
    with db.read() as connection:
        return FormFacts(
            forms=_forms(connection), scores=_scores(connection),
            told=frozenset(fetch(connection, "SELECT form_id, item FROM answer WHERE form_id IS NOT NULL "
                                             f"AND item IN ({_WORDS}) AND trim(coalesce(evidence, '')) != ''")),
            sweeps=tuple(SweepFact(*row) for row in fetch(
                connection, "SELECT form_id, present, engaged FROM sweep WHERE form_id IS NOT NULL AND present > 0 "
                            "AND engaged BETWEEN 0 AND present ORDER BY form_id, number")),
            tallies=tuple(_tallies(connection)), modules=tuple(_modules(connection)),
            cycles=tuple(CycleFact(row[0], row[1], row[2], day_in(max(row[3:]) if all(row[3:]) else None))
                         for row in fetch(connection, "SELECT id, school_id, person_id, before_on, lesson_on, after_on "
                                                      "FROM cycle WHERE person_id IS NOT NULL ORDER BY id")),
            visits=tuple(VisitFact(row[0], row[1], day_in(row[2]), _one(VisitStatus, row[3])) for row in fetch(
                connection, "SELECT id, school_id, planned_on, status FROM visit ORDER BY id")),
        )


def _forms(connection: Connection) -> tuple[FormFact, ...]:
    rows = fetch(connection, """
        SELECT f.id, f.instrument, f.version, f.school_id, f.person_id, f.rater_id, coalesce(f.held_on, b.held_on),
               f."view", b.occasion, f.version_id, f.kind, f.meeting_id
        FROM form f LEFT JOIN batch b ON b.id = f.batch_id
        WHERE f.second_of IS NULL AND f.version IS NOT NULL ORDER BY f.id""")
    return tuple(FormFact(row[0], row[1], row[2], row[3], row[4], row[5], day_in(row[6]), _one(View, row[7]),
                          _one(Occasion, row[8]), row[9], _one(LessonKind, row[10]), _subject(row)) for row in rows)


def _subject(row: tuple[Any, ...]) -> str:
    if row[9]:
        return str(row[9])
    return "|".join(str(part or "") for part in (row[11], row[4], row[6]))


def _scores(connection: Connection) -> dict[Id, dict[str, int]]:
    found: dict[Id, dict[str, int]] = defaultdict(dict)
    for form, item, score in fetch(connection, "SELECT form_id, item, score FROM answer "
                                               "WHERE score IS NOT NULL AND form_id IS NOT NULL ORDER BY id"):
        found[form][item] = score
    return found


def _tallies(connection: Connection) -> Iterable[TallyFact]:
    for row in fetch(connection, "SELECT id, group_id, month, category, messages FROM chat_tally "
                                 "WHERE group_id IS NOT NULL AND month IS NOT NULL AND messages >= 0 ORDER BY id"):
        month, category = day_in(row[2]), _one(Category, row[3])
        if month is not None and category is not None:
            yield TallyFact(row[0], row[1], month, category, row[4])


def _modules(connection: Connection) -> Iterable[ModuleFact]:
    versions: dict[Id, list[Id]] = defaultdict(list)
    for module, version in fetch(connection, "SELECT module_id, id FROM module_version WHERE module_id IS NOT NULL "
                                             "ORDER BY module_id, number, id"):
        versions[module].append(version)
    for row in fetch(connection, "SELECT id, school_id, focus, local, status FROM module ORDER BY id"):
        yield ModuleFact(row[0], row[1], _one(ModuleFocus, row[2]), bool(row[3]),
                         _one(ModuleStatus, row[4]) or ModuleStatus.DRAFT, tuple(versions[row[0]]))


def _one(choices: type[C], value: Any) -> C | None:
    return None if value is None else choices(value)  # type: ignore[call-arg]
