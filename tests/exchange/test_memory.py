"""Invariant 26: receiving takes no more memory for a large bundle than for a small one, and its report stays exact.

Fault F61. Measured in processes of their own; what is compared are sizes of one run, no times.
"""

from __future__ import annotations

import dataclasses
import json
import shutil
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plcdesk.domain.changes import Row
from plcdesk.domain.exchange import LISTED, RowChange
from plcdesk.domain.meetings import Meeting
from plcdesk.domain.records import SPECS
from plcdesk.storage import outcome, projection
from tests.exchange.crowds import crowd
from tests.exchange.laptops import MEETINGS, Laptop, founded, meeting

FEW, MANY, VERY_MANY = 3_000, 10_000, 100_000
SPARE = 15.0
"""MB that may differ: caches of the database and of names fill up once."""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two laptops that know each other; the first one's bundle files lie beside them."""
    folder = tmp_path_factory.mktemp("crowd")
    a, b = founded(folder)
    a.merge(b.send(folder).file)
    crowd(a, folder / "few.plcb", FEW)
    crowd(a, folder / "many.plcb", MANY)
    crowd(a, folder / "long.plcb", 80, 100_000)
    for laptop in (a, b):
        laptop.close()
    return folder


def received(template: Path, target: Path, bundle: str) -> dict[str, Any]:
    """What a process says that previews, merges and meets again a bundle in a copy of the second laptop."""
    shutil.copytree(template / "b", target)
    answer = subprocess.run([sys.executable, "-m", "tests.exchange.one_receipt", str(target), str(template / bundle)],
                            capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="this system does not tell how much memory was used")
def test_memory_does_not_grow_with_the_bundle(template: Path, tmp_path: Path) -> None:
    few, many, long = (received(template, tmp_path / name, f"{name}.plcb") for name in ("few", "many", "long"))
    assert (few["commits"], many["commits"], long["commits"]) == (FEW, MANY, 80)
    assert many["peak"] - few["peak"] < SPARE
    assert long["peak"] - few["peak"] < 2.5 * SPARE  # some of the texts, several times each; not all 8 MB of them
    assert many["peak"] < 200


@pytest.mark.nightly
@pytest.mark.timeout(1800)
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="this system does not tell how much memory was used")
def test_nor_with_one_of_very_many_changes(template: Path, tmp_path: Path) -> None:
    shutil.copytree(template / "a", tmp_path / "a")
    laptop = Laptop(tmp_path / "a", "Laptop A")
    crowd(laptop, template / "very_many.plcb", VERY_MANY)
    laptop.close()
    many, more = (received(template, tmp_path / name, f"{name}.plcb") for name in ("many", "very_many"))
    assert more["commits"] == VERY_MANY
    assert more["peak"] - many["peak"] < SPARE


def test_the_report_of_a_large_bundle_is_exact(template: Path, tmp_path: Path) -> None:
    shutil.copytree(template / "b", tmp_path / "b")
    laptop = Laptop(tmp_path / "b", "Laptop B")
    before = {record.id for record in laptop.storage.store.all(Meeting)}
    preview = laptop.exchange.preview(template / "few.plcb", accept_new=True)
    receipt = laptop.merge(template / "few.plcb")
    after = {record.id for record in laptop.storage.store.all(Meeting)}
    assert receipt.new == {"meeting": len(after - before)} == preview.new
    assert (receipt.changed, receipt.deleted) == ({}, {})
    assert receipt.differing == len(laptop.storage.store.differing())
    assert len(receipt.intake.rows) <= LISTED
    assert set(receipt.intake.rows.values()) == {RowChange.NEW}
    assert receipt.intake.rows == preview.intake.rows
    assert receipt.intake.titles.keys() <= receipt.intake.rows.keys()
    assert len(receipt.intake.opened) <= LISTED
    assert receipt.changes.touches("meeting", next(iter(after - before)))
    assert receipt.changes.tables == {"meeting"}
    assert len(receipt.changes.commits) == FEW
    laptop.close()


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from(["edit", "edit", "delete", "restore", "settle"]),
                          st.integers(0, 2), st.sampled_from(["Aula", "Kelas IV"])), min_size=4, max_size=14))
@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
def test_counts_do_not_depend_on_how_a_receipt_is_cut_into_batches(template: Path, steps: list[tuple[str, str, int, str]]) -> None:
    with tempfile.TemporaryDirectory() as place, ExitStack() as closing:
        laptops = {}
        for name in "ab":
            shutil.copytree(template / name, Path(place) / name)
            laptops[name] = Laptop(Path(place) / name, f"Laptop {name.upper()}")
            closing.callback(laptops[name].close)
        a, b = laptops["a"], laptops["b"]
        first = b.merge(a.send(Path(place)).file)
        assert first.reason is None
        for who, *step in steps:
            done(laptops[who], *step)
        before = {table: {record.id for record in b.storage.store.all(spec.cls)} for table, spec in SPECS.items()}
        differed = entries(b)
        path = a.send(Path(place)).file
        told = []
        for size, known in ((2_000, 20_000), (1, 20_000), (1, 0), (3, 1)):
            with pytest.MonkeyPatch.context() as patched:
                patched.setattr(projection, "BATCH", size)
                patched.setattr(outcome, "_KNOWN", known)
                told.append(b.exchange.preview(path).intake)
        assert all(one.counts == told[0].counts and one.rows == told[0].rows and one.differing == told[0].differing
                   and set(one.opened) == set(told[0].opened) for one in told)
        receipt = b.merge(path)
        after = {table: {record.id for record in b.storage.store.all(spec.cls)} for table, spec in SPECS.items()}
        assert receipt.new.get("meeting", 0) == len(after["meeting"] - before["meeting"])
        assert receipt.deleted.get("meeting", 0) == len(before["meeting"] - after["meeting"])
        assert receipt.differing == len(entries(b) - differed)
        assert set(receipt.intake.opened) == entries(b) - differed


def entries(laptop: Laptop) -> set[tuple[Row, str]]:
    return {(item.row, item.field) for item in laptop.storage.store.differing()}


def done(laptop: Laptop, kind: str, number: int, text: str) -> None:
    record = laptop.get(Meeting, MEETINGS[number])
    if kind == "edit":
        laptop.save(dataclasses.replace(record, venue=text) if record is not None else meeting(number, venue=text))
        return
    with laptop.storage.unit() as unit:
        if kind == "delete":
            unit.delete(Row("meeting", MEETINGS[number]))
        elif kind == "restore":
            unit.restore(Row("meeting", MEETINGS[number]))
        else:
            for item in laptop.storage.store.differing()[:1]:
                unit.settle(item.row, item.field, item.siblings[-1].value)
