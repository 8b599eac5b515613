"""Schema 3: words of stewards on computers, orders to erase; which commits their own device signed for.

Frozen, as every step that was released.
"""

from __future__ import annotations

from sqlalchemy import Connection

STATEMENTS = (
    "CREATE TABLE device_notice (id TEXT NOT NULL, act TEXT, device TEXT, name TEXT, upto TEXT, spaces TEXT, answers TEXT, "
    "reason TEXT, said_on TEXT, PRIMARY KEY (id)) WITHOUT ROWID",
    "CREATE TABLE erasure (id TEXT NOT NULL, school_id TEXT, commits TEXT, backups INTEGER, reason TEXT, asked_on TEXT, "
    "PRIMARY KEY (id)) WITHOUT ROWID",
    "CREATE INDEX ix_erasure_school_id ON erasure (school_id)",
)

PROVEN = (
    "UPDATE sync_commit SET flags = flags | 2 WHERE n IN (WITH RECURSIVE own (n) AS (SELECT t.n FROM sync_tip t "
    "JOIN sync_feed f ON f.id = t.feed_id JOIN sync_device d ON d.id = f.device_id WHERE t.signer = d.pubkey "
    "UNION SELECT c.prev_n FROM own JOIN sync_commit c ON c.n = own.n WHERE c.prev_n IS NOT NULL) SELECT n FROM own)"
)
"""A signature of the end of a chain covers all that is below it."""


def upgrade(connection: Connection) -> None:
    """Add the tables, and the mark of the commits."""
    for statement in (*STATEMENTS, PROVEN):
        connection.exec_driver_sql(statement)
