"""Bundles of very many commits, written straight into the file: what a laptop would send after years of work."""

from __future__ import annotations

import dataclasses
import random
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from plcdesk.domain.exchange import BundleKind
from plcdesk.domain.progress import Progress
from plcdesk.ledger.chain import link, new_uid, seed
from plcdesk.ledger.commit import Commit, Op, body_digest, encode, nonce
from plcdesk.ledger.feed import FeedId, FeedRange, LogLine, Space, Tip
from plcdesk.ledger.identity import DeviceKey, Hello, hello_message
from plcdesk.services.device_key import load_or_make
from plcdesk.sync.crypto import sign_manifest, sign_tip
from plcdesk.sync.manifest import Manifest, Sender, SpacePart
from plcdesk.sync.records import pack
from plcdesk.sync.writer import plan, write
from tests.exchange.laptops import GROUP, START, Laptop

_DAY = date(2015, 1, 5)


def crowd(laptop: Laptop, path: Path, count: int, long: int = 0) -> Path:
    """A bundle by a laptop, under a replica of its own: `count` commits, nearly all a new meeting each; of ten the last
    edits a much earlier one. `long` = characters of text in each new meeting."""
    key, _ = load_or_make(laptop.paths.device_key)
    space = next(space for space in laptop.feeds.spaces() if space.kind == "school")
    feed = FeedId(space.uid, new_uid())
    ends: list[Tip] = []
    packed = pack(_lines(feed, count, long, ends), path.parent)
    hello = Hello(feed.replica, key.public, laptop.name, "install", "").to_bytes()
    stretch = FeedRange(space.uid, feed.replica, key.public, hello, key.sign(hello_message(hello)), 0, seed(*feed),
                        ends[-1].seq, ends[-1].hash, key.public, b"", ends[-1].seq)
    manifest = _manifest(laptop, key, space, stretch)
    found = plan(manifest, b"PLC Desk bundle\n", packed, (), lambda data: sign_manifest(key, data))
    with path.open("wb") as file:
        write(file, found, Progress())
    packed.file.close()
    return path


def _manifest(laptop: Laptop, key: DeviceKey, space: Space, stretch: FeedRange) -> Manifest:
    stretch = dataclasses.replace(stretch, tip_signature=sign_tip(key, stretch))
    programme = laptop.feeds.programme() or ""
    tips = {stretch.feed: (Tip(stretch.to_seq, stretch.to_hash),)}
    parts = (SpacePart(Space(programme, "programme", ""), {}, {}, ()), SpacePart(space, {}, tips, (stretch,)))
    return Manifest(new_uid(), START // 1000 + stretch.count, datetime.fromtimestamp(START / 1000, UTC), "1.0", programme,
                    "Program KBP", Sender(key.public, laptop.feeds.own()[0], laptop.name), BundleKind.FULL, parts)


def _lines(feed: FeedId, count: int, long: int, ends: list[Tip]) -> Iterator[LogLine]:
    end = Tip(0, seed(*feed))
    for number in range(count):
        later = number % 10 == 9
        row = str(uuid.uuid5(uuid.NAMESPACE_OID, f"{feed.replica}{number // 20 * 10 if later else number}"))
        day = (_DAY + timedelta(days=number % 4000)).isoformat()
        if later:  # by somebody who had not seen the first title
            op = Op("meeting", row, "set", ("title",), (f"Telaah modul {number}",))
        else:
            op = Op("meeting", row, "set", ("group_id", "when", "venue", "title", "opening"),
                    (GROUP, [day, "13:00", "14:30"], "Ruang guru", f"Telaah modul {number}", _words(number, long)))
        head, body = encode(Commit(end.seq + 1, (START + number) << 16, "", 1, 1, (op,)), nonce())
        digest = body_digest(body)
        end = Tip(end.seq + 1, link(end.hash, head, digest))
        yield LogLine(0, head, body, digest)
    ends.append(end)


def _words(number: int, size: int) -> str:
    """Text that does not pack much better than what people write."""
    return random.Random(number).randbytes(size // 2).hex() if size else ""
