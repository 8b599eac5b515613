"""Marks of this computer by which a copied database notices that it was moved. Only their hashes are ever kept."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path


def marks(database: Path) -> dict[str, str]:
    """Four marks: operating system installation, mainboard, volume and path of the database. Empty where unknown."""
    found = {"system": _system(), "board": _board(), "volume": _volume(database),
             "path": os.path.normcase(os.path.abspath(database))}
    return {name: hashlib.sha256(f"plc-mark {name} {text}".encode()).hexdigest()[:16] if text else ""
            for name, text in found.items()}


def moved(before: dict[str, str], now: dict[str, str]) -> bool:
    """Whether at least two marks that are known on both sides differ: then this is another computer."""
    return sum(1 for name, mark in now.items() if mark and before.get(name) and before[name] != mark) >= 2


def _text(path: str) -> str:
    try:
        return Path(path).read_text(errors="replace").strip()
    except OSError:
        return ""


def _system() -> str:
    if sys.platform == "win32":
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography", 0,
                                winreg.KEY_READ | winreg.KEY_WOW64_64KEY) as key:
                return str(winreg.QueryValueEx(key, "MachineGuid")[0])
        except OSError:
            return ""
    return _text("/etc/machine-id")


def _board() -> str:
    if sys.platform == "win32":
        import ctypes

        table = int.from_bytes(b"RSMB", "big")
        size = ctypes.windll.kernel32.GetSystemFirmwareTable(table, 0, None, 0)
        if not 8 < size <= 1_000_000:
            return ""
        buffer = ctypes.create_string_buffer(size)
        ctypes.windll.kernel32.GetSystemFirmwareTable(table, 0, buffer, size)
        return smbios_uuid(buffer.raw[8:])
    return _text("/sys/class/dmi/id/product_uuid") or _text("/sys/class/dmi/id/board_serial")


def smbios_uuid(table: bytes) -> str:
    """The system UUID (structure type 1, bytes 8 to 24) of an SMBIOS table."""
    at = 0
    while at + 4 <= len(table):
        kind, length = table[at], table[at + 1]
        if kind == 1 and length >= 24:
            return table[at + 8:at + 24].hex()
        end = table.find(b"\0\0", at + length)
        if end < 0 or length < 4:
            return ""
        at = end + 2
    return ""


def _volume(database: Path) -> str:
    folder = database if database.is_dir() else database.parent
    if sys.platform == "win32":
        import ctypes

        serial = ctypes.c_ulong()
        root = os.path.splitdrive(os.path.abspath(folder))[0] + "\\"
        found = ctypes.windll.kernel32.GetVolumeInformationW(root, None, 0, ctypes.byref(serial), None, None, None, 0)
        return f"{serial.value:08x}" if found else ""
    try:
        return str(os.statvfs(folder).f_fsid or "")
    except OSError:
        return ""
