"""A receipt is kept only once its restore point is whole, and one that comes to nothing leaves none behind."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from plcdesk.domain.errors import Cancelled, UserError
from plcdesk.domain.exchange import ReceiptState
from plcdesk.domain.meetings import Meeting
from plcdesk.domain.progress import Progress
from plcdesk.services import receive
from plcdesk.services.restore_point import RestorePoint
from plcdesk.storage.backup import Backups
from plcdesk.storage.copies import sound
from plcdesk.storage.engine import FileDatabase
from tests.exchange import oracle
from tests.exchange.laptops import MEETINGS, START, Laptop, folder_in, founded, meeting


class Spoiling:
    """Copies a database onto a disk that turns a page of it into nonsense."""

    def __init__(self, db: FileDatabase) -> None:
        self._db = db

    def copy_to(self, target: Path, patience: float | None = None) -> None:
        self._db.copy_to(target, patience)
        with target.open("r+b") as file:
            file.seek(2 * 4096)
            file.write(b"\xff" * 4096)


class WithRestorePoints(Laptop):
    """Makes real restore points, on a disk that may spoil them."""

    spoiling = False

    def restore_point(self) -> AbstractContextManager[RestorePoint]:
        db: Any = Spoiling(self.storage.db) if self.spoiling else self.storage.db
        return Backups(db, self.paths.backups, lambda: datetime.fromtimestamp(START / 1000)).restore_point()

    def backup_files(self) -> list[str]:
        """Every file in the folder of backups."""
        return sorted(path.name for path in self.paths.backups.iterdir()) if self.paths.backups.exists() else []


class Stopped(Progress):
    """Somebody presses Cancel while the changes are merged."""

    def step(self, text: str, done: int = 0, total: int = 0) -> None:
        self.cancelled = self.cancelled or text == "Checking the changes"
        super().step(text, done, total)


@pytest.fixture
def sender(tmp_path: Path) -> Iterator[Laptop]:
    (found,) = founded(tmp_path, 1)
    yield found
    found.close()


@pytest.fixture
def careful(tmp_path: Path, sender: Laptop) -> Iterator[WithRestorePoints]:
    found = WithRestorePoints(tmp_path / "careful", "Laptop C")
    found.join(sender.send(folder_in(tmp_path, "stick")).file)
    yield found
    found.close()


def test_what_was_received_is_kept_with_a_whole_restore_point(sender: Laptop, careful: WithRestorePoints, tmp_path: Path) -> None:
    before = oracle.state(careful)
    sender.save(meeting(1, venue="Aula"))
    receipt = careful.merge(sender.send(tmp_path / "stick").file)
    assert receipt.state is ReceiptState.APPLIED
    (name,) = careful.backup_files()
    detail = careful.exchange.detail(receipt.bundle)
    assert detail is not None
    assert detail.restore_point == name
    assert sound(careful.paths.backups / name)
    careful.put_back(careful.paths.backups / name, check=False)
    assert oracle.state(careful) == before


@pytest.mark.parametrize("long", [1, 10_000], ids=["checked meanwhile", "checked before"])
def test_nothing_is_received_while_its_restore_point_is_damaged(
        long: int, sender: Laptop, careful: WithRestorePoints, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receive, "_LONG", long)
    before = oracle.state(careful)
    sender.save(meeting(1, venue="Aula"))
    bundle = sender.send(tmp_path / "stick").file
    careful.spoiling = True
    with pytest.raises(UserError, match="backup could not be made"):
        careful.merge(bundle)
    assert (oracle.state(careful), careful.backup_files()) == (before, [])
    careful.spoiling = False
    assert careful.merge(bundle).state is ReceiptState.APPLIED
    assert careful.get(Meeting, MEETINGS[1]).venue == "Aula"


def test_a_receipt_that_was_stopped_leaves_no_restore_point(sender: Laptop, careful: WithRestorePoints, tmp_path: Path) -> None:
    before = oracle.state(careful)
    sender.save(meeting(1, venue="Aula"))
    with pytest.raises(Cancelled):
        careful.exchange.merge(sender.send(tmp_path / "stick").file, accept_new=True, progress=Stopped())
    assert (oracle.state(careful), careful.backup_files()) == (before, [])


def test_a_bundle_that_has_to_wait_leaves_no_restore_point(sender: Laptop, careful: WithRestorePoints, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    careful.snapshot(tmp_path / "before.db")
    sender.save(meeting(1))
    careful.merge(sender.send(stick).file)
    sender.merge(careful.send(stick).file)  # which tells that the first one arrived
    sender.save(meeting(2))
    later = sender.send(stick, careful).file
    careful.put_back(tmp_path / "before.db", check=False)
    kept = careful.backup_files()
    assert careful.merge(later).state is ReceiptState.PARKED
    assert (careful.backup_files(), careful.get(Meeting, MEETINGS[2])) == (kept, None)
