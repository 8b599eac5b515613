"""What the machine must bring: the venv module, on Linux the shared libraries Qt loads, for some tests PostgreSQL."""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from chores.console import Stop, say

# Shared library -> the Debian and Ubuntu package that has it. The library is looked up, not the package: newer
# releases call some packages otherwise (libglib2.0-0t64) and apt still understands these names.
OFFSCREEN = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
}
X11 = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}


def has_screen() -> bool:
    """Whether a window can be shown; somebody who names a Qt platform knows what he does."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def ensure(window: bool) -> None:
    """Have the venv module and the libraries of Qt: as root on Debian install what lacks, otherwise say it in one line."""
    venv = _can_make_venv()
    linux = sys.platform.startswith("linux")
    wanted = (OFFSCREEN | (X11 if window else {})) if linux else {}
    missing = missing_libraries(wanted, known_libraries())
    if _is_debian():
        # Debian's python3 comes without ensurepip until python3-venv is installed.
        packages = ([] if venv else ["python3-venv"]) + [wanted[name] for name in missing]
        if packages:
            _apt_install(packages)
            importlib.invalidate_caches()
    elif missing:
        raise Stop(f"Qt needs these shared libraries, install the packages that have them: {' '.join(missing)}")
    if not _can_make_venv():
        raise Stop("This Python cannot make virtual environments: `python -m venv` needs its ensurepip module.")


def offer_server() -> None:
    """Have PostgreSQL for the tests of the hub: as root on Debian install it, otherwise say how; without it they skip.

    The tests start a server of their own; the one that Debian starts is not used.
    """
    if not sys.platform.startswith("linux") or has_server():
        return
    if not _is_debian():
        say("PostgreSQL is not installed: the tests of the hub are skipped.")
    elif os.geteuid() != 0:
        say("PostgreSQL is not installed: the tests of the hub are skipped. To run them: sudo apt install postgresql")
    else:
        try:
            _apt_install(["postgresql"])
        except Stop as stop:
            say(f"PostgreSQL could not be installed, the tests of the hub are skipped.\n{stop}")


def has_server() -> bool:
    """Whether the programs of a PostgreSQL server are here; Debian keeps them out of PATH."""
    return any(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or shutil.which("initdb") is not None


def missing_libraries(wanted: Iterable[str], known: set[str] | None) -> list[str]:
    """Names in `wanted` that the loader does not know; nothing is missing where the loader cannot be asked."""
    if known is None:
        return []
    return [name for name in wanted if name not in known]


def known_libraries() -> set[str] | None:
    """Every shared library of the dynamic loader's list, or None where there is no such list."""
    program = shutil.which("ldconfig", path=os.environ.get("PATH", "") + os.pathsep + "/usr/sbin:/sbin")
    if program is None:
        return None
    listing = subprocess.run([program, "-p"], capture_output=True, text=True, check=False).stdout
    return {line.split()[0] for line in listing.splitlines() if "=>" in line}


def _can_make_venv() -> bool:
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


def _is_debian() -> bool:
    return Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


def _apt_install(packages: list[str]) -> None:
    line = "apt install " + " ".join(packages)
    if os.geteuid() != 0:
        raise Stop(f"Some system packages are missing, install them and start again: sudo {line}")
    say(f"Installing system packages: {line}")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    # The package lists are absent on a fresh machine and may be old on another: the second try refreshes them.
    for command in (install, ["apt-get", "update"], install):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode == 0 and command is install:
            return
    raise Stop(f"`{line}` failed:\n{done.stdout[-1000:]}{done.stderr[-2000:]}")
