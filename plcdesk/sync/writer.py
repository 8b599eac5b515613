"""Writing a bundle: every size is known before the first byte, so a file cut in a photo still gives its records."""

from __future__ import annotations

import dataclasses
import hashlib
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from plcdesk.domain.fields import mark
from plcdesk.domain.progress import Progress
from plcdesk.sync import layout, limits
from plcdesk.sync.layout import Entry
from plcdesk.sync.manifest import Manifest, Member, to_bytes
from plcdesk.sync.records import Packed, TooMuch

_STEP = 1024 * 1024


class Target(Protocol):
    """Where a bundle is written: anything that takes bytes in order."""

    def write(self, data: bytes, /) -> object: ...


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo to send: SHA-256, path, size and CRC-32 of a file that was just read and found whole."""

    sha256: str
    path: Path
    size: int
    crc: int


@dataclass(frozen=True, slots=True)
class Written:
    """Size (bytes) and SHA-256 of a whole bundle, to compare with what is read back."""

    size: int
    sha256: str


def read_photo(sha256: str, path: Path) -> Photo | None:
    """A photo ready to be sent; None when the file is gone, damaged or too large."""
    found, crc, size = hashlib.sha256(), 0, 0
    try:
        with path.open("rb") as file:
            while piece := file.read(_STEP):
                found.update(piece)
                crc, size = zlib.crc32(piece, crc), size + len(piece)
    except OSError:
        return None
    return Photo(sha256, path, size, crc) if found.hexdigest() == sha256 and size <= limits.BLOB else None


@dataclass(frozen=True)
class Plan:
    """A bundle before it is written: all members with their places. `size` is that of the whole file in bytes."""

    manifest: Manifest
    head: tuple[tuple[Entry, bytes], ...]
    records: Packed
    photos: tuple[Photo, ...]
    size: int


def plan(manifest: Manifest, readme: bytes, records: Packed, photos: Sequence[Photo],
         sign: Callable[[bytes], bytes]) -> Plan:
    """Lay out a bundle. `sign` makes the signature over the bytes of the manifest. Raises TooMuch for what every reader
    would refuse."""
    tips = sum(len(held) for part in manifest.spaces for found in (part.base, part.tips) for held in found.values())
    if len(manifest.ranges) > limits.REAL.feeds or tips > limits.REAL.tips:
        raise TooMuch
    digest = hashlib.sha256(readme).hexdigest()
    drafts = [Member(layout.README, 0, len(readme), digest, len(readme), digest),
              Member(layout.RECORDS, 0, records.size, records.sha256, records.raw_size, records.raw_sha256)]
    drafts += [Member(layout.BLOBS + photo.sha256, 0, photo.size, photo.sha256, photo.size, photo.sha256)
               for photo in photos]
    size = 0
    data = b""
    while True:  # the manifest states places that depend on its own length, which only grows in steps
        members, end = placed(drafts, len(data))
        manifest = dataclasses.replace(manifest, members=members)
        data = to_bytes(manifest)
        if len(data) == size:
            break
        size = len(data)
    if size > limits.MANIFEST:
        raise TooMuch
    signature = sign(data)
    head = tuple((Entry(name, len(content), zlib.crc32(content)), content) for name, content in (
        (layout.README, readme), (layout.MANIFEST, data), (layout.SIGNATURE, signature)))
    return Plan(manifest, head, records, tuple(photos), end)


def placed(members: Sequence[Member], manifest_size: int) -> tuple[tuple[Member, ...], int]:
    """The members with the places they have behind a manifest of this size, and the size of the whole file."""
    names = [layout.README, layout.MANIFEST, layout.SIGNATURE, *(member.name for member in members[1:])]
    made: list[Member] = []
    position = 0
    for member in members:
        position += layout.header_size(member.name)
        made.append(dataclasses.replace(member, offset=position))
        position += member.size
        if member.name == layout.README:
            position += layout.header_size(layout.MANIFEST) + manifest_size
            position += layout.header_size(layout.SIGNATURE) + limits.SIGNATURE
    return tuple(made), position + layout.directory_size(names)


def write(target: Target, found: Plan, progress: Progress) -> Written:
    """Write the bundle piece by piece. OSError comes from `target` as it is; a photo that changed since raises one."""
    total = hashlib.sha256()
    for piece in pieces(found, progress):
        target.write(piece)
        total.update(piece)
    return Written(found.size, total.hexdigest())


def pieces(found: Plan, progress: Progress) -> Iterator[bytes]:
    """The bundle from its first byte to its last, for whoever writes or seals it. Raises OSError when a photo changed."""
    size = 0
    for piece in _pieces(found):
        progress.step(mark("Writing the bundle"), size, found.size)
        yield piece
        size += len(piece)
    assert size == found.size


def _pieces(found: Plan) -> Iterator[bytes]:
    entries: list[Entry] = []
    for entry, content in found.head:
        entries.append(entry)
        yield layout.local_header(entry) + content
    entries.append(Entry(layout.RECORDS, found.records.size, found.records.crc))
    yield layout.local_header(entries[-1])
    found.records.file.seek(0)
    yield from _contents(found.records.file, found.records.size)
    for photo in found.photos:
        entries.append(Entry(layout.BLOBS + photo.sha256, photo.size, photo.crc))
        yield layout.local_header(entries[-1])
        with photo.path.open("rb") as file:
            yield from _contents(file, photo.size)
    yield layout.directory(entries)


def _contents(file: IO[bytes], size: int) -> Iterator[bytes]:
    left = size
    while left:
        piece = file.read(min(_STEP, left))
        if not piece:
            raise OSError("a file became shorter while it was sent")
        left -= len(piece)
        yield piece
