"""The model of sync.md 4: laptops that edit, send, lose, repeat, clone, restore and set their clocks at will.

Real databases and real bundle files; each step checks what it touched, the end checks that all come together. The
comments name the invariants. Invariant 24 (kill -9) is in test_kill.py, for a process that is really killed.
"""

from __future__ import annotations

import atexit
import dataclasses
import os
import shutil
import tempfile
from dataclasses import dataclass
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from plcdesk.domain.changes import Loaded, Row
from plcdesk.domain.exchange import BundleKind, ReceiptState
from plcdesk.domain.meetings import Meeting, When
from plcdesk.storage.feeds import Feeds
from plcdesk.sync import lines
from plcdesk.sync.container import Bundle
from tests.exchange import oracle
from tests.exchange.laptops import MEETINGS, Laptop, exchange_all, folder_in, founded, meeting

YEAR = 365 * 24 * 3_600_000
MOST = 4
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # no disk is worn out by thousands of laptops

which = st.integers(0, 10**6)
numbers = st.integers(0, len(MEETINGS) - 1)
changes = st.one_of(
    st.sampled_from(["Ruang guru", "Aula", "Kelas IV", ""]).map(lambda text: {"venue": text}),
    st.builds(lambda day, hour: {"when": When(date(2025, 5, day), time(hour), time(hour + 1))}, st.integers(1, 9),
              st.integers(7, 14)),
    st.lists(st.sampled_from(["Salam", "Doa", "Presensi", "Tujuan"]), max_size=3).map(lambda found: {"opening": "\n".join(found)}),
)


@dataclass
class Sent:
    """A bundle that was made: its file, the key of who made it, and all that laptop held then."""

    path: Path
    device: str
    held: frozenset[str]


class Exchange(RuleBasedStateMachine):
    """See the module's description."""

    template: Path | None = None
    feeds_class: type[Feeds] = Feeds

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="plc-model-", dir=MEMORY))
        self.laptops: list[Laptop] = []
        self.bundles: list[Sent] = []
        self.copies: list[tuple[Laptop, Path]] = []
        self.heard: dict[tuple[int, str], list[frozenset[str]]] = {}

    @initialize()
    def begin(self) -> None:
        cls = type(self)
        if cls.template is None or not cls.template.exists():
            cls.template = Path(tempfile.mkdtemp(prefix="plc-model-start-", dir=MEMORY))
            atexit.register(shutil.rmtree, cls.template, ignore_errors=True)
            for laptop in founded(cls.template):
                laptop.close()
        for name in "ab":
            shutil.copytree(cls.template / name, self.folder / name)
            laptop = Laptop(self.folder / name, f"Laptop {name.upper()}", cls.feeds_class)
            laptop.guard.keep()  # the copied folder has another path: an anchor of its own, as if made here
            self.laptops.append(laptop)
        self.stick = folder_in(self.folder, "stick")
        first, joined = self.laptops
        self.heard[id(joined), first.key] = [first.dots()]  # it joined by a bundle of the first

    def any(self, number: int) -> Laptop:
        return self.laptops[number % len(self.laptops)]

    @rule(who=which, number=numbers, change=changes)
    def edit(self, who: int, number: int, change: dict[str, Any]) -> None:
        laptop = self.any(who)
        record = laptop.get(Meeting, MEETINGS[number])
        laptop.save(dataclasses.replace(record, **change) if record else meeting(number, **change))

    @rule(who=which, number=numbers, change=changes, other=which)
    def edit_while_something_arrives(self, who: int, number: int, change: dict[str, Any], other: int) -> None:
        laptop = self.any(who)
        loaded: Loaded[Meeting] | None = laptop.storage.store.load(Meeting, MEETINGS[number])
        if self.bundles:
            self.receive(other, who)
        if loaded is not None:
            with laptop.storage.unit() as unit:
                unit.save(dataclasses.replace(loaded.record, **change), loaded)
        self.check(laptop)

    @rule(who=which, number=numbers)
    def delete(self, who: int, number: int) -> None:
        laptop = self.any(who)
        with laptop.storage.unit() as unit:
            unit.delete(Row("meeting", MEETINGS[number]))

    @rule(who=which, number=numbers)
    def restore_record(self, who: int, number: int) -> None:
        laptop = self.any(who)
        with laptop.storage.unit() as unit:
            unit.restore(Row("meeting", MEETINGS[number]))

    @rule(who=which, choice=which)
    def settle(self, who: int, choice: int) -> None:
        laptop = self.any(who)
        for item in laptop.storage.store.differing()[:1]:
            with laptop.storage.unit() as unit:
                unit.settle(item.row, item.field, item.siblings[choice % len(item.siblings)].value)
            assert not any((found.row, found.field) == (item.row, item.field) for found in laptop.storage.store.differing())
        self.check(laptop)

    @rule(who=which, jump=st.sampled_from([1, 60_000, -60_000, YEAR, -10 * YEAR, 100 * YEAR, -100 * YEAR]))
    def clock(self, who: int, jump: int) -> None:
        self.any(who).now += jump  # 8

    @rule(who=which, whom=st.none() | which)
    def send(self, who: int, whom: int | None) -> None:
        sender = self.any(who)
        receiver = self.any(whom) if whom is not None else None
        if receiver is sender or (receiver is not None and not sender.knows(receiver)):
            receiver = None
        held = sender.dots()
        result = sender.send(self.stick, receiver)
        self.bundles.append(Sent(result.file, sender.key, held))
        if receiver is not None:  # 11: left out is at most what one manifest of the addressee said it holds
            assert result.kind is BundleKind.INCREMENTAL or result.commits == len(held)
            left_out = held - self.carried(result.file)
            told = self.heard.get((id(sender), receiver.key), [])
            assert any(left_out <= known for known in told) or not left_out, "left out what nobody said it holds"
        else:
            assert self.carried(result.file) == held

    @staticmethod
    def carried(path: Path) -> frozenset[str]:
        bundle = Bundle.open(path)
        return frozenset(line.dot for line in lines.check(bundle.manifest.ranges, bundle.lines()))

    @rule(who=which, whom=which, known=st.booleans())
    def carry(self, who: int, whom: int, known: bool) -> None:
        """The common case: what one sends, another receives at once."""
        self.send(who, whom if known else None)
        self.receive(len(self.bundles) - 1, whom)

    @precondition(lambda self: self.bundles)
    @rule(what=which, who=which)
    def receive(self, what: int, who: int) -> None:
        """Any bundle, at any time, in any order, once or often; those never drawn are lost."""
        laptop = self.any(who)
        sent = self.bundles[what % len(self.bundles)]
        before = oracle.state(laptop)
        preview = laptop.exchange.preview(sent.path, accept_new=True)
        assert oracle.state(laptop) == before  # a preview changes nothing
        waiting = laptop.receiving.waiting()
        receipt = laptop.merge(sent.path)
        if receipt.state in (ReceiptState.PARKED, ReceiptState.REFUSED, ReceiptState.NOTHING_NEW):
            assert oracle.state(laptop) == before  # 6
        assert receipt.state in (ReceiptState.APPLIED, ReceiptState.NOTHING_NEW, ReceiptState.PARKED), receipt
        if receipt.state is not ReceiptState.PARKED:
            assert self.carried(sent.path) <= laptop.dots(), "accepted, but not held whole"  # 7
            assert before[1] <= laptop.dots()
            self.heard.setdefault((id(laptop), sent.device), []).append(sent.held)
        if receipt.state is ReceiptState.APPLIED and not waiting:
            assert (preview.state, preview.intake.rows) == (receipt.state, receipt.intake.rows)  # 15
        if receipt.state is ReceiptState.APPLIED:
            now = oracle.state(laptop)
            assert laptop.merge(sent.path).state is ReceiptState.NOTHING_NEW  # 2
            assert oracle.state(laptop) == now
        self.check(laptop)

    @precondition(lambda self: len(self.laptops) < MOST)
    @rule(who=which, noticed=st.booleans())
    def clone(self, who: int, noticed: bool) -> None:
        """A disk is copied: both go on under one replica until somebody notices."""
        laptop = self.any(who)
        twin = laptop.copy_to(self.folder / f"clone{len(self.laptops)}", f"{laptop.name}'")
        if noticed:
            twin.close()
            twin.open(check=True)
        self.laptops.append(twin)
        for (owner, device), told in list(self.heard.items()):
            if owner == id(laptop):
                self.heard[id(twin), device] = list(told)

    @rule(who=which)
    def keep_copy(self, who: int) -> None:
        laptop = self.any(who)
        path = self.folder / f"copy{len(self.copies)}.db"
        laptop.snapshot(path)
        self.copies.append((laptop, path))

    @precondition(lambda self: self.copies)
    @rule(what=which, noticed=st.booleans())
    def put_back(self, what: int, noticed: bool) -> None:
        """An older copy of the database is put in place by hand. What was in no bundle is gone; nothing else is."""
        laptop, path = self.copies[what % len(self.copies)]
        laptop.put_back(path, check=noticed)
        self.check(laptop)

    @rule(who=which, check=st.booleans())
    def restart(self, who: int, check: bool) -> None:
        laptop = self.any(who)
        before = oracle.state(laptop)
        laptop.close()
        laptop.open(check=check)
        assert oracle.state(laptop) == before

    @rule(who=which, whom=which)
    def two_ways_lead_to_one_state(self, who: int, whom: int) -> None:
        sender, receiver = self.any(who), self.any(whom)
        if sender is receiver or not sender.knows(receiver):
            return
        part, whole = sender.send(self.stick, receiver).file, sender.send(self.stick).file
        one = receiver.copy_to(self.folder / "one", "one")
        other = receiver.copy_to(self.folder / "other", "other")
        if one.merge(part).state is not ReceiptState.PARKED:  # 10: the receiver may have lost what it said it holds
            other.merge(whole)
            assert (one.digest(), one.dots()) == (other.digest(), other.dots())
        for laptop in (one, other):
            laptop.close()
            shutil.rmtree(laptop.paths.folder.parent)

    def check(self, laptop: Laptop) -> None:
        oracle.check(laptop)  # 1, 5, 9, 12

    def teardown(self) -> None:
        try:
            if self.laptops:
                self.come_together()
        finally:
            for laptop in self.laptops:
                laptop.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    def come_together(self) -> None:
        exchange_all(self.laptops, folder_in(self.folder, "last"))  # 4: it ends
        assert len({laptop.digest() for laptop in self.laptops}) == 1  # 3, 9
        for laptop in self.laptops:
            self.check(laptop)
            found = laptop.verify()
            assert found.ok, found.problems  # 1, 13


QUICK = settings(max_examples=30, stateful_step_count=20, deadline=None,
                 suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
NIGHTLY = settings(QUICK, max_examples=2000, stateful_step_count=60)


class TestModel(Exchange.TestCase):  # type: ignore[misc]
    """A few dozen lives of a few laptops, in every test run."""

    settings = QUICK


@pytest.mark.nightly
@pytest.mark.timeout(12 * 3600)
class TestModelAtNight(Exchange.TestCase):  # type: ignore[misc]
    """Thousands of longer ones."""

    settings = NIGHTLY
