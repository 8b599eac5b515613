"""The instruments of the program as they lie in its resources, read when they are asked for and then kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeVar

from plcdesk.domain.errors import Damaged
from plcdesk.domain.fields import mark
from plcdesk.domain.instruments import About, Instrument
from plcdesk.importers.instrument_shape import Shared
from plcdesk.importers.instruments import (
    Choices,
    Header,
    files,
    read_header,
    read_instrument,
    read_lists,
    read_shared,
)
from plcdesk.paths import RESOURCES

T = TypeVar("T")


class Library:
    """The files of one folder. Heads are read at the first question, an instrument when it is wanted."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._heads: dict[tuple[str, int], tuple[Header, Path]] | None = None
        self._read: dict[tuple[str, int], Instrument] = {}
        self._shared: Shared | None = None
        self._lists: dict[str, Choices] | None = None

    def headers(self) -> list[Header]:
        """What is there, by file name."""
        return [header for header, _ in self._files().values()]

    def codes(self, about: About | None = None) -> list[str]:
        """The codes of the instruments, all or those about something."""
        return list(dict.fromkeys(header.code for header in self.headers() if about in (None, header.about)))

    def get(self, code: str, version: int) -> Instrument | None:
        """One version; None when there is none. Raises Damaged when its file cannot be read."""
        if (code, version) not in self._files():
            return None
        if (code, version) not in self._read:
            path, shared = self._files()[code, version][1], self._common()
            self._read[code, version] = _told(path, lambda: read_instrument(path, shared))
        return self._read[code, version]

    def newest(self, code: str) -> Instrument | None:
        """The newest version of an instrument."""
        versions = [version for known, version in self._files() if known == code]
        return self.get(code, max(versions)) if versions else None

    def lists(self) -> dict[str, Choices]:
        """The fixed lists by name."""
        if self._lists is None:
            self._lists = _told(self._folder, lambda: read_lists(self._folder))
        return self._lists

    def _common(self) -> Shared:
        if self._shared is None:
            self._shared = _told(self._folder, lambda: read_shared(self._folder))
        return self._shared

    def _files(self) -> dict[tuple[str, int], tuple[Header, Path]]:
        if self._heads is None:
            found = [(_head(path), path) for path in files(self._folder)]
            self._heads = {(header.code, header.version): (header, path) for header, path in found}
        return self._heads


@cache
def library(folder: Path = RESOURCES / "instruments") -> Library:
    """The library of a folder, read once in a run of the program."""
    return Library(folder)


def _head(path: Path) -> Header:
    return _told(path, lambda: read_header(path))


def _told(path: Path, read: Callable[[], T]) -> T:
    """What `read` gives; a file that cannot be read is told in the user's words."""
    try:
        return read()
    except (OSError, ValueError, KeyError, TypeError) as error:  # what a broken file makes of reading it
        raise Damaged(mark("A file of this program is damaged: {name}. Your data is unchanged. Install the program "
                           "again."), name=path.name) from error
