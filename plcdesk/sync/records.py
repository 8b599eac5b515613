"""The commits of a bundle: one line each, packed as one zstd frame, unpacked in small steps under fixed limits."""

from __future__ import annotations

import hashlib
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

import zstandard

from plcdesk.ledger.commit import body_digest
from plcdesk.ledger.feed import LogLine
from plcdesk.sync import limits
from plcdesk.sync.errors import damaged
from plcdesk.sync.limits import Limits

_PACKING = {"window_log": 22, "chain_log": 20, "hash_log": 20, "search_log": 2, "min_match": 5, "target_length": 256,
            "strategy": zstandard.STRATEGY_BTOPT, "write_checksum": True}
"""As small as level 19 packs commits, in a seventh of its time."""
_STEP = 256  # so much of a hostile stream unpacks to 8 MB at most
_IN_MEMORY = 8 * 1024 * 1024
_LONGEST = limits.LINE + 8
"""Bytes of a line: those of a commit, of the number of its stretch and of two tabs."""


@dataclass(frozen=True, slots=True)
class Packed:
    """Packed commits waiting in a temporary file, with their sizes (bytes), checksums and number."""

    file: IO[bytes]
    size: int
    crc: int
    sha256: str
    raw_size: int
    raw_sha256: str
    lines: int


class TooMuch(Exception):
    """More commits than one bundle may hold."""


def pack(lines: Iterable[LogLine], folder: Path, bounds: Limits = limits.REAL) -> Packed:
    """Pack commit lines into a temporary file in `folder`, removed when closed. Raises TooMuch above the limit."""
    file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(folder))  # noqa: SIM115 - closed by the caller
    compressor = zstandard.ZstdCompressor(
        compression_params=zstandard.ZstdCompressionParameters(**_PACKING)).compressobj()
    raw, packed = hashlib.sha256(), hashlib.sha256()
    raw_size = size = crc = count = 0
    for data in _blocks(lines):
        count += data.count(b"\n")
        raw.update(data)
        raw_size += len(data)
        if raw_size > bounds.records_raw:
            file.close()
            raise TooMuch
        out = compressor.compress(data)
        packed.update(out)
        crc, size = zlib.crc32(out, crc), size + file.write(out)
    out = compressor.flush()
    packed.update(out)
    crc, size = zlib.crc32(out, crc), size + file.write(out)
    file.seek(0)
    return Packed(file, size, crc, packed.hexdigest(), raw_size, raw.hexdigest(), count)


def _blocks(lines: Iterable[LogLine]) -> Iterator[bytes]:
    block: list[bytes] = []
    size = 0
    for line in lines:
        data = write_line(line)
        block.append(data)
        size += len(data)
        if size > 65_536:
            yield b"".join(block)
            block, size = [], 0
    yield b"".join(block)


def write_line(line: LogLine) -> bytes:
    """One commit as a line: index of its range, head, and body or (erased) ``~`` and the body's digest."""
    body = b"~" + line.body_digest.hex().encode() if line.body is None else line.body
    return b"%d\t%s\t%s\n" % (line.feed, line.head, body)


def read_line(data: bytes) -> LogLine:
    """The commit of a line (without its line end). Raises BadBundle."""
    parts = data.split(b"\t")
    if len(parts) != 3 or not 0 < len(parts[0]) <= 6 or not parts[0].isdigit() or (parts[0][:1] == b"0" != parts[0]):
        raise damaged("a line that is no commit")
    feed, head, body = int(parts[0]), parts[1], parts[2]
    if body[:1] != b"~":
        return LogLine(feed, head, body, body_digest(body))
    digits = body[1:]
    if len(digits) != 64 or digits.strip(b"0123456789abcdef"):
        raise damaged("no digest of an erased body")
    return LogLine(feed, head, None, bytes.fromhex(digits.decode()))


def unpack(source: BinaryIO, size: int, raw_size: int, raw_sha256: str, bounds: Limits = limits.REAL) -> Iterator[LogLine]:
    """The commits packed in the next `size` bytes of `source`, which must give exactly `raw_size` bytes with this hash.

    Raises BadBundle as soon as anything differs; what was yielded before must then be thrown away.
    """
    rest: list[bytes] = []  # a line that is not at its end yet, in pieces: joining them each time would cost their square
    waiting = 0
    for data in _inflate(source, size, raw_size, raw_sha256, bounds):
        start = 0
        end = data.find(b"\n")
        while end >= 0:
            if waiting + end - start > _LONGEST:
                raise damaged("a line too long")
            yield read_line(b"".join((*rest, data[start:end])) if rest else data[start:end])
            rest, waiting, start = [], 0, end + 1
            end = data.find(b"\n", start)
        if start < len(data):
            waiting += len(data) - start
            if waiting > _LONGEST:
                raise damaged("a line too long")
            rest.append(data[start:])
    if rest:
        raise damaged("the last line has no end")


def _inflate(source: BinaryIO, size: int, raw_size: int, raw_sha256: str, bounds: Limits) -> Iterator[bytes]:
    stream = zstandard.ZstdDecompressor(max_window_size=bounds.window).decompressobj()
    found = hashlib.sha256()
    total = 0
    left = size
    while left:
        piece = source.read(min(_STEP, left))
        if not piece or stream.eof:
            raise damaged("the packed commits end early or late")
        left -= len(piece)
        try:
            data = stream.decompress(piece)
        except zstandard.ZstdError as error:
            raise damaged(f"unpacking: {error}") from None
        total += len(data)
        if total > raw_size:
            raise damaged("more commits than announced")
        found.update(data)
        if data:
            yield data
    if not stream.eof or stream.unused_data or total != raw_size or found.hexdigest() != raw_sha256:
        raise damaged("the commits are not those announced")
