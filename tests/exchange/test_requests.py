"""Asking for what is missing, and bundles that wait for it: who has to be asked, up to when, and how it goes on."""

import dataclasses
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from plcdesk.domain.exchange import BundleKind, ReceiptState
from plcdesk.domain.meetings import Meeting
from tests.exchange import oracle
from tests.exchange.laptops import MEETINGS, START, Laptop, folder_in, founded, meeting

DAY = 86_400_000


def local_day(milliseconds: int) -> date:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).astimezone().date()


def test_a_request_brings_nothing_and_is_answered_with_what_lacks(two: list[Laptop], stick: Path) -> None:
    a, b = two
    a.save(meeting(1, venue="Aula"))
    asked = b.exchange.ask(stick)
    assert (asked.kind, asked.commits, asked.photos, asked.sealed) == (BundleKind.REQUEST, 0, 0, False)
    before = oracle.state(a)
    preview = a.exchange.preview(asked.file, accept_new=True)
    receipt = a.merge(asked.file)
    for found in (preview, receipt):
        assert (found.state, found.kind, found.sender, found.sender_key) == \
            (ReceiptState.NOTHING_NEW, BundleKind.REQUEST, "Laptop B", b.key)
    assert oracle.state(a) == before
    assert a.points == 0, "nothing is merged, so no restore point is made"
    answer = a.exchange.send(stick, receipt.sender_key)
    assert (answer.kind, answer.commits) == (BundleKind.INCREMENTAL, 1)
    b.merge(answer.file)
    assert b.digest() == a.digest()


def test_a_strangers_request_is_asked_about_first(two: list[Laptop], stick: Path) -> None:
    a, b = two
    request = b.exchange.ask(stick).file
    receipt = a.exchange.merge(request)
    assert (receipt.state, receipt.kind) == (ReceiptState.NEEDS_TRUST, BundleKind.REQUEST)
    assert not a.knows(b)
    assert a.exchange.merge(request, accept_new=True).state is ReceiptState.NOTHING_NEW
    assert a.knows(b)


def test_a_laptop_put_back_asks_and_gets_the_rest_again(two: list[Laptop], stick: Path, tmp_path: Path) -> None:
    """What it had is gone; a laptop that trusts what it was told before would never send it again."""
    a, b = two
    b.snapshot(tmp_path / "old.db")
    a.save(meeting(1, venue="Aula"))
    a.merge(b.send(stick).file)
    b.merge(a.send(stick, b).file)
    a.merge(b.send(stick, a).file)
    assert a.send(stick, b).commits == 0
    b.put_back(tmp_path / "old.db", check=True)
    b.now += DAY
    a.merge(b.exchange.ask(stick, a.key).file)
    answer = a.send(stick, b)
    assert answer.commits >= 1
    assert b.merge(answer.file).state is ReceiptState.APPLIED
    assert b.get(Meeting, MEETINGS[1]).venue == "Aula"


def test_a_request_for_a_known_laptop_is_sealed(two: list[Laptop], stick: Path) -> None:
    a, b = two
    b.merge(a.send(stick).file)
    asked = b.exchange.ask(stick, a.key)
    assert asked.sealed
    assert asked.file.name.endswith(".plcb.age")
    assert a.merge(asked.file).kind is BundleKind.REQUEST


def lost_in_between(folder: Path, stick: Path) -> tuple[list[Laptop], Path]:
    """Three laptops; the bundle of C builds on a bundle of B's work that never came to A. Each writes a day later."""
    a, b, c = founded(folder, 3)
    for sender, receivers in ((a, (b, c)), (b, (a, c)), (c, (a, b))):
        for receiver in receivers:
            receiver.merge(sender.send(stick).file)
    b.now = START + 5 * DAY
    b.save(meeting(1, venue="Aula"))
    c.merge(b.exchange.send(stick, c.key).file)
    b.now = c.now = START + 9 * DAY
    b.save(dataclasses.replace(b.get(Meeting, MEETINGS[1]), title="Lanjutan"))
    # C believes that A has what C was told A has: the first of B's changes, which got lost on the way to A
    trick = folder_in(folder, "trick")
    other = a.copy_to(folder / "copy", "Laptop A")
    other.merge(b.exchange.send(trick, a.key).file)
    other.now = START + 6 * DAY
    c.merge(other.exchange.send(trick, c.key, sealed=False).file)
    other.close()
    c.save(dataclasses.replace(c.get(Meeting, MEETINGS[1]), venue="Kelas IV"))
    return [a, b, c], c.exchange.send(stick, a.key, sealed=False).file


def test_a_bundle_that_waits_says_whose_changes_it_needs_and_up_to_when(tmp_path: Path, stick: Path) -> None:
    laptops, bundle = lost_in_between(tmp_path, stick)
    a, b = laptops[:2]
    before = oracle.state(a)
    receipt = a.merge(bundle)
    assert receipt.state is ReceiptState.PARKED
    assert receipt.reason is not None
    assert receipt.reason.values["names"] == "Laptop B"
    assert receipt.reason.values["sender"] == "Laptop C"
    assert oracle.state(a) == before
    (waits,) = a.exchange.waiting()
    assert (waits.id, waits.sender, waits.names, waits.file) == (receipt.bundle, "Laptop C", ("Laptop B",), bundle.name)
    assert waits.until == receipt.reason.values["date"]
    assert local_day(START + 5 * DAY) <= waits.until <= local_day(START + 9 * DAY)
    assert waits.reason == receipt.reason
    assert waits.size == bundle.stat().st_size
    # a request to B is all it takes: the answer lets the waiting bundle in
    b.merge(a.exchange.ask(stick).file)
    arrived = a.merge(b.exchange.send(stick, a.key).file)
    assert arrived.state is ReceiptState.APPLIED
    assert a.exchange.waiting() == []
    assert a.get(Meeting, MEETINGS[1]).venue == "Kelas IV"
    for laptop in laptops:
        laptop.close()


def test_a_bundle_that_waits_can_be_forgotten_and_received_again(tmp_path: Path, stick: Path) -> None:
    laptops, bundle = lost_in_between(tmp_path, stick)
    a = laptops[0]
    receipt = a.merge(bundle)
    a.exchange.drop_waiting(receipt.bundle)
    assert a.exchange.waiting() == []
    assert a.merge(bundle).state is ReceiptState.PARKED
    assert [one.id for one in a.exchange.waiting()] == [receipt.bundle]
    for laptop in laptops:
        laptop.close()


def test_the_day_of_a_waiting_bundle_is_never_after_it_was_made(two: list[Laptop], stick: Path) -> None:
    """A clock that was two days ahead for a while must not send people looking for changes of days to come."""
    a, b = two
    b.merge(a.send(stick).file)
    a.merge(b.send(stick).file)
    b.now += int(timedelta(hours=47).total_seconds() * 1000)
    b.save(meeting(1))
    lost = b.exchange.send(stick, a.key)
    a.merge(lost.file)
    b.merge(a.send(stick, b).file)
    b.now = START
    b.save(dataclasses.replace(b.get(Meeting, MEETINGS[1]), venue="Aula"))
    late = Laptop(stick.parent / "late", "Laptop L")
    late.join(founding(a, stick))
    receipt = late.merge(b.exchange.send(stick, a.key, sealed=False).file)
    assert receipt.state is ReceiptState.PARKED
    assert late.exchange.waiting()[0].until <= local_day(START)


def founding(a: Laptop, stick: Path) -> Path:
    """The first bundle that A ever sent."""
    return next(path for path in sorted(stick.iterdir()) if path.name.endswith("_1.plcb"))
