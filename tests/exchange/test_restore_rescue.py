"""Going back to a backup loses nothing: what was put aside can be brought back exactly, private entries included.

Invariant 17, for whatever was entered, undone, sent and received before going back and after it. Faults F47, F48.
"""

from __future__ import annotations

import dataclasses
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plcdesk.domain.changes import Row
from plcdesk.domain.errors import UserError
from plcdesk.domain.meetings import Meeting
from plcdesk.domain.notes import Interview
from plcdesk.domain.progress import Cancelled, Progress
from plcdesk.domain.records import SPECS
from plcdesk.services.device_key import load_or_make
from plcdesk.storage import local
from plcdesk.storage.backup import Backups
from plcdesk.storage.retention import RECEIVE, RESTORE
from plcdesk.storage.revert import compensate
from plcdesk.storage.sql import fetch
from tests.exchange.laptops import MEETINGS, PERSON, SCHOOL, Laptop, exchange_all, folder_in, founded, meeting


class Desk:
    """A laptop with its folder of backups, and a copy of it in the past."""

    def __init__(self, laptop: Laptop) -> None:
        self.laptop = laptop
        self.clock = datetime(2025, 5, 12)
        self.backups = Backups(laptop.storage.db, laptop.paths.backups, self.now)

    def now(self) -> datetime:
        self.clock += timedelta(seconds=1)
        return self.clock

    def go_back(self, to: Path) -> Path:
        aside = self.backups.restore(to).path
        self.laptop.guard.keep()
        return aside

    def bring_back(self, aside: Path) -> Any:
        found = self.backups.bring_back(aside, Progress())
        self.laptop.guard.keep()
        return found


def shown(laptop: Laptop) -> dict[tuple[str, str], Any]:
    """Every visible record, private ones too."""
    return {(table, record.id): record for table, spec in SPECS.items() for record in laptop.storage.store.all(spec.cls)}


def whole(laptop: Laptop) -> tuple[Any, ...]:
    """Everything that going back and bringing back must give again: records, differences, log, what stays here."""
    with laptop.storage.db.read() as connection:
        log = frozenset(fetch(connection, "SELECT dot, head, body FROM sync_commit"))
        kept = fetch(connection, "SELECT dot FROM sync_commit WHERE n IN (SELECT value FROM json_each(?)) ORDER BY dot",
                     local.get(connection, local.WITHHELD, "[]"))
    differing = {(item.row, item.field, frozenset(repr(one.value) for one in item.siblings))
                 for item in laptop.storage.store.differing()}
    return laptop.digest(), shown(laptop), differing, log, kept


def write(laptop: Laptop, other: Laptop, stick: Path, step: tuple[str, int, str]) -> None:
    """One thing that happens to a laptop."""
    kind, number, text = step
    record = laptop.get(Meeting, MEETINGS[number])
    edited = dataclasses.replace(record, venue=text) if record is not None else meeting(number, venue=text)
    if kind == "edit":
        laptop.save(edited)
    elif kind == "delete":
        with laptop.storage.unit() as unit:
            unit.delete(Row("meeting", MEETINGS[number]))
    elif kind == "private":
        laptop.save(Interview(speaker=text, person_id=PERSON))
    elif kind == "share and take back":
        with laptop.storage.unit() as unit:
            unit.save(Interview(speaker=text))
            unit.save(Interview(speaker=text, private=False, school_id=SCHOOL))
        with laptop.storage.unit() as back:
            compensate(back, unit.changes.commits)
    elif kind == "undo":
        changes = laptop.save(edited)
        with laptop.storage.unit() as unit:
            compensate(unit, changes.commits)
    elif kind == "settle":
        for item in laptop.storage.store.differing()[:1]:
            with laptop.storage.unit() as unit:
                unit.settle(item.row, item.field, item.siblings[-1].value)
    elif kind == "send":
        other.merge(laptop.send(stick).file)
    else:
        write(other, laptop, stick, ("edit", number, text))
        laptop.merge(other.send(stick).file)
    laptop.guard.keep()


steps = st.lists(st.tuples(st.sampled_from(["edit", "edit", "delete", "private", "share and take back", "undo", "settle", "send",
                                            "receive"]),
                           st.integers(0, 2), st.sampled_from(["Aula", "Kelas IV", "Ruang guru"])), max_size=5)


@pytest.fixture(scope="module")
def template() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="plc-rescue-"))
    for laptop in founded(folder):
        laptop.close()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(before=steps, after=steps, since=steps, keyed=st.booleans())
def test_what_is_put_aside_comes_back_exactly(template: Path, before: list[Any], after: list[Any], since: list[Any],
                                              keyed: bool) -> None:
    with tempfile.TemporaryDirectory() as place, ExitStack() as closing:
        folder = Path(place)
        a, b = (opened(template / name, folder / name, closing) for name in "ab")
        stick = folder_in(folder, "stick")
        desk = Desk(a)
        if keyed:
            assert load_or_make(a.paths.device_key)
        for step in before:
            write(a, b, stick, step)
        then = shown(a)
        backup = desk.backups.make().path
        for step in after:
            write(a, b, stick, step)
        today = whole(a)
        replica = a.feeds.own()[0]
        aside = desk.go_back(backup)
        assert shown(a) == then
        assert a.feeds.own()[0] != replica  # what is saved now cannot be taken for what was put aside
        desk.bring_back(aside)
        assert whole(a) == today  # 17
        assert desk.bring_back(aside).commits == 0
        again = desk.go_back(backup)
        for step in since:
            write(a, b, stick, step)
        held = a.dots()
        desk.bring_back(again)
        assert held <= a.dots()  # and nothing of what was entered since is lost
        assert a.verify().ok
        exchange_all([a, b], stick)
        assert a.digest() == b.digest()


def opened(source: Path, target: Path, closing: ExitStack) -> Laptop:
    shutil.copytree(source, target)
    laptop = Laptop(target, f"Laptop {target.name.upper()}")
    laptop.guard.keep()
    closing.callback(laptop.close)
    return laptop


def test_ten_receipts_do_not_push_out_what_was_put_aside(two: list[Laptop]) -> None:
    desk = Desk(two[0])
    aside = desk.go_back(desk.backups.make().path)
    for _ in range(12):
        desk.backups.make(RECEIVE)
    assert [item.path for item in desk.backups.list() if item.reason == RESTORE] == [aside]


def test_a_backup_of_another_programme_or_a_stop_changes_nothing(two: list[Laptop], tmp_path: Path) -> None:
    a, _ = two
    other = Laptop(tmp_path / "other", "Laptop O")
    other.found()
    other.snapshot(tmp_path / "other.db")
    other.close()
    desk = Desk(a)
    old = desk.backups.make().path
    a.save(meeting(1, venue="Aula"))
    aside = desk.go_back(old)
    before = whole(a)
    with pytest.raises(UserError):
        desk.bring_back(tmp_path / "other.db")
    assert whole(a) == before
    stopped = Progress()
    stopped.cancelled = True
    with pytest.raises(Cancelled):
        desk.backups.bring_back(aside, stopped)
    assert whole(a) == before
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(aside.read_bytes()[:5000])
    with pytest.raises(UserError):
        desk.bring_back(damaged)
    assert whole(a) == before
