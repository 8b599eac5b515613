"""Sending: the changes another laptop lacks, as one file on a stick, read back before anyone says it is there."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from plcdesk import __version__
from plcdesk.domain.errors import UserError
from plcdesk.domain.exchange import BundleKind, SendResult
from plcdesk.domain.fields import mark
from plcdesk.domain.progress import Progress
from plcdesk.ledger.chain import new_uid
from plcdesk.ledger.feed import FeedRange, Tips
from plcdesk.services.bundle_names import file_name
from plcdesk.services.stick import Disk, deliver
from plcdesk.sync import limits
from plcdesk.sync.crypto import sign_manifest, sign_tip
from plcdesk.sync.manifest import Manifest, Sender, SpacePart
from plcdesk.sync.readme import readme
from plcdesk.sync.records import Packed, TooMuch, pack
from plcdesk.sync.writer import Photo, plan, read_photo, write

if TYPE_CHECKING:
    from plcdesk.ledger.identity import DeviceKey
    from plcdesk.storage.blobs import Blobs
    from plcdesk.storage.feeds import Feeds
    from plcdesk.storage.outgoing import Outgoing


@dataclass(frozen=True, slots=True)
class Names:
    """What people call things: the programme, the school of who sends, and this computer."""

    programme: str
    school: str
    device: str


class Sending:
    """Makes bundles of what this computer holds."""

    def __init__(self, feeds: Feeds, blobs: Blobs, key: Callable[[], DeviceKey], names: Callable[[], Names],
                 scratch: Path, clock: Callable[[], datetime], disk: Disk | None = None) -> None:
        self._feeds = feeds
        self._blobs = blobs
        self._key = key
        self._names = names
        self._scratch = scratch
        self._clock = clock
        self._disk = disk or Disk()

    def send(self, folder: Path, whom: str | None, kind: BundleKind | None, name: str | None, photo_cap: int,
             progress: Progress) -> SendResult:
        """Write a bundle into `folder`; see Exchange.send."""
        if self._feeds.programme() is None:
            raise UserError(mark("There is no programme here yet. Nothing was sent. Begin one, or join one first."))
        key = self._key()
        names = self._names()
        self._feeds.introduce(key, names.device)
        peer = self._feeds.peer(bytes.fromhex(whom)) if whom is not None else None
        base: Tips = peer.tips if peer is not None and kind is not BundleKind.FULL else {}
        chosen = kind or (BundleKind.INCREMENTAL if base else BundleKind.FULL)
        progress.step(mark("Gathering the changes"))
        with self._feeds.outgoing(base, nothing=chosen is BundleKind.REQUEST) as outgoing:
            packed = self._pack(outgoing)
        try:
            ranges = self._signed(outgoing.ranges, key)
            theirs = frozenset(peer.have) if peer is not None else frozenset()
            photos, left = self._photos(chosen, theirs, photo_cap, progress)
            manifest = self._manifest(outgoing, ranges, base, chosen, key, names)
            found = plan(manifest, readme(manifest.programme_name, names.device, manifest.made_at), packed, photos,
                         lambda data: sign_manifest(key, data))
            if found.size > limits.FILE:
                raise _too_much()
            given = name or file_name(names.programme, names.school, self._clock().astimezone(), self._feeds.next_file_no())
            path = deliver(folder, given, found.size, lambda file: write(file, found, progress), progress, self._disk)
        finally:
            packed.file.close()
        label = peer.label if peer is not None else ""
        self._feeds.sent(manifest.bundle, path.name, label, outgoing.tips)
        return SendResult(path, chosen, packed.lines, found.size, len(photos), left, label)

    def _pack(self, outgoing: Outgoing) -> Packed:
        try:
            self._scratch.mkdir(parents=True, exist_ok=True)
            return pack(outgoing.lines(), self._scratch)
        except TooMuch:
            raise _too_much() from None
        except OSError as error:
            raise UserError(mark("This computer's disk did not take the bundle. Nothing was changed. Free some space on it, "
                                 "then send again.")) from error

    def _signed(self, ranges: tuple[FeedRange, ...], key: DeviceKey) -> tuple[FeedRange, ...]:
        """The stretches, those whose end nobody has signed yet now signed by this device."""
        made: list[FeedRange] = []
        for found in ranges:
            if not found.tip_signature:
                found = dataclasses.replace(found, signer=key.public)
                found = dataclasses.replace(found, tip_signature=sign_tip(key, found))
            made.append(found)
        self._feeds.keep_signatures([new for new, old in zip(made, ranges, strict=True) if not old.tip_signature])
        return tuple(made)

    def _photos(self, kind: BundleKind, theirs: frozenset[str], cap: int, progress: Progress) -> tuple[list[Photo], int]:
        """Photos to send, newest first, within the cap; and how many stay for the next bundle."""
        if kind is BundleKind.REQUEST:
            return [], 0
        made: list[Photo] = []
        size = left = 0
        for sha256, bytes_ in self._feeds.photos():
            if sha256 in theirs:
                continue
            path = self._blobs.path(sha256)
            if path is None:
                continue
            if size + bytes_ > cap or len(made) >= limits.BLOBS:
                left += 1
                continue
            progress.step(mark("Gathering the photos and files"), len(made))
            photo = read_photo(sha256, path)
            if photo is not None:
                made.append(photo)
                size += photo.size
        return made, left

    def _manifest(self, outgoing: Outgoing, ranges: tuple[FeedRange, ...], base: Tips, kind: BundleKind, key: DeviceKey,
                  names: Names) -> Manifest:
        parts = tuple(
            SpacePart(space, _in_space(base, space.uid), _in_space(outgoing.tips, space.uid),
                      tuple(found for found in ranges if found.space == space.uid))
            for space in outgoing.spaces
        )
        have, want = self._feeds.photo_lists()
        now = self._clock().astimezone(UTC)
        return Manifest(
            bundle=new_uid(), manifest_no=self._feeds.next_manifest_no(int(now.timestamp())), made_at=now,
            app=__version__, programme=outgoing.programme, programme_name=names.programme[:limits.NAME],
            sender=Sender(key.public, outgoing.replica, names.device), kind=kind, spaces=parts,
            have=tuple(have[:limits.BLOBS]), want=tuple(want[:limits.BLOBS]),
        )


def _in_space(tips: Tips, space: str) -> Tips:
    return {feed: found for feed, found in tips.items() if feed.space == space}


def _too_much() -> UserError:
    return UserError(mark("There is too much for one bundle. Nothing was changed. Send to a known laptop instead of to "
                          "anyone, or with fewer photos and files."))
