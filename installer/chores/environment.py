"""The virtual environment .venv: made once, filled from the lock with hashes checked, left alone while its stamp fits."""

import contextlib
import hashlib
import json
import os
import re
import subprocess
import sys
from collections import deque
from collections.abc import Iterator

from chores import system
from chores.console import Stop, end_overwrite, overwrite, say
from chores.places import LOCK, ROOT, VENV, VENV_PYTHON

STAMP = VENV / "plcdesk-stamp.json"


def ensure(window: bool = False) -> None:
    """Bring .venv and the machine to what the lock says; a fitting stamp makes this a matter of milliseconds."""
    if _fits(wanted := _wanted(window), _read_stamp()):
        return
    with _alone():
        found = _read_stamp()  # somebody else may have finished while we waited
        if _fits(wanted, found):
            return
        _build(wanted | {"window": window or bool(found.get("window"))}, found)


def _wanted(window: bool) -> dict[str, object]:
    lock = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    return {
        "lock": lock,
        "python": f"{sys.version_info.major}.{sys.version_info.minor} {sys.base_prefix}",
        "window": window,
    }


def _read_stamp() -> dict[str, object]:
    try:
        found = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if VENV_PYTHON.exists() and isinstance(found, dict) else {}


def _fits(wanted: dict[str, object], found: dict[str, object]) -> bool:
    same = all(wanted[key] == found.get(key) for key in ("lock", "python"))
    return same and (not wanted["window"] or found.get("window") is True)


def _build(wanted: dict[str, object], found: dict[str, object]) -> None:
    say("1 of 4  Checking this machine")
    system.ensure(window=bool(wanted["window"]))
    say("2 of 4  Making .venv")
    if found.get("python") != wanted["python"]:
        _make_venv()
    say("3 of 4  Installing the libraries of requirements-dev.lock (about 200 MB the first time)")
    if found.get("lock") != wanted["lock"] or found.get("python") != wanted["python"]:
        _install()
    STAMP.write_text(json.dumps(wanted), encoding="utf-8")
    say("4 of 4  Ready")


def _make_venv() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Stop(f"`python -m venv .venv` failed:\n{done.stdout}{done.stderr}")


def _install() -> None:
    """Run pip and turn its chatter into one count; pip's own settings and variables hold."""
    total = len(re.findall(r"^[a-z0-9].*==", LOCK.read_text(encoding="utf-8"), re.MULTILINE))
    pip = [
        str(VENV_PYTHON),
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--no-input",
        "--progress-bar",
        "off",
    ]
    tail: deque[str] = deque(maxlen=25)
    seen = 0
    with subprocess.Popen(
        [*pip, "--require-hashes", "-r", str(LOCK)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=ROOT,
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            tail.append(line)
            if line.startswith("Collecting "):
                seen += 1
                overwrite(f"        {seen} of {total}  {line.split()[1].split('==')[0]}")
            elif line.startswith("Installing "):
                overwrite(f"        {seen} fetched, putting them in place")
    end_overwrite()
    if process.returncode:
        raise Stop(f"pip could not install the lock:\n{''.join(tail)}")


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """One set-up at a time in a tree; Windows developers start one at a time anyway."""
    if os.name == "nt":
        yield
        return
    import fcntl

    with open(ROOT / ".venv.lock", "w", encoding="utf-8") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another set-up of this tree is running, waiting for it.")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
