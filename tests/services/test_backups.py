"""Backups: what stands between a school and a broken laptop."""

from __future__ import annotations

from pathlib import Path

import pytest

from plcdesk import bootstrap
from plcdesk.domain.errors import UserError
from plcdesk.paths import Paths
from plcdesk.services.desk import Desk
from plcdesk.settings import Settings
from tests.desk_fixtures import StandingClock, Story


def test_the_first_change_of_each_day_makes_one(desk: Desk, story: Story, clock: StandingClock) -> None:
    story.a_meeting()
    desk.backups.wait()
    assert [backup.reason for backup in desk.backups.list()] == ["daily"]
    clock.go_to("2026-03-05")
    story.a_meeting("2026-03-05")
    story.a_meeting("2026-03-03")
    desk.backups.wait()
    assert [backup.at.day for backup in desk.backups.list()] == [5, 4]


def test_restoring_says_what_would_be_lost_and_can_be_taken_back(desk: Desk, story: Story) -> None:
    kept = story.a_meeting()
    backup = desk.backups.make()
    assert backup.count("meeting") == 1
    story.a_meeting("2026-03-02", attended_by=1)
    assert desk.backups.would_lose(backup) == {"meeting": 1, "attendance": 1}
    before = desk.backups.restore(backup)
    assert [row.id for row in desk.meetings.rows()] == [kept]
    desk.backups.restore(before)
    assert len(desk.meetings.rows()) == 2


def test_work_goes_on_after_a_restore(desk: Desk, story: Story) -> None:
    backup = desk.backups.make()
    desk.backups.restore(backup)
    story.a_meeting(attended_by=1)
    me = desk.programme.me()
    assert me is not None
    assert desk.upkeep.verify().ok


def test_a_copy_on_a_stick_is_whole_and_remembered(desk: Desk, clock: StandingClock, tmp_path: Path) -> None:
    assert desk.backups.days_since_copy() is None
    copy = desk.backups.copy_to(desk.backups.make(), tmp_path / "stick")
    clock.go_to("2026-03-20")
    assert desk.backups.days_since_copy() == 16
    assert copy.exists()
    assert [path.name for path in copy.parent.iterdir()] == [copy.name]


def test_a_stick_that_takes_nothing_is_told(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "stick").write_text("no folder")
    with pytest.raises(UserError):
        desk.backups.copy_to(desk.backups.make(), tmp_path / "stick")
    assert desk.backups.days_since_copy() is None


def test_a_new_laptop_goes_on_from_a_backup(desk: Desk, story: Story, tmp_path: Path, clock: StandingClock) -> None:
    meeting = story.a_meeting(attended_by=1)
    copy = desk.backups.copy_to(desk.backups.make(), tmp_path / "stick")
    paths = Paths(tmp_path / "laptop baru", tmp_path / "state baru")
    with bootstrap.restore_programme(paths, copy, Settings(), clock) as other:
        assert [row.id for row in other.meetings.rows()] == [meeting]
        assert other.upkeep.verify().digest == desk.upkeep.verify().digest


def test_a_new_laptop_does_not_speak_for_the_steward_whose_backup_it_goes_on_from(
        desk: Desk, tmp_path: Path, clock: StandingClock) -> None:
    """Its orders would work here alone: what is erased here would stay readable everywhere else."""
    desk.exchange.send(tmp_path)
    assert desk.stewards.may_i()
    paths = Paths(tmp_path / "laptop baru", tmp_path / "state baru")
    with bootstrap.restore_programme(paths, desk.backups.make().path, Settings(), clock) as other:
        assert not other.stewards.may_i()


def test_a_file_that_is_no_backup_leaves_nothing_behind(paths: Paths, tmp_path: Path, clock: StandingClock) -> None:
    (tmp_path / "foto.db").write_bytes(b"x" * 4096)
    with pytest.raises(UserError):
        bootstrap.restore_programme(paths, tmp_path / "foto.db", Settings(), clock)
    assert not paths.database.exists()


def test_an_exit_without_changes_makes_no_backup(desk: Desk, paths: Paths, clock: StandingClock) -> None:
    desk.close()
    with bootstrap.build_desk(paths, Settings(), clock) as again:
        assert again.backups.at_exit() is None
