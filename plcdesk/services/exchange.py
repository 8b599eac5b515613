"""Exchange by stick: send, receive, undo a receipt, and the log of both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from plcdesk.domain.changes import Changes
from plcdesk.domain.errors import UserError
from plcdesk.domain.exchange import (
    BundleKind,
    Candidate,
    DeviceSeen,
    Drive,
    Peer,
    Receipt,
    Receipted,
    SendResult,
    Undone,
)
from plcdesk.domain.fields import mark
from plcdesk.domain.progress import Progress
from plcdesk.services import bundle_names, drives
from plcdesk.services.receive import Receiving
from plcdesk.services.send import Sending
from plcdesk.sync import limits

if TYPE_CHECKING:
    from plcdesk.storage.feeds import Feeds
    from plcdesk.storage.storage import Storage


class Exchange:
    """What pages and the command line call. `by` tells who sits here."""

    def __init__(self, storage: Storage, feeds: Feeds, sending: Sending, receiving: Receiving,
                 by: Callable[[], str | None]) -> None:
        self._storage = storage
        self._feeds = feeds
        self._sending = sending
        self._receiving = receiving
        self._by = by

    def peers(self) -> list[Peer]:
        """The laptops that ever told what they hold, by name."""
        found = [Peer(peer.key.hex(), peer.label, peer.seen_at) for peer in self._feeds.peers()]
        return sorted(found, key=lambda peer: (peer.label.casefold(), peer.key))

    def devices(self) -> list[DeviceSeen]:
        """Every computer whose work was met, with how far it is trusted in the programme's space."""
        programme = self._feeds.programme() or ""
        return [DeviceSeen(device.key.hex(), device.label, device.words, self._feeds.trust(device.key, programme))
                for device in self._feeds.devices()]

    def block(self, key: str, *, blocked: bool = True) -> None:
        """Refuse bundles with work of a computer (key as in `devices`) from now on, or accept it again."""
        for space in self._feeds.spaces():
            self._feeds.decide(bytes.fromhex(key), space.uid, "blocked" if blocked else "accepted")

    def unsent(self) -> tuple[int, datetime | None]:
        """How many own changes are in no bundle yet that passed its read-back, and since when. For show only."""
        return self._feeds.unsent()

    def drives(self) -> list[Drive]:
        """The sticks plugged in now."""
        return drives.drives()

    def send(self, folder: Path, whom: str | None = None, *, kind: BundleKind | None = None, file_name: str | None = None,
             photo_cap: int = limits.PHOTO_CAP, progress: Progress | None = None) -> SendResult:
        """Write a bundle into `folder`, for the known laptop with key `whom` (a Peer's) or, with None, for anyone.

        For a known laptop it holds what that laptop lacked when it last told; for anyone it holds everything. Photos
        ride along up to `photo_cap` bytes. Returns only after the file was read back whole and compared. Raises
        UserError for a stick that is full, locked or pulled out, and Cancelled; then no file stays behind.
        """
        if file_name is not None and (Path(file_name).name != file_name or file_name in ("", ".", "..")):
            raise ValueError("a plain file name expected")
        if whom is not None and self._feeds.peer(bytes.fromhex(whom)) is None:
            raise UserError(mark("This laptop has not sent anything yet. Send to anyone instead."))
        return self._sending.send(folder, whom, kind, file_name, photo_cap, progress or Progress())

    def candidates(self, folder: Path) -> list[Candidate]:
        """The bundles in a folder and two levels below, newest first, told by content."""
        return bundle_names.candidates(folder)

    def preview(self, path: Path, *, accept_new: bool = False, joining: bool = False,
                progress: Progress | None = None) -> Receipt:
        """What merging the bundle would do; with `joining`, what taking over its programme would bring.

        Changes nothing. A bad file is told in the receipt, not raised.
        """
        return self._receiving.preview(path, accept_new=accept_new, progress=progress or Progress(), joining=joining)

    def join(self, path: Path, *, progress: Progress | None = None) -> Receipt:
        """Take over the programme of a bundle into this empty database; its laptops are accepted."""
        return self._receiving.merge(path, accept_new=True, progress=progress or Progress(), joining=True)

    def merge(self, path: Path, *, accept_new: bool = False, progress: Progress | None = None) -> Receipt:
        """Merge the bundle, with a restore point before. All of it is merged or, when anything is wrong, nothing."""
        return self._receiving.merge(path, accept_new=accept_new, progress=progress or Progress())

    def log(self, limit: int = 100) -> list[Receipted]:
        """Bundles sent and received, newest first."""
        return self._feeds.bundles(limit)

    def undo(self, bundle: str) -> Undone:
        """Take back what a received bundle brought; what was edited since is left and listed. Itself undoable.

        Raises UserError for a receipt that does not hold any more, and for the one that brought the programme.
        """
        from plcdesk.storage import revert

        with self._storage.unit(self._by()) as unit:
            left = revert.undo_receipt(unit, bundle)
        return Undone(unit.changes, tuple(left))

    def apply_again(self, bundle: str) -> Changes:
        """Bring back what `undo` took away."""
        from plcdesk.storage import revert

        with self._storage.unit(self._by()) as unit:
            revert.apply_again(unit, bundle)
        return unit.changes
