"""A large programme for measuring: ten years, twenty schools, four hundred people, sixteen thousand meetings."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

from plcdesk.domain.forms import Counted, Hour, Lesson, LessonKind, Sweep, View, sweep_id
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import (
    Action,
    ActionStatus,
    AgendaItem,
    Attendance,
    Decision,
    Meeting,
    MeetingStatus,
    Outcome,
    Presence,
    State,
    TalkTurn,
    When,
    attendance_id,
    meeting_id,
    talk_turn_id,
)
from plcdesk.domain.names import pseudonym
from plcdesk.domain.people import Group, Hours, Member, Person, Role, Slot, member_id
from plcdesk.domain.programme import Period, Programme, School
from plcdesk.services.sample_data import Batch, ident, moment, table
from plcdesk.services.sample_forms import filled, form_id, level, levels, numbered, said

YEARS, SCHOOLS, PEOPLE, WEEKS = 10, 20, 20, 40
FIRST_YEAR = 2014
LARGE = 1 + SCHOOLS + YEARS * SCHOOLS * 2
"""How many batches there are."""
MARKS = "HHHHHHHHTHHHHIHHHHHSHHHHDHHHHHA"


def large_batches() -> Iterator[Batch]:
    """The programme, then the forty meetings of each group and year, one batch each, in order of time."""
    chief = large_teacher(0, 1)
    begin = date(FIRST_YEAR, 7, 1)
    yield Batch(moment(begin, 8), chief, (
        Programme(id=ident("large"), name="Program KBP Contoh Besar", academic_year="2014–2024",
                  period=Period(begin, date(FIRST_YEAR + YEARS, 6, 30)), target_teachers=SCHOOLS * (PEOPLE - 1)),
    ))
    for school in range(SCHOOLS):
        yield Batch(moment(begin, 9, school), chief, tuple(_school(school, begin)))
    for year in range(YEARS):
        for school in range(SCHOOLS):
            for half in (0, 1):
                at = moment(date(FIRST_YEAR + year + 1, 6, 1), 8 + half, school)
                yield Batch(at, large_teacher(school, half + 1), tuple(_year(year, school, half)))


def large_teacher(school: int, index: int) -> Id:
    """Somebody of a school by index; 0 is the principal."""
    return ident("large", "person", school, index)


def _group(school: int, half: int) -> Id:
    return ident("large", "group", school, half)


def _members(half: int) -> range:
    return range(1, 11) if half == 0 else range(11, PEOPLE)


def _school(school: int, begin: date) -> Iterator[Any]:
    home = ident("large", "school", school)
    names = [entry[1] for told in table("programme")["schools"] for entry in told["teachers"]]
    yield School(id=home, name=f"SD Negeri Contoh {school + 1:02d}", city="Arunika", principal_id=large_teacher(school, 0))
    for index in range(PEOPLE):
        first, last = names[(school * 7 + index * 3) % 40].split()[0], names[(school * 11 + index) % 40].split()[-1]
        role = Role.PRINCIPAL if index == 0 else Role.FACILITATOR if index in (1, 11) else Role.TEACHER
        yield Person(id=large_teacher(school, index), name=f"{first} {last}", role=role, school_id=home,
                     alias=pseudonym("Guru", school * PEOPLE + index), period=Period(begin, None))
    for half in (0, 1):
        group = _group(school, half)
        yield Group(id=group, school_id=home, name=f"KBP Contoh {school + 1:02d} {'AB'[half]}",
                    chair_id=large_teacher(school, 0), facilitator_id=large_teacher(school, half * 10 + 1))
        for index in _members(half):
            person = large_teacher(school, index)
            yield Member(id=member_id(group, person), group_id=group, person_id=person, period=Period(begin, None))


def _year(year: int, school: int, half: int) -> Iterator[Any]:
    group = _group(school, half)
    first = date(FIRST_YEAR + year, 7, 14) + timedelta(days=(school + half) % 5)
    slot = ident("large", "slot", school, half, year)
    yield Slot(id=slot, group_id=group, period=Period(first, first + timedelta(weeks=WEEKS - 1)), venue="Ruang guru",
               hours=Hours(time(13), time(14, 30)))
    themes = table("themes")["themes"]
    for week in range(WEEKS):
        yield from _meeting(group, slot, first + timedelta(weeks=week), (school, half), year * WEEKS + week,
                            themes[(week + school) % len(themes)])
    yield from _forms(school, half, first + timedelta(weeks=8 + year))


def _meeting(group: Id, slot: Id, day: date, where: tuple[int, int], number: int, theme: dict[str, Any]) -> Iterator[Any]:
    school, half = where
    key = meeting_id(slot, day)
    people = [large_teacher(school, index) for index in _members(half)]
    lead = people[number % len(people)]
    yield Meeting(id=key, group_id=group, slot_id=slot, planned_on=day, when=When(day, time(13), time(14, 30)),
                  venue="Ruang guru", facilitator_id=lead, state=State(MeetingStatus.HELD, None))
    for place, person in enumerate(people):
        mark = Presence(MARKS[(number * 5 + place * 7 + school) % len(MARKS)])  # type: ignore[call-arg]
        yield Attendance(id=attendance_id(key, person), meeting_id=key, person_id=person, presence=mark)
    yield TalkTurn(id=talk_turn_id(key, lead), meeting_id=key, person_id=lead, turns=3 + number % 9, led=True)
    names = {"lead": "Fasilitator", "second": "Seorang guru", "third": "Guru lain", "class": "kelas 4"}
    yield AgendaItem(id=ident(key, "agenda"), meeting_id=key, rank="i", topic=theme["topic"], minutes=60, lead_id=lead,
                     discussion=theme["discussion"].strip().format(**names))
    yield Decision(id=ident(key, "decision"), meeting_id=key, rank="i", text=theme["decisions"][0])
    done = number % 10 != 9
    due = day + timedelta(weeks=1)
    yield Action(id=ident(key, "action"), meeting_id=key, rank="i", what=theme["actions"][0][0], owner_id=lead,
                 due_on=due, outcome=Outcome(ActionStatus.DONE if done else ActionStatus.OPEN, due if done else None))


def _forms(school: int, half: int, day: date) -> Iterator[Any]:
    """A journal and an observed lesson of each group and year: some thousand answers in all."""
    home, person = ident("large", "school", school), large_teacher(school, half * 10 + 2)
    answers = {"J1": level(1), **{f"J{item}": said("Siswa lebih banyak bertanya.") for item in range(2, 6)}}
    yield from filled("J", form_id("large", "J", person, day), {**answers, **levels(("F1", "F2", "F3"), "333")},
                      school_id=home, view=View.SELF, person_id=person, hour=Hour(day))
    form, rater = form_id("large", "D", person, day), large_teacher(school, 0)
    kind = LessonKind.MODULE if day.month > 9 else LessonKind.CONVENTIONAL
    yield from filled("D", form, levels(numbered("D", 12), "322232233223"), school_id=home, person_id=person,
                      rater_id=rater, hour=Hour(day, time(7, 30)), lesson=Lesson("Kelas 4", "Matematika", kind, 28))
    for number in range(1, 11):
        yield Sweep(id=sweep_id(form, number), form_id=form, number=number, minute=2 + number * 3,
                    counted=Counted(28, 12 + (number * 5 + school) % 12, 6))
