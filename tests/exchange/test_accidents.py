"""Keys lost, disks cloned, backups put back, clocks wrong: the accidents of school laptops must cost nobody any work."""

import dataclasses
from pathlib import Path

import pytest

from plcdesk.domain.exchange import BundleKind, ReceiptState
from plcdesk.domain.meetings import Meeting
from tests.exchange import oracle
from tests.exchange.laptops import MEETINGS, START, Laptop, exchange_all, meeting

YEAR = 365 * 24 * 3_600_000


def alike(*laptops: Laptop) -> None:
    assert len({laptop.digest() for laptop in laptops}) == 1
    for laptop in laptops:
        assert laptop.verify().ok
        oracle.check(laptop)


def test_work_survives_the_loss_of_the_key_that_should_have_signed_it(two: list[Laptop], stick: Path) -> None:
    a, b = two
    a.save(meeting(1, venue="Aula"))
    before = a.feeds.own()[0]
    a.close()
    a.paths.device_key.unlink()  # the folder was carried to another computer, or its user is another one
    a.open()
    a.save(meeting(2, venue="Kelas IV"))
    path = a.send(stick).file
    assert a.feeds.own()[0] != before
    a.save(dataclasses.replace(a.get(Meeting, MEETINGS[2]), venue="Kelas V"))
    preview = b.exchange.preview(path)
    assert preview.state is ReceiptState.NEEDS_TRUST
    (stranger,) = preview.strangers
    assert stranger.same_name_other_key  # said loudly: the same name with a new key
    assert [device.vouched_by for device in preview.devices if device.trust == "accepted"] == [stranger.key]
    b.merge(path)
    assert (b.get(Meeting, MEETINGS[1]).venue, b.get(Meeting, MEETINGS[2]).venue) == ("Aula", "Kelas IV")
    third = Laptop(a.paths.folder.parent.parent / "third", "Laptop C")
    assert third.join(b.send(stick).file).state is ReceiptState.APPLIED  # what was vouched for can be passed on
    b.merge(a.send(stick).file)
    third.merge(b.send(stick).file)
    alike(a, b, third)
    third.close()


def test_twenty_laptops_set_up_from_one_disk_image(two: list[Laptop], stick: Path, tmp_path: Path) -> None:
    a, b = two
    twins = [a.copy_to(tmp_path / f"twin{number}", f"Laptop {number}") for number in range(4)]
    for number, twin in enumerate(twins):
        twin.now += number * 1000
        twin.save(dataclasses.replace(twin.get(Meeting, MEETINGS[0]), venue=f"Ruang {number}"))
    exchange_all([*twins, b], stick)
    alike(*twins, b)
    (item,) = b.storage.store.differing()
    assert [sibling.value for sibling in item.siblings] == ["Ruang 3", "Ruang 2", "Ruang 1", "Ruang 0"]
    assert len({twin.feeds.own()[0] for twin in twins}) >= 3  # they noticed and went on under replicas of their own
    for twin in twins:
        twin.close()


def test_a_cloned_laptop_notices_at_its_next_start(two: list[Laptop], tmp_path: Path) -> None:
    a, _ = two
    a.guard.keep()
    replica = a.feeds.own()[0]
    a.close()
    a.open(check=True)
    assert a.feeds.own()[0] == replica  # an ordinary start changes nothing
    twin = a.copy_to(tmp_path / "twin", "Laptop T")
    twin.close()
    for file in (twin.paths.folder.parent / "state").rglob("*.json"):
        file.unlink()  # the folder was copied, the user's state was not
    twin.open(check=True)
    assert twin.feeds.own()[0] != replica
    twin.close()


def test_a_backup_put_back_by_hand_starts_a_new_replica(two: list[Laptop], stick: Path, tmp_path: Path) -> None:
    a, b = two
    a.snapshot(tmp_path / "backup.db")
    a.save(meeting(1, venue="Aula"))
    b.merge(a.send(stick).file)
    replica = a.feeds.own()[0]
    a.put_back(tmp_path / "backup.db", check=True)
    assert a.get(Meeting, MEETINGS[1]) is None
    assert a.feeds.own()[0] != replica
    a.save(meeting(2, venue="Kelas IV"))
    exchange_all([a, b], stick)
    assert a.get(Meeting, MEETINGS[1]).venue == "Aula"  # what had been sent came back
    alike(a, b)


def test_a_restored_laptop_gets_again_what_it_lost_even_by_incremental_bundles(two: list[Laptop], stick: Path,
                                                                               tmp_path: Path) -> None:
    a, b = two
    a.snapshot(tmp_path / "backup.db")
    b.save(meeting(1, venue="Aula"))
    a.merge(b.send(stick).file)
    a.now += 60_000
    b.merge(a.send(stick).file)  # b now knows that a holds it
    a.put_back(tmp_path / "backup.db", check=False)
    a.now += 60_000
    b.merge(a.send(stick, kind=BundleKind.REQUEST).file)
    result = b.send(stick, a)
    a.merge(result.file)
    assert a.get(Meeting, MEETINGS[1]).venue == "Aula"


def test_own_work_that_comes_back_to_an_older_copy_is_own_work_again(two: list[Laptop], stick: Path, tmp_path: Path) -> None:
    # b goes back to before it ever sent, and gets its work back together with the word that a's receipt was undone
    a, b = two
    b.snapshot(tmp_path / "backup.db")
    b.save(meeting(1, venue="Aula"))
    sent = a.merge(b.send(stick).file)
    a.exchange.undo(sent.bundle)
    b.put_back(tmp_path / "backup.db", check=False)
    b.merge(a.send(stick).file)
    b.send(stick)  # only now it tells its key
    assert b.verify().ok
    assert b.get(Meeting, MEETINGS[1]).venue == "Aula"  # its author decides, nobody else
    assert [entry.field for entry in b.storage.store.differing()] == [""]


@pytest.mark.parametrize("when", [-100 * YEAR, -10 * YEAR, 10 * YEAR, 100 * YEAR, -START])
def test_a_wrong_clock_loses_nothing_and_spoils_no_other_clock(two: list[Laptop], stick: Path, when: int) -> None:
    a, b = two
    b.now += when
    b.save(dataclasses.replace(b.get(Meeting, MEETINGS[0]), venue="Aula"))
    b.save(meeting(1))
    receipt = a.merge(b.send(stick).file)
    assert receipt.state is ReceiptState.APPLIED
    assert receipt.intake.suspect == (2 if when > 0 else 0)
    a.save(dataclasses.replace(a.get(Meeting, MEETINGS[0]), venue="Kelas IV"))  # knew the other: no difference
    stamp = a.log()[-1][2]
    assert abs((stamp >> 16) - a.now) < 1000
    b.now = a.now
    b.merge(a.send(stick).file)
    assert b.get(Meeting, MEETINGS[0]).venue == "Kelas IV"
    assert b.storage.store.differing() == []
    alike(a, b)


def test_every_second_bundle_lost_for_a_year(two: list[Laptop], stick: Path) -> None:
    a, b = two
    for week in range(12):
        a.now, b.now = START + week * 30 * 24 * 3_600_000, START + week * 30 * 24 * 3_600_000
        for laptop in two:
            laptop.save(dataclasses.replace(laptop.get(Meeting, MEETINGS[0]), title=f"{laptop.name} {week}"))
        there = a.send(stick, b if a.knows(b) else None).file
        back = b.send(stick, a).file
        if week % 2:
            b.merge(there)
            a.merge(back)
    exchange_all([a, b], stick)
    alike(a, b)


def test_the_same_stick_goes_round_ten_times(two: list[Laptop], stick: Path) -> None:
    a, b = two
    b.save(meeting(1))
    path = b.send(stick).file
    a.merge(path)
    state = oracle.state(a)
    for _ in range(10):
        assert a.merge(path).state is ReceiptState.NOTHING_NEW
        assert b.merge(path).state is ReceiptState.NOTHING_NEW
    assert oracle.state(a) == state


def test_a_blocked_computer_is_refused_until_it_is_accepted_again(two: list[Laptop], stick: Path) -> None:
    a, b = two
    a.merge(b.send(stick).file)
    a.exchange.block(b.key)
    b.save(meeting(1))
    path = b.send(stick).file
    state = oracle.state(a)
    receipt = a.merge(path)
    assert receipt.state is ReceiptState.REFUSED
    assert receipt.reason is not None
    assert receipt.reason.values == {"names": "Laptop B"}
    assert oracle.state(a) == state
    a.exchange.block(b.key, blocked=False)
    assert a.merge(path).state is ReceiptState.APPLIED
    assert {device.label: device.trust for device in a.exchange.devices()} == {"Laptop A": "self", "Laptop B": "accepted"}
