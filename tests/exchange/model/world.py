"""Where the laptops of a machine live, how they begin, and how they come together at the end."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import currently_in_test_context, event
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant

from plcdesk.domain.exchange import Receipt, ReceiptState
from plcdesk.domain.ids import Id, derived
from plcdesk.domain.meetings import Meeting, When, meeting_id
from plcdesk.domain.people import Group, Person
from plcdesk.domain.programme import Programme, School
from plcdesk.services import device_key
from plcdesk.storage.feeds import Feeds
from tests.exchange import oracle
from tests.exchange.laptops import GROUP, PERSON, SCHOOL, SLOT, Laptop, folder_in

YEAR = 365 * 24 * 3_600_000
MOST = 4
MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # no disk is worn out by thousands of laptops

OTHER_SCHOOL, OTHER_GROUP, CROSS_GROUP, COLLEAGUE = (derived("model", name) for name in ("school", "group", "cross", "person"))
SPOTS: list[tuple[Id, Id]] = [
    (meeting_id(SLOT, date(2025, 5, day)), group)
    for day, group in ((5, GROUP), (12, GROUP), (19, OTHER_GROUP), (26, CROSS_GROUP))
]
"""The meetings of a life and their groups: two of one school, one of another, one of the whole programme."""

which = st.integers(0, 10**6)
spots = st.integers(0, len(SPOTS) - 1)
topologies = st.sampled_from(["star", "chain", "mesh"])

COUNTS: Counter[str] = Counter()
"""What happened in this process: examples, steps, and each event that a machine noted."""


def meeting_at(spot: int, **fields: Any) -> Meeting:
    """The meeting of this spot as every laptop would begin it."""
    found, group = SPOTS[spot]
    return Meeting(id=found, group_id=group, slot_id=SLOT, **({"when": When(date(2025, 5, 5))} | fields))


class Statement(NamedTuple):
    """What a laptop said it holds: the number of its manifest, the name (replica) it went by, and what it held."""

    number: int
    replica: str
    held: frozenset[str]


@dataclass(frozen=True)
class Sent:
    """A bundle that was made: its file, its own name, the laptop that made it and what that said it holds, what it
    carries, and the key of whom it is sealed for ("": open)."""

    path: Path
    uid: str
    maker: Laptop
    said: Statement
    carried: frozenset[str]
    sealed_for: str = ""

    def readable(self, laptop: Laptop) -> bool:
        """Whether this laptop can open it. (One that never sent anything has no key yet.)"""
        return not self.sealed_for or (laptop.paths.device_key.exists() and laptop.key == self.sealed_for)


class Copy(NamedTuple):
    """An older state of a laptop: whose, the database file, and what it had heard of the others then."""

    laptop: Laptop
    path: Path
    heard: dict[int, Statement]


def _begin(folder: Path) -> None:
    """The programme every life begins with: two schools, and a laptop that joined by a bundle for anyone."""
    first = Laptop(folder / "a", "Laptop A")
    with first.storage.unit() as unit:
        unit.save(Programme(name="Program KBP"))
        for school, group, person, name in ((SCHOOL, GROUP, PERSON, "Melati"), (OTHER_SCHOOL, OTHER_GROUP, COLLEAGUE, "Kenanga")):
            unit.save(School(id=school, name=f"SD {name} 01"))
            unit.save(Person(id=person, name=f"Guru {name}", school_id=school))
            unit.save(Group(id=group, name=f"KBP {name}", school_id=school))
        unit.save(Group(id=CROSS_GROUP, name="Lintas sekolah"))
        unit.save(meeting_at(0))
    first.guard.keep()
    bundle = first.send(folder_in(folder, "stick")).file
    second = Laptop(folder / "b", "Laptop B")
    joined = second.join(bundle)
    assert joined.state is ReceiptState.APPLIED, joined
    for laptop, name in ((first, "a"), (second, "b")):
        laptop.snapshot(folder / f"{name}.db")
        laptop.close()


class World(RuleBasedStateMachine):
    """A stick, a few laptops, and the bundles and copies made so far. See the package's description."""

    feeds_class: type[Feeds] = Feeds
    name = "world"
    _template: Path | None = None

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="plc-model-", dir=MEMORY))
        self.laptops: list[Laptop] = []
        self.bundles: list[Sent] = []
        self.copies: list[Copy] = []
        self.told: dict[tuple[int, int], Statement] = {}
        """The latest of each laptop that another one heard: by receiver and maker (their ids)."""
        self.parked: dict[int, list[Sent]] = {}
        self.topology = "star"
        self.digests: dict[frozenset[str], str] = {}
        self.steps = -1

    @classmethod
    def template(cls) -> Path:
        """The folder of closed laptops that lives begin with; made once in a process."""
        if World._template is None or not World._template.exists():
            World._template = Path(tempfile.mkdtemp(prefix="plc-model-start-", dir=MEMORY))
            atexit.register(shutil.rmtree, World._template, ignore_errors=True)
            _begin(World._template)
        return World._template

    @initialize(topology=topologies)
    def begin(self, topology: str) -> None:
        self.topology = topology
        for name in "ab":
            shutil.copytree(self.template() / name, self.folder / name)
            laptop = Laptop(self.folder / name, f"Laptop {name.upper()}", self.feeds_class)
            laptop.guard.keep()  # the copied folder has another path: an anchor of its own, as if made here
            self.laptops.append(laptop)
        self.stick = folder_in(self.folder, "stick")
        first, joined = self.laptops
        self.told[id(joined), id(first)] = Statement(0, first.feeds.own()[0], first.dots())  # it joined by that bundle
        for laptop, name in zip(self.laptops, "ab", strict=True):
            self.copies.append(Copy(laptop, self.template() / f"{name}.db", self.heard(laptop)))

    @invariant()
    def count(self) -> None:
        """Asked after every step."""
        self.steps += 1

    def note(self, what: str) -> None:
        """Tell the statistics that this was met."""
        if currently_in_test_context():
            event(what)
        COUNTS[what] += 1

    def keyed(self, laptop: Laptop) -> None:
        """Give a laptop that is about to send for the first time its key: one made earlier, for the six words of a key are
        slow to work out on purpose."""
        if not laptop.paths.device_key.exists():
            number = self.laptops.index(laptop)
            spare = self.template() / "keys" / str(number)
            device_key.load_or_make(spare)
            shutil.copyfile(spare, laptop.paths.device_key)

    def any(self, number: int) -> Laptop:
        return self.laptops[number % len(self.laptops)]

    def other(self, number: int, other: int) -> Laptop:
        """Another one than `any(number)`."""
        return self.laptops[(number % len(self.laptops) + 1 + other % (len(self.laptops) - 1)) % len(self.laptops)]

    def hear(self, receiver: Laptop, sent: Sent) -> None:
        """The receiver merged a bundle: what its maker said then counts, unless it said something later."""
        pair = id(receiver), id(sent.maker)
        if pair not in self.told or self.told[pair].number < sent.said.number:
            self.told[pair] = sent.said

    def heard(self, laptop: Laptop) -> dict[int, Statement]:
        """What this laptop knows of the others: by maker."""
        return {maker: said for (owner, maker), said in self.told.items() if owner == id(laptop)}

    def listen(self, laptop: Laptop) -> None:
        """What a bundle told that waited counts from when it was merged."""
        waiting = {found.uid for found in laptop.receiving.quarantine.parked()}
        parked = self.parked.pop(id(laptop), [])
        for sent in parked:
            if sent.uid not in waiting:
                self.hear(laptop, sent)
        self.parked[id(laptop)] = [sent for sent in parked if sent.uid in waiting]

    def merge(self, laptop: Laptop, sent: Sent) -> Receipt:
        """Receive, and remember what was heard by it."""
        receipt = laptop.merge(sent.path)
        if receipt.state is ReceiptState.PARKED:
            self.parked.setdefault(id(laptop), []).append(sent)
        elif receipt.state in (ReceiptState.APPLIED, ReceiptState.NOTHING_NEW):
            self.hear(laptop, sent)
        self.listen(laptop)
        return receipt

    def went_back(self, laptop: Laptop) -> None:
        """An older state of the laptop was put in place."""

    def check(self, laptop: Laptop) -> None:
        oracle.check(laptop)  # 1, 5, 9, 12

    def compare(self, laptop: Laptop) -> None:
        """The same commits show the same, whenever and wherever, in whatever order they came."""
        held, digest = laptop.dots(), laptop.digest()
        assert self.digests.setdefault(held, digest) == digest, "the same commits, shown differently"  # 3, 9

    def teardown(self) -> None:
        COUNTS["steps"] += max(self.steps, 0)
        try:
            if self.laptops:
                self.come_together()
                COUNTS["examples"] += 1
        finally:
            for laptop in self.laptops:
                laptop.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    def routes(self) -> list[tuple[Laptop, Laptop]]:
        """Who carries to whom in one round."""
        hub, *others = self.laptops
        if self.topology == "star":
            return [(one, hub) for one in others] + [(hub, one) for one in others]
        if self.topology == "chain":
            return [*zip(self.laptops, others, strict=False), *zip(reversed(others), reversed(self.laptops[:-1]), strict=True)]
        return [(one, other) for one in self.laptops for other in self.laptops if one is not other]

    def come_together(self) -> None:
        """Everybody gets everything by bundles that hold what the other lacked when it last told."""
        stick = folder_in(self.folder, "last")
        rounds = 0
        while len({laptop.dots() for laptop in self.laptops}) > 1:
            rounds += 1
            assert rounds <= 6 + len(self.laptops), "no end of exchange: somebody still lacks something"  # 4
            for sender, receiver in self.routes():
                self.keyed(sender)
                path = sender.send(stick, receiver if sender.knows(receiver) else None).file
                receiver.merge(path)
                path.unlink()
        assert len({laptop.digest() for laptop in self.laptops}) == 1  # 3, 4, 9
        for laptop in self.laptops:
            self.check(laptop)
        found = self.any(self.steps + len(self.bundles)).verify()
        assert found.ok, found.problems  # 1, 13
