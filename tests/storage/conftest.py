"""Real database files, a clock that only goes on when told, and records of every kind with random values."""

from __future__ import annotations

import dataclasses
import hashlib
import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from plcdesk.domain.fields import FieldSpec, Kind, Part
from plcdesk.domain.ids import Id, derived
from plcdesk.domain.records import SPECS
from plcdesk.ledger.chain import dot_of, link, new_uid
from plcdesk.ledger.commit import decode
from plcdesk.ledger.feed import BundleMeta, CheckedLine, Device, Tips
from plcdesk.ledger.identity import DeviceKey
from plcdesk.storage.blobs import Blobs
from plcdesk.storage.feeds import Feeds
from plcdesk.storage.storage import Storage
from plcdesk.storage.verify import verify

START = 1_760_000_000_000


class Ticks:
    """Milliseconds since 1970; each look is one later."""

    def __init__(self, start: int = START) -> None:
        self.now = start

    def __call__(self) -> int:
        self.now += 1
        return self.now


class Maker:
    """Makes records and values of every kind from one seed."""

    def __init__(self, seed: int = 1) -> None:
        self.random = random.Random(seed)

    def id(self) -> Id:
        """A new identity."""
        return derived("test", self.random.getrandbits(64))

    def part(self, part: Part) -> Any:
        """A value one column may hold."""
        draw = self.random
        if part.optional and draw.random() < 0.15:
            return None
        values: dict[Kind, Callable[[], Any]] = {
            Kind.TEXT: lambda: draw.choice(["", "Aula", "Ruang guru", "naïve “kutip”", "x' OR 1=1 --", "🎓 kelas"]),
            Kind.LONG: lambda: "\n".join(draw.choice(["satu", "dua", "tiga", ""]) for _ in range(draw.randrange(5))),
            Kind.INTEGER: lambda: draw.randrange(-5, 200),
            Kind.BOOLEAN: lambda: draw.random() < 0.5,
            Kind.DATE: lambda: date(2024, 1, 1) + timedelta(days=draw.randrange(800)),
            Kind.TIME: lambda: time(draw.randrange(24), draw.randrange(60)),
            Kind.ID: self.id,
            Kind.LIST: lambda: tuple(draw.choice(["SD", "Jl. Melati"]) for _ in range(draw.randrange(3))),
        }
        if part.kind is Kind.CHOICE:
            assert part.choices is not None
            return draw.choice(list(part.choices))
        return values[part.kind]()

    def value(self, field: FieldSpec) -> Any:
        """A value a field may hold."""
        found = [self.part(part) for part in field.parts]
        return field.couple(*found) if field.couple is not None else found[0]

    def record(self, table: str, **given: Any) -> Any:
        """A record of a kind with every field filled at random, but those given."""
        spec = SPECS[table]
        values = {name: self.value(field) for name, field in spec.fields.items()}
        if table == "school":
            values["space"] = ""
        return spec.cls(**{"id": self.id(), **values, **given})


@pytest.fixture
def ticks() -> Ticks:
    """The clock of the test."""
    return Ticks()


@pytest.fixture
def maker() -> Maker:
    """Random records, the same ones in every run."""
    return Maker()


@pytest.fixture
def make_maker() -> Callable[[int], Maker]:
    """Random records from a seed."""
    return Maker


@pytest.fixture
def open_storage(tmp_path: Path, ticks: Ticks) -> Iterator[Callable[..., Storage]]:
    """Opens storages by name in the test's folder and closes them at its end."""
    opened: list[Storage] = []

    def open_(name: str = "one", start: int | None = None) -> Storage:
        storage = Storage.open(tmp_path / name / "data.db", create=True,
                               now=ticks if start is None else Ticks(start))
        opened.append(storage)
        return storage

    yield open_
    for storage in opened:
        storage.close()


@pytest.fixture
def storage(open_storage: Callable[..., Storage]) -> Storage:
    """One empty database."""
    return open_storage()


class Laptop:
    """A storage with its own device key, that hands bundles to others as sync would."""

    def __init__(self, storage: Storage, folder: Path, label: str, key: str = "") -> None:
        self.storage = storage
        self.store = storage.store
        self.label = label
        self.key = DeviceKey(hashlib.sha256((key or label).encode()).digest())
        self.feeds = Feeds(storage, Blobs(folder / "blobs"))
        self.feeds.introduce(self.key, label)
        self._number = 0

    def save(self, *records: Any) -> Any:
        """Save records; the changes."""
        with self.storage.unit() as unit:
            for record in records:
                unit.save(record)
        return unit.changes

    def edit(self, cls: type[Any], record_id: str, **values: Any) -> Any:
        """Change some fields of a record as a page would."""
        loaded = self.store.load(cls, record_id)
        assert loaded is not None
        with self.storage.unit() as unit:
            unit.save(dataclasses.replace(loaded.record, **values), loaded)
        return unit.changes

    def delete(self, record: Any) -> Any:
        """Delete a record."""
        with self.storage.unit() as unit:
            unit.delete(record)
        return unit.changes

    def bundle(self, base: Tips | None = None, spaces: Sequence[str] | None = None) -> tuple[Any, Any, list[Any]]:
        """What a bundle brings: meta, ranges, lines."""
        self.feeds.introduce(self.key, self.label)
        with self.feeds.outgoing(base or {}) as outgoing:
            ranges = tuple(dataclasses.replace(found, signer=self.key.public, tip_signature=b"signed")
                           if not found.tip_signature else found for found in outgoing.ranges)
            lines = list(checked(ranges, outgoing.lines()))
            self._number += 1
            me = Device(self.key.public, self.label, "")
            meta = BundleMeta(new_uid(), "", "file.plcb", self._number, me, outgoing.replica, outgoing.spaces,
                              outgoing.tips)
        return meta, ranges, lines

    def take(self, bundle: tuple[Any, Any, list[Any]]) -> Any:
        """Receive a bundle."""
        meta, ranges, lines = bundle
        return self.feeds.receive(meta, ranges, iter(lines))

    def base_of(self, other: Laptop) -> Tips:
        """What the other said it holds."""
        peer = self.feeds.peer(other.key.public)
        return peer.tips if peer is not None else {}

    def give(self, other: Laptop, *, full: bool = False) -> Any:
        """Send to the other, by what it last said or in full; its intake."""
        return other.take(self.bundle({} if full else self.base_of(other)))

    def digest(self) -> str:
        """The digest of what is shown, after checking that the tables follow from the log."""
        found = verify(self.storage.db)
        assert found.problems == ()
        return found.digest


def checked(ranges: Sequence[Any], lines: Iterable[Any]) -> Iterator[CheckedLine]:
    """Lines with the hashes that sync would have worked out."""
    ends = [found.from_hash for found in ranges]
    for line in lines:
        previous = ends[line.feed]
        found = link(previous, line.head, line.body_digest)
        ends[line.feed] = found
        yield CheckedLine(line.feed, line.head, line.body, line.body_digest, previous, found, dot_of(found),
                          decode(line.head, line.body))
    assert ends == [found.to_hash for found in ranges]


@pytest.fixture
def laptop(open_storage: Callable[..., Storage], tmp_path: Path) -> Callable[..., Laptop]:
    """Makes laptops by name; `key` gives one the device key of another."""
    return lambda label, key="": Laptop(open_storage(label), tmp_path / label, label, key)
