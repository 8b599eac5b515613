"""Received files are judged on a copy on this computer, so that a stick that is pulled out, changes or reads badly
cannot change a bundle between the check and the use. Parked bundles wait here too."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import mark
from plcdesk.domain.progress import Progress
from plcdesk.ledger.chain import UID, new_uid
from plcdesk.services.stick import plain_size
from plcdesk.sync import limits
from plcdesk.sync.container import Bundle, is_bundle
from plcdesk.sync.errors import BadBundle, Fault

_STEP = 1024 * 1024
_STALE = 3600
"""Seconds after which a copy belongs to nobody any more."""


@dataclass(frozen=True, slots=True)
class Parked:
    """A bundle that waits for what it builds on; `accepted` says that its unknown devices were accepted then."""

    uid: str
    path: Path
    accepted: bool


class Quarantine:
    """The folder of copies. `files` are all removed again, except parked ones."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextlib.contextmanager
    def opened(self, path: Path, progress: Progress) -> Iterator[Bundle]:
        """The bundle in a file, as a checked copy that lives as long as the block.

        Raises BadBundle for what is none, UserError where the file cannot be read or there is no room for the copy. A
        copy that is found damaged is taken a second time: sticks do misread.
        """
        copy = self._folder / f"{new_uid()}.part"
        self._sweep()
        try:
            first = self._copy(path, copy, progress)
            try:
                bundle = Bundle.open(copy)
            except BadBundle as error:
                if error.fault is not Fault.DAMAGED or self._copy(path, copy, progress) == first:
                    raise
                bundle = Bundle.open(copy)
            yield bundle
        finally:
            with contextlib.suppress(OSError):
                copy.unlink(missing_ok=True)

    def _sweep(self) -> None:
        """Take away copies that a killed program left behind."""
        for file in self._folder.glob("*.part"):
            with contextlib.suppress(OSError):
                if abs(time.time() - file.stat().st_mtime) > _STALE:
                    file.unlink()

    def _copy(self, path: Path, copy: Path, progress: Progress) -> str:
        found, done = hashlib.sha256(), 0
        try:
            size = path.stat().st_size
            with path.open("rb") as source:
                start = source.read(_STEP)
                if not is_bundle(start):
                    # a file of the right name whose beginning is lost is a broken bundle, any other is none
                    broken = path.suffix.lower() == limits.EXTENSION
                    raise BadBundle(Fault.DAMAGED if broken else Fault.FOREIGN, "not the beginning of a bundle")
                if size > limits.FILE:
                    raise BadBundle(Fault.DAMAGED, "larger than a bundle may be")
                self._folder.mkdir(parents=True, exist_ok=True)
                self._check_room(size)
                with copy.open("wb") as target:
                    piece = start
                    while piece and done <= limits.FILE:
                        progress.step(mark("Reading the bundle"), done, size)
                        target.write(piece)
                        found.update(piece)
                        done += len(piece)
                        piece = source.read(_STEP)
        except OSError as error:
            raise UserError(mark("The file could not be read to its end. Nothing was changed. Plug the stick in again and "
                                 "retry, or ask the sender to save it again.")) from error
        return found.hexdigest()

    def _check_room(self, size: int) -> None:
        needed, free = 3 * size + 10_000_000, shutil.disk_usage(self._folder).free
        if free < needed:
            raise UserError(mark("This computer's disk is full: {a} needed, {b} free. Nothing was changed. Delete files you "
                                 "no longer need, then receive again."), a=plain_size(needed, up=True), b=plain_size(free))

    def park(self, bundle: Bundle, *, accepted: bool) -> None:
        """Keep a copy of a bundle until what it builds on arrives."""
        path = self._path(bundle.manifest.bundle)
        if not path.exists():
            draft = path.with_suffix(".new")
            shutil.copyfile(bundle.path, draft)
            os.replace(draft, path)
        if accepted or not path.with_suffix(".json").exists():
            path.with_suffix(".json").write_text(json.dumps({"accepted": accepted}), encoding="utf-8")

    def parked(self) -> list[Parked]:
        """The bundles that wait."""
        found: list[Parked] = []
        for path in sorted(self._folder.glob(f"*{limits.EXTENSION}")):
            try:
                data = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
                accepted = type(data) is dict and data.get("accepted") is True
            except (OSError, ValueError):
                accepted = False
            if UID(path.stem):
                found.append(Parked(path.stem, path, accepted))
        return found

    def release(self, uid: str) -> None:
        """Forget a bundle that waited."""
        for suffix in (limits.EXTENSION, ".json"):
            with contextlib.suppress(OSError):
                self._path(uid).with_suffix(suffix).unlink(missing_ok=True)

    def _path(self, uid: str) -> Path:
        return self._folder / f"{uid}{limits.EXTENSION}"
