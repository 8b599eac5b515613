"""What is known of bundles and of the other laptops: who has our work until when, what the log tells, who was copied."""

import dataclasses
import hashlib
from datetime import UTC, date, datetime
from pathlib import Path

from plcdesk.domain.changes import Row
from plcdesk.domain.exchange import BundleKind, Peer, ReceiptState, RowChange
from plcdesk.domain.meetings import Meeting
from plcdesk.services import device_key
from tests.exchange.laptops import MEETINGS, START, Laptop, founded, meeting
from tests.exchange.schools import MEETINGS as OF_SCHOOLS
from tests.exchange.schools import spaces, three_schools

DAY = 86_400_000


def local_day(days: int) -> date:
    return datetime.fromtimestamp((START + days * DAY) / 1000, UTC).astimezone().date()


def peer(laptop: Laptop, other: Laptop) -> Peer:
    (found,) = [one for one in laptop.exchange.peers() if one.key == other.key]
    return found


def test_what_a_laptop_said_tells_until_when_it_has_our_work(two: list[Laptop], stick: Path) -> None:
    """"SD Kenanga has your data until 12 Nov": by its own word, never by what was sent."""
    a, b = two
    a.merge(b.send(stick).file)
    assert (peer(a, b).holds_until, peer(a, b).lacks) == (local_day(0), 0)
    a.now += 3 * DAY
    a.save(meeting(1))
    a.now += 2 * DAY
    a.save(meeting(2))
    for _ in range(2):
        sent = a.send(stick, b)
        assert (peer(a, b).holds_until, peer(a, b).lacks) == (local_day(0), 2), "sent is not received"
    b.now = a.now
    b.merge(sent.file)
    a.merge(b.send(stick, a).file)
    assert (peer(a, b).holds_until, peer(a, b).lacks) == (local_day(5), 0)
    assert peer(a, b).schools == ("SD Melati 01",)


def test_who_told_nothing_of_our_work_has_none_of_it(two: list[Laptop], stick: Path) -> None:
    """A laptop that came back from an older state lacks everything again, and says so itself."""
    a, b = two
    fresh = Laptop(stick.parent / "fresh", "Laptop F")
    fresh.join(b.send(stick).file)
    a.merge(fresh.send(stick).file)
    found = peer(a, fresh)
    assert (found.lacks, found.holds_until) == (0, local_day(0))
    with a.storage.db.write() as connection:
        connection.exec_driver_sql("UPDATE sync_peer SET tips = '[]' WHERE replica_uid LIKE ?", (f"{fresh.feeds.own()[0]}%",))
    found = peer(a, fresh)
    assert found.holds_until is None
    assert found.lacks == len([line for line in a.log() if line])


def test_a_school_does_not_lack_what_is_not_for_it(tmp_path: Path, stick: Path) -> None:
    own = Laptop(tmp_path / "m", "Mentor")
    three_schools(own)
    school = Laptop(tmp_path / "b", "Laptop B")
    school.join(own.exchange.send(stick, spaces=spaces(own, "B")).file)
    own.merge(school.send(stick).file)
    own.save(dataclasses.replace(own.get(Meeting, OF_SCHOOLS["A"]), venue="Aula"))
    assert (peer(own, school).lacks, peer(own, school).schools) == (0, ("SD B",))
    own.save(dataclasses.replace(own.get(Meeting, OF_SCHOOLS["B"]), venue="Aula"))
    assert peer(own, school).lacks == 1


def test_both_branches_of_a_copied_laptop_count(two: list[Laptop], stick: Path, tmp_path: Path) -> None:
    """Own work that forked: who holds one branch lacks the other."""
    a, b = two
    twin = a.copy_to(tmp_path / "twin", "Laptop A")
    a.save(meeting(1))
    twin.save(meeting(2))
    twin.save(meeting(2, venue="Aula"))
    b.merge(twin.send(stick).file)
    a.merge(b.send(stick).file)
    found = peer(a, b)
    assert found.lacks == 1
    b.merge(a.send(stick, b).file)
    a.merge(b.send(stick, a).file)
    assert peer(a, b).lacks == 0


def test_fifty_laptops_are_told_in_a_few_looks(two: list[Laptop], stick: Path) -> None:
    """The list of a hub: the queries must not grow with laptops times feeds times changes."""
    a, b = two
    a.merge(b.send(stick).file)
    with a.storage.db.write() as connection:
        for number in range(50):
            uid = f"{number:032x}"
            connection.exec_driver_sql("INSERT INTO sync_device (pubkey, label, words, self) VALUES (?, ?, '', 0)",
                                       (bytes([number]) * 32, f"Laptop {number}"))
            connection.exec_driver_sql(
                "INSERT INTO sync_manifest (replica_uid, device_id, manifest_no, seen_at, have) "
                "SELECT ?, max(id), 1, '2025-05-12T00:00:00Z', '[]' FROM sync_device", (uid,))
            connection.exec_driver_sql("INSERT INTO sync_peer (replica_uid, space_id, tips) "
                                       "SELECT ?, space_id, tips FROM sync_peer WHERE replica_uid LIKE ?",
                                       (uid, f"{b.feeds.own()[0]}%"))
    found = a.exchange.peers()
    assert len(found) == 51
    assert {(one.lacks, one.holds_until) for one in found} == {(0, local_day(0))}


def test_the_log_tells_a_bundle_again(two: list[Laptop], stick: Path) -> None:
    """Sent and received: size, counts, check code, who made it, the restore point, and the first records by name."""
    a, b = two
    b.merge(a.send(stick).file)
    b.save(meeting(1, title="Rapat rutin"), meeting(2))
    b.save(dataclasses.replace(b.get(Meeting, MEETINGS[0]), venue="Aula"))
    with b.storage.unit() as unit:
        unit.delete(Row("meeting", MEETINGS[2]))
    sent = b.send(stick, a)
    digest = hashlib.sha256(sent.file.read_bytes()).hexdigest()
    out = b.exchange.detail(sent.bundle, "out")
    assert out is not None
    assert (out.line.file, out.line.size, out.line.sha256, out.line.changes) == \
        (sent.file.name, sent.file.stat().st_size, digest, sent.commits)
    assert out.line.sealed
    assert (out.line.kind, out.made_by, out.line.peer) == (sent.kind, "Laptop B", "Laptop A")
    receipt = a.merge(sent.file)
    detail = a.exchange.detail(receipt.bundle)
    assert detail is not None
    line = detail.line
    assert line.check_code == out.line.check_code == " ".join((digest[:4], digest[4:8], digest[8:12]))
    assert (line.sha256, line.size, line.sealed, line.file) == (digest, out.line.size, True, sent.file.name)
    assert (dict(detail.new), dict(detail.changed), dict(detail.deleted)) == ({"meeting": 1}, {"meeting": 1}, {})
    assert (Row("meeting", MEETINGS[1]), RowChange.NEW, "Rapat rutin") in detail.first
    assert (detail.made_by, detail.writers, detail.restore_point, detail.schools) == \
        ("Laptop B", ("Laptop B",), "point-1", ("SD Melati 01",))
    assert line == next(one for one in a.exchange.log() if one.bundle == receipt.bundle)
    assert a.exchange.detail("0" * 32) is None


def test_a_record_that_a_bundle_deleted_is_told_as_deleted(two: list[Laptop], stick: Path) -> None:
    a, b = two
    with b.storage.unit() as unit:
        unit.delete(Row("meeting", MEETINGS[0]))
    receipt = a.merge(b.send(stick).file)
    detail = a.exchange.detail(receipt.bundle)
    assert detail is not None
    assert dict(detail.deleted) == {"meeting": 1}
    assert dict(detail.changed) == dict(detail.new) == {}


def test_a_request_in_the_log_is_one(two: list[Laptop], stick: Path) -> None:
    a, b = two
    receipt = a.merge(b.exchange.ask(stick).file)
    detail = a.exchange.detail(receipt.bundle)
    assert detail is not None
    assert (detail.line.kind, detail.line.changes, detail.first) == (BundleKind.REQUEST, 0, ())


def test_the_preview_names_the_entries_that_will_differ(two: list[Laptop], stick: Path) -> None:
    a, b = two
    a.save(dataclasses.replace(a.get(Meeting, MEETINGS[0]), venue="Ruang guru"))
    b.save(dataclasses.replace(b.get(Meeting, MEETINGS[0]), venue="Kelas IV"))
    receipt = a.exchange.preview(b.send(stick).file, accept_new=True)
    assert receipt.differing == 1
    assert receipt.intake.opened == ((Row("meeting", MEETINGS[0]), "venue"),)


def test_a_copied_laptop_is_told_of_by_whoever_hears_of_both(tmp_path: Path, stick: Path) -> None:
    """Two machines write under one replica until one hears of the other: the receipt, the log and the list say so."""
    a, b, hub = founded(tmp_path, 3)
    twin = b.copy_to(tmp_path / "twin", "Laptop B")
    b.save(meeting(1))
    twin.save(meeting(2))
    assert hub.merge(b.send(stick).file).intake.copied == ()
    assert hub.exchange.copied() == []
    bundle = twin.send(stick).file
    assert hub.exchange.preview(bundle).intake.copied == ("Laptop B",)
    assert hub.exchange.copied() == []
    receipt = hub.merge(bundle)
    assert receipt.intake.copied == ("Laptop B",)
    (found,) = hub.exchange.copied()
    assert (found.label, found.key, found.own) == ("Laptop B", b.key, False)
    assert found.at is not None
    detail = hub.exchange.detail(receipt.bundle)
    assert detail is not None
    assert detail.copied == ("Laptop B",)
    assert hub.merge(bundle).intake.copied == (), "it is told once"
    # and the one that was copied hears of it itself, and goes on as a new replica
    before = b.feeds.own()[0]
    receipt = b.merge(hub.exchange.send(stick, None).file)
    assert receipt.intake.copied == ("Laptop B",)
    assert b.feeds.own()[0] != before
    assert [one.own for one in b.exchange.copied()] == [True]
    for laptop in (a, b, hub, twin):
        laptop.close()


def test_a_copy_that_was_noticed_at_its_start_is_told_of_too(two: list[Laptop], stick: Path) -> None:
    a, b = two
    b.save(meeting(1))
    assert a.merge(b.send(stick).file).intake.copied == ()
    b.feeds.mint("clone")
    b.save(meeting(2))
    assert a.merge(b.send(stick).file).intake.copied == ("Laptop B",)


def test_a_restored_or_reinstalled_laptop_is_no_copy(two: list[Laptop], stick: Path) -> None:
    """Going back to a backup, undoing a receipt, or getting a new key must not raise an alarm about theft."""
    a, b = two
    b.save(meeting(1))
    b.send(stick)
    for born in ("restore", "undo"):
        b.feeds.mint(born)
        b.save(meeting(1, venue=born))
        assert a.merge(b.send(stick).file).intake.copied == ()
    b.paths.device_key.unlink()
    b.send(stick)  # from here on it goes by its new key
    b.save(meeting(2))
    receipt = a.merge(b.send(stick).file)
    assert (receipt.state, receipt.intake.copied) == (ReceiptState.APPLIED, ())
    assert a.exchange.copied() == []


def test_a_known_name_with_another_key_is_shouted_in_the_preview(two: list[Laptop], stick: Path) -> None:
    """F19: somebody else's laptop that calls itself as a known one does."""
    a, b = two
    a.merge(b.send(stick).file)
    b.paths.device_key.unlink()
    device_key.load_or_make(b.paths.device_key)
    b.save(meeting(1))
    receipt = a.exchange.preview(b.send(stick).file)
    assert receipt.state is ReceiptState.NEEDS_TRUST
    assert [(one.label, one.same_name_other_key) for one in receipt.strangers] == [("Laptop B", True)]
    assert receipt.new == {"meeting": 1}, "the preview still says what it would bring"
