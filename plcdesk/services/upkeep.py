"""Keeping the database sound: comparing the records with the log, building them anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plcdesk.domain.errors import Damaged

if TYPE_CHECKING:
    from plcdesk.storage.engine import Database
    from plcdesk.storage.verify import Verified


class Upkeep:
    """Checks of the whole database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def verify(self) -> Verified:
        """Check the chain of the log and compare the records with it, on a copy; writes nothing."""
        from plcdesk.storage.verify import verify

        return verify(self._database)

    def whole(self) -> bool:
        """Whether the database file can be read from end to end; quicker than `verify`, slow all the same."""
        try:
            with self._database.read() as connection:
                return bool(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() == "ok")
        except Damaged:
            return False

    def rebuild(self) -> None:
        """Build the records anew from the log."""
        from plcdesk.storage.verify import rebuild

        rebuild(self._database)
