"""Many schools at once: receipts run beside each other, none waits for a stranger, none loses a record (fault F62)."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from plcdesk.domain.exchange import Intake, ReceiptState
from plcdesk.domain.ids import uuid7
from plcdesk.domain.meetings import Meeting
from plcdesk.domain.people import Group, Person
from plcdesk.domain.programme import Programme, School
from plcdesk.domain.progress import Progress
from plcdesk.services.collecting import DONE, Collected
from plcdesk.storage.feeds import Feeds
from plcdesk.storage.sql import fetch, run
from plcdesk.storage.trouble import Contended
from plcdesk.storage.unit import Unit
from tests.exchange.laptops import Laptop, folder_in
from tests.hub.hubs import Hub


def crowd(folder: Path, laptops: int, schools: int, people: int = 4, shared: Person | None = None) -> tuple[Path, Path]:
    """The bundle by which everybody joined, and a folder of what so many laptops with so many schools each send.

    `shared` is entered in each school under the same id.
    """
    first = Laptop(folder / "first", "Kantor")
    with first.storage.unit() as unit:
        unit.save(Programme(name="Program KBP"))
    begun = first.send(folder_in(folder, "begun")).file
    first.close()
    sticks = folder_in(folder, "sticks")
    for number in range(laptops):
        laptop = Laptop(folder / f"laptop-{number}", f"Laptop {number}")
        laptop.join(begun)
        for school in range(schools):
            with laptop.storage.unit() as unit:
                made = fill(unit, f"SD {number}-{school}", people)
                if shared is not None:
                    unit.save(dataclasses.replace(shared, school_id=made.id))
        laptop.send(folder_in(sticks, f"stick-{number}"))
        laptop.close()
    return begun, sticks


def fill(unit: Unit, name: str, people: int) -> School:
    """A school with a group, people and a meeting."""
    school = School(name=name)
    group = Group(name=f"KBP {name}", school_id=school.id)
    unit.save(school)
    unit.save(group)
    unit.save(Meeting(group_id=group.id, title=f"Rapat {name}"))
    for number in range(people):
        unit.save(Person(name=f"Guru {number} {name}", school_id=school.id))
    return school


def collect(hub: Laptop, folder: Path, jobs: int) -> Collected:
    return hub.exchange.collect(folder, accept_new=True, jobs=jobs)


def failed(found: Collected) -> list[tuple[str, str, object]]:
    """The files that did not come in, and why."""
    return [(delivery.file, delivery.receipt.state.value, delivery.receipt.reason) for delivery in found.deliveries
            if delivery.receipt.state not in DONE]


def judged(hub: Laptop, other: Laptop, schools: int) -> None:
    """The hub agrees with a hub on a file and with its own log, and holds every school."""
    assert hub.digest() == other.digest()
    told = hub.verify()
    assert (told.ok, told.problems) == (True, ())
    assert len({space.uid for space in hub.feeds.spaces() if space.kind == "school"}) == schools


def test_twenty_schools_by_eight_at_once(tmp_path: Path, hub_url: str) -> None:
    """Two programs take the same folder in at the same moment, eight bundles at a time: every bundle counts once."""
    begun, sticks = crowd(tmp_path, 10, 2)
    hub, file = Hub(tmp_path / "hub", "Hub", hub_url), Laptop(tmp_path / "file", "Hub on a file")
    hub.join(begun)
    file.join(begun)
    beside = Hub(tmp_path / "hub", "Hub", hub_url)
    with ThreadPoolExecutor(2) as pool:
        found = [task.result() for task in [pool.submit(collect, one, sticks, 8) for one in (hub, beside)]]
    assert [failed(one) for one in found] == [[], []]
    assert collect(file, sticks, 8).complete
    judged(hub, file, 20)
    with hub.storage.db.read() as connection:
        (twice,) = fetch(connection, "SELECT count(*) - count(DISTINCT uid) FROM sync_bundle WHERE direction = 'in'")
    assert twice == (0,)
    for one in (hub, beside, file):
        one.close()


@pytest.mark.nightly
@pytest.mark.timeout(3000)
def test_a_thousand_schools_by_fifty_at_once(tmp_path: Path, hub_url: str) -> None:
    begun, sticks = crowd(tmp_path, 50, 20, 10)
    hub, file = Hub(tmp_path / "hub", "Hub", hub_url), Laptop(tmp_path / "file", "Hub on a file")
    hub.join(begun)
    file.join(begun)
    assert failed(collect(hub, sticks, 50)) == []
    assert failed(collect(file, sticks, 1)) == []
    judged(hub, file, 1000)
    hub.close()
    file.close()


class Held(Feeds):
    """Stops in the middle of a receipt until told to go on."""

    reached: threading.Event
    go_on: threading.Event

    def receive(self, meta, ranges, lines: Iterable, *rest) -> Intake:  # type: ignore[no-untyped-def, override, type-arg]
        return super().receive(meta, ranges, self._slowly(lines), *rest)

    def _slowly(self, lines: Iterable) -> Iterator:  # type: ignore[type-arg]
        yield from lines
        self.reached.set()
        assert self.go_on.wait(60)


def test_a_receipt_waits_only_for_its_own_school(tmp_path: Path, hub_url: str) -> None:
    """While one school's bundle is in the middle, another school's comes in whole; a save on the hub waits its turn."""
    begun, sticks = crowd(tmp_path, 2, 1)
    one, other = (next(folder.iterdir()) for folder in sorted(sticks.iterdir()))
    hub = Hub(tmp_path / "hub", "Hub", hub_url)
    hub.join(begun)
    slow = Hub(tmp_path / "slow", "Hub", hub_url, Held)
    held = slow.feeds
    assert isinstance(held, Held)
    held.reached, held.go_on = threading.Event(), threading.Event()
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(slow.receiving.take, one, accept_new=True, progress=Progress())
        assert held.reached.wait(60)
        assert hub.merge(other).state is ReceiptState.APPLIED
        saved = pool.submit(hub.save, Person(id=uuid7(), name="Pengawas"))
        while not waiting(hub):
            assert not saved.done()
        held.go_on.set()
        assert first.result().state is ReceiptState.APPLIED
        assert saved.result()
    assert hub.verify().ok
    hub.close()
    slow.close()


def waiting(hub: Hub) -> int:
    """How many wait for somebody else."""
    with hub.storage.db.read() as connection:
        return len(fetch(connection, "SELECT 1 FROM pg_locks WHERE NOT granted"))


def test_the_same_record_from_two_schools_at_once(tmp_path: Path, hub_url: str) -> None:
    """A record that two spaces hold is never overwritten unseen: the later receipt is told to come again, and does."""
    begun, sticks = crowd(tmp_path, 2, 1, shared=Person(id=uuid7(), name="Guru di dua sekolah"))
    one, other = (next(folder.iterdir()) for folder in sorted(sticks.iterdir()))
    hub, file = Hub(tmp_path / "hub", "Hub", hub_url), Laptop(tmp_path / "file", "Hub on a file")
    hub.join(begun)
    file.join(begun)
    with ThreadPoolExecutor(2) as pool:
        with hub.storage.db.write(()) as connection:  # the last thing a receipt writes
            run(connection, "SELECT 1 FROM sync_local WHERE key = 'stamp' FOR UPDATE")
            first = pool.submit(hub.receiving.take, one, accept_new=True, progress=Progress())
            while waiting(hub) < 1:
                assert not first.done()
            second = pool.submit(hub.receiving.take, other, accept_new=True, progress=Progress())
            while waiting(hub) < 2:
                assert not second.done()
        assert first.result().state is ReceiptState.APPLIED
        with pytest.raises(Contended):
            second.result()
    assert collect(hub, sticks, 2).complete
    assert collect(file, sticks, 1).complete
    judged(hub, file, 2)
    for laptop in (hub, file):
        laptop.close()
