"""The open files of one programme, which the services work on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from plcdesk import room
from plcdesk.paths import Paths
from plcdesk.services.replica import ReplicaGuard
from plcdesk.storage import local
from plcdesk.storage.backup import OURS
from plcdesk.storage.blobs import Blobs
from plcdesk.storage.drafts import Drafts
from plcdesk.storage.feeds import Feeds
from plcdesk.storage.scratch import sweep
from plcdesk.storage.storage import Storage
from plcdesk.storage.trouble import NotSaved, not_opened


@dataclass(frozen=True)
class OpenFiles:
    """The open files of one programme."""

    paths: Paths
    storage: Storage
    drafts: Drafts
    blobs: Blobs
    feeds: Feeds
    guard: ReplicaGuard

    def recall(self, key: str) -> str | None:
        """A local value of this programme."""
        with self.storage.db.read() as connection:
            return local.get(connection, key)

    def remember(self, key: str, value: str) -> None:
        """Keep a local value; it travels in no bundle."""
        with self.storage.db.write() as connection:
            local.put(connection, key, value)

    def close(self) -> None:
        """Close every file."""
        self.drafts.close()
        self.storage.close()


def open_files(paths: Paths, clock: Callable[[], datetime]) -> OpenFiles:
    """Open the files in `paths.folder`, making them where there are none. Raises UserError."""
    fresh = not paths.has_database()
    storage = _storage(paths, lambda: int(clock().timestamp() * 1000))
    try:
        for folder, start in ((paths.folder, paths.database.stem), (paths.backups, OURS), (paths.blobs, "")):
            sweep(folder, start)
        blobs = Blobs(paths.blobs)
        feeds = Feeds(storage, blobs)
        guard = ReplicaGuard(feeds, paths.anchor, paths.database)
        if fresh:
            guard.keep(lasting=True)
        else:
            guard.check()
        return OpenFiles(paths, storage, Drafts(paths.drafts), blobs, feeds, guard)
    except NotSaved as error:
        storage.close()
        raise not_opened(room.free(paths.folder)) from error
    except BaseException:
        storage.close()
        raise


def _storage(paths: Paths, now: Callable[[], int]) -> Storage:
    if paths.server is None:
        return Storage.open(paths.database, create=True, now=now)
    from plcdesk.storage.postgres import open_server  # no laptop has to load it

    return Storage(open_server(paths.server), now)


def remove_database(paths: Paths) -> None:
    """Take away the database of a programme that was not finished being made; one on a server stays as it is."""
    if paths.server is not None:
        return
    for file in (paths.database, paths.drafts):
        for suffix in ("", "-wal", "-shm", "-journal"):
            file.with_name(file.name + suffix).unlink(missing_ok=True)
