"""What is done on a prepared programme and killed or refused at every call: and what a user must find afterwards."""

from __future__ import annotations

import contextlib
import dataclasses
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

from plcdesk import bootstrap
from plcdesk.domain.errors import UserError
from plcdesk.domain.exchange import Receipt, ReceiptState
from plcdesk.domain.meetings import Meeting
from plcdesk.paths import Paths
from plcdesk.services import bundle_names
from plcdesk.services.desk import Desk
from plcdesk.settings import Settings
from plcdesk.storage.copies import sound
from plcdesk.sync.limits import EXTENSION, SEALED
from tests.faults.tracing import Say

NOW = datetime(2026, 3, 4, 10, tzinfo=timezone(timedelta(hours=7)))
PASSING = (".part", ".tmp", "-journal")
"""Endings of files that nobody may be left with."""
DONE = "done"


@contextlib.contextmanager
def opened(paths: Paths) -> Iterator[Desk]:
    """The program at work on a folder, with a clock that stands still."""
    desk = bootstrap.build_desk(paths, Settings(), lambda: NOW)
    try:
        yield desk
    finally:
        desk.close()


def digest(desk: Desk) -> str:
    """The shown values; what was rebuilt from the log must be what is there."""
    found = desk.upkeep.verify()
    if not found.ok:
        raise AssertionError(f"verify: {found.problems}")
    return found.digest


class Operation:
    """Two laptops of one programme below `root`, and one thing that is done at the first."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.mine = Paths(root / "mine" / "programme", root / "mine" / "state")
        self.theirs = Paths(root / "theirs" / "programme", root / "theirs" / "state")
        self.stick = root / "stick"
        self.before = self.after = ""

    def prepare(self) -> None:
        """Each laptop has what the other one lacks, a photo of 40 KB too, and today's backup is made."""
        self.stick.mkdir(parents=True)
        with opened(self.theirs) as desk:
            desk.programme.begin("Program KBP", "SD Melati 01", "Siti Rahmawati")
            group = desk.groups.default()
            assert group is not None
            desk.people.add_names(["Nur Hidayah", "Agus Priyatno"], group.school_id, group.id)
            self.meeting = desk.meetings.new(group.id).id
            first = desk.exchange.send(self.stick).file
        with opened(self.mine) as desk:
            desk.exchange.join(first)
            desk.programme.set_me(desk.people.find("Nur")[0].id)
            second = desk.exchange.send(self.stick).file
            self.key = next(one.key for one in desk.exchange.devices() if one.trust == "self")
            desk.backups.wait()
            self.old_backup = desk.backups.make().path
        with opened(self.theirs) as desk:
            desk.exchange.merge(second, accept_new=True)
            desk.attendance.mark_all_present(self.meeting)
            photo(desk, self.root / "theirs.png", self.meeting, "red")
            self.their_key = next(one.key for one in desk.exchange.devices() if one.trust == "self")
            self.bundle = desk.exchange.send(self.stick, self.key).file
            desk.backups.wait()
        with opened(self.mine) as desk:
            edit(desk, self.meeting, "Aula")
            photo(desk, self.root / "mine.png", self.meeting, "blue")
        first.unlink()
        second.unlink()
        with opened(self.mine) as desk:
            self.before = digest(desk)

    def work(self, desk: Desk, say: Say) -> None:
        """What is killed; `say` acknowledges it to the user."""
        raise NotImplementedError

    def judge(self, desk: Desk, *, done: bool) -> list[str]:
        """What was lost or is half there, in words, after it was or was not acknowledged; ends with its repetition."""
        raise NotImplementedError

    def run(self, say: Say) -> None:
        """The work from the start of the program to its end; a trouble that is told to the user ends it."""
        try:
            with opened(self.mine) as desk:
                self.work(desk, say)
        except UserError as error:
            say(f"told: {error.text}")

    def look(self, said: list[str]) -> list[str]:
        """As `judge`, with what must hold after anything at all."""
        found: list[str] = []
        try:
            with opened(self.mine) as desk:
                found += self.judge(desk, done=DONE in said)
        except (AssertionError, UserError, OSError, sqlite3.Error) as error:
            found.append(f"{type(error).__name__}: {error}")
        with opened(self.mine):
            pass  # whoever begins anew sweeps up
        left = [path for path in self.root.rglob("*") if path.name.endswith(PASSING)]
        found += [f"{path.relative_to(self.root)} stays" for path in left]
        found += [f"the backup {path.name} is not whole" for path in self.mine.backups.glob("*.db") if not sound(path)]
        return found


def photo(desk: Desk, path: Path, meeting: str, colour: str) -> None:
    """Attach a picture that does not get small."""
    from PIL import Image

    Image.effect_noise((160, 160), 90).convert("RGB").save(path)
    desk.photos.attach(meeting, path, colour)  # type: ignore[arg-type]
    path.unlink()


def edit(desk: Desk, meeting: str, venue: str) -> None:
    """Save another venue."""
    loaded = desk.records.load(Meeting, meeting)  # type: ignore[arg-type]
    assert loaded is not None
    desk.records.save(dataclasses.replace(loaded.record, venue=venue), loaded)


def neither(now: str, *states: str) -> list[str]:
    """Whether the present state is one of those allowed."""
    return [] if now in states else ["neither the old state nor the new one"]


class Importing(Operation):
    """The other laptop's sealed bundle, with a photo, is merged."""

    def prepare(self) -> None:
        super().prepare()
        shutil.copytree(self.root / "mine", self.root / "probe")
        with opened(Paths(self.root / "probe" / "programme", self.root / "probe" / "state")) as desk:
            assert self._merge(desk).state is ReceiptState.APPLIED
            self.after = digest(desk)
        shutil.rmtree(self.root / "probe")

    def _merge(self, desk: Desk) -> Receipt:
        return desk.exchange.merge(self.bundle, accept_new=True)

    def work(self, desk: Desk, say: Say) -> None:
        receipt = self._merge(desk)
        if receipt.state is ReceiptState.APPLIED:
            say(DONE)
        elif receipt.reason is not None:
            say(f"told: {receipt.reason.text}")

    def judge(self, desk: Desk, *, done: bool) -> list[str]:
        now = digest(desk)
        found = neither(now, self.after) if done else neither(now, self.before, self.after)
        received = [line for line in desk.exchange.log() if line.direction == "in"]
        if (len(received) == 2) != (now == self.after):
            found.append("the log and the records do not agree on what was received")
        self._merge(desk)
        if digest(desk) != self.after:
            found.append("merging again does not lead to the new state")
        photos = desk.photos.of(self.meeting)  # type: ignore[arg-type]
        found += [f"the photo {one.caption} is not here" for one in photos if one.path is None]
        return found


class Exporting(Operation):
    """A sealed bundle with a photo goes onto the stick."""

    def work(self, desk: Desk, say: Say) -> None:
        desk.exchange.send(self.stick, self._whom(desk))
        say(DONE)

    def _whom(self, desk: Desk) -> str:
        if not desk.exchange.peers():
            desk.exchange.merge(self.bundle, accept_new=True)
        return desk.exchange.peers()[0].key

    def prepare(self) -> None:
        super().prepare()
        with opened(self.mine) as desk:
            desk.exchange.merge(self.bundle, accept_new=True)
            desk.exchange.send(self.root)  # signs what is here, once for all
            self.before = digest(desk)
        for path in self.root.glob(f"*{EXTENSION}*"):
            path.unlink()

    def judge(self, desk: Desk, *, done: bool) -> list[str]:
        found = neither(digest(desk), self.before)
        there = [path for path in self.stick.iterdir() if path.name.endswith((EXTENSION, EXTENSION + SEALED)) and path != self.bundle]
        if done and len(there) != 1:
            found.append("it was said to be there")
        if not self.bundle.exists():
            found.append("an earlier bundle is gone")
        desk.exchange.send(self.stick, self._whom(desk))
        if len(bundle_names.candidates(self.stick)) != len(there) + 2:
            found.append("the next bundle did not arrive under a name of its own")
        with opened(self.theirs) as other:
            for path in there:
                if other.exchange.merge(path, accept_new=True).state is not ReceiptState.APPLIED:
                    found.append(f"{path.name} has its final name and is not whole")
            newest = max(self.stick.iterdir(), key=lambda path: (path.stat().st_mtime_ns, path.name))
            other.exchange.merge(newest, accept_new=True)
            if digest(other) != self.before:
                found.append("the other laptop did not get everything")
        return found


class Previewing(Importing):
    """The other laptop's bundle is looked at."""

    def work(self, desk: Desk, say: Say) -> None:
        if desk.exchange.preview(self.bundle, accept_new=True).state is ReceiptState.APPLIED:
            say(DONE)

    def judge(self, desk: Desk, *, done: bool) -> list[str]:
        return neither(digest(desk), self.before) + super().judge(desk, done=False)
