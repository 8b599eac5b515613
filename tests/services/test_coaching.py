"""Coaching: a visit that is forgotten, a commitment that is lost, a conversation that leaks."""

from __future__ import annotations

import dataclasses
from datetime import date, timedelta

import pytest

from plcdesk.domain.coaching import Cycle, CycleStep, VisitStatus
from plcdesk.domain.forms import Form, Rated
from plcdesk.domain.programme import Programme
from plcdesk.services.coaching_views import TeacherState, VisitStanding

DAY = timedelta(days=1)


@pytest.fixture
def school(desk):
    return desk.programme.schools()[0].record.id


@pytest.fixture
def teacher(desk, school):
    return desk.people.add("Guru Contoh", school_id=school).id


def dated(desk, cycle, **days):
    loaded = desk.records.need(Cycle, cycle)
    desk.records.save(dataclasses.replace(loaded.record, **days), loaded)


def test_visits_are_planned_every_two_weeks_and_never_twice(desk, school):
    first = date(2024, 9, 9)
    desk.coaching.plan([school], first, 3)
    assert [row.planned_on for row in desk.coaching.visits()] == [first, first + 14 * DAY, first + 28 * DAY]
    assert not desk.coaching.plan([school], first, 3), "the same plan again changes nothing"


def test_a_visit_whose_day_has_passed_is_overdue_until_it_is_done(desk, school):
    today = desk.today()
    desk.coaching.plan([school], today - 3 * DAY, 3, weeks=1)
    late, coming, _ = desk.coaching.visits()
    assert (late.standing, late.overdue_days) == (VisitStanding.OVERDUE, 3)
    assert coming.standing is VisitStanding.PLANNED
    assert desk.coaching.counts() == (0, 1, 1)
    desk.coaching.set_visit(late.id, VisitStatus.DONE)
    assert desk.coaching.visits()[0].done_on == today
    assert desk.coaching.counts() == (1, 1, 0)
    desk.coaching.set_visit(late.id, VisitStatus.MISSED, reason="Ujian sekolah")
    row = desk.coaching.visits()[0]
    assert (row.standing, row.reason, row.done_on) == (VisitStanding.MISSED, "Ujian sekolah", None)


def test_today_is_due_and_not_late(desk, school):
    desk.coaching.plan([school], desk.today(), 1)
    assert desk.coaching.visits()[0].standing is VisitStanding.DUE


def test_the_next_cycle_opens_with_the_last_commitment(desk, teacher):
    first = desk.coaching.start(teacher).id
    form = desk.coaching.detail(first).form
    desk.forms.answer(form.form.id, "C18", Rated(evidence="Memberi waktu berpikir tiga detik."))
    dated(desk, first, before_on=desk.today(), lesson_on=desk.today(), after_on=desk.today())
    cycle = desk.records.need(Cycle, first)
    desk.records.save(dataclasses.replace(cycle.record, follow_on=desk.today() + 14 * DAY), cycle)
    second = desk.coaching.start(teacher).id
    assert second != first
    detail = desk.coaching.detail(second)
    assert detail.number == 2
    assert detail.last.text == "Memberi waktu berpikir tiga detik."
    assert detail.last.follow_on == desk.today() + 14 * DAY
    assert desk.coaching.detail(first).last is None, "a commitment is not its own forerunner"


def test_starting_while_a_cycle_is_under_way_opens_that_one(desk, teacher):
    first = desk.coaching.start(teacher)
    again = desk.coaching.start(teacher)
    assert again.id == first.id
    assert not again.changes
    assert len(desk.coaching.cycles(teacher)) == 1


def test_a_cycle_is_complete_only_with_all_three_days(desk, teacher):
    cycle = desk.coaching.start(teacher).id
    dated(desk, cycle, before_on=desk.today(), after_on=desk.today())
    assert desk.coaching.cycles(teacher)[0].step is CycleStep.LESSON
    assert desk.indicators.one("I15").numerator == 0
    dated(desk, cycle, lesson_on=desk.today())
    row = next(row for row in desk.coaching.teachers() if row.id == teacher)
    assert (row.state, row.complete, row.open_id) == (TeacherState.DONE, 1, None)
    assert desk.indicators.one("I15").numerator == 1


def test_the_conversation_is_private_and_the_activity_is_not(desk, teacher):
    cycle = desk.coaching.start(teacher).id
    assert desk.coaching.detail(cycle).form.form.private
    with desk.records._storage.db.read() as connection:
        kinds = dict(connection.exec_driver_sql(
            "SELECT r.tbl, s.kind FROM sync_row r JOIN sync_space s ON s.id = r.space_id "
            "WHERE r.tbl IN ('cycle', 'form')").all())
    assert kinds == {"cycle": "school", "form": "private"}


def test_deleting_a_cycle_takes_the_conversation_along_and_undo_brings_both_back(desk, teacher):
    cycle = desk.coaching.start(teacher).id
    gone = desk.coaching.delete(cycle)
    assert desk.coaching.detail(cycle) is None
    assert not desk.records.all(Form, cycle_id=cycle)
    desk.records.undo(gone)
    assert desk.coaching.detail(cycle).form is not None


def test_where_the_conversation_is_elsewhere_only_the_days_are_shown(desk, school, teacher):
    cycle = Cycle(school_id=school, person_id=teacher, before_on=desk.today())
    desk.records.save(cycle)
    assert desk.coaching.detail(cycle.id).form is None
    assert not desk.coaching.cycles(teacher)[0].here
    desk.coaching.converse(cycle.id)
    assert desk.coaching.detail(cycle.id).form is not None


def test_a_follow_up_that_passed_makes_the_teacher_late_while_the_programme_runs(desk, teacher, school):
    cycle = Cycle(school_id=school, person_id=teacher, before_on=desk.today() - 30 * DAY,
                  lesson_on=desk.today() - 29 * DAY, after_on=desk.today() - 28 * DAY,
                  follow_on=desk.today() - 14 * DAY)
    desk.records.save(cycle)
    assert next(row for row in desk.coaching.teachers() if row.id == teacher).overdue_days == 14
    programme = desk.programme.current()
    over = programme.record.period._replace(ends_on=desk.today() - DAY)
    desk.records.save(dataclasses.replace(programme.record, period=over), programme)
    assert desk.records.all(Programme)[0].period.ends_on == desk.today() - DAY
    assert next(row for row in desk.coaching.teachers() if row.id == teacher).overdue_days == 0


def test_a_day_to_come_is_kept_and_pointed_out(desk, teacher):
    cycle = desk.records.need(Cycle, desk.coaching.start(teacher).id)
    early = dataclasses.replace(cycle.record, before_on=desk.today() + DAY, lesson_on=desk.today())
    assert [problem.field for problem in desk.coaching.problems(early)] == ["before_on"]
