"""The gate before synced tables: only the projection opens it, every other write is refused.

TEMP triggers live on the writer connection alone, so they cost no change of the schema and no migration.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from plcdesk.storage.schema import GUARDED
from plcdesk.storage.sql import quoted, run

REFUSED = "synced tables are written by the projection only"


def install(connection: Connection) -> None:
    """Close the gate of this connection (and put it up when it is not there yet)."""
    connection.exec_driver_sql("CREATE TEMP TABLE gate (open INTEGER NOT NULL)")
    connection.exec_driver_sql("INSERT INTO temp.gate VALUES (0)")
    for table in GUARDED:
        for event in ("INSERT", "UPDATE", "DELETE"):
            connection.exec_driver_sql(
                f"CREATE TEMP TRIGGER {quoted(f'guard_{table.name}_{event.lower()}')} BEFORE {event} "
                f"ON main.{quoted(table.name)} WHEN (SELECT open FROM temp.gate) = 0 "
                f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
            )


@contextmanager
def opened(connection: Connection) -> Iterator[None]:
    """Let writes through for the length of the block; closes again whatever happens."""
    run(connection, "UPDATE temp.gate SET open = open + 1")
    try:
        yield
    finally:
        run(connection, "UPDATE temp.gate SET open = open - 1")
