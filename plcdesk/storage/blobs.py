"""Photos and files beside the database, named by the SHA-256 of their content, never changed, never overwritten."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import mark
from plcdesk.room import to_clear
from plcdesk.storage.scratch import scratch, settle, sync_folder
from plcdesk.storage.trouble import DiskFull

_SHA256 = re.compile(r"[0-9a-f]{64}").fullmatch
_BLOCK = 1 << 20


class Blobs:
    """The contents in `folder`, each at ``ab/<sha256>`` where ab are its first two digits."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, data: bytes) -> str:
        """Keep `data`; it is on disk when this returns its SHA-256. Raises UserError when the disk does not take it."""
        sha256 = hashlib.sha256(data).hexdigest()
        target = self._place(sha256)
        if self._sound(target, sha256):
            return sha256
        try:
            if not target.parent.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                sync_folder(self._folder)
            with scratch(self._folder / sha256) as path:
                with path.open("wb") as file:
                    file.write(data)
                    file.flush()
                    os.fsync(file.fileno())
                settle(path, target)
        except OSError as error:
            raise DiskFull(mark("The file could not be kept: this computer's disk did not take it. Nothing was "
                                "changed. Free some space, then add it again."), mb=to_clear(0)) from error
        return sha256

    def path(self, sha256: str) -> Path | None:
        """Where the content lies; None when it is not here."""
        if _SHA256(sha256) is None:
            return None
        target = self._place(sha256)
        return target if target.is_file() else None

    def read(self, sha256: str) -> bytes:
        """The content, checked. Raises UserError when it is not here or damaged."""
        target = self.path(sha256)
        if target is not None:
            data = target.read_bytes()
            if hashlib.sha256(data).hexdigest() == sha256:
                return data
        raise UserError(mark("This file is not here or damaged. Everything else is unchanged. Receive it again from "
                             "another computer."))

    def sound(self, sha256: str) -> bool:
        """Whether the content lies here undamaged."""
        return _SHA256(sha256) is not None and self._sound(self._place(sha256), sha256)

    def whole(self, sha256: str, size: int) -> bool:
        """Whether the content lies here, told by its length: what a power cut leaves is empty or cut short. `size` is what
        a record says of it (bytes, 0: unknown); a file of another length is read, for it may be the record that is wrong.
        """
        target = self.path(sha256)
        if target is None:
            return False
        try:
            found = target.stat().st_size
        except OSError:
            return False
        return found == size != 0 or (size == 0 and found > 0) or self._sound(target, sha256)

    def _place(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256

    @staticmethod
    def _sound(target: Path, sha256: str) -> bool:
        try:
            with target.open("rb") as file:
                total = hashlib.sha256()
                while block := file.read(_BLOCK):
                    total.update(block)
        except OSError:
            return False
        return total.hexdigest() == sha256
