"""Everything the exchange by stick needs of the database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from plcdesk.domain.exchange import Intake, Receipted
from plcdesk.domain.records import SPECS
from plcdesk.ledger.clock import milliseconds
from plcdesk.ledger.feed import BundleMeta, CheckedLine, Device, FeedId, FeedRange, Space, Tip, Tips
from plcdesk.storage import bundles, devices, local, outgoing, peers, projection, spaces, tips
from plcdesk.storage.engine import Database
from plcdesk.storage.outgoing import Outgoing
from plcdesk.storage.peers import PeerState
from plcdesk.storage.receiving import MissingBase, Receiver
from plcdesk.storage.sql import fetch, quoted

if TYPE_CHECKING:
    from plcdesk.ledger.identity import DeviceKey
    from plcdesk.storage.blobs import Blobs
    from plcdesk.storage.storage import Storage

_WITH_FILES = " UNION ALL ".join(f"SELECT '{table}' AS tbl, id, sha256, size FROM {quoted(table)}"
                                 for table, spec in SPECS.items() if "sha256" in spec.fields)
"""Every record whose content lies beside the database: photos of meetings, files of modules."""


class Feeds:
    """Spaces, feeds, devices, peers and bundles of one database. `blobs` tells which photos and files
    lie here."""

    def __init__(self, storage: Storage, blobs: Blobs) -> None:
        self._storage = storage
        self._db = storage.db
        self._clock = storage.clock
        self._blobs = blobs

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

    def mint(self, born: str) -> None:
        """Start a new replica: later saves go into new feeds. `born`: install, clone, restore or undo."""
        with self._db.write() as connection:
            spaces.mint(connection, born)

    def tips(self) -> Tips:
        """What is held of each feed of the shared spaces."""
        with self._db.read() as connection:
            return tips.held(connection)

    def holds(self, feed: FeedId, tip: Tip) -> bool:
        """Whether this very commit of this feed is in the log."""
        with self._db.read() as connection:
            return tips.holds(connection, feed, tip)

    @contextmanager
    def outgoing(self, base: Tips, nothing: bool = False) -> Iterator[Outgoing]:
        """What a laptop lacks that holds `base` (empty: everything), seen in one state of the database."""
        with self._db.read() as connection:
            yield outgoing.gather(connection, base, nothing=nothing)

    def keep_signatures(self, ranges: Iterable[FeedRange]) -> None:
        """Keep signatures of tips, for passing them on."""
        with self._db.write() as connection:
            tips.keep_signatures(connection, ranges)

    def peers(self) -> list[PeerState]:
        """The laptops that ever told what they hold."""
        with self._db.read() as connection:
            return peers.all_peers(connection)

    def peer(self, key: bytes) -> PeerState | None:
        """One of them by its public key."""
        return next((peer for peer in self.peers() if peer.key == key), None)

    def devices(self) -> list[Device]:
        """Every device met, this one too."""
        with self._db.read() as connection:
            return devices.all_devices(connection)

    def trust(self, key: bytes, space: str) -> str:
        """self, accepted, unknown or blocked: a device (public key) in a space (uid)."""
        with self._db.read() as connection:
            return devices.trust(connection, key, space)

    def decide(self, key: bytes, space: str, state: str) -> None:
        """Accept or block a device in a space."""
        with self._db.write() as connection:
            devices.decide(connection, key, space, state)

    def receive(self, meta: BundleMeta, ranges: Sequence[FeedRange], lines: Iterable[CheckedLine]) -> Intake:
        """Take a checked bundle in, as one transaction.

        Commits held already (by full hash) are skipped. Where one builds on commits not held, nothing is written and
        `waits_for` names the feeds. Where a commit of our own present replica is unknown here, this database was
        copied: a new replica is started. Any exception from `lines`, or BadCommit, leaves everything as it was.
        """
        try:
            with self._db.write() as connection:
                receiver = Receiver(connection, self._clock, meta, ranges, self._now())
                intake = receiver.run(lines)
        except MissingBase as error:
            return Intake(waits_for=error.feeds)
        self._clock.witness(receiver.newest)
        if intake.changes and self._storage.on_commit is not None:
            self._storage.on_commit(intake.changes)
        return intake

    def preview(self, meta: BundleMeta, ranges: Sequence[FeedRange], lines: Iterable[CheckedLine]) -> Intake:
        """What `receive` would report; run on a copy that is thrown away, so no save waits for it."""
        with TemporaryDirectory(prefix="plcdesk-") as folder:
            self._db.copy_to(Path(folder) / "preview.db")
            copy = Database(Path(folder) / "preview.db", lasting=False)
            try:
                with copy.write() as connection:
                    return Receiver(connection, self._clock, meta, ranges, self._now()).run(lines)
            except MissingBase as error:
                return Intake(waits_for=error.feeds)
            finally:
                copy.close()

    def note(self, meta: BundleMeta, state: str) -> None:
        """Note that a bundle was parked or rejected."""
        with self._db.write() as connection:
            bundles.note(connection, meta, state, self._now())

    def sent(self, uid: str, file: str, peer: str, reached: Tips) -> None:
        """Note a bundle that passed its read-back; `reached` = the tips in it."""
        with self._db.write() as connection:
            bundles.sent(connection, uid, file, peer, reached, self._now())

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
            return number

    def next_file_no(self) -> int:
        """The number of the next bundle file: one more than were sent."""
        with self._db.read() as connection:
            return int(fetch(connection, "SELECT count(*) + 1 FROM sync_bundle WHERE direction = 'out'")[0][0])

    def bundles(self, limit: int = 100) -> list[Receipted]:
        """Bundles sent and met, newest first."""
        with self._db.read() as connection:
            return bundles.listing(connection, limit, datetime.fromisoformat(self._now()))

    def state(self, uid: str) -> str | None:
        """applied, parked, rejected or reverted; None for a bundle never met."""
        with self._db.read() as connection:
            return bundles.state(connection, uid)

    def photos(self) -> list[tuple[str, int]]:
        """SHA-256 and size of the photos and files of shared records that lie here, newest first."""
        return [(sha256, size) for sha256, size in self._referenced() if self._blobs.path(sha256) is not None]

    def photo_lists(self) -> tuple[list[str], list[str]]:
        """The photos and files of shared records that lie here, and those that do not yet; newest first."""
        have: list[str] = []
        want: list[str] = []
        for sha256, _ in self._referenced():
            (have if self._blobs.path(sha256) is not None else want).append(sha256)
        return have, want

    def blob_arrived(self, sha256: str, size: int) -> None:
        """Note a photo that was received whole."""
        with self._db.write() as connection:
            connection.exec_driver_sql("INSERT OR REPLACE INTO sync_blob (sha256, size, media_type, state) "
                                       "VALUES (?, ?, '', 'have')", (sha256, size))

    def _referenced(self) -> list[tuple[str, int]]:
        with self._db.read() as connection:
            rows = fetch(connection, f"SELECT a.sha256, max(coalesce(a.size, 0)) FROM ({_WITH_FILES}) a "
                                     "JOIN sync_row r ON r.tbl = a.tbl AND r.row_uid = a.id "
                                     "JOIN sync_space s ON s.id = r.space_id AND s.kind != 'private' "
                                     "WHERE length(a.sha256) = 64 GROUP BY a.sha256 ORDER BY max(a.id) DESC")
        return [(sha256, size) for sha256, size in rows]

    def _now(self) -> str:
        return datetime.fromtimestamp(self._clock.now() / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
