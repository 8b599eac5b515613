"""Which calls of the system change something on a disk, and a filter that makes the kernel stop a process at these only."""

from __future__ import annotations

import ctypes
import os
import platform
import sys

CHANGES = {
    "write": 1, "pwrite64": 18, "writev": 20, "pwritev": 296, "sendfile": 40, "copy_file_range": 326, "fsync": 74,
    "fdatasync": 75, "sync_file_range": 277, "ftruncate": 77, "truncate": 76, "fallocate": 285, "rename": 82,
    "renameat": 264, "renameat2": 316, "unlink": 87, "unlinkat": 263, "rmdir": 84, "link": 86, "linkat": 265,
    "symlink": 88, "mkdir": 83, "mkdirat": 258, "chmod": 90, "fchmod": 91, "fchmodat": 268, "utimensat": 280, "creat": 85,
}  # fmt: skip
"""Names and numbers of the calls, as Linux has them on 64-bit PCs."""
OPENS = {"open": (2, 1), "openat": (257, 2)}
"""Calls that make a file when their flags say so: number, and which argument the flags are."""
NAMES = {number: name for name, number in CHANGES.items()} | {number: name for name, (number, _) in OPENS.items()}
READS = {"read": 0, "pread64": 17, "readv": 19}
NAMES_OF_READS = {number: name for name, number in READS.items()}

_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_TRACE, _ALLOW = 0x7FF00000, 0x7FFF0000
_NO_NEW_PRIVILEGES, _SECCOMP, _FILTER = 38, 22, 2
_ARGUMENTS = 16


class _Step(ctypes.Structure):
    _fields_ = [("code", ctypes.c_uint16), ("jt", ctypes.c_uint8), ("jf", ctypes.c_uint8), ("k", ctypes.c_uint32)]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_uint16), ("steps", ctypes.POINTER(_Step))]


def missing() -> str:
    """Why calls cannot be stopped at here; "" when they can."""
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return "calls of the system are stopped at on Linux on a 64-bit PC only"
    from tests.faults import tracing

    return tracing.refused()


def stop_me(*, reads: bool = False) -> None:
    """From now on this process, which must be traced, stops before each call that changes (or, instead, reads) something."""
    libc = ctypes.CDLL(None, use_errno=True)
    lines: list[tuple[int, int, int, int]] = [(_LOAD, 0, 0, 0)]
    for number in (READS if reads else CHANGES).values():
        lines += [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _TRACE)]
    for number, flags in () if reads else OPENS.values():
        lines += [(_EQUAL, 0, 4, number), (_LOAD, 0, 0, _ARGUMENTS + 8 * flags),
                  (_ANY_BIT, 0, 1, os.O_CREAT | os.O_TRUNC), (_RETURN, 0, 0, _TRACE), (_RETURN, 0, 0, _ALLOW)]
    lines.append((_RETURN, 0, 0, _ALLOW))
    steps = (_Step * len(lines))(*[_Step(*line) for line in lines])
    program = _Program(len(lines), steps)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or libc.prctl(_SECCOMP, _FILTER, ctypes.byref(program), 0, 0):
        raise OSError(ctypes.get_errno(), "no filter of calls")
