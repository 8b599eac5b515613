"""Reading a bundle: nothing in the file is believed before it was compared with what must stand there.

`Bundle.open` accepts a file only if README, manifest, signature and records are exactly as signed, and everything
else is either exact too or confined to named photos that are then missing.
"""

from __future__ import annotations

import functools
import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from plcdesk.ledger.feed import LogLine
from plcdesk.sync import layout, limits
from plcdesk.sync.crypto import check_manifest, check_ranges
from plcdesk.sync.errors import BadBundle, Fault, damaged
from plcdesk.sync.layout import Entry
from plcdesk.sync.limits import Limits
from plcdesk.sync.manifest import Manifest, Member, from_bytes
from plcdesk.sync.records import unpack
from plcdesk.sync.writer import placed

_STEP = 1024 * 1024
GREETING = b"PLC Desk "
"""How the README begins; with the member's name in front of it, this is what tells a bundle from other files."""


def is_bundle(start: bytes) -> bool:
    """Whether a file that starts with these bytes (64 are enough) is one of ours, whole or not."""
    end = layout.header_size(layout.README)
    return start.startswith(b"PK\x03\x04") and start[layout.LOCAL_SIZE:end] == layout.README.encode() \
        and start[end:end + len(GREETING)] == GREETING


def peek(path: Path) -> Manifest | None:
    """What a file claims to be, for a list of files: the manifest, neither signature nor content checked."""
    try:
        with path.open("rb") as file:
            return _head(file, limits.REAL)[0]
    except (BadBundle, OSError):
        return None


@dataclass(frozen=True)
class Bundle:
    """A bundle that passed its checks. `missing` names the photos (SHA-256) that did not arrive whole."""

    path: Path
    size: int
    sha256: str
    manifest: Manifest
    missing: frozenset[str]
    bounds: Limits = limits.REAL

    @staticmethod
    def open(path: Path, bounds: Limits = limits.REAL) -> Bundle:
        """Check a whole file. Raises BadBundle for what is none, OSError where it cannot be read."""
        size = path.stat().st_size
        if size > bounds.file:
            raise damaged("larger than a bundle may be")
        with path.open("rb") as file:
            manifest, entries, signature, manifest_bytes = _head(file, bounds)
            check_manifest(manifest.sender.device, manifest_bytes, signature)
            members, whole = placed(manifest.members, len(manifest_bytes))
            if members != manifest.members:
                raise damaged("members are not where the manifest says")
            if size > whole:
                raise damaged("more bytes than members")
            records = manifest.member(layout.RECORDS)
            found = _stored(file, records)
            if found is None or found.size != records.size:
                raise damaged("the records are not whole")
            check_ranges(manifest)
            entries.append(found)
            missing = _photos(file, manifest, entries)
            if not missing:
                end = layout.directory(entries)
                file.seek(whole - len(end))
                if file.read(len(end) + 1) != end:
                    raise damaged("the directory does not fit the members")
            file.seek(0)
            return Bundle(path, size, hashlib.file_digest(file, "sha256").hexdigest(), manifest, missing, bounds)

    def lines(self) -> Iterator[LogLine]:
        """The commits. Raises BadBundle where they are not as announced; then none of them may be used."""
        records = self.manifest.member(layout.RECORDS)
        with self.path.open("rb") as file:
            file.seek(records.offset)
            yield from unpack(file, records.size, records.raw_size, records.raw_sha256, self.bounds)

    def photo(self, sha256: str) -> bytes | None:
        """The content of a photo, checked against its hash; None where it is missing."""
        if sha256 in self.missing or sha256 not in self._photos:
            return None
        member = self._photos[sha256]
        with self.path.open("rb") as file:
            file.seek(member.offset)
            data = file.read(member.size)
        return data if hashlib.sha256(data).hexdigest() == sha256 else None

    @functools.cached_property
    def _photos(self) -> dict[str, Member]:
        return {member.sha256: member for member in self.manifest.photos()}

    @property
    def photos(self) -> tuple[str, ...]:
        """The photos (SHA-256) that did arrive."""
        return tuple(member.sha256 for member in self.manifest.photos() if member.sha256 not in self.missing)


def _head(file: BinaryIO, bounds: Limits) -> tuple[Manifest, list[Entry], bytes, bytes]:
    start = file.read(128)
    if not is_bundle(start):
        raise BadBundle(Fault.FOREIGN, "not the beginning of a bundle")
    file.seek(0)
    readme, readme_entry = _small(file, layout.README, bounds.readme)
    data, manifest_entry = _small(file, layout.MANIFEST, bounds.manifest)
    manifest = from_bytes(data, bounds)
    signature, signature_entry = _small(file, layout.SIGNATURE, bounds.signature)
    member = manifest.member(layout.README)
    if (member.size, member.sha256) != (len(readme), hashlib.sha256(readme).hexdigest()) \
            or len(signature) != bounds.signature:
        raise damaged("README or signature of another bundle")
    return manifest, [readme_entry, manifest_entry, signature_entry], signature, data


def _small(file: BinaryIO, name: str, most: int) -> tuple[bytes, Entry]:
    entry = layout.parse_local(file.read(layout.header_size(name)))
    if entry is None or entry.name != name or entry.size > most:
        raise damaged(f"no {name} where it must be")
    data = file.read(entry.size)
    if len(data) != entry.size or zlib.crc32(data) != entry.crc:
        raise damaged(f"{name} is not whole")
    return data, entry


def _photos(file: BinaryIO, manifest: Manifest, entries: list[Entry]) -> frozenset[str]:
    missing: set[str] = set()
    for member in manifest.photos():
        entry = _stored(file, member)
        if entry is None:
            missing.add(member.sha256)
        else:
            entries.append(entry)
    return frozenset(missing)


def _stored(file: BinaryIO, member: Member) -> Entry | None:
    """The member where it must lie, its header and content read and compared; None unless all of it is right."""
    file.seek(member.offset - layout.header_size(member.name))
    header = file.read(layout.header_size(member.name))
    found, crc, left = hashlib.sha256(), 0, member.size
    while left:
        piece = file.read(min(_STEP, left))
        if not piece:
            return None
        found.update(piece)
        crc, left = zlib.crc32(piece, crc), left - len(piece)
    entry = Entry(member.name, member.size, crc)
    return entry if found.hexdigest() == member.sha256 and header == layout.local_header(entry) else None
