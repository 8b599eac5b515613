"""Files made to mislead or to cost: archives that can be read in two ways, bombs, and forgeries without the key."""

import hashlib
import io
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from plcdesk.ledger.identity import DeviceKey
from plcdesk.sync import layout, limits
from plcdesk.sync.container import Bundle
from plcdesk.sync.errors import BadBundle
from plcdesk.sync.records import unpack
from tests.sync.making import TEXTS, Feed, bundle_bytes, manifest_of, verdict


@pytest.fixture
def feed() -> Feed:
    return Feed.of(TEXTS)


def peak(work: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_million_members_cost_nothing(feed: Feed, tmp_path: Path, ram: Path) -> None:  # F10
    data = bundle_bytes(feed, tmp_path)
    tiny = layout.local_header(layout.Entry("x", 0, 0))
    ram.write_bytes(data[:-22] + tiny * 1_000_000 + data[-22:])
    with pytest.raises(BadBundle):
        Bundle.open(ram)

    def refuse() -> None:
        with pytest.raises(BadBundle, match="more bytes than members"):
            Bundle.open(ram)

    assert peak(refuse) < 5_000_000


def archive(kind: int = zipfile.ZIP_STORED, **more: bool) -> Callable[[bytes], bytes]:
    """The same members written by another program."""
    def again(data: bytes) -> bytes:
        target = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", kind) as new:
            for entry in old.infolist():
                with new.open(zipfile.ZipInfo(entry.filename), "w", **more) as member:  # type: ignore[call-overload]
                    member.write(old.read(entry))
        return target.getvalue()
    return again


@pytest.mark.parametrize("spoil", [
    archive(zipfile.ZIP_DEFLATED), archive(), archive(force_zip64=True),
    lambda data: data[:6] + b"\x01" + data[7:], lambda data: data[:6] + b"\x08" + data[7:],
    lambda data: data[:8] + b"\x08" + data[9:], lambda data: data[:28] + b"\x04" + data[29:],
    lambda data: data + data[data.rindex(b"PK\x01\x02"):],
    lambda data: data[:-2] + b"\x03\0end", lambda data: data.replace(b"PK\x01\x02\x14\0", b"PK\x01\x02\x14\x03"),
    lambda data: data[:data.rindex(b"PK\x05\x06") - 4] + b"\xff\xff\xff\xff" + data[data.rindex(b"PK\x05\x06"):],
    lambda data: data[:-20] + b"\x01" + data[-19:],
], ids=["deflated", "rewritten", "zip64", "encrypted", "descriptor", "method", "extra field", "two directories", "comment",
        "other system", "directory offset", "disk number"])
def test_archives_that_two_readers_could_read_differently(feed: Feed, tmp_path: Path, ram: Path,
                                                          spoil: Callable[[bytes], bytes]) -> None:  # F12
    assert verdict(spoil(bundle_bytes(feed, tmp_path)), ram) is None


def frames(raw_size: int) -> bytes:
    """A stream whose blocks hold one repeated byte: four bytes stand for 128 KiB."""
    block, count = 128 * 1024, raw_size // (128 * 1024)
    header = b"\x28\xb5\x2f\xfd\x00\x58"  # no size, window of 2 MB
    one = lambda last: struct.pack("<I", block << 3 | 1 << 1 | last)[:3] + b"x"  # noqa: E731
    return header + one(0) * (count - 1) + one(1)


def test_bombs_and_endless_lines_take_little_memory() -> None:  # F13, F14
    raw = 100 * 1024 * 1024
    packed = frames(raw)
    assert len(packed) < 4000

    def refuse() -> None:
        with pytest.raises(BadBundle, match="a line too long"):
            list(unpack(io.BytesIO(packed), len(packed), raw, "0" * 64))

    assert peak(refuse) < 40_000_000


def test_a_line_that_comes_byte_by_byte_costs_no_square() -> None:
    raw = b"0\t" + b"x" * 300_000 + b"\n"
    packed = b"\x28\xb5\x2f\xfd\x00\x58" + b"".join(
        struct.pack("<I", 1 << 3 | (at == len(raw) - 1))[:3] + raw[at:at + 1] for at in range(len(raw)))
    with pytest.raises(BadBundle, match="no commit"):
        list(unpack(io.BytesIO(packed), len(packed), len(raw), hashlib.sha256(raw).hexdigest()))
    assert len(packed) > len(raw) + len(raw) // 64 + limits.REAL.packed_spare, "and its manifest is refused before"


def test_the_records_of_another_bundle(feed: Feed, tmp_path: Path, ram: Path) -> None:  # F16
    other = Feed(feed.space, feed.replica, feed.key)
    for text in TEXTS:
        other.save(text[::-1])
    # the manifest is as its sender signed it and its sums fit: only the commits are those of a sister
    assert verdict(bundle_bytes(feed, tmp_path, lines=other.lines), ram) is None
    one, two = (bundle_bytes(found, tmp_path) for found in (feed, other))
    at = one.index(layout.RECORDS.encode(), one.index(layout.SIGNATURE.encode())) - layout.LOCAL_SIZE
    assert verdict(one[:at] + two[at:], ram) is None
    assert verdict(two[:at] + one[at:], ram) is None


def test_a_chain_that_was_edited_and_hashed_again_without_the_key(feed: Feed, tmp_path: Path, ram: Path) -> None:  # F17
    forger = DeviceKey.generate()
    forged = Feed(feed.space, feed.replica, feed.key)
    for text in ("Ruang guru", "Perpustakaan", "Aula lain"):
        forged.save(text)
    old, new = feed.stretch(), forged.stretch()
    for claims in (
            {"tip_signature": old.tip_signature},  # the old signature over the new end
            {"tip_signature": forger.sign(b"x")},
            {"to_hash": old.to_hash, "tip_signature": old.tip_signature},  # the old end over new commits
            {"from_hash": old.from_hash[:-1] + b"x", "tip_signature": old.tip_signature}):
        stretch = forged.stretch(**claims)
        assert stretch.hello == new.hello
        data = bundle_bytes(forged, tmp_path, manifest=manifest_of(forged, stretch))
        assert verdict(data, ram) is None
