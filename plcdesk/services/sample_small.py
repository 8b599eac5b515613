"""The small sample: one school, ten people, three meetings, and a little of everything else."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from plcdesk.domain.changes import Row
from plcdesk.domain.fields import spec_of
from plcdesk.services.sample_coaching import coaching_batches
from plcdesk.services.sample_data import Batch, in_order, moment, person_id
from plcdesk.services.sample_journals import journal_batches
from plcdesk.services.sample_lessons import lesson_batches
from plcdesk.services.sample_meetings import weekly_batches
from plcdesk.services.sample_modules import Story, module_batches, module_files, stories
from plcdesk.services.sample_notes import chat_batches, note_batches, partner_batches
from plcdesk.services.sample_people import people_batches, schools
from plcdesk.services.sample_reviews import review_batches
from plcdesk.services.sample_rubrics import rubric_batches
from plcdesk.services.sample_surveys import needs_batches, survey_batches

TEACHERS, WEEKS = 9, 3
END = moment(date(2024, 9, 30), 22)
"""Until when the forms of the school are taken."""
PRINCIPAL, REVIEWER = person_id("MEL", 0), person_id("MEL", 9)
"""Who stands in for people of the big sample: a teacher of another school is the reviewer, all others the principal."""


def small_batches() -> list[Batch]:
    """One school, a principal and nine teachers, three meetings, one module, a month of forms, some field notes."""
    school = schools(1)[0]
    forms = [
        *needs_batches([school], TEACHERS), *survey_batches(school, 0, TEACHERS), *coaching_batches(school, 0),
        *lesson_batches(school, 0), *rubric_batches(school, 0, TEACHERS, WEEKS),
        *journal_batches(school, 0, TEACHERS, WEEKS),
    ]
    batches = [
        *people_batches(1, TEACHERS, WEEKS), *weekly_batches(school, 0, TEACHERS, WEEKS),
        *(batch for batch in forms if batch.at <= END), *chat_batches(school), *note_batches([school], 16),
        *partner_batches(["MEL"]), *module_batches(_module()), *review_batches(_module()),
    ]
    return list(_complete(in_order(batches)))


def small_files() -> list[bytes]:
    """The files of the one module."""
    return module_files([_module()])


def _module() -> Story:
    return stories(schools(1)[0], 0)[0]


def _complete(batches: Iterable[Batch]) -> Iterator[Batch]:
    """The saves without what names records that this sample does not have."""
    known: set[Row] = set()
    for batch in batches:
        records = []
        for record in batch.records:
            fitted = _fitted(record, known | {Row(spec_of(other).table, other.id) for other in batch.records})
            if fitted is not None:
                records.append(fitted)
                known.add(Row(spec_of(record).table, record.id))
        by = batch.by if Row("person", batch.by) in known else PRINCIPAL
        yield Batch(batch.at, by, tuple(records))


def _fitted(record: Any, known: set[Row]) -> Any | None:
    """The record with its references mended; None when the record it belongs to is missing."""
    changed: dict[str, Any] = {}
    for field in spec_of(record).fields.values():
        named = getattr(record, field.name)
        if field.refers is None or named is None or Row(field.refers, named) in known:
            continue
        if field.refers == "person":
            elsewhere = {person_id(school["code"], index) for school in schools(4)[1:] for index in range(1, 11)}
            changed[field.name] = REVIEWER if named in elsewhere else PRINCIPAL
        elif field.parent or field.refers == "module":
            return None
        else:
            changed[field.name] = None
    return dataclasses.replace(record, **changed) if changed else record
