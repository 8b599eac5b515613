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
WITHHELD = "withheld"
"""The commits (local numbers) whose bodies stay here, as JSON (see `withheld`)."""
STAMP = "stamp"
"""The newest stamp used or followed here."""
MANIFEST_NO = "manifest_no"
"""Number of the last manifest made."""


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
