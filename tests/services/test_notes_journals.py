"""Journals: one for each teacher and month, and how the skills grew."""

from datetime import date
from typing import Any

from plcdesk.domain.forms import Hour, Rated, View
from plcdesk.domain.people import Role

MARCH, FEBRUARY = date(2026, 3, 1), date(2026, 2, 1)


def rate(desk: Any, form: Any, *scores: int) -> None:
    for number, score in enumerate(scores, 1):
        desk.forms.answer(form, f"F{number}", Rated(score))


def test_the_matrix_says_who_wrote_in_which_month_and_who_is_able(desk: Any, story: Any) -> None:
    me, one, other = story.members(3)
    journals = desk.notes.journals
    rate(desk, journals.start(one, MARCH).id, 3, 4, 3)
    rate(desk, journals.start(one, FEBRUARY).id, 2, 3)
    rate(desk, journals.start(other, MARCH).id, 3, 2, 3)
    matrix = journals.matrix(months=3)
    assert matrix.months == (date(2026, 1, 1), FEBRUARY, MARCH)
    cells = {row.id: row.cells for row in matrix.rows}
    assert (cells[one][MARCH].able, cells[one][MARCH].done, cells[one][MARCH].total) == (True, 3, 8)
    assert cells[one][FEBRUARY].able is None, "two of three skills are not a judgement"
    assert cells[other][MARCH].able is False
    assert cells[me] == {}
    assert (matrix.written(MARCH), matrix.written(FEBRUARY)) == (2, 1)


def test_a_second_start_opens_the_journal_that_is_there(desk: Any, story: Any) -> None:
    one = story.members(2)[1]
    made = desk.notes.journals.start(one, MARCH)
    assert desk.notes.journals.start(one, date(2026, 3, 31)) == (made.id, type(made.changes)())
    form = desk.forms.load(made.id).form
    assert (form.person_id, form.rater_id, form.view, form.private) == (one, one, View.SELF, False)
    assert form.hour.held_on == date(2026, 3, 4)


def test_a_journal_written_late_belongs_to_its_month(desk: Any, story: Any) -> None:
    one = story.members(2)[1]
    made = desk.notes.journals.start(one, FEBRUARY)
    assert desk.forms.load(made.id).form.hour.held_on == date(2026, 2, 28)
    assert desk.notes.journals.of(one, date(2026, 2, 10)) == made.id
    assert desk.notes.journals.of(one, MARCH) is None


def test_principals_are_not_asked_for_journals_unless_they_wrote_one(desk: Any, story: Any) -> None:
    head = desk.people.add("Ratna Kusumawati", Role.PRINCIPAL, story.school).id
    assert head not in [row.id for row in desk.notes.journals.matrix().rows]
    desk.notes.journals.start(head, MARCH)
    assert head in [row.id for row in desk.notes.journals.matrix().rows]


def test_growth_stands_beside_the_observers_eyes(desk: Any, story: Any) -> None:
    one = story.members(2)[1]
    rate(desk, desk.notes.journals.start(one, FEBRUARY).id, 2, 2, 1)
    rate(desk, desk.notes.journals.start(one, MARCH).id, 3, 3, 2)
    seen = desk.forms.start("F", person_id=one, meeting_id=story.a_meeting("2026-03-02"), hour=Hour(date(2026, 3, 2)))
    rate(desk, seen.id, 2, 3, 2)
    february, march = desk.notes.journals.growth(one)
    assert (february.month, dict(february.own), dict(february.seen)) == (FEBRUARY, {"F1": 2, "F2": 2, "F3": 1}, {})
    assert (dict(march.own), dict(march.seen)) == ({"F1": 3, "F2": 3, "F3": 2}, {"F1": 2, "F2": 3, "F3": 2})


def test_two_journals_of_one_month_are_both_there_and_the_last_one_counts(desk: Any, story: Any) -> None:
    one = story.members(2)[1]
    first = desk.notes.journals.start(one, MARCH).id
    second = desk.forms.start("J", person_id=one, rater_id=one, view=View.SELF, hour=Hour(date(2026, 3, 9))).id
    assert desk.notes.journals.all_of(one, MARCH) == (second, first)
    assert desk.notes.journals.of(one, MARCH) == second
    assert desk.notes.journals.months() == (MARCH,)
