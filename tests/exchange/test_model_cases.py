"""What the machines of `tests/exchange/model` once found, each as small as it would go."""

import dataclasses
from pathlib import Path

from plcdesk.domain.exchange import ReceiptState
from plcdesk.domain.meetings import Attachment, Meeting
from plcdesk.domain.programme import School
from tests.exchange.laptops import MEETINGS, Laptop, meeting


def carry(sender: Laptop, receiver: Laptop, stick: Path) -> None:
    receiver.merge(sender.send(stick, receiver if sender.knows(receiver) else None).file)


def test_a_programme_of_several_schools_arrives_whole(tmp_path: Path, stick: Path) -> None:
    # the spaces were listed by name and their commits counted by another order: half of such bundles were refused
    for number in range(6):
        first, second = (Laptop(tmp_path / f"{name}{number}", f"Laptop {name}") for name in "ab")
        first.found()
        first.save(*(School(name=f"SD {name}") for name in "ZKA"))
        assert second.join(first.send(stick).file).state is ReceiptState.APPLIED
        assert second.dots() == first.dots()
        for laptop in (first, second):
            laptop.close()


def test_a_copy_that_writes_nothing_gets_what_its_twin_wrote(two: list[Laptop], stick: Path, tmp_path: Path) -> None:
    # what the twin said it holds covered what the copy said, under one name, round after round
    a, b = two
    carry(a, b, stick)
    carry(b, a, stick)
    twin = a.copy_to(tmp_path / "twin", "Laptop A'")
    a.save(meeting(1, venue="Aula"))
    for _ in range(3):
        for sender, receiver in ((a, b), (b, twin), (twin, b), (b, a)):
            carry(sender, receiver, stick)
    assert twin.get(Meeting, MEETINGS[1]).venue == "Aula"
    twin.close()


def test_of_two_copies_that_speak_in_one_second_both_are_believed(two: list[Laptop], stick: Path, tmp_path: Path) -> None:
    # their manifests had one number, and what the one that lags said counted as an old word of the other
    a, b = two
    carry(a, b, stick)
    twin = a.copy_to(tmp_path / "twin", "Laptop A'")
    a.save(meeting(1, venue="Aula"))
    now = max(laptop.now for laptop in (a, twin)) + 60_000
    for laptop in (a, twin):
        laptop.now = now
        b.merge(laptop.send(stick).file)
    assert twin.merge(b.send(stick, twin).file).state is ReceiptState.APPLIED
    assert twin.get(Meeting, MEETINGS[1]).venue == "Aula"
    twin.close()


def test_of_two_copies_that_write_nothing_the_one_that_lags_gets_everything_too(two: list[Laptop], stick: Path,
                                                                               tmp_path: Path) -> None:
    # neither has commits that the other lacks, so only what others believe of them tells them apart
    a, b = two
    carry(a, b, stick)
    carry(b, a, stick)
    twin = a.copy_to(tmp_path / "twin", "Laptop A'")
    b.save(meeting(1, venue="Aula"))
    carry(b, twin, stick)
    for _ in range(3):
        for sender, receiver in ((a, b), (b, twin), (twin, b), (b, a)):
            carry(sender, receiver, stick)
    assert a.get(Meeting, MEETINGS[1]).venue == "Aula"
    replicas = [laptop.feeds.own()[0] for laptop in (a, twin)]
    for _ in range(2):
        for sender, receiver in ((a, b), (b, twin), (twin, b), (b, a)):
            carry(sender, receiver, stick)
    assert [laptop.feeds.own()[0] for laptop in (a, twin)] == replicas  # once they are told apart, nobody begins anew
    twin.close()


def test_a_photo_damaged_on_the_disk_is_whole_again_after_it_is_received_again(two: list[Laptop], stick: Path) -> None:
    a, b = two
    sha256 = a.blobs.put(b"foto" * 100)
    a.save(Attachment(meeting_id=MEETINGS[0], sha256=sha256, size=400))
    path = a.send(stick).file
    b.merge(path)
    place = b.blobs.path(sha256)
    assert place is not None
    place.write_bytes(b"")
    receipt = b.merge(path)
    assert (receipt.photos, b.blobs.read(sha256)) == (1, b"foto" * 100)


def test_a_text_of_which_one_side_was_set_back_is_merged(two: list[Laptop], stick: Path) -> None:
    # shown is the other side's text, though it is not the newest
    a, b = two
    for laptop in two:
        laptop.now += 1000
    a.save(dataclasses.replace(a.get(Meeting, MEETINGS[0]), opening="Salam"))
    carry(a, b, stick)
    b.now += 5000
    b.save(dataclasses.replace(b.get(Meeting, MEETINGS[0]), opening="Salam\n\nDoa"))
    b.save(dataclasses.replace(b.get(Meeting, MEETINGS[0]), opening="Salam"))
    a.save(dataclasses.replace(a.get(Meeting, MEETINGS[0]), opening="Salam\n\nTujuan"))
    a.merge(b.send(stick).file)
    assert a.get(Meeting, MEETINGS[0]).opening == "Salam\n\nTujuan"
    assert not a.storage.store.differing()
