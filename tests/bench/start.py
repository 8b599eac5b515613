"""How long until something can be seen, until something can be done, and what it takes of the memory."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.bench import samples
from tests.bench.report import Line

ROOT = Path(__file__).parents[2]


def lines(runs: int) -> Iterator[Line]:
    """The window against an empty one, alternated so that a busy moment hits both."""
    shown: dict[str, list[float]] = defaultdict(list)
    usable, now, peak = [], [], []
    with tempfile.TemporaryDirectory() as place:
        sample = str(Path(place) / "sample")
        run("program", sample, home=place)
        for _ in range(runs):
            shown["empty"].append(run("empty", home=place)["shown"]["after"])
            told = run("program", sample, home=place)
            shown["ours"].append(told["shown"]["after"])
            usable.append(told["usable"]["after"])
            now.append(told["rest"]["now"])
            peak.append(told["rest"]["peak"])
    empty, ours = (statistics.median(shown[key]) for key in ("empty", "ours"))
    yield Line("first window shown", ours / empty, 1.6, "x", against=f"{ours * 1000:.0f} ms; empty window {empty * 1000:.0f} ms")
    yield Line("first page usable with the sample", statistics.median(usable), 1.0, "s", against="process start, warm")
    yield Line("memory at rest on the start page", statistics.median(now), 90, "MB")
    yield Line("most memory until then", statistics.median(peak), 110, "MB", against="no budget in the design")


def large(meetings: int) -> str:
    """The folder of a large programme in which nobody remembers which page was open last."""
    paths = samples.large(meetings)
    for file in paths.folder.glob(paths.drafts.name + "*"):
        file.unlink()
    return str(paths.folder)


def large_lines(meetings: int) -> Iterator[Line]:
    """The lists and the memory with a large programme."""
    with tempfile.TemporaryDirectory() as place:
        told = run("lists", large(min(5000, meetings)), home=place)
        rows = f"{told['rows']['number']:,} meetings"
        yield Line("list of meetings: open", told["opened"]["seconds"] * 1000, 500, "ms", against=rows)
        yield Line("list of meetings: a filter keystroke", told["filtered"]["median"] * 1000, 100, "ms",
                   against=f"worst {told['filtered']['worst'] * 1000:.0f} ms")
        yield Line("list of meetings: a jump", told["scrolled"]["seconds"] * 1000, 100, "ms", against="worst of 10")
        told = run("lists", large(meetings), home=place)
        yield Line("search over ten school years", told["searched"]["median"] * 1000, 100, "ms",
                   against=f"{told['rows']['number']:,} meetings, worst {told['searched']['worst'] * 1000:.0f} ms")
        told = run("pages", large(meetings), home=place)
        yield Line("memory after opening every page", told["page"]["now"], 200, "MB", against="large sample")


def run(*mode: str, home: str) -> dict[str, dict[str, Any]]:
    """What a probe said last of each kind, with the seconds since it was started as "after"."""
    homes = {name: f"{home}/{name.lower()}" for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "LOCALAPPDATA")}
    environment = {**os.environ, **homes, "QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "*=false"}
    # with it every start would compile our own modules again
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    begin = time.perf_counter()
    with subprocess.Popen([sys.executable, "-m", "tests.bench.probe", *mode], cwd=ROOT, env=environment,
                          stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        told = {}
        for line in child.stdout:
            if line.startswith("{"):
                figures = json.loads(line)
                told[figures["at"]] = {**figures, "after": time.perf_counter() - begin}
    if child.returncode:
        raise RuntimeError(f"the probe {' '.join(mode)} ended with {child.returncode}")
    return told
