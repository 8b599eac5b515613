"""What a command is given and what it answers."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import mark
from plcdesk.paths import Paths
from plcdesk.services.desk import Desk
from plcdesk.settings import Settings
from plcdesk.words import Words


@dataclass(frozen=True, slots=True)
class Answer:
    """Text for people, data for machines, exit code."""

    text: str
    data: Any
    code: int = 0


@dataclass(frozen=True, slots=True)
class Session:
    """The folder, the settings and the words of one call."""

    paths: Paths
    settings: Settings
    w: Words

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """The open programme. Raises UserError when the folder, or the server, holds none."""
        from plcdesk.bootstrap import build_desk

        if not self.paths.has_database():
            raise UserError(mark("There is no programme in {folder}. Nothing was changed. Choose another folder "
                                 "with --data, or begin one with init."), folder=str(self.paths.folder))
        desk = build_desk(self.paths, self.settings)
        try:
            if self.paths.server is not None and desk.programme.current() is None:
                raise UserError(mark("There is no programme in the database {place} yet. Nothing was changed. Begin one, or "
                                     "take one over from a bundle."), place=self.paths.place)
            yield desk
        finally:
            desk.close()


def existing(path: Path) -> Path:
    """A file that can be read. Raises UserError."""
    if not path.is_file():
        raise UserError(mark("There is no file {name}. Nothing was changed. Check its name."), name=str(path))
    if not os.access(path, os.R_OK):
        raise UserError(mark("{name} cannot be read. Nothing was changed. Check the file, then try again."),
                        name=str(path))
    return path


def text_of(path: Path) -> str:
    """The text of a file as Notepad and Excel write it: UTF-8, UTF-16 with a mark in front, or the old Windows page.

    Raises UserError for a file that is no text or cannot be read: a name must not come in with its letters lost.
    """
    data = existing(path).read_bytes()
    marked = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UserError(mark("{name} is no text. Nothing was changed. Save the list as plain text (UTF-8), then try "
                         "again."), name=str(path))
