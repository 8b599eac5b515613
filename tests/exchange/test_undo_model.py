"""Taking back, tried at random: invariant 16 of sync.md 4 in the lives of test_model.py.

What a receipt changed is as before after its undoing, and as the receipt left it after applying it again; so it is
with saves. Stick, clones, older copies and wrong clocks do what they like in between.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from plcdesk.domain.changes import Changes
from plcdesk.domain.exchange import ReceiptState
from plcdesk.domain.records import SPECS
from plcdesk.storage.revert import compensate
from tests.exchange import test_model
from tests.exchange.laptops import Laptop, exchange_all, folder_in

Seen = tuple[dict[tuple[str, str], Any], dict[tuple[str, str, str], list[str]]]


def seen(laptop: Laptop) -> Seen:
    """What a person sees: every visible record, and per differing entry its values (the life of a record: that it differs)."""
    store = laptop.storage.store
    records = {(table, record.id): record for table, spec in SPECS.items() for record in store.all(spec.cls)}
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


class Undoing(test_model.Exchange):
    """See the module's description."""

    restart = two_ways_lead_to_one_state = None  # tried in test_model.py; here they would only take time

    def __init__(self) -> None:
        super().__init__()
        self.saves: dict[int, list[Changes]] = {}

    @rule(who=test_model.which, whom=st.none() | test_model.which)
    def send(self, who: int, whom: int | None) -> None:
        """As there, without what is tried there; so the next."""
        sender = self.any(who)
        receiver = self.any(whom) if whom is not None else None
        known = receiver is not None and receiver is not sender and sender.knows(receiver)
        held = sender.dots()
        self.bundles.append(test_model.Sent(sender.send(self.stick, receiver if known else None).file, sender.key, held))

    @precondition(lambda self: self.bundles)
    @rule(what=test_model.which, who=test_model.which)
    def receive(self, what: int, who: int) -> None:
        self.any(who).merge(self.bundles[what % len(self.bundles)].path)

    @precondition(lambda self: self.bundles)
    @rule(what=test_model.which, who=test_model.which, rounds=st.integers(0, 2), stay=st.booleans())
    def receive_and_undo(self, what: int, who: int, rounds: int, stay: bool) -> None:
        laptop = self.any(who)
        before = seen(laptop)
        waiting = laptop.receiving.waiting()
        receipt = laptop.merge(self.bundles[what % len(self.bundles)].path)
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
        laptop.guard.keep()

    @rule(who=test_model.which, whom=test_model.which, rounds=st.integers(0, 2), stay=st.booleans())
    def carry_and_undo(self, who: int, whom: int, rounds: int, stay: bool) -> None:
        self.send(who, None)
        self.receive_and_undo(len(self.bundles) - 1, whom, rounds, stay)

    @rule(who=test_model.which, whom=test_model.which, number=test_model.numbers, one=test_model.changes,
          other=test_model.changes, stay=st.booleans())
    def differ_and_undo(self, who: int, whom: int, number: int, one: dict[str, Any], other: dict[str, Any], stay: bool) -> None:
        self.edit(whom, number, one)
        self.edit(who, number, other)
        self.carry_and_undo(who, whom, 1, stay)

    @rule(who=test_model.which, whom=test_model.which, number=test_model.numbers, change=test_model.changes, stay=st.booleans())
    def delete_and_undo(self, who: int, whom: int, number: int, change: dict[str, Any], stay: bool) -> None:
        self.delete(whom, number)
        self.edit(who, number, change)
        self.carry_and_undo(who, whom, 1, stay)

    @rule(who=test_model.which, whom=test_model.which, choice=test_model.which, stay=st.booleans())
    def settle_and_undo(self, who: int, whom: int, choice: int, stay: bool) -> None:
        self.settle(who, choice)
        self.carry_and_undo(who, whom, 1, stay)

    @rule(who=test_model.which, what=test_model.which, again=st.booleans())
    def undo_a_receipt(self, who: int, what: int, again: bool) -> None:
        """One of any age; what was edited since is left, but what is taken back comes again."""
        laptop = self.any(who)
        lines = [line.bundle for line in laptop.exchange.log() if line.undoable]
        if not lines:
            return
        before = seen(laptop)
        bundle = lines[what % len(lines)]
        laptop.exchange.undo(bundle)
        if again:
            laptop.exchange.apply_again(bundle)
            assert seen(laptop) == before
        laptop.guard.keep()

    @rule(who=test_model.which, what=test_model.which)
    def apply_a_receipt_again(self, who: int, what: int) -> None:
        laptop = self.any(who)
        lines = [line.bundle for line in laptop.exchange.log() if line.direction == "in" and line.state == "reverted"]
        if lines:
            laptop.exchange.apply_again(lines[what % len(lines)])
            laptop.guard.keep()

    @rule(who=test_model.which, number=test_model.numbers, change=test_model.changes)
    def save_and_undo(self, who: int, number: int, change: dict[str, Any]) -> None:
        laptop = self.any(who)
        before = seen(laptop)
        known = laptop.dots()
        self.edit(who, number, change)
        after = seen(laptop)
        commits = [row[0] for row in laptop.log() if row[1] not in known]
        back = take_back(laptop, Changes(frozenset(), tuple(commits)))
        assert seen(laptop) == before
        self.saves.setdefault(id(laptop), []).append(take_back(laptop, back))
        assert seen(laptop) == after

    @rule(who=test_model.which, what=test_model.which)
    def undo_a_save(self, who: int, what: int) -> None:
        laptop = self.any(who)
        saves = self.saves.get(id(laptop), [])
        if saves:
            before = seen(laptop)
            back = take_back(laptop, saves.pop(what % len(saves)))
            take_back(laptop, back)
            assert seen(laptop) == before
            saves.append(take_back(laptop, back))

    @precondition(lambda self: self.copies)
    @rule(what=test_model.which, noticed=st.booleans())
    def put_back(self, what: int, noticed: bool) -> None:
        super().put_back(what, noticed)
        self.saves.clear()  # numbers of commits that are gone

    @staticmethod
    def undoable(laptop: Laptop, bundle: str) -> bool:
        return any(line.bundle == bundle and line.undoable for line in laptop.exchange.log())

    def check(self, laptop: Laptop) -> None:
        """The oracle knows nothing of withdrawals; test_model.py asks it."""

    def come_together(self) -> None:
        exchange_all(self.laptops, folder_in(self.folder, "last"))
        assert len({laptop.digest() for laptop in self.laptops}) == 1
        for laptop in self.laptops:
            found = laptop.verify()
            assert found.ok, found.problems


QUICK = settings(max_examples=12, stateful_step_count=20, deadline=None,
                 suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
NIGHTLY = settings(QUICK, max_examples=2000, stateful_step_count=60)


class TestUndoModel(Undoing.TestCase):  # type: ignore[misc]
    """A few dozen lives in which much is taken back, in every test run."""

    settings = QUICK


@pytest.mark.nightly
@pytest.mark.timeout(12 * 3600)
class TestUndoModelAtNight(Undoing.TestCase):  # type: ignore[misc]
    """Thousands of longer ones."""

    settings = NIGHTLY
