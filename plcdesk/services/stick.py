"""Putting a file on a stick so that "you can unplug it" is true: written under another name, flushed, renamed, read
back whole and compared. What goes wrong is told in the user's words, and no half-written file stays behind."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO

from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import mark
from plcdesk.domain.progress import Progress
from plcdesk.sync.limits import EXTENSION, SEALED
from plcdesk.sync.writer import Written

_STEP = 1024 * 1024
_SPARE = 64 * 1024
"""Bytes kept free beyond the file itself: directory entries and half-used clusters."""
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_LOCKED = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_DRAFT = ".tmp"
_OUR_DRAFTS = (EXTENSION + _DRAFT, EXTENSION + SEALED + _DRAFT)
_WINDOWS = {39: "full", 112: "full", 19: "locked", 5: "locked"}


class Disk:
    """The few calls made to the stick; tests hand in a disk that is full, locked, pulled out or lying."""

    def free(self, folder: Path) -> int:
        """Free bytes where `folder` is."""
        return shutil.disk_usage(folder).free

    def create(self, path: Path) -> IO[bytes]:
        """A new file, which must not exist yet."""
        return path.open("xb")

    def sync(self, file: IO[bytes]) -> None:
        """Return when the content of `file` has been handed to the medium."""
        file.flush()
        os.fsync(file.fileno())

    def rename(self, path: Path, to: Path) -> None:
        """Give a finished file its name; FileExistsError when it is taken."""
        if to.exists():
            raise FileExistsError(errno.EEXIST, "taken", str(to))
        path.rename(to)
        if sys.platform != "win32":
            folder = os.open(to.parent, os.O_RDONLY)
            try:
                with contextlib.suppress(OSError):  # not every file system lets a folder be flushed
                    os.fsync(folder)
            finally:
                os.close(folder)

    def reopen(self, path: Path) -> IO[bytes]:
        """Open for reading back, past the cache where the system allows it."""
        file = path.open("rb", buffering=0)
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return file

    def remove(self, path: Path) -> None:
        """Take away a file."""
        path.unlink()


def deliver(folder: Path, name: str, size: int, write: Callable[[IO[bytes]], Written], progress: Progress,
            disk: Disk) -> Path:
    """Put a file of `size` bytes, written by `write`, into `folder` as `name` (or ``name_2`` … when that is taken).

    Returns its path only after the whole file was read back and found equal. Raises UserError otherwise, and
    Cancelled; both leave no file behind where that is possible.
    """
    try:
        free = disk.free(folder)
    except OSError as error:
        raise told(error, folder, size, disk) from error
    if free < size + _SPARE:
        raise _full(size + _SPARE, free)
    draft = folder / f".{name}{_DRAFT}"
    kept: Path | None = None
    try:
        for left in [file for file in folder.iterdir() if file.name.startswith(".") and file.name.endswith(_OUR_DRAFTS)]:
            disk.remove(left)  # of a stick that was pulled out
        with disk.create(draft) as file:
            written = write(file)
            disk.sync(file)
        kept = _named(draft, folder, name, disk)
        _compare(kept, written, progress, disk)
        return kept
    except BaseException as error:
        for path in (draft, kept):
            if path is not None:
                with contextlib.suppress(OSError):
                    disk.remove(path)
        if isinstance(error, OSError):
            raise told(error, folder, size, disk) from error
        raise


def _named(draft: Path, folder: Path, name: str, disk: Disk) -> Path:
    suffix = EXTENSION + SEALED if name.endswith(EXTENSION + SEALED) else Path(name).suffix
    stem = name.removesuffix(suffix)
    for number in range(1, 1000):
        path = folder / (name if number == 1 else f"{stem}_{number}{suffix}")
        try:
            disk.rename(draft, path)
        except FileExistsError:
            continue
        return path
    raise UserError(mark("Too many bundles of this name are on the USB stick. Nothing was sent. Delete some of them, then send "
                         "again."))


def _compare(path: Path, written: Written, progress: Progress, disk: Disk) -> None:
    found, size = hashlib.sha256(), 0
    with disk.reopen(path) as file:
        while piece := file.read(_STEP):
            progress.step(mark("Reading the bundle back"), size, written.size)
            found.update(piece)
            size += len(piece)
    if (size, found.hexdigest()) != (written.size, written.sha256):
        raise UserError(mark("The USB stick did not keep the bundle as it was written. Data on this computer is unchanged. "
                             "Use another USB stick."))


def told(error: OSError, folder: Path, size: int, disk: Disk) -> UserError:
    """The user's version of what the stick said."""
    if is_full(error):
        try:
            free = disk.free(folder)
        except OSError:
            free = 0
        return _full(size + _SPARE, free)
    if _word(error) == "locked" or error.errno in _LOCKED:
        return UserError(mark("This stick is locked (read-only). Data on this computer is unchanged. Slide its lock or "
                              "use another stick."))
    return UserError(mark("The stick was removed before finishing. Data on this computer is safe. Plug it in again, "
                          "then choose Send again."))


def is_full(error: OSError) -> bool:
    """Whether a disk refused because there is no room left on it."""
    return _word(error) == "full" or error.errno in _FULL


def _word(error: OSError) -> str:
    return _WINDOWS.get(getattr(error, "winerror", None) or 0, "")


def _full(needed: int, free: int) -> UserError:
    return UserError(mark("The stick is full: {a} needed, {b} free. Data on this computer is unchanged. Use another "
                          "stick or delete files on it."), a=plain_size(needed, up=True), b=plain_size(free))


def plain_size(count: int, *, up: bool = False) -> str:
    """A size in whole units, the same in every language: ``240 KB``. What is needed is rounded up, what is free down."""
    units = ("KB", "MB", "GB", "TB")
    step, unit = 1024, 0
    while count >= 10 * step * 1024 and unit < len(units) - 1:
        step, unit = step * 1024, unit + 1
    return f"{-(-count // step) if up else count // step} {units[unit]}"
