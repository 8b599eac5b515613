"""Bundles made on purpose to harm: the sender signs whatever it likes, and still none of this gets in."""

import dataclasses
import hashlib
import json
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zstandard

from plcdesk.ledger.chain import new_uid, seed
from plcdesk.ledger.feed import LogLine
from plcdesk.ledger.identity import DeviceKey
from plcdesk.sync import layout, limits
from plcdesk.sync.container import Bundle
from plcdesk.sync.crypto import sign_manifest
from plcdesk.sync.errors import BadBundle
from plcdesk.sync.layout import Entry
from plcdesk.sync.lines import check
from plcdesk.sync.manifest import Member, from_bytes, to_bytes
from plcdesk.sync.readme import readme
from plcdesk.sync.records import write_line
from plcdesk.sync.writer import placed
from tests.sync.making import MADE, Feed, bundle_bytes, manifest_of, photo_files

Change = Callable[[dict[str, Any]], object]


@pytest.fixture
def feed() -> Feed:
    made = Feed()
    for text in ("satu", "dua", "tiga"):
        made.save(text)
    return made


def receive(data: bytes, folder: Path) -> list[Any]:
    path = folder / "attack.plcb"
    path.write_bytes(data)
    bundle = Bundle.open(path)
    return list(check(bundle.manifest.ranges, bundle.lines()))


def refused(data: bytes, folder: Path) -> str:
    with pytest.raises(BadBundle) as caught:
        receive(data, folder)
    return caught.value.detail


def changed(feed: Feed, folder: Path, change: Change | None = None, *, raw: Callable[[bytes], bytes] | None = None,
            photos: tuple[bytes, ...] = ()) -> bytes:
    """A bundle whose manifest was changed and properly signed again, all places and sums kept right."""
    roomy = manifest_of(feed, comment="x" * 1500)
    good = bundle_bytes(feed, folder, manifest=roomy, photos=photo_files(folder, *photos))
    path = folder / "good.plcb"
    path.write_bytes(good)
    bundle = Bundle.open(path)
    text = to_bytes(bundle.manifest)
    found = json.loads(text) | {"comment": ""}
    if change:
        change(found)
    made = json.dumps(found, separators=(",", ":")).encode()
    made = raw(made) if raw else made
    made += b" " * (len(text) - len(made))
    assert len(made) == len(text), "the test must not move the members"
    signature = sign_manifest(feed.key, made)
    at = good.index(text)
    data = good.replace(text, made).replace(struct.pack("<I", zlib.crc32(text)), struct.pack("<I", zlib.crc32(made)))
    start = at + len(text) + layout.header_size(layout.SIGNATURE)
    old = good[start:start + 64]
    return data.replace(old, signature).replace(struct.pack("<I", zlib.crc32(old)), struct.pack("<I", zlib.crc32(signature)))


def with_records(feed: Feed, packed: bytes, raw: bytes, raw_size: int | None = None) -> bytes:
    """A signed bundle around any packed stream."""
    note = readme("x", "y", MADE)
    digest = hashlib.sha256(note).hexdigest()
    members = [Member(layout.README, 0, len(note), digest, len(note), digest),
               Member(layout.RECORDS, 0, len(packed), hashlib.sha256(packed).hexdigest(),
                      len(raw) if raw_size is None else raw_size, hashlib.sha256(raw).hexdigest())]
    manifest = manifest_of(feed)
    text = b""
    for _ in range(3):
        text = to_bytes(dataclasses.replace(manifest, members=placed(members, len(text))[0]))
    signature = sign_manifest(feed.key, text)
    pieces = [(layout.README, note), (layout.MANIFEST, text), (layout.SIGNATURE, signature), (layout.RECORDS, packed)]
    entries = [Entry(name, len(content), zlib.crc32(content)) for name, content in pieces]
    body = b"".join(layout.local_header(entry) + content for entry, (_, content) in zip(entries, pieces, strict=True))
    return body + layout.directory(entries)


def raw_lines(feed: Feed) -> bytes:
    return b"".join(map(write_line, feed.lines))


def test_the_tools_of_these_tests_make_good_bundles(feed: Feed, memory: Path) -> None:
    assert len(receive(changed(feed, memory), memory)) == 3
    raw = raw_lines(feed)
    assert len(receive(with_records(feed, zstandard.compress(raw), raw), memory)) == 3


def _member(number: int, **values: object) -> Change:
    return lambda found: found["members"][number].update(values)


@pytest.mark.parametrize("change", [
    _member(1, offset=40), _member(1, offset=0), _member(2, offset=40), _member(1, size=0), _member(1, size=1),
    _member(1, sha256="0" * 64), _member(1, raw_size=1), _member(1, raw_sha256="0" * 64), _member(0, sha256="0" * 64),
    _member(2, sha256="0" * 64), _member(2, raw_size=1),
    *(_member(2, name=name) for name in (
        "../x", "C:\\x", "\\\\host\\x", "CON", "a:b", "blobs/../x", "blobs/" + "A" * 64, "blobs/" + "0" * 63, "README.txt",
        "blobs/\u202e" + "0" * 63, "blobs/x\0y", "x" * 70, layout.MANIFEST, layout.RECORDS, "")),
    lambda found: found["members"].append(found["members"][2]), lambda found: found["members"].pop(0),
    lambda found: found["members"].pop(2), lambda found: found["members"].reverse(),
    lambda found: found.update(members=[]),
])
def test_members_that_overlap_repeat_or_go_astray(feed: Feed, memory: Path, change: Change) -> None:
    refused(changed(feed, memory, change, photos=(b"foto",)), memory)


@pytest.mark.parametrize("change", [
    lambda found: found.update(extra=1), lambda found: found.pop("want"), lambda found: found.update(format="1"),
    lambda found: found.update(format=[1]), lambda found: found.update(format=[0, 1]), lambda found: found.update(format=[True, 0]),
    lambda found: found.update(bundle="x"), lambda found: found.update(manifest_no=0), lambda found: found.update(manifest_no=2**54),
    lambda found: found.update(made_at="yesterday"), lambda found: found.update(made_at="2025-13-01T00:00:00Z"),
    lambda found: found.update(kind="all"), lambda found: found.update(spaces={}), lambda found: found.update(spaces=[{}]),
    lambda found: found.update(have=["x"]), lambda found: found.update(want=[1]), lambda found: found.update(app="x" * 41),
    lambda found: found["spaces"].append(found["spaces"][0]), lambda found: found["spaces"][0].update(kind="private"),
    lambda found: found["spaces"][0].update(uid=new_uid()), lambda found: found["spaces"][0].update(tips=[[1, 2, 3]]),
    lambda found: found["spaces"][0].update(base=[["x", 1, "0" * 64]]), lambda found: found["sender"].update(device="0" * 63),
    lambda found: found["sender"].update(replica="0" * 31), lambda found: found["sender"].update(label="x" * 81),
    lambda found: found["programme"].update(name=None),
])
def test_a_manifest_with_anything_else_in_it(feed: Feed, memory: Path, change: Change) -> None:
    refused(changed(feed, memory, change), memory)


def _stretch(**values: object) -> Change:
    return lambda found: found["spaces"][0]["feeds"][0].update(values)


@pytest.mark.parametrize("change", [
    _stretch(count=2), _stretch(from_seq=1, to_seq=4), _stretch(to_seq=4, count=4), _stretch(from_hash="0" * 64),
    _stretch(to_hash="0" * 64), _stretch(tip_sig="0" * 128), _stretch(hello_sig="0" * 128), _stretch(hello="{}"),
    _stretch(replica="0" * 32), _stretch(device="0" * 64), _stretch(signer="0" * 64), _stretch(hello="x" * 1001),
    lambda found: found["spaces"][0].update(feeds=[]),
    lambda found: found["spaces"][0]["feeds"].append(found["spaces"][0]["feeds"][0]),
])
def test_a_stretch_that_is_not_what_its_device_signed(feed: Feed, memory: Path, change: Change) -> None:
    refused(changed(feed, memory, change), memory)


@pytest.mark.parametrize("raw", [
    lambda text: text.replace(b'"comment"', b'"kind":"full","comment"'), lambda text: b"[" * 480 + b"]" * 10,
    lambda text: text.replace(b'"manifest_no":1', b'"manifest_no":NaN'), lambda text: text.replace(b'"manifest_no":1', b'"manifest_no":1e999'),
    lambda text: text.replace(b'"manifest_no":1', b'"manifest_no":' + b"9" * 50),
    lambda text: text.replace(b'"comment":""', b'"comment":"\\ud800"'), lambda text: text.replace(b'"comment":""', b'"comment":"\xff"'),
    lambda text: text.replace(b'"comment":""', b'"comment":"\\u0000"'), lambda text: text.replace(b",", b"\n", 1), lambda text: b"null",
], ids=["key twice", "depth", "NaN", "1e999", "digits", "surrogate", "not UTF-8", "NUL", "line end", "null"])
def test_a_manifest_in_crooked_json(feed: Feed, memory: Path, raw: Callable[[bytes], bytes]) -> None:
    refused(changed(feed, memory, raw=raw), memory)


def test_a_manifest_nested_without_end(feed: Feed, memory: Path) -> None:
    with pytest.raises(BadBundle):
        from_bytes(b"[" * 1_000_000)


def test_the_sender_key_in_the_manifest_must_be_the_one_that_signed(feed: Feed, memory: Path) -> None:
    other = DeviceKey.generate()
    assert "signature" in refused(bundle_bytes(feed, memory, sign=lambda data: sign_manifest(other, data)), memory)


def test_a_bomb_is_stopped_at_its_announced_size(feed: Feed, memory: Path) -> None:
    raw = bytes(60_000_000)
    packed = zstandard.compress(raw)
    assert "more commits" in refused(with_records(feed, packed, raw), memory)  # the ratio
    assert "more commits" in refused(with_records(feed, packed, raw, 1000), memory)  # the lie
    assert refused(with_records(feed, packed, raw[:1000], 1000), memory)


def test_a_window_larger_than_allowed(feed: Feed, memory: Path) -> None:
    raw = raw_lines(feed)
    greedy = zstandard.ZstdCompressor(compression_params=zstandard.ZstdCompressionParameters(window_log=27)).compressobj()
    packed = greedy.compress(raw) + greedy.flush()
    assert "unpacking" in refused(with_records(feed, packed, raw), memory)


@pytest.mark.parametrize("spoil", [
    lambda packed, raw: packed + zstandard.compress(b""), lambda packed, raw: packed + b"x", lambda packed, raw: packed[:-1],
    lambda packed, raw: zstandard.compress(raw[:50]) + zstandard.compress(raw[50:]), lambda packed, raw: raw,
    lambda packed, raw: b"", lambda packed, raw: zlib.compress(raw), lambda packed, raw: b"\x50\x2a\x4d\x18\x04\0\0\0abcd" + packed,
], ids=["second frame", "tail", "cut", "two frames", "plain", "empty", "zlib", "skippable frame"])
def test_a_stream_that_is_not_one_frame(feed: Feed, memory: Path, spoil: Callable[[bytes, bytes], bytes]) -> None:
    raw = raw_lines(feed)
    refused(with_records(feed, spoil(zstandard.compress(raw), raw), raw), memory)


@pytest.mark.parametrize("spoil", [
    lambda lines: lines[:2], lambda lines: [*lines, lines[0]], lambda lines: [lines[1], lines[0], lines[2]], lambda lines: [],
    lambda lines: [lines[0], lines[0], lines[2]],
    lambda lines: [*lines[:2], LogLine(1, lines[2].head, lines[2].body, lines[2].body_digest)],
    lambda lines: [*lines[:2], LogLine(0, lines[2].head, lines[1].body, lines[1].body_digest)],
    lambda lines: [*lines[:2], LogLine(0, lines[2].head, None, lines[1].body_digest)],
    lambda lines: [*lines[:2], LogLine(0, lines[2].head + b" ", lines[2].body, lines[2].body_digest)],
], ids=["missing", "repeated", "order", "none", "twice", "wrong stretch", "other body", "other digest", "blank"])
def test_commits_that_are_not_those_signed(feed: Feed, memory: Path,
                                           spoil: Callable[[list[LogLine]], list[LogLine]]) -> None:
    refused(bundle_bytes(feed, memory, lines=spoil(feed.lines)), memory)


@pytest.mark.parametrize("line", [
    b"", b"0", b"0\t{}", b"0\t{}\t[]\t", b"x\t{}\t[]", b"-1\t{}\t[]", b"00\t{}\t[]", b"9999999\t{}\t[]", b"\t{}\t[]",
    b"0\t{}\t~abc", b"0\t{}\t~" + b"A" * 64, b"0\t" + b"x" * (limits.LINE + 100) + b"\t[]",
    b"0\t{\"seq\":1,\"seq\":1}\t[]", b"0\t" + b"[" * 100_000 + b"\t[]",
], ids=lambda line: line[:20].decode())
def test_lines_that_are_no_commits(feed: Feed, memory: Path, line: bytes) -> None:
    raw = line + b"\n" + raw_lines(feed)
    refused(with_records(feed, zstandard.compress(raw), raw), memory)


def test_an_erased_commit_still_fits_its_chain(feed: Feed, memory: Path) -> None:
    lines = [*feed.lines]
    lines[1] = LogLine(0, lines[1].head, None, lines[1].body_digest)
    found = receive(bundle_bytes(feed, memory, lines=lines), memory)
    assert [line.hash for line in found] == feed.hashes[1:]
    assert found[1].commit.ops[0].values is None


def test_a_fork_travels_as_two_stretches(feed: Feed, memory: Path) -> None:
    twin = Feed(feed.space, feed.replica, feed.key, feed.lines[:2])
    twin.hashes = feed.hashes[:3]
    twin.save("empat", index=1)
    manifest = manifest_of(feed, feed.stretch(), twin.stretch(2))
    found = receive(bundle_bytes(feed, memory, manifest=manifest, lines=[*feed.lines, twin.lines[2]]), memory)
    assert [line.hash for line in found] == [*feed.hashes[1:], twin.hashes[3]]
    assert found[3].previous == feed.hashes[2]
    assert seed(feed.space, feed.replica) == found[0].previous


def test_a_chain_cannot_start_at_a_made_up_hash(feed: Feed, memory: Path) -> None:
    feed.hashes[0] = bytes(32)
    assert "starts nowhere" in refused(bundle_bytes(feed, memory), memory)


def test_refusal_depends_on_the_bytes_alone(feed: Feed, memory: Path) -> None:
    data = bundle_bytes(feed, memory, lines=feed.lines[:2])
    assert refused(data, memory) == refused(data, memory)
