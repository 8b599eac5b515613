"""What a newer, broken or hostile bundle holds must neither be lost nor harm what is here."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from plcdesk.domain.meetings import Meeting
from plcdesk.domain.programme import Programme
from plcdesk.ledger.chain import dot_of, link
from plcdesk.ledger.commit import BadCommit, Commit, Op, body_digest, decode, encode, nonce

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


def crafted(a: Any, op: Op, *, schema: int = 1, reader: int = 1) -> tuple[Any, Any, list[Any]]:
    """A bundle of laptop a with one more commit of our own making."""
    meta, ranges, lines = a.bundle()
    index = next(i for i, found in enumerate(ranges) if found.replica == meta.sender_replica)
    found = ranges[index]
    head, body = encode(Commit(found.to_seq + 1, 2**59, "", schema, reader, (op,)), nonce())
    digest = body_digest(body)
    full = link(found.to_hash, head, digest)
    line = type(lines[0])(index, head, body, digest, found.to_hash, full, dot_of(full), decode(head, body))
    changed = dataclasses.replace(found, to_seq=found.to_seq + 1, to_hash=full, count=found.count + 1)
    return meta, (*ranges[:index], changed, *ranges[index + 1:]), [*lines, line]


def test_what_this_version_does_not_know_is_kept_and_passed_on(laptop: Make, maker: Any) -> None:
    a, b, meeting = started(laptop)
    c = laptop("c")
    strange = crafted(a, Op("meeting", meeting.id, "set", ("title", "mood"), ("Baru", {"level": 3}), (), {}, ()), schema=9)
    intake = b.take(strange)
    assert (intake.newer, intake.suspect) == (1, 1)
    alien = maker.id()
    b.take(crafted(a, Op("drone", alien, "set", ("speed",), (3,))))
    b.give(c)
    assert logged(c) == logged(b)
    assert b.digest() == c.digest()
    with c.storage.db.read() as connection:
        kept = {tuple(row) for row in connection.exec_driver_sql("SELECT tbl, field, value FROM sync_unknown")}
    assert kept == {("meeting", "mood", '{"level":3}'), ("drone", "speed", "3")}
    c.edit(Meeting, meeting.id, venue="Aula")
    c.give(b)
    assert b.digest() == c.digest()


@pytest.mark.parametrize("value", [7, None, ["x"], {"a": 1}, True])
def test_a_value_that_does_not_fit_shows_as_empty_and_stays_in_the_log(laptop: Make, value: Any) -> None:
    a, b, meeting = started(laptop)
    before = b.store.get(Meeting, meeting.id)
    with a.storage.db.read() as connection:
        dots = tuple(row[0] for row in connection.exec_driver_sql("SELECT dot FROM sync_commit"))
    b.take(crafted(a, Op("meeting", meeting.id, "set", ("title", "held_onx"), (value, 1), dots, {}, dots)))
    assert b.store.get(Meeting, meeting.id) == dataclasses.replace(before, title="")
    assert b.digest()


def test_what_only_a_newer_version_may_show_is_read_only(laptop: Make) -> None:
    from plcdesk.domain.errors import UserError

    a, b, meeting = started(laptop)
    b.take(crafted(a, Op("meeting", meeting.id, "set", ("venue",), ("rahasia",)), reader=99))
    assert b.store.get(Meeting, meeting.id).venue == ""
    with pytest.raises(UserError), b.storage.unit() as unit:
        unit.save(dataclasses.replace(meeting, title="x"))


def test_a_broken_bundle_changes_nothing(laptop: Make) -> None:
    a, b, meeting = started(laptop)
    a.edit(Meeting, meeting.id, title="A")
    a.edit(Meeting, meeting.id, title="AA")
    meta, ranges, lines = a.bundle(a.base_of(b))
    digest, log = b.digest(), logged(b)
    for bad in (lines[1:], lines[:1]):
        with pytest.raises(BadCommit):
            b.take((meta, ranges, bad))
    unknown = crafted(a, Op("meeting", meeting.id, "set", ("title",), ("x",), ("A" * 22,)))
    assert b.take(unknown).waits_for
    assert (b.digest(), logged(b)) == (digest, log)
