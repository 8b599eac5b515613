"""Bringing a database file to the present schema: numbered steps, one transaction, a copy kept before.

Steps change the projection only and write no commits, else every laptop would emit the same edit. What a newer
version wrote and an older one could not show stands in the log and is projected after the upgrade.
"""

from __future__ import annotations

import importlib
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Protocol, cast

from sqlalchemy import Connection

from plcdesk.storage import local, projection
from plcdesk.storage.schema import APPLICATION_ID, VERSION, fingerprint
from plcdesk.storage.scratch import scratch, settle
from plcdesk.storage.trouble import newer_schema, not_ours

STEPS = ("m0001_first", "m0002_forms", "m0003_stewards")
"""The modules in `migrations`, in order; step number i leads to schema version i."""

_FINGERPRINT = "fingerprint"


class _Step(Protocol):
    def upgrade(self, connection: Connection) -> None: ...


def check(path: Path) -> int:
    """The schema version of the file; 0 for a new or empty one.

    Raises NewerSchema or Unreadable; the file is only read.
    """
    if not path.exists() or path.stat().st_size == 0:
        return 0
    try:
        kind, version, tables = _marks(path, "ro")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_READONLY_ROLLBACK:
            raise
        kind, version, tables = _marks(path, "rw")  # a write was cut short, which only a writer can take back
    if kind != APPLICATION_ID and (kind or version or tables):
        raise not_ours()
    if version > VERSION:
        raise newer_schema()
    return int(version)


def _marks(path: Path, mode: str) -> tuple[int, int, int]:
    """Whose file it is, its schema version and how many tables it has."""
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode={mode}", uri=True)
    try:
        (kind,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    finally:
        connection.close()
    return kind, version, tables


def keep_copy(path: Path, version: int) -> Path:
    """A consistent copy of the file beside it, named by its schema version; an earlier copy is left as it is."""
    target = path.with_name(f"{path.stem}.schema{version}{path.suffix}")
    if not target.exists():
        with scratch(target) as part:
            with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(part)) as copy:
                source.backup(copy)
            settle(part, target)
    return target


def migrate(connection: Connection, version: int) -> None:
    """Run the steps after `version` inside the caller's transaction."""
    if version == VERSION:
        return
    for name in STEPS[version:VERSION]:
        step = cast(_Step, importlib.import_module(f"plcdesk.storage.migrations.{name}"))
        step.upgrade(connection)
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {VERSION}")


def reproject(connection: Connection) -> None:
    """Build the projection anew when the declared records are not those it was built with."""
    now = fingerprint()
    known = local.get(connection, _FINGERPRINT)
    if known == now:
        return
    if known is not None:
        projection.rebuild(connection)
    local.put(connection, _FINGERPRINT, now)
