"""Work in a forked process that is stopped at each call by which it changes something on a disk.

At a chosen call it is killed, or the call is refused with an error of the disk instead of being made. What the process
acknowledges to its user goes through shared memory, so that no call is added to those of the program.
"""

from __future__ import annotations

import ctypes
import mmap
import os
import signal
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.faults import seccomp

Say = Callable[[str], None]
Work = Callable[[Say], None]

_TRACE_ME, _CONT, _GET_REGS, _SET_REGS, _SYSCALL, _SET_OPTIONS = 0, 7, 12, 13, 24, 0x4200
_OPTIONS = 0x1 | 0x2 | 0x4 | 0x8 | 0x80 | 0x100000
"""Mark stops at calls; follow forks, vforks and threads; stop at filtered calls; the process ends with its tracer."""
_FILTERED = signal.SIGTRAP | (7 << 8)
_CALL_DONE = signal.SIGTRAP | 0x80
_ALL = 0x40000000
_ROOM = 65536
BEFORE, AFTER = "before", "after"


class _Registers(ctypes.Structure):
    _fields_ = [(name, ctypes.c_ulong) for name in (
        "r15", "r14", "r13", "r12", "rbp", "rbx", "r11", "r10", "r9", "r8", "rax", "rcx", "rdx", "rsi", "rdi", "orig_rax",
        "rip", "cs", "eflags", "rsp", "ss", "fs_base", "gs_base", "ds", "es", "fs", "gs")]


@dataclass(frozen=True)
class Fate:
    """What happens at call number `at`, counted from 1: the process is killed before or after it, or (`error`) the call is
    refused with this error number; with `on` all that follow, too. `reads`: calls that read are meant."""

    at: int
    when: str = BEFORE
    error: int = 0
    on: bool = False
    reads: bool = False


@dataclass(frozen=True)
class Stop:
    """A process that stands before a call: its id, the call's name and arguments."""

    pid: int
    name: str
    args: tuple[int, ...]
    said: list[str]
    """What was acknowledged until now."""

    def path(self, argument: int = 0) -> str:
        """The file that an open handle stands for."""
        return os.readlink(f"/proc/{self.pid}/fd/{self.args[argument]}")

    def memory(self, address: int, size: int) -> bytes:
        """Bytes of the process."""
        with open(f"/proc/{self.pid}/mem", "rb", buffering=0) as file:
            file.seek(address)
            return file.read(size)

    def text(self, argument: int) -> str:
        """The file name that an argument points to."""
        found = b""
        while b"\0" not in found:
            step = 4096 - (self.args[argument] + len(found)) % 4096
            found += self.memory(self.args[argument] + len(found), step)
        return os.fsdecode(found.partition(b"\0")[0])


@dataclass
class Outcome:
    """What the work did: its calls, what it acknowledged, whether it was killed, and how it failed by itself."""

    calls: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    killed: bool = False
    trouble: str = ""


_libc = ctypes.CDLL(None, use_errno=True)


def _ptrace(request: int, pid: int, data: object = None) -> int:
    _libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    _libc.ptrace.restype = ctypes.c_long
    if (answer := _libc.ptrace(request, pid, None, data)) < 0:
        raise OSError(ctypes.get_errno(), "the process cannot be traced")
    return int(answer)


def refused() -> str:
    """Why this computer lets no process be traced; "" where it does."""
    try:
        found = run(lambda say: os.ftruncate(os.open("/dev/null", os.O_RDONLY | os.O_CREAT), 0), None)
    except OSError as error:
        return f"no process can be traced here: {error}"
    return "" if found.calls else "calls cannot be stopped at here"


def run(work: Work, fate: Fate | None, look: Callable[[Stop], None] | None = None) -> Outcome:
    """Do `work` in a child. `look` is shown each call before it is made."""
    shared = mmap.mmap(-1, _ROOM)
    child = os.fork()
    if child == 0:
        _do(work, shared, reads=fate is not None and fate.reads)
    os.waitpid(child, _ALL)
    _ptrace(_SET_OPTIONS, child, _OPTIONS)
    outcome = Outcome()
    status = _Tracer(child, fate, look, outcome, shared).follow()
    outcome.killed = os.WIFSIGNALED(status)
    outcome.said, outcome.trouble = _lines(shared, "+"), "\n".join(_lines(shared, "-"))
    shared.close()
    if not outcome.killed and os.waitstatus_to_exitcode(status) and not outcome.trouble:
        raise RuntimeError("the work ended without a word")
    return outcome


def _lines(shared: mmap.mmap, sign: str) -> list[str]:
    lines = shared[:].rstrip(b"\0").decode().split("\n")
    return [line[1:] for line in lines if line.startswith(sign)]


def _do(work: Work, shared: mmap.mmap, *, reads: bool) -> None:
    code = 1

    def tell(sign: str, text: str) -> None:
        for line in text.splitlines():
            shared.write(f"{sign}{line}\n".encode()[:_ROOM - shared.tell()])

    try:
        _ptrace(_TRACE_ME, 0)
        os.kill(os.getpid(), signal.SIGSTOP)
        seccomp.stop_me(reads=reads)
        work(lambda text: tell("+", text))
        code = 0
    except BaseException:
        tell("-", traceback.format_exc())
    finally:
        os._exit(code)


class _Tracer:
    def __init__(self, child: int, fate: Fate | None, look: Callable[[Stop], None] | None, outcome: Outcome,
                 shared: mmap.mmap) -> None:
        self.child = child
        self.fate = fate
        self.look = look
        self.outcome = outcome
        self.shared = shared
        self.known = {child}

    def follow(self) -> int:
        """Until the child has ended; its wait status."""
        _ptrace(_CONT, self.child)
        while True:
            pid, status = os.waitpid(-1, _ALL)
            if os.WIFEXITED(status) or os.WIFSIGNALED(status):
                if pid == self.child:
                    return status
                continue
            self._stopped(pid, status >> 8)

    def _stopped(self, pid: int, what: int) -> None:
        if what == _FILTERED:
            self._call(pid)
        elif what == _CALL_DONE:
            os.kill(self.child, signal.SIGKILL)  # the call was made; nothing of the program ran since
        elif what & 0xFF == signal.SIGTRAP or pid not in self.known:
            self.known.add(pid)
            _ptrace(_CONT, pid)
        else:
            _ptrace(_CONT, pid, what & 0xFF)

    def _call(self, pid: int) -> None:
        found = _Registers()
        _ptrace(_GET_REGS, pid, ctypes.byref(found))
        names = seccomp.NAMES_OF_READS if self.fate is not None and self.fate.reads else seccomp.NAMES
        stop = Stop(pid, names[found.orig_rax], (found.rdi, found.rsi, found.rdx, found.r10, found.r8, found.r9),
                    _lines(self.shared, "+") if self.look is not None else [])
        self.outcome.calls.append(stop.name)
        if self.look is not None:
            self.look(stop)
        at, fate = len(self.outcome.calls), self.fate
        if fate is None or at < fate.at or (at > fate.at and not fate.on):
            _ptrace(_CONT, pid)
        elif fate.error:
            found.orig_rax = ctypes.c_ulong(-1).value
            found.rax = ctypes.c_ulong(-fate.error).value
            _ptrace(_SET_REGS, pid, ctypes.byref(found))
            _ptrace(_CONT, pid)
        elif fate.when == AFTER:
            _ptrace(_SYSCALL, pid)
        else:
            os.kill(self.child, signal.SIGKILL)
