"""Who made a commit, when and on which computer, for showing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection

from plcdesk.ledger.clock import milliseconds
from plcdesk.storage.sql import AMONG, fetch, listed


class Writer(NamedTuple):
    """Stamp and dot (for order), person id or "", ISO time (UTC), label of the computer, whether it is this one."""

    hlc: int
    dot: str
    by: str
    at: str
    device: str
    here: bool


def moment(hlc: int) -> str:
    """The time in a stamp as ISO text, UTC, to the second; stamps beyond the calendar show its end."""
    seconds = min(milliseconds(hlc) // 1000, 253402300799)
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def writers_of(connection: Connection, numbers: Iterable[int]) -> dict[int, Writer]:
    """The writers of these commits, by local number."""
    return {
        number: Writer(hlc, dot, by, moment(hlc), device, bool(here))
        for number, hlc, dot, by, device, here in fetch(
            connection, "SELECT c.n, c.hlc, c.dot, c.author, d.label, d.self FROM sync_commit c "
                        "JOIN sync_feed f ON f.id = c.feed_id JOIN sync_device d ON d.id = f.device_id "
                        f"WHERE c.n IN {AMONG}", listed(numbers))
    }
