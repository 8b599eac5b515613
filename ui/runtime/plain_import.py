"""Python's own importer for heavy libraries.

PySide6 replaces the importer and then reads the source of every module imported afterwards, which makes SQLAlchemy and
pandas half a second and 40 MB heavier. This module must be imported before PySide6.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from contextlib import contextmanager

_plain = builtins.__import__


@contextmanager
def plain_import() -> Iterator[None]:
    """Import by Python's own importer inside the block; for libraries that know nothing of Qt."""
    hooked = builtins.__import__
    builtins.__import__ = _plain
    try:
        yield
    finally:
        builtins.__import__ = hooked
