"""What people do at one laptop: enter, change, delete, restore, settle, and set the clock."""

from __future__ import annotations

import dataclasses
from datetime import date, time
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from plcdesk.domain.changes import Loaded, Row
from plcdesk.domain.ids import derived
from plcdesk.domain.meetings import AgendaItem, Attendance, Meeting, Presence, When, attendance_id
from tests.exchange.laptops import PERSON, Laptop
from tests.exchange.model.world import SPOTS, YEAR, World, meeting_at, spots, which

texts = st.lists(st.sampled_from(["Salam", "Doa", "Presensi", "Tujuan"]), max_size=4).map("\n".join)
changes = st.one_of(
    st.sampled_from(["Ruang guru", "Aula", "Kelas IV", ""]).map(lambda text: {"venue": text}),
    st.builds(lambda day, hour: {"when": When(date(2025, 5, day), time(hour), time(hour + 1))}, st.integers(1, 9),
              st.integers(7, 14)),
    texts.map(lambda text: {"opening": text}),
    st.builds(lambda text, title: {"opening": text, "title": title}, texts, st.sampled_from(["Satu", "Dua"])),
)
marks = st.sampled_from([Presence.PRESENT, Presence.SICK, Presence.ABSENT])


def write(laptop: Laptop, spot: int, change: dict[str, Any]) -> None:
    """Change a meeting, or plan it like this."""
    record = laptop.get(Meeting, SPOTS[spot][0])
    laptop.now += 1000
    laptop.save(dataclasses.replace(record, **change) if record else meeting_at(spot, **change))


class Editing(World):
    """Saves of every sort."""

    @rule(who=which, spot=spots, change=changes)
    def edit(self, who: int, spot: int, change: dict[str, Any]) -> None:
        write(self.any(who), spot, change)

    @rule(who=which, spot=spots, mark=marks, note=st.sampled_from(["", "Datang siang"]))
    def mark_attendance(self, who: int, spot: int, mark: Presence, note: str) -> None:
        """Two laptops that mark the same person meet in one row."""
        laptop = self.any(who)
        self.plan(laptop, spot)
        made = Attendance(id=attendance_id(SPOTS[spot][0], PERSON), meeting_id=SPOTS[spot][0], person_id=PERSON)
        laptop.save(dataclasses.replace(laptop.get(Attendance, made.id) or made, presence=mark, note=note))

    @rule(who=which, spot=spots, text=texts)
    def discuss(self, who: int, spot: int, text: str) -> None:
        """A child of the meeting with a long text."""
        laptop = self.any(who)
        self.plan(laptop, spot)
        made = AgendaItem(id=derived("model", "agenda", spot), meeting_id=SPOTS[spot][0], topic="Modul ajar")
        laptop.save(dataclasses.replace(laptop.get(AgendaItem, made.id) or made, discussion=text))

    @rule(who=which, spot=spots, change=changes, other=which)
    def edit_while_something_arrives(self, who: int, spot: int, change: dict[str, Any], other: int) -> None:
        laptop = self.any(who)
        loaded: Loaded[Meeting] | None = laptop.storage.store.load(Meeting, SPOTS[spot][0])
        if self.bundles:
            self.merge(laptop, self.bundles[other % len(self.bundles)])
        if loaded is not None:
            with laptop.storage.unit() as unit:
                unit.save(dataclasses.replace(loaded.record, **change), loaded)
        self.check(laptop)

    @rule(who=which, spot=spots)
    def delete(self, who: int, spot: int) -> None:
        laptop = self.any(who)
        with laptop.storage.unit() as unit:
            unit.delete(Row("meeting", SPOTS[spot][0]))

    @rule(who=which, spot=spots)
    def restore_record(self, who: int, spot: int) -> None:
        laptop = self.any(who)
        with laptop.storage.unit() as unit:
            unit.restore(Row("meeting", SPOTS[spot][0]))

    @rule(who=which, choice=which)
    def settle(self, who: int, choice: int) -> None:
        laptop = self.any(who)
        for item in laptop.storage.store.differing()[:1]:
            with laptop.storage.unit() as unit:
                unit.settle(item.row, item.field, item.siblings[choice % len(item.siblings)].value)
            assert not any((found.row, found.field) == (item.row, item.field) for found in laptop.storage.store.differing())
            self.note("settled")
        self.check(laptop)

    @rule(who=which, jump=st.sampled_from([1, 60_000, -60_000, YEAR, -10 * YEAR, 100 * YEAR, -100 * YEAR]))
    def clock(self, who: int, jump: int) -> None:
        self.any(who).now += jump  # 8

    @staticmethod
    def plan(laptop: Laptop, spot: int) -> None:
        """The meeting must be there before something is entered in it."""
        if laptop.get(Meeting, SPOTS[spot][0]) is None:
            laptop.save(meeting_at(spot))
