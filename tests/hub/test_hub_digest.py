"""The hub keeps what laptops keep: the same commits lead to the same digest on SQLite and PostgreSQL (invariant 25)."""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plcdesk.domain.changes import Row
from plcdesk.domain.exchange import ReceiptState
from plcdesk.domain.meetings import Meeting
from plcdesk.domain.people import Person
from plcdesk.domain.programme import School
from plcdesk.storage.sql import fetch
from plcdesk.storage.verify import _sums, rebuild
from tests.exchange.laptops import MEETINGS, PERSON, SCHOOL, Laptop, exchange_all, folder_in, founded, meeting
from tests.hub.hubs import Hub

ODD = ["", "Aula", "É ñ ß İ", "100% \\ %s ?", "'kutip' \"dua\"", "baris\nbaris", "$1 {x} :nama", "😀 \u200f", "-- /* ; */", "\ta\x1f"]
texts = st.sampled_from(ODD)
who = st.integers(0, 2)
number = st.integers(0, len(MEETINGS) - 1)
steps = st.one_of(
    st.tuples(st.just("edit"), who, number, st.fixed_dictionaries(
        {}, optional={"venue": texts, "opening": texts, "title": texts, "disturbed": st.integers(0, 90)})),
    st.tuples(st.just("name"), who, texts),
    st.tuples(st.just("delete"), who, number),
    st.tuples(st.just("restore"), who, number),
    st.tuples(st.just("settle"), who),
    st.tuples(st.just("send"), who, who),
    st.tuples(st.just("undo"), who),
)


@dataclass
class World:
    """Three laptops and the bundles they made, the founding one first."""

    folder: Path
    laptops: list[Laptop]
    bundles: list[Path]

    def live(self, kind: str, one: int, *rest: Any) -> None:
        laptop = self.laptops[one]
        getattr(self, f"_{kind}")(laptop, *rest)

    def _edit(self, laptop: Laptop, at: int, fields: dict[str, Any]) -> None:
        record = laptop.get(Meeting, MEETINGS[at])
        laptop.save(dataclasses.replace(record, **fields) if record is not None else meeting(at, **fields))

    def _name(self, laptop: Laptop, text: str) -> None:
        laptop.save(dataclasses.replace(laptop.get(Person, PERSON), name=text))

    def _delete(self, laptop: Laptop, at: int) -> None:
        with laptop.storage.unit() as unit:
            unit.delete(Row("meeting", MEETINGS[at]))

    def _restore(self, laptop: Laptop, at: int) -> None:
        with laptop.storage.unit() as unit:
            unit.restore(Row("meeting", MEETINGS[at]))

    def _settle(self, laptop: Laptop) -> None:
        for entry in laptop.storage.store.differing()[:1]:
            with laptop.storage.unit() as unit:
                unit.settle(entry.row, entry.field, entry.siblings[-1].value)

    def _send(self, laptop: Laptop, to: int) -> None:
        other = self.laptops[to]
        if other is not laptop:
            whom = other.key if laptop.knows(other) else None
            self.bundles.append(laptop.exchange.send(self.folder, whom, sealed=False).file)
            other.merge(self.bundles[-1])

    def _undo(self, laptop: Laptop) -> None:
        for line in laptop.exchange.log(1):
            if line.undoable:
                laptop.exchange.undo(line.bundle)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three laptops of one programme, closed, with the bundle by which two of them joined."""
    folder = tmp_path_factory.mktemp("template")
    for laptop in founded(folder, 3):
        laptop.close()
    return folder


@pytest.fixture
def worlds(template: Path) -> Iterator[Callable[[], World]]:
    """Copies of the template; the last one is taken away when the next is asked for."""
    made: list[World] = []

    def end() -> None:
        for world in made:
            for laptop in world.laptops:
                laptop.close()
            shutil.rmtree(world.folder.parent, ignore_errors=True)
        made.clear()

    def new() -> World:
        end()
        folder = Path(tempfile.mkdtemp(prefix="plc-hub-"))
        shutil.copytree(template, folder, dirs_exist_ok=True)
        laptops = [Laptop(folder / name, f"Laptop {name.upper()}") for name in "abc"]
        for laptop in laptops:
            laptop.guard.keep()
        made.append(World(folder_in(folder, "stick"), laptops, sorted((folder / "stick").glob("*.plcb"))))
        return made[-1]

    yield new
    end()


def test_the_digest_does_not_depend_on_the_database(worlds: Callable[[], World], hub_urls: Callable[[], str]) -> None:
    """Any history, any order of bundles: same digest, rows that follow from the log, and a bundle back that all accept."""
    agree(worlds, hub_urls, 6)


@pytest.mark.nightly
@pytest.mark.timeout(3000)
def test_the_digest_does_not_depend_on_the_database_at_length(worlds: Callable[[], World], hub_urls: Callable[[], str]) -> None:
    agree(worlds, hub_urls, 300)


def agree(worlds: Callable[[], World], hub_urls: Callable[[], str], examples: int) -> None:
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples)
    @given(st.lists(steps, min_size=3, max_size=14), st.randoms(use_true_random=False))
    def holds(history: list[Any], order: Any) -> None:
        world = worlds()
        for step in history:
            world.live(*step)
        first, *others = world.bundles
        others += [laptop.send(world.folder).file for laptop in world.laptops]
        file = Laptop(world.folder.parent / "file", "Hub on a file")
        server = Hub(world.folder.parent / "server", "Hub on a server", hub_urls())
        world.laptops += [file, server]
        for hub in (file, server):
            hub.join(first)
            order.shuffle(others)
            for path in others:
                assert hub.merge(path).state in (ReceiptState.APPLIED, ReceiptState.NOTHING_NEW, ReceiptState.PARKED)
            assert hub.receiving.waiting() == 0
        assert server.digest() == file.digest()
        assert server.dots() == file.dots()
        told = server.verify()
        assert (told.ok, told.digest, told.problems) == (True, file.digest(), ())
        before = sums(server)
        rebuild(server.storage.db)
        assert sums(server) == before
        for laptop in world.laptops[:3]:
            laptop.merge(server.send(world.folder, laptop if server.knows(laptop) else None).file)
            assert laptop.digest() == server.digest()

    holds()


def sums(hub: Laptop) -> dict[str, str]:
    """A digest of each derived table, read from the server itself."""
    with hub.storage.db.read() as connection:
        return _sums(connection)


def test_what_is_saved_on_the_hub_reaches_the_laptops(tmp_path: Path, hub_url: str) -> None:
    """Deletes, differing entries, undo and settling on the hub itself write the same commits as on a laptop."""
    one, other = founded(tmp_path)
    hub = Hub(tmp_path / "hub", "Hub", hub_url)
    hub.join(tmp_path / "stick" / next((tmp_path / "stick").iterdir()).name)
    one.save(meeting(1, venue="Aula"))
    other.save(meeting(1, venue="Kelas IV"))
    for laptop in (one, other):
        hub.merge(laptop.send(tmp_path / "stick").file)
    (entry,) = hub.storage.store.differing()
    assert {item.value for item in entry.siblings} == {"Aula", "Kelas IV"}
    with hub.storage.unit() as unit:
        unit.settle(entry.row, entry.field, "Aula")
    hub.save(dataclasses.replace(hub.get(School, SCHOOL), name="SD Melati 01 Pagi"))
    with hub.storage.unit() as unit:
        unit.delete(Row("meeting", MEETINGS[0]))
    late = next(line for line in hub.exchange.log() if line.undoable)
    hub.exchange.undo(late.bundle)
    hub.exchange.apply_again(late.bundle)
    exchange_all([one, other, hub], folder_in(tmp_path, "round"))
    assert one.digest() == other.digest() == hub.digest()
    assert hub.verify().ok
    assert [row for (row,) in rows(hub, "SELECT name FROM school")] == ["SD Melati 01 Pagi"]
    for laptop in (one, other, hub):
        laptop.close()


def rows(hub: Laptop, sql: str) -> list[tuple[Any, ...]]:
    with hub.storage.db.read() as connection:
        return fetch(connection, sql)
