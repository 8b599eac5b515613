"""The bundle file. What passes here is merged into people's records, so whatever is not exactly as signed must not."""

import hashlib
import io
import random
import zipfile
from pathlib import Path

import pytest

from plcdesk.sync import layout, limits
from plcdesk.sync.container import Bundle, peek
from plcdesk.sync.errors import BadBundle, Fault
from plcdesk.sync.lines import check
from plcdesk.sync.writer import read_photo
from tests.sync.making import Feed, bundle_bytes, manifest_of, photo_files


@pytest.fixture
def feed() -> Feed:
    made = Feed()
    for text in ("Ruang guru", "Perpustakaan", "Aula \N{GRINNING FACE}"):
        made.save(text)
    return made


def opened(data: bytes, folder: Path) -> Bundle:
    path = folder / "x.plcb"
    path.write_bytes(data)
    return Bundle.open(path)


def read(data: bytes, folder: Path) -> list[str]:
    """The values of every commit, after all checks."""
    bundle = opened(data, folder)
    found = list(check(bundle.manifest.ranges, bundle.lines()))
    return [line.commit.ops[0].values[0] for line in found]  # type: ignore[index]


def test_what_was_sent_is_received(feed: Feed, memory: Path) -> None:
    photos = photo_files(memory, b"foto satu" * 1000, b"foto dua")
    data = bundle_bytes(feed, memory, photos=photos)
    assert read(data, memory) == ["Ruang guru", "Perpustakaan", "Aula \N{GRINNING FACE}"]
    bundle = opened(data, memory)
    assert bundle.missing == frozenset()
    assert bundle.photo(photos[0].sha256) == b"foto satu" * 1000
    assert bundle.sha256 == hashlib.sha256(data).hexdigest()
    lines = list(check(bundle.manifest.ranges, bundle.lines()))
    assert [line.hash for line in lines] == feed.hashes[1:]
    assert [line.head for line in lines] == [line.head for line in feed.lines]


def test_other_programs_can_open_it_as_a_plain_archive(feed: Feed, memory: Path) -> None:
    photos = photo_files(memory, b"foto")
    data = bundle_bytes(feed, memory, photos=photos)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [layout.README, layout.MANIFEST, layout.SIGNATURE, layout.RECORDS,
                                      f"blobs/{photos[0].sha256}"]
        assert all(entry.compress_type == zipfile.ZIP_STORED for entry in archive.infolist())
        assert "Program contoh" in archive.read(layout.README).decode()


def test_a_bundle_that_only_asks_is_read(memory: Path) -> None:
    assert read(bundle_bytes(Feed(), memory), memory) == []


def test_cut_at_any_byte_it_is_refused(feed: Feed, memory: Path) -> None:
    data = bundle_bytes(feed, memory)
    assert read(data, memory)
    for size in range(len(data)):
        with pytest.raises(BadBundle):
            read(data[:size], memory)


def test_with_any_byte_changed_it_is_refused(feed: Feed, memory: Path) -> None:
    data = bytearray(bundle_bytes(feed, memory))
    for at in range(len(data)):
        bit = 1 << (at % 8)
        data[at] ^= bit
        with pytest.raises(BadBundle):
            read(bytes(data), memory)
        data[at] ^= bit
    assert read(bytes(data), memory)


@pytest.mark.parametrize("end", [b"\0", b"x" * 4096, b"PK\x05\x06" + bytes(18)])
def test_with_anything_behind_or_before_it_is_refused(feed: Feed, memory: Path, end: bytes) -> None:
    data = bundle_bytes(feed, memory)
    for changed in (data + end, data + data, end + data):
        with pytest.raises(BadBundle):
            read(changed, memory)


def test_cut_or_damaged_in_a_photo_it_still_gives_all_records(feed: Feed, memory: Path) -> None:
    photos = photo_files(memory, b"a" * 3000, b"b" * 3000, b"c" * 3000)
    data = bundle_bytes(feed, memory, photos=photos)
    first, second, third = (opened(data, memory).manifest.member(f"blobs/{photo.sha256}").offset for photo in photos)
    cut = opened(data[:second + 100], memory)
    assert cut.missing == {photos[1].sha256, photos[2].sha256}
    assert cut.photo(photos[0].sha256) == b"a" * 3000
    assert cut.photo(photos[1].sha256) is None
    hole = bytearray(data)
    hole[first + 5:first + 2000] = bytes(1995)
    assert opened(bytes(hole), memory).missing == {photos[0].sha256}
    assert len(read(bytes(hole), memory)) == 3
    header = bytearray(data)
    header[third - 50] ^= 1
    assert opened(bytes(header), memory).missing == {photos[2].sha256}


def test_one_bit_anywhere_refuses_it_or_loses_a_named_photo(feed: Feed, memory: Path) -> None:
    photos = photo_files(memory, b"a" * 500, b"b" * 500)
    data = bundle_bytes(feed, memory, photos=photos)
    dice = random.Random(7)
    start = opened(data, memory).manifest.member(f"blobs/{photos[0].sha256}").offset - 120
    for at in [*dice.sample(range(start), 150), *range(start, len(data))]:
        changed = bytearray(data)
        changed[at] ^= 1 << dice.randrange(8)
        try:
            bundle = opened(bytes(changed), memory)
            lines = list(check(bundle.manifest.ranges, bundle.lines()))
        except BadBundle:
            continue
        assert len(lines) == 3
        assert len(bundle.missing) == 1
        assert [bundle.photo(photo.sha256) for photo in photos].count(None) == 1


@pytest.mark.parametrize("block", [4096, 32768])
def test_lost_clusters_in_the_records_refuse_it(memory: Path, block: int) -> None:
    feed = Feed()
    dice = random.Random(3)
    for _ in range(1500):
        feed.save("".join(chr(dice.randrange(33, 126)) for _ in range(60)))
    data = bundle_bytes(feed, memory)
    assert len(data) > 2 * block
    for at in range(0, len(data), block):
        changed = bytearray(data)
        end = min(at + block, len(data))
        changed[at:end] = bytes(end - at)
        with pytest.raises(BadBundle):
            read(bytes(changed), memory)


def test_other_files_are_told_from_broken_bundles(feed: Feed, memory: Path) -> None:
    data = bundle_bytes(feed, memory)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("README.txt", "another program's file")
    for foreign in (b"", b"PK\x03\x04", b"%PDF-1.7", bytes(len(data)), archive.getvalue(), data[1:]):
        with pytest.raises(BadBundle) as caught:
            opened(foreign, memory)
        assert caught.value.fault is Fault.FOREIGN
        assert peek(memory / "x.plcb") is None
    with pytest.raises(BadBundle) as caught:
        opened(data[:400], memory)
    assert caught.value.fault is Fault.DAMAGED


def test_a_list_of_files_shows_what_each_claims_to_be(feed: Feed, memory: Path) -> None:
    opened(bundle_bytes(feed, memory), memory)
    found = peek(memory / "x.plcb")
    assert found is not None
    assert (found.programme_name, found.sender.label) == ("Program contoh", "Laptop guru")


def test_a_later_format_is_named_and_a_later_detail_is_read(feed: Feed, memory: Path) -> None:
    with pytest.raises(BadBundle) as caught:
        opened(bundle_bytes(feed, memory, manifest=manifest_of(feed, format=(2, 0), app="7.3")), memory)
    assert (caught.value.fault, caught.value.version) == (Fault.NEWER, "7.3")
    assert len(read(bundle_bytes(feed, memory, manifest=manifest_of(feed, format=(1, 9))), memory)) == 3


def test_a_photo_that_is_damaged_here_is_not_sent(memory: Path) -> None:
    photo = photo_files(memory, b"foto")[0]
    photo.path.write_bytes(b"fotx")
    assert read_photo(photo.sha256, photo.path) is None
    photo.path.unlink()
    assert read_photo(photo.sha256, photo.path) is None


def test_a_file_too_large_is_refused_before_it_is_read(memory: Path) -> None:
    path = memory / "big.plcb"
    with path.open("wb") as file:
        file.truncate(limits.FILE + 1)
    with pytest.raises(BadBundle):
        Bundle.open(path)
