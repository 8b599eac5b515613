"""Whose word counts: strangers, computers cut off, stewards, lost and copied keys. The comments name the faults."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from plcdesk.domain.errors import UserError
from plcdesk.domain.exchange import BundleKind, ReceiptState
from plcdesk.domain.meetings import Meeting
from plcdesk.domain.people import Group, Person
from plcdesk.domain.programme import Programme, School
from plcdesk.domain.stewardship import Act, Computer, DeviceNotice
from plcdesk.services.records import Records
from plcdesk.services.stewards import Stewards
from plcdesk.storage.stewards import standing
from tests.exchange.laptops import MEETINGS, SCHOOL, Laptop, folder_in, meeting


def stewards(laptop: Laptop) -> Stewards:
    return Stewards(laptop.storage, Records(laptop.storage, lambda: datetime.fromtimestamp(laptop.now / 1000, UTC)))


def seen(laptop: Laptop, other: Laptop) -> Computer:
    return next(one for one in stewards(laptop).computers() if one.key == other.key)


def hand(sender: Laptop, receiver: Laptop, stick: Path, **options: Any) -> Any:
    path = sender.send(stick, kind=BundleKind.FULL).file
    receipt = receiver.merge(path, accept_new=options.get("accept_new", False))
    path.unlink()
    return receipt


def acquainted(laptops: list[Laptop], stick: Path) -> None:
    for one in laptops:
        one.save(meeting(laptops.index(one), title=one.name))
        for other in laptops:
            if other is not one:
                hand(one, other, stick, accept_new=True)


def test_who_began_the_programme_is_its_steward_on_every_laptop(three: list[Laptop], stick: Path) -> None:
    a, b, _ = three
    for laptop in three:
        assert [one.label for one in stewards(laptop).computers() if one.steward] == ["Laptop A"]
    assert [stewards(laptop).may_i() for laptop in three] == [True, False, False]
    with pytest.raises(UserError, match="steward"):
        stewards(b).cut_off(a.key, "")
    assert stewards(a).computers()[0].self


def test_a_steward_before_its_key_is_made_is_the_same_after(tmp_path: Path) -> None:
    a = Laptop(tmp_path / "a", "Laptop A")
    a.found()
    assert stewards(a).may_i()
    a.send(folder_in(tmp_path, "stick"))
    assert stewards(a).may_i()
    a.close()


def test_a_notice_of_somebody_else_has_no_effect(three: list[Laptop], stick: Path) -> None:
    a, b, c = three
    acquainted(three, stick)
    b.save(DeviceNotice(act=Act.CUT, device=c.key), DeviceNotice(act=Act.STEWARD, device=b.key))
    hand(b, a, stick)
    c.save(meeting(2, venue="Aula"))
    assert hand(c, a, stick).state is ReceiptState.APPLIED
    assert not seen(a, c).cut
    assert not seen(a, b).steward


def test_later_work_of_a_computer_cut_off_is_asked_about_and_never_lost(three: list[Laptop], stick: Path) -> None:
    a, b, c = three
    acquainted(three, stick)
    c.save(meeting(2, venue="sebelum"))
    hand(c, a, stick)
    stewards(a).cut_off(c.key, "Laptop dicuri")
    assert hand(a, b, stick).state is ReceiptState.APPLIED, "what it wrote before still counts"
    assert b.get(Meeting, MEETINGS[2]).venue == "sebelum"
    assert (seen(b, c).trust, seen(b, c).cut_reason, seen(b, c).after_cut) == ("cut", "Laptop dicuri", 0)
    c.save(meeting(2, venue="sesudah"))
    path = c.send(stick, kind=BundleKind.FULL).file
    preview = b.exchange.preview(path)
    assert preview.state is ReceiptState.NEEDS_TRUST
    assert [(one.label, one.trust) for one in preview.strangers] == [("Laptop C", "cut")]
    before = b.dots()
    refused = b.merge(path, accept_new=False)
    assert refused.state is ReceiptState.NEEDS_TRUST
    assert [one.trust for one in refused.strangers] == ["cut"]
    assert (b.dots(), b.get(Meeting, MEETINGS[2]).venue) == (before, "sebelum")
    assert b.merge(path, accept_new=True).state is ReceiptState.APPLIED
    assert b.get(Meeting, MEETINGS[2]).venue == "sesudah"
    assert seen(b, c).after_cut == 1
    c.save(meeting(2, venue="lagi"))
    assert hand(c, b, stick).state is ReceiptState.APPLIED, "the answer is remembered"


def test_work_after_the_cut_is_asked_about_whoever_brings_it(three: list[Laptop], stick: Path) -> None:
    a, b, c = three
    acquainted(three, stick)
    stewards(a).cut_off(c.key, "")
    c.save(meeting(2, venue="sesudah"))
    hand(c, b, stick, accept_new=True)  # B has not heard of the cut
    assert hand(b, a, stick).state is ReceiptState.NEEDS_TRUST
    # the notice and the work come in one bundle: the notice counts
    assert hand(a, b, stick).state is ReceiptState.APPLIED, "B holds it already: nothing to ask about"
    d = Laptop(a.paths.folder.parent.parent / "d", "Laptop D")
    d.join(a.send(stick, kind=BundleKind.FULL).file)
    receipt = hand(b, d, stick)
    assert {one.label: one.trust for one in receipt.strangers}["Laptop C"] == "cut"
    assert hand(b, d, stick, accept_new=True).state is ReceiptState.APPLIED
    assert hand(b, d, stick).state is ReceiptState.NOTHING_NEW
    d.close()


def test_a_computer_let_back_counts_with_all_it_wrote(three: list[Laptop], stick: Path) -> None:
    a, b, c = three
    acquainted(three, stick)
    stewards(a).cut_off(c.key, "salah paham")
    hand(a, b, stick)
    c.save(meeting(2, venue="sesudah"))
    assert hand(c, b, stick).state is ReceiptState.NEEDS_TRUST
    stewards(a).let_back(c.key)
    hand(a, b, stick)
    assert hand(c, b, stick).state is ReceiptState.APPLIED
    assert [seen(laptop, c).trust for laptop in (a, b)] == ["accepted", "accepted"]
    with pytest.raises(UserError):
        stewards(a).let_back(c.key)


def test_a_thief_does_not_get_in_by_a_second_line_of_work(three: list[Laptop], stick: Path, tmp_path: Path) -> None:
    """An older copy of the stolen disk goes on from before the cut: fewer changes than were let in, but others."""
    a, b, c = three
    acquainted(three, stick)
    old = tmp_path / "old.db"
    c.snapshot(old)
    for venue in ("satu", "dua", "tiga"):
        c.save(meeting(2, venue=venue))
    hand(c, a, stick)
    stewards(a).cut_off(c.key, "")
    hand(a, b, stick)
    c.put_back(old, check=False)
    c.save(meeting(2, venue="curian"))
    assert [one.trust for one in hand(c, b, stick).strangers] == ["cut"]


def test_a_stranger_the_steward_accepts_is_nobody_to_be_asked_about(three: list[Laptop], stick: Path) -> None:
    a, b, _ = three
    d = Laptop(a.paths.folder.parent.parent / "d", "Laptop D")
    d.join(a.send(stick, kind=BundleKind.FULL).file)
    d.save(meeting(2, venue="Aula"))
    assert hand(d, b, stick).state is ReceiptState.NEEDS_TRUST
    hand(d, a, stick, accept_new=True)
    stewards(a).accept(d.key)
    path = a.send(stick, kind=BundleKind.FULL).file
    assert b.exchange.preview(path).state is ReceiptState.APPLIED
    assert b.merge(path, accept_new=False).state is ReceiptState.APPLIED, "the notice comes in the very bundle"
    assert b.get(Meeting, MEETINGS[2]).venue == "Aula"
    assert (seen(b, d).trust, seen(b, d).steward) == ("accepted", False)
    d.close()


def test_a_known_name_with_another_key_is_shouted_whatever_a_steward_says(three: list[Laptop], stick: Path) -> None:
    """F19: the name of a laptop that is known, behind a key that is not."""
    a, b, _ = three
    acquainted(three, stick)
    impostor = Laptop(a.paths.folder.parent.parent / "x", "Laptop C")
    impostor.join(a.send(stick, kind=BundleKind.FULL).file)
    impostor.save(meeting(2, venue="Aula"))
    hand(impostor, a, stick, accept_new=True)
    stewards(a).accept(impostor.key)
    receipt = hand(a, b, stick)
    assert receipt.state is ReceiptState.NEEDS_TRUST
    assert [(one.trust, one.same_name_other_key) for one in receipt.strangers] == [("unknown", True)]
    impostor.close()


def test_a_second_steward_does_what_the_first_may(three: list[Laptop], stick: Path) -> None:
    a, b, c = three
    acquainted(three, stick)
    stewards(a).name_steward(b.key)
    hand(a, b, stick)
    assert stewards(b).may_i()
    stewards(b).cut_off(c.key, "")
    hand(b, c, stick)
    hand(b, a, stick)
    assert seen(a, c).cut
    assert seen(c, c).cut
    assert stewards(c).computers()[0].trust == "self"


def test_of_two_stewards_who_cut_each_other_off_the_first_named_prevails(three: list[Laptop], stick: Path) -> None:
    a, b, c = three
    acquainted(three, stick)
    stewards(a).name_steward(b.key)
    stewards(a).name_steward(c.key)
    for other in (b, c):
        hand(a, other, stick)
    stewards(a).cut_off(b.key, "")
    stewards(b).cut_off(a.key, "")
    stewards(b).cut_off(c.key, "")
    hand(b, c, stick, accept_new=True)
    hand(a, c, stick, accept_new=True)
    hand(b, a, stick, accept_new=True)
    for laptop in (a, c):
        assert [seen(laptop, other).cut for other in (a, b, c)] == [False, True, False]


def test_who_vouches_for_a_stewards_words_does_not_make_them_so(three: list[Laptop], stick: Path, tmp_path: Path) -> None:
    """F49: the steward's key is lost. What it had not sent comes under another's word: work like any other, no orders."""
    a, b, c = three
    acquainted(three, stick)
    stewards(a).cut_off(c.key, "")  # said, but never sent under the key that is lost now
    a.close()
    for path in a.paths.device_key.parent.glob(f"{a.paths.device_key.name}*"):
        path.unlink()
    a.open()
    receipt = hand(a, b, stick, accept_new=True)
    assert receipt.state is ReceiptState.APPLIED
    assert any(one.vouched_by for one in receipt.devices)
    assert not seen(b, c).cut
    assert not stewards(a).may_i(), "a new key is a new computer"
    assert [one.label for one in stewards(b).computers() if one.steward] == ["Laptop A"]


def test_a_copied_key_is_one_computer_and_cut_off_as_one(three: list[Laptop], stick: Path, tmp_path: Path) -> None:
    """F49: the key copied by hand. Both write under it; a cut stops both, and nothing of either is lost."""
    a, b, c = three
    acquainted(three, stick)
    twin = c.copy_to(tmp_path / "twin", "Laptop C")
    hand(c, a, stick)
    stewards(a).cut_off(c.key, "")
    hand(a, b, stick)
    c.save(meeting(1, venue="asli"))
    twin.save(meeting(2, venue="salinan"))
    for laptop in (c, twin):
        assert hand(laptop, b, stick).state is ReceiptState.NEEDS_TRUST
    for laptop in (c, twin):
        assert hand(laptop, b, stick, accept_new=True).state is ReceiptState.APPLIED
    assert (b.get(Meeting, MEETINGS[1]).venue, b.get(Meeting, MEETINGS[2]).venue) == ("asli", "salinan")
    assert seen(b, c).copied
    twin.close()


def test_an_installation_anew_with_the_same_name_is_another_computer(three: list[Laptop], stick: Path) -> None:
    """F49: reinstalled, same label, new key: it is asked about loudly, then works on."""
    a, b, c = three
    acquainted(three, stick)
    c.close()
    shutil.rmtree(c.paths.folder.parent)
    again = Laptop(c.paths.folder.parent, "Laptop C")
    again.join(a.send(stick, kind=BundleKind.FULL).file)
    again.save(meeting(2, venue="baru"))
    receipt = hand(again, b, stick)
    assert [(one.trust, one.same_name_other_key) for one in receipt.strangers] == [("unknown", True)]
    assert hand(again, b, stick, accept_new=True).state is ReceiptState.APPLIED
    three[2] = again


def test_a_laptop_accepted_in_one_school_is_asked_about_in_another(three: list[Laptop], stick: Path) -> None:
    """F20: a computer known from school A writes in the space of school B."""
    a, b, c = three
    acquainted(three, stick)
    c.save(School(name="SD Kenanga"))
    other = next(school for school in c.storage.store.all(School) if school.id != SCHOOL)
    hand(c, b, stick, accept_new=True)
    c.save(Person(name="Dewi", school_id=other.id), Group(name="KBP Kenanga", school_id=other.id))
    path = c.send(stick, kind=BundleKind.FULL).file
    receipt = a.merge(path, accept_new=False)
    assert receipt.state is ReceiptState.NEEDS_TRUST
    assert [(one.label, one.trust) for one in receipt.strangers] == [("Laptop C", "unknown")]
    assert a.feeds.trust(bytes.fromhex(c.key), other.space) == "unknown"
    assert a.merge(path, accept_new=True).state is ReceiptState.APPLIED
    assert a.feeds.trust(bytes.fromhex(c.key), other.space) == "accepted"


def test_an_old_bundle_played_again_moves_nobody_back(three: list[Laptop], stick: Path) -> None:
    """F18: a valid manifest with a lower number says what was true once."""
    a, b, _ = three
    acquainted(three, stick)
    old = b.send(stick, kind=BundleKind.FULL).file
    a.merge(old)
    b.save(meeting(2, venue="Aula"))
    a.merge(b.send(stick, kind=BundleKind.FULL).file)
    before = a.feeds.peer(bytes.fromhex(b.key))
    assert before is not None
    assert a.merge(old).state is ReceiptState.NOTHING_NEW
    after = a.feeds.peer(bytes.fromhex(b.key))
    assert after is not None
    assert after.tips == before.tips


def test_a_blocked_computer_stays_blocked_though_a_steward_accepts_it(three: list[Laptop], stick: Path) -> None:
    """F21: what was decided here holds here."""
    a, b, c = three
    acquainted(three, stick)
    b.exchange.block(c.key)
    stewards(a).accept(c.key)
    hand(a, b, stick)
    c.save(meeting(2, venue="Aula"))
    assert hand(c, b, stick).state is ReceiptState.REFUSED
    assert seen(b, c).trust == "blocked"


def test_a_second_beginning_of_the_programme_makes_no_second_founder(three: list[Laptop], stick: Path) -> None:
    a, b, c = three
    acquainted(three, stick)
    b.save(Programme(name="Program KBP"))
    hand(b, a, stick)
    hand(b, c, stick)
    for laptop in three:
        with laptop.storage.db.read() as connection:
            assert standing(connection).stewards == {a.key}


def test_notices_are_in_no_list_and_no_trash(three: list[Laptop], stick: Path) -> None:
    a, b, c = three
    acquainted(three, stick)
    changes = stewards(a).cut_off(c.key, "rahasia")
    records = Records(a.storage, lambda: datetime.fromtimestamp(a.now / 1000, UTC))
    assert not records.undo(changes), "a word of a steward is taken back by another, not by undo"
    assert "device_notice" not in records.counts()
    assert not [line for line in records.history() if line.row.table == "device_notice"]
    hand(a, b, stick)
    # somebody deletes the record itself
    (notice,) = b.storage.store.all(DeviceNotice)
    with b.storage.unit() as unit:
        unit.delete(notice)
    hand(b, a, stick)
    assert seen(a, c).cut
    assert seen(b, c).cut
    assert a.storage.store.deleted() == []
