"""A server for the tests of the hub, started at the first one that needs it; skipped with the reason where there is none."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Iterator

import pytest

from tests.hub.cluster import Cluster, programs


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """The one server of this process."""
    if os.name != "posix":
        pytest.skip("the hub is tested on Linux")
    if importlib.util.find_spec("psycopg") is None:
        pytest.skip("psycopg is not installed")
    found = programs()
    if found is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt install postgresql)")
    server = Cluster(found)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def empty_hub(cluster: Cluster) -> str:
    """A database that holds the tables and nothing else: copying it is quicker than making them."""
    from plcdesk.storage.postgres import open_server

    name = cluster.create()
    open_server(cluster.url(name)).close()
    return name


@pytest.fixture
def hub_url(cluster: Cluster, empty_hub: str) -> Iterator[str]:
    """The address of an empty hub."""
    name = cluster.create(empty_hub)
    yield cluster.url(name)
    cluster.drop(name)


@pytest.fixture
def hub_urls(cluster: Cluster, empty_hub: str) -> Iterator[Callable[[], str]]:
    """Addresses of as many empty hubs as are asked for."""
    made: list[str] = []

    def new() -> str:
        made.append(cluster.create(empty_hub))
        return cluster.url(made[-1])

    yield new
    for name in made:
        cluster.drop(name)
