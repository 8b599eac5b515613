"""What the tests of this folder share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from plcdesk.services.desk import Desk
from tests.exchange.forgetting import two_desks
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


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    """Two laptops with somebody who asks to be forgotten; the first is the steward's."""
    first, second = two_desks(tmp_path)
    yield first, second
    first.close()
    second.close()
