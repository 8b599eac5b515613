"""Whatever goes wrong with sticks, bundles, disks and backups is told in words: what happened, what was kept, what to do."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from plcdesk.words import Words
from tests.indonesian import forbidden

ROOT = Path(__file__).parents[2] / "plcdesk"
ROOMS = (
    "services/backups.py", "services/carrying.py", "services/collecting.py", "services/erasure.py", "services/exchange.py",
    "services/handover.py", "services/judging.py", "services/locked.py", "services/mending.py", "services/open_files.py",
    "services/quarantine.py", "services/receive.py", "services/send.py", "services/stewards.py", "services/stick.py",
    "services/waiting.py", "storage/backup.py", "storage/blobs.py", "storage/erasure.py", "storage/rescue.py",
    "storage/revert.py", "storage/rewriting.py", "storage/trouble.py", "storage/unit.py", "storage/upgrade.py",
    "sync/sealing.py", "bootstrap.py",
)
RAISED = {"UserError", "Reason", "NotSaved", "DiskFull", "NoRoom", "Contended", "Unreadable", "NewerSchema", "Damaged", "ReadOnly"}
ROUGH = re.compile(r"\b(error|fail\w*|invalid|exception|abort\w*|please|sorry|illegal|corrupt\w*|null|unable|database is)\b", re.I)
CALM = re.compile(r"\b(Nothing|unchanged|untouched|safe|still|Your|lost|stays?|kept|No\w*|can|whole|already|cannot)\b")


def texts() -> Iterator[str]:
    """The sentences that are raised or given as a reason in the rooms of sticks, bundles and backups."""
    for name in ROOMS:
        for node in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RAISED and node.args:
                first = node.args[0]
                if isinstance(first, ast.Call) and isinstance(first.func, ast.Name) and first.func.id == "mark":
                    yield ast.literal_eval(first.args[0])


ALL = sorted(set(texts()))


def test_the_sentences_are_found() -> None:
    assert len(ALL) > 60


@pytest.fixture(scope="module")
def indonesian() -> Words:
    return Words("id")


@pytest.mark.parametrize("text", ALL)
def test_trouble_is_told_so_that_a_teacher_knows_what_to_do(text: str, indonesian: Words) -> None:
    places = set(re.findall(r"\{(\w+)\}", text))
    told = indonesian(text, **dict.fromkeys(places, "{}"))
    assert told != text.format(**dict.fromkeys(places, "{}")), "it has no Indonesian"
    for sentence in (text, told):
        assert sentence.endswith((".", "…", ".”")), sentence
        assert sentence[0].isupper() or sentence[0] in "“{"
    assert not ROUGH.search(text), ROUGH.search(text)
    assert not list(forbidden(told))
    assert len(re.findall(r"[.?!…](?:\s|$)", text)) >= 2, "it says what happened, and not what was kept or what to do"
    assert CALM.search(text), "it does not say what was kept"
