"""Two laptops and a stick, as users meet them: what is sent arrives, what is wrong is said, nothing is lost."""

import dataclasses
import shutil
from pathlib import Path

from plcdesk.domain.changes import Row
from plcdesk.domain.exchange import BundleKind, ReceiptState, RowChange
from plcdesk.domain.meetings import Meeting
from plcdesk.domain.people import Person
from plcdesk.domain.programme import Programme, School
from plcdesk.sync.container import Bundle
from plcdesk.sync.manifest import Manifest
from tests.exchange import oracle
from tests.exchange.laptops import MEETINGS, PERSON, SCHOOL, Laptop, exchange_all, folder_in, founded, meeting


def manifest(path: Path) -> Manifest:
    return Bundle.open(path).manifest


def test_joining_brings_everything(two: list[Laptop]) -> None:
    a, b = two
    assert b.get(Person, PERSON).name == "Bambang Suryana, S.Pd."
    assert (a.digest(), a.dots()) == (b.digest(), b.dots())
    assert a.feeds.own()[0] != b.feeds.own()[0]


def test_changes_travel_and_come_back(two: list[Laptop], stick: Path) -> None:
    a, b = two
    b.save(meeting(1, venue="Aula"))
    receipt = a.merge(b.send(stick).file)
    assert receipt.state is ReceiptState.APPLIED
    assert (receipt.new, receipt.changed, receipt.deleted, receipt.differing) == ({"meeting": 1}, {}, {}, 0)
    assert receipt.changes.tables == {"meeting"}
    assert a.get(Meeting, MEETINGS[1]).venue == "Aula"
    a.save(dataclasses.replace(a.get(Meeting, MEETINGS[1]), venue="Kelas IV"))
    answer = a.send(stick, b)
    assert (answer.kind, answer.commits, answer.whom) == (BundleKind.INCREMENTAL, 1, "Laptop B")
    receipt = b.merge(answer.file)
    assert (receipt.new, receipt.changed) == ({}, {"meeting": 1})
    assert a.digest() == b.digest()


def test_a_deletion_travels(two: list[Laptop], stick: Path) -> None:
    a, b = two
    with b.storage.unit() as unit:
        unit.delete(Row("meeting", MEETINGS[0]))
    receipt = a.merge(b.send(stick).file)
    assert receipt.intake.rows == {Row("meeting", MEETINGS[0]): RowChange.DELETED}
    assert a.get(Meeting, MEETINGS[0]) is None


def test_the_same_entry_changed_on_both_is_shown_on_both(two: list[Laptop], stick: Path) -> None:
    a, b = two
    a.save(dataclasses.replace(a.get(Meeting, MEETINGS[0]), venue="Ruang guru"))
    b.now += 60_000
    b.save(dataclasses.replace(b.get(Meeting, MEETINGS[0]), venue="Kelas IV"))
    receipt = a.merge(b.send(stick).file)
    assert receipt.differing == 1
    b.merge(a.send(stick).file)
    for laptop in two:
        (item,) = laptop.storage.store.differing()
        assert [sibling.value for sibling in item.siblings] == ["Kelas IV", "Ruang guru"]
    assert a.digest() == b.digest()


def test_a_preview_tells_what_the_merge_does_and_changes_nothing(two: list[Laptop], stick: Path) -> None:
    a, b = two
    b.save(meeting(1), meeting(2, venue="Aula"))
    b.save(dataclasses.replace(b.get(Meeting, MEETINGS[0]), venue="Aula"))
    path = b.send(stick).file
    before = oracle.state(a)
    preview = a.exchange.preview(path, accept_new=True)
    assert oracle.state(a) == before
    assert a.exchange.log() == [line for line in a.exchange.log() if line.direction == "out"]
    receipt = a.merge(path)
    assert (preview.state, preview.new, preview.changed) == (receipt.state, receipt.new, receipt.changed)
    assert preview.intake.rows == receipt.intake.rows
    assert a.points == 1


def test_received_again_it_changes_nothing_and_makes_no_restore_point(two: list[Laptop], stick: Path) -> None:
    a, b = two
    b.save(meeting(1))
    path = b.send(stick).file
    a.merge(path)
    before, points = oracle.state(a), a.points
    for _ in range(3):
        assert a.merge(path).state is ReceiptState.NOTHING_NEW
        assert a.exchange.preview(path).state is ReceiptState.NOTHING_NEW
    assert (oracle.state(a), a.points) == (before, points)


def test_a_stranger_is_asked_about_once(two: list[Laptop], stick: Path) -> None:
    a, b = two
    b.save(meeting(1))
    path = b.send(stick).file
    preview = a.exchange.preview(path)
    assert preview.state is ReceiptState.NEEDS_TRUST
    assert preview.new == {"meeting": 1}  # what it would bring can be seen before anyone is trusted
    (stranger,) = preview.strangers
    assert (stranger.label, len(stranger.words.split()), stranger.same_name_other_key) == ("Laptop B", 6, False)
    before = oracle.state(a)
    assert a.merge(path, accept_new=False).state is ReceiptState.NEEDS_TRUST
    assert oracle.state(a) == before
    assert a.merge(path, accept_new=True).state is ReceiptState.APPLIED
    b.save(meeting(2))
    assert a.merge(b.send(stick).file, accept_new=False).state is ReceiptState.APPLIED


def test_a_known_name_with_another_key_is_said_loudly(two: list[Laptop], stick: Path, tmp_path: Path) -> None:
    a, b = two
    a.merge(b.send(stick).file)
    impostor = Laptop(tmp_path / "x", "Laptop B")
    impostor.join(a.send(stick).file)
    impostor.save(meeting(1))
    (stranger,) = a.exchange.preview(impostor.send(stick).file).strangers
    impostor.close()
    assert stranger.same_name_other_key


def test_work_passed_on_by_a_third_laptop_arrives_under_its_own_name(two: list[Laptop], stick: Path, tmp_path: Path) -> None:
    a, b = two
    c = Laptop(tmp_path / "c", "Laptop C")
    c.join(a.send(stick).file)
    b.save(meeting(1))
    a.merge(b.send(stick).file)
    receipt = c.merge(a.send(stick).file)
    assert {device.label for device in receipt.devices} == {"Laptop A", "Laptop B"}
    assert c.dots() == a.dots()
    c.close()


def test_wrong_files_are_named_for_what_they_are(two: list[Laptop], stick: Path, tmp_path: Path) -> None:
    a, b = two
    b.save(meeting(1))
    good = b.send(stick).file
    foreign = stick / "foto.jpg"
    foreign.write_bytes(b"\xff\xd8\xff" + bytes(1000))
    zeros = stick / "nol.plcb"
    zeros.write_bytes(bytes(5000))
    cut = stick / "potong.plcb"
    cut.write_bytes(good.read_bytes()[:-30])
    other = Laptop(tmp_path / "y", "Laptop Y")
    other.found()
    theirs = other.send(folder_in(tmp_path, "stick2")).file
    other.close()
    before = oracle.state(a)
    for path, words in ((foreign, "not a PLC Desk bundle"), (zeros, "incomplete"), (cut, "incomplete"), (theirs, "belongs to")):
        for receipt in (a.exchange.preview(path), a.merge(path)):
            assert receipt.state is ReceiptState.REFUSED
            assert receipt.reason is not None
            assert words in receipt.reason.text
    assert a.merge(theirs).reason.values == {"name": "Program KBP"}  # type: ignore[union-attr]
    assert oracle.state(a) == before
    assert list(a.paths.quarantine.glob("*")) == []


def test_bundles_are_found_whatever_they_are_called(two: list[Laptop], stick: Path) -> None:
    a, b = two
    one = b.send(stick).file
    shutil.copy(one, stick / ".tersembunyi.dat")
    deep = stick / "folder" / "dalam"
    deep.mkdir(parents=True)
    shutil.copy(one, deep / "salinan (1).zip")
    shutil.copy(one, stick / "pintasan.lnk")
    (stick / "catatan.plcb").write_text("bukan paket")
    (stick / "rusak.plcb").write_bytes(one.read_bytes()[:200])
    found = a.exchange.candidates(stick)
    names = {item.path.name for item in found if item.sender == "Laptop B"}
    assert names >= {one.name, ".tersembunyi.dat", "salinan (1).zip"}
    assert "pintasan.lnk" not in {item.path.name for item in found}
    assert found[-1].sender == ""  # broken, but worth showing
    assert all(item.programme == "Program KBP" for item in found[:-1])
    assert a.exchange.candidates(stick / "none") == []


def test_file_names_are_never_used_twice(two: list[Laptop], stick: Path) -> None:
    a, _ = two
    names = {a.send(stick).file.name for _ in range(3)}
    assert len(names) == 3
    assert all(name.startswith("Program-KBP_SD-Melati-01_") and name.endswith(".plcb") for name in names)


def test_a_bundle_that_builds_on_what_is_missing_waits(two: list[Laptop], stick: Path) -> None:
    a, b = two
    a.merge(b.send(stick).file)
    b.merge(a.send(stick).file)
    b.save(meeting(1, venue="Aula"))
    lost = b.exchange.send(stick, a.key, sealed=False)
    # b hears from a what a does not hold any more: as after a's disk was put back to an older copy
    a.save(meeting(2))
    a.merge(lost.file)
    b.merge(a.send(stick, b).file)
    b.save(dataclasses.replace(b.get(Meeting, MEETINGS[1]), venue="Kelas IV"))
    second = b.exchange.send(stick, a.key, sealed=False)
    assert second.commits == 1
    late = Laptop(a.paths.folder.parent.parent / "late", "Laptop L")
    late.join(manifest_without(a, b, stick))
    receipt = late.merge(second.file)
    assert receipt.state is ReceiptState.PARKED
    assert receipt.reason is not None
    assert "Laptop B" in receipt.reason.values["names"]
    assert late.get(Meeting, MEETINGS[1]) is None
    receipt = late.merge(lost.file)
    assert receipt.state is ReceiptState.APPLIED
    assert late.get(Meeting, MEETINGS[1]).venue == "Kelas IV"  # the one that waited came in with it
    assert late.receiving.waiting() == 0
    late.close()


def manifest_without(a: Laptop, b: Laptop, stick: Path) -> Path:
    """A bundle for anyone as the founder had made it before any of this."""
    return sorted(stick.glob("*.plcb"), key=lambda path: manifest(path).manifest_no if manifest(path).sender.label == "Laptop A"
                  else 10**12)[0]


def test_any_order_of_bundles_ends_alike(tmp_path: Path, stick: Path) -> None:
    laptops = founded(tmp_path, 3)
    paths: list[Path] = []
    for step in range(6):
        laptop = laptops[step % 3]
        laptop.now += step * 1000
        laptop.save(dataclasses.replace(laptop.get(Meeting, MEETINGS[0]), venue=f"Ruang {step}"))
        paths.append(laptop.send(stick).file)
    for number, laptop in enumerate(laptops):
        for path in [*paths[number:], *reversed(paths), *paths[:number]]:
            laptop.merge(path)
    assert len({laptop.digest() for laptop in laptops}) == 1
    for laptop in laptops:
        assert laptop.verify().ok
        laptop.close()


def test_the_log_of_exchange_says_what_went_and_came(two: list[Laptop], stick: Path) -> None:
    a, b = two
    b.save(meeting(1))
    sent = b.send(stick)
    receipt = a.merge(sent.file)
    line = a.exchange.log()[0]
    assert (line.direction, line.state, line.peer, line.bundle, line.undoable) == ("in", "applied", "Laptop B", receipt.bundle, True)
    assert [(found.direction, found.file) for found in b.exchange.log()][0] == ("out", sent.file.name)
    a.exchange.undo(receipt.bundle)
    assert (a.exchange.log()[0].state, a.exchange.log()[0].undoable) == ("reverted", False)


def test_no_name_is_too_long_or_too_odd_for_the_others(tmp_path: Path, stick: Path) -> None:
    a = Laptop(tmp_path / "a", "Dr. Hj. " + "Siti" * 40 + "\0")
    a.save(Programme(name="Program KBP"), School(id=SCHOOL, name="SD\0 " + "Melati" * 50))
    b = Laptop(tmp_path / "b", "Laptop B")
    assert b.join(a.send(stick).file).state is ReceiptState.APPLIED
    assert b.digest() == a.digest()
    a.close()
    b.close()


def test_what_exchange_all_promises(tmp_path: Path, stick: Path) -> None:
    laptops = founded(tmp_path, 3)
    for number, laptop in enumerate(laptops):
        laptop.save(meeting(number, venue=laptop.name))
    exchange_all(laptops, stick)
    assert len({laptop.digest() for laptop in laptops}) == 1
    for laptop in laptops:
        laptop.close()
