"""Work that got lost on its way between two laptops could not be explained to anybody."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable
from typing import Any

import pytest

from plcdesk.domain.changes import Row
from plcdesk.domain.exchange import RowChange
from plcdesk.domain.meetings import Meeting
from plcdesk.domain.people import Group, Person, PersonContact, PersonNumber, number_id
from plcdesk.domain.programme import Programme, School
from plcdesk.domain.records import SPECS
from plcdesk.ledger.chain import UID
from plcdesk.ledger.feed import LogLine

Make = Callable[..., Any]


def started(laptop: Make) -> tuple[Any, Any, Meeting]:
    """Two laptops that both hold one meeting made on the first."""
    a, b = laptop("a"), laptop("b")
    meeting = Meeting(title="Awal", opening="satu\ndua\ntiga\nempat\nlima")
    a.save(Programme(name="Program"), meeting)
    a.give(b)
    b.give(a)
    return a, b, meeting


def logged(peer: Any) -> list[Any]:
    with peer.storage.db.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(
            "SELECT dot, head, body FROM sync_commit c JOIN sync_feed f ON f.id = c.feed_id "
            "JOIN sync_space s ON s.id = f.space_id WHERE s.kind != 'private' ORDER BY dot")]


def test_a_bundle_brings_everything_once(laptop: Make, maker: Any) -> None:
    a, b = laptop("a"), laptop("b")
    school = School(name="SD Melati")
    records = [Programme(name="P"), school, *(
        maker.record(table, **({"private": False} if "private" in SPECS[table].fields else {}))
        for table in SPECS if table not in ("school", "person_contact", "person_number"))]
    a.save(*records)
    bundle = a.bundle()
    intake = b.take(bundle)
    assert intake.count(RowChange.NEW)["school"] == 1
    assert set(intake.rows) == {Row(record.__spec__.table, record.id) for record in records}
    for record in records[2:]:
        assert b.store.get(type(record), record.id) == record
    assert a.digest() == b.digest()
    before = logged(b)
    again = b.take(bundle)
    assert (again.commits, again.present, again.rows) == (0, len(bundle[2]), {})
    assert logged(b) == before == logged(a)


def test_what_is_private_never_leaves(laptop: Make) -> None:
    a, b = laptop("a"), laptop("b")
    person = Person(name="Ani")
    a.save(Programme(name="P"), person, PersonContact(person_id=person.id, phone="0812"))
    _, ranges, lines = a.bundle()
    assert all(b"0812" not in line.body for line in lines)
    assert len(ranges) == 1
    a.give(b)
    assert b.store.all(PersonContact) == []
    assert a.digest() == b.digest()


def test_only_what_the_other_lacks_is_sent(laptop: Make) -> None:
    a, b, meeting = started(laptop)
    a.edit(Meeting, meeting.id, title="Baru")
    meta, ranges, lines = a.bundle(a.base_of(b))
    assert len(lines) == sum(found.count for found in ranges) == 1
    assert b.take((meta, ranges, lines)).rows == {Row("meeting", meeting.id): RowChange.CHANGED}


def test_a_bundle_that_lacks_its_base_waits_and_changes_nothing(laptop: Make) -> None:
    a, b, meeting = started(laptop)
    told = a.base_of(b)
    a.edit(Meeting, meeting.id, title="verloren")
    lost = a.bundle(told)
    a.edit(Meeting, meeting.id, title="danach")
    late = a.bundle(a.feeds.tips() | {feed: (dataclasses.replace(tip) if False else tip,) for feed, (tip,) in
                                      _ends(lost).items()})
    digest, log = b.digest(), logged(b)
    waiting = b.take(late)
    assert waiting.waits_for
    assert waiting.commits == 0
    assert (b.digest(), logged(b)) == (digest, log)
    b.take(lost)
    assert b.take(late).commits == 1
    assert a.digest() == b.digest()


def _ends(bundle: Any) -> Any:
    from plcdesk.ledger.feed import Tip

    return {found.feed: (Tip(found.to_seq, found.to_hash),) for found in bundle[1]}


def test_a_preview_says_what_the_receipt_says_and_changes_nothing(laptop: Make) -> None:
    a, b, meeting = started(laptop)
    a.edit(Meeting, meeting.id, title="A")
    a.save(Person(name="Baru"))
    b.edit(Meeting, meeting.id, title="B")
    bundle = a.bundle(a.base_of(b))
    digest, log = b.digest(), logged(b)
    before = b.feeds.preview(bundle[0], bundle[1], iter(bundle[2]))
    assert (b.digest(), logged(b), b.feeds.state(bundle[0].uid)) == (digest, log, None)
    after = b.take(bundle)
    assert after == before
    assert after.differing == 1


def test_copies_of_one_disk_are_told_apart(laptop: Make, tmp_path: Any, open_storage: Any) -> None:
    a, b, meeting = started(laptop)
    a.storage.db.copy_to(tmp_path / "a" / "copy.db")
    (tmp_path / "twin").mkdir()
    shutil.move(tmp_path / "a" / "copy.db", tmp_path / "twin" / "data.db")
    twin = laptop("twin", key="a")
    a.edit(Meeting, meeting.id, title="asli")
    twin.edit(Meeting, meeting.id, title="tiruan", venue="Aula")
    a.give(b)
    twin.give(b)
    assert {item.value for item in b.store.differing()[0].siblings} == {"asli", "tiruan"}
    replica, _ = a.feeds.own()
    b.give(a)
    assert a.feeds.own()[0] != replica, "it learnt that a copy writes in its name"
    a.edit(Meeting, meeting.id, venue="Kelas")
    for _ in range(2):
        a.give(b)
        b.give(a, full=True)
        b.give(twin, full=True)
        twin.give(b)
    b.give(a, full=True)
    assert a.digest() == b.digest() == twin.digest()
    assert logged(a) == logged(b) == logged(twin)


def test_an_older_manifest_does_not_lower_what_a_peer_holds(laptop: Make) -> None:
    a, b, meeting = started(laptop)
    old = b.bundle()
    b.edit(Meeting, meeting.id, title="B")
    b.give(a)
    newest = a.base_of(b)
    a.take(old)
    assert a.base_of(b) == newest


def test_devices_are_strangers_until_accepted(laptop: Make) -> None:
    a, b, _ = started(laptop)
    space = b.feeds.programme()
    assert b.feeds.trust(a.key.public, space) == "unknown"
    assert b.feeds.trust(b.key.public, space) == "self"
    meta, ranges, lines = a.bundle()
    b.take((dataclasses.replace(meta, accepted=frozenset({(a.key.public, space)})), ranges, lines))
    assert b.feeds.trust(a.key.public, space) == "accepted"
    b.feeds.decide(a.key.public, space, "blocked")
    assert b.feeds.trust(a.key.public, space) == "blocked"


def test_what_was_not_sent_yet_is_counted(laptop: Make) -> None:
    a = laptop("a")
    assert a.feeds.unsent() == (0, None)
    a.save(Programme(name="P"))
    a.save(Person(name="x"))
    a.save(PersonContact(phone="1"))
    assert a.feeds.unsent()[0] == 2
    with a.feeds.outgoing({}) as outgoing:
        tips = outgoing.tips
    a.feeds.sent("0" * 32, "paket.plcb", "b", tips)
    assert a.feeds.unsent() == (0, None)
    assert [(line.direction, line.state, line.file) for line in a.feeds.bundles()] == [("out", "sent", "paket.plcb")]


def test_a_group_of_a_school_goes_only_where_the_school_goes(laptop: Make) -> None:
    a = laptop("a")
    school = School(name="SD Melati")
    a.save(Programme(name="P"), school)
    a.save(Group(school_id=school.id, name="KBP"))
    with a.feeds.outgoing({}) as outgoing:
        kinds = [space.kind for space in outgoing.spaces]
        assert kinds == ["programme", "school"]
        assert {found.space for found in outgoing.ranges} == {space.uid for space in outgoing.spaces}
        assert all(isinstance(line, LogLine) for line in outgoing.lines())


def test_staff_numbers_of_somebody_without_a_school_stay_on_this_laptop(laptop: Make) -> None:
    a = laptop("a")
    mentor = Person(name="Dewi Anggraini")
    a.save(Programme(name="P"), School(name="SD Melati"), mentor)
    a.save(PersonNumber(id=number_id(mentor.id), person_id=mentor.id, nip="198001012005012001"))
    with a.feeds.outgoing({}) as outgoing:
        assert not [line for line in outgoing.lines() if b"198001012005012001" in (line.body or b"")]


def test_a_school_never_gets_a_space_that_no_bundle_can_carry(laptop: Make) -> None:
    a, odd = laptop("a"), School(name="SD Aneh")
    a.save(Programme(name="P"))
    with pytest.raises(ValueError, match="space"):
        a.save(School(name="SD Salah", space="../x"))
    with a.storage.unit() as unit:  # as it may come from another program's commit
        unit.save(odd)
        unit.draft("school", odd.id).values["space"] = "<b>"
    a.save(Group(school_id=odd.id, name="KBP"))
    assert all(UID(space.uid) for space in a.feeds.spaces())
