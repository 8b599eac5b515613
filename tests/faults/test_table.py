"""The table of faults is complete and names tests that exist: a fault without a test is a loss nobody has looked for."""

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.faults.table import FAULTS

ROOT = Path(__file__).parents[2]


@cache
def defined(file: str) -> frozenset[str]:
    """The tests a file defines, also inside classes."""
    found = ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8")))
    return frozenset(node.name for node in found if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"))


def test_every_fault_has_its_line() -> None:
    assert list(FAULTS) == [f"F{number}" for number in range(1, 64)]


@pytest.mark.parametrize("fault", FAULTS)
def test_the_tests_of_a_fault_exist(fault: str) -> None:
    found = FAULTS[fault]
    assert found.what
    assert found.tests or found.not_here
    for name in found.tests:
        file, _, test = name.partition("::")
        assert (ROOT / file).is_file(), name
        assert test in defined(file), name
