"""Everything the exchange by stick needs of the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from plcdesk.domain.exchange import Intake, Peer, Receipted
from plcdesk.domain.exchange_log import BundleDetail, Copied
from plcdesk.ledger.clock import milliseconds
from plcdesk.ledger.feed import BundleMeta, CheckedLine, Device, FeedId, FeedRange, Space, Tip, Tips
from plcdesk.storage import (
    apart,
    bundle_detail,
    bundles,
    clones,
    devices,
    erasure,
    holdings,
    local,
    outgoing,
    peers,
    projection,
    spaces,
    stewards,
    tips,
    withheld,
)
from plcdesk.storage.bundles import Told
from plcdesk.storage.outgoing import Outgoing
from plcdesk.storage.peers import PeerState
from plcdesk.storage.receiving import CutOff, MissingBase, Receiver
from plcdesk.storage.sql import fetch

if TYPE_CHECKING:
    from plcdesk.ledger.identity import DeviceKey
    from plcdesk.storage.blobs import Blobs
    from plcdesk.storage.storage import Storage


class Remembered(NamedTuple):
    """The number of the last manifest made, and the commits (dots) whose words stay here."""

    manifest_no: int
    withheld: tuple[str, ...]


class Feeds:
    """Spaces, feeds, devices, peers and bundles of one database. `blobs` tells which photos and files lie here."""

    def __init__(self, storage: Storage, blobs: Blobs) -> None:
        self._storage = storage
        self._db = storage.db
        self._clock = storage.clock
        self._blobs = blobs
        self.on_manifest: Callable[[], None] | None = None
        """Called when a manifest got its number, before anything with it leaves this computer."""

    def spaces(self) -> list[Space]:
        """Every space held, the programme's first, private ones too."""
        with self._db.read() as connection:
            return [Space(space.uid, space.kind, space.label) for space in spaces.all_spaces(connection)]

    def programme(self) -> str | None:
        """The uid of the programme's space; None before there is one."""
        return next((space.uid for space in self.spaces() if space.kind == spaces.PROGRAMME), None)

    def introduce(self, key: DeviceKey, label: str) -> None:
        """Enter this device's key and name, and sign for its replicas (devices.introduce)."""
        with self._db.write() as connection:
            if devices.introduce(connection, key, label):
                projection.rebuild(connection)

    def own(self) -> tuple[str, dict[str, Tip]]:
        """The uid of the present replica and its newest commit in each space (uid); for the anchor."""
        with self._db.read() as connection:
            replica = local.get(connection, local.REPLICA)
            if replica is not None:
                return replica, tips.own(connection, replica)
        with self._db.write() as connection:
            return spaces.own_replica(connection), {}

    def mint(self, born: str, known: Remembered | None = None) -> None:
        """Start a new replica: later saves go into new feeds. `born`: install, clone, restore or undo.

        `known` is what a later state of this database had remembered, where an older one was put in its place.
        """
        with self._db.write() as connection:
            spaces.mint(connection, born)
            if known is not None:
                local.raise_to(connection, local.MANIFEST_NO, known.manifest_no)
                withheld.keep_back_again(connection, known.withheld)

    def tell_apart(self, believed: Tips) -> None:
        """Start a new replica where another laptop believes that this one holds what it does not (`believed`, from a
        bundle that is for this laptop alone): then a copy of this database speaks under the same name, or this one is an
        older state. A name that was never told to anybody is kept."""
        with self._db.write() as connection:
            told = fetch(connection, "SELECT 1 FROM sync_replica WHERE uid = ? AND length(hello) > 0",
                         local.get(connection, local.REPLICA))
            if told and any(not tips.holds(connection, feed, tip) for feed, ends in believed.items() for tip in ends):
                spaces.mint(connection, "clone")

    def remembered(self) -> Remembered:
        """What must not be forgotten when an older state is put back."""
        with self._db.read() as connection:
            return Remembered(int(local.get(connection, local.MANIFEST_NO, "0") or "0"), withheld.dots(connection))

    def tips(self) -> Tips:
        """What is held of each feed of the shared spaces."""
        with self._db.read() as connection:
            return tips.held(connection)

    def holds(self, feed: FeedId, tip: Tip) -> bool:
        """Whether this very commit of this feed is in the log."""
        with self._db.read() as connection:
            return tips.holds(connection, feed, tip)

    def hollow(self, ranges: Iterable[FeedRange]) -> bool:
        """Whether something of these stretches is held without its values, which a bundle may bring."""
        with self._db.read() as connection:
            return tips.hollow(connection, ranges)

    @contextmanager
    def outgoing(self, base: Tips, nothing: bool = False, only: frozenset[str] | None = None) -> Iterator[Outgoing]:
        """What a laptop lacks that holds `base` (empty: everything), seen in one state of the database.

        `only`: of these spaces and the programme's. ValueError for one that is not shared here.
        """
        with self._db.read() as connection:
            found = outgoing.gather(connection, base, nothing=nothing, only=only)
            yield found
        if not nothing:
            with self._db.write() as connection:
                withheld.hand_out(connection, found.tips)

    def keep_signatures(self, ranges: Iterable[FeedRange]) -> None:
        """Keep signatures of tips, for passing them on."""
        with self._db.write() as connection:
            tips.keep_signatures(connection, ranges)

    def peers(self) -> list[PeerState]:
        """The laptops that ever told what they hold."""
        with self._db.read() as connection:
            return peers.all_peers(connection)

    def told(self, names: Mapping[str, str]) -> list[Peer]:
        """The same laptops with how far they have what was written here (see holdings.told)."""
        with self._db.read() as connection:
            return holdings.told(connection, peers.all_peers(connection), names)

    def copied(self) -> list[Copied]:
        """The laptops whose data folder was copied and is used twice."""
        with self._db.read() as connection:
            return clones.copied(connection)

    def peer(self, key: bytes) -> PeerState | None:
        """One of them by its public key."""
        return next((peer for peer in self.peers() if peer.key == key), None)

    def devices(self) -> list[Device]:
        """Every device met, this one too."""
        with self._db.read() as connection:
            return devices.all_devices(connection)

    def names(self, replicas: Iterable[str]) -> dict[str, str]:
        """What the laptops behind these replicas (uids) call themselves, as far as they were met."""
        with self._db.read() as connection:
            return devices.labels(connection, replicas)

    def trust(self, key: bytes, space: str) -> str:
        """self, accepted, unknown or blocked: a device (public key) in a space (uid)."""
        with self._db.read() as connection:
            return devices.trust(connection, key, space)

    def welcome(self) -> frozenset[tuple[str, str]]:
        """Whom the stewards accept: pairs of key (hex) and space uid."""
        with self._db.read() as connection:
            return frozenset(stewards.standing(connection).accepted)

    def decide(self, key: bytes, space: str, state: str) -> None:
        """Accept or block a device in a space."""
        with self._db.write() as connection:
            devices.decide(connection, key, space, state)

    def receive(self, meta: BundleMeta, ranges: Sequence[FeedRange], lines: Iterable[CheckedLine],
                before_end: Callable[[], object] = lambda: None) -> Intake:
        """Take a checked bundle in, as one transaction that is kept when `before_end` returns; saves wait until then.

        Commits held already (by full hash) are skipped. Where one builds on commits not held, nothing is written and
        `waits_for` names the feeds. Where it brings later work of a computer that a steward cut off, nothing is written
        either and `cut` names it, unless `meta.overrule`. Where a commit of our own present replica is unknown here, this
        database was copied: a new replica is started. Any exception from `lines` or `before_end`, or BadCommit, leaves
        everything as it was.
        """
        try:
            with self._db.write(apart.names(self._db, meta, ranges)) as connection:
                receiver = Receiver(connection, self._clock, meta, ranges, self._now())
                intake = receiver.run(lines)
                before_end()
        except MissingBase as error:
            return Intake(waits_for=error.feeds)
        except CutOff as error:
            return Intake(cut=error.intake.cut)
        if intake.erased:
            erasure.scrub(self._db)
        self._clock.witness(receiver.newest)
        self._storage.announce(intake.changes)
        return intake

    def preview(self, meta: BundleMeta, ranges: Sequence[FeedRange], lines: Iterable[CheckedLine]) -> Intake:
        """What `receive` would report; nothing of it is kept, and on a laptop no save waits for it."""
        try:
            with self._db.trial(apart.names(self._db, meta, ranges)) as connection:
                return Receiver(connection, self._clock, meta, ranges, self._now()).run(lines)
        except MissingBase as error:
            return Intake(waits_for=error.feeds)
        except CutOff as error:
            return error.intake

    def note(self, meta: BundleMeta, state: str) -> None:
        """Note that a bundle was parked or rejected."""
        with self._db.write(apart.names(self._db, meta, ())) as connection:
            bundles.note(connection, meta, state, self._now())

    def sent(self, uid: str, file: str, peer: str, reached: Tips, told: Told | None = None) -> None:
        """Note a bundle that passed its read-back; `reached` = the tips in it."""
        with self._db.write() as connection:
            bundles.sent(connection, uid, file, peer, reached, self._now(), told)

    def unsent(self) -> tuple[int, datetime | None]:
        """How many own commits of shared spaces are in no bundle yet, and since when."""
        with self._db.read() as connection:
            count, first = bundles.unsent(connection)
        return count, datetime.fromtimestamp(milliseconds(first) / 1000, UTC) if count else None

    def next_manifest_no(self, at_least: int = 0) -> int:
        """A number above every manifest made here before, and not below `at_least`.

        The caller gives the seconds of the wall clock: after an older copy of the disk was put back, what this laptop
        says it holds must still count as newer than what it said before.
        """
        with self._db.write() as connection:
            number = max(int(local.get(connection, local.MANIFEST_NO, "0") or "0") + 1, at_least)
            local.put(connection, local.MANIFEST_NO, str(number))
        if self.on_manifest is not None:
            self.on_manifest()
        return number

    def next_file_no(self) -> int:
        """The number of the next bundle file: one more than were sent."""
        with self._db.read() as connection:
            return int(fetch(connection, "SELECT count(*) + 1 FROM sync_bundle WHERE direction = 'out'")[0][0])

    def bundles(self, limit: int = 100) -> list[Receipted]:
        """Bundles sent and met, newest first."""
        with self._db.read() as connection:
            return bundles.listing(connection, limit, datetime.fromisoformat(self._now()))

    def detail(self, uid: str, direction: str) -> BundleDetail | None:
        """Everything kept of a bundle sent (``out``) or met (``in``); None for one that never was."""
        with self._db.read() as connection:
            return bundle_detail.detail(connection, uid, direction, datetime.fromisoformat(self._now()))

    def state(self, uid: str) -> str | None:
        """applied, parked, rejected or reverted; None for a bundle never met."""
        with self._db.read() as connection:
            return bundles.state(connection, uid)

    def photos(self, only: frozenset[str] | None = None) -> list[tuple[str, int]]:
        """SHA-256 and size of the photos and files of shared records (of these spaces) that lie here, newest first."""
        return [(sha256, size) for sha256, size in self._files(only) if self._blobs.path(sha256) is not None]

    def photo_lists(self, only: frozenset[str] | None = None) -> tuple[list[str], list[str]]:
        """The photos and files of shared records (of these spaces) that lie here, and those that do not yet; newest
        first. One that was cut short on this disk is asked for like one that never came."""
        have: list[str] = []
        want: list[str] = []
        for sha256, size in self._files(only):
            (have if self._blobs.whole(sha256, size) else want).append(sha256)
        return have, want

    def blob_arrived(self, sha256: str, size: int) -> None:
        """Note a photo that was received whole."""
        with self._db.write((sha256,)) as connection:
            connection.exec_driver_sql("INSERT OR REPLACE INTO sync_blob (sha256, size, media_type, state) "
                                       "VALUES (?, ?, '', 'have')", (sha256, size))

    def _files(self, only: frozenset[str] | None) -> list[tuple[str, int]]:
        with self._db.read() as connection:
            return outgoing.files(connection, only)

    def _now(self) -> str:
        return datetime.fromtimestamp(self._clock.now() / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
