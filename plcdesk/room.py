"""How much room the disk must have for saving to be safe."""

from __future__ import annotations

import math
import shutil
from pathlib import Path

MB = 1024 * 1024
LITTLE = 200 * MB
"""Below this the user is told, and everything still works."""
LEAST = 50 * MB
"""Below this nothing is saved any more: a save, its log and a backup must never end half-way."""


def free(folder: Path) -> int:
    """Free bytes on the disk of `folder`. Raises OSError when the folder is gone."""
    return shutil.disk_usage(folder).free


def to_clear(left: int) -> int:
    """Megabytes to clear away, with `left` bytes free, until there is room again without a warning."""
    return max(1, math.ceil((LITTLE - left) / MB))
