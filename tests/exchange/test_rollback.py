"""Copied disks and older states put back: nobody must be left without a change because of what another machine said.

Invariant 11: a bundle for a laptop leaves out only what that laptop itself last said it holds. Faults F44-F49.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from plcdesk.domain.changes import Row
from plcdesk.domain.exchange import BundleKind, ReceiptState
from plcdesk.domain.meetings import Meeting
from plcdesk.domain.notes import Interview
from plcdesk.storage.backup import Backups
from plcdesk.storage.feeds import Feeds
from plcdesk.storage.revert import compensate
from plcdesk.sync import lines
from plcdesk.sync.container import Bundle
from tests.exchange.laptops import MEETINGS, Laptop, exchange_all, meeting

HOUR = 3_600_000


def carried(path: Path) -> frozenset[str]:
    bundle = Bundle.open(path)
    return frozenset(line.dot for line in lines.check(bundle.manifest.ranges, bundle.lines()))


def left_out(sender: Laptop, receiver: Laptop, stick: Path) -> frozenset[str]:
    """What a bundle for `receiver` does not carry."""
    return sender.dots() - carried(sender.exchange.send(stick, receiver.key, sealed=False).file)


def alike(*laptops: Laptop) -> None:
    assert len({laptop.digest() for laptop in laptops}) == 1
    assert all(laptop.verify().ok for laptop in laptops)


@pytest.mark.parametrize("keyed", [False, True])
@pytest.mark.parametrize("ahead", [False, True])
def test_what_one_of_two_clones_holds_is_not_believed_of_the_other(two: list[Laptop], stick: Path, tmp_path: Path,
                                                                   keyed: bool, ahead: bool) -> None:
    a, b = two
    if keyed:  # else each copy makes a key of its own, and two devices go by one replica
        assert b.key
    twin = b.copy_to(tmp_path / "twin", "Laptop T")
    b.now += HOUR
    if keyed:  # under one key and one replica nobody can tell them apart before both wrote something
        b.save(dataclasses.replace(b.get(Meeting, MEETINGS[0]), venue="Ruang guru"))
    a.merge(b.send(stick).file)
    behind = a.dots()
    a.save(meeting(1, venue="Aula"))
    twin.merge(a.send(stick).file)
    twin.now += -HOUR if ahead else 2 * HOUR  # manifests are numbered by the clock
    twin.save(meeting(2, venue="Kelas IV"))
    path = twin.send(stick).file
    a.merge(path)
    for _ in range(2):
        assert left_out(a, b, stick) <= behind
        assert left_out(a, twin, stick) <= twin.dots()
        a.merge(path)  # the same words again change nothing
    assert b.merge(a.send(stick, b).file).state is ReceiptState.APPLIED
    assert b.get(Meeting, MEETINGS[1]).venue == "Aula"
    exchange_all([a, b, twin], stick)
    alike(a, b, twin)
    twin.close()


def test_clones_that_part_under_one_replica_get_what_both_lack(two: list[Laptop], stick: Path, tmp_path: Path) -> None:
    a, b = two
    b.save(meeting(1))
    a.merge(b.send(stick).file)  # both copies have this key, and this said
    twin = b.copy_to(tmp_path / "twin", "Laptop T")
    both = b.dots()
    for number, laptop in enumerate((b, twin)):
        laptop.now += number * HOUR
        laptop.save(dataclasses.replace(laptop.get(Meeting, MEETINGS[1]), venue=f"Ruang {number}"))
        a.merge(laptop.send(stick).file)
    assert left_out(a, b, stick) == both
    assert b.merge(a.send(stick, b).file).state is ReceiptState.APPLIED
    assert twin.merge(a.send(stick, twin).file).state is ReceiptState.APPLIED
    alike(a, b, twin)
    for laptop in (b, twin):
        laptop.now += 3 * HOUR
        a.merge(laptop.send(stick).file)
    assert left_out(a, b, stick) >= both  # all of one mind again, or more is sent than needed: never less
    twin.close()


def restored(laptop: Laptop, copy: Path) -> None:
    """Go back to a copy from within the program."""
    Backups(laptop.storage.db, laptop.paths.backups, lambda: datetime(2025, 5, 12)).restore(copy)
    laptop.guard.keep()


def by_hand(laptop: Laptop, copy: Path) -> None:
    laptop.put_back(copy, check=True)


@pytest.mark.parametrize("way", [restored, by_hand])
def test_who_went_back_to_an_older_state_is_sent_what_is_gone(two: list[Laptop], stick: Path, tmp_path: Path,
                                                              way: Callable[[Laptop, Path], None]) -> None:
    a, b = two
    b.snapshot(tmp_path / "old.db")
    old = b.dots()
    for number in (1, 2) if way is restored else (1,):
        a.save(meeting(number, venue=f"Ruang {number}"))
        b.merge(a.send(stick).file)
        b.now += HOUR
        a.merge(b.send(stick).file)
        way(b, tmp_path / "old.db")
        b.now += HOUR
        a.merge(b.send(stick, kind=BundleKind.REQUEST).file)
        assert left_out(a, b, stick) <= old
        b.save(dataclasses.replace(b.get(Meeting, MEETINGS[0]), venue=f"Aula {number}"))
        a.merge(b.send(stick).file)
        b.merge(a.send(stick, b).file)
        b.now += HOUR
        a.merge(b.send(stick).file)
        assert left_out(a, b, stick) == a.dots()  # what was said before it went back is not counted for ever
        alike(a, b)


def test_an_old_bundle_met_late_takes_back_nothing(two: list[Laptop], stick: Path) -> None:
    a, b = two
    first = b.send(stick).file
    b.save(meeting(1))
    b.now += HOUR
    a.merge(b.send(stick).file)
    assert left_out(a, b, stick) == a.dots()
    a.merge(first)
    assert left_out(a, b, stick) == a.dots()


class Killed(Feeds):
    """The program dies when the bundle is on the stick and nothing is noted of it yet."""

    def sent(self, *args: Any, **kwargs: Any) -> None:
        raise SystemExit


def shared(laptop: Laptop) -> tuple[int, ...]:
    """Copy a private entry into a shared space; the commits of that."""
    with laptop.storage.unit() as unit:
        unit.save(Interview(speaker="Ibu R"))
        unit.save(meeting(1, venue="Aula"))
    laptop.guard.keep()
    return tuple(unit.changes.commits)


def undone(laptop: Laptop, commits: tuple[int, ...]) -> None:
    with laptop.storage.unit() as unit:
        compensate(unit, commits)
    laptop.guard.keep()


def bodies(laptop: Laptop) -> dict[str, bytes | None]:
    return {dot: body for _, dot, _, _, body in laptop.log()}


@pytest.mark.parametrize("way", [restored, by_hand])
def test_what_others_have_is_not_withheld_by_who_went_back_to_before_sending_it(
        two: list[Laptop], stick: Path, tmp_path: Path, way: Callable[[Laptop, Path], None]) -> None:
    a, b = two
    commits = shared(a)
    a.snapshot(tmp_path / "old.db")
    assert b.merge(a.send(stick).file).state is ReceiptState.APPLIED
    way(a, tmp_path / "old.db")
    undone(a, commits)  # the database does not remember the bundle
    third = Laptop(tmp_path / "third", "Laptop C")
    third.join(a.send(stick).file)
    b.merge(a.send(stick).file)
    assert bodies(third) == bodies(b)
    with b.storage.unit() as unit:
        unit.restore(Row("meeting", MEETINGS[1]))
    exchange_all([a, b, third], stick)
    alike(a, b, third)
    assert third.get(Meeting, MEETINGS[1]).venue == "Aula"
    third.close()


def test_a_bundle_counts_from_the_moment_it_is_begun(two: list[Laptop], stick: Path, tmp_path: Path) -> None:
    a, b = two
    commits = shared(a)
    a.close()
    a.feeds_class = Killed
    a.open(check=True)
    before = set(stick.iterdir())
    with pytest.raises(SystemExit):
        a.send(stick)
    a.close()
    a.feeds_class = Feeds
    a.open(check=True)
    (file,) = set(stick.iterdir()) - before
    b.merge(file)
    undone(a, commits)
    third = Laptop(tmp_path / "third", "Laptop C")
    third.join(a.send(stick).file)
    b.merge(a.send(stick).file)
    assert bodies(third) == bodies(b)
    third.close()


@pytest.mark.parametrize("way", [restored, by_hand])
def test_what_was_withheld_stays_so_in_an_older_state(two: list[Laptop], stick: Path, tmp_path: Path,
                                                      way: Callable[[Laptop, Path], None]) -> None:
    a, b = two
    commits = shared(a)
    a.snapshot(tmp_path / "old.db")
    undone(a, commits)
    b.merge(a.send(stick).file)
    assert None in bodies(b).values()  # without the words
    way(a, tmp_path / "old.db")
    third = Laptop(tmp_path / "third", "Laptop C")
    third.join(a.send(stick).file)
    assert [body for dot, body in bodies(third).items() if dot in bodies(b)] == [
        body for dot, body in bodies(b).items() if dot in bodies(third)]
    exchange_all([a, b, third], stick)
    alike(a, b, third)
    third.close()
