"""Undoing a receipt must bring back what was there before it, whole, and take nothing else along."""

import dataclasses
from pathlib import Path
from typing import Any

import pytest

from plcdesk.domain.changes import Row
from plcdesk.domain.errors import UserError
from plcdesk.domain.meetings import Meeting
from plcdesk.domain.programme import Programme
from plcdesk.storage import bundles
from tests.exchange.laptops import MEETINGS, Laptop, meeting


def shown(laptop: Laptop) -> tuple[Any, Any]:
    siblings = [(entry.row, entry.field, {one.value for one in entry.siblings}) for entry in laptop.storage.store.differing()]
    return laptop.get(Meeting, MEETINGS[0]), siblings


def test_the_receipt_that_brought_the_programme_cannot_be_undone(two: list[Laptop]) -> None:
    b = two[1]
    (line,) = b.exchange.log()
    assert not line.undoable
    with pytest.raises(UserError):
        b.exchange.undo(line.bundle)
    assert b.storage.store.all(Programme)


def test_what_was_deleted_here_is_deleted_again_after_undoing_the_edit_that_brought_it_back(
        two: list[Laptop], stick: Path) -> None:
    a, b = two
    with a.storage.unit() as unit:
        unit.delete(Row("meeting", MEETINGS[0]))
    b.save(dataclasses.replace(b.get(Meeting, MEETINGS[0]), venue="Aula"))
    before = shown(a)
    receipt = a.merge(b.send(stick).file)
    merged = shown(a)
    assert merged[0].venue == "Aula"
    assert not a.exchange.undo(receipt.bundle).left
    assert shown(a) == before
    b.merge(a.send(stick).file)
    assert b.get(Meeting, MEETINGS[0]).venue == "Aula"  # whoever wrote it is asked, not robbed
    a.exchange.apply_again(receipt.bundle)
    assert shown(a) == merged
    assert a.verify().ok
    assert b.verify().ok


def test_an_undo_and_the_note_of_it_are_one(two: list[Laptop], stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # without the note, "apply again" would find nothing to bring back
    a, b = two
    b.save(dataclasses.replace(b.get(Meeting, MEETINGS[0]), venue="Aula"))
    receipt = a.merge(b.send(stick).file)

    def power_cut(*_: Any) -> None:
        raise RuntimeError

    with monkeypatch.context() as cut:
        cut.setattr(bundles, "remember", power_cut)
        with pytest.raises(RuntimeError):
            a.exchange.undo(receipt.bundle)
    assert a.get(Meeting, MEETINGS[0]).venue == "Aula"
    a.exchange.undo(receipt.bundle)
    assert a.get(Meeting, MEETINGS[0]).venue == ""
    a.exchange.apply_again(receipt.bundle)
    assert a.get(Meeting, MEETINGS[0]).venue == "Aula"


def test_a_laptop_without_a_programme_sends_nothing_that_nobody_can_read(tmp_path: Path, stick: Path) -> None:
    empty = Laptop(tmp_path / "empty", "Kosong")
    with pytest.raises(UserError):
        empty.send(stick)
    assert not list(stick.iterdir())
    empty.close()


def test_joining_makes_no_restore_point_of_nothing(two: list[Laptop]) -> None:
    assert two[1].points == 0


def test_whoever_undoes_and_reapplies_the_deletion_of_own_work_still_has_it(two: list[Laptop], stick: Path) -> None:
    a, b = two
    b.save(meeting(1, venue="Aula"))
    sent = a.merge(b.send(stick).file)
    a.exchange.undo(sent.bundle)
    back = b.merge(a.send(stick).file)  # the word that the receipt was undone: b is asked
    b.exchange.undo(back.bundle)
    b.exchange.apply_again(back.bundle)
    assert b.get(Meeting, MEETINGS[1]).venue == "Aula"
