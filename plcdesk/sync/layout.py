"""The bytes around the members of a bundle: a ZIP of stored members in which nothing is left to choice.

Every field has one allowed value, so the reader can write down what must stand there and compare byte by byte. What
other ZIP readers can be led astray by (overlaps, duplicates, links, comments, two directories, ZIP64) has no place.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from dataclasses import dataclass

README = "README.txt"
MANIFEST = "manifest.json"
SIGNATURE = "manifest.sig"
RECORDS = "commits.jsonl.zst"
BLOBS = "blobs/"

BLOB_NAME = re.compile(r"blobs/[0-9a-f]{64}").fullmatch

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_VERSION = 20
_DATE = 0x21  # 1 January 1980: a file's time says nothing, the manifest does
LOCAL_SIZE = _LOCAL.size
END_SIZE = _END.size


@dataclass(frozen=True, slots=True)
class Entry:
    """One member as it lies in the file: name, size and checksum (CRC-32) of its bytes."""

    name: str
    size: int
    crc: int


def local_header(entry: Entry) -> bytes:
    """The bytes in front of a member's data."""
    name = entry.name.encode("ascii")
    return _LOCAL.pack(b"PK\x03\x04", _VERSION, 0, 0, 0, _DATE, entry.crc, entry.size, entry.size, len(name), 0) + name


def header_size(name: str) -> int:
    """The length of a local header."""
    return LOCAL_SIZE + len(name)


def parse_local(data: bytes) -> Entry | None:
    """The member announced by a local header at the start of `data`; None unless it is exactly one of ours."""
    if len(data) < LOCAL_SIZE:
        return None
    fields = _LOCAL.unpack_from(data)
    name = data[LOCAL_SIZE:LOCAL_SIZE + fields[9]]
    if not name.isascii():
        return None
    entry = Entry(name.decode("ascii"), fields[7], fields[6])
    return entry if data.startswith(local_header(entry)) else None


def directory(entries: Sequence[Entry]) -> bytes:
    """The central directory and end record behind members that lie one after the other from the start of the file."""
    records: list[bytes] = []
    offset = 0
    for entry in entries:
        name = entry.name.encode("ascii")
        records.append(_CENTRAL.pack(b"PK\x01\x02", _VERSION, _VERSION, 0, 0, 0, _DATE, entry.crc, entry.size, entry.size,
                                     len(name), 0, 0, 0, 0, 0, offset) + name)
        offset += header_size(entry.name) + entry.size
    listing = b"".join(records)
    return listing + _END.pack(b"PK\x05\x06", 0, 0, len(entries), len(entries), len(listing), offset, 0)


def directory_size(names: Sequence[str]) -> int:
    """The length of the central directory and end record for members of these names."""
    return sum(_CENTRAL.size + len(name) for name in names) + END_SIZE
