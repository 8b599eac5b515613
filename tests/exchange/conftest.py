"""What the tests of this folder share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.exchange.laptops import Laptop, folder_in, founded


@pytest.fixture
def two(tmp_path: Path) -> Iterator[list[Laptop]]:
    """Two laptops of one programme; the second joined by a bundle of the first."""
    laptops = founded(tmp_path)
    yield laptops
    for laptop in laptops:
        laptop.close()


@pytest.fixture
def three(tmp_path: Path) -> Iterator[list[Laptop]]:
    """Three laptops of one programme; the other two joined by a bundle of the first."""
    laptops = founded(tmp_path, 3)
    yield laptops
    for laptop in laptops:
        laptop.close()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """The folder of a stick."""
    return folder_in(tmp_path, "stick")
