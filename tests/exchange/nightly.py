"""Every property of this folder by the thousand: `python -m tests.exchange.nightly --examples 10000 --jobs 2`.

Each machine is run in pieces, every piece a process of its own with its own seed, as many at once as `--jobs` says. The
table at the end tells per machine how many examples and steps ran, what they met, how long it took and what failed; a
failing piece leaves Hypothesis' smallest example in its log (`--logs`), and the seed to see it again
(`--only NAME --seed S --examples N`).
"""

from __future__ import annotations

import argparse
import functools
import importlib
import json
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Run:
    """A property: its name, where it is (a machine as ``module:Class``, a test as ``file::name``), how many examples per
    10,000 asked for, in pieces of how many, and the steps of one example of a machine."""

    name: str
    where: str
    share: int
    piece: int = 500
    steps: int = 0


MODEL = "tests.exchange.model."
RUNS = (
    Run("exchange", MODEL + "exchange:Exchange", 10_000, 250, 14),
    Run("undo", MODEL + "undoing:Undoing", 1_200, 250, 14),
    Run("scope", MODEL + "scoping:Scope", 1_000, 250, 14),
    Run("attachments", MODEL + "attaching:Attaching", 1_000, 250, 14),
    Run("versions", MODEL + "versions:Versions", 1_000, 250, 14),
    Run("one-bit", "tests/exchange/test_bytes.py::test_one_bit_changed_is_refused_or_costs_one_named_photo", 10_000, 5_000),
    Run("mangled", "tests/exchange/test_bytes.py::test_a_mangled_file_is_judged_alike_everywhere", 10_000, 2_500),
    Run("forged", "tests/exchange/test_bytes.py::test_a_forgery_is_judged_alike_everywhere", 1_000, 500),
    Run("text-same", "tests/ledger/test_text_merge.py::test_both_laptops_show_the_same", 10_000, 5_000),
    Run("text-whole", "tests/ledger/test_text_merge.py::test_no_typed_paragraph_is_lost", 10_000, 5_000),
    Run("text-side", "tests/ledger/test_text_merge.py::test_a_side_that_changed_nothing_gives_way", 10_000, 5_000),
    Run("put-aside", "tests/exchange/test_restore_rescue.py::test_what_is_put_aside_comes_back_exactly", 1_000, 250),
    Run("erasure", "tests/storage/test_erasing.py::test_an_erasure_reaches_everybody_and_changes_nothing_else", 1_000, 250),
    Run("batches", "tests/exchange/test_memory.py::test_counts_do_not_depend_on_how_a_receipt_is_cut_into_batches", 200, 200),
)


@dataclass
class Result:
    """What became of a property: counts as `World.note` and Hypothesis' own run gave them, seconds, logs of failures."""

    counts: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    failures: list[str] = field(default_factory=list)


def perform(run: Run, examples: int, seed: int) -> tuple[Counter[str], bool]:
    """Run one piece in this process: what was counted, and whether it held. A failure is printed."""
    from tests.exchange.model.world import COUNTS

    COUNTS.clear()
    try:
        held = _test(run, examples, seed, COUNTS) if "::" in run.where else _machine(run, examples, seed)
    except BaseException:
        traceback.print_exc()
        held = False
    return COUNTS, held


def _machine(run: Run, examples: int, seed: int) -> bool:
    from hypothesis import HealthCheck, settings
    from hypothesis import seed as seeded
    from hypothesis.stateful import run_state_machine_as_test

    module, _, name = run.where.partition(":")
    machine = getattr(importlib.import_module(module), name)
    run_state_machine_as_test(seeded(seed)(machine), settings=settings(
        max_examples=examples, stateful_step_count=run.steps, deadline=None, database=None, print_blob=True,
        report_multiple_bugs=False, suppress_health_check=list(HealthCheck)))
    return True


def _test(run: Run, examples: int, seed: int, counts: Counter[str]) -> bool:
    """A test with Hypothesis' examples, run by pytest for its fixtures; only how often and from which seed is changed."""
    import pytest
    from hypothesis import settings

    class Often:
        @staticmethod
        def pytest_collection_modifyitems(items: list[Any]) -> None:
            for item in items:
                test = item.obj
                usual = getattr(test, "_hypothesis_internal_use_settings", None) or settings.default
                test._hypothesis_internal_use_settings = settings(usual, max_examples=examples, deadline=None, database=None,
                                                                  print_blob=True)
                test._hypothesis_internal_use_seed = seed
                test.hypothesis.inner_test = counted(test.hypothesis.inner_test, counts)

    return pytest.main([run.where, "-q", "-p", "no:cacheprovider", "-o", "timeout=0", "-m", "", "-W",
                        "ignore::pytest.PytestAssertRewriteWarning"], plugins=[Often()]) == 0


def counted(inner: Callable[..., None], counts: Counter[str]) -> Callable[..., None]:
    """Have each example that held counted."""
    @functools.wraps(inner)
    def counting(*arguments: Any, **named: Any) -> None:
        inner(*arguments, **named)
        counts["examples"] += 1

    return counting


def pieces(runs: list[Run], examples: int, seed: int) -> Iterator[tuple[Run, int, int]]:
    """Run, examples and seed of each process, the properties taking turns, so that a run cut short has seen them all."""
    plan = [(run, number, min(run.piece, total - number * run.piece))
            for run in runs for total in [max(1, run.share * examples // 10_000)]
            for number in range(-(-total // run.piece))]
    plan.sort(key=lambda item: item[1] * item[0].piece / max(1, item[0].share))
    for run, number, count in plan:
        yield run, count, seed * 1000 + number


def apart(run: Run, examples: int, seed: int, logs: Path) -> tuple[Run, dict[str, int], float, Path | None]:
    """Run one piece in a process of its own."""
    log = logs / f"{run.name}-{seed}.log"
    began = time.monotonic()
    with log.open("w") as file:
        code = subprocess.run([sys.executable, "-m", "tests.exchange.nightly", "--piece", run.name, "--examples", str(examples),
                               "--seed", str(seed)], cwd=ROOT, stdout=file, stderr=subprocess.STDOUT, check=False).returncode
    last = log.read_text(errors="replace").rstrip().rpartition("\n")[2]
    counts = json.loads(last) if last.startswith("{") else {}
    print(f"{time.strftime('%H:%M:%S')} {run.name} seed {seed}: {counts.get('examples', 0)} examples"
          f"{'' if code == 0 else f', FAILED, see {log}'}", flush=True)
    return run, counts, time.monotonic() - began, log if code else None


def table(results: dict[str, Result], seconds: float, seed: int) -> str:
    """What ran, for pasting."""
    lines = [f"seed {seed}, {seconds / 60:.1f} minutes", "",
             f"{'property':<14}{'examples':>10}{'steps':>10}{'minutes':>10}{'failures':>10}"]
    for name, result in results.items():
        lines.append(f"{name:<14}{result.counts['examples']:>10}{result.counts['steps']:>10}{result.seconds / 60:>10.1f}"
                     f"{len(result.failures):>10}")
    for name, result in results.items():
        met = [f"{what} {count}" for what, count in sorted(result.counts.items()) if what not in ("examples", "steps")]
        if met:
            lines += ["", f"{name} met: " + "; ".join(met)]
        lines += [f"{name} FAILED: {log}" for log in result.failures]
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """The command. Returns 0 when everything held."""
    parser = argparse.ArgumentParser(prog="python -m tests.exchange.nightly", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--examples", type=int, default=10_000, help="of the main machine; the others in proportion")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=int(time.time()) % 1_000_000)
    parser.add_argument("--only", action="append", choices=[run.name for run in RUNS], help="one of the properties")
    parser.add_argument("--logs", type=Path, help="folder for the logs of the pieces")
    parser.add_argument("--piece", choices=[run.name for run in RUNS], help=argparse.SUPPRESS)
    asked = parser.parse_args(arguments)
    by_name = {run.name: run for run in RUNS}
    if asked.piece:
        counts, held = perform(by_name[asked.piece], asked.examples, asked.seed)
        print(json.dumps(counts))
        return 0 if held else 1
    logs = asked.logs or Path(tempfile.mkdtemp(prefix="plc-nightly-"))
    logs.mkdir(parents=True, exist_ok=True)
    runs = [by_name[name] for name in asked.only] if asked.only else list(RUNS)
    results = {run.name: Result() for run in runs}
    began = time.monotonic()
    with ThreadPoolExecutor(asked.jobs) as pool:
        for run, counts, seconds, failed in pool.map(lambda piece: apart(*piece, logs), pieces(runs, asked.examples, asked.seed)):
            result = results[run.name]
            result.counts.update(counts)
            result.seconds += seconds
            result.failures += [str(failed)] if failed else []
    print(table(results, time.monotonic() - began, asked.seed))
    return 1 if any(result.failures for result in results.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
