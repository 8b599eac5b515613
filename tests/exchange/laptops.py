"""Laptops for the tests of this folder: real databases, real bundle files, the real services; only clocks are set."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from plcdesk.domain.changes import Changes
from plcdesk.domain.exchange import BundleKind, Receipt, SendResult
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import Meeting, When, meeting_id
from plcdesk.domain.people import Group, Person
from plcdesk.domain.programme import Programme, School
from plcdesk.domain.progress import Progress
from plcdesk.paths import DATABASE, Paths
from plcdesk.services import device_key
from plcdesk.services.carrying import Carrying
from plcdesk.services.exchange import Exchange
from plcdesk.services.quarantine import Opened, Quarantine
from plcdesk.services.receive import Receiving
from plcdesk.services.replica import ReplicaGuard
from plcdesk.services.restore_point import NoRestorePoint, RestorePoint
from plcdesk.services.send import Names, Sending
from plcdesk.services.stick import Disk
from plcdesk.storage.blobs import Blobs
from plcdesk.storage.feeds import Feeds
from plcdesk.storage.sql import fetch
from plcdesk.storage.storage import Storage
from plcdesk.storage.verify import Verified, digest, verify

START = 1_747_000_000_000
"""12 May 2025, in milliseconds since 1970."""
SLOT = Id("0190a5f2-1c1e-7a30-8a1b-2f5f7a1c9e01")
MEETINGS = [meeting_id(SLOT, date(2025, 5, day)) for day in (5, 12, 19)]
"""Meetings that every laptop derives alike."""


class _Point(NoRestorePoint):
    """A restore point in name only: these tests do not go back to it."""

    def __init__(self, name: str) -> None:
        self.name = name


class Laptop:
    """One data folder with one open database. `feeds_class` lets a test put a fault in."""

    def __init__(self, folder: Path, name: str, feeds_class: Callable[..., Feeds] = Feeds, disk: Disk | None = None) -> None:
        self.paths = Paths(folder / "programme", folder / "state")
        self.name = name
        self.now = START
        self.feeds_class = feeds_class
        self.disk = disk
        self.points = 0
        self.storage: Storage
        self.open()

    def begin(self) -> Storage:
        """Open the database."""
        return Storage.open(self.paths.database, create=True, now=lambda: self.now)

    def open(self, *, check: bool = False) -> None:
        """Start the program here; with `check` it looks at its anchor first, as the real start does."""
        self.storage = self.begin()
        self.blobs = Blobs(self.paths.blobs)
        self.feeds = self.feeds_class(self.storage, self.blobs)
        clock = lambda: datetime.fromtimestamp(min(max(self.now, 0), 10**14) // 1000, UTC)  # noqa: E731
        key = lambda: device_key.load_or_make(self.paths.device_key)[0]  # noqa: E731
        carrying = Carrying(self.paths.carried, self.feeds.devices, key, clock, self.disk)
        sending = Sending(self.feeds, self.blobs, key, lambda: Names("Program KBP", "SD Melati 01", self.name),
                          self.paths.quarantine, clock, self.disk, carrying)
        self.receiving = Receiving(self.feeds, self.blobs, Quarantine(self.paths.quarantine, key), self.restore_point)
        self.exchange = Exchange(self.storage, self.feeds, sending, self.receiving, carrying, lambda: None)
        self.guard = ReplicaGuard(self.feeds, self.paths.anchor, self.paths.database)
        if check:
            self.guard.check()

    def restore_point(self) -> AbstractContextManager[RestorePoint]:
        self.points += 1
        return nullcontext(_Point(f"point-{self.points}"))

    def close(self) -> None:
        self.storage.close()

    def copy_to(self, folder: Path, name: str) -> Laptop:
        """Clone the whole disk: programme folder, key, anchor and all."""
        shutil.copytree(self.paths.folder.parent, folder, ignore=shutil.ignore_patterns(f"{DATABASE}*"))
        self.snapshot(folder / self.paths.folder.name / DATABASE)
        made = Laptop(folder, name, self.feeds_class)
        made.now = self.now
        return made

    def snapshot(self, target: Path) -> None:
        """Copy the database file aside."""
        self.storage.db.copy_to(target)

    def put_back(self, source: Path, *, check: bool) -> None:
        """Put an older database file in place by hand; noticed at the next start or (check False) not."""
        self.close()
        for suffix in ("-wal", "-shm"):
            self.paths.database.with_name(self.paths.database.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(source, self.paths.database)
        self.open(check=check)

    def save(self, *records: Any) -> Changes:
        with self.storage.unit() as unit:
            for record in records:
                unit.save(record)
        self.guard.keep()
        return unit.changes

    def get(self, cls: type[Any], record_id: Id) -> Any:
        return self.storage.store.get(cls, record_id)

    def found(self) -> None:
        """Start a programme with a school, a group, a person and one meeting."""
        with self.storage.unit() as unit:
            unit.save(Programme(name="Program KBP"))
            school = School(id=SCHOOL, name="SD Melati 01")
            unit.save(school)
            unit.save(Person(id=PERSON, name="Bambang Suryana, S.Pd.", school_id=SCHOOL))
            unit.save(Group(id=GROUP, name="KBP Melati", school_id=SCHOOL))
            unit.save(meeting(0))
        self.guard.keep()

    def join(self, path: Path) -> Receipt:
        receipt = self.receiving.merge(path, accept_new=True, progress=Progress(), joining=True)
        self.guard.keep()
        return receipt

    def send(self, folder: Path, whom: Laptop | None = None, kind: BundleKind | None = None, *,
             sealed: bool | None = None) -> SendResult:
        return self.exchange.send(folder, whom.key if whom is not None else None, kind=kind, sealed=sealed)

    def opened(self, path: Path) -> AbstractContextManager[Opened]:
        """What is in a bundle, as this laptop can read it, without receiving it."""
        return Quarantine(self.paths.quarantine, lambda: device_key.load_or_make(self.paths.device_key)[0]).opened(path, Progress())

    def merge(self, path: Path, *, accept_new: bool = True) -> Receipt:
        receipt = self.exchange.merge(path, accept_new=accept_new)
        self.guard.keep()
        return receipt

    @property
    def key(self) -> str:
        return device_key.load_or_make(self.paths.device_key)[0].public.hex()

    def knows(self, other: Laptop) -> bool:
        """Whether the other ever told this one what it holds. (One that never sent anything has no key yet.)"""
        return other.paths.device_key.exists() and self.feeds.peer(bytes.fromhex(other.key)) is not None

    def digest(self) -> str:
        with self.storage.db.read() as connection:
            return digest(connection)

    def log(self) -> list[tuple[Any, ...]]:
        """The shared log: number, dot, stamp, head, body in order of arrival."""
        with self.storage.db.read() as connection:
            return fetch(connection, "SELECT c.n, c.dot, c.hlc, c.head, c.body FROM sync_commit c JOIN sync_feed f "
                                     "ON f.id = c.feed_id JOIN sync_space s ON s.id = f.space_id "
                                     "WHERE s.kind != 'private' ORDER BY c.n")

    def dots(self) -> frozenset[str]:
        return frozenset(row[1] for row in self.log())

    def verify(self) -> Verified:
        return verify(self.storage.db)


SCHOOL = Id("0190a5f2-1c1e-7a30-8a1b-2f5f7a1c9e02")
GROUP = Id("0190a5f2-1c1e-7a30-8a1b-2f5f7a1c9e03")
PERSON = Id("0190a5f2-1c1e-7a30-8a1b-2f5f7a1c9e04")


def meeting(number: int, **fields: Any) -> Meeting:
    """The planned meeting of this number, as every laptop would begin it."""
    return Meeting(id=MEETINGS[number], group_id=GROUP, slot_id=SLOT, **({"when": When(date(2025, 5, 5))} | fields))


def founded(folder: Path, count: int = 2) -> list[Laptop]:
    """Laptops of one programme that all hold the same; every further one joined by a bundle for anyone."""
    first = Laptop(folder / "a", "Laptop A")
    first.found()
    bundle = first.send(folder_in(folder, "stick")).file
    others = [Laptop(folder / name, f"Laptop {name.upper()}") for name in "bcdefgh"[:count - 1]]
    for laptop in others:
        laptop.join(bundle)
    return [first, *others]


def folder_in(folder: Path, name: str) -> Path:
    made = folder / name
    made.mkdir(exist_ok=True)
    return made


def exchange_all(laptops: list[Laptop], folder: Path, rounds: int = 12) -> None:
    """Everybody sends to everybody, by full bundles where nothing is known of the other, until all hold the same."""
    for number in range(rounds):
        if len({laptop.dots() for laptop in laptops}) == 1:
            return
        for sender in laptops:
            for receiver in laptops:
                if receiver is not sender:
                    known = number % 2 == 0 and sender.knows(receiver)
                    path = sender.send(folder, receiver if known else None).file
                    receiver.merge(path)
                    path.unlink()
    raise AssertionError("no end of exchange: somebody still lacks something")
