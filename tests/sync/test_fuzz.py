"""Files and pieces of files changed at random: they are read or refused, never anything else, and soon.

Hypothesis makes the changes, because it shrinks what it finds and runs on every Python this program runs on; a fuzzer
guided by coverage has no wheel for all of them. What ever went wrong is kept in `corpus/` and tried in every run.
`pytest -m nightly tests/sync/test_fuzz.py` goes on for longer; FUZZ_EXAMPLES sets how long.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plcdesk.ledger.commit import BadCommit, decode, encode
from plcdesk.ledger.identity import DeviceKey, read_hello
from plcdesk.ledger.strict_json import parse
from plcdesk.sync import layout
from plcdesk.sync.age_header import TooCostly, read_header
from plcdesk.sync.container import Bundle, is_bundle, peek
from plcdesk.sync.errors import BadBundle
from plcdesk.sync.lines import check
from plcdesk.sync.manifest import from_bytes, to_bytes
from plcdesk.sync.records import read_line, unpack
from plcdesk.sync.sealing import ForOthers, NeedsPassphrase, seal, unseal
from tests.sync.making import TEXTS, Feed, bundle_bytes, manifest_of, photo_files

CORPUS = Path(__file__).with_name("corpus")
LONG = settings(max_examples=int(os.environ.get("FUZZ_EXAMPLES", "20000")), deadline=None,
                suppress_health_check=list(HealthCheck))
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
REFUSALS = (BadBundle, BadCommit, TooCostly, ForOthers, NeedsPassphrase)
KEY = DeviceKey(bytes(range(32)))


def whole(data: bytes, folder: Path) -> object:
    """A bundle from its first byte to its last, photos too."""
    path = folder / "x.plcb"
    path.write_bytes(data)
    peek(path)
    bundle = Bundle.open(path)
    for name in bundle.photos:
        assert bundle.photo(name) is not None
    return list(check(bundle.manifest.ranges, bundle.lines()))


def stream(data: bytes, _: Path) -> object:
    return list(unpack(io.BytesIO(data), len(data), 1 << 20, "0" * 64))


def head(data: bytes, _: Path) -> object:
    return decode(data, None)


def body(data: bytes, _: Path) -> object:
    return decode(seeds()["head"], data)


def line(data: bytes, _: Path) -> object:
    found = read_line(data)
    return decode(found.head, found.body)


def again(data: bytes, _: Path) -> object:
    """What is read is written in the same meaning."""
    commit = decode(seeds()["head"], data)
    made = encode(commit, bytes(8))
    assert decode(*made) == commit
    return made


def manifest(data: bytes, _: Path) -> object:
    found = from_bytes(data)
    assert from_bytes(to_bytes(found)) == found
    return found


def sealed(data: bytes, _: Path) -> object:
    target = io.BytesIO()
    return unseal(io.BytesIO(data), target.write, key=lambda: KEY)


READERS: dict[str, Callable[[bytes, Path], object]] = {
    "bundle": whole, "manifest": manifest, "line": line, "head": head, "body": body, "again": again, "stream": stream,
    "json": lambda data, _: parse(data), "hello": lambda data, _: read_hello(data),
    "local": lambda data, _: (layout.parse_local(data), is_bundle(data)),
    "age_header": lambda data, _: read_header(io.BytesIO(data)), "sealed": sealed,
}


@cache
def seeds() -> dict[str, bytes]:
    """A good specimen for each reader, the same in every run."""
    return {path.stem.removeprefix("seed-"): path.read_bytes() for path in sorted(CORPUS.glob("seed-*.bin"))}


def make_seeds(folder: Path) -> dict[str, bytes]:
    """The good specimens, made anew."""
    feed = Feed.of(TEXTS)
    data = bundle_bytes(feed, folder, photos=photo_files(folder, b"foto" * 20))
    (folder / "x.plcb").write_bytes(data)
    bundle = Bundle.open(folder / "x.plcb")
    records = bundle.manifest.members[1]
    first = feed.lines[0]
    assert first.body is not None
    target = io.BytesIO()
    seal([b"isi"], target, to=[KEY.public])
    return {
        "bundle": data, "manifest": to_bytes(bundle.manifest), "line": b"0\t" + first.head + b"\t" + first.body,
        "head": first.head, "body": first.body, "again": first.body, "json": first.head,
        "stream": data[records.offset:records.offset + records.size], "hello": manifest_of(feed).ranges[0].hello,
        "local": data[:80], "age_header": target.getvalue(), "sealed": target.getvalue(),
    }


TOKENS = [b"[", b"]", b"{", b"}", b",", b":", b'"', b"null", b"true", b"1e999", b"-0", b"NaN", b"9" * 400, b"\\u0000", b"\\ud800",
          b"\t", b"\n", b"~", b"\0", b"\xff", b"PK\x03\x04", b"PK\x05\x06", b"../", b"-> ", b"---", b"[" * 2000, b'"' * 50,
          b"\x28\xb5\x2f\xfd", b"\xed\xa0\x80", b"1" * 5000, b'{"":', b"0.1e-400"]
pieces = st.one_of(st.sampled_from(TOKENS), st.binary(max_size=12), st.integers(0, 255).map(lambda at: bytes([at])))


@st.composite
def mangled(draw: st.DrawFn, seed: bytes) -> bytes:
    """The specimen after some changes of the kind that files suffer, or that somebody looking for trouble makes."""
    data = bytearray(seed)
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        span = draw(st.one_of(st.integers(0, 8), st.integers(0, len(data))))
        how = draw(st.sampled_from(["set", "insert", "drop", "copy", "swap", "flip", "number"]))
        if how in ("set", "insert"):
            data[at:at + (span if how == "set" else 0)] = draw(pieces)
        elif how == "drop":
            del data[at:at + span]
        elif how == "copy":
            data[at:at] = data[at:at + span]
        elif how == "swap":
            middle, end = min(at + span, len(data)), min(at + 2 * span, len(data))
            data[at:end] = data[middle:end] + data[at:middle]
        elif how == "flip" and at < len(data):
            data[at] ^= 1 << draw(st.integers(0, 7))
        elif how == "number":
            data[at:at + 4] = draw(st.sampled_from([0, 1, 2**16 - 1, 2**31 - 1, 2**32 - 1])).to_bytes(4, "little")
    return bytes(data)


def tried(name: str, data: bytes, folder: Path) -> None:
    """Read or refused; whatever else comes out is kept in the corpus."""
    try:
        READERS[name](data, folder)
    except REFUSALS:
        return
    except BaseException:
        if os.environ.get("FUZZ_KEEP"):
            (CORPUS / f"crash-{name}-{abs(hash(data)) % 10**8:08d}.bin").write_bytes(data)
        raise


def fuzz(name: str, folder: Path, profile: settings) -> None:
    seed = seeds()[name]

    @profile
    @given(st.one_of(mangled(seed), mangled(seed), mangled(seed), st.binary(max_size=300)))
    def run(data: bytes) -> None:
        tried(name, data, folder)

    run()


@pytest.mark.parametrize("name", READERS)
def test_what_was_changed_at_random_is_read_or_refused(name: str, memory: Path) -> None:
    fuzz(name, memory, QUICK)


@pytest.mark.nightly
@pytest.mark.timeout(0)
@pytest.mark.parametrize("name", READERS)
def test_what_was_changed_at_random_for_long(name: str, memory: Path) -> None:
    fuzz(name, memory, LONG)


def specimens() -> list[Any]:
    return [pytest.param(path, id=path.stem) for path in sorted(CORPUS.glob("*.bin"))]


@pytest.mark.parametrize("path", specimens())
def test_what_once_went_wrong_does_not_again(path: Path, tmp_path: Path) -> None:
    kind, name = path.stem.split("-")[:2]
    if kind == "seed" and name != "stream":  # whose sums stand in a manifest
        READERS[name](path.read_bytes(), tmp_path)  # a good one stays good: another program wrote it, long ago
    else:
        tried(name, path.read_bytes(), tmp_path)


def test_the_corpus_is_complete_and_small(tmp_path: Path) -> None:
    assert seeds().keys() == READERS.keys() == make_seeds(tmp_path).keys()
    assert sum(path.stat().st_size for path in CORPUS.iterdir()) < 300_000
