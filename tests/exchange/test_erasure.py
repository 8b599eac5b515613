"""A person asks to be forgotten: the name has to go from every laptop, and from the copies that lie about on them."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from plcdesk.domain.changes import Row
from plcdesk.domain.errors import UserError
from plcdesk.domain.exchange import ReceiptState
from plcdesk.domain.meetings import Meeting
from plcdesk.domain.people import Person
from plcdesk.domain.stewardship import DeviceNotice, Erasure
from plcdesk.services.desk import Desk
from plcdesk.services.exports import export_csv
from plcdesk.words import Words
from tests.exchange.forgetting import MEETING, NAME, PERSON, files_with, forget, hand, runner

W = Words("en")


def test_a_name_erased_by_the_steward_is_in_no_file_of_any_laptop(desks: tuple[Desk, Desk], tmp_path: Path) -> None:
    first, second = desks
    first.backups.make()
    second.backups.make()
    plan = forget(first)
    assert (plan.shared, plan.private) == (2, 1), "numbers are private and never went anywhere"
    assert len(plan.backups) >= 1
    assert (plan.differing, plan.living) == (0, 0)
    first.erasure.erase(plan, reason="diminta")
    receipt = hand(first, second, tmp_path / "stick")
    assert receipt.state is ReceiptState.APPLIED
    assert receipt.intake.erased == plan.shared
    for desk in desks:
        assert desk.records.get(Person, PERSON).name == desk.records.get(Person, PERSON).alias != ""
        assert desk.records.get(Meeting, MEETING).opening.endswith("Doa.")
        assert desk.upkeep.verify().ok
        assert desk.search.find(NAME.split()[0], 5) == []
        kinds = [line.kind for line in desk.history.lines(Row("person", PERSON))]
        assert "erased" in kinds
        assert all(NAME not in repr(desk.history.text(line, W)) for line in desk.history.lines())
        assert not desk.records.trash(W)
        assert len(desk.backups.list()) >= 1, "a new backup stands in the place of those that went"
        desk.close()
    for folder in (tmp_path / "a", tmp_path / "b"):
        for word in (NAME.split()[0], "198703zqx"):
            assert files_with(folder, word) == []
        assert files_with(folder, "Rahmawati"), "what stays is found by the same search"


def test_backups_stay_where_somebody_wants_them_to_and_the_plan_names_them(desks: tuple[Desk, Desk], tmp_path: Path,
                                                                           ) -> None:
    first, second = desks
    kept = first.backups.make().path
    plan = forget(first)
    assert kept in plan.backups
    first.erasure.erase(plan, backups=False)
    assert kept.exists()
    theirs = second.backups.make().path
    hand(first, second, tmp_path / "stick")
    assert theirs.exists(), "the order does not reach for the backups of others then"
    assert files_with(tmp_path / "a" / "programme" / "backups", NAME.split()[0])


def test_a_name_comes_back_with_an_old_backup_only_until_the_next_bundle(desks: tuple[Desk, Desk], tmp_path: Path) -> None:
    first, second = desks
    old = second.backups.make()
    first.erasure.erase(forget(first), backups=False)
    assert second.backups.would_show(old) == 0, "it is here anyway"
    erased = hand(first, second, tmp_path / "stick").intake.erased
    assert second.backups.would_show(old) == erased > 0, "said before going back"
    second.backups.restore(old)
    assert second.records.get(Person, PERSON).name == NAME
    hand(first, second, tmp_path / "stick")
    assert second.records.get(Person, PERSON).name != NAME
    assert all(line.old != NAME for line in second.history.lines())


def test_erasing_leaves_everything_else_as_it_was(desks: tuple[Desk, Desk], tmp_path: Path) -> None:
    first, second = desks
    first.records.save(dataclasses.replace(first.records.get(Meeting, MEETING), venue="Aula"))
    plan = forget(first)
    before = first.records.counts()
    first.erasure.erase(plan)
    assert first.records.counts() == before
    assert first.records.get(Meeting, MEETING).venue == "Aula"
    assert first.programme.current().record.name == "Program KBP"
    hand(first, second, tmp_path / "stick")
    assert first.upkeep.verify().digest == second.upkeep.verify().digest
    assert not first.erasure.plan_person(PERSON), "nothing is left to erase"


def test_what_was_erased_cannot_be_undone_and_says_so(desks: tuple[Desk, Desk]) -> None:
    first, _ = desks
    changes = first.privacy.erase(PERSON)
    made = first.records.save(Meeting(title=f"Kunjungan {NAME}"))
    first.privacy.erase(PERSON)
    first.erasure.erase(first.erasure.plan_person(PERSON))
    with pytest.raises(UserError, match="erased for good"):
        first.records.undo(made)
    assert first.records.get(Person, PERSON).name != NAME
    assert changes


def test_only_a_steward_erases_what_others_hold(desks: tuple[Desk, Desk]) -> None:
    _, second = desks
    plan = forget(second)
    with pytest.raises(UserError, match="steward"):
        second.erasure.erase(plan)
    assert second.history.lines(Row("person", PERSON))[-1].kind == "new"


def test_the_name_has_to_be_replaced_first(desks: tuple[Desk, Desk]) -> None:
    first, _ = desks
    with pytest.raises(UserError, match="still in use"):
        first.erasure.plan_person(PERSON)


def test_records_go_with_all_that_belonged_to_them(desks: tuple[Desk, Desk], tmp_path: Path) -> None:
    first, second = desks
    plan = first.erasure.plan([Row("meeting", MEETING)], "Rapat")
    assert plan
    first.drafts.put(Row("meeting", MEETING), "opening", "setengah jadi")
    first.erasure.erase(plan)
    hand(first, second, tmp_path / "stick")
    for desk in desks:
        assert desk.records.get(Meeting, MEETING) is None
        assert not desk.records.trash(W)
    assert not first.drafts.all()
    with pytest.raises(UserError, match="left"):
        first.erasure.erase(first.erasure.plan([]))


def test_a_plan_that_is_out_of_date_is_not_carried_out(desks: tuple[Desk, Desk]) -> None:
    first, _ = desks
    plan = forget(first)
    first.erasure.erase(plan)
    with pytest.raises(UserError, match="meanwhile"):
        first.erasure.erase(plan)


def test_no_list_tells_of_orders(desks: tuple[Desk, Desk], tmp_path: Path) -> None:
    first, _ = desks
    first.erasure.erase(forget(first))
    assert first.records.all(Erasure)
    assert not {"erasure", "device_notice"} & first.records.counts().keys()
    assert not [line for line in first.history.lines(limit=1_000) if line.row.table == "erasure"]
    assert not [path for path in export_csv(first.records, tmp_path / "csv") if path.stem in ("erasure", "device_notice")]
    assert not first.records.all(DeviceNotice)


def test_from_the_command_line(desks: tuple[Desk, Desk], tmp_path: Path, capsys: Any) -> None:
    first, second = desks
    hand(second, first, tmp_path / "stick")
    key = next(one.key for one in first.stewards.computers() if not one.self)
    first.close()
    second.close()
    run = runner(tmp_path / "a", capsys)
    assert '"may": true' in run("--json", "computers")
    assert "accepted" in run("accept", key)
    assert "cut off" in run("cut-off", key[:12], "--reason", "hilang")
    assert "accepted" in run("let-back", key)
    assert "steward" in run("steward", key)
    assert "--yes" in run("erase", NAME)
    assert "Erased for good" in run("erase", NAME, "--yes")
    assert files_with(tmp_path / "a", NAME.split()[0]) == []
    assert "ok" in run("--json", "verify")
