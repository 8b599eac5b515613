"""What somebody who is accepted here, and can write programs, may put on a stick: bundles taken apart and wrapped anew."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from plcdesk.domain.exchange import BundleKind, ReceiptState
from plcdesk.domain.meetings import Attachment, Meeting
from plcdesk.domain.people import Group
from plcdesk.domain.programme import School
from plcdesk.domain.progress import Progress
from plcdesk.domain.stewardship import Act, DeviceNotice
from plcdesk.ledger.chain import link, new_uid
from plcdesk.ledger.commit import Commit, Op, body_digest, encode, nonce
from plcdesk.ledger.feed import FeedRange, LogLine, Tip
from plcdesk.services.device_key import load_or_make
from plcdesk.services.records import Records
from plcdesk.services.stewards import Stewards
from plcdesk.storage.sql import fetch
from plcdesk.sync.container import Bundle
from plcdesk.sync.crypto import sign_manifest, sign_tip
from plcdesk.sync.manifest import Manifest
from plcdesk.sync.readme import readme
from plcdesk.sync.records import pack
from plcdesk.sync.writer import plan, write
from tests.exchange.laptops import MEETINGS, SCHOOL, START, Laptop, founded, meeting

Lines = Callable[[list[LogLine]], list[LogLine]]


@pytest.fixture
def three(tmp_path: Path, stick: Path) -> Iterator[list[Laptop]]:
    """Three laptops that accepted each other; the third is the insider's."""
    laptops = founded(tmp_path, 3)
    for number, one in enumerate(laptops):
        one.save(meeting(number, title=one.name))
        bundle = one.send(stick, kind=BundleKind.FULL).file
        for other in laptops:
            if other is not one:
                other.merge(bundle)
    yield laptops
    for laptop in laptops:
        laptop.close()


def wrapped(insider: Laptop, source: Path, lines: Lines = list, change: Callable[[Manifest], Manifest] = lambda found: found,
            ) -> Path:
    """The content of a bundle as the insider's own, changed."""
    key, _ = load_or_make(insider.paths.device_key)
    bundle = Bundle.open(source)
    packed = pack(lines(list(bundle.lines())), source.parent)
    sender = dataclasses.replace(bundle.manifest.sender, device=key.public, label=insider.name)
    manifest = change(dataclasses.replace(bundle.manifest, sender=sender, members=()))
    path = source.with_name(f"{new_uid()}.plcb")
    with path.open("wb") as file, packed.file:
        write(file, plan(manifest, readme("", "", manifest.made_at), packed, (), lambda data: sign_manifest(key, data)),
              Progress())
    return path


def with_branch(insider: Laptop, victim: Laptop, stick: Path, op: Op) -> Path:
    """A bundle with one more commit in the victim's own chain of the programme's space, which the insider vouches for."""
    key, _ = load_or_make(insider.paths.device_key)
    source = insider.send(stick, kind=BundleKind.FULL).file
    manifest = Bundle.open(source).manifest
    index, old = next((number, found) for number, found in enumerate(manifest.ranges)
                      if (found.device_key.hex(), found.space) == (victim.key, manifest.programme))
    head, body = encode(Commit(old.to_seq + 1, (START + 5) << 16, "", 3, 1, (op,)), nonce())
    digest = body_digest(body)
    end = Tip(old.to_seq + 1, link(old.to_hash, head, digest))
    made = dataclasses.replace(old, to_seq=end.seq, to_hash=end.hash, count=old.count + 1, signer=key.public)
    made = dataclasses.replace(made, tip_signature=sign_tip(key, made))

    def change(found: Manifest) -> Manifest:
        return dataclasses.replace(found, spaces=tuple(
            dataclasses.replace(part, feeds=tuple(made if one == old else one for one in part.feeds)) for part in found.spaces))

    return wrapped(insider, source, lambda lines: [*lines, LogLine(index, head, body, digest)], change)


def stewards(laptop: Laptop) -> set[str]:
    service = Stewards(laptop.storage, Records(laptop.storage, lambda: datetime.fromtimestamp(laptop.now / 1000, UTC)))
    return {one.label for one in service.computers() if one.steward}


def test_nobody_becomes_steward_by_a_forged_branch_of_the_stewards_own_chain(three: list[Laptop], stick: Path) -> None:
    a, b, insider = three
    notice = DeviceNotice(act=Act.STEWARD, device=insider.key)
    op = Op("device_notice", str(notice.id), "set", ("act", "device"), (Act.STEWARD.value, insider.key))
    path = with_branch(insider, a, stick, op)
    for laptop in (a, b):
        assert laptop.merge(path).state is ReceiptState.APPLIED
        assert stewards(laptop) == {"Laptop A"}, "also on the steward's own computer"


def test_nobody_gives_the_schools_other_names_by_what_a_bundle_calls_them(three: list[Laptop], stick: Path) -> None:
    """What a bundle calls a space is signed by nobody but its sender, and it is what goes into everybody else's bundles."""
    _, b, insider = three
    before = [(space.uid, space.label) for space in b.feeds.spaces()]
    assert "SD Melati 01" in dict(before).values()
    insider.save(meeting(2, title="Baru"))
    path = wrapped(insider, insider.send(stick, kind=BundleKind.FULL).file, change=lambda found: dataclasses.replace(
        found, spaces=tuple(dataclasses.replace(part, space=part.space._replace(label="Diretas")) for part in found.spaces)))
    assert b.merge(path).state is ReceiptState.APPLIED
    assert [(space.uid, space.label) for space in b.feeds.spaces() if space.label != "Diretas"] == \
        [one for one in before if one[1]]
    # who has the record of the school gives it the name that stands there
    b.save(dataclasses.replace(b.get(School, SCHOOL), name="SD Melati Baru"))
    b.save(Group(name="KBP kedua", school_id=SCHOOL))
    assert "SD Melati Baru" in {space.label for space in b.feeds.spaces()}


def test_values_that_a_relay_left_out_come_with_the_next_whole_bundle(three: list[Laptop], stick: Path) -> None:
    a, b, insider = three
    a.save(dataclasses.replace(a.get(Meeting, MEETINGS[0]), venue="Aula"))
    whole = a.send(stick, kind=BundleKind.FULL).file
    insider.merge(whole)
    hollow = wrapped(insider, insider.send(stick, kind=BundleKind.FULL).file,
                     lambda lines: [dataclasses.replace(line, body=None) for line in lines])
    b.merge(hollow)
    assert b.get(Meeting, MEETINGS[0]).venue == ""
    preview = b.exchange.preview(whole)
    receipt = b.merge(whole)
    assert (preview.state, preview.intake.counts) == (receipt.state, receipt.intake.counts)
    assert receipt.state is ReceiptState.APPLIED
    assert b.get(Meeting, MEETINGS[0]).venue == "Aula"
    assert b.merge(whole).state is ReceiptState.NOTHING_NEW
    assert b.digest() == a.digest()
    assert b.verify().ok


def test_nobody_speaks_for_another_by_passing_his_bundle_on_as_his_own(three: list[Laptop], stick: Path) -> None:
    a, b, insider = three
    told = b.send(stick, kind=BundleKind.REQUEST).file
    a.save(meeting(2, venue="Aula"))
    seen = a.send(stick, kind=BundleKind.FULL).file
    everything = Bundle.open(seen).manifest

    def as_if(found: Manifest) -> Manifest:
        return dataclasses.replace(found, spaces=tuple(
            dataclasses.replace(part, tips=more.tips) for part, more in zip(found.spaces, everything.spaces, strict=True)))

    a.merge(told)
    a.merge(wrapped(insider, told, change=as_if))
    b.merge(a.send(stick, b).file)
    assert b.get(Meeting, MEETINGS[2]).venue == "Aula", "A went on believing B, not what was said under B's name"


def test_a_vouchers_word_does_not_take_the_place_of_the_writers_own(three: list[Laptop], stick: Path) -> None:
    a, b, insider = three
    insider.save(meeting(2, venue="Aula"))
    key, _ = load_or_make(insider.paths.device_key)

    def vouched(found: FeedRange) -> FeedRange:
        made = dataclasses.replace(found, signer=key.public)
        return dataclasses.replace(made, tip_signature=sign_tip(key, made))

    path = wrapped(insider, insider.send(stick, kind=BundleKind.FULL).file, change=lambda found: dataclasses.replace(
        found, spaces=tuple(dataclasses.replace(part, feeds=tuple(map(vouched, part.feeds))) for part in found.spaces)))
    b.merge(path)
    with b.storage.db.read() as connection:
        signers = fetch(connection, "SELECT DISTINCT t.signer FROM sync_tip t JOIN sync_feed f ON f.id = t.feed_id "
                                    "JOIN sync_device d ON d.id = f.device_id WHERE d.pubkey = ?", bytes.fromhex(a.key))
    assert signers == [(bytes.fromhex(a.key),)]


def test_a_photo_that_is_none_spoils_nobodys_bundles(three: list[Laptop], stick: Path) -> None:
    a, b, insider = three
    insider.save(Attachment(meeting_id=MEETINGS[0], sha256="G" * 64, size=5))
    assert a.merge(insider.send(stick, kind=BundleKind.FULL).file).state is ReceiptState.APPLIED
    assert b.merge(a.send(stick, kind=BundleKind.FULL).file).state is ReceiptState.APPLIED
