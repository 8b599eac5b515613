"""Undo of receipts, private records, photos, and sticks in trouble."""

import dataclasses
import errno
import hashlib
import os
from pathlib import Path
from typing import IO

import pytest

from plcdesk.domain.changes import Row
from plcdesk.domain.errors import Cancelled, UserError
from plcdesk.domain.exchange import BundleKind, ReceiptState
from plcdesk.domain.ids import uuid7
from plcdesk.domain.meetings import Attachment, Decision, Meeting
from plcdesk.domain.people import PersonContact
from plcdesk.domain.programme import Programme
from plcdesk.domain.progress import Progress
from plcdesk.services.stick import Disk
from plcdesk.sync.container import Bundle
from plcdesk.sync.manifest import Manifest
from tests.exchange import oracle
from tests.exchange.laptops import MEETINGS, PERSON, Laptop, meeting


def manifest(path: Path) -> Manifest:
    return Bundle.open(path).manifest


def test_undo_of_a_receipt_and_undo_of_that(two: list[Laptop], stick: Path) -> None:
    a, b = two
    b.save(meeting(1, venue="Aula"))
    b.save(dataclasses.replace(b.get(Meeting, MEETINGS[0]), venue="Kelas IV", title="Judul"))
    path = b.send(stick).file
    receipt = a.merge(path)
    a.save(dataclasses.replace(a.get(Meeting, MEETINGS[0]), title="Judul saya"))
    undone = a.exchange.undo(receipt.bundle)
    assert a.get(Meeting, MEETINGS[1]) is None
    assert (a.get(Meeting, MEETINGS[0]).venue, a.get(Meeting, MEETINGS[0]).title) == ("", "Judul saya")
    assert (Row("meeting", MEETINGS[0]), "title") in undone.left
    before = oracle.state(a)
    again = a.merge(path)
    assert (again.state, again.applied_before) == (ReceiptState.NOTHING_NEW, True)
    assert oracle.state(a) == before  # 16
    with pytest.raises(UserError):
        a.exchange.undo(receipt.bundle)
    assert a.exchange.apply_again(receipt.bundle)
    assert a.get(Meeting, MEETINGS[1]).venue == "Aula"
    assert a.get(Meeting, MEETINGS[0]).venue == "Kelas IV"
    assert not a.merge(path).applied_before


def test_an_undo_withdraws_here_and_never_deletes_at_the_author(two: list[Laptop], stick: Path) -> None:
    a, b = two
    b.save(meeting(1, venue="Aula"))
    a.exchange.undo(a.merge(b.send(stick).file).bundle)
    b.merge(a.send(stick).file)
    assert b.get(Meeting, MEETINGS[1]).venue == "Aula"
    assert [item.field for item in b.storage.store.differing("meeting")] == [""]


def test_private_records_never_leave(two: list[Laptop], stick: Path) -> None:
    a, b = two
    phone = "0812-3456-7890"
    a.save(PersonContact(id=uuid7(), person_id=PERSON, phone=phone))
    path = a.send(stick).file
    b.merge(path)
    assert b.storage.store.count(PersonContact) == 0
    lines = list(Bundle.open(path).lines())
    assert lines
    assert not any(phone.encode() in (line.body or b"") for line in lines)
    assert all(part.space.kind != "private" for part in manifest(path).spaces)


def attach(laptop: Laptop, content: bytes) -> str:
    sha256 = laptop.blobs.put(content)
    laptop.save(Attachment(meeting_id=MEETINGS[0], sha256=sha256, size=len(content)))
    return sha256


def test_photos_ride_along_newest_first_up_to_the_cap(two: list[Laptop], stick: Path) -> None:
    a, b = two
    photos = [attach(a, bytes([number]) * 1000) for number in range(4)]
    result = a.exchange.send(stick, photo_cap=2500)
    assert (result.photos, result.photos_left) == (2, 2)
    receipt = b.merge(result.file)
    assert receipt.photos == 2
    assert [b.blobs.path(sha256) is not None for sha256 in photos] == [False, False, True, True]
    a.merge(b.send(stick).file)  # b tells what it has
    rest = a.send(stick, b)
    assert (rest.photos, rest.photos_left) == (2, 0)
    b.merge(rest.file)
    assert all(b.blobs.path(sha256) is not None for sha256 in photos)


def test_records_arrive_even_when_a_photo_is_damaged(two: list[Laptop], stick: Path) -> None:
    a, b = two
    sha256 = attach(a, b"foto" * 5000)
    path = a.send(stick).file
    data = bytearray(path.read_bytes())
    data[manifest(path).member(f"blobs/{sha256}").offset + 7] ^= 1
    path.write_bytes(data)
    receipt = b.merge(path)
    assert (receipt.state, receipt.photos, receipt.photos_missing) == (ReceiptState.APPLIED, 0, 1)
    assert b.storage.store.count(Attachment) == 1
    assert b.blobs.path(sha256) is None
    receipt = b.merge(a.send(stick).file)  # it comes with the next stick
    assert (receipt.state, receipt.photos) == (ReceiptState.APPLIED, 1)
    assert hashlib.sha256(b.blobs.path(sha256).read_bytes()).hexdigest() == sha256  # type: ignore[union-attr]


@pytest.mark.parametrize("left", [0, 700])
def test_a_photo_that_a_power_cut_left_empty_or_short_is_asked_for_and_comes_again(two: list[Laptop], stick: Path,
                                                                                   left: int) -> None:
    a, b = two
    sha256, other = attach(a, b"foto" * 5000), attach(a, b"lain" * 5000)
    a.save(Attachment(meeting_id=MEETINGS[1], sha256=other, size=70_000))  # a record of another program, wrong about the size
    b.merge(a.send(stick).file)
    place = b.blobs.path(sha256)
    assert place is not None
    os.truncate(place, left)
    told = b.exchange.ask(stick).file
    assert (manifest(told).have, manifest(told).want) == ((other,), (sha256,))
    a.merge(told)
    assert b.merge(a.send(stick, b).file).photos == 1
    assert b.blobs.sound(sha256)


def test_what_is_unsent_is_counted_until_a_bundle_passed_its_read_back(two: list[Laptop], stick: Path) -> None:
    a, _ = two
    assert a.exchange.unsent()[0] == 0
    a.save(meeting(1))
    a.save(meeting(2))
    count, since = a.exchange.unsent()
    assert count == 2
    assert since is not None

    class Lying(Disk):
        def reopen(self, path: Path) -> IO[bytes]:
            path.write_bytes(b"")
            return super().reopen(path)

    a.close()
    a.disk = Lying()
    a.open()
    with pytest.raises(UserError):
        a.send(stick)
    assert a.exchange.unsent()[0] == 2
    a.close()
    a.disk = None
    a.open()
    a.send(stick)
    assert a.exchange.unsent() == (0, None)


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EROFS, errno.EIO])
def test_a_stick_in_trouble_leaves_database_and_stick_clean(two: list[Laptop], stick: Path, fault: int) -> None:
    a, _ = two
    a.save(meeting(1))
    for path in stick.iterdir():
        path.unlink()

    class Faulty(Disk):
        def sync(self, file: IO[bytes]) -> None:
            raise OSError(fault, "fault")

    a.close()
    a.disk = Faulty()
    a.open()
    before = oracle.state(a)
    with pytest.raises(UserError):
        a.send(stick)
    assert oracle.state(a) == before
    assert list(stick.iterdir()) == []
    assert list(a.paths.quarantine.glob("*")) == []


def test_cancelling_a_send_leaves_nothing(two: list[Laptop], stick: Path) -> None:
    a, _ = two
    for path in stick.iterdir():
        path.unlink()
    progress = Stopping("Reading the bundle back")
    attach(a, b"foto" * 1_000_000)
    with pytest.raises(Cancelled):
        a.exchange.send(stick, progress=progress)
    assert list(stick.iterdir()) == []


class Stopping(Progress):
    """A user who presses Cancel as soon as a certain step is shown."""

    def __init__(self, text: str) -> None:
        super().__init__(self.shown)
        self.text = text

    def shown(self, text: str, *_: int) -> None:
        self.cancelled = self.cancelled or text == self.text


def test_cancelling_a_merge_leaves_everything_as_it_was(two: list[Laptop], stick: Path) -> None:
    a, b = two
    for number in range(60):
        b.save(Decision(meeting_id=MEETINGS[0], text=f"Keputusan {number}"))
    path = b.send(stick).file
    before = oracle.state(a)
    for stop in ("Reading the bundle", "Making a restore point", "Merging", "Checking the changes"):
        progress = Stopping(stop)
        with pytest.raises(Cancelled):
            a.exchange.merge(path, accept_new=True, progress=progress)
        assert oracle.state(a) == before


def test_a_request_asks_and_brings_nothing(two: list[Laptop], stick: Path) -> None:
    a, b = two
    asked = b.send(stick, kind=BundleKind.REQUEST)
    assert (asked.commits, asked.kind) == (0, BundleKind.REQUEST)
    a.save(meeting(1))
    receipt = a.merge(asked.file)
    assert (receipt.state, receipt.kind) == (ReceiptState.NOTHING_NEW, BundleKind.REQUEST)
    assert a.send(stick, b).commits == 1


def test_only_a_bundle_for_anyone_lets_one_join(two: list[Laptop], stick: Path, tmp_path: Path) -> None:
    a, b = two
    a.merge(b.send(stick).file)
    a.save(meeting(1))
    c = Laptop(tmp_path / "c", "Laptop C")
    receipt = c.join(a.send(stick, b).file)
    assert receipt.state is ReceiptState.FOR_OTHERS
    receipt = c.join(a.exchange.send(stick, b.key, sealed=False).file)
    assert receipt.state is ReceiptState.REFUSED
    assert c.storage.store.count(Programme) == 0
    assert c.join(a.send(stick).file).state is ReceiptState.APPLIED
    c.close()
