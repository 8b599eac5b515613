"""What is done every day takes no longer on a laptop that holds years of work (restore points aside, which copy it all).

Counted are the steps of the database (its own count of what it executes), not seconds, so that a search through the whole
log shows at once and on every machine alike.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event

from plcdesk.domain.changes import Row
from plcdesk.domain.ids import uuid7
from plcdesk.domain.meetings import Meeting
from plcdesk.storage import revert
from plcdesk.storage.sql import fetch
from tests.exchange.crowds import crowd
from tests.exchange.laptops import Laptop, folder_in, founded, meeting

FEW, MANY = 300, 3_000
SPARE, FEW_STEPS = 3, 20
"""How many times, and how many tens of steps, may come on top: deeper tables, parts of the search index that are merged now and then."""


class Steps:
    """Counts tens of steps of every connection made from now on."""

    def __init__(self) -> None:
        self.count = 0

    def connect(self, connection: Any, _record: Any) -> None:
        connection.set_progress_handler(self._one, 10)

    def _one(self) -> int:
        self.count += 1
        return 0

    def of(self, work: Callable[[], Any]) -> int:
        """How many `work` took."""
        before = self.count
        work()
        return self.count - before


@pytest.fixture(scope="module")
def steps() -> Iterator[Steps]:
    found = Steps()
    event.listen(Engine, "connect", found.connect)
    yield found
    event.remove(Engine, "connect", found.connect)


def measured(folder: Path, steps: Steps, count: int) -> dict[str, int]:
    """What each errand takes on laptops that hold so many commits. A third laptop wrote them, and is copied then."""
    a, b, c = founded(folder, 3)
    stick = folder_in(folder, "stick")
    c.merge(a.send(stick).file)
    many = crowd(c, stick / "many.plcb", count)
    for laptop in (a, b):
        laptop.merge(many)
    c.save(meeting(1))
    c.feeds.mint("clone")
    c.save(meeting(2))
    a.merge(c.send(stick).file)
    assert [one.label for one in a.exchange.copied()] == ["Laptop C"]
    b.merge(a.send(stick).file)
    a.merge(b.send(stick, a).file)
    found = _errands(a, steps)
    sent: list[Path] = []
    found["send what is new"] = steps.of(lambda: sent.append(a.send(stick, b).file))
    found["receive it"] = steps.of(lambda: b.merge(sent[0]))
    found["receive it again"] = steps.of(lambda: b.merge(sent[0]))
    for laptop in (a, b, c):
        laptop.close()
    return found


def _errands(laptop: Laptop, steps: Steps) -> dict[str, int]:
    with laptop.storage.db.read() as connection:
        first, second = (row[0] for row in fetch(
            connection, "SELECT id FROM meeting WHERE venue = 'Ruang guru' ORDER BY id LIMIT 2"))
    record = laptop.get(Meeting, first)
    loaded = laptop.storage.store.load(Meeting, first)
    saves: list[tuple[int, ...]] = []

    def unit(work: Callable[[Any], Any]) -> Callable[[], None]:
        def run() -> None:
            with laptop.storage.unit() as unit:
                work(unit)
            saves.append(unit.changes.commits)
        return run

    return {name: steps.of(work) for name, work in {
        "open a record": lambda: laptop.storage.store.load(Meeting, first),
        "change it": unit(lambda unit: unit.save(dataclasses.replace(record, venue="Aula"), loaded)),
        "make one": unit(lambda unit: unit.save(dataclasses.replace(record, id=uuid7()))),
        "delete one": unit(lambda unit: unit.delete(Row("meeting", second))),
        "undo the deletion": unit(lambda unit: revert.compensate(unit, saves[-1])),
        "undo the change": unit(lambda unit: revert.compensate(unit, saves[0])),
        "see what was not sent": laptop.feeds.unsent,
        "see the colleagues": laptop.exchange.peers,
        "see who was copied": laptop.exchange.copied,
        "see the log": laptop.exchange.log,
    }.items()}


def test_daily_work_does_not_grow_with_the_log(tmp_path: Path, steps: Steps) -> None:
    few, many = (measured(folder_in(tmp_path, str(count)), steps, count) for count in (FEW, MANY))
    assert few.keys() == many.keys()
    assert all(few.values()), "nothing was counted"
    grown = {name: (few[name], many[name]) for name in few if many[name] > SPARE * few[name] + FEW_STEPS}
    assert grown == {}
