"""Received files are judged on a copy on this computer, so that a stick that is pulled out, changes or reads badly
cannot change a bundle between the check and the use. A sealed file is opened here, once its header was found right.

Parked bundles wait here too, and they wait open, also where they came sealed: the folder is the programme's own, in which
the database itself lies open, so a copy of what is to become part of it gives nothing away that is not beside it. All other
copies live only as long as they are in use; those of a killed program are taken away at the next start or use.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import mark
from plcdesk.domain.progress import Progress
from plcdesk.ledger.chain import UID
from plcdesk.services.stick import is_full, plain_size
from plcdesk.services.working_copies import WorkingCopy, working_copy
from plcdesk.storage.scratch import sweep
from plcdesk.sync import limits
from plcdesk.sync.age_header import is_sealed
from plcdesk.sync.container import Bundle, is_bundle
from plcdesk.sync.errors import BadBundle, Fault
from plcdesk.sync.sealing import sealed_size, unseal

if TYPE_CHECKING:
    from plcdesk.ledger.identity import DeviceKey

_STEP = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Parked:
    """A bundle that waits for what it builds on. `accepted` says that its unknown devices were accepted then; SHA-256, size
    and whether it was sealed tell of the file it was received as, not of the open one it is kept as."""

    uid: str
    path: Path
    accepted: bool
    sha256: str = ""
    size: int = 0
    sealed: bool = False

    def opened(self) -> Opened:
        """The bundle once more. Raises BadBundle, OSError."""
        bundle = Bundle.open(self.path)
        return Opened(bundle, self.sha256 or bundle.sha256, self.size or bundle.size, self.sealed)


@dataclass(frozen=True, slots=True)
class Opened:
    """A checked copy of a bundle, with SHA-256 and size (bytes) of the file as it was received, sealed or not."""

    bundle: Bundle
    sha256: str
    size: int
    sealed: bool


class Quarantine:
    """The folder of copies; all are removed again, except parked ones. `key` gives this computer's key, for what is
    sealed for it."""

    def __init__(self, folder: Path, key: Callable[[], DeviceKey]) -> None:
        self._folder = folder
        self._key = key

    @contextlib.contextmanager
    def opened(self, path: Path, progress: Progress, passphrase: str | None = None) -> Iterator[Opened]:
        """The bundle in a file, as a checked copy that lives as long as the block.

        Raises BadBundle for what is none, NeedsPassphrase, ForOthers or TooCostly for what is sealed and cannot be opened
        here, UserError where the file cannot be read or there is no room for the copy. A copy that is found damaged is
        taken a second time: sticks do misread.
        """
        self.sweep()
        with contextlib.ExitStack() as stack:
            copy = self._new(stack)
            sha256 = self._copy(path, copy, progress)
            size = copy.file.tell()
            try:
                bundle, sealed = self._open(copy, passphrase, progress, stack)
            except BadBundle as error:
                again = self._copy(path, copy, progress) if error.fault is Fault.DAMAGED else sha256
                if again == sha256:
                    raise
                sha256, size = again, copy.file.tell()
                bundle, sealed = self._open(copy, passphrase, progress, stack)
            yield Opened(bundle, sha256, size, sealed)

    def sweep(self) -> None:
        """Take away the copies of a killed program; done at every start and before every use."""
        sweep(self._folder)

    def _new(self, stack: contextlib.ExitStack) -> WorkingCopy:
        try:
            return stack.enter_context(working_copy(self._folder))
        except OSError as error:
            raise self._not_taken(error, 0) from error

    def _copy(self, path: Path, copy: WorkingCopy, progress: Progress) -> str:
        """Copy the file as it is; its hash."""
        found, done = hashlib.sha256(), 0
        try:
            copy.empty()
        except OSError as error:
            raise self._not_taken(error, 0) from error
        try:
            size = path.stat().st_size
            with path.open("rb") as source:
                piece = source.read(_STEP)
                self._check(path, piece, size)
                while piece and done <= size:
                    progress.step(mark("Reading the bundle"), done, size)
                    self._write(copy, piece, size)
                    found.update(piece)
                    done += len(piece)
                    piece = source.read(_STEP)
        except OSError as error:
            raise UserError(mark("The file could not be read to its end. Nothing was changed. Plug the USB stick in again and "
                                 "retry, or ask the sender to save it again.")) from error
        self._write(copy, b"", size)
        return found.hexdigest()

    def _check(self, path: Path, start: bytes, size: int) -> None:
        """Whether a file that begins like this is worth copying, and whether there is room for it."""
        sealed = is_sealed(start)
        if not sealed and not is_bundle(start):
            # a file of the right name whose beginning is lost is a broken bundle, any other is none
            broken = path.name.lower().endswith((limits.EXTENSION, limits.EXTENSION + limits.SEALED))
            raise BadBundle(Fault.DAMAGED if broken else Fault.FOREIGN, "not the beginning of a bundle")
        if size > (sealed_size(limits.FILE, limits.AGE_STANZAS) if sealed else limits.FILE):
            raise BadBundle(Fault.DAMAGED, "larger than a bundle may be")
        copies = limits.REAL.copies + (1 if sealed else 0)  # closed and open
        needed = copies * size + limits.REAL.disk_spare
        free = _free(self._folder)
        if free < needed:
            raise _disk_full(needed, free)

    def _write(self, copy: WorkingCopy, piece: bytes, size: int) -> None:
        """Write a piece, or with no piece hand everything to the system."""
        try:
            if piece:
                copy.file.write(piece)
            else:
                copy.file.flush()
        except OSError as error:
            raise self._not_taken(error, size) from error

    def _open(self, copy: WorkingCopy, passphrase: str | None, progress: Progress,
              stack: contextlib.ExitStack) -> tuple[Bundle, bool]:
        """The bundle in a copy, and whether it is sealed: then it is opened into a second copy and the first is emptied."""
        size = copy.file.tell()
        copy.file.seek(0)
        try:
            if not is_sealed(copy.file.read(_STEP)):
                return Bundle.open(copy.path), False
            plain = self._new(stack)
            copy.file.seek(0)
            try:
                unseal(copy.file, _writing(plain, size, progress), key=self._key, passphrase=passphrase)
                plain.file.flush()
                bundle = Bundle.open(plain.path)
            except BadBundle:
                plain.empty()  # there may be a second try
                raise
            copy.empty()
        except OSError as error:
            raise self._not_taken(error, size) from error
        return bundle, True

    def _not_taken(self, error: OSError, size: int) -> UserError:
        """What to say when this computer's own disk refuses a copy of `size` bytes."""
        if is_full(error):
            return _disk_full(size + limits.REAL.disk_spare, _free(self._folder))
        return UserError(mark("This computer's disk did not take the bundle. Nothing was changed. Free some space on it, "
                              "then receive again."))

    def park(self, opened: Opened, *, accepted: bool) -> None:
        """Keep a copy of a bundle until what it builds on arrives. Raises UserError where there is no room for it."""
        path = self._path(opened.bundle.manifest.bundle)
        try:
            if not path.exists():
                with working_copy(self._folder) as copy, opened.bundle.path.open("rb") as source:
                    shutil.copyfileobj(source, copy.file, _STEP)
                    copy.keep(path)
            if accepted or not path.with_suffix(".json").exists():
                note = {"accepted": accepted, "sha256": opened.sha256, "size": opened.size, "sealed": opened.sealed}
                path.with_suffix(".json").write_text(json.dumps(note), encoding="utf-8")
        except OSError as error:
            raise self._not_taken(error, opened.bundle.size) from error

    def parked(self) -> list[Parked]:
        """The bundles that wait."""
        return [_told(path) for path in sorted(self._folder.glob(f"*{limits.EXTENSION}")) if UID(path.stem)]

    def release(self, uid: str) -> None:
        """Forget a bundle that waited."""
        for suffix in (limits.EXTENSION, ".json"):
            with contextlib.suppress(OSError):
                self._path(uid).with_suffix(suffix).unlink(missing_ok=True)

    def _path(self, uid: str) -> Path:
        return self._folder / f"{uid}{limits.EXTENSION}"


def _told(path: Path) -> Parked:
    """A bundle that waits, with the note beside it as far as that can be read."""
    try:
        note = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        note = None
    if type(note) is not dict:
        return Parked(path.stem, path, accepted=False)
    sha256, size = note.get("sha256"), note.get("size")
    return Parked(path.stem, path, note.get("accepted") is True, sha256 if type(sha256) is str else "",
                  size if type(size) is int else 0, note.get("sealed") is True)


def _writing(plain: WorkingCopy, size: int, progress: Progress) -> Callable[[bytes], None]:
    def write(piece: bytes) -> None:
        progress.step(mark("Opening the locked bundle"), plain.file.tell(), size)
        plain.file.write(piece)

    return write


def _free(folder: Path) -> int:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return 0


def _disk_full(needed: int, free: int) -> UserError:
    return UserError(mark("This computer's disk is full: {a} needed, {b} free. Nothing was changed. Delete files you "
                          "no longer need, then receive again."), a=plain_size(needed, up=True), b=plain_size(free))
