"""The files of a module's versions: kept byte by byte beside the database under their SHA-256."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from plcdesk.domain.changes import Changes
from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import mark
from plcdesk.domain.ids import Id
from plcdesk.domain.modules import ModuleFile, ModuleVersion
from plcdesk.services.module_views import Difference, FileChange, FileChangeKind, FileRow
from plcdesk.services.records import Made, Records

if TYPE_CHECKING:
    from plcdesk.storage.blobs import Blobs

CAP = 20 * 1024 * 1024
"""Bytes of the largest file that is taken in; below what a bundle carries in one piece."""
_LONGEST = 120
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE).fullmatch
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069]')
"""What no file system takes, and signs that turn the reading direction so that a name looks like another."""
_TYPES = {
    ".pdf": "application/pdf", ".doc": "application/msword", ".odt": "application/vnd.oasis.opendocument.text",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".ppt": "application/vnd.ms-powerpoint", ".odp": "application/vnd.oasis.opendocument.presentation",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".xls": "application/vnd.ms-excel", ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".txt": "text/plain", ".rtf": "application/rtf", ".csv": "text/csv",
    ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp",
    ".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".mp4": "video/mp4",
}
"""Documents by their ending: these, and only these, are handed to the computer's own programs."""
_OTHER = "application/octet-stream"


class ModuleFiles:
    """The files of all versions."""

    def __init__(self, records: Records, blobs: Blobs, scratch: Path) -> None:
        self._records = records
        self._blobs = blobs
        self._scratch = scratch

    def of(self, version_id: Id) -> tuple[FileRow, ...]:
        """The files of a version by name."""
        rows = self._records.load_all(ModuleFile, version_id=version_id)
        return tuple(FileRow(row, self.path(row.record) is not None)
                     for row in sorted(rows, key=lambda row: (row.record.name.casefold(), row.record.id)))

    def attach(self, version_id: Id, path: Path) -> Made:
        """Take a file in as it is. Raises UserError when it is none, empty, too large or cannot be read."""
        self._records.need(ModuleVersion, version_id)
        data = _read(path)
        there = next((row.file for row in self.of(version_id) if row.file.name == path.name), None)
        sha256 = self._blobs.put(data)
        if there is not None and there.sha256 == sha256:
            return Made(there.id, Changes())
        file = ModuleFile(version_id=version_id, sha256=sha256, media_type=_TYPES.get(path.suffix.lower(), _OTHER),
                          size=len(data), name=path.name)
        return Made(file.id, self._records.save(file))

    def path(self, file: ModuleFile) -> Path | None:
        """Where the content lies; None while it has not been received."""
        return self._blobs.path(file.sha256) if file.sha256 else None

    def save_copy(self, file: ModuleFile, place: Path) -> Path:
        """Write a copy into a folder under its own name, where no other file is overwritten, or to the path named.

        Raises UserError when the content is not here or the place does not take it.
        """
        data = self._content(file)
        target = _free(place / clean_name(file.name), data) if place.is_dir() else place
        try:
            if not (target.is_file() and target.read_bytes() == data):
                target.write_bytes(data)
        except OSError as error:
            raise _not_written(file) from error
        return target

    def open_copy(self, file: ModuleFile) -> Path | None:
        """A copy to look at with another program, read-only so that nobody's changes are lost in it; None for a file
        that is no document: it can only be saved.

        Raises UserError when the content is not here or this computer does not take the copy.
        """
        if Path(clean_name(file.name)).suffix.lower() not in _TYPES:
            return None
        self._content(file)
        folder = self._scratch / file.sha256[:16]
        try:
            folder.mkdir(parents=True, exist_ok=True)
            made = self.save_copy(file, folder)
            made.chmod(stat.S_IREAD)
        except OSError as error:
            raise _not_written(file) from error
        return made

    def remove(self, file_id: Id) -> Changes:
        """Take a file off its version; its content stays, so that this can be undone."""
        return self._records.delete(self._records.need(ModuleFile, file_id).record)

    def compare(self, older: ModuleVersion, newer: ModuleVersion) -> Difference:
        """What became of the files from one version to another: told by their content, then by their name."""
        before = [row.file for row in self.of(older.id)]
        kinds: dict[Id, FileChangeKind] = {}
        rows = [row.file for row in self.of(newer.id)]
        for kind, part in ((FileChangeKind.SAME, "sha256"), (FileChangeKind.CHANGED, "name")):
            for file in rows:
                match = next((old for old in before if getattr(old, part) == getattr(file, part)), None)
                if file.id not in kinds and match is not None:
                    kinds[file.id] = kind
                    before.remove(match)
        found = [FileChange(file.name, kinds.get(file.id, FileChangeKind.ADDED)) for file in rows]
        return Difference(newer.changes, (*found, *(FileChange(old.name, FileChangeKind.REMOVED) for old in before)))

    def _content(self, file: ModuleFile) -> bytes:
        if self.path(file) is None:
            raise UserError(mark("“{name}” is not on this computer yet. Everything else is here. Receive a bundle from "
                                 "the computer where it was added."), name=file.name)
        return self._blobs.read(file.sha256)


def clean_name(name: str) -> str:
    """A file name that every computer takes and that leads nowhere else: no folders, no control signs, not reserved."""
    base = _UNFIT.sub("_", name).strip().rstrip(". ").lstrip(".")
    stem, ending = os.path.splitext(base)
    base = f"{stem[:_LONGEST].rstrip('. ')}{ending[:20]}" if stem else ""
    return f"_{base}" if _RESERVED(base) else base or "berkas"


def _read(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise UserError(mark("“{name}” is no file. Nothing was added. Choose a file, not a folder."), name=path.name)
        if path.stat().st_size > CAP:
            raise _too_large(path)
        with path.open("rb") as source:
            data = source.read(CAP + 1)
    except OSError as error:
        raise UserError(mark("“{name}” cannot be read. Nothing was added. Close it in other programs, or copy it to this "
                             "computer first."), name=path.name) from error
    if len(data) > CAP:
        raise _too_large(path)
    if not data:
        raise UserError(mark("“{name}” is empty. Nothing was added. Choose the file that has the content."),
                        name=path.name)
    return data


def _too_large(path: Path) -> UserError:
    return UserError(mark("“{name}” is larger than {limit} MB. Nothing was added. Save it smaller, for example as PDF, or "
                          "split it."), name=path.name, limit=CAP // (1024 * 1024))


def _not_written(file: ModuleFile) -> UserError:
    return UserError(mark("The copy of “{name}” could not be written there. The file in this program is unchanged. "
                          "Choose another folder."), name=file.name)


def _free(target: Path, data: bytes) -> Path:
    """A path that is not taken by other content: ``Modul.docx``, else ``Modul (2).docx``."""
    number, free = 2, target
    while free.exists() and not (free.is_file() and free.stat().st_size == len(data) and free.read_bytes() == data):
        free = target.with_name(f"{target.stem} ({number}){target.suffix}")
        number += 1
    return free
