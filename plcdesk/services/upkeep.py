"""Keeping the database sound: comparing the records with the log, building them anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
        return self._database.whole()

    def rebuild(self) -> None:
        """Build the records anew from the log."""
        from plcdesk.storage.verify import rebuild

        rebuild(self._database)
