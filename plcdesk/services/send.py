"""Sending: the changes another laptop lacks, as one file on a stick, read back before anyone says it is there."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

from plcdesk import __version__
from plcdesk.domain.errors import NoRoom, UserError
from plcdesk.domain.exchange import BundleKind, SendResult
from plcdesk.domain.fields import mark
from plcdesk.domain.progress import Progress
from plcdesk.ledger.chain import new_uid
from plcdesk.ledger.commit import clean
from plcdesk.ledger.feed import FeedRange, Tips
from plcdesk.ledger.identity import MAX_LABEL
from plcdesk.services.bundle_names import file_name
from plcdesk.services.stick import Disk, deliver
from plcdesk.storage.bundles import Told
from plcdesk.storage.trouble import NotSaved
from plcdesk.sync import limits
from plcdesk.sync.crypto import sign_manifest, sign_tip
from plcdesk.sync.manifest import Manifest, Sender, SpacePart
from plcdesk.sync.readme import readme
from plcdesk.sync.records import Packed, TooMuch, pack
from plcdesk.sync.sealing import passphrase_of, seal, sealed_size
from plcdesk.sync.writer import Photo, Plan, Written, pieces, plan, read_photo, write

if TYPE_CHECKING:
    from plcdesk.ledger.identity import DeviceKey
    from plcdesk.services.carrying import Carrying
    from plcdesk.storage.blobs import Blobs
    from plcdesk.storage.feeds import Feeds
    from plcdesk.storage.outgoing import Outgoing
    from plcdesk.storage.peers import PeerState


@dataclass(frozen=True, slots=True)
class Names:
    """What people call things: the programme, the school of who sends, and this computer."""

    programme: str
    school: str
    device: str


@dataclass(frozen=True, slots=True)
class Order:
    """What to send: for whom (public key in hex, None = anyone), what kind (None = what that laptop lacks, else
    everything), of which spaces (None = all), under which file name, photos up to how many bytes, and sealed or not (None =
    whenever there is somebody to seal it for, or a passphrase)."""

    whom: str | None = None
    kind: BundleKind | None = None
    spaces: frozenset[str] | None = None
    file_name: str | None = None
    photo_cap: int = limits.PHOTO_CAP
    passphrase: str | None = None
    sealed: bool | None = None

    @property
    def closed(self) -> bool:
        """Whether the file is sealed."""
        return self.sealed if self.sealed is not None else self.whom is not None or self.passphrase is not None


class Sending:
    """Makes bundles of what this computer holds. `carrying` keeps sealed bundles for others, which go along."""

    def __init__(self, feeds: Feeds, blobs: Blobs, key: Callable[[], DeviceKey], names: Callable[[], Names],
                 scratch: Path, clock: Callable[[], datetime], disk: Disk | None = None,
                 carrying: Carrying | None = None) -> None:
        self._feeds = feeds
        self._blobs = blobs
        self._key = key
        self._names = names
        self._scratch = scratch
        self._clock = clock
        self._disk = disk or Disk()
        self._carrying = carrying

    @property
    def label(self) -> str:
        """What this computer calls itself to others."""
        return self._names().device

    def send(self, folder: Path, order: Order, progress: Progress) -> SendResult:
        """Write a bundle into `folder`; see Exchange.send."""
        if self._feeds.programme() is None:
            raise UserError(mark("There is no programme here yet. Nothing was sent. Begin one, or join one first."))
        if order.closed and order.passphrase is None and order.whom is None:
            raise ValueError("sealed for nobody")
        with _noted_here():
            return self._sent(folder, order, progress)

    def _sent(self, folder: Path, order: Order, progress: Progress) -> SendResult:
        key = self._key()
        names = self._names()
        self._feeds.introduce(key, names.device)
        peer = self._feeds.peer(bytes.fromhex(order.whom)) if order.whom is not None else None
        base: Tips = peer.tips if peer is not None and order.kind in (None, BundleKind.INCREMENTAL) else {}
        kind = order.kind or (BundleKind.INCREMENTAL if base else BundleKind.FULL)
        progress.step(mark("Gathering the changes"))
        with self._feeds.outgoing(base, kind is BundleKind.REQUEST, order.spaces) as outgoing:
            packed = self._pack(outgoing)
        try:
            manifest = self._manifest(outgoing, self._signed(outgoing.ranges, key), base, kind, key, names,
                                      order.spaces)
            photos, left = self._photos(order, kind, peer, progress)
            found = self._planned(manifest, packed, photos, order, key, names)
            given = self._named(order, names)
            written: list[Written] = []
            path = deliver(folder, given, sealed_size(found.size) if order.closed else found.size,
                           lambda file: self._written(file, found, order, progress, written), progress, self._disk)
        finally:
            packed.file.close()
        label = peer.label if peer is not None else ""
        result = SendResult(path, kind, packed.lines, written[-1].size, len(photos), left, label, order.closed,
                            bundle=manifest.bundle, sha256=written[-1].sha256)
        self._note(result, manifest, {} if kind is BundleKind.REQUEST else outgoing.tips)
        carried = self._carrying.pass_along(folder, progress) if self._carrying is not None else []
        return dataclasses.replace(result, carried=tuple(file.name for file in carried))

    def _note(self, result: SendResult, manifest: Manifest, reached: Tips) -> None:
        told = Told(result.kind.value, result.commits, result.bytes, result.photos, result.sealed, result.sha256,
                    manifest.sender.label, manifest.made_at, tuple(part.space.uid for part in manifest.spaces))
        try:
            self._feeds.sent(manifest.bundle, result.file.name, result.whom, reached, told)
        except NotSaved as error:
            raise UserError(mark("The bundle is on the USB stick and was read back, but this computer's disk did not take the "
                                 "note of it. Nothing was lost. Free some space on it; the bundle can be used.")) from error

    def _named(self, order: Order, names: Names) -> str:
        given = order.file_name or file_name(names.programme, names.school, self._clock().astimezone(),
                                             self._feeds.next_file_no())
        return given + limits.SEALED if order.closed and not given.lower().endswith(limits.SEALED) else given

    def _planned(self, manifest: Manifest, packed: Packed, photos: list[Photo], order: Order, key: DeviceKey,
                 names: Names) -> Plan:
        if order.passphrase is not None:
            passphrase_of(order.passphrase)  # an empty one is told before anything is written
        page = readme(manifest.programme_name, names.device, manifest.made_at)
        try:
            found = plan(manifest, page, packed, photos, lambda data: sign_manifest(key, data))
        except TooMuch:
            raise _too_much() from None
        if found.size > limits.FILE:
            raise _too_much()
        return found

    @staticmethod
    def _written(file: IO[bytes], found: Plan, order: Order, progress: Progress, written: list[Written]) -> Written:
        if not order.closed:
            written.append(write(file, found, progress))
        else:
            to = [bytes.fromhex(order.whom)] if order.whom is not None and order.passphrase is None else []
            written.append(seal(pieces(found, progress), file, to=to, passphrase=order.passphrase))
        return written[-1]

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

    def _photos(self, order: Order, kind: BundleKind, peer: PeerState | None, progress: Progress) -> tuple[list[Photo], int]:
        """Photos to send, newest first, within the cap; and how many stay for the next bundle."""
        if kind is BundleKind.REQUEST:
            return [], 0
        theirs = frozenset(peer.have) if peer is not None else frozenset()
        made: list[Photo] = []
        size = left = 0
        for sha256, bytes_ in self._feeds.photos(order.spaces):
            if sha256 in theirs:
                continue
            path = self._blobs.path(sha256)
            if path is None:
                continue
            if size + bytes_ > order.photo_cap or len(made) >= limits.BLOBS:
                left += 1
                continue
            progress.step(mark("Gathering the photos and files"), len(made))
            photo = read_photo(sha256, path)
            if photo is not None:
                made.append(photo)
                size += photo.size
        return made, left

    def _manifest(self, outgoing: Outgoing, ranges: tuple[FeedRange, ...], base: Tips, kind: BundleKind, key: DeviceKey,
                  names: Names, only: frozenset[str] | None) -> Manifest:
        parts = tuple(
            SpacePart(space._replace(label=_label(space.label, limits.NAME)), _in_space(base, space.uid),
                      _in_space(outgoing.tips, space.uid),
                      tuple(found for found in ranges if found.space == space.uid))
            for space in outgoing.spaces
        )
        have, want = self._feeds.photo_lists(only)
        now = self._clock().astimezone(UTC)
        return Manifest(
            bundle=new_uid(), manifest_no=self._feeds.next_manifest_no(int(now.timestamp())), made_at=now,
            app=__version__, programme=outgoing.programme, programme_name=_label(names.programme, limits.NAME),
            sender=Sender(key.public, outgoing.replica, _label(names.device, MAX_LABEL)), kind=kind, spaces=parts,
            have=tuple(have[:limits.BLOBS]), want=tuple(want[:limits.BLOBS]),
        )


@contextmanager
def _noted_here() -> Iterator[None]:
    """Before a bundle is written the database notes that it is; its disk may refuse that."""
    try:
        yield
    except NoRoom as error:
        raise NoRoom(mark("This computer's disk is full. Nothing was sent and your data is unchanged. Free {mb} MB, then "
                          "send again."), **error.values) from error
    except NotSaved as error:
        raise UserError(mark("This computer's disk did not take the bundle. Nothing was changed. Free some space on it, "
                             "then send again.")) from error


def _label(text: str, longest: int) -> str:
    """A name as a reader takes it: one that is too long, or holds what no text may hold, would spoil the whole bundle."""
    return clean(text)[:longest]


def _in_space(tips: Tips, space: str) -> Tips:
    return {feed: found for feed, found in tips.items() if feed.space == space}


def _too_much() -> UserError:
    return UserError(mark("There is too much for one bundle. Nothing was changed. Send to a known laptop instead of to "
                          "anyone, or with fewer photos and files."))
