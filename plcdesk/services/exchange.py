"""Exchange by stick: send, receive, undo a receipt, and the log of both."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from plcdesk.domain.changes import Changes
from plcdesk.domain.errors import ReadOnly, UserError
from plcdesk.domain.exchange import (
    BundleKind,
    Carried,
    DeviceSeen,
    Peer,
    Reason,
    Receipt,
    Receipted,
    ReceiptState,
    Scope,
    SendResult,
    Undone,
)
from plcdesk.domain.exchange_log import BundleDetail, Copied, Waiting
from plcdesk.domain.fields import mark
from plcdesk.domain.progress import Progress
from plcdesk.domain.sticks import Candidate, Drive
from plcdesk.services import bundle_names, drives
from plcdesk.services.collecting import Collected, Collecting
from plcdesk.services.locked import lock_of
from plcdesk.services.receive import Receiving
from plcdesk.services.routes import Routes
from plcdesk.services.send import Order, Sending
from plcdesk.services.waiting import WaitingRoom
from plcdesk.storage.unit import READ_ONLY
from plcdesk.sync import limits

if TYPE_CHECKING:
    from plcdesk.services.carrying import Carrying
    from plcdesk.services.drafts import Drafts
    from plcdesk.storage.feeds import Feeds
    from plcdesk.storage.storage import Storage


class Exchange:
    """What pages and the command line call. `by` tells who sits here; `drafts` remembers what was chosen; `carrying` keeps
    sealed bundles for others."""

    def __init__(self, storage: Storage, feeds: Feeds, sending: Sending, receiving: Receiving,
                 carrying: Carrying, by: Callable[[], str | None], drafts: Drafts | None = None) -> None:
        self._storage = storage
        self._feeds = feeds
        self._sending = sending
        self._receiving = receiving
        self._carrying = carrying
        self._by = by
        self._routes = Routes(storage, feeds, drafts)
        self._waiting = WaitingRoom(receiving.quarantine, feeds)

    @property
    def archived(self) -> bool:
        """Whether this is an archive that is only read: nothing can be received."""
        return self._storage.archived()

    @property
    def label(self) -> str:
        """What this computer calls itself to others."""
        return self._sending.label

    def peers(self) -> list[Peer]:
        """The laptops that ever told what they hold, by name, with how far they have what was written here."""
        return sorted(self._feeds.told(self._routes.names()), key=lambda peer: (peer.label.casefold(), peer.key))

    def devices(self) -> list[DeviceSeen]:
        """Every computer whose work was met, with how far it is trusted in the programme's space."""
        programme = self._feeds.programme() or ""
        return [DeviceSeen(device.key.hex(), device.label, device.words, self._feeds.trust(device.key, programme))
                for device in self._feeds.devices()]

    def block(self, key: str, *, blocked: bool = True) -> None:
        """Refuse bundles with work of a computer (key as in `devices`) from now on, or accept it again."""
        for space in self._feeds.spaces():
            self._feeds.decide(bytes.fromhex(key), space.uid, "blocked" if blocked else "accepted")

    def copied(self) -> list[Copied]:
        """The laptops whose data folder was copied and is used twice."""
        return self._feeds.copied()

    def unsent(self) -> tuple[int, datetime | None]:
        """How many own changes are in no bundle yet that passed its read-back, and since when. For show only."""
        return self._feeds.unsent()

    def drives(self) -> list[Drive]:
        """The sticks plugged in now."""
        return drives.drives()

    def scopes(self, whom: str | None = None) -> list[Scope]:
        """What can go to a laptop (a Peer's key) or, with None, to anyone: the programme, which always goes, then the
        schools by name. Chosen is what went there last; else the school whose data it holds, or everything."""
        return self._routes.scopes(whom)

    def send(self, folder: Path, whom: str | None = None, *, kind: BundleKind | None = None, file_name: str | None = None,
             photo_cap: int = limits.PHOTO_CAP, spaces: frozenset[str] | None = None, passphrase: str | None = None,
             sealed: bool | None = None, progress: Progress | None = None) -> SendResult:
        """Write a bundle into `folder`, for the known laptop with key `whom` (a Peer's) or, with None, for anyone.

        For a known laptop it holds what that laptop lacked when it last told; for anyone it holds everything. `spaces`
        narrows it to these schools' spaces (see `scopes`), of which nothing else is told. It is sealed for the laptop it is
        for, or with the passphrase, unless `sealed` is False. Photos ride along up to `photo_cap` bytes, sealed bundles for
        others as far as they fit. Returns only after the file was read back whole and compared. Raises UserError for a
        stick that is full, locked or pulled out, and Cancelled; then no file stays behind.
        """
        if file_name is not None and (Path(file_name).name != file_name or file_name in ("", ".", "..")):
            raise ValueError("a plain file name expected")
        if whom is not None and self._feeds.peer(bytes.fromhex(whom)) is None:
            raise UserError(mark("This laptop has not sent anything yet. Nothing was sent to it. Send to anyone instead."))
        result = self._sending.send(folder, Order(whom, kind, spaces, file_name, photo_cap, passphrase, sealed),
                                    progress or Progress())
        if kind is not BundleKind.REQUEST:
            self._routes.remember(whom, spaces)
        return result

    def ask(self, folder: Path, whom: str | None = None, *, file_name: str | None = None, passphrase: str | None = None,
            progress: Progress | None = None) -> SendResult:
        """Write a request into `folder`: it tells what is held here and brings no changes, so that whoever receives it can
        send what is missing. Sealed and refused as by `send`."""
        return self.send(folder, whom, kind=BundleKind.REQUEST, file_name=file_name, passphrase=passphrase, progress=progress)

    def candidates(self, folder: Path) -> list[Candidate]:
        """The bundles in a folder and two levels below, newest first, told by content; of a sealed one, who opens it."""
        devices = self._feeds.devices()
        own = [bytes.fromhex(device.key) for device in self.devices() if device.trust == "self"]
        return bundle_names.candidates(folder, lambda header: lock_of(header, own, devices))

    def preview(self, path: Path, *, accept_new: bool = False, joining: bool = False, passphrase: str | None = None,
                progress: Progress | None = None) -> Receipt:
        """What merging the bundle would do; with `joining`, what taking over its programme would bring.

        Changes nothing. A bad file is told in the receipt, not raised, and so is one sealed for others or with a passphrase.
        """
        return self._refused() or self._receiving.preview(
            path, accept_new=accept_new, progress=progress or Progress(), joining=joining, passphrase=passphrase)

    def join(self, path: Path, *, passphrase: str | None = None, progress: Progress | None = None) -> Receipt:
        """Take over the programme of a bundle into this empty database; its laptops are accepted."""
        return self._receiving.merge(path, accept_new=True, progress=progress or Progress(), joining=True,
                                     passphrase=passphrase)

    def merge(self, path: Path, *, accept_new: bool = False, passphrase: str | None = None,
              progress: Progress | None = None) -> Receipt:
        """Merge the bundle, with a restore point before. All of it is merged or, when anything is wrong, nothing."""
        return self._refused() or self._receiving.merge(
            path, accept_new=accept_new, progress=progress or Progress(), passphrase=passphrase)

    def collect(self, folder: Path, *, accept_new: bool = False, jobs: int | None = None,
                progress: Progress | None = None) -> Collected:
        """Receive every bundle of a folder, each as if it came alone; on a hub `jobs` of them at once (None: as many as
        the computer bears). Raises UserError in an archive and Cancelled; what was received until then stays."""
        if self.archived:
            raise ReadOnly(READ_ONLY)
        return Collecting(self._receiving, self._routes.names, apart=self._storage.db.is_hub).collect(
            folder, accept_new=accept_new, jobs=jobs, progress=progress or Progress())

    def _refused(self) -> Receipt | None:
        return Receipt(ReceiptState.REFUSED, reason=Reason(READ_ONLY)) if self.archived else None

    def waiting(self) -> list[Waiting]:
        """The bundles that were received before what they build on; each is merged as soon as that arrives."""
        return self._waiting.list()

    def drop_waiting(self, bundle: str) -> None:
        """Forget one that waits; it can be received again."""
        self._waiting.drop(bundle)

    def carry(self, path: Path, *, progress: Progress | None = None) -> Carried:
        """Keep a bundle that is sealed for others, to pass it on. Raises UserError."""
        return self._carrying.carry(path, progress or Progress())

    def carried(self) -> list[Carried]:
        """The bundles kept here for others."""
        return self._carrying.carried()

    def pass_on(self, folder: Path, *, progress: Progress | None = None) -> list[Path]:
        """Copy the bundles kept for others into a folder; the files that were written. Raises UserError."""
        return self._carrying.pass_on(folder, progress or Progress())

    def drop_carried(self, bundle: str) -> None:
        """Forget a bundle kept for others."""
        self._carrying.drop(bundle)

    def log(self, limit: int = 100) -> list[Receipted]:
        """Bundles sent and received, newest first."""
        return self._feeds.bundles(limit)

    def detail(self, bundle: str, direction: str | None = None) -> BundleDetail | None:
        """Everything kept of a bundle of the log; None for one that is not in it. One that was sent from here and came back
        is told as received unless `direction` (``in``, ``out``) says otherwise."""
        found = (self._feeds.detail(bundle, way) for way in ([direction] if direction is not None else ["in", "out"]))
        detail = next((one for one in found if one is not None), None)
        if detail is None:
            return None
        names = self._routes.names()
        schools = sorted(names.get(uid, "") for uid in detail.spaces)
        return dataclasses.replace(detail, schools=tuple(name for name in schools if name))

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
