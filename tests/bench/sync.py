"""Exchange beside other engines: the same rows, one run, one machine, as multiples of a raw SQLite upsert.

The others live in environments of their own below ``build/rivals``, made at the first run where pip and npm reach their
registries; one that cannot be had is left out and named.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path

from plcdesk.domain.ids import uuid7
from tests.bench.report import Line
from tests.bench.timing import median

HERE = Path(__file__).parent / "rivals"
BUILD = Path(__file__).parents[2] / "build" / "rivals"
PYTHON = ("morango==0.8.15", "apsw==3.54.1.0")
NODE = "pouchdb@9.0.0"
NAMES = ("id", "title", "venue", "held_on", "starts", "ends", "group_id")
Found = Mapping[str, float]


def lines(commits: int) -> Iterator[Line]:
    """Measure all engines, print them side by side and give our figures against their budgets."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        rows = _rows(folder / "rows.jsonl", commits)
        raw = median(lambda: _upsert(rows, folder), 3)
        found = {"PLC Desk": _run([sys.executable, "-m", "tests.bench.rivals.ours_run"], rows, folder / "ours")}
        for name, command in _rivals().items():
            print(f"measuring: sync, {name}", file=sys.stderr, flush=True)
            found[name] = _run(command, rows, folder / name)
    print(side_by_side({name: told for name, told in found.items() if told}, raw, commits))
    ours = found["PLC Desk"]
    yield Line("import with all checks and restore point", commits / ours["import"], 12_000, "/s", True, f"{commits:,} commits")
    for name, least in (("Morango", 8.0), ("PouchDB", 1.5)):
        if found.get(name):
            yield Line(f"import against {name}", found[name]["import"] / ours["import"], least, "x", True,
                       f"{commits / found[name]['import']:,.0f} rows/s")
    yield Line("import of 10 % edits, half concurrent", ours["edited"] / ours["edits"], 6_000, "/s", True, "commits")
    yield Line("the same bundle again", commits / ours["again"], 100_000, "/s", True, "commits")
    yield Line("preview", ours["preview"] / ours["import"], 1.3, "x", against="the import")
    yield Line("take back a receipt of 300 commits", ours["revert"], 2, "s")
    yield Line("most memory", ours["peak"], 200, "MB")


def side_by_side(found: Mapping[str, Found], raw: float, commits: int) -> str:
    """The engines in columns: times as multiples of the raw upsert (`raw` seconds), sizes in megabytes."""
    head = ("", *found)
    body = [(what, *(_ratio(told.get(key), raw) for told in found.values())) for what, key in (
        ("export", "export"), ("import", "import"), ("preview", "preview"), ("10 % edits, half concurrent", "edits"),
        ("the same again", "again"), ("take back 300", "revert"))]
    body.append(("import, rows a second", *(f"{commits / told['import']:,.0f}" for told in found.values())))
    body += [(what, *(_size(told.get(key), unit) for told in found.values())) for what, key, unit in (
        ("most memory, MB", "peak", 1.0), ("bundle, MB", "bundle", 2.0**20), ("database, MB", "database", 2.0**20))]
    widths = [max(len(row[column]) for row in (head, *body)) for column in range(len(head))]
    told = "\n".join("  ".join(cell.rjust(width) if column else cell.ljust(width)
                               for column, (cell, width) in enumerate(zip(row, widths, strict=True))).rstrip()
                     for row in (head, *body))
    return f"1 x = a raw SQLite upsert of the same {commits:,} rows: {raw:.2f} s\n{told}"


def _ratio(value: float | None, raw: float) -> str:
    return "-" if value is None else f"{value / raw:,.2f} x"


def _size(value: float | None, unit: float) -> str:
    return "-" if value is None else f"{value / unit:,.1f}"


def _rows(path: Path, count: int) -> Path:
    """So many meetings as JSON lines."""
    with path.open("w", encoding="utf-8") as file:
        for index in range(count):
            day = date(2015, 1, 5) + timedelta(days=index % 4000)
            row = (uuid7(), f"Telaah modul {index}", "Ruang guru", day.isoformat(), "13:00", "14:30",
                   "0190a5f2-1c1e-7a30-8a1b-2f5f7a1c9e03")
            file.write(json.dumps(dict(zip(NAMES, row, strict=True))) + "\n")
    return path


def _upsert(rows: Path, folder: Path) -> None:
    """What nobody can be faster than: the rows read and put into one plain table, kept as safely as ours."""
    path = folder / "raw.sqlite"
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path)
    database.execute("PRAGMA journal_mode=WAL")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE meeting (id TEXT PRIMARY KEY, title TEXT, venue TEXT, held_on TEXT, starts TEXT, ends TEXT, "
                     "group_id TEXT) WITHOUT ROWID")
    rest = ", ".join(f"{name} = excluded.{name}" for name in NAMES[1:])
    with rows.open(encoding="utf-8") as file, database:
        database.executemany(f"INSERT INTO meeting VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET {rest}",
                             (tuple(json.loads(line).values()) for line in file))
    database.close()


def _run(command: list[str], rows: Path, folder: Path) -> dict[str, float]:
    """What an engine printed; nothing when it did not come to its end."""
    folder.mkdir(parents=True)
    told = subprocess.run([*command, str(rows), str(folder)], capture_output=True, text=True, check=False,
                          env=os.environ | {"NODE_PATH": str(BUILD / "pouch" / "node_modules")})
    if told.returncode:
        print(f"{command[0]}: {told.stderr.strip()[-2000:]}", file=sys.stderr)
        return {}
    found: dict[str, float] = json.loads(told.stdout.splitlines()[-1])
    return found


def _rivals() -> dict[str, list[str]]:
    """The engines that are here or could be fetched, with the command that runs each."""
    found: dict[str, list[str]] = {}
    python = BUILD / "python" / ("Scripts" if os.name == "nt" else "bin") / "python"
    if python.exists() or _made([sys.executable, "-m", "venv", str(BUILD / "python")],
                                [str(python), "-m", "pip", "install", "--quiet", *PYTHON]):
        found["Morango"] = [str(python), str(HERE / "morango_run.py")]
        found["SQLite session"] = [str(python), str(HERE / "session_run.py")]
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and ((BUILD / "pouch" / "node_modules").exists() or _made(
            [npm, "install", "--silent", "--prefix", str(BUILD / "pouch"), NODE])):
        found["PouchDB"] = [node, str(HERE / "pouch_run.js")]
    return found


def _made(*commands: list[str]) -> bool:
    BUILD.mkdir(parents=True, exist_ok=True)
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"not measured: {command[-1]} could not be fetched", file=sys.stderr)
            return False
    return True
