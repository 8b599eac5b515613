"""What sticks do: carry, get lost, come late, come twice, come to the wrong laptop, and come damaged."""

from __future__ import annotations

import dataclasses
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from plcdesk.domain.exchange import BundleKind, ReceiptState
from plcdesk.storage.sql import fetch
from plcdesk.sync import lines
from tests.exchange import oracle
from tests.exchange.laptops import Laptop, folder_in
from tests.exchange.model.editing import Editing, changes
from tests.exchange.model.world import Sent, Statement, spots, which

seldom = st.sampled_from([False, False, False, True])


class Carrying(Editing):
    """Bundles of every sort, received by anybody in any order."""

    @rule(who=which, whom=st.none() | which, sealed=st.booleans())
    def send(self, who: int, whom: int | None, sealed: bool) -> None:
        sender = self.any(who)
        receiver = self.other(who, whom) if whom is not None else None
        if receiver is not None and not sender.knows(receiver):
            receiver = None
        held = sender.dots()
        sent = self.made(sender, receiver, sealed=sealed)
        if receiver is None:
            assert sent.carried == held
        else:
            self.left_out(sent, receiver)

    def made(self, sender: Laptop, receiver: Laptop | None, kind: BundleKind | None = None, *, sealed: bool = False) -> Sent:
        """Have a bundle made and remember what it carries."""
        sealed = sealed and receiver is not None
        self.keyed(sender)
        path = sender.send(self.stick, receiver, kind, sealed=sealed).file
        with (receiver if receiver is not None else sender).opened(path) as opened:
            manifest = opened.bundle.manifest
            carried = frozenset(line.dot for line in lines.check(manifest.ranges, opened.bundle.lines()))
        said = Statement(manifest.manifest_no, manifest.sender.replica, sender.dots())
        sent = Sent(path, manifest.bundle, sender, said, carried, receiver.key if sealed and receiver else "")
        self.bundles.append(sent)
        self.note(f"sent {manifest.kind}{' sealed' * sealed}")
        return sent

    def left_out(self, sent: Sent, receiver: Laptop) -> None:
        """Left out is only what everybody behind the addressee's key said it holds.

        Copies of one disk that go by one name cannot be told from one laptop; of them the latest word counts. Nor does a
        name count any more from which a laptop went on under another one, after it had gone back to an older state.
        """
        gap = sent.said.held - sent.carried
        key = receiver.key
        latest: dict[str, Statement] = {}
        for (owner, maker), said in sorted(self.told.items(), key=lambda item: item[1].number):
            if owner == id(sent.maker) and any(id(laptop) == maker and laptop.key == key for laptop in self.laptops):
                latest[said.replica] = said
        assert latest or not gap, "left out what nobody said it holds"
        with sent.maker.storage.db.read() as connection:
            followed = fetch(connection, "SELECT uid, parent FROM sync_replica WHERE born IN ('restore', 'undo')")
        gone = {former for name, former in followed
                if former in latest and (name not in latest or latest[name].number > latest[former].number)}
        assert all(gap <= said.held for name, said in latest.items() if name not in gone), "left out what the addressee said it lacks"  # 11
        if gap:
            self.note("left something out")

    @rule(who=which, whom=which)
    def ask(self, who: int, whom: int) -> None:
        """A bundle that only tells what its maker holds; and the answer to it."""
        asker, asked = self.any(who), self.other(who, whom)
        self.made(asker, None, BundleKind.REQUEST)
        self.take(self.bundles[-1], asked)
        if asked.knows(asker):
            self.left_out(self.made(asked, asker), asker)
            self.take(self.bundles[-1], asker)

    @rule(who=which, whom=which, known=st.booleans(), preview=seldom)
    def carry(self, who: int, whom: int, known: bool, preview: bool) -> None:
        """The common case: what one sends, another receives at once."""
        self.send(who, whom if known else None, preview)
        self.take(self.bundles[-1], self.other(who, whom), preview)

    @rule(who=which, whom=which, spot=spots, change=changes, known=st.booleans(), preview=seldom)
    def write_and_carry(self, who: int, whom: int, spot: int, change: dict[str, Any], known: bool, preview: bool) -> None:
        self.edit(who, spot, change)
        self.carry(who, whom, known, preview)

    write_and_carry_again = write_and_carry

    @rule(who=which, whom=which, spot=spots, one=changes, other=changes, preview=seldom)
    def differ(self, who: int, whom: int, spot: int, one: dict[str, Any], other: dict[str, Any], preview: bool) -> None:
        """Two people change the same meeting before their laptops meet."""
        self.edit(self.laptops.index(self.other(who, whom)), spot, other)
        self.write_and_carry(who, whom, spot, one, True, preview)

    @rule(who=which, whom=which)
    def meet(self, who: int, whom: int) -> None:
        """Two people exchange sticks."""
        there = self.laptops.index(self.other(who, whom))
        back = (self.laptops.index(self.any(who)) - there - 1) % len(self.laptops)
        self.carry(who, whom, True, False)
        self.carry(there, back, True, False)

    @precondition(lambda self: self.bundles)
    @rule(what=which, who=which, preview=seldom)
    def receive(self, what: int, who: int, preview: bool) -> None:
        """Any bundle, at any time, in any order, once or often; those never drawn are lost."""
        self.take(self.bundles[what % len(self.bundles)], self.any(who), preview)

    def take(self, sent: Sent, laptop: Laptop, preview: bool = False) -> None:
        """Receive a bundle and look at everything that may or may not have changed."""
        before = oracle.state(laptop)
        told = laptop.exchange.preview(sent.path, accept_new=True) if preview else None
        if not sent.readable(laptop):
            assert laptop.merge(sent.path).state is ReceiptState.FOR_OTHERS
            assert oracle.state(laptop) == before  # 6
            self.note("received: sealed for others")
            return
        assert told is None or oracle.state(laptop) == before  # a preview changes nothing
        waiting = laptop.receiving.waiting()
        receipt = self.merge(laptop, sent)
        self.note(f"received: {receipt.state}")
        assert receipt.state in (ReceiptState.APPLIED, ReceiptState.NOTHING_NEW, ReceiptState.PARKED), receipt
        now = oracle.state(laptop)
        if receipt.state is not ReceiptState.APPLIED:
            assert now == before  # 6
        if receipt.state is not ReceiptState.PARKED:
            assert sent.carried <= now.dots, "accepted, but not held whole"  # 7
            assert before.dots <= now.dots
        if receipt.state is ReceiptState.APPLIED and told is not None and not waiting:
            assert (told.state, told.intake.rows, told.intake.differing) == (
                receipt.state, receipt.intake.rows, receipt.intake.differing)  # 15
        if receipt.state is ReceiptState.APPLIED and preview:
            assert laptop.merge(sent.path).state is ReceiptState.NOTHING_NEW  # 2
            assert oracle.state(laptop) == now
            self.check(laptop)
        self.compare(laptop)

    @precondition(lambda self: len(self.laptops) > 2)
    @rule(who=which, whom=which, third=which)
    def through_a_third(self, who: int, whom: int, third: int) -> None:
        """Somebody takes along a sealed bundle without being able to read it."""
        sender, receiver, carrier = self.any(who), self.other(who, whom), self.any(third)
        if carrier in (sender, receiver) or not sender.knows(receiver):
            return
        sent = self.made(sender, receiver, sealed=True)
        self.left_out(sent, receiver)
        if sent.readable(carrier):
            return  # they share one key
        carrier.exchange.carry(sent.path)
        passed = carrier.exchange.pass_on(folder_in(self.folder, f"through{len(self.bundles)}"))
        same = [path for path in passed if path.read_bytes() == sent.path.read_bytes()]
        assert len(same) == 1  # it may carry others too
        self.take(dataclasses.replace(sent, path=same[0]), receiver)
        self.note("carried by a third")

    @precondition(lambda self: self.bundles)
    @rule(what=which, who=which, at=which, bit=st.integers(0, 7))
    def receive_damaged(self, what: int, who: int, at: int, bit: int) -> None:
        """One bit changed on the stick: nothing of it is taken, and nothing here changes."""
        laptop = self.any(who)
        sent = self.bundles[what % len(self.bundles)]
        data = bytearray(sent.path.read_bytes())
        data[at % len(data)] ^= 1 << bit
        path = self.folder / "damaged.plcb"
        path.write_bytes(data)
        before = oracle.state(laptop)
        state = laptop.merge(path).state
        locked = state in (ReceiptState.FOR_OTHERS, ReceiptState.NEEDS_PASSPHRASE)
        assert state is ReceiptState.REFUSED or (sent.sealed_for and locked)  # 6, 22
        assert oracle.state(laptop) == before
        self.note("received: damaged")
