"""An erased name that comes back, by an old backup or an older change, is told of and goes again."""

from __future__ import annotations

import contextlib
import dataclasses
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from plcdesk.bootstrap import build_desk
from plcdesk.cli.program import main
from plcdesk.domain.changes import Row
from plcdesk.domain.errors import UserError
from plcdesk.domain.meetings import Meeting, MeetingStatus, State
from plcdesk.domain.people import Person, PersonNumber, number_id
from plcdesk.domain.programme import School
from plcdesk.services.desk import Desk
from plcdesk.settings import Settings
from tests.exchange.forgetting import MEETING, NAME, PERSON, files_with, forget, hand, runner


def test_a_name_that_came_back_with_an_old_backup_goes_with_what_was_put_aside(desks: tuple[Desk, Desk]) -> None:
    """Private numbers too, of which no bundle tells; and out of that backup, as the order says."""
    first, _ = desks
    old = first.backups.make()
    copy = old.path.read_bytes()
    plan = forget(first)
    first.erasure.erase(plan)
    assert not old.path.exists()
    old.path.write_bytes(copy)  # from a stick that was kept
    assert first.backups.would_show(old) == plan.shared + plan.private
    aside = first.backups.restore(old)
    assert first.records.get(PersonNumber, number_id(PERSON)).nip == "198703zqx"
    assert first.backups.bring_back(aside).erased == plan.shared + plan.private
    assert first.records.get(Person, PERSON).name != NAME
    first.close()
    for word in (NAME.split()[0], "198703zqx"):
        assert files_with(first.paths.folder, word) == []


def brought_back(first: Desk, second: Desk, stick: Path, *, later: bool) -> None:
    """The second laptop changes the minutes, `later` than the erasure or before it, and has not heard of it; the first takes
    that in afterwards: the name is shown, or waits in an entry that differs."""
    if later:
        first.erasure.erase(forget(first))
    first.clock.pass_minutes(30)  # type: ignore[attr-defined]
    found = second.records.load(Meeting, MEETING)
    second.records.save(dataclasses.replace(found.record, title=f"Rapat {NAME}", opening=f"Salam dari {NAME} di aula."), found)
    first.clock.pass_minutes(30)  # type: ignore[attr-defined]
    if not later:
        first.erasure.erase(forget(first))
    hand(second, first, stick)
    assert (NAME in first.records.get(Meeting, MEETING).title) == later


@pytest.mark.parametrize("later", [True, False])
def test_a_name_that_an_older_change_brings_back_is_found_by_the_word_and_goes(desks: tuple[Desk, Desk], tmp_path: Path,
                                                                              later: bool) -> None:
    first, second = desks
    brought_back(first, second, tmp_path / "stick", later=later)
    assert not first.erasure.plan_person(PERSON), "the history does not know the name any more"
    assert first.erasure.plan_person(PERSON, ["Zubaidahxp"]).places == 0
    plan = first.erasure.plan_person(PERSON, [NAME.lower()])
    assert {(one.row, one.field, one.text, one.replaced) for one in plan.occurrences} == {
        (Row("meeting", MEETING), "Title", f"Rapat {NAME}", True),
        (Row("meeting", MEETING), "Opening", f"Salam dari {NAME} di aula.", True)}
    assert (plan.places, plan.replaced, plan.living) == (2, 2, 0)
    before = first.records.counts()
    first.erasure.erase(plan)
    alias = first.records.get(Person, PERSON).alias
    assert first.records.get(Meeting, MEETING).title == (f"Rapat {alias}" if later else "Rapat")
    assert first.records.counts() == before
    assert not first.erasure.plan_person(PERSON, [NAME])
    hand(first, second, tmp_path / "stick")
    assert second.records.get(Meeting, MEETING) == first.records.get(Meeting, MEETING)
    assert {entry.field for entry in first.records.differing()} <= {"opening", "title"}
    for desk in desks:
        assert desk.upkeep.verify().ok
        assert all(NAME not in str(sibling.value) for entry in desk.records.differing() for sibling in entry.siblings)
        desk.close()
        assert files_with(desk.paths.folder, NAME.split()[0]) == []


def test_what_only_looks_like_the_word_stays(desks: tuple[Desk, Desk]) -> None:
    """A word that is a name of others, part of a longer one, or a choice of a list."""
    first, _ = desks
    first.erasure.erase(forget(first))
    other = first.records.save(Person(name="Rapat Wijaya"))
    first.records.save(Meeting(title="Rapatan"))
    plan = first.erasure.plan_person(PERSON, ["Rapat"])
    assert [(one.row.id, one.replaced) for one in plan.occurrences][0] == (MEETING, True)
    assert (plan.replaced, plan.living) == (1, 1)
    first.erasure.erase(plan)
    assert first.records.get(Person, next(iter(other.rows)).id).name == "Rapat Wijaya"
    assert {meeting.title for meeting in first.records.all(Meeting)} == {first.records.get(Person, PERSON).alias, "Rapatan"}
    first.records.save(Meeting(title="Buka", state=State(MeetingStatus.CANCELLED, "hujan")))
    assert first.erasure.plan_person(PERSON, [str(MeetingStatus.CANCELLED)]).places == 0
    assert first.erasure.plan_person(PERSON, ["hujan"]).places == 1


@pytest.mark.parametrize(("word", "why"), [("ab", "too short"), (" . 1 ", "too short"), ("Guru", "pseudonym")])
def test_a_word_that_says_too_little_is_not_looked_for(desks: tuple[Desk, Desk], word: str, why: str) -> None:
    first, _ = desks
    first.erasure.erase(forget(first))
    with pytest.raises(UserError, match=why):
        first.erasure.plan_person(PERSON, [NAME, word])


def test_a_name_with_a_title_is_not_looked_for_by_its_one_word(desks: tuple[Desk, Desk]) -> None:
    """Others are called so too; an accent that was typed as a sign of its own is the same name."""
    first, _ = desks
    first.erasure.erase(forget(first))
    first.records.save(Meeting(title="Siti dan Bu Andr\u00e9", venue="Rumah Andr\u00e9 Sitixq"))
    assert first.erasure.plan_person(PERSON, ["Bu Siti"]).places == 0
    assert first.erasure.plan_person(PERSON, ["Bu Andre\u0301"]).places == 1
    assert first.erasure.plan_person(PERSON, ["Bu Andre\u0301 Sitixq"]).places == 1


def test_a_word_in_the_name_of_a_school_goes_from_what_bundles_call_it(desks: tuple[Desk, Desk], tmp_path: Path) -> None:
    first, second = desks
    first.erasure.erase(forget(first))
    first.erasure.erase(first.erasure.plan_person(PERSON, ["Melati"]))
    hand(first, second, tmp_path / "stick")
    name = f"SD {first.records.get(Person, PERSON).alias}"
    assert [school.name for school in second.records.all(School)] == [name]
    for desk in desks:
        with contextlib.closing(sqlite3.connect(desk.paths.database)) as connection:
            assert connection.execute("SELECT label FROM sync_space WHERE kind = 'school'").fetchall() == [(name,)]


def test_nothing_is_erased_where_the_name_was_put_back_meanwhile(desks: tuple[Desk, Desk]) -> None:
    """There is no pseudonym then that could stand in its place."""
    first, _ = desks
    replaced = first.privacy.erase(PERSON)
    first.records.save(Meeting(title="Temu Zubaixq"))
    plan = first.erasure.plan_person(PERSON, ["Zubaixq"])
    first.records.undo(replaced)
    with pytest.raises(UserError, match="changed meanwhile"):
        first.erasure.erase(plan)
    assert "Temu Zubaixq" in {meeting.title for meeting in first.records.all(Meeting)}


@pytest.mark.parametrize(("options", "why"), [(("--also", "an"), "too short"), (("--reason", f"{NAME} meminta"), "reason")])
def test_what_the_command_line_refuses_changes_nothing(desks: tuple[Desk, Desk], tmp_path: Path, capsys: Any,
                                                       options: tuple[str, ...], why: str) -> None:
    """An order and its reason are never erased, so the reason must not hold the name."""
    first, _ = desks
    place = ["--data", str(tmp_path / "a" / "programme"), "--state", str(tmp_path / "a" / "state"), "--language", "en"]
    first.close()
    assert main([*place, "erase", NAME, *options, "--yes"]) != 0
    assert why in capsys.readouterr().err
    opened = build_desk(first.paths, Settings(), first.clock)
    assert opened.records.get(Person, PERSON).name == NAME
    opened.close()


def test_the_command_line_asks_before_erased_words_show_again(desks: tuple[Desk, Desk], tmp_path: Path, capsys: Any) -> None:
    first, second = desks
    old = "plcdesk_2026-03-01_100000_manual.db"
    before = first.backups.make().path.read_bytes()
    brought_back(first, second, tmp_path / "stick", later=True)
    alias = first.records.get(Person, PERSON).alias
    (first.paths.backups / old).write_bytes(before)  # from a stick that was kept
    for desk in desks:
        desk.close()
    run = runner(tmp_path / "a", capsys)
    assert f"“Rapat {NAME}”" in run("erase", alias, "--also", NAME)
    assert "Erased for good" in run("erase", alias, "--also", NAME, "--yes", "--keep-backups")
    assert main(["--data", str(tmp_path / "a" / "programme"), "--state", str(tmp_path / "a" / "state"), "--language", "en",
                 "restore", old]) == 1
    assert "erased for good stand in this backup" in capsys.readouterr().out
    assert NAME not in run("--json", "erase", alias)
    assert "Data restored" in run("restore", old, "--yes")
