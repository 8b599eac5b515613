"""The restore point that a receipt waits for."""

from __future__ import annotations

from typing import Protocol


class RestorePoint(Protocol):
    """A copy of the state before a receipt, on its way to be a backup."""

    @property
    def name(self) -> str:
        """The name of the file to be, known before it is there; "" where none is made."""

    def finish(self) -> object:
        """Wait until the copy is found whole and lies on the disk. Raises UserError when it is not; nothing may be kept then."""


class NoRestorePoint:
    """Where none is made: when joining, for what waited, on a hub."""

    name = ""

    def finish(self) -> None:
        """There is nothing to wait for."""
