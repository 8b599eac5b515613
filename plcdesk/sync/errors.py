"""Why a file is not taken as a bundle."""

from __future__ import annotations

import enum


class Fault(enum.Enum):
    """What is wrong with a file, as far as its user is concerned."""

    FOREIGN = "foreign"
    """It is no bundle at all."""
    DAMAGED = "damaged"
    """It is a bundle, but not whole or not as its sender signed it."""
    NEWER = "newer"
    """It was made by a later version of the program."""


class BadBundle(Exception):
    """A file that is refused; nothing of it may be used. `detail` is for logs and tests, `version` names the program
    version that can read a newer file."""

    def __init__(self, fault: Fault, detail: str, version: str = "") -> None:
        super().__init__(f"{fault.value}: {detail}")
        self.fault = fault
        self.detail = detail
        self.version = version


def damaged(detail: str) -> BadBundle:
    """A bundle that is not whole."""
    return BadBundle(Fault.DAMAGED, detail)
