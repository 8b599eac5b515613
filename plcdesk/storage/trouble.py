"""What the database may say, told in the user's words."""

from __future__ import annotations

import errno
import sqlite3
from typing import Any

from sqlalchemy.exc import DBAPIError

from plcdesk.domain.errors import Damaged, NoRoom, UserError
from plcdesk.domain.fields import mark
from plcdesk.room import LEAST, to_clear

_FULL = {sqlite3.SQLITE_FULL}
_LATER = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY,
          sqlite3.SQLITE_CANTOPEN}
_NOT_YET = mark("Not saved yet. Your entries are still on screen. Trying again…")
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
_BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


class NotSaved(UserError):
    """The disk did not take the data; nothing was changed and another try may succeed."""


class DiskFull(NotSaved, NoRoom):
    """No room is left on the disk of the database."""


class Contended(NotSaved):
    """On a hub somebody else wrote the same entries at the same moment; nothing was changed, another try succeeds."""


class Unreadable(Damaged):
    """The file is no database of ours or is damaged."""


class NewerSchema(UserError):
    """The database was written by a newer version of the program."""


_CLASHED = {"40001", "40P01", "23505"}
"""SQLSTATE of serialization failure, deadlock and of a row that two made at once."""
_AWAY = ("08", "57P", "53")
"""Beginnings of SQLSTATE: connection, shutdown, resources."""


def told(error: Exception) -> UserError | None:
    """The user's version of a database error; None for our own mistakes."""
    found = error.orig if isinstance(error, DBAPIError) else error
    if hasattr(found, "sqlstate"):
        return _told_by_server(found)
    code = getattr(found, "sqlite_errorcode", None)
    if code is None:
        return None
    primary = code & 0xFF
    if primary in _FULL:
        return disk_full(0)
    if primary in _LATER:
        return NotSaved(_NOT_YET)
    if primary in _BROKEN:
        return Unreadable(mark("Some data cannot be opened. The original is untouched. Restore a backup."))
    return None


def _told_by_server(error: Any) -> UserError | None:
    import psycopg

    code: str | None = error.sqlstate
    if code in _CLASHED:
        return Contended(mark("Somebody else wrote the same entries at this moment. Nothing was changed. Try again."))
    if (isinstance(error, psycopg.OperationalError) and code is None) or (code or "").startswith(_AWAY):
        return NotSaved(mark("The database server does not answer or takes nothing more. Nothing was changed. Ask who "
                             "looks after it, then try again."))
    return None


def not_taken(error: OSError) -> NotSaved:
    """What to say when the disk of the database refuses a file."""
    return disk_full(0) if error.errno in _NO_ROOM else NotSaved(_NOT_YET)


def disk_full(left: int) -> DiskFull:
    """What to say when only `left` bytes are free."""
    return DiskFull(mark("This computer's disk is full. Your entries are on screen, not saved. "
                         "Free {mb} MB, then choose Try saving."), mb=to_clear(left))


def in_use() -> UserError:
    """What to say when another process has the database open that is to be put back."""
    return UserError(mark("This programme is open in another window. Nothing was changed. Close that window, then "
                          "restore again."))


def not_opened(left: int) -> UserError:
    """What to say when the disk does not let the database be opened, with `left` bytes free."""
    if left < LEAST:
        return NoRoom(mark("This computer's disk is full, so the programme cannot be opened. Nothing was changed. "
                           "Free {mb} MB, then try again."), mb=to_clear(left))
    return UserError(mark("The programme cannot be opened now: another program holds its files, or they may only be "
                          "read. Your data is unchanged. Close the other program or copy the folder, then open it again."))


def newer_schema() -> NewerSchema:
    """What to say of a database from a newer version."""
    return NewerSchema(mark("This data comes from a newer version of PLC Desk. Nothing was changed. "
                            "Install that version, then open it again."))


def not_ours() -> Unreadable:
    """What to say of a file that is something else."""
    return Unreadable(mark("This file is not a PLC Desk database. Nothing was changed. Choose another file."))
