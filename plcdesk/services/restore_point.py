"""The restore point that a receipt waits for."""

from __future__ import annotations

from typing import Protocol


class RestorePoint(Protocol):
    """A copy of the state before a receipt, on its way to be a backup."""

    @property
    def name(self) -> str:
        """The name of the file to be, known before it is there; "" where none is made."""

    def check(self) -> None:
        """Wait until the copy is found whole. Raises UserError when it is not; nothing may be kept then."""

    def finish(self) -> None:
        """As `check`, and make it last under its name."""


class NoRestorePoint:
    """Where none is made: when joining, for what waited, on a hub."""

    name = ""

    def check(self) -> None:
        """There is nothing to wait for."""

    def finish(self) -> None:
        """There is nothing to keep."""
