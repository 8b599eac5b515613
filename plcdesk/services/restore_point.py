"""The restore point that a receipt waits for."""

from __future__ import annotations

from typing import Protocol


class RestorePoint(Protocol):
    """A copy of the state before a receipt, on its way."""

    @property
    def name(self) -> str:
        """The file's name once it is there; "" where none is made."""

    def finish(self) -> object:
        """Return when it is found whole and lies on the disk. Raises UserError when it is not; nothing may be kept then."""


class NoRestorePoint:
    """Where none is wanted."""

    name = ""

    def finish(self) -> None:
        """There is nothing to wait for."""
