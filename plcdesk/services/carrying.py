"""Carrying sealed bundles for others, unread: a supervisor who drives from school to school takes them along.

A bundle is kept as the file it came as, named by its SHA-256, so the same one is kept once. Nothing of it is ever opened
here: who it is for is told by the tags in its header. Beside each lies a small note: what the file was called, when it was
taken, how often it was passed on.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from plcdesk.domain.errors import Cancelled, UserError
from plcdesk.domain.exchange import Carried
from plcdesk.domain.fields import mark
from plcdesk.domain.progress import Progress
from plcdesk.services.locked import names_of
from plcdesk.services.stick import Disk, deliver, is_full, plain_size
from plcdesk.services.working_copies import working_copy
from plcdesk.storage.scratch import sweep
from plcdesk.sync import limits
from plcdesk.sync.age_header import Header, is_sealed, read_header, tag_of
from plcdesk.sync.errors import BadBundle
from plcdesk.sync.sealing import sealed_size
from plcdesk.sync.writer import Written

if TYPE_CHECKING:
    from plcdesk.ledger.feed import Device
    from plcdesk.ledger.identity import DeviceKey

MANY = 100
"""Bundles carried at a time."""
ROOM = 2_000_000_000
"""Bytes carried at a time."""
_STEP = 1024 * 1024
_ENDING = limits.EXTENSION + limits.SEALED
_ID = re.compile(r"[0-9a-f]{64}").fullmatch
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._ -]{0,150}").fullmatch
"""What every file system takes as a name."""


class _Unreadable(Exception):
    """The file that is copied ends too early or gives no bytes any more."""


class Carrying:
    """The folder of bundles for others. `devices` are those whose names are known, `key` is this computer's."""

    def __init__(self, folder: Path, devices: Callable[[], Iterable[Device]], key: Callable[[], DeviceKey],
                 clock: Callable[[], datetime], disk: Disk | None = None) -> None:
        self._folder = folder
        self._devices = devices
        self._key = key
        self._clock = clock
        self._disk = disk or Disk()

    def carry(self, path: Path, progress: Progress) -> Carried:
        """Keep a sealed bundle to pass it on; one that is kept already stays as it is.

        Raises UserError for what is no sealed bundle, is for this computer alone, is more than is carried, or could not be
        read or kept whole; and Cancelled. Nothing is kept then.
        """
        size = self._size(path)
        sweep(self._folder)
        try:
            with working_copy(self._folder) as copy:
                sha256 = _copied(path, copy.file, size, progress)
                if not self._path(sha256).exists():
                    self._check_room(size)
                    copy.file.flush()
                    if _hash(copy.path, progress, size) != sha256:
                        raise OSError("the disk did not keep what was written")
                    copy.keep(self._path(sha256))
                    self._note(sha256, {"file": path.name, "taken_at": self._clock().astimezone(UTC).isoformat()})
        except _Unreadable as error:
            raise _cut_short() from error
        except OSError as error:
            if is_full(error):
                raise UserError(mark("This computer's disk is full: {a} needed, {b} free. Nothing was changed. Delete files "
                                     "you no longer need, then try again."), a=plain_size(size, up=True),
                                b=plain_size(self._disk.free(self._folder))) from error
            raise UserError(mark("The bundle could not be kept whole on this computer. Nothing was changed. Try again, or "
                                 "leave it on the USB stick.")) from error
        found = self._told(sha256)
        assert found is not None
        return found

    def carried(self) -> list[Carried]:
        """What is kept for others, the latest first."""
        found = [told for path in self._folder.glob(f"*{_ENDING}")
                 if _ID(path.name.removesuffix(_ENDING)) and (told := self._told(path.name.removesuffix(_ENDING)))]
        return sorted(found, key=lambda one: (one.taken_at, one.id), reverse=True)

    def drop(self, wanted: str) -> None:
        """Keep a bundle no longer. One that is not there is no trouble."""
        if _ID(wanted):
            for path in (self._path(wanted), self._path(wanted).with_suffix(".json")):
                path.unlink(missing_ok=True)

    def pass_on(self, folder: Path, progress: Progress) -> list[Path]:
        """Write what is carried into a folder, each read back whole; what lies there already is not written twice.

        Raises UserError for a stick that is full, locked or pulled out, and where a kept file is damaged; and Cancelled.
        What was written before stays.
        """
        return [self._passed(one, folder, progress) for one in self._missing(folder, progress)]

    def pass_along(self, folder: Path, progress: Progress) -> list[Path]:
        """As `pass_on`, beside something more important: only what fits is written, and no trouble is raised."""
        made: list[Path] = []
        with contextlib.suppress(Cancelled):
            for one in self._missing(folder, progress):
                with contextlib.suppress(UserError):
                    made.append(self._passed(one, folder, progress))
        return made

    def _missing(self, folder: Path, progress: Progress) -> list[Carried]:
        """What is carried and does not lie in a folder yet."""
        carried = self.carried()
        there = _on(folder, {one.size for one in carried}, progress)
        return [one for one in carried if one.id not in there]

    def _passed(self, one: Carried, folder: Path, progress: Progress) -> Path:
        source = self._path(one.id)

        def write(target: IO[bytes]) -> Written:
            with contextlib.suppress(_Unreadable):
                if _copied(source, target, one.size, progress) == one.id:
                    return Written(one.size, one.id)
            raise UserError(mark("The bundle {name} is no longer whole on this computer. It was not passed on. Remove it "
                                 "from the carried bundles and ask for it again."), name=one.file)

        path = deliver(folder, _file_name(one), one.size, write, progress, self._disk)
        self._note(one.id, self._known(one.id) | {"passed": one.passed + 1})
        return path

    def _size(self, path: Path) -> int:
        """The size of a file that may be carried."""
        try:
            size = path.stat().st_size
            with path.open("rb") as file:
                header = _header(file)
        except OSError as error:
            raise _cut_short() from error
        if header is None or size > sealed_size(limits.FILE, limits.AGE_STANZAS):
            raise UserError(mark("Only a locked bundle can be carried. Nothing was changed. Open bundles are received."))
        if set(header.tags) == {tag_of(self._key().public)}:
            raise UserError(mark("This bundle is for this computer. Nothing was changed. Receive it."))
        return size

    def _check_room(self, size: int) -> None:
        carried = self.carried()
        if len(carried) >= MANY:
            raise UserError(mark("This computer carries {n} bundles already. Nothing was changed. Pass them on and remove "
                                 "some, then try again."), n=len(carried))
        held = sum(one.size for one in carried)
        if held + size > ROOM:
            raise UserError(mark("This computer carries {a} already; with this bundle it would be more than {b}. Nothing was "
                                 "changed. Pass the bundles on and remove some, then try again."), a=plain_size(held, up=True),
                            b=plain_size(ROOM))

    def _told(self, sha256: str) -> Carried | None:
        path = self._path(sha256)
        try:
            known = path.stat()
            with path.open("rb") as file:
                header = _header(file)
        except OSError:
            return None
        note = self._known(sha256)
        taken = datetime.fromtimestamp(known.st_mtime, UTC)
        with contextlib.suppress(KeyError, TypeError, ValueError):
            taken = datetime.fromisoformat(note["taken_at"])
        file_name, passed = note.get("file"), note.get("passed")
        return Carried(sha256, file_name if type(file_name) is str else path.name, known.st_size,
                       names_of(header.tags, self._devices()) if header is not None else (), taken,
                       passed if type(passed) is int else 0)

    def _known(self, sha256: str) -> dict[str, Any]:
        """The note beside a bundle; empty when there is none that can be read."""
        try:
            found = json.loads(self._path(sha256).with_suffix(".json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if type(found) is dict else {}

    def _note(self, sha256: str, known: dict[str, Any]) -> None:
        """Write the note anew; a disk without room for it costs no bundle, only what is told of it."""
        with contextlib.suppress(OSError), working_copy(self._folder) as copy:
            copy.file.write(json.dumps(known).encode())
            copy.keep(self._path(sha256).with_suffix(".json"))

    def _path(self, sha256: str) -> Path:
        return self._folder / f"{sha256}{_ENDING}"


def _header(file: IO[bytes]) -> Header | None:
    try:
        return read_header(file)
    except BadBundle:
        return None


def _file_name(one: Carried) -> str:
    """A name for the stick: the one it came with when every file system takes that."""
    return one.file if _PLAIN_NAME(one.file) and one.file.endswith(_ENDING) else f"{one.id[:16]}{_ENDING}"


def _on(folder: Path, sizes: set[int], progress: Progress) -> set[str]:
    """The hashes of the sealed files in a folder that have one of these sizes."""
    found: set[str] = set()
    if not sizes:
        return found
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            with contextlib.suppress(OSError, _Unreadable):
                if path.is_file() and (size := path.stat().st_size) in sizes and _sealed(path):
                    found.add(_hash(path, progress, size))
    return found


def _sealed(path: Path) -> bool:
    with path.open("rb") as file:
        return is_sealed(file.read(64))


def _copied(path: Path, target: IO[bytes], size: int, progress: Progress) -> str:
    """Copy a file of `size` bytes; its hash."""
    found = hashlib.sha256()
    done = 0
    for piece in _pieces(path):
        progress.step(mark("Copying the locked bundle"), done, size)
        target.write(piece)
        found.update(piece)
        done += len(piece)
    if done != size:
        raise _Unreadable
    return found.hexdigest()


def _hash(path: Path, progress: Progress, size: int) -> str:
    found = hashlib.sha256()
    done = 0
    for piece in _pieces(path):
        progress.step(mark("Reading the bundle back"), done, size)
        found.update(piece)
        done += len(piece)
    return found.hexdigest()


def _pieces(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            yield from iter(lambda: file.read(_STEP), b"")
    except OSError as error:
        raise _Unreadable from error


def _cut_short() -> UserError:
    return UserError(mark("The file could not be read to its end. Nothing was changed. Plug the USB stick in again and retry, or "
                          "ask the sender to save it again."))
