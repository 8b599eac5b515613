"""Receiving: a bundle is checked on a copy, tried out, and only then merged, with a restore point before."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from plcdesk.domain.errors import NoRoom, UserError
from plcdesk.domain.exchange import DONE, Intake, Receipt, ReceiptState
from plcdesk.domain.fields import mark
from plcdesk.domain.progress import Progress
from plcdesk.ledger.commit import BadCommit
from plcdesk.ledger.feed import CheckedLine, Tip, Tips
from plcdesk.services import judging
from plcdesk.services.judging import Finding
from plcdesk.services.locked import LOCKED, locked
from plcdesk.services.quarantine import Opened, Parked, Quarantine
from plcdesk.services.restore_point import NoRestorePoint, RestorePoint
from plcdesk.services.waiting import missing
from plcdesk.storage.trouble import Contended, NotSaved
from plcdesk.sync.container import Bundle
from plcdesk.sync.errors import BadBundle, damaged
from plcdesk.sync.lines import check

if TYPE_CHECKING:
    from plcdesk.storage.blobs import Blobs
    from plcdesk.storage.feeds import Feeds

_HEARD = DONE | {ReceiptState.PARKED}
"""States of bundles whose sender is trusted here."""
_LONG = 5_000
"""Commits from which merging takes so long that the restore point is checked beside it. Saves wait while a bundle is merged;
for the sake of a short one they do not wait for the check as well."""
_TOLD = 50
"""Commits between two words on how far it is, and two chances to cancel."""


class Receiving:
    """Takes bundles in. `restore_point` copies the database when its block begins, and checks the copy beside it."""

    def __init__(self, feeds: Feeds, blobs: Blobs, quarantine: Quarantine,
                 restore_point: Callable[[], AbstractContextManager[RestorePoint]]) -> None:
        self._feeds = feeds
        self._blobs = blobs
        self._quarantine = quarantine
        self._restore_point = restore_point

    def preview(self, path: Path, *, accept_new: bool, progress: Progress, joining: bool = False,
                passphrase: str | None = None) -> Receipt:
        """What merging the file would do; nothing is changed by it."""
        try:
            with taking(), self._quarantine.opened(path, progress, passphrase) as opened:
                return self._preview(opened, path.name, accept_new=accept_new, progress=progress, joining=joining)
        except LOCKED as error:
            return locked(error, self._feeds.devices())
        except (BadBundle, BadCommit) as error:
            return judging.refused(error)

    def merge(self, path: Path, *, accept_new: bool, progress: Progress, joining: bool = False,
              passphrase: str | None = None) -> Receipt:
        """Merge the file: photos, restore point, then everything else in one transaction, which is kept only with a whole
        restore point."""
        try:
            with taking(), self._quarantine.opened(path, progress, passphrase) as opened:
                receipt = self._merge(opened, path.name, accept_new=accept_new, progress=progress, joining=joining)
                if opened.sealed and passphrase is None and receipt.state in _HEARD:
                    with contextlib.suppress(NotSaved):  # the bundle is merged; who copied whom is told by the next one
                        self._feeds.tell_apart(_believed(opened.bundle))
        except LOCKED as error:
            return locked(error, self._feeds.devices())
        except (BadBundle, BadCommit) as error:
            return judging.refused(error)
        return self._retry_parked(receipt) if receipt.state is ReceiptState.APPLIED else receipt

    def make_restore_point(self) -> None:
        """Make the copy of the database to which one can go back. Raises UserError when the disk does not take it."""
        with self._restore_point() as point:
            point.finish()

    def take(self, path: Path, *, accept_new: bool, progress: Progress) -> Receipt:
        """As `merge`, for one file of many: no restore point of its own, and what waits is left waiting (see `retry`)."""
        try:
            with taking(), self._quarantine.opened(path, progress) as opened:
                return self._merge(opened, path.name, accept_new=accept_new, progress=progress, joining=False, late=True)
        except LOCKED as error:
            return locked(error, self._feeds.devices())
        except (BadBundle, BadCommit) as error:
            return judging.refused(error)

    @property
    def quarantine(self) -> Quarantine:
        """Where received files lie while they are judged, and bundles that wait for others."""
        return self._quarantine

    def waiting(self) -> int:
        """How many bundles wait for what they build on."""
        return len(self._quarantine.parked())

    def _preview(self, opened: Opened, name: str, *, accept_new: bool, progress: Progress, joining: bool) -> Receipt:
        bundle = opened.bundle
        finding = judging.judge(opened, self._feeds, name, accept_new=accept_new, joining=joining)
        if finding.reason is not None:
            return finding.receipt(ReceiptState.REFUSED)
        if self._all_held(bundle):
            return self._told(finding, Intake(), photos=self._new_photos(bundle))
        progress.step(mark("Trying the bundle out"))
        intake = self._feeds.preview(finding.meta, bundle.manifest.ranges, _lines(bundle, progress))
        finding = judging.judge(opened, self._feeds, name, accept_new=accept_new, joining=joining, tried=intake)
        if finding.strangers and not intake.waits_for:
            return finding.receipt(ReceiptState.NEEDS_TRUST, intake, self._new_photos(bundle))
        return self._told(finding, intake, photos=self._new_photos(bundle))

    def _merge(self, opened: Opened, name: str, *, accept_new: bool, progress: Progress, joining: bool,
               late: bool = False) -> Receipt:
        bundle = opened.bundle
        finding = judging.judge(opened, self._feeds, name, accept_new=accept_new, joining=joining)
        if finding.reason is not None:
            self._feeds.note(finding.meta, "rejected")
            return finding.receipt(ReceiptState.REFUSED)
        if finding.strangers:  # a steward may accept them in this very bundle
            tried = self._feeds.preview(finding.meta, bundle.manifest.ranges, _lines(bundle, progress))
            finding = judging.judge(opened, self._feeds, name, accept_new=accept_new, joining=joining, tried=tried)
        if finding.strangers:
            return finding.receipt(ReceiptState.NEEDS_TRUST)
        photos = self._take_photos(bundle, progress)
        if self._all_held(bundle):
            self._feeds.receive(finding.meta, (), iter(()))  # only what the sender says it holds
            return self._told(finding, Intake(), photos=photos)
        with self._before(progress, joining=joining, late=late) as point:
            if _count(bundle) < _LONG:
                point.check()
            progress.step(mark("Merging"))
            intake = self._feeds.receive(finding.with_restore_point(point.name), bundle.manifest.ranges,
                                         _lines(bundle, progress), point.finish)
            point.check()  # where nothing was kept, too: a damaged database is told of first
        if intake.cut:
            finding = judging.judge(opened, self._feeds, name, accept_new=accept_new, joining=joining, tried=intake)
            return finding.receipt(ReceiptState.NEEDS_TRUST)
        if intake.waits_for:
            self._quarantine.park(opened, accepted=accept_new)
            self._feeds.note(finding.meta, "parked")
        return self._told(finding, intake, photos=photos)

    def _before(self, progress: Progress, *, joining: bool, late: bool) -> AbstractContextManager[RestorePoint]:
        """The restore point of one receipt. Before joining there is nothing to go back to, and what waited follows a receipt
        that made one."""
        if joining or late:
            return nullcontext(NoRestorePoint())
        progress.step(mark("Making a restore point"))
        return self._restore_point()

    def _told(self, finding: Finding, intake: Intake, *, photos: int) -> Receipt:
        if intake.waits_for:
            return finding.parked(intake, missing(finding.bundle, self._feeds))
        state = ReceiptState.APPLIED if intake.commits or intake.counts or photos else ReceiptState.NOTHING_NEW
        return finding.receipt(state, intake, photos)

    def _all_held(self, bundle: Bundle) -> bool:
        ranges = bundle.manifest.ranges
        return all(self._feeds.holds(found.feed, Tip(found.to_seq, found.to_hash)) for found in ranges) \
            and not self._feeds.hollow(ranges)

    def _new_photos(self, bundle: Bundle) -> int:
        return sum(1 for sha256 in bundle.photos if not self._blobs.sound(sha256))

    def _take_photos(self, bundle: Bundle, progress: Progress) -> int:
        """Store the photos that are not here yet, or damaged; one without a record that shows it is harmless."""
        taken = 0
        for sha256 in bundle.photos:
            if self._blobs.sound(sha256):
                continue
            with _reading():
                data = bundle.photo(sha256)
            if data is not None:
                progress.step(mark("Storing the photos and files"), taken)
                self._blobs.put(data)
                self._feeds.blob_arrived(sha256, len(data))
                taken += 1
        return taken

    def _retry_parked(self, receipt: Receipt) -> Receipt:
        """After something arrived, bundles that waited may fit; what they bring is added to the receipt."""
        return judging.combined(receipt, self.retry())

    def retry(self) -> list[Receipt]:
        """Try the bundles that wait, again and again while one of them fits; the receipts of those that wait no more."""
        late: list[Receipt] = []
        waiting = self._quarantine.parked()
        more = True
        while waiting and more:
            found = {parked: self._retry(parked) for parked in waiting}
            waiting = [parked for parked, result in found.items() if result is None]
            applied = [result for result in found.values() if result is not None]
            late += applied
            more = any(result.state is ReceiptState.APPLIED for result in applied)
        return late

    def _retry(self, parked: Parked) -> Receipt | None:
        """Try a bundle that waited; None while it has to wait on. Never stopped half-way: the user's part is done."""
        try:
            found = self._merge(parked.opened(), parked.path.name, accept_new=parked.accepted, progress=Progress(),
                                joining=False, late=True)
        except (OSError, NotSaved):
            return None  # a virus scanner may hold the file this moment, on a hub somebody else the entries, or the disk is full
        except (BadBundle, BadCommit):
            self._quarantine.release(parked.uid)
            return judging.refused(damaged("parked"))
        if found.state in (ReceiptState.PARKED, ReceiptState.NEEDS_TRUST):
            return None
        self._quarantine.release(parked.uid)
        return found


@contextlib.contextmanager
def taking() -> Iterator[None]:
    """What the database says when its disk refuses a save, told as of a bundle that is received."""
    try:
        yield
    except Contended:
        raise
    except NoRoom as error:
        raise NoRoom(mark("This computer's disk is full. Nothing was received and your data is unchanged. Free {mb} MB, then "
                          "receive again."), **error.values) from error
    except NotSaved as error:
        raise UserError(mark("This computer's disk did not take the bundle. Nothing was changed. Free some space on it, "
                             "then receive again.")) from error


@contextlib.contextmanager
def _reading() -> Iterator[None]:
    """The copy of a bundle is read: this computer's disk, or a virus scanner, may withhold it."""
    try:
        yield
    except OSError as error:
        raise UserError(mark("This computer's disk could not read its copy of the bundle. Nothing was lost. Wait a moment, then "
                             "receive again.")) from error


def _count(bundle: Bundle) -> int:
    return sum(found.count for found in bundle.manifest.ranges)


def _lines(bundle: Bundle, progress: Progress) -> Iterator[CheckedLine]:
    total = _count(bundle)
    with _reading():
        for number, line in enumerate(check(bundle.manifest.ranges, bundle.lines())):
            if number % _TOLD == 0:
                progress.step(mark("Checking the changes"), number, total)
            yield line


def _believed(bundle: Bundle) -> Tips:
    """What the sender believed that the addressee holds: all that it left out."""
    return {feed: ends for part in bundle.manifest.spaces for feed, ends in part.base.items()}
