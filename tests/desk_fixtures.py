"""A real desk on real files with a clock that stands still, and builders that read like speech."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import MeetingKind, Presence, When
from plcdesk.paths import Paths
from plcdesk.settings import Settings

if TYPE_CHECKING:
    from plcdesk.services.desk import Desk

WIB = timezone(timedelta(hours=7))
NAMES = (
    "Siti Rahmawati", "Bambang Suryana", "Nur Hidayah", "Agus Priyatno", "Dewi Anggraini", "Yusuf Maulana",
    "Ratna Kusumawati", "Hendra Gunadi", "Lilis Marlina", "Sumarni",
)


class StandingClock:
    """A clock that moves only when told."""

    def __init__(self, at: str = "2026-03-04T10:00") -> None:
        self.now = datetime.fromisoformat(at).replace(tzinfo=WIB)

    def __call__(self) -> datetime:
        return self.now

    def go_to(self, at: str) -> None:
        """Set the clock: ``2026-03-05`` keeps the hour, ``2026-03-05T09:30`` sets it too."""
        moment = datetime.fromisoformat(at)
        if "T" not in at:
            moment = datetime.combine(moment.date(), self.now.time())
        self.now = moment.replace(tzinfo=WIB)

    def pass_minutes(self, minutes: int) -> None:
        """Let time go by."""
        self.now += timedelta(minutes=minutes)


class Story:
    """Builders: each makes one thing through the services and returns its id."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @property
    def group(self) -> Id:
        """The group of the school that the programme began with."""
        found = self.desk.groups.default()
        assert found is not None
        return found.id

    @property
    def school(self) -> Id:
        """The school that the programme began with."""
        return self.desk.programme.schools()[0].record.id

    def a_person(self, name: str, *, in_group: Id | None = None) -> Id:
        """A teacher of the school, member of its group."""
        return self.desk.people.add(name, school_id=self.school, group_ids=[in_group or self.group]).id

    def members(self, count: int = 10) -> list[Id]:
        """Fill the group up to `count` members (the one who began the programme is the first)."""
        there = self.desk.groups.members_on(self.group, self.desk.today())
        spare = [name for name in NAMES if name not in {person.name for person in there}]
        self.desk.people.add_names(spare[: count - len(there)], self.school, self.group)
        return [person.id for person in self.desk.groups.members_on(self.group, self.desk.today())]

    def a_slot(self, first: str = "2026-01-07", at: str = "13:00-14:30", *, weeks: int = 1) -> Id:
        """A weekly meeting time of the group."""
        starts, ends = (time.fromisoformat(part) for part in at.split("-"))
        return self.desk.groups.add_slot(
            self.group, date.fromisoformat(first), starts, ends, weeks=weeks, venue="Ruang guru",
        ).id

    def a_meeting(self, on: str = "2026-03-04", *, attended_by: int | None = None, absent: Sequence[Presence] = (),
                  kind: MeetingKind = MeetingKind.ROUTINE, finished: bool = False, title: str = "") -> Id:
        """A meeting of the group; of its members the first `attended_by` were there, the next have other marks."""
        when = When(date.fromisoformat(on), time(13), time(14, 30))
        meeting = self.desk.meetings.new(self.group, kind, when, title).id
        if attended_by is not None:
            detail = self.desk.meetings.detail(meeting)
            assert detail is not None
            marks = [Presence.PRESENT] * attended_by + list(absent)
            for row, presence in zip(detail.attendance, marks, strict=False):
                self.desk.attendance.mark(row, presence)
        if finished:
            self.desk.meetings.finish(meeting)
        return meeting


def copied(closed: Paths, to: Paths) -> Paths:
    """Copy a programme that nobody has open; it takes itself for the same computer."""
    shutil.copytree(closed.folder, to.folder, dirs_exist_ok=True)
    to.anchor.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(closed.anchor, to.anchor)  # else the copy would take itself for a clone
    return to


@pytest.fixture
def clock() -> StandingClock:
    """Wednesday, 4 March 2026, 10.00 in western Indonesia."""
    return StandingClock()


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """An empty programme folder and state folder."""
    return Paths(tmp_path / "programme", tmp_path / "state")


@pytest.fixture(scope="session")
def begun_once(tmp_path_factory: pytest.TempPathFactory) -> Paths:
    """A programme just begun, closed; copied by whoever wants to open one."""
    from plcdesk import bootstrap

    folder = tmp_path_factory.mktemp("begun")
    paths = Paths(folder / "programme", folder / "state")
    bootstrap.create_programme(paths, "Program KBP Uji", "SD Melati 01", "Siti Rahmawati", Settings(), StandingClock()).close()
    return paths


@pytest.fixture(scope="session")
def lay_sample(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Paths]:
    """Puts the full sample into a folder, ready to be opened: made once, copied then, which takes a hundredth of the time."""
    from plcdesk import bootstrap

    folder = tmp_path_factory.mktemp("sample_once")
    once = Paths(folder / "sample", folder / "state")
    bootstrap.open_sample(once, Settings()).close()
    return lambda place: copied(once, Paths(place / "sample", place / "state"))


@pytest.fixture
def desk(paths: Paths, clock: StandingClock, begun_once: Paths) -> Iterator[Desk]:
    """A programme just begun by Siti Rahmawati of SD Melati 01: a copy, which is sooner there than a new one."""
    from plcdesk import bootstrap

    made = bootstrap.build_desk(copied(begun_once, paths), Settings(), clock)
    yield made
    made.close()


@pytest.fixture
def story(desk: Desk) -> Story:
    """Builders over that desk."""
    return Story(desk)


@pytest.fixture
def open_desk(clock: StandingClock) -> Iterator[Callable[[Paths], Desk]]:
    """Open further desks; they are closed at the end."""
    from plcdesk import bootstrap

    made: list[Desk] = []

    def build(paths: Paths) -> Desk:
        made.append(bootstrap.build_desk(paths, Settings(), clock))
        return made[-1]

    yield build
    for one in made:
        one.close()


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A photo as a phone makes it, with the place it was taken at."""
    from PIL import Image

    path = tmp_path / "foto kegiatan.jpg"
    exif = Image.Exif()
    exif[0x010F] = "Kamera Uji"
    exif.get_ifd(0x8825)[1] = "S"
    Image.new("RGB", (2400, 1800), "teal").save(path, exif=exif)
    return path
