"""A hub's backups are made with the server's own tool: nothing here pretends otherwise."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import ClassVar, NoReturn

from plcdesk.domain.errors import UserError
from plcdesk.domain.exchange import Intake
from plcdesk.domain.fields import mark
from plcdesk.domain.progress import Progress
from plcdesk.storage.backup import Backup, Backups
from plcdesk.storage.retention import MANUAL


class NoBackups(Backups):
    """Stands for the folder of backups where the database lies on a server."""

    elsewhere: ClassVar[bool] = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._now = datetime.now

    def make(self, reason: str = MANUAL, patience: float | None = None, *, spare: Path | None = None) -> Backup:
        """Raises UserError."""
        _refuse()

    def restore_point(self) -> NoReturn:
        """Raises UserError."""
        _refuse()

    def copy_now(self, folder: Path) -> Path:
        """Raises UserError."""
        _refuse()

    def check(self) -> None:
        """Raises UserError."""
        _refuse()

    def list(self) -> list[Backup]:
        """None."""
        return []

    def restore(self, which: Path) -> Backup:
        """Raises UserError."""
        _refuse()

    def bring_back(self, which: Path, progress: Progress) -> Intake:
        """Raises UserError."""
        _refuse()


def _refuse() -> NoReturn:
    raise UserError(mark("This programme's data lies on a database server and is backed up there, with {tool}. Nothing was "
                         "done here. Ask who looks after the server."), tool="pg_dump")
