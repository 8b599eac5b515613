"""Small bundles for the tests of this folder, made by the real writer from commits made by the real codec."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from plcdesk.domain.exchange import BundleKind
from plcdesk.domain.ids import uuid7
from plcdesk.domain.progress import Progress
from plcdesk.ledger.chain import link, new_uid, seed
from plcdesk.ledger.commit import Commit, Op, body_digest, encode, nonce
from plcdesk.ledger.feed import FeedId, FeedRange, LogLine, Space, Tip
from plcdesk.ledger.identity import DeviceKey, Hello, hello_message, tip_message
from plcdesk.sync.container import Bundle
from plcdesk.sync.crypto import sign_manifest
from plcdesk.sync.errors import BadBundle
from plcdesk.sync.lines import check
from plcdesk.sync.manifest import Manifest, Sender, SpacePart
from plcdesk.sync.readme import readme
from plcdesk.sync.records import pack
from plcdesk.sync.writer import Photo, plan, read_photo, write

TEXTS = ["Ruang guru", "Perpustakaan", "Aula"]
MADE = datetime(2025, 5, 12, 3, 42, tzinfo=UTC)


@dataclass
class Feed:
    """One replica of one device in one space, with its commits."""

    space: str = field(default_factory=new_uid)
    replica: str = field(default_factory=new_uid)
    key: DeviceKey = field(default_factory=DeviceKey.generate)
    lines: list[LogLine] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.hashes = [seed(self.space, self.replica)]

    @classmethod
    def of(cls, texts: list[str]) -> Feed:
        made = cls()
        for text in texts:
            made.save(text)
        return made

    def save(self, text: str, *, index: int = 0, change: Callable[[bytes, bytes], tuple[bytes, bytes]] | None = None) -> None:
        self.write(Op("meeting", str(uuid7()), "set", ("venue",), (text,)), index=index, change=change)

    def write(self, op: Op, *, index: int = 0, change: Callable[[bytes, bytes], tuple[bytes, bytes]] | None = None) -> None:
        pair = encode(Commit(len(self.lines) + 1, 1 << 40, "", 1, 1, (op,)), nonce())
        head, body = change(*pair) if change else pair
        digest = body_digest(body)
        self.lines.append(LogLine(index, head, body, digest))
        self.hashes.append(link(self.hashes[-1], head, digest))

    def stretch(self, first: int = 0, **changes: object) -> FeedRange:
        hello = Hello(self.replica, self.key.public, "Laptop guru").to_bytes()
        end = len(self.lines)
        data = {
            "space": self.space, "replica": self.replica, "device_key": self.key.public, "hello": hello,
            "hello_signature": self.key.sign(hello_message(hello)), "from_seq": first, "from_hash": self.hashes[first],
            "to_seq": end, "to_hash": self.hashes[end], "signer": self.key.public,
            "tip_signature": self.key.sign(tip_message(self.space, self.replica, end, self.hashes[end])), "count": end - first,
        }
        return FeedRange(**(data | changes))  # type: ignore[arg-type]


def manifest_of(feed: Feed, *ranges: FeedRange, **changes: object) -> Manifest:
    found = ranges or ((feed.stretch(),) if feed.lines else ())
    tips = {FeedId(feed.space, feed.replica): (Tip(len(feed.lines), feed.hashes[-1]),)} if feed.lines else {}
    part = SpacePart(Space(feed.space, "programme", "Program"), {}, tips, tuple(found))
    data = {
        "bundle": new_uid(), "manifest_no": 1, "made_at": MADE, "app": "0.1.0", "programme": feed.space,
        "programme_name": "Program contoh", "sender": Sender(feed.key.public, feed.replica, "Laptop guru"),
        "kind": BundleKind.FULL, "spaces": (part,),
    }
    return Manifest(**(data | changes))  # type: ignore[arg-type]


def photo_files(folder: Path, *contents: bytes) -> list[Photo]:
    made: list[Photo] = []
    for content in contents:
        path = folder / hashlib.sha256(content).hexdigest()
        path.write_bytes(content)
        photo = read_photo(path.name, path)
        assert photo is not None
        made.append(photo)
    return made


def bundle_bytes(feed: Feed, folder: Path, *, manifest: Manifest | None = None, lines: list[LogLine] | None = None,
                 photos: list[Photo] | None = None, sign: Callable[[bytes], bytes] | None = None) -> bytes:
    packed = pack(feed.lines if lines is None else lines, folder)
    target = io.BytesIO()
    with packed.file:
        found = plan(manifest or manifest_of(feed), readme("Program contoh", "Laptop guru", MADE), packed, photos or [],
                     sign or (lambda data: sign_manifest(feed.key, data)))
        written = write(target, found, Progress())
    data = target.getvalue()
    assert (written.size, written.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    return data


def verdict(data: bytes, path: Path) -> tuple[list[str], frozenset[str]] | None:
    """Values and missing photos of a file; None where it is refused."""
    path.write_bytes(data)
    try:
        bundle = Bundle.open(path)
        found = [line.commit.ops[0].values[0] for line in check(bundle.manifest.ranges, bundle.lines())]  # type: ignore[index]
    except BadBundle:
        return None
    return found, bundle.missing
