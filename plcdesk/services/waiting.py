"""Bundles that wait for what they build on: whose changes are missing, up to when, and whom to ask."""

from __future__ import annotations

import contextlib
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

from plcdesk.domain.exchange import Reason
from plcdesk.domain.exchange_log import Waiting
from plcdesk.domain.fields import mark
from plcdesk.ledger.clock import milliseconds
from plcdesk.ledger.commit import BadCommit, decode
from plcdesk.ledger.feed import FeedId
from plcdesk.services.quarantine import Quarantine
from plcdesk.sync.container import Bundle
from plcdesk.sync.errors import BadBundle
from plcdesk.sync.manifest import hello_of

if TYPE_CHECKING:
    from plcdesk.storage.feeds import Feeds


class Missing(NamedTuple):
    """The names of the laptops whose changes are missing, and the local day up to which they are."""

    names: tuple[str, ...]
    until: date


class WaitingRoom:
    """The bundles that wait in the quarantine."""

    def __init__(self, quarantine: Quarantine, feeds: Feeds) -> None:
        self._quarantine = quarantine
        self._feeds = feeds

    def list(self) -> list[Waiting]:
        """The bundles that wait, the oldest first."""
        found: list[Waiting] = []
        for parked in self._quarantine.parked():
            with contextlib.suppress(BadBundle, BadCommit, OSError):  # a broken one is let go at the next receipt
                bundle = Bundle.open(parked.path)
                manifest, lacks = bundle.manifest, missing(bundle, self._feeds)
                detail = self._feeds.detail(parked.uid, "in")
                name, size = (detail.line.file, detail.line.size) if detail is not None else ("", 0)
                found.append(Waiting(parked.uid, name or parked.path.name, size or bundle.size, manifest.sender.label,
                                     manifest.made_at, lacks.names, lacks.until, reason(lacks, manifest.sender.label)))
        return sorted(found, key=lambda one: (one.made_at, one.id))

    def drop(self, uid: str) -> None:
        """Forget one; nothing was taken from it, and it can be received again."""
        self._quarantine.release(uid)


def missing(bundle: Bundle, feeds: Feeds) -> Missing:
    """What a bundle builds on that is not held here.

    The sender told what it took for known here; of that, the feeds are named whose ends are not held. The day is that of the
    first change in the bundle that follows on what is missing, or the day it was made.
    """
    manifest = bundle.manifest
    lacking = {feed for part in manifest.spaces for feed, tips in part.base.items()
               for tip in tips if not feeds.holds(feed, tip)}
    labels = {found.replica: hello_of(found).label for found in manifest.ranges}
    labels = {**feeds.names(feed.replica for feed in lacking), **{uid: label for uid, label in labels.items() if label}}
    names = sorted({labels[feed.replica] for feed in lacking if labels.get(feed.replica)})
    stamps = _first_stamps(bundle, lacking)
    days = [datetime.fromtimestamp(milliseconds(stamp) / 1000, UTC) for stamp in stamps]
    until = min(max(days, default=manifest.made_at), manifest.made_at) if len(stamps) == len(lacking) else manifest.made_at
    return Missing(tuple(names) or (manifest.sender.label,), until.astimezone().date())


def reason(lacks: Missing, sender: str) -> Reason:
    """What to say of a bundle that waits."""
    return Reason(mark("This bundle builds on changes by {names} up to {date} that are not here yet. Nothing was changed; the "
                       "bundle is kept and merged as soon as they arrive. Or ask {sender} for a full bundle."),
                  {"names": ", ".join(lacks.names), "date": lacks.until, "sender": sender})


def _first_stamps(bundle: Bundle, lacking: set[FeedId]) -> list[int]:
    """The stamps of the first changes in the bundle of those feeds that go on in it."""
    wanted = {number for number, found in enumerate(bundle.manifest.ranges) if found.feed in lacking}
    found: dict[FeedId, int] = {}
    for line in bundle.lines() if wanted else ():
        if line.feed in wanted:
            wanted.discard(line.feed)
            stamp = decode(line.head, None).hlc
            feed = bundle.manifest.ranges[line.feed].feed
            found[feed] = max(found.get(feed, 0), stamp)
            if not wanted:
                break
    return list(found.values())
