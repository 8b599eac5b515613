"""Where this computer's signing key lies: one file in the programme's folder, readable by its user only.

On Windows the key is sealed with DPAPI, so a copied folder does not carry it to another computer; elsewhere the file
mode keeps other users away. A key that this user cannot read any more is put aside and replaced: the work signed with it
stays valid, and the new key vouches for what had not been signed yet. One that the disk or another program (a virus
scanner) withholds for a moment is never replaced: this computer would be another one to all its colleagues, and what is
sealed for it could not be opened any more.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
from pathlib import Path

from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import mark
from plcdesk.ledger.identity import DeviceKey

_PLAIN = b"plc-key-v1 plain\n"
_SEALED = b"plc-key-v1 dpapi\n"
_PAUSES = (0.1, 0.3, 0.6)
"""Seconds between tries to read a file that is withheld."""


def load(path: Path) -> DeviceKey | None:
    """The key kept at `path`; None when there is none, or none that this user on this computer can read.

    Raises UserError where it is withheld now.
    """
    data = _content(path)
    secret: bytes | None = None
    if data.startswith(_PLAIN):
        secret = data[len(_PLAIN):]
    elif data.startswith(_SEALED):
        secret = _unseal(data[len(_SEALED):])
    return DeviceKey(secret) if secret is not None and len(secret) == 32 else None


def load_or_make(path: Path) -> tuple[DeviceKey, bool]:
    """The key kept at `path` and False, or a new one just written there and True.

    Raises UserError where it is withheld now, or a new one cannot be written.
    """
    key = load(path)
    if key is not None:
        return key, False
    key = DeviceKey.generate()
    try:
        _write(path, key)
    except OSError as error:
        raise UserError(mark("This computer's own key could not be saved. Nothing was changed. Free some space on this "
                             "computer, then try again.")) from error
    return key, True


def _content(path: Path) -> bytes:
    """What the file holds; nothing where there is none, or it belongs to another user."""
    for pause in _PAUSES:
        with contextlib.suppress(OSError):
            return _read(path)
        time.sleep(pause)
    try:
        return _read(path)
    except OSError as error:
        raise UserError(mark("This computer's own key could not be read. Nothing was changed. Wait a moment, then try again. "
                             "If that does not help, restart the computer.")) from error


def _read(path: Path) -> bytes:
    """As `_content`, but raises OSError while the file is withheld."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        if path.is_symlink():  # to a disk that is away
            raise
    except PermissionError:
        if sys.platform == "win32":  # which says so, too, of a file that another program keeps to itself
            raise
    return b""


def _aside(path: Path) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.name}.{number}.unreadable")).exists():
        number += 1
    return aside


def _write(path: Path, key: DeviceKey) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    sealed = _seal(key.secret)
    data = _PLAIN + key.secret if sealed is None else _SEALED + sealed
    draft = path.with_name(path.name + ".new")
    with contextlib.suppress(FileNotFoundError):
        draft.unlink()
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with open(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            path.replace(_aside(path))
        draft.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)
        raise


def _seal(secret: bytes) -> bytes | None:
    return _dpapi("CryptProtectData", secret) if sys.platform == "win32" else None


def _unseal(data: bytes) -> bytes | None:
    return _dpapi("CryptUnprotectData", data) if sys.platform == "win32" else None


def _dpapi(name: str, data: bytes) -> bytes | None:
    """Call one of the two DPAPI functions, without any prompt; None when Windows refuses."""
    if sys.platform == "win32":
        import ctypes
        from ctypes import wintypes

        class Blob(ctypes.Structure):
            _fields_ = [("size", wintypes.DWORD), ("data", ctypes.POINTER(ctypes.c_char))]

        given = Blob(len(data), ctypes.cast(ctypes.create_string_buffer(data, len(data)), ctypes.POINTER(ctypes.c_char)))
        found = Blob()
        no_prompt = 1
        done = getattr(ctypes.windll.crypt32, name)(
            ctypes.byref(given), None, None, None, None, no_prompt, ctypes.byref(found))
        if not done:
            return None
        try:
            return ctypes.string_at(found.data, found.size)
        finally:
            ctypes.windll.kernel32.LocalFree(found.data)
    return None
