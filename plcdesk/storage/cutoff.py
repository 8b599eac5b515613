"""What comes from a computer after a steward cut it off: asked about before it is taken in, and remembered once it was."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

from sqlalchemy import Connection

from plcdesk.storage import local, stewards
from plcdesk.storage.sql import fetch


def newest(connection: Connection, feed: int | None = None) -> int:
    """The local number of the newest commit (of a feed)."""
    if feed is None:
        return int(fetch(connection, "SELECT coalesce(max(n), 0) FROM sync_commit")[0][0])
    return int(fetch(connection, "SELECT coalesce(max(n), 0) FROM sync_commit WHERE feed_id = ?", feed)[0][0])


def found(connection: Connection, after: int, vouchers: Collection[str],
          ) -> tuple[tuple[str, ...], frozenset[tuple[str, str]]]:
    """The keys (hex) of computers of which later work stands in the log after number `after`, as far as nobody here said
    yet that it may; and whom the stewards accept (key and space uid). `vouchers` are those on whose word alone others' work
    came: their word does not count any more either."""
    now = stewards.standing(connection)
    settled = _overruled(connection)
    open_ = {key: notices for key, notices in now.cuts.items() if any(one.id not in settled for one in notices)}
    cut = {key for key, notices in open_.items()
           if key in vouchers or any(stewards.beyond(connection, notices, place) for place in _since(connection, key, after))}
    return tuple(sorted(cut)), frozenset(now.accepted)


def _since(connection: Connection, key: str, after: int) -> Iterable[stewards.Place]:
    numbers = [number for (number,) in fetch(
        connection, "SELECT c.n FROM sync_commit c JOIN sync_feed f ON f.id = c.feed_id JOIN sync_device d "
                    "ON d.id = f.device_id WHERE d.pubkey = ? AND d.self = 0 AND c.n > ?", stewards.raw(key), after)]
    return (place for _, place in stewards.places(connection, numbers))


def overrule(connection: Connection, keys: Collection[str]) -> None:
    """Remember that the user takes in what these computers wrote after they were cut off, until another notice says so."""
    cuts = stewards.standing(connection).cuts if keys else {}
    said = {one.id for key in keys for one in cuts.get(key, ())}
    if said:
        local.put(connection, local.OVERRULED, json.dumps(sorted(said | _overruled(connection))))


def after_cut(connection: Connection, key: str, cuts: Iterable[stewards.Statement]) -> int:
    """How many commits held here lie after the cut of a computer."""
    notices = list(cuts)
    return sum(stewards.beyond(connection, notices, place) for place in _since(connection, key, 0))


def _overruled(connection: Connection) -> frozenset[str]:
    return frozenset(json.loads(local.get(connection, local.OVERRULED, "[]") or "[]"))
