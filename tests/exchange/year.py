"""A year of a programme whose stick loses every fourth file: ``python -m tests.exchange.year [--weeks N]``.

Two schools with a laptop each, a mentor who visits both, and a hub that collects; the first school's laptop is cloned in the
second term (nobody notices), the hub is put back to last month's copy in the third. Whatever is lost is simply sent again
with the next file, because a sender goes by what the other side itself last said it holds.
"""

from __future__ import annotations

import argparse
import dataclasses
import random
import shutil
import sqlite3
import sys
import tempfile
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

from plcdesk import bootstrap
from plcdesk.domain.exchange import Receipt
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import Meeting, MeetingKind, Presence, When
from plcdesk.paths import Paths
from plcdesk.services.desk import Desk
from plcdesk.settings import Settings

WIB = timezone(timedelta(hours=7))
BEGIN = datetime(2026, 1, 5, 8, tzinfo=WIB)
NAMES = ("Siti Rahmawati", "Bambang Suryana", "Nur Hidayah", "Agus Priyatno", "Dewi Anggraini", "Yusuf Maulana",
         "Ratna Kusumawati", "Hendra Gunadi")
LOSES = 4
"""Of so many files in a row one never arrives, any of them."""


@dataclass
class Clock:
    """The one clock of everybody; it moves when told."""

    now: datetime = BEGIN

    def __call__(self) -> datetime:
        return self.now


class Station:
    """A computer of the programme: its folders and its open desk."""

    def __init__(self, name: str, folder: Path, clock: Clock) -> None:
        self.name = name
        self.folder = folder
        self.clock = clock
        self.paths = Paths(folder / "programme", folder / "state")
        self.desk: Desk
        self.open()

    def open(self) -> None:
        """Start the program."""
        self.desk = bootstrap.build_desk(self.paths, Settings(), self.clock)

    def commits(self) -> dict[str, set[str]]:
        """What the log holds: the dots of each shared space."""
        found: dict[str, set[str]] = {}
        with closing(sqlite3.connect(self.paths.database)) as database:
            for space, dot in database.execute(
                    "SELECT s.uid, c.dot FROM sync_commit c JOIN sync_feed f ON f.id = c.feed_id JOIN sync_space s "
                    "ON s.id = f.space_id WHERE s.kind != 'private'"):
                found.setdefault(space, set()).add(dot)
        return found

    def knows(self, other: Station) -> str | None:
        """The key of the other computer, when it ever told what it holds."""
        me = other.desk.programme.me()
        assert me is not None
        return next((peer.key for peer in self.desk.exchange.peers() if peer.label == me.name), None)


@dataclass
class Stick:
    """Carries files and loses every fourth, drawn anew for each four: a fixed place would always hit the same laptop."""

    folder: Path
    chance: random.Random
    files: int = 0
    lost: int = 0
    bytes: int = 0
    states: dict[str, int] = field(default_factory=dict)
    _unlucky: int = 0

    def carry(self, sender: Station, receiver: Station) -> Receipt | None:
        """One file from one to the other; None when it was lost."""
        exchange, whom = sender.desk.exchange, sender.knows(receiver)
        chosen = frozenset(scope.space for scope in exchange.scopes(whom) if scope.chosen)  # as the form offers it
        result = exchange.send(self.folder, whom, spaces=chosen)
        if self.files % LOSES == 0:
            self._unlucky = self.files + self.chance.randrange(LOSES)
        lost = self.files == self._unlucky
        self.files += 1
        self.bytes += result.bytes
        receipt = None
        if lost:
            self.lost += 1
        else:
            receipt = receiver.desk.exchange.merge(result.file, accept_new=True)
            self.states[receipt.state.value] = self.states.get(receipt.state.value, 0) + 1
        result.file.unlink()
        return receipt


class Year:
    """The story. `weeks` are 52 in a year; a shorter one has the same events."""

    def __init__(self, folder: Path, weeks: int, seed: int = 1) -> None:
        self.folder, self.weeks = folder, weeks
        self.random = random.Random(seed)
        self.clock = Clock()
        self.stick = Stick(folder / "stick", self.random)
        self.stick.folder.mkdir()
        self.made: set[str] = set()
        self.rounds = 0
        self.restored_lost = 0
        self._found()

    def _found(self) -> None:
        self.mentor = Station("mentor", self.folder / "mentor", self.clock)
        desk = self.mentor.desk
        desk.programme.begin("Program KBP Uji", "SD Melati 01", "Ibu Mentor Contoh")
        desk.programme.add_school("SD Kenanga 02")
        schools = desk.programme.schools()
        self.groups: list[Id] = []
        for index, school in enumerate(schools):
            group = desk.groups.rows(school.record.id)[0].id
            desk.people.add_names([f"{name} {index + 1}" for name in NAMES], school.record.id, group)
            desk.meetings.new(group, MeetingKind.ROUTINE, When(self.clock.now.date(), time(13), time(14, 30)))
            self.groups.append(group)
        spaces = {scope.label: scope.space for scope in desk.exchange.scopes()}
        self.schools = []
        for school in schools:
            name = school.record.name.split()[1].lower()
            bundle = desk.exchange.send(self.stick.folder, spaces=frozenset({spaces[school.record.name]})).file
            station = Station(name, self.folder / name, self.clock)
            station.desk.exchange.join(bundle)
            station.desk.programme.set_me(next(row.id for row in station.desk.people.rows()
                                               if row.school_id == school.record.id))
            self.schools.append(station)
        operator = desk.people.add("Pengelola Hub Contoh").id
        self.hub = Station("hub", self.folder / "hub", self.clock)
        self.hub.desk.exchange.join(desk.exchange.send(self.stick.folder).file)
        self.hub.desk.programme.set_me(operator)
        self.clone: Station | None = None
        self.stations = [self.mentor, *self.schools, self.hub]

    def run(self) -> None:
        """All weeks, then rounds of exchange until everybody holds what belongs to them."""
        for week in range(self.weeks):
            self.clock.now = BEGIN + timedelta(weeks=week)
            self._work(week)
            self._note()
            self._exchange(week)
            self._events(week)
        self._note()
        self._come_together()

    def _work(self, week: int) -> None:
        for index, station in enumerate(self.schools):
            self._hold_meeting(station, self.groups[index], week)
        if self.clone is not None:
            self._hold_meeting(self.clone, self.groups[0], week)
        if week % 2:
            for group in self.groups:
                self._touch(self.mentor, group)
        if week % 4 == 3:
            self._touch(self.hub, self.groups[week % 2])

    def _hold_meeting(self, station: Station, group: Id, week: int) -> None:
        desk = station.desk
        day = self.clock.now.date() + timedelta(days=2)
        meeting = desk.meetings.new(group, MeetingKind.ROUTINE, When(day, time(13), time(14, 30)), f"Pekan {week + 1}").id
        desk.attendance.mark_all_present(meeting)
        detail = desk.meetings.detail(meeting)
        assert detail is not None
        desk.attendance.mark(self.random.choice(detail.attendance), Presence.SICK)
        desk.meetings.add_decision(meeting, f"Modul pekan {week + 1} diujicobakan")
        self._touch(station, group)

    def _touch(self, station: Station, group: Id) -> None:
        """Change one of the group's newest meetings: two computers may well choose the same."""
        found = sorted(station.desk.records.all(Meeting, group_id=group),
                       key=lambda one: (one.when.held_on or date.min, one.id))[-2:]
        chosen = self.random.choice(found)
        loaded = station.desk.records.load(Meeting, chosen.id)
        assert loaded is not None
        venue = self.random.choice(["Aula", "Ruang guru", "Kelas IV", "Perpustakaan"])
        station.desk.records.save(dataclasses.replace(loaded.record, venue=f"{venue} {station.name}"), loaded)

    def _exchange(self, week: int) -> None:
        for station in [*self.schools, *([self.clone] if self.clone is not None else [])]:
            self.stick.carry(station, self.mentor)
            self.stick.carry(self.mentor, station)
        if week % 4 == 3 or week == self.weeks - 1:
            self.stick.carry(self.mentor, self.hub)
            self.stick.carry(self.hub, self.mentor)

    def _events(self, week: int) -> None:
        if week == self.weeks // 3:
            self._copy_the_first_laptop()
        if week == self.weeks // 2:
            self._keep_copy_of_hub()
        if week == self.weeks // 2 + min(4, self.weeks // 4):
            self._put_hub_back()

    def _copy_the_first_laptop(self) -> None:
        """The whole disk is copied to another computer; nothing there tells that it is one."""
        first = self.schools[0]
        first.desk.close()
        shutil.copytree(first.folder, self.folder / "copy")
        copy = Paths(self.folder / "copy" / "programme", self.folder / "copy" / "state")
        if not copy.anchor.exists():
            shutil.copyfile(copy.anchor.with_name(first.paths.anchor.name), copy.anchor)
        first.open()
        self.clone = Station("copy", self.folder / "copy", self.clock)
        self.stations.append(self.clone)

    def _keep_copy_of_hub(self) -> None:
        self.hub.desk.close()
        shutil.copytree(self.hub.folder, self.folder / "hub-last-month")
        self.hub.open()

    def _put_hub_back(self) -> None:
        held = set().union(*self.hub.commits().values())
        self.hub.desk.close()
        shutil.rmtree(self.hub.paths.folder)
        shutil.copytree(self.folder / "hub-last-month" / "programme", self.hub.paths.folder)
        self.hub.open()
        elsewhere = set().union(*(dots for station in self.stations for dots in station.commits().values()))
        self.restored_lost = len(held - elsewhere)

    def _note(self) -> None:
        for station in self.stations:
            self.made.update(*station.commits().values())

    def _come_together(self) -> None:
        """The same lossy stick goes round until nobody lacks anything."""
        while not self.together():
            self.rounds += 1
            assert self.rounds <= 20, "they never come together"
            for station in self.stations[1:]:
                self.stick.carry(station, self.mentor)
                self.stick.carry(self.mentor, station)

    def together(self) -> bool:
        """Whether everybody holds every commit of the spaces they have, and shows the same."""
        whole = self.mentor.commits()
        return all(dots == whole[space] for station in self.stations for space, dots in station.commits().items())

    def differing(self) -> dict[str, int]:
        """Open differing entries on each computer."""
        return {station.name: len(station.desk.records.differing()) for station in self.stations}

    def close(self) -> None:
        """Close all desks."""
        for station in self.stations:
            station.desk.close()

    def table(self) -> str:
        """What the year came to."""
        whole = set().union(*self.mentor.commits().values())
        states = ", ".join(f"{state} {count}" for state, count in sorted(self.stick.states.items()))
        lines = [
            ("weeks", f"{self.weeks}"), ("commits made", f"{len(self.made):,}"),
            ("commits held everywhere at the end", f"{len(self.made & whole):,}"),
            ("lost with the restored hub (in no file before)", f"{self.restored_lost:,}"),
            ("files written / lost on the way", f"{self.stick.files:,} / {self.stick.lost:,}"),
            ("what became of the others", states), ("bytes carried", f"{self.stick.bytes:,}"),
            ("rounds of exchange at the end", f"{self.rounds}"),
            ("differing entries open", ", ".join(f"{name} {count}" for name, count in self.differing().items())),
            ("laptops told to be copies", ", ".join(sorted({one.label for one in self.mentor.desk.exchange.copied()})) or "-"),
        ]
        width = max(len(name) for name, _ in lines)
        return "\n".join(f"{name.ljust(width)}  {value}" for name, value in lines)


def main() -> int:
    """Play a year and print its table."""
    parser = argparse.ArgumentParser(description="A year of exchange by a stick that loses every fourth file.")
    parser.add_argument("--weeks", type=int, default=52)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place, closing(Year(Path(place), options.weeks, options.seed)) as year:
        year.run()
        print(year.table())
    return 0


if __name__ == "__main__":
    sys.exit(main())
