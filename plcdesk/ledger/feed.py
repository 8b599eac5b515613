"""What storage and sync hand each other: ranges of feeds, lines of the log, and who holds how much."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from plcdesk.ledger.commit import Commit


class Tip(NamedTuple):
    """The end of a chain: number and hash (32 bytes) of its newest commit."""

    seq: int
    hash: bytes


class FeedId(NamedTuple):
    """A feed: the uids of its space and its replica."""

    space: str
    replica: str


Tips = dict[FeedId, tuple[Tip, ...]]
"""What someone holds: one tip per feed, more where it forked."""


@dataclass(frozen=True, slots=True)
class FeedRange:
    """A stretch of one branch of one feed: all commits after `from_hash` up to `to_hash`, `count` of them.

    `device_key` is the public key of the device the feed belongs to; `hello` its introduction of the replica with
    that device's signature. `tip_signature` covers `to_hash` and so the whole chain below; it is by `signer`: the
    feed's own device, or the device that vouches for it after that key was lost (restored on a new laptop).
    """

    space: str
    replica: str
    device_key: bytes
    hello: bytes
    hello_signature: bytes
    from_seq: int
    from_hash: bytes
    to_seq: int
    to_hash: bytes
    signer: bytes
    tip_signature: bytes
    count: int

    @property
    def feed(self) -> FeedId:
        """The feed this is a stretch of."""
        return FeedId(self.space, self.replica)


@dataclass(slots=True)
class LogLine:
    """One commit on its way: index of its range, bytes as stored (body None = erased), digest of the body."""

    feed: int
    head: bytes
    body: bytes | None
    body_digest: bytes


@dataclass(slots=True)
class CheckedLine:
    """A received commit after all checks that need no database: its range, bytes, chain hashes and meaning."""

    feed: int
    head: bytes
    body: bytes | None
    body_digest: bytes
    previous: bytes
    hash: bytes
    dot: str
    commit: Commit


def known(tips: Mapping[FeedId, tuple[Tip, ...]], feed: FeedId) -> tuple[Tip, ...]:
    """The tips of one feed; none where nothing of it is held."""
    return tips.get(feed, ())


class Space(NamedTuple):
    """A unit of sharing: its uid, its kind (``programme``, ``school`` or ``private``) and a name for people."""

    uid: str
    kind: str
    label: str


class Device(NamedTuple):
    """A device as it introduced itself: public key, its name for itself, its six words."""

    key: bytes
    label: str
    words: str


@dataclass(frozen=True, slots=True)
class BundleMeta:
    """What is kept about a received bundle beside its commits.

    `sender_tips` is what the sender says it holds, `sender_have` the photos (SHA-256) it says it has; `devices` all
    devices in it; `accepted` the pairs of device key and space uid that the user has just accepted. `size` (bytes) and
    `sha256` are those of the file as it was received, sealed or not. `overrule`: work of computers that a steward cut off
    is taken in all the same.
    """

    uid: str
    sha256: str
    file: str
    manifest_no: int
    sender: Device
    sender_replica: str
    spaces: tuple[Space, ...]
    sender_tips: Tips
    devices: tuple[Device, ...] = ()
    accepted: frozenset[tuple[bytes, str]] = frozenset()
    restore_point: str = ""
    sender_have: tuple[str, ...] = ()
    kind: str = "full"
    made_at: datetime | None = None
    size: int = 0
    sealed: bool = False
    photos: int = 0
    overrule: bool = False
