"""The main machine: everything that edits, sticks and disks do, in one life."""

from __future__ import annotations

import shutil
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.exchange.model.copying import Copying
from tests.exchange.model.editing import changes
from tests.exchange.model.undoing import Undo
from tests.exchange.model.world import spots, which


class Exchange(Undo, Copying):
    """Invariants 1 to 13 and 15, with receipts and saves taken back in between."""

    name = "exchange"

    @rule(who=which, whom=which, spot=spots, one=changes, other=changes, noticed=st.booleans())
    def gets_more_after_going_back(self, who: int, whom: int, spot: int, one: dict[str, Any], other: dict[str, Any],
                                   noticed: bool) -> None:
        """What it said it holds is gone when the next bundle comes: that one has to wait."""
        sender, receiver = self.any(who), self.other(who, whom)
        there = self.laptops.index(receiver)
        self.keep_copy(there)
        older = len(self.copies) - 1
        self.edit(who, spot, one)
        for maker, taker in ((sender, receiver), (receiver, sender)):
            self.take(self.made(maker, None), taker)
        if not sender.knows(receiver):
            return  # copies of one disk with one key
        self.edit(who, spot, other)
        sent = self.made(sender, receiver)
        self.left_out(sent, receiver)
        self.put_back(older, noticed)
        self.take(sent, receiver, True)

    @rule(who=which, whom=which)
    def two_ways_lead_to_one_state(self, who: int, whom: int) -> None:
        """What a laptop lacks, or all of it again: the same in the end."""
        sender, receiver = self.any(who), self.other(who, whom)
        if not sender.knows(receiver):
            return
        part, whole = self.made(sender, receiver), self.made(sender, None)
        if not part.said.held - part.carried <= receiver.dots():
            return  # it went back to an older state and has not told so yet
        one = receiver.copy_to(self.folder / "one", "one")
        other = receiver.copy_to(self.folder / "other", "other")
        one.merge(part.path)
        other.merge(whole.path)
        assert (one.digest(), one.dots()) == (other.digest(), other.dots())  # 10
        self.note("two ways compared")
        for laptop in (one, other):
            laptop.close()
            shutil.rmtree(laptop.paths.folder.parent)
