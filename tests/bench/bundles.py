"""Bundles of many commits: sent, previewed, merged, met again, taken back; and what all that takes on disk."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from datetime import time as clock_time
from pathlib import Path
from typing import Any

from plcdesk import bootstrap
from plcdesk.domain.exchange import ReceiptState
from plcdesk.domain.meetings import Meeting, When
from plcdesk.domain.records import SPECS
from plcdesk.paths import Paths
from plcdesk.services.desk import Desk
from plcdesk.settings import Settings
from tests.bench.report import Line
from tests.bench.timing import memory, once
from tests.exchange.crowds import crowd
from tests.exchange.laptops import founded

FEW = 300


def lines(commits: int) -> Iterator[Line]:
    """One laptop writes, another joins it early and receives the rest later."""
    with tempfile.TemporaryDirectory() as place, ExitStack() as closing:
        folder = Path(place)
        one, two = (_Laptop(folder / name, closing) for name in ("one", "two"))
        one.desk.programme.begin("Program KBP", "SD Melati 01", "Siti Rahmawati")
        two.desk.exchange.join(one.send(folder))
        one.write(commits)
        yield from _many(one, two, commits)
        few = one.write(FEW)
        bundle = one.send(folder)
        receipt = two.desk.exchange.merge(bundle, accept_new=True)
        assert receipt.state is ReceiptState.APPLIED
        took = once(lambda: two.desk.exchange.undo(receipt.bundle))
        yield Line(f"take back a receipt of {few} commits", took, 2, "s")
        yield from _sizes(one.paths, commits, folder)
        yield from _growth(folder / "crowd", commits)


def _many(one: _Laptop, two: _Laptop, commits: int) -> Iterator[Line]:
    folder = one.paths.folder.parent
    sent: list[Path] = []
    took = once(lambda: sent.append(one.send(folder)))
    yield Line("send a full bundle, read back", commits / took, 12_000, "/s", True, "commits; no budget in the design")
    bundle = sent[0]
    preview = once(lambda: two.desk.exchange.preview(bundle, accept_new=True))
    before, worked = memory(), time.process_time()
    merge = once(lambda: _applied(two.desk.exchange.merge(bundle, accept_new=True)))
    worked = time.process_time() - worked
    yield Line("import with all checks and restore point", commits / merge, 12_000, "/s", True,
               f"{commits:,} commits; {commits / worked:,.0f} a second of processor time")
    yield Line("preview of it", preview / merge, 1.3, "x", against=f"the import, {merge:.2f} s")
    yield Line("most memory while importing", memory("VmHWM"), 200, "MB", against=f"{before:.0f} MB before")
    again = once(lambda: two.desk.exchange.merge(bundle, accept_new=True))
    yield Line("the same bundle again", commits / again, 100_000, "/s", True, "commits")
    size = bundle.stat().st_size
    zipped, plain = _dump(one, folder)
    yield Line("size of the bundle", size / zipped, 1.25, "x",
               against=f"zipped JSON lines of the rows; {size / plain:.2f} x of them unzipped")


def _growth(folder: Path, commits: int) -> Iterator[Line]:
    """The most memory of processes that preview, merge and meet again a small and a large bundle."""
    folder.mkdir()
    one, two = founded(folder)
    one.merge(two.send(folder).file)
    peaks = []
    few = max(commits // 20, 2_500)  # the database's own caches are full by then
    for count in (few, max(commits, 2 * few)):
        bundle = crowd(one, folder / f"{count}.plcb", count)
        two.close()
        shutil.copytree(folder / "b", folder / str(count))
        told = subprocess.run([sys.executable, "-m", "tests.exchange.one_receipt", str(folder / str(count)), str(bundle)],
                              capture_output=True, text=True, check=True)
        found = json.loads(told.stdout)
        assert found["commits"] == count, found
        peaks.append(found["peak"])
    one.close()
    yield Line("memory that a large bundle takes more than a small one", peaks[1] - peaks[0], 15, "MB",
               against=f"{peaks[0]:.0f} MB for {few:,} commits, {peaks[1]:.0f} MB for {max(commits, 2 * few):,}")


def _applied(receipt: Any) -> None:
    assert receipt.state is ReceiptState.APPLIED, receipt.reason


class _Laptop:
    """A desk in a folder of its own."""

    def __init__(self, folder: Path, closing: ExitStack) -> None:
        self.paths = Paths(folder / "programme", folder / "state")
        self.desk: Desk = bootstrap.build_desk(self.paths, Settings())
        closing.callback(self.desk.close)
        self._made = 0

    def send(self, folder: Path) -> Path:
        """A bundle of everything, for anyone."""
        return self.desk.exchange.send(folder).file

    def write(self, commits: int) -> int:
        """So many new meetings, one commit each."""
        group = self.desk.groups.default()
        assert group is not None
        start, self._made = self._made, self._made + commits
        days = (date(2015, 1, 5) + timedelta(days=index % 4000) for index in range(start, self._made))
        self.desk.records.save_batches([
            [Meeting(group_id=group.id, when=When(day, clock_time(13), clock_time(14, 30)), venue="Ruang guru",
                     title=f"Telaah modul {index}")] for index, day in enumerate(days, start)])
        return commits


def _dump(laptop: _Laptop, folder: Path) -> tuple[int, int]:
    """Bytes of the plainest way to hand the same rows on: zipped, and as they are."""
    target = folder / "dump.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("rows.jsonl", "w") as out:
        source = sqlite3.connect(laptop.paths.database)
        source.row_factory = sqlite3.Row
        for table in SPECS:
            for row in source.execute(f'SELECT * FROM "{table}"'):
                out.write((_json(table, dict(row)) + "\n").encode())
        source.close()
    with zipfile.ZipFile(target) as packed:
        return target.stat().st_size, packed.getinfo("rows.jsonl").file_size


def _json(table: str, row: dict[str, Any]) -> str:
    return json.dumps({"table": table, **row}, ensure_ascii=False, separators=(",", ":"))


def _sizes(paths: Paths, commits: int, folder: Path) -> Iterator[Line]:
    whole, plain = (_copied(paths.database, folder / name, keep) for name, keep in (
        ("whole.db", lambda _table: True), ("plain.db", lambda table: table in SPECS)))
    yield Line("size of the database", whole / plain, 3.5, "x",
               against=f"its record tables alone, {plain / 2**20:.1f} MB with {commits:,} meetings")


def _copied(source: Path, target: Path, keep: Callable[[str], bool]) -> int:
    """Bytes of a packed copy that holds only the tables to keep."""
    found = sqlite3.connect(source)
    found.execute("VACUUM INTO ?", (str(target),))
    found.close()
    copy = sqlite3.connect(target)
    names = [name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE%'")]
    virtual = [name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'")]
    for name in [*virtual, *names]:
        shadow = any(name != other and name.startswith(other + "_") for other in virtual)
        if not keep(name) and not shadow:
            copy.execute(f'DROP TABLE IF EXISTS "{name}"')
    copy.commit()
    copy.execute("VACUUM")
    copy.close()
    return target.stat().st_size
