"""Small drawings inside the stylesheet (arrow of a combo box, tick of a check box), coloured by the theme.

A stylesheet can only name files. The coloured drawings are therefore put into Qt's resource system, in memory, in the
binary form that `rcc` would have written (format 1: tree, names, data, all numbers big-endian).
"""

from __future__ import annotations

import struct

from PySide6.QtCore import qRegisterResourceData

from ui.theme.icons import coloured, drawing
from ui.theme.tokens import Tokens

FORMAT = 1
DIRECTORY = 2

WANTED = {
    "down": ("chevron-down", "text-2", ""),
    "up": ("chevron-down", "text-2", "rotate(180 12 12)"),
    "left": ("chevron-left", "text", ""),
    "right": ("chevron-right", "text", ""),
    "tick": ("check", "on-primary", ""),
    "tick-off": ("check", "disabled", ""),
    "tick-menu": ("check", "text", ""),
    "close": ("x", "text-2", ""),
}
"""Name in the stylesheet: icon, colour, how it is turned."""

_kept: dict[str, tuple[bytes, bytes, bytes]] = {}


def register(tokens: Tokens) -> str:
    """Make the drawings of a theme known; the beginning of their addresses is returned (``:/light-``)."""
    key = tokens.name if not tokens.high_contrast else "contrast" + tokens["text"].strip("#") + tokens["on-primary"][1:]
    if key not in _kept:
        files = {f"{key}-{name}.svg": _drawn(tokens, *wanted) for name, wanted in WANTED.items()}
        _kept[key] = resource(files)  # Qt keeps pointing at these bytes: they must outlive it
        qRegisterResourceData(FORMAT, *_kept[key])
    return f":/{key}-"


def _drawn(tokens: Tokens, name: str, tint: str, turn: str) -> bytes:
    if not turn:
        return coloured(name, tokens[tint])
    opening = drawing(name).index(">", drawing(name).index("<svg")) + 1
    text = drawing(name)[:opening] + f'<g transform="{turn}">' + drawing(name)[opening:].replace("</svg>", "</g></svg>")
    return text.replace("currentColor", tokens[tint]).encode()


def resource(files: dict[str, bytes]) -> tuple[bytes, bytes, bytes]:
    """Files as a Qt resource, all in the root directory: tree, names and data."""
    tree = struct.pack(">IHII", 0, DIRECTORY, len(files), 1)
    names, data = b"", b""
    for name in sorted(files, key=hash_of):  # Qt searches a directory by halves, in the order of the hashes
        tree += struct.pack(">IHHHI", len(names), 0, 0, 1, len(data))
        names += struct.pack(">HI", len(name), hash_of(name)) + name.encode("utf-16-be")
        data += struct.pack(">I", len(files[name])) + files[name]
    return tree, names, data


def hash_of(name: str) -> int:
    """The hash by which Qt finds a name in a resource."""
    value = 0
    for letter in name:
        value = (value << 4) + ord(letter)
        value = (value ^ ((value & 0xF0000000) >> 23)) & 0x0FFFFFFF
    return value
