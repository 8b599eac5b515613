"""Every invariant is shown somewhere, by machines and tests that are there, and by thousands at night."""

import importlib
from pathlib import Path

import pytest

from tests.exchange.invariants import INVARIANTS
from tests.exchange.nightly import RUNS

ROOT = Path(__file__).resolve().parents[2]


def there(name: str) -> bool:
    """Whether a machine, a function or a test of this name exists."""
    if "::" in name:
        path, _, test = name.partition("::")
        return f"def {test}(" in (ROOT / path).read_text(encoding="utf-8")
    module, _, parts = name.partition(":")
    found = importlib.import_module(module)
    for part in parts.split("."):
        found = getattr(found, part, None)
    return found is not None


def test_all_of_them_are_listed() -> None:
    assert sorted(INVARIANTS) == list(range(1, 27))


@pytest.mark.parametrize("number", INVARIANTS)
def test_what_shows_it_exists(number: int) -> None:
    shown = INVARIANTS[number]
    assert shown.what
    assert shown.by
    assert [name for name in (*shown.by, *shown.checks) if not there(name)] == []


def test_every_machine_is_run_at_night() -> None:
    machines = {name for shown in INVARIANTS.values() for name in shown.by if "::" not in name}
    assert machines <= {run.where for run in RUNS}
    assert all(there(run.where) for run in RUNS)
