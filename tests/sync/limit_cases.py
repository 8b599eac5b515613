"""One case for each line of the table of limits: a function that is refused exactly when what it tries is `over` > 0.

`over` is -1, 0 or 1: one less than allowed, just allowed, one more. Where the real value is too large to try in a test
the thing tried stays as it is and the limit is put beside it; the reader under test is the same.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import shutil
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zstandard

from plcdesk.domain.progress import Progress
from plcdesk.ledger import commit, identity, strict_json
from plcdesk.ledger.chain import new_uid
from plcdesk.ledger.commit import decode
from plcdesk.ledger.identity import DeviceKey
from plcdesk.services.quarantine import Quarantine
from plcdesk.sync import limits
from plcdesk.sync.age_header import MAGIC, encoded, read_header
from plcdesk.sync.container import Bundle
from plcdesk.sync.limits import REAL
from plcdesk.sync.manifest import from_bytes, to_bytes
from plcdesk.sync.records import unpack
from tests.sync.making import Feed, bundle_bytes, photo_files

Case = Callable[[int, Path, pytest.MonkeyPatch], object]
Found = dict[str, Any]
ROW = "0190a5f2-1c1e-7a30-8a1b-2f5f7a1c%04x"
CODE = b"--- " + encoded(bytes(32)).encode() + b"\n"
Usage = namedtuple("Usage", "total used free")


def bundle(folder: Path) -> Bundle:
    feed = Feed()
    feed.save("Ruang guru")
    path = folder / "x.plcb"
    path.write_bytes(bundle_bytes(feed, folder, photos=photo_files(folder, b"foto" * 100)))
    return Bundle.open(path)


def beside(name: str, size: Callable[[Bundle], int]) -> Case:
    """The bundle stays, the limit is put beside its size."""
    def case(over: int, folder: Path, _: pytest.MonkeyPatch) -> object:
        found = bundle(folder)
        return Bundle.open(found.path, dataclasses.replace(REAL, **{name: size(found) - over}))
    return case


def manifest(change: Callable[[Found, int], object], allowed: int) -> Case:
    """A manifest with as much of something in it as the real limit says."""
    def case(over: int, folder: Path, _: pytest.MonkeyPatch) -> object:
        found = json.loads(to_bytes(bundle(folder).manifest))
        change(found, allowed + over)
        return from_bytes(json.dumps(found).encode())
    return case


def stretches(found: Found, count: int) -> None:
    space = found["spaces"][0]
    space["feeds"] = [space["feeds"][0]] * (count // 2)
    found["spaces"].append(space | {"uid": new_uid(), "kind": "school", "feeds": [space["feeds"][0]] * (count - count // 2)})


def tips(found: Found, count: int) -> None:
    space = found["spaces"][0]
    space["base"] = [space["tips"][0]] * (count // 2)
    space["tips"] = [space["tips"][0]] * (count - count // 2)


def spaces(found: Found, count: int) -> None:
    empty = found["spaces"][0] | {"kind": "school", "feeds": []}
    found["spaces"] += [empty | {"uid": new_uid()} for _ in range(count - 1)]


def records(size: int, raw_size: int) -> Callable[[Found, int], object]:
    return lambda found, over: found["members"][1].update(size=size, raw_size=raw_size + over)


def values(over: int, folder: Path, _: pytest.MonkeyPatch) -> object:
    data = to_bytes(bundle(folder).manifest)
    count = sum(map(data.count, (b",", b"[", b"{"))) - json.loads(data)["spaces"][0]["feeds"][0]["hello"].count(",") - 1
    return from_bytes(data, dataclasses.replace(REAL, manifest_values=count - over))


def window(over: int, folder: Path, _: pytest.MonkeyPatch) -> object:
    feed = Feed()
    feed.save("Ruang guru")
    raw = b"0\t" + feed.lines[0].head + b"\t" + (feed.lines[0].body or b"") + b"\n"
    log = limits.REAL.window.bit_length() - 1 + over
    packing = zstandard.ZstdCompressor(compression_params=zstandard.ZstdCompressionParameters(window_log=log)).compressobj()
    packed = packing.compress(raw) + packing.flush()
    return list(unpack(io.BytesIO(packed), len(packed), len(raw), hashlib.sha256(raw).hexdigest()))


def sealed(head: bytes) -> object:
    found = read_header(io.BytesIO(MAGIC + head + CODE + bytes(100)))
    return found.passphrase and found.secret()


def disk(over: int, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = bundle(folder).path
    free = REAL.copies * path.stat().st_size + REAL.disk_spare - over
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**12, 0, free))
    with Quarantine(folder / "quarantine", DeviceKey.generate).opened(path, Progress()):
        assert list((folder / "quarantine").iterdir())


def saved(ops: list[Found] | None = None, row: list[Any] | None = None, **head: Any) -> object:
    """A commit in bytes, decoded."""
    made = ops or [{"t": "meeting", "r": ROW % 0, "k": "set", "f": [f"f{number}" for number in range(len(row or [0]))]}]
    whole = {"seq": 1, "hlc": 1, "by": "", "sv": 1, "mr": 1, "ops": made} | head
    body = json.dumps(["A" * 11, [row or [0] * len(op.get("f", ())) for op in made]], separators=(",", ":"), ensure_ascii=False)
    return decode(json.dumps(whole).encode(), body.encode())


def op(number: int = 0, **more: Any) -> Found:
    return {"t": "meeting", "r": ROW % number, "k": "set"} | more


def line(over: int, *_: object) -> object:
    parts = ["x" * 1_000_000] * 4 + [""]
    head = json.dumps({"seq": 1, "hlc": 1, "by": "", "sv": 1, "mr": 1, "ops": [op(f=list("abcde"))]}).encode()
    short = len(head) + len(json.dumps(["A" * 11, [parts]]))
    parts[-1] = "y" * (commit.MAX_LINE - short + over)
    return decode(head, json.dumps(["A" * 11, [parts]]).encode())


def dots(over: int, *_: object) -> object:
    return saved([op(f=["a"], o=[f"{number:021d}A" for number in range(commit.MAX_DOTS + over)])])


def depth(over: int, *_: object) -> object:
    value: Any = 1
    for _level in range(commit.MAX_DEPTH - 3 + over):  # the body, its list of ops and the op's values come first
        value = [value]
    return saved(row=[value])


CASES: dict[str, Case] = {
    "file": beside("file", lambda found: found.size),
    "readme": beside("readme", lambda found: found.manifest.members[0].size),
    "manifest": beside("manifest", lambda found: len(to_bytes(found.manifest))),
    "manifest_values": values,
    # a signature has exactly this size, so there is nothing below the limit to try
    "signature": lambda over, folder, patch: beside("signature", lambda _: REAL.signature)(max(over, 0), folder, patch),
    "records_raw": beside("records_raw", lambda found: found.manifest.members[1].raw_size),
    "records_free": manifest(lambda found, over: records(20, REAL.records_free)(found, over), 0),
    "ratio": manifest(lambda found, times: found["members"][1].update(size=100_000, raw_size=100_000 * times), REAL.ratio),
    "packed_spare": manifest(lambda found, spare: found["members"][1].update(size=65_000 + spare, raw_size=64_000),
                             REAL.packed_spare),
    "window": window,
    "blobs": manifest(lambda found, count: found.update(have=["0" * 64] * count, want=["1" * 64] * count), REAL.blobs),
    "blob": beside("blob", lambda found: found.manifest.members[2].size),
    "spaces": manifest(spaces, REAL.spaces),
    "feeds": manifest(stretches, REAL.feeds),
    "tips": manifest(tips, REAL.tips),
    "name": manifest(lambda found, size: found["programme"].update(name="é" * size), REAL.name),
    "app": manifest(lambda found, size: found.update(app="1" * size), REAL.app),
    "hello": manifest(lambda found, size: found["spaces"][0]["feeds"][0].update(hello="é" * size), REAL.hello),
    "comment": manifest(lambda found, size: found.update(comment="é" * size), REAL.comment),
    "label": manifest(lambda found, size: found["sender"].update(label="é" * size), identity.MAX_LABEL),
    "age_header": lambda over, *_: sealed(b"-> x " + b"a" * (REAL.age_header - len(MAGIC) - len(CODE) - 7 + over) + b"\n\n"),
    "age_stanzas": lambda over, *_: sealed(b"-> x\n\n" * (REAL.age_stanzas + over)),
    "age_log_n_most": lambda over, *_: sealed(b"-> scrypt %s %d\n%s\n" % (
        encoded(bytes(16)).encode(), REAL.age_log_n_most + over, encoded(bytes(32)).encode())),
    "copies": disk,
    "disk_spare": disk,
    "line": line,
    "ops": lambda over, *_: saved([op(number) for number in range(commit.MAX_OPS + over)]),
    "fields": lambda over, *_: saved(row=[0] * (commit.MAX_FIELDS + over)),
    "dots": dots,
    "text": lambda over, *_: saved(row=["é" * (commit.MAX_TEXT + over)]),
    "depth": depth,
    "integer": lambda over, *_: (saved(row=[commit.MAX_INTEGER + over]), saved(row=[-commit.MAX_INTEGER - over])),
    "stamp": lambda over, *_: saved(hlc=commit.MAX_HLC - 1 + over),
    "version": lambda over, *_: (saved(sv=commit.MAX_VERSION + over), saved(mr=commit.MAX_VERSION + over)),
    "identifier": lambda over, *_: saved([op(t="t" * (commit.MAX_NAME + over), f=["f" * (commit.MAX_NAME + over)])]),
    "values": lambda over, *_: saved(row=["," * 300_000, [0] * (strict_json.MAX_VALUES - 5 + over)]),
}
