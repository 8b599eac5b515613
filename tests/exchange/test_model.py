"""The lives of `tests/exchange/model`, a few of each in every test run; by the thousand with `python -m
tests.exchange.nightly`."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.exchange.model import versions
from tests.exchange.model.attaching import Attaching
from tests.exchange.model.exchange import Exchange
from tests.exchange.model.scoping import Scope
from tests.exchange.model.undoing import Undoing
from tests.exchange.model.versions import Versions

QUICK = settings(max_examples=12, stateful_step_count=14, deadline=None,
                 suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
FEW = settings(QUICK, max_examples=5)


@pytest.fixture(scope="module", autouse=True)
def newer() -> Iterator[None]:
    """The process that plays the next version ends with these tests."""
    yield
    versions.end()


class TestExchange(Exchange.TestCase):  # type: ignore[misc]
    settings = QUICK


class TestUndoing(Undoing.TestCase):  # type: ignore[misc]
    settings = FEW


class TestScope(Scope.TestCase):  # type: ignore[misc]
    settings = FEW


class TestAttaching(Attaching.TestCase):  # type: ignore[misc]
    settings = FEW


class TestVersions(Versions.TestCase):  # type: ignore[misc]
    settings = FEW
