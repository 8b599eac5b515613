"""The USB sticks plugged in now: where they are, what they are called, how much room they have."""

from __future__ import annotations

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from plcdesk.domain.sticks import Drive

_PLACES = ("/media/", "/run/media/", "/mnt/")
_STICK_SYSTEMS = frozenset({"vfat", "exfat", "msdos", "ntfs", "ntfs3", "fuseblk"})
_NOT_STICKS = ("/boot", "/efi", "/proc", "/sys", "/dev", "/snap", "/usr", "/etc")


def drives(places: Callable[[], Iterable[tuple[Path, str]]] | None = None) -> list[Drive]:
    """The sticks found, in order of their names. `places` gives folder and label of each; only tests pass it."""
    found: list[Drive] = []
    for path, label in (places or _places)():
        try:
            free = shutil.disk_usage(path).free
        except OSError:
            continue  # an empty card reader, or pulled out this moment
        found.append(Drive(path, label, free))
    return sorted(found, key=lambda drive: (drive.label.casefold(), str(drive.path)))


def _places() -> Iterable[tuple[Path, str]]:
    if sys.platform == "win32":
        return _windows()
    if sys.platform == "darwin":
        return [(path, path.name) for path in Path("/Volumes").iterdir() if os.path.ismount(path) and not path.is_symlink()]
    try:
        return mounted(Path("/proc/self/mountinfo").read_text(errors="replace"))
    except OSError:
        return []


def mounted(mountinfo: str) -> list[tuple[Path, str]]:
    """The sticks among the mounts that Linux lists (proc(5), ``mountinfo``): folder and name."""
    found: dict[str, str] = {}
    for line in mountinfo.splitlines():
        left, _, right = line.partition(" - ")
        fields, system = left.split(), right.split()
        if len(fields) < 5 or not system:
            continue
        path = re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), fields[4])
        in_place = path.startswith(_PLACES) and system[0] not in ("tmpfs", "autofs", "overlay")
        if in_place or (system[0] in _STICK_SYSTEMS and not path.startswith(_NOT_STICKS)):
            found[path] = os.path.basename(path) or path
    return [(Path(path), label) for path, label in found.items()]


def _windows() -> list[tuple[Path, str]]:
    found: list[tuple[Path, str]] = []
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        removable = 2
        letters = kernel.GetLogicalDrives()
        for number in range(26):
            root = f"{chr(65 + number)}:\\"
            if not letters >> number & 1 or kernel.GetDriveTypeW(root) != removable:
                continue
            name = ctypes.create_unicode_buffer(261)
            if kernel.GetVolumeInformationW(root, name, 261, None, None, None, None, 0):
                found.append((Path(root), f"{name.value} ({root[:2]})" if name.value else root[:2]))
    return found
