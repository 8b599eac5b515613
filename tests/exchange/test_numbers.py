"""Why a write is named by its hash: with the two usual rules the model finds, at once, work that is lost for good.

Both rules fail on the same everyday accident: an older copy of a laptop's disk is put back and work goes on, so two
different saves carry one number.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from plcdesk.ledger.feed import FeedId, Tip, Tips
from plcdesk.storage.feeds import Feeds
from plcdesk.storage.outgoing import Outgoing
from plcdesk.storage.sql import fetch
from tests.exchange.model.exchange import Exchange

A, B = 0, 1


class HavingByNumber(Feeds):
    """The fault "I already have that number": a stretch is held when its last number is."""

    def holds(self, feed: FeedId, tip: Tip) -> bool:
        return any(found.seq >= tip.seq for found in self.tips().get(feed, ()))


class AcknowledgedByNumber(Feeds):
    """The fault "acknowledge by number": what a peer says it holds is taken as a number of our own chain."""

    @contextmanager
    def outgoing(self, base: Tips, nothing: bool = False, only: frozenset[str] | None = None) -> Iterator[Outgoing]:
        with self._db.read() as connection:
            ours = {feed: tuple(Tip(seq, found) for tip in tips for seq, found in fetch(
                connection, "SELECT c.seq, c.hash FROM sync_commit c JOIN sync_feed f ON f.id = c.feed_id JOIN sync_space s "
                            "ON s.id = f.space_id WHERE s.uid = ? AND f.replica_uid = ? AND c.seq = ?", *feed, tip.seq))
                for feed, tips in base.items()}
        with super().outgoing(ours, nothing, only) as found:
            yield found


def put_back_and_go_on(feeds_class: type[Feeds]) -> None:
    """The accident, step by step, in the model with all its checks."""
    machine = type("Machine", (Exchange,), {"feeds_class": feeds_class})()
    try:
        machine.begin("star")
        machine.edit(A, 0, {"venue": "Aula"})
        machine.send(A, None, False)
        machine.receive(0, B, False)
        machine.keep_copy(A)
        machine.edit(A, 0, {"venue": "Kelas IV"})
        machine.send(A, None, False)
        machine.receive(1, B, False)
        machine.put_back(2, noticed=False)
        machine.edit(A, 0, {"opening": "Doa"})  # another save under the number of the one before
        machine.send(B, None, False)
        if feeds_class is not HavingByNumber:
            machine.receive(2, A, False)
        machine.send(A, 0, False)
        machine.receive(3, B, False)
        machine.come_together()
    finally:
        for laptop in machine.laptops:
            laptop.close()
        shutil.rmtree(machine.folder)


def test_by_hash_nothing_is_lost() -> None:
    put_back_and_go_on(Feeds)


@pytest.mark.parametrize(("fault", "words"), [
    (HavingByNumber, "accepted, but not held whole"), (AcknowledgedByNumber, "left out what ")])
def test_by_number_the_model_finds_the_loss(fault: type[Feeds], words: str) -> None:
    with pytest.raises(AssertionError, match=words):
        put_back_and_go_on(fault)
