"""Beginning a programme: lost here, everything made later belongs to nothing."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from plcdesk import bootstrap
from plcdesk.domain.errors import UserError
from plcdesk.domain.people import Role
from plcdesk.paths import Paths
from plcdesk.services.desk import Desk
from plcdesk.services.programme import ProblemsFound
from plcdesk.settings import Settings
from tests.desk_fixtures import StandingClock, Story


def test_three_fields_make_all_that_a_first_meeting_needs(desk: Desk) -> None:
    current = desk.programme.current()
    assert current is not None
    assert current.record.name == "Program KBP Uji"
    (school,) = desk.programme.schools()
    assert school.record.name == "SD Melati 01"
    assert len(school.record.space) == 32
    me = desk.programme.me()
    assert me is not None
    assert (me.name, me.role) == ("Siti Rahmawati", Role.FACILITATOR)
    (group,) = desk.groups.rows()
    assert (group.name, group.members, group.facilitator) == ("KBP SD Melati 01", 1, "Siti Rahmawati")


def test_the_programme_begins_in_one_save_that_names_its_author(desk: Desk) -> None:
    lines = desk.records.history(limit=100)
    me = desk.programme.me()
    assert me is not None
    assert {line.by for line in lines} == {me.id}
    assert len({line.at for line in lines}) == 1


def test_an_empty_field_is_named_and_nothing_is_written(paths: Paths, clock: StandingClock) -> None:
    desk = bootstrap.build_desk(paths, Settings(), clock)
    with desk:
        with pytest.raises(ProblemsFound) as found:
            desk.programme.begin("Program", "  ", "x" * 300)
        assert [problem.field for problem in found.value.problems] == ["school", "me"]
        assert desk.programme.current() is None
        assert not any(desk.records.counts().values())


def test_a_second_programme_does_not_grow_into_the_first(desk: Desk) -> None:
    with pytest.raises(UserError):
        desk.programme.begin("Lain", "SD Lain", "Orang Lain")
    assert len(desk.programme.schools()) == 1


def test_what_was_begun_is_there_after_a_restart(desk: Desk, paths: Paths, clock: StandingClock) -> None:
    desk.close()
    with bootstrap.build_desk(paths, Settings(), clock) as again:
        me = again.programme.me()
        assert me is not None
        assert me.name == "Siti Rahmawati"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows seals the key with DPAPI instead")
def test_no_other_user_of_the_computer_reads_the_device_key(desk: Desk, paths: Paths) -> None:
    assert stat.S_IMODE(os.stat(paths.device_key).st_mode) == 0o600


def test_a_further_school_has_its_own_space_and_group(desk: Desk) -> None:
    made = desk.programme.add_school("SD Kenanga 02", city="Tangerang")
    one, other = (row.record for row in desk.programme.schools())
    assert other.id == desk.programme.schools()[1].record.id
    assert one.space != other.space
    assert [row.name for row in desk.groups.rows(made.id)] == ["KBP SD Kenanga 02"]


def test_stages_keep_the_order_they_are_moved_to(desk: Desk) -> None:
    for name in ("Persiapan", "Pelatihan", "Pendampingan"):
        desk.programme.add_stage(name)
    last = desk.programme.stages()[-1].record.id
    desk.programme.move_stage(last, -2)
    assert [row.record.name for row in desk.programme.stages()] == ["Pendampingan", "Persiapan", "Pelatihan"]
    assert not desk.programme.move_stage(last, -1)


def test_a_logo_is_kept_beside_the_database(desk: Desk, story: Story, picture: Path) -> None:
    desk.programme.set_logo(story.school, picture)
    logo = desk.programme.logo(story.school)
    assert logo is not None
    assert logo.read_bytes().startswith(b"\xff\xd8")
