"""Drafts, backups and photos: what is put aside must be there, whole, when it is needed."""

from __future__ import annotations

import dataclasses
import sqlite3
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from plcdesk.domain.errors import UserError
from plcdesk.domain.meetings import Meeting
from plcdesk.domain.people import Person
from plcdesk.storage.backup import Backup, Backups
from plcdesk.storage.blobs import Blobs
from plcdesk.storage.copies import count_of
from plcdesk.storage.drafts import Drafts
from plcdesk.storage.retention import POINTS, RECEIVE, RESTORE, kept
from plcdesk.storage.storage import Storage
from plcdesk.storage.verify import verify


def test_drafts_outlive_the_program(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path / "drafts.db")
    drafts.put("meeting", "m1", "title", "Rapat")
    drafts.put("meeting", "m1", "title", "Rapat guru")
    drafts.put("meeting", "m1", "venue", "Aula\0")
    drafts.remember("page", "meetings")
    drafts.close()
    again = Drafts(tmp_path / "drafts.db")
    assert again.get("meeting", "m1") == {"title": "Rapat guru", "venue": "Aula"}
    assert [item.field for item in again.all()] == ["title", "venue"]
    again.clear("meeting", "m1", "title")
    assert again.get("meeting", "m1") == {"venue": "Aula"}
    again.clear("meeting", "m1")
    assert again.all() == []
    assert again.recall("page") == "meetings"
    again.remember("page", None)
    assert again.recall("page", "start") == "start"
    again.close()


class Days:
    """A local clock set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2025, 1, 6, 8, 0, 0)

    def __call__(self) -> datetime:
        return self.now


def test_a_backup_brings_the_state_back_and_the_present_one_is_kept(storage: Storage, tmp_path: Path) -> None:
    clock = Days()
    backups = Backups(storage.db, tmp_path / "backups", Days())
    meeting = Meeting(title="Awal")
    with storage.unit() as unit:
        unit.save(meeting)
    made = backups.make()
    assert (made.reason, count_of(made.path, "meeting"), made.at) == ("manual", 1, clock.now)
    with storage.unit() as unit:
        unit.save(dataclasses.replace(meeting, title="Salah"))
        unit.save(Meeting(title="Nanti"))
    clock.now += timedelta(hours=1)
    before = backups.restore(made.path)
    assert [item.title for item in storage.store.all(Meeting)] == ["Awal"]
    assert count_of(before.path, "meeting") == 2
    assert verify(storage.db).problems == ()
    with storage.unit() as unit:
        unit.save(Meeting(title="Sesudah"))
    assert verify(storage.db).problems == ()
    backups.restore(before.path)
    assert {item.title for item in storage.store.all(Meeting)} == {"Salah", "Nanti"}
    assert [item.reason for item in backups.list()] == ["restore", "restore", "manual"]


def test_a_damaged_backup_is_not_restored(storage: Storage, tmp_path: Path) -> None:
    backups = Backups(storage.db, tmp_path / "backups", Days())
    with storage.unit() as unit:
        unit.save(Person(name="Ani"))
    made = backups.make()
    data = bytearray(made.path.read_bytes())
    data[100:3000] = b"\0" * 2900
    made.path.write_bytes(data)
    with pytest.raises(UserError):
        backups.restore(made.path)
    assert storage.store.count(Person) == 1


def test_days_weeks_and_months_of_backups_are_kept(tmp_path: Path) -> None:
    day = datetime(2025, 12, 31, 12)
    every = [Backup(tmp_path / f"{number}", day - timedelta(days=number), "daily", 1) for number in range(500)]
    points = [Backup(tmp_path / f"{reason}{number}", day - timedelta(days=number), reason, 1)
              for reason in (RECEIVE, RESTORE) for number in range(30)]
    found = kept([*every, *points])
    numbers = sorted(int(path.name) for path in found if path.name.isdigit())
    assert numbers[:7] == list(range(7))
    assert len(numbers) <= 7 + 4 + 12
    assert numbers[-1] > 300, "the last day of each of twelve months"
    assert {path.name for path in found if not path.name.isdigit()} == {
        f"{reason}{number}" for reason in (RECEIVE, RESTORE) for number in range(POINTS)}


def test_photos_are_kept_by_their_content(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path / "blobs")
    sha256 = blobs.put(b"foto")
    assert blobs.put(b"foto") == sha256
    assert blobs.path(sha256) == tmp_path / "blobs" / sha256[:2] / sha256
    assert blobs.read(sha256) == b"foto"
    assert blobs.sound(sha256)
    assert blobs.path("0" * 64) is None
    assert blobs.path("../../data.db") is None
    (tmp_path / "blobs" / sha256[:2] / sha256).write_bytes(b"rusak")
    assert not blobs.sound(sha256)
    with pytest.raises(UserError):
        blobs.read(sha256)
    blobs.put(b"foto")
    assert blobs.read(sha256) == b"foto", "putting it again mends it"
    assert not list((tmp_path / "blobs").rglob("*.part"))


def test_the_oldest_restore_point_is_there_for_whoever_goes_back_to_it(storage: Storage, tmp_path: Path) -> None:
    moments = iter(datetime(2026, 3, 1, 8) + timedelta(minutes=step) for step in range(100))
    backups = Backups(storage.db, tmp_path / "backups", lambda: next(moments))
    oldest = backups.make(RECEIVE)
    with storage.unit() as unit:
        unit.save(Person(name="Ani"))
    for _ in range(POINTS - 1):
        backups.make(RECEIVE)
    backups.restore(oldest.path)  # the copy of the present state pushes it out of the ten that are kept
    assert storage.store.all(Person) == []
    assert oldest.path.exists()


def test_a_restore_point_made_under_a_clock_that_is_years_behind_stays(storage: Storage, tmp_path: Path) -> None:
    """A flat battery sets the clock back at each boot: without its restore point nothing could be received any more."""
    clock = Days()
    backups = Backups(storage.db, tmp_path / "backups", Days())
    for _ in range(POINTS):
        clock.now += timedelta(days=1)
        backups.make(RECEIVE)
    clock.now = datetime(2016, 1, 1)
    assert backups.make(RECEIVE).path.exists()


def test_nothing_is_put_back_under_the_hands_of_another_process(storage: Storage, tmp_path: Path) -> None:
    backups = Backups(storage.db, tmp_path / "backups", lambda: datetime(2026, 3, 1))
    made = backups.make()
    other = sqlite3.connect(storage.db.path)  # the window, while a script restores
    other.execute("SELECT count(*) FROM sync_commit").fetchone()
    with storage.unit() as unit:
        unit.save(Person(name="Ani"))
    with pytest.raises(UserError):
        backups.restore(made.path)
    assert [person.name for person in storage.store.all(Person)] == ["Ani"]
    other.close()
    backups.restore(made.path)
    assert storage.store.all(Person) == []


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_a_backup_that_somebody_removes_meanwhile_is_left_out(storage: Storage, tmp_path: Path) -> None:
    """Two receipts, or a receipt and the first save of a day, may prune at the same moment."""
    backups = Backups(storage.db, tmp_path / "backups", Days())
    made = backups.make()
    (tmp_path / "backups" / "plcdesk_2024-01-01_080000_daily.db").symlink_to(tmp_path / "gone")
    assert backups.list() == [made]
    assert backups.make().path.exists()
