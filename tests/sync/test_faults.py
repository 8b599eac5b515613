"""What sticks, other programs and forgers do to a file, fault by fault: it is refused, or only a named photo is missing."""

import hashlib
import io
import random
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zstandard

from plcdesk.domain.errors import UserError
from plcdesk.domain.progress import Progress
from plcdesk.ledger.identity import DeviceKey
from plcdesk.services.quarantine import Quarantine
from plcdesk.sync import layout
from plcdesk.sync.container import Bundle
from plcdesk.sync.errors import BadBundle, Fault
from plcdesk.sync.lines import check
from plcdesk.sync.manifest import to_bytes
from plcdesk.sync.records import unpack
from tests.sync.making import TEXTS, Feed, bundle_bytes, manifest_of, photo_files, verdict

PHOTOS = (b"a" * 700, b"b" * 500)


@pytest.fixture
def feed() -> Feed:
    return Feed.of(TEXTS)


def flips(data: bytes, places: range) -> Iterator[bytes]:
    for at in places:
        for bit in range(8):
            yield data[:at] + bytes([data[at] ^ 1 << bit]) + data[at + 1:]


def test_each_bit_of_the_signature_and_around_it(feed: Feed, tmp_path: Path, ram: Path) -> None:  # F2
    data = bundle_bytes(feed, tmp_path)
    at = data.index(layout.SIGNATURE.encode()) - layout.LOCAL_SIZE
    assert all(verdict(bad, ram) is None for bad in flips(data, range(at, at + layout.header_size(layout.SIGNATURE) + 64)))


def mended(data: bytes, old: bytes, new: bytes) -> bytes:
    """A member replaced by one of the same length, its checksum put right in both places, as a forger would."""
    return data.replace(old, new).replace(struct.pack("<I", zlib.crc32(old)), struct.pack("<I", zlib.crc32(new)))


@pytest.mark.parametrize("step", [pytest.param(29, id="some"), pytest.param(1, id="each", marks=pytest.mark.nightly)])
def test_each_bit_of_a_manifest_is_signed(feed: Feed, tmp_path: Path, ram: Path, step: int) -> None:  # F2
    data = bundle_bytes(feed, tmp_path)
    ram.write_bytes(data)
    text = to_bytes(Bundle.open(ram).manifest)
    assert verdict(mended(data, text, text), ram) == (TEXTS, frozenset())
    for number, bad in enumerate(flips(text, range(len(text)))):
        if number % step == 0:
            assert verdict(mended(data, text, bad), ram) is None


def test_each_bit_of_the_first_and_the_last_line(feed: Feed) -> None:  # F2
    raw = [b"0\t%s\t%s\n" % (line.head, line.body) for line in feed.lines]
    for number in (0, len(raw) - 1):
        for bad in flips(raw[number], range(len(raw[number]))):
            changed = b"".join((*raw[:number], bad, *raw[number + 1:]))
            packed = zstandard.compress(changed, 1)
            with pytest.raises(BadBundle):  # even with all sums of the manifest put right
                list(check(manifest_of(feed).ranges, unpack(
                    io.BytesIO(packed), len(packed), len(changed), hashlib.sha256(changed).hexdigest())))


@pytest.mark.nightly
@pytest.mark.timeout(600)
def test_each_bit_of_a_whole_bundle_with_photos(feed: Feed, tmp_path: Path, ram: Path) -> None:  # invariant 22
    photos = photo_files(tmp_path, *PHOTOS)
    data = bundle_bytes(feed, tmp_path, photos=photos)
    names = {photo.sha256 for photo in photos}
    lost: set[frozenset[str]] = set()
    for bad in flips(data, range(len(data))):
        found = verdict(bad, ram)
        if found is not None:
            assert found[0] == TEXTS
            assert len(found[1]) == 1
            lost.add(found[1])
    assert lost == {frozenset([name]) for name in names}


def test_cut_at_every_edge_of_a_member(feed: Feed, tmp_path: Path, ram: Path) -> None:  # F1
    photos = photo_files(tmp_path, *(bytes([number]) * 200_000 for number in range(3)))
    data = bundle_bytes(feed, tmp_path, photos=photos)
    ram.write_bytes(data)
    members = Bundle.open(ram).manifest.members
    records = members[1].offset + members[1].size
    for member in members:
        for edge in (member.offset - layout.header_size(member.name), member.offset, member.offset + member.size):
            for size in (edge - 1, edge, edge + 1):
                found = verdict(data[:max(size, 0)], ram)
                missing = {photo.sha256 for photo in members[2:] if photo.offset + photo.size > size}
                # what was cut behind the last photo only lost the directory, which tells nothing that is not signed
                whole = size >= records and missing
                assert found == ((TEXTS, frozenset(missing)) if whole else None), (member.name, size)


@pytest.mark.parametrize("block", [4096, 32_768, 131_072])
def test_lost_clusters(tmp_path: Path, ram: Path, block: int) -> None:  # F3
    dice, feed = random.Random(3), Feed()
    feed.save("".join(chr(dice.randrange(33, 126)) for _ in range(200_000)))
    photos = photo_files(tmp_path, dice.randbytes(200_000), dice.randbytes(200_000))
    data = bundle_bytes(feed, tmp_path, photos=photos)
    ram.write_bytes(data)
    records = Bundle.open(ram).manifest.members[1]
    start = records.offset + records.size
    for at in range(0, len(data), block):
        found = verdict(data[:at] + bytes(len(data[at:at + block])) + data[at + block:], ram)
        assert (found is None) == (at < start), "refused, or a photo with a hole in it is named as missing"
        assert found is None or found[1]


def test_all_zeros_and_two_in_one(feed: Feed, tmp_path: Path, ram: Path) -> None:  # F4, F5
    data = bundle_bytes(feed, tmp_path)
    stub = b"MZ" + bytes(4094)
    for bad in (bytes(len(data)), data + data, stub + data, data + stub, data[:-22] + stub + data[-22:], b"\xef\xbb\xbf" + data):
        assert verdict(bad, ram) is None


class Meanwhile(Progress):
    """Does something to the stick between two pieces of a file that is read from it."""

    def __init__(self, change: Callable[[], object]) -> None:
        super().__init__()
        self.change: Callable[[], object] | None = change

    def step(self, text: str, done: int = 0, total: int = 0) -> None:
        super().step(text, done, total)
        if done and self.change is not None:
            self.change()
            self.change = None


@pytest.fixture
def large(feed: Feed, tmp_path: Path) -> Path:
    """A bundle of several reads, on a stick."""
    path = tmp_path / "stick.plcb"
    path.write_bytes(bundle_bytes(feed, tmp_path, photos=photo_files(tmp_path, bytes(3_000_000))))
    return path


def cut(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(700)


def test_a_file_that_ends_while_it_is_read(large: Path, tmp_path: Path) -> None:  # F6
    with Quarantine(tmp_path / "q", DeviceKey.generate).opened(large, Meanwhile(lambda: cut(large))) as opened:
        assert len(opened.bundle.missing) == 1, "the photo that was cut"
        assert len(list(opened.bundle.lines())) == len(TEXTS), "the commits before it are whole"
    with pytest.raises(BadBundle) as caught, Quarantine(tmp_path / "q", DeviceKey.generate).opened(large, Progress()):
        raise AssertionError("half a file was believed")
    assert caught.value.fault is Fault.DAMAGED
    assert list((tmp_path / "q").iterdir()) == []


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file of the system that cannot be read")
def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:  # F6: reading address 0 is an input/output error
    path = tmp_path / "bad sector.plcb"
    path.symlink_to("/proc/self/mem")
    with pytest.raises(UserError, match="could not be read to its end"), \
            Quarantine(tmp_path / "q", DeviceKey.generate).opened(path, Progress()):
        raise AssertionError("an unreadable file was believed")
    assert list((tmp_path / "q").iterdir()) == []


def test_what_happens_to_the_file_after_the_check_changes_nothing(large: Path, tmp_path: Path) -> None:  # F7
    with Quarantine(tmp_path / "q", DeviceKey.generate).opened(large, Progress()) as opened:
        large.write_bytes(b"something else")
        found = list(check(opened.bundle.manifest.ranges, opened.bundle.lines()))
        assert len(found) == len(TEXTS)
        assert [opened.bundle.photo(name) for name in opened.bundle.photos] == [bytes(3_000_000)]
        with opened.bundle.path.open("r+b") as file:  # even the copy itself is not believed twice
            file.seek(opened.bundle.manifest.members[1].offset + 5)
            file.write(b"!!!!")
            file.seek(opened.bundle.manifest.members[2].offset)
            file.write(b"!")
        with pytest.raises(BadBundle):
            list(opened.bundle.lines())
        assert opened.bundle.photo(opened.bundle.photos[0]) is None
