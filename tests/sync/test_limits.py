"""Every limit of a bundle, at its value, below and above it. Too low, and a school's work is refused; too high, and a
hostile file fills the memory of an old laptop. A limit without a case here fails."""

import dataclasses
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from plcdesk.domain.errors import UserError
from plcdesk.ledger.chain import new_uid
from plcdesk.ledger.commit import BadCommit, decode
from plcdesk.ledger.feed import FeedId, Tip
from plcdesk.sync import limits
from plcdesk.sync.age_header import TooCostly
from plcdesk.sync.container import Bundle
from plcdesk.sync.errors import BadBundle
from plcdesk.sync.manifest import from_bytes
from plcdesk.sync.records import TooMuch, pack
from tests.sync.limit_cases import CASES
from tests.sync.making import Feed, bundle_bytes, manifest_of

CHOICES = {"PHOTO_CAP", "AGE_LOG_N", "AGE_CHUNK"}
"""Numbers of the module that say what this program writes, and refuse nothing."""


@pytest.mark.parametrize("name", [row.name for row in limits.TABLE])
@pytest.mark.parametrize("over", [-1, 0, 1])
def test_what_a_limit_allows_is_read_and_no_more(name: str, over: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if over <= 0:
        CASES[name](over, tmp_path, monkeypatch)
    else:
        with pytest.raises((BadBundle, BadCommit, TooCostly, UserError)):
            CASES[name](over, tmp_path, monkeypatch)


def test_every_limit_stands_in_the_table_once_and_has_its_case() -> None:
    names = [row.name for row in limits.TABLE]
    assert sorted(names) == sorted(CASES)
    numbers = {name: value for name, value in vars(limits).items() if name.isupper() and type(value) is int}
    assert {name.lower() for name in numbers.keys() - CHOICES} <= set(names)
    assert all(row.value > 0 and row.unit and row.guards for row in limits.TABLE)


@pytest.mark.parametrize("low", ["manifest", "records"])
def test_nothing_is_written_that_every_reader_would_refuse(low: str, tmp_path: Path) -> None:
    feed = Feed()
    feed.save("Ruang guru")
    if low == "records":
        with pytest.raises(TooMuch):
            pack(feed.lines, tmp_path, dataclasses.replace(limits.REAL, records_raw=100))
        return
    part = manifest_of(feed).spaces[0]
    many = {FeedId(feed.space, new_uid()): (Tip(1, bytes(32)),) for _ in range(limits.REAL.tips)}
    told = manifest_of(feed, spaces=(dataclasses.replace(part, base=many),))
    with pytest.raises(TooMuch):
        bundle_bytes(feed, tmp_path, manifest=told)


def test_a_file_of_the_largest_size_and_one_more_byte(tmp_path: Path) -> None:
    path = tmp_path / "big.plcb"
    feed = Feed()
    feed.save("Ruang guru")
    path.write_bytes(bundle_bytes(feed, tmp_path))
    for size, words in ((limits.FILE, "more bytes than members"), (limits.FILE + 1, "larger than a bundle may be")):
        with path.open("r+b") as file:
            file.truncate(size)  # a hole: it takes no room
        with pytest.raises(BadBundle, match=words):
            Bundle.open(path)


def peak(read: Callable[[bytes], object], data: bytes) -> int:
    """The memory (bytes) that reading took at its most, beside the data; it must be refused."""
    tracemalloc.start()
    try:
        with pytest.raises((BadBundle, BadCommit)):
            read(data)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("unit", [b"[],", b"{},", b'{"":0},', b'"ab",', b'"",', b"999,", b"0.1,", b"[", b'"', b"\\", b'\\"'])
def test_the_fullest_manifest_and_the_fullest_commit_are_refused_before_they_take_memory(unit: bytes) -> None:
    for read, size in ((from_bytes, limits.MANIFEST), (lambda data: decode(data, None), limits.LINE)):
        assert peak(read, b"[" + unit * ((size - 3) // len(unit)) + b"0]") < 16_000_000


def test_what_is_just_allowed_stays_within_the_memory_of_an_old_laptop() -> None:
    half = limits.REAL.manifest_values // 2 - 10
    wide = b"x" * (limits.MANIFEST - 7 * half - 40) + "\N{GRINNING FACE}".encode()  # four bytes of memory a letter
    assert peak(from_bytes, b"[" + b'{"":0},' * half + b'"' + wide + b'",0]') < 160_000_000
    half = 99_990
    wide = b"x" * (limits.LINE - 7 * half - 40) + "\N{GRINNING FACE}".encode()
    assert peak(lambda data: decode(data, None), b"[" + b'{"":0},' * half + b'"' + wide + b'",0]') < 60_000_000
