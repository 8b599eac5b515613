"""Receiving a whole folder of bundles: each judged as if it came alone, several at once where the database allows it."""

from __future__ import annotations

import dataclasses
import logging
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from plcdesk import logs
from plcdesk.domain.errors import Cancelled, UserError
from plcdesk.domain.exchange import DONE, Reason, Receipt, ReceiptState
from plcdesk.domain.fields import mark
from plcdesk.domain.progress import Progress
from plcdesk.services.bundle_names import deliveries
from plcdesk.storage.trouble import Contended

if TYPE_CHECKING:
    from plcdesk.services.receive import Receiving

_JOBS = 4
"""Bundles at once where several can be: more only wait for each other."""
_RECEIVING = mark("Receiving the bundles")


@dataclass(frozen=True, slots=True)
class Delivery:
    """A file of the folder (its path below it) and what became of it; `schools` names those whose data it carries."""

    file: str
    receipt: Receipt
    schools: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Collected:
    """What a folder brought, by file; `silent` names the schools of which nothing is in it."""

    deliveries: tuple[Delivery, ...]
    silent: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether everything in the folder is here now."""
        return all(delivery.receipt.state in DONE for delivery in self.deliveries)


class Collecting:
    """Takes folders in. `apart` says whether several bundles can be taken at once; `schools` gives the name of each
    school by the uid of its space."""

    def __init__(self, receiving: Receiving, schools: Callable[[], dict[str, str]], *, apart: bool) -> None:
        self._receiving = receiving
        self._schools = schools
        self._apart = apart

    def collect(self, folder: Path, *, accept_new: bool, jobs: int | None, progress: Progress) -> Collected:
        """Receive every bundle in `folder` and below, in order of their paths.

        A bad file never stops the others, and nothing of it is kept. Those that came before what they build on are tried
        again at the end. Raises Cancelled; what was received until then stays.
        """
        files = deliveries(folder)
        if files:
            self._receiving.make_restore_point()
        found: dict[Path, Receipt] = {}
        once_more: list[Path] = []
        for path, receipt in self._each(files, accept_new, self._at_once(jobs), progress):
            if receipt is None:
                once_more.append(path)
            else:
                found[path] = receipt
            progress.step(_RECEIVING, len(found), len(files))
        for path in sorted(once_more):
            found[path] = self._alone(path, accept_new)
            progress.step(_RECEIVING, len(found), len(files))
        late = {receipt.bundle: receipt for receipt in self._receiving.retry()}
        return self._told(folder, files, found, late)

    def _at_once(self, jobs: int | None) -> int:
        return max(1, jobs if jobs is not None else min(_JOBS, os.cpu_count() or 1)) if self._apart else 1

    def _each(self, files: list[Path], accept_new: bool, jobs: int, progress: Progress,
              ) -> Iterator[tuple[Path, Receipt | None]]:
        """Each file with its receipt; None where it met another one in the middle of the same entries."""
        progress.step(_RECEIVING, 0, len(files))
        stop = Progress()
        if jobs == 1:
            yield from ((path, self._take(path, accept_new, stop)) for path in files)
            return
        with ThreadPoolExecutor(jobs, "receive") as pool:
            tasks = {pool.submit(self._take, path, accept_new, stop): path for path in files}
            try:
                for task in as_completed(tasks):
                    yield tasks[task], task.result()
            except BaseException:
                stop.cancelled = True
                pool.shutdown(cancel_futures=True)
                raise

    def _take(self, path: Path, accept_new: bool, progress: Progress) -> Receipt | None:
        try:
            return self._receiving.take(path, accept_new=accept_new, progress=progress)
        except Contended:
            return None
        except Cancelled:
            raise
        except UserError as error:
            return _refused(error)
        except Exception as error:  # one file that nobody thought of must not keep a thousand others out
            logging.getLogger(logs.NAME).error("receiving a folder\n%s", logs.trace(error))
            return _refused(UserError(mark("A step did not finish. Nothing of this file was kept. The log says more.")))

    def _alone(self, path: Path, accept_new: bool) -> Receipt:
        receipt = self._take(path, accept_new, Progress())
        return receipt if receipt is not None else _refused(
            UserError(mark("Somebody else wrote the same entries at this moment. Nothing was changed. Try again.")))

    def _told(self, folder: Path, files: list[Path], found: dict[Path, Receipt], late: dict[str, Receipt]) -> Collected:
        names = self._schools()
        told = []
        for path in files:
            receipt = found[path]
            if receipt.state is ReceiptState.PARKED and receipt.bundle in late:
                receipt = late[receipt.bundle]
            told.append(Delivery(path.relative_to(folder).as_posix(), receipt, _named(receipt.schools, names)))
        heard = {uid for delivery in told if delivery.receipt.state in DONE for uid in delivery.receipt.schools}
        return Collected(tuple(told), _named(names.keys() - heard, names))


def _named(uids: Iterable[str], names: dict[str, str]) -> tuple[str, ...]:
    return tuple(sorted(names.get(uid, "?") for uid in uids))


def _refused(error: UserError) -> Receipt:
    return dataclasses.replace(Receipt(ReceiptState.REFUSED), reason=Reason(error.text, error.values))
