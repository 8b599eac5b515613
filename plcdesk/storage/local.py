"""Values of this computer only: who sits here, what the device calls itself, its replica. Never sent."""

from __future__ import annotations

from sqlalchemy import Connection

from plcdesk.storage.sql import fetch_one, run

ME = "me"
"""Id of the person who uses this computer."""
DEVICE_LABEL = "device_label"
"""What this computer calls itself to others."""
REPLICA = "replica"
"""The uid of the present replica."""
DEVICE = "device"
"""The local id of the device this is."""
SENT = "sent"
"""How far own feeds stand in bundles that passed their read-back, as JSON."""
HANDED = "handed"
"""How far own feeds stand in bundles that were begun to be written, whatever became of them, as JSON."""
WITHHELD = "withheld"
"""The commits (local numbers) whose bodies stay here, as JSON (see `withheld`)."""
STAMP = "stamp"
"""The newest stamp used or followed here."""
ARCHIVED = "archived"
"""When this computer was made an archive that is only read (ISO time); nothing while it is worked on."""
MANIFEST_NO = "manifest_no"
"""Number of the last manifest made."""
SCRUB = "scrub"
"""What is still to be cleaned after values were erased (see `erasure`)."""
OVERRULED = "overruled"
"""The notices of a cut-off (ids, as JSON) whose computer's later changes were taken in here all the same."""


def get(connection: Connection, key: str, default: str | None = None) -> str | None:
    """The value kept under `key`."""
    row = fetch_one(connection, "SELECT value FROM sync_local WHERE key = ?", key)
    return row[0] if row is not None else default


def put(connection: Connection, key: str, value: str | None) -> None:
    """Keep `value` under `key`; None forgets it."""
    if value is None:
        run(connection, "DELETE FROM sync_local WHERE key = ?", key)
    else:
        run(connection, "INSERT INTO sync_local (key, value) VALUES (?, ?) "
                        "ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, value)


def raise_to(connection: Connection, key: str, number: int) -> None:
    """Keep `number` under `key` unless a larger one is kept there; receipts beside each other do this at once."""
    run(connection, "INSERT INTO sync_local (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET "
                    "value = excluded.value WHERE CAST(sync_local.value AS BIGINT) < CAST(excluded.value AS BIGINT)",
        key, str(number))
