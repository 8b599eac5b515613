"""Identifiers: random ones that sort by time, and derived ones that meet.

Two laptops that record the same fact (the attendance of one person at one meeting, the meeting of one planned
slot) derive the same id, so their entries meet in one record instead of becoming a duplicate.
"""

from __future__ import annotations

import os
import time
import uuid
from typing import NewType

Id = NewType("Id", str)
"""Identity of a record: 36 characters, lower case, with hyphens."""

Dot = NewType("Dot", str)
"""Identity of one write: the first 16 bytes of its chain hash, 22 characters of base64url."""

NAMESPACE = uuid.UUID("6f0c2f4e-5d0b-4c6b-9a53-0f1c7a5e9d21")


def uuid7() -> Id:
    """A new identity whose order follows the time of making (RFC 9562, version 7)."""
    milliseconds = time.time_ns() // 1_000_000
    number = (milliseconds & (2**48 - 1)) << 80 | int.from_bytes(os.urandom(10), "big")
    number = number & ~(0xF << 76) | 0x7 << 76
    number = number & ~(0x3 << 62) | 0x2 << 62
    return Id(str(uuid.UUID(int=number)))


def derived(*parts: object) -> Id:
    """The identity that every laptop derives from the same parts (uuid5 over their text, joined by ``|``)."""
    return Id(str(uuid.uuid5(NAMESPACE, "|".join(str(part) for part in parts))))


def is_id(text: object) -> bool:
    """Whether `text` has the exact shape of an identity."""
    if not isinstance(text, str) or len(text) != 36:
        return False
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False
