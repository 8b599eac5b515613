"""Handing over: to a new laptop, or to who takes over; and the old laptop as an archive that is only read.

The stick then holds a full bundle, which says everything that is shared, and a checked backup, which holds everything of
this computer: its settings of the programme, its history, and the private records, which no bundle ever carries. Who takes
over from somebody else joins with the bundle; who only changes laptops goes on from the backup.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from plcdesk.domain.errors import UserError
from plcdesk.domain.exchange import BundleKind, SendResult, check_code
from plcdesk.domain.fields import mark
from plcdesk.domain.papers import PaperOptions
from plcdesk.domain.progress import Progress
from plcdesk.services.backups import Backups
from plcdesk.services.bundle_names import slug
from plcdesk.services.exchange import Exchange
from plcdesk.services.handover_guide import Enclosed, Guide
from plcdesk.services.stick import Disk, told
from plcdesk.sync import limits
from plcdesk.words import Words

if TYPE_CHECKING:
    from plcdesk.storage.storage import Storage

_STEP = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Package:
    """What was put on the stick and read back: its folder, the bundle, the backup (None when it was left out) with its
    SHA-256, the guide, and how many private records travel in the backup only."""

    folder: Path
    bundle: SendResult
    guide: Path
    backup: Path | None = None
    backup_sha256: str = ""
    private: int = 0

    @property
    def bundle_code(self) -> str:
        """The check code of the bundle."""
        return check_code(self.bundle.sha256)

    @property
    def backup_code(self) -> str:
        """The check code of the backup."""
        return check_code(self.backup_sha256)


class Handover:
    """Packs everything for a new laptop, and makes the old one an archive."""

    def __init__(self, storage: Storage, exchange: Exchange, backups: Backups, guide: Guide,
                 clock: Callable[[], datetime], disk: Disk | None = None) -> None:
        self._storage = storage
        self._exchange = exchange
        self._backups = backups
        self._guide = guide
        self._clock = clock
        self._disk = disk or Disk()

    @property
    def archived(self) -> bool:
        """Whether this computer is an archive: everything can be viewed, printed and sent, nothing changed or received."""
        return self._storage.archived()

    def archive(self) -> None:
        """Make this computer an archive, on which every save is refused; `reopen` takes that back."""
        self._storage.archive(self._clock().astimezone().isoformat(timespec="seconds"))

    def reopen(self) -> None:
        """Go on working on this computer."""
        self._storage.archive(None)

    def private(self) -> int:
        """How many records lie in this computer's private space, the answers of a form not counted: they travel in a
        backup only."""
        from plcdesk.storage import spaces

        with self._storage.db.read() as connection:
            return spaces.private_records(connection)

    def pack(self, folder: Path, to: str = "", options: PaperOptions | None = None, *, backup: bool = True,
             progress: Progress | None = None) -> Package:
        """Put a full bundle, a backup and a guide into a new folder on the stick `folder`, each read back and compared.

        `to` is who takes over, for the guide. Without `backup` only what is shared goes along. Raises UserError for a stick
        that is full, locked or pulled out, and Cancelled; then nothing stays on it.
        """
        options, progress = options or PaperOptions(), progress or Progress()
        w = Words(options.language)
        place = self._place(folder, w)
        try:
            # for nobody in particular: the new laptop is not known yet, so nothing can be sealed for it
            bundle = self._exchange.send(place, kind=BundleKind.FULL, photo_cap=limits.FILE, progress=progress)
            copy, sha256 = self._backup(place, progress) if backup else (None, "")
            package = Package(place, bundle, place / f"{slug(w('Handover guide'))}.pdf", copy, sha256,
                              self.private() if backup else 0)
            self._put(package.guide, self.guide(options, to, package))
            return package
        except BaseException:
            with contextlib.suppress(OSError):
                shutil.rmtree(place)
            raise

    def guide(self, options: PaperOptions | None = None, to: str = "", package: Package | None = None) -> bytes:
        """The page that goes along: what is on the stick, what to do on the new laptop, open follow-ups, next meeting."""
        return self._guide.pdf(options or PaperOptions(), to, _enclosed(package) if package is not None else ())

    def _place(self, folder: Path, w: Words) -> Path:
        name = f"{slug(w('Handover'))}_{self._clock():%Y-%m-%d}"
        for number in range(1, 1000):
            place = folder / (name if number == 1 else f"{name}_{number}")
            try:
                place.mkdir()
            except FileExistsError:
                continue
            except OSError as error:
                raise told(error, folder, 0, self._disk) from error
            return place
        raise UserError(mark("Too many handovers lie on the USB stick. Nothing was saved. Delete some of them, then try "
                             "again."))

    def _backup(self, place: Path, progress: Progress) -> tuple[Path, str]:
        progress.step(mark("Making the backup"))
        made = self._backups.make()
        copy = self._backups.copy_to(made, place)
        progress.step(mark("Reading the backup back"))
        try:
            with copy.open("r+b") as file:
                self._disk.sync(file)
            sha256 = self._hash(copy)
            if sha256 != self._hash(made.path):
                raise UserError(mark("The USB stick did not keep the backup as it was written. Data on this computer is "
                                     "unchanged. Use another USB stick."))
        except OSError as error:
            raise told(error, place, made.size, self._disk) from error
        return copy, sha256

    def _put(self, path: Path, data: bytes) -> None:
        try:
            with self._disk.create(path) as file:
                file.write(data)
                self._disk.sync(file)
            with self._disk.reopen(path) as file:
                kept = file.read(len(data) + 1)
        except OSError as error:
            raise told(error, path.parent, len(data), self._disk) from error
        if kept != data:
            raise UserError(mark("The USB stick did not keep the guide as it was written. Data on this computer is unchanged. "
                                 "Use another USB stick."))

    def _hash(self, path: Path) -> str:
        found = hashlib.sha256()
        with self._disk.reopen(path) as file:
            while piece := file.read(_STEP):
                found.update(piece)
        return found.hexdigest()


def _enclosed(package: Package) -> tuple[Enclosed, ...]:
    bundle = package.bundle
    found = [Enclosed(bundle.file.name, mark("Everything that is shared, with photos and files"), bundle.bytes,
                      package.bundle_code)]
    if package.backup is not None:
        found.append(Enclosed(package.backup.name, mark("Everything on the old laptop, private records too"),
                              package.backup.stat().st_size, package.backup_code, package.private))
    return tuple(found)
