"""The sample's weekly meetings: who came, what was said, what was agreed (domain handbook 8.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import (
    AgendaItem,
    Attendance,
    Decision,
    Focus,
    Meeting,
    MeetingStatus,
    Presence,
    State,
    TalkTurn,
    When,
    attendance_id,
    meeting_id,
    rank_between,
    talk_turn_id,
)
from plcdesk.services.sample_actions import SampleAction, plan, record_of
from plcdesk.services.sample_data import Batch, group_id, ident, inside, moment, person_id, short_name, slot_id, table
from plcdesk.words import Words

ABSENT = {
    (1, 1): "D", (2, 1): "I", (3, 2): "S", (4, 2): "D", (10, 2): "I", (5, 3): "I", (6, 4): "S", (10, 4): "A",
    (10, 5): "S", (7, 6): "D", (10, 7): "I", (8, 9): "D", (10, 10): "A", (9, 12): "I", (10, 13): "S",
}
"""(teacher index, number of the meeting held) -> mark; the same in each school."""
LATE = {(4, 1), (8, 3), (10, 3), (6, 5), (10, 8), (9, 11)}
DISTURBED = (30, 15, 20, 10, 25, 15, 20, 15, 30, 10, 20, 15, 15, 20, 10)
EARLY_TURNS = (18, 14, 11, 5, 4, 3, 3, 2, 0, 0)
LATE_TURNS = (9, 8, 8, 7, 7, 6, 6, 5, 4, 0)
SPEAKERS = (1, 9, 8, 7, 2, 5, 3, 6, 4, 10)
"""Teacher indexes from who spoke most at first to who spoke least."""
_REVIEWS = (
    "Kedua tindak lanjut pertemuan lalu belum selesai dan diteruskan.",
    "Satu dari dua tindak lanjut pertemuan lalu sudah selesai; yang lain diteruskan.",
    "Kedua tindak lanjut pertemuan lalu sudah selesai.",
)
"""By how many of the two follow-ups are done."""
_WORDS = Words("id")


@dataclass(frozen=True, slots=True)
class Week:
    """One meeting held: the school's table, its place among the schools, the number of the meeting, its date."""

    school: dict[str, Any]
    place: int
    number: int
    day: date
    teachers: int

    @property
    def code(self) -> str:
        """The school's code."""
        return str(self.school["code"])

    @property
    def meeting(self) -> Id:
        """The meeting's identity, as a laptop would derive it."""
        return meeting_id(slot_id(self.code), self.day)

    @property
    def present(self) -> list[int]:
        """Indexes of the teachers who came."""
        return [index for index in range(1, self.teachers + 1) if (index, self.number) not in ABSENT]

    @property
    def leads(self) -> list[int]:
        """Who leads and the two who speak up: at first the facilitators, later everyone in turn."""
        circle = (1, 2) if self.number <= 5 else tuple(range(1, 7)) if self.number <= 10 else tuple(range(1, 10))
        start = circle[(self.number * 2 + self.place) % len(circle)]
        if self.code == "MEL" and self.number == 7:
            start = 1
        around = [(start - 1 + step) % 9 + 1 for step in range(9)]
        return [index for index in around if index in self.present][:3]

    def name(self, index: int) -> str:
        """How the minutes call a teacher."""
        return short_name(self.school["teachers"][index - 1])


def weekly_batches(school: dict[str, Any], place: int, teachers: int, weeks: int) -> Iterator[Batch]:
    """Every meeting of a school's group in order of its dates, and the day the last follow-ups were written off."""
    days = [school["first"] + timedelta(weeks=week) for week in range(weeks)]
    held = [day for day in days if day != school["cancelled"]]
    actions = plan(school["code"], held, [day + timedelta(weeks=1) for day in held])
    told: set[Id] = set()
    for day in days:
        if day == school["cancelled"]:
            yield Batch(moment(day, 8, 15), person_id(school["code"], 1), (_cancelled(school, day),))
            continue
        week = Week(school, place, held.index(day) + 1, day, teachers)
        done = [action for action in actions if action.done_by(day) and action.id not in told]
        told |= {action.id for action in done}
        notes = min(index for index in week.present if index not in week.leads)
        records = [*(record_of(action, owner_of(week, action), day) for action in done),
                   *_held(week, actions, notes, days)]
        yield Batch(moment(day, 14, 25 + place), person_id(week.code, notes), tuple(records))
    rest = [action for action in actions if action.done_on is not None and action.id not in told]
    if rest:
        last = Week(school, place, len(held), held[-1], teachers)
        day = max(action.done_on for action in rest if action.done_on is not None)
        yield Batch(moment(day, 11, 5), person_id(school["code"], 1),
                    tuple(record_of(action, owner_of(last, action), day) for action in rest))


def owner_of(week: Week, action: SampleAction) -> Id:
    """Who is responsible: the one who led that meeting, then the one who spoke up."""
    then = Week(week.school, week.place, action.number, action.made_on, week.teachers)
    return person_id(week.code, then.leads[action.place])


def theme_of(week: Week) -> dict[str, Any]:
    """What a meeting was about; the example meeting has texts of its own."""
    texts = table("themes")
    if week.code == "MEL" and week.number == 7:
        return dict(texts["example"])
    return dict(texts["themes"][week.school["themes"][week.number - 1]])


def _cancelled(school: dict[str, Any], day: date) -> Meeting:
    return Meeting(
        id=meeting_id(slot_id(school["code"]), day), group_id=group_id(school["code"]), slot_id=slot_id(school["code"]),
        planned_on=day, when=When(day, time(13), time(14, 30)), venue=school["venue"],
        state=State(MeetingStatus.CANCELLED, school["reason"]),
    )


def _held(week: Week, actions: list[SampleAction], notes: int, days: list[date]) -> Iterator[Any]:
    theme = theme_of(week)
    later = [day for day in days if day > week.day and day != week.school["cancelled"]]
    yield Meeting(
        id=week.meeting, group_id=group_id(week.code), slot_id=slot_id(week.code), planned_on=week.day,
        when=When(week.day, time(13), time(14, 30)), venue=week.school["venue"], chair_id=person_id(week.code, 0),
        facilitator_id=person_id(week.code, week.leads[0]), notetaker_id=person_id(week.code, notes),
        focus=Focus(theme["focus"]), evidence=theme["evidence"],  # type: ignore[call-arg]
        opening=theme.get("opening", _opening(week)).strip(),
        closing=theme.get("closing", _closing(week, later[0] if later else None)).strip(),
        state=State(MeetingStatus.HELD, None), disturbed=DISTURBED[(week.number - 1 + week.place * 4) % 15],
        letter_number=f"{week.number:03d}/KBP-{week.code}/{_WORDS.roman_month(week.day)}/{week.day.year}",
    )
    yield from _attendance(week)
    yield from _agenda(week, theme, actions, notes)
    yield from _turns(week)
    rank = ""
    for text in theme["decisions"]:
        rank = rank_between(rank, "")
        yield Decision(id=ident("decision", week.meeting, text), meeting_id=week.meeting, rank=rank, text=text)
    for action in actions:
        if action.number == week.number:
            yield record_of(action, owner_of(week, action), week.day, theme["actions"][action.place])


def _opening(week: Week) -> str:
    norms = " dan pembacaan norma KBP" if week.number > 1 else ""
    return (f"Pertemuan dibuka {week.school['principal'][1]} pukul 13.00 dengan doa{norms}. "
            f"Hadir {len(week.present)} dari {week.teachers} anggota.")


def _closing(week: Week, following: date | None) -> str:
    end = f"{week.name(week.leads[0])} merangkum pokok pembahasan. Pertemuan ditutup pukul 14.30 dengan doa."
    if following is None:
        return end
    return f"{end}\n\nPertemuan berikutnya {_WORDS.date(following)} pukul 13.00, tempat: {inside(week.school['venue'])}."


def _attendance(week: Week) -> Iterator[Attendance]:
    for index in range(1, week.teachers + 1):
        key = (index, week.number)
        mark = Presence(ABSENT.get(key, "T" if key in LATE else "H"))  # type: ignore[call-arg]
        note = {"T": "Menunggu siswa dijemput", "D": "Rapat di dinas pendidikan"}.get(mark.value, "")
        person = person_id(week.code, index)
        yield Attendance(id=attendance_id(week.meeting, person), meeting_id=week.meeting, person_id=person,
                         presence=mark, note=note)


def _agenda(week: Week, theme: dict[str, Any], actions: list[SampleAction], notes: int) -> Iterator[AgendaItem]:
    names = {name: week.name(index) for name, index in zip(("lead", "second", "third"), week.leads, strict=True)}
    teaches = table("programme")["teachers"]["teaches"][week.leads[0] - 1]
    discussion = theme["discussion"].strip().format(**names, **{"class": inside(teaches)})
    last = [action for action in actions if action.number == week.number - 1]
    done = sum(action.done_by(week.day) for action in last)
    review = theme.get("review", _REVIEWS[done] if last else
                       "Setiap peserta memperkenalkan diri dan menyebut satu harapan untuk semester ini.")
    first = "Tinjauan tindak lanjut pertemuan lalu" if last else "Perkenalan dan harapan"
    follow = f"Tindak lanjut dibagi bersama; {names['second']} mengingatkan semua pada pertengahan pekan."
    lead, second = person_id(week.code, week.leads[0]), person_id(week.code, week.leads[1])
    rank = ""
    for topic, minutes, who, text in (
        (first, 15, person_id(week.code, notes), review.strip()), (theme["topic"], 60, lead, discussion),
        ("Rencana tindak lanjut", 15, second, follow),
    ):
        rank = rank_between(rank, "")
        yield AgendaItem(id=ident("agenda", week.meeting, rank), meeting_id=week.meeting, rank=rank, topic=topic,
                         minutes=minutes, lead_id=who, discussion=text)


def _turns(week: Week) -> Iterator[TalkTurn]:
    """Turns move from the few to everyone over the fifteen meetings; who was absent has no row."""
    order = [index for index in SPEAKERS if index in week.present]
    for place, index in enumerate(order):
        early, late = EARLY_TURNS[place], LATE_TURNS[place]
        turns = (early * (15 - week.number) + late * (week.number - 1) + 7) // 14
        if not (week.code == "MEL" and week.number in (1, 15)):
            turns += (index * 7 + week.number * 3 + week.place) % 3 - 1
        least = 0 if index == 10 else 1
        person = person_id(week.code, index)
        yield TalkTurn(
            id=talk_turn_id(week.meeting, person), meeting_id=week.meeting, person_id=person, turns=max(least, turns),
            shared=index in week.leads[1:2] and week.number % 2 == 0, led=index == week.leads[0],
        )
