"""The gate before synced tables: only the projection opens it, every other write is refused.

In a file TEMP triggers live on the writer connection alone, so they cost no change of the schema and no migration. On a
hub the triggers belong to the database and hold for everybody who connects (`postgres.py`); a setting of the
transaction opens them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from plcdesk.storage.schema import GUARDED
from plcdesk.storage.sql import fetch, on_hub, quoted, run

REFUSED = "synced tables are written by the projection only"
SETTING, OPEN = "plcdesk.gate", "open"
"""The setting by which a transaction on a hub opens the gate."""


def install(connection: Connection) -> None:
    """Put the gate up on this connection, closed."""
    run(connection, "CREATE TEMP TABLE gate (open INTEGER NOT NULL)")
    run(connection, "INSERT INTO temp.gate VALUES (0)")
    _put_up(connection)


def _put_up(connection: Connection) -> None:
    for name, table, event in _posts():
        run(connection, f"CREATE TEMP TRIGGER {name} BEFORE {event} ON main.{table} "
                        f"WHEN (SELECT open FROM temp.gate) = 0 BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END")


def _posts() -> Iterator[tuple[str, str, str]]:
    """Name, table and event of each trigger."""
    for table in GUARDED:
        for event in ("INSERT", "UPDATE", "DELETE"):
            yield quoted(f"guard_{table.name}_{event.lower()}"), quoted(table.name), event


@contextmanager
def opened(connection: Connection) -> Iterator[None]:
    """Let writes through for the length of the block; closes again whatever happens."""
    if on_hub(connection):
        before = fetch(connection, "SELECT current_setting(?, true)", SETTING)[0][0]
        run(connection, "SELECT set_config(?, ?, true)", SETTING, OPEN)
        # a block that raises ends its transaction, and the setting with it
        yield
        run(connection, "SELECT set_config(?, ?, true)", SETTING, before or "")
        return
    run(connection, "UPDATE temp.gate SET open = open + 1")
    try:
        yield
    finally:
        run(connection, "UPDATE temp.gate SET open = open - 1")


@contextmanager
def lifted(connection: Connection) -> Iterator[None]:
    """Take the gate away for the length of the block, where asking it row by row costs an eighth of the time.

    For the one caller that brings thousands of commits. When the block raises, the end of its transaction puts the
    gate up again: triggers of a connection are part of its transactions. (A hub is asked once a statement, not a row.)
    """
    if on_hub(connection):
        with opened(connection):
            yield
        return
    for name, _, _ in _posts():
        run(connection, f"DROP TRIGGER temp.{name}")
    yield
    _put_up(connection)
