"""Taking back: what a receipt or a save changed is as before after its undoing, and as it left it after applying it again."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from plcdesk.domain.changes import Changes
from plcdesk.domain.exchange import ReceiptState
from plcdesk.domain.records import SPECS
from plcdesk.storage.revert import compensate
from plcdesk.storage.sql import fetch
from tests.exchange.laptops import Laptop
from tests.exchange.model.carrying import Carrying
from tests.exchange.model.copying import Copying
from tests.exchange.model.editing import changes
from tests.exchange.model.world import Sent, spots, which

Seen = tuple[dict[tuple[str, str], Any], dict[tuple[str, str, str], list[str]]]


def seen(laptop: Laptop) -> Seen:
    """What a person sees: every visible record, and per differing entry its values (the life of a record: that it differs)."""
    store = laptop.storage.store
    with laptop.storage.db.read() as connection:
        tables = [table for (table,) in fetch(connection, "SELECT DISTINCT tbl FROM sync_row")]
    records = {(table, record.id): record for table in tables if table in SPECS for record in store.all(SPECS[table].cls)}
    differing = {(item.row.table, str(item.row.id), item.field):
                 sorted(map(repr, {one.value for one in item.siblings} if item.field == "" else [one.value for one in item.siblings]))
                 for item in store.differing()}
    return records, differing


def take_back(laptop: Laptop, changes: Changes) -> Changes:
    """Undo a save, as the records service does."""
    with laptop.storage.unit() as unit:
        compensate(unit, changes.commits)
    laptop.guard.keep()
    return unit.changes


class Undo(Carrying):
    """Receipts and saves taken back and brought back, at any time later."""

    def __init__(self) -> None:
        super().__init__()
        self.saves: dict[int, list[Changes]] = {}

    def went_back(self, laptop: Laptop) -> None:
        self.saves.pop(id(laptop), None)  # numbers of commits that are gone

    @rule(who=which, what=which, again=st.booleans())
    def undo_a_receipt(self, who: int, what: int, again: bool) -> None:
        """One of any age; what was edited since is left, but what is taken back comes again."""
        laptop = self.any(who)
        lines = [line.bundle for line in laptop.exchange.log() if line.undoable]
        if not lines:
            return
        before = seen(laptop)
        bundle = lines[what % len(lines)]
        laptop.exchange.undo(bundle)
        self.note("a receipt undone")
        if again:
            laptop.exchange.apply_again(bundle)
            assert seen(laptop) == before  # 16
        laptop.guard.keep()

    @rule(who=which, what=which)
    def apply_a_receipt_again(self, who: int, what: int) -> None:
        laptop = self.any(who)
        lines = [line.bundle for line in laptop.exchange.log() if line.direction == "in" and line.state == "reverted"]
        if lines:
            laptop.exchange.apply_again(lines[what % len(lines)])
            laptop.guard.keep()
            self.note("a receipt applied again")

    @rule(who=which, spot=spots, change=changes)
    def save_and_undo(self, who: int, spot: int, change: dict[str, Any]) -> None:
        laptop = self.any(who)
        before = seen(laptop)
        known = laptop.dots()
        self.edit(who, spot, change)
        after = seen(laptop)
        commits = [row[0] for row in laptop.log() if row[1] not in known]
        back = take_back(laptop, Changes(frozenset(), tuple(commits)))
        assert seen(laptop) == before
        self.saves.setdefault(id(laptop), []).append(take_back(laptop, back))
        assert seen(laptop) == after
        self.note("a save undone")

    @rule(who=which, what=which)
    def undo_a_save(self, who: int, what: int) -> None:
        laptop = self.any(who)
        saves = self.saves.get(id(laptop), [])
        if saves:
            before = seen(laptop)
            back = take_back(laptop, saves.pop(what % len(saves)))
            take_back(laptop, back)
            assert seen(laptop) == before
            saves.append(take_back(laptop, back))
            self.note("an old save undone")


class Undoing(Undo, Copying):
    """Invariant 16, in lives with clones, older copies and wrong clocks."""

    name = "undo"
    restart = receive_damaged = through_a_third = ask = None  # tried in the main machine; here they would only take time

    def receive_and_undo(self, sent: Sent, laptop: Laptop, rounds: int, stay: bool) -> None:
        if not sent.readable(laptop):
            return
        before = seen(laptop)
        waiting = laptop.receiving.waiting()
        receipt = self.merge(laptop, sent)
        if waiting or receipt.state is not ReceiptState.APPLIED or not self.undoable(laptop, receipt.bundle):
            return  # of several receipts at once the first cannot be the one undone
        merged = seen(laptop)
        for _ in range(rounds):
            assert not laptop.exchange.undo(receipt.bundle).left
            assert seen(laptop) == before  # 16
            laptop.exchange.apply_again(receipt.bundle)
            assert seen(laptop) == merged
        if not stay:
            assert not laptop.exchange.undo(receipt.bundle).left
            assert seen(laptop) == before
            again = laptop.merge(sent.path)
            assert (again.state, again.applied_before) == (ReceiptState.NOTHING_NEW, True)
            assert seen(laptop) == before  # 16
        laptop.guard.keep()
        self.note(f"received and {'kept' if stay else 'undone'} after {rounds} rounds")

    @precondition(lambda self: self.bundles)
    @rule(what=which, who=which, rounds=st.integers(0, 2), stay=st.booleans())
    def receive_then_undo(self, what: int, who: int, rounds: int, stay: bool) -> None:
        self.receive_and_undo(self.bundles[what % len(self.bundles)], self.any(who), rounds, stay)

    @rule(who=which, whom=which, rounds=st.integers(0, 2), stay=st.booleans())
    def carry_and_undo(self, who: int, whom: int, rounds: int, stay: bool) -> None:
        self.made(self.any(who), None)
        self.receive_and_undo(self.bundles[-1], self.other(who, whom), rounds, stay)

    @rule(who=which, whom=which, spot=spots, one=changes, other=changes, stay=st.booleans())
    def differ_and_undo(self, who: int, whom: int, spot: int, one: dict[str, Any], other: dict[str, Any], stay: bool) -> None:
        self.edit(self.laptops.index(self.other(who, whom)), spot, one)
        self.edit(who, spot, other)
        self.carry_and_undo(who, whom, 1, stay)

    differ_and_undo_again = differ_and_undo

    @rule(who=which, whom=which, spot=spots, change=changes, stay=st.booleans())
    def delete_and_undo(self, who: int, whom: int, spot: int, change: dict[str, Any], stay: bool) -> None:
        self.delete(self.laptops.index(self.other(who, whom)), spot)
        self.edit(who, spot, change)
        self.carry_and_undo(who, whom, 1, stay)

    @rule(who=which, whom=which, choice=which, stay=st.booleans())
    def settle_and_undo(self, who: int, whom: int, choice: int, stay: bool) -> None:
        self.settle(who, choice)
        self.carry_and_undo(who, whom, 1, stay)

    @staticmethod
    def undoable(laptop: Laptop, bundle: str) -> bool:
        return any(line.bundle == bundle and line.undoable for line in laptop.exchange.log())
