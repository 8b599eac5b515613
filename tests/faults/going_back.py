"""Going back and going on: restore, revert, upgrade, a backup copied, a database mended."""

from __future__ import annotations

import dataclasses
import gzip
from datetime import timedelta
from pathlib import Path

from plcdesk.domain.errors import UserError
from plcdesk.domain.exchange import BundleKind, ReceiptState
from plcdesk.domain.meetings import Meeting
from plcdesk.paths import Paths
from plcdesk.services.desk import Desk
from plcdesk.services.mending import mend
from plcdesk.storage import revert as _revert  # noqa: F401 - what is refused are reads of data, not of the program
from plcdesk.storage import upgrade
from plcdesk.storage.copies import sound
from plcdesk.storage.schema import VERSION
from tests.faults.operations import (
    DONE,
    NOW,
    PASSING,
    Exporting,
    Importing,
    Operation,
    Previewing,
    digest,
    edit,
    neither,
    opened,
)
from tests.faults.tracing import Say

OLD = Path(__file__).parents[1] / "old_databases" / "schema2.db.gz"
OLD_DIGEST = "d0cadd385500b83599dc52c76d65e30bbb00dd42ef7658a4b869a2309c841cc2"


class Copying(Operation):
    """A backup is copied onto the stick."""

    def work(self, desk: Desk, say: Say) -> None:
        desk.backups.copy_to(desk.backups.list()[0], self.stick)
        say(DONE)

    def judge(self, desk: Desk, *, done: bool) -> list[str]:
        there = list(self.stick.glob("*.db"))
        found = neither(digest(desk), self.before)
        if [sound(path) for path in there] not in ([[True]] if done else [[], [True]]):
            found.append("the copy is not whole")
        self.work(desk, lambda _: None)
        return found


class Mending(Operation):
    """A damaged database is put aside and a backup takes its place."""

    def prepare(self) -> None:
        super().prepare()
        self.mine.database.write_bytes(b"SQLite format 3\0" + bytes(8000))

    def run(self, say: Say) -> None:
        try:
            mend(self.mine, self.old_backup, lambda: NOW)
            say(DONE)
        except UserError as error:
            say(f"told: {error.text}")

    def look(self, said: list[str]) -> list[str]:
        if not sound(self.mine.database):
            if DONE in said:
                return ["it was not put back"]
            if not self.mine.database.exists() and not any((self.mine.folder / "damaged").rglob("*.sqlite")):
                return ["the damaged database is gone"]
            mend(self.mine, self.old_backup, lambda: NOW + timedelta(minutes=1))
        return super().look(said)

    def judge(self, desk: Desk, *, done: bool) -> list[str]:
        return [] if desk.programme.current() is not None else ["the backup is not here"]


class Restoring(Operation):
    """The state goes back to a backup of this morning."""

    def prepare(self) -> None:
        super().prepare()
        probe = Paths(self.root / "probe", self.root / "probe_state")
        probe.folder.mkdir()
        probe.database.write_bytes(self.old_backup.read_bytes())
        with opened(probe) as desk:
            self.after = digest(desk)
        with opened(self.mine) as desk:
            self.replica = desk.exchange._feeds.own()[0]

    def work(self, desk: Desk, say: Say) -> None:
        desk.backups.restore(next(one for one in desk.backups.list() if one.path == self.old_backup))
        say(DONE)

    def judge(self, desk: Desk, *, done: bool) -> list[str]:
        now = digest(desk)
        found = neither(now, self.after) if done else neither(now, self.before, self.after)
        if (now == self.after) != (desk.exchange._feeds.own()[0] != self.replica):
            found.append("the replica was not changed with the state")
        if now == self.before:
            self.work(desk, lambda _: None)
        if digest(desk) != self.after:
            found.append("restoring again does not lead to the backup's state")
        edit(desk, self.meeting, "Perpustakaan")
        with opened(self.theirs) as other:
            bundle = desk.exchange.send(self.stick, kind=BundleKind.FULL).file
            receipt = other.exchange.merge(bundle, accept_new=True)
            if receipt.state is not ReceiptState.APPLIED:
                found.append(f"what is written afterwards does not arrive: {receipt}")
        desk.records.undo(desk.records.save(*self._back(desk)))
        desk.backups.bring_back(desk.backups.put_aside()[0])
        kept = desk.photos.of(self.meeting)  # type: ignore[arg-type]
        if [one.caption for one in kept] != ["blue"]:
            found.append("what was put aside does not come back")
        return found

    def _back(self, desk: Desk) -> tuple[Meeting, object]:
        loaded = desk.records.load(Meeting, self.meeting)  # type: ignore[arg-type]
        assert loaded is not None
        return dataclasses.replace(loaded.record, title="Lain"), loaded


class Reverting(Operation):
    """A receipt is taken back."""

    def prepare(self) -> None:
        super().prepare()
        with opened(self.mine) as desk:
            desk.exchange.merge(self.bundle, accept_new=True)
            after = self.before
            self.before, self.after = digest(desk), after

    def _uid(self, desk: Desk) -> str:
        return next(line.bundle for line in desk.exchange.log() if line.direction == "in")

    def work(self, desk: Desk, say: Say) -> None:
        desk.exchange.undo(self._uid(desk))
        say(DONE)

    def judge(self, desk: Desk, *, done: bool) -> list[str]:
        now = digest(desk)
        found = neither(now, self.after) if done else neither(now, self.before, self.after)
        if now == self.before:
            self.work(desk, lambda _: None)
            found += neither(digest(desk), self.after)
        desk.exchange.apply_again(self._uid(desk))
        return found + neither(digest(desk), self.before)


class Upgrading(Operation):
    """A database of schema 2 is opened by this version for the first time."""

    def prepare(self) -> None:
        self.mine.folder.mkdir(parents=True)
        self.mine.database.write_bytes(gzip.decompress(OLD.read_bytes()))

    def work(self, desk: Desk, say: Say) -> None:
        say(DONE)

    def judge(self, desk: Desk, *, done: bool) -> list[str]:
        found = neither(digest(desk), OLD_DIGEST)
        copies = [path for path in self.mine.folder.glob("*.schema2*") if not path.name.endswith(PASSING)]
        if upgrade.check(self.mine.database) != VERSION:
            found.append("it was not upgraded")
        if [sound(path) and upgrade.check(path) for path in copies] != [2]:
            found.append("the copy of the old database is not whole")
        return found


OPERATIONS: dict[str, type[Operation]] = {
    "import": Importing, "export": Exporting, "restore": Restoring, "revert": Reverting, "upgrade": Upgrading,
    "preview": Previewing, "copy": Copying, "mend": Mending,
}
