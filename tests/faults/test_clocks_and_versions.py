"""Faults F41 to F43 and F60: clocks that jump or begin anew at each start, and entries that a much newer program wrote."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from plcdesk.domain.changes import Row
from plcdesk.domain.errors import UserError
from plcdesk.domain.meetings import Meeting
from tests.exchange.laptops import GROUP, MEETINGS, START, Laptop, exchange_all, meeting
from tests.faults.test_identity import alike, renamed

HOUR = 3_600_000
EPOCHS = {"1970": 0, "2036": 2_085_978_496_000, "2038": 2_147_483_648_000, "2099": 4_070_908_800_000}


@pytest.mark.parametrize("epoch", EPOCHS)
def test_a_clock_that_begins_anew_at_every_start(epoch: str, two: list[Laptop], stick: Path) -> None:  # F40, F42
    a, b = two
    for start in range(4):
        a.close()
        a.now = EPOCHS[epoch] + start
        a.open(check=True)
        renamed(a, f"Mulai {start}")
        b.now = START + start * HOUR
        b.merge(a.send(stick).file)
        assert b.get(Meeting, MEETINGS[0]).venue == f"Mulai {start}"  # the later save stands, whatever the clock said
        b.save(meeting(1, venue=f"Jawaban {start}"))
        a.merge(b.send(stick).file)
        assert a.get(Meeting, MEETINGS[1]).venue == f"Jawaban {start}"
    assert a.storage.store.differing() == []
    alike(a, b)


def test_a_clock_that_jumps_within_one_save(two: list[Laptop], stick: Path) -> None:  # F41
    a, b = two
    with a.storage.unit() as unit:
        unit.save(meeting(1, venue="Aula"))
        a.now -= 10 * 365 * 24 * HOUR
        unit.save(Meeting(group_id=GROUP, title="Satu simpanan"))
        a.now += 30 * 365 * 24 * HOUR
    renamed(a, "Sesudah")
    exchange_all([a, b], stick)
    assert b.get(Meeting, MEETINGS[0]).venue == "Sesudah"
    alike(a, b)


def test_two_laptops_twelve_hours_apart_edit_in_turn(two: list[Laptop], stick: Path) -> None:  # F43
    a, b = two
    b.now -= 12 * HOUR
    for turn in range(4):
        for laptop, other in ((a, b), (b, a)):
            laptop.now += 60_000
            renamed(laptop, f"{laptop.name} {turn}")
            other.merge(laptop.send(stick).file)
            assert other.get(Meeting, MEETINGS[0]).venue == f"{laptop.name} {turn}"
    assert a.storage.store.differing() == []
    alike(a, b)


def test_what_only_a_much_newer_program_may_show_is_kept_passed_on_and_not_edited(
        three: list[Laptop], stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # F60
    a, b, c = three
    with monkeypatch.context() as newer:
        newer.setattr("plcdesk.storage.authoring.MIN_READER", 99)
        newer.setattr("plcdesk.storage.authoring.VERSION", 99)
        renamed(a, "Hanya yang baru tahu")
    path = a.send(stick).file
    assert b.exchange.preview(path).intake.newer == 1
    assert b.merge(path).intake.newer == 1
    before = b.log()
    with pytest.raises(UserError, match="newer version"):
        renamed(b, "Diubah di sini")
    with pytest.raises(UserError, match="newer version"), b.storage.unit() as unit:
        unit.delete(Row("meeting", MEETINGS[0]))
    assert b.log() == before
    b.save(dataclasses.replace(meeting(1), venue="Yang lain boleh"))
    c.merge(b.send(stick).file)
    assert {(line[1], line[3], line[4]) for line in a.log()} <= {(line[1], line[3], line[4]) for line in c.log()}
    assert (b.verify().ok, c.verify().ok) == (True, True)
