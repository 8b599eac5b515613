"""Who is a steward, and what the stewards' words come to: a function of the commits held, in whatever order they came.

A statement counts as it was first written; later writes and deletions of it, by whomever, mean nothing. It has to be in
a commit that its own device signed for: a chain that another device vouches for makes nobody steward. The founder is
taken from the commit that made the programme record. There is one; should somebody forge a second, the one that was
here first holds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection

from plcdesk.domain.stewardship import Act
from plcdesk.ledger.commit import decode
from plcdesk.storage import guard
from plcdesk.storage.schema import PROVEN
from plcdesk.storage.sql import AMONG, fetch, fetch_one, listed, run

_OWN = "CASE WHEN d.self = 1 AND c.bundle_id IS NULL THEN 1 ELSE 0 END"
"""Whether a commit was made here. What comes in under this computer's name is proven like everybody's: who was accepted here
may vouch for anything, also for a branch of this computer's own chain."""
KEYLESS = "keyless"
"""Stands for the key of this computer before it has one."""


class Place(NamedTuple):
    """Where a commit stands: local number, feed (local id), uids of its space and replica, number in the feed, hash."""

    n: int
    feed: int
    space: str
    replica: str
    seq: int
    hash: bytes


class Statement(NamedTuple):
    """A statement as it was first written: the record's id, its author's key (hex), where, and what it says."""

    id: str
    author: str
    place: Place
    says: dict[str, Any]


@dataclass(slots=True)
class Standing:
    """`stewards`: keys (hex). `cuts`: the notices that hold against a key. `accepted`: pairs of key and space uid."""

    stewards: set[str] = field(default_factory=set)
    cuts: dict[str, list[Statement]] = field(default_factory=lambda: defaultdict(list))
    accepted: set[tuple[str, str]] = field(default_factory=set)


def standing(connection: Connection) -> Standing:
    """What holds now. Stewards are gone through in the order of their naming, so that of two who cut each other off the
    one named first prevails."""
    found = Standing()
    founder = _founder(connection)
    if founder is None:
        return found
    said: dict[str, list[Statement]] = defaultdict(list)
    for statement in _statements(connection, "device_notice"):
        said[statement.author].append(statement)
    waiting = [founder]
    counted: list[Statement] = []
    for author in waiting:
        if author in found.stewards:
            continue
        found.stewards.add(author)
        own = [one for one in said[author] if not beyond(connection, found.cuts[author], one.place)]
        counted += own
        for one in own:
            if one.says.get("act") == Act.CUT:
                found.cuts[str(one.says.get("device", ""))].append(one)
        waiting += sorted(str(one.says.get("device", "")) for one in own if one.says.get("act") == Act.STEWARD)
    _answer(connection, found, counted)
    return found


def _answer(connection: Connection, found: Standing, counted: Iterable[Statement]) -> None:
    """Take the acceptances in, each unless its author was cut off before it; what they answer no longer holds."""
    accepts = [one for one in counted if one.says.get("act") == Act.ACCEPT]
    held = [one for one in accepts if not beyond(connection, found.cuts[one.author], one.place)]
    answered = {str(name) for one in held for name in _texts(one, "answers")}
    for key, cuts in found.cuts.items():
        found.cuts[key] = [one for one in cuts if one.id not in answered]
    found.accepted = {(str(one.says.get("device", "")), space) for one in held for space in _texts(one, "spaces")}


def notices(connection: Connection, found: Standing) -> list[Statement]:
    """What stewards ever said of computers, whether it still holds or not."""
    return [one for one in _statements(connection, "device_notice") if one.author in found.stewards]


def orders(connection: Connection, found: Standing) -> list[Statement]:
    """The orders to erase that hold: by stewards, from before they were cut off, if they were."""
    return [one for one in _statements(connection, "erasure")
            if one.author in found.stewards and not beyond(connection, found.cuts[one.author], one.place)]


def beyond(connection: Connection, cuts: Iterable[Statement], place: Place) -> bool:
    """Whether one of these notices leaves a commit of its computer out: it is not on the way to any of the ends named."""
    return any(not _below(connection, cut, place) for cut in cuts)


def _below(connection: Connection, cut: Statement, place: Place) -> bool:
    for entry in _texts(cut, "upto"):
        space, replica, seq, found = (*entry.split("/"), "", "", "")[:4]
        if (space, replica) != (place.space, place.replica) or not seq.isdigit() or int(seq) < place.seq:
            continue
        row = fetch_one(connection, "SELECT n FROM sync_commit WHERE feed_id = ? AND seq = ? AND hash = ?",
                        place.feed, int(seq), raw(found))
        if row is not None and _leads_to(connection, int(row[0]), place):
            return True
    return False


def _leads_to(connection: Connection, end: int, place: Place) -> bool:
    """Whether the chain that ends with local number `end` goes through the commit."""
    (count,), = fetch(connection, "SELECT count(*) FROM sync_commit WHERE feed_id = ? AND seq = ?", place.feed, place.seq)
    if count == 1:
        return True  # it never forked there: every longer chain of the feed goes through
    at: int | None = end
    while at is not None and at != place.n:
        row = fetch_one(connection, "SELECT prev_n FROM sync_commit WHERE n = ?", at)
        at = row[0] if row is not None else None
    return at == place.n


def _founder(connection: Connection) -> str | None:
    rows = fetch(connection, f"SELECT c.n, c.head, c.flags, {_OWN}, d.pubkey FROM sync_touch t "
                             "JOIN sync_commit c ON c.n = t.n JOIN sync_feed f ON f.id = c.feed_id "
                             "JOIN sync_device d ON d.id = f.device_id WHERE t.tbl = 'programme' ORDER BY t.n LIMIT 50")
    for _, head, flags, own, key in rows:
        made = [op for op in decode(head, None).ops if op.table == "programme" and op.kind == "set" and not op.life]
        if made:
            return _key(key) if own or flags & PROVEN else None
    return None


def _statements(connection: Connection, table: str) -> Iterator[Statement]:
    for row_id, n, feed, seq, found, flags, head, body, own, key, space, replica in fetch(
            connection, f"SELECT t.row_uid, c.n, c.feed_id, c.seq, c.hash, c.flags, c.head, c.body, {_OWN}, d.pubkey, "
                        "s.uid, f.replica_uid FROM sync_touch t JOIN sync_commit c ON c.n = t.n "
                        "JOIN sync_feed f ON f.id = c.feed_id JOIN sync_device d ON d.id = f.device_id "
                        "JOIN sync_space s ON s.id = f.space_id WHERE t.tbl = ? ORDER BY t.n", table):
        if not own and not flags & PROVEN:
            continue
        for op in decode(head, body).ops:
            if (op.table, op.row, op.kind) == (table, row_id, "set") and not op.life and op.values is not None:
                yield Statement(row_id, _key(key), Place(n, feed, space, replica, seq, found),
                                dict(zip(op.fields, op.values, strict=True)))


def _texts(one: Statement, name: str) -> list[str]:
    found = one.says.get(name)
    return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []


def targets(one: Statement) -> list[bytes]:
    """The hashes (32 bytes) of the commits that an order names."""
    return [found for text in _texts(one, "commits") if len(found := raw(text)) == 32]


def said_on(one: Statement) -> date | None:
    """The day written on a notice."""
    try:
        return date.fromisoformat(str(one.says.get("said_on") or ""))
    except ValueError:
        return None


def prove(connection: Connection, ends: Iterable[tuple[int, int, bytes]]) -> None:
    """Mark what statements rest on as proven, as far as it lies on these chains: feed (local id), number and hash of an
    end that the feed's own device signed for."""
    open_: dict[int, list[Place]] = defaultdict(list)
    for place in fetch(
            connection, "SELECT DISTINCT c.n, c.feed_id, s.uid, f.replica_uid, c.seq, c.hash FROM sync_touch t "
                        "JOIN sync_commit c ON c.n = t.n JOIN sync_feed f ON f.id = c.feed_id JOIN sync_space s "
                        "ON s.id = f.space_id WHERE t.tbl IN ('programme', 'device_notice', 'erasure') "
                        f"AND c.flags & {PROVEN} = 0"):
        open_[place[1]].append(Place(*place))
    for feed, seq, found in ends:
        row = fetch_one(connection, "SELECT n FROM sync_commit WHERE feed_id = ? AND seq = ? AND hash = ?",
                        feed, seq, found) if feed in open_ else None
        if row is not None:
            proven = [place.n for place in open_[feed] if place.seq <= seq and _leads_to(connection, int(row[0]), place)]
            with guard.opened(connection):
                run(connection, f"UPDATE sync_commit SET flags = flags | {PROVEN} WHERE n IN {AMONG}", listed(proven))


def places(connection: Connection, numbers: Iterable[int]) -> Iterator[tuple[str, Place]]:
    """Where commits (local numbers) stand, with the key (hex) of the device each is from."""
    for key, *place in fetch(
            connection, "SELECT d.pubkey, c.n, c.feed_id, s.uid, f.replica_uid, c.seq, c.hash FROM sync_commit c "
                        "JOIN sync_feed f ON f.id = c.feed_id JOIN sync_device d ON d.id = f.device_id "
                        f"JOIN sync_space s ON s.id = f.space_id WHERE c.n IN {AMONG}", listed(numbers)):
        yield _key(key), Place(*place)


def _key(key: bytes | None) -> str:
    return bytes(key).hex() if key is not None else KEYLESS


def raw(text: str) -> bytes:
    """The bytes behind hexadecimal digits; none where the text is something else."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
