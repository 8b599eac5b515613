"""Handing over: the new laptop has everything, who takes over has nothing private, and the old one can become an archive."""

from __future__ import annotations

import dataclasses
import errno
import hashlib
from pathlib import Path
from typing import IO

import pytest

from plcdesk import bootstrap
from plcdesk.domain.errors import UserError
from plcdesk.domain.exchange import BundleKind, ReceiptState
from plcdesk.domain.meetings import Meeting
from plcdesk.domain.papers import PaperOptions, PaperSize
from plcdesk.domain.people import PersonContact
from plcdesk.paths import Paths
from plcdesk.services.desk import Desk
from plcdesk.services.handover import Handover
from plcdesk.services.papers import PaperKind
from plcdesk.services.stick import Disk
from plcdesk.settings import Settings
from tests.desk_fixtures import StandingClock, Story
from tests.reports.pages import pages_of
from tests.services.test_papers import text_of

PHONE = "081298765432"


@pytest.fixture
def old(desk: Desk, story: Story) -> Desk:
    """A laptop with meetings, a follow-up, a photo on its way, and somebody's phone number, which is private."""
    story.members(3)
    story.a_slot()
    meeting = story.a_meeting(attended_by=2, finished=True)
    desk.actions.add(meeting, "Menyusun jadwal pasangan observasi")
    person = desk.people.rows()[0].id
    desk.records.save(PersonContact(id=person, person_id=person, phone=PHONE))
    return desk


def digest(desk: Desk) -> str:
    found: str = desk.upkeep.verify().digest
    return found


def test_the_stick_holds_everything_and_each_file_was_read_back(old: Desk, stick: Path) -> None:
    package = old.handover.pack(stick, "Rahmawati, S.Pd.")
    assert package.folder.parent == stick
    assert package.bundle.kind is BundleKind.FULL
    assert not package.bundle.sealed
    assert package.backup is not None
    assert package.private == 1
    assert sorted(path.name for path in package.folder.iterdir()) == \
        sorted([package.bundle.file.name, package.backup.name, package.guide.name])
    for path, told in ((package.bundle.file, package.bundle.sha256), (package.backup, package.backup_sha256)):
        assert hashlib.sha256(path.read_bytes()).hexdigest() == told
    assert PHONE.encode() not in package.bundle.file.read_bytes()
    again = old.handover.pack(stick)
    assert again.folder != package.folder, "a second one does not touch the first"
    assert old.backups.days_since_copy() == 0


@pytest.mark.parametrize("paper", list(PaperSize))
@pytest.mark.parametrize(("language", "said"), [
    ("id", ("PANDUAN SERAH TERIMA", "Menyusun jadwal pasangan observasi", "Lanjutkan dari cadangan", "Catatan pribadi",
            "Pertemuan berikutnya", "KBP")),
    ("en", ("HANDOVER GUIDE", "Menyusun jadwal pasangan observasi", "Continue from a backup", "Private records", "Next meeting")),
])
def test_the_guide_is_one_page_that_says_what_to_do(old: Desk, stick: Path, paper: PaperSize, language: str,
                                                    said: tuple[str, ...]) -> None:
    meeting = old.records.all(Meeting)[0].id
    for number in range(30):
        old.actions.add(meeting, f"Tindak lanjut {number} dengan kalimat yang cukup panjang untuk dua baris di tabel itu")
    package = old.handover.pack(stick, "Rahmawati, S.Pd.", PaperOptions(paper, language=language))
    pdf = package.guide.read_bytes()
    assert len(pages_of(pdf)) == 1
    text = text_of(pdf)
    for words in (*said, "Rahmawati, S.Pd.", package.backup_code, package.bundle_code):
        assert words in text


def test_the_new_laptop_goes_on_where_the_old_one_stopped(old: Desk, stick: Path, tmp_path: Path, clock: StandingClock) -> None:
    package = old.handover.pack(stick)
    assert package.backup is not None
    new = Paths(tmp_path / "new", tmp_path / "sn")
    with bootstrap.restore_programme(new, package.backup, Settings(), clock) as desk:
        assert digest(desk) == digest(old)
        assert [one.phone for one in desk.records.all(PersonContact)] == [PHONE]
        me = desk.programme.me()
        assert me is not None
        assert me.name == "Siti Rahmawati"
        receipt = desk.exchange.merge(package.bundle.file)
        assert receipt.state is ReceiptState.NOTHING_NEW
        # both go on and nothing of either is lost
        first = desk.records.all(Meeting)[0]
        desk.records.save(dataclasses.replace(first, venue="Aula"))
        old.records.save(dataclasses.replace(first, title="Rapat"))
        old.exchange.merge(desk.exchange.send(stick).file, accept_new=True)
        desk.exchange.merge(old.exchange.send(stick).file, accept_new=True)
        assert old.records.get(Meeting, first.id) == desk.records.get(Meeting, first.id)
        assert (old.records.get(Meeting, first.id).venue, old.records.get(Meeting, first.id).title) == ("Aula", "Rapat")  # type: ignore[union-attr]


def test_who_takes_over_with_the_bundle_gets_nothing_private(old: Desk, stick: Path, tmp_path: Path,
                                                             clock: StandingClock) -> None:
    package = old.handover.pack(stick, backup=False)
    assert (package.backup, package.private) == (None, 0)
    with bootstrap.join_programme(Paths(tmp_path / "new", tmp_path / "sn"), package.bundle.file, Settings(), clock) as desk:
        assert desk.records.all(PersonContact) == []
        assert len(desk.meetings.rows()) == len(old.meetings.rows())


def test_an_archive_shows_and_sends_and_changes_nothing(old: Desk, stick: Path, tmp_path: Path, clock: StandingClock) -> None:
    package = old.handover.pack(stick)
    with bootstrap.join_programme(Paths(tmp_path / "new", tmp_path / "sn"), package.bundle.file, Settings(), clock) as new:
        new.programme.set_me(new.people.rows()[0].id)
        theirs = new.exchange.send(stick).file
    old.handover.archive()
    assert old.handover.archived
    before = digest(old)
    first = old.records.all(Meeting)[0]
    for change in (lambda: old.records.save(dataclasses.replace(first, venue="Aula")), lambda: old.records.delete(first),
                   lambda: old.records.save_batches([[dataclasses.replace(first, venue="Aula")]]),
                   lambda: old.programme.add_school("SD Baru")):
        with pytest.raises(UserError, match="Read-only"):
            change()
    for receipt in (old.exchange.preview(theirs), old.exchange.merge(theirs, accept_new=True)):
        assert receipt.state is ReceiptState.REFUSED
        assert receipt.reason is not None
        assert receipt.reason.text.startswith("Read-only")
    assert digest(old) == before
    assert old.exchange.send(stick).commits > 0, "it can still be sent from"
    assert old.papers.pdf(PaperKind.MINUTES, first.id)
    old.handover.reopen()
    assert old.records.save(dataclasses.replace(first, venue="Aula"))
    assert old.exchange.merge(theirs, accept_new=True).state is not ReceiptState.REFUSED


def test_an_archive_stays_one_when_it_is_opened_again(old: Desk, clock: StandingClock) -> None:
    old.handover.archive()
    old.close()
    with bootstrap.build_desk(old.paths, Settings(), clock) as again:
        assert again.handover.archived
        with pytest.raises(UserError, match="Read-only"):
            again.programme.add_school("SD Baru")


def test_a_new_laptop_restored_from_an_archive_is_worked_on(old: Desk, stick: Path, tmp_path: Path, clock: StandingClock) -> None:
    """The archive is the laptop, not the data: whoever archives first and hands over then must not lock the new one."""
    old.handover.archive()
    package = old.handover.pack(stick)
    assert package.backup is not None
    with bootstrap.restore_programme(Paths(tmp_path / "new", tmp_path / "sn"), package.backup, Settings(), clock) as desk:
        assert not desk.handover.archived
        assert desk.programme.add_school("SD Baru").changes


class Full(Disk):
    """A stick on which the guide has no room any more."""

    def create(self, path: Path) -> IO[bytes]:
        if path.suffix == ".pdf":
            raise OSError(errno.ENOSPC, "full")
        return super().create(path)


class Forgetful(Disk):
    """A stick that gives back other bytes than were written."""

    def reopen(self, path: Path) -> IO[bytes]:
        with path.open("r+b") as file:
            file.seek(-1, 2)
            file.write(b"!")
        return super().reopen(path)


@pytest.mark.parametrize("disk", [Full(), Forgetful()])
def test_a_stick_in_trouble_is_told_and_keeps_no_half_package(old: Desk, stick: Path, disk: Disk) -> None:
    trouble = Handover(old.handover._storage, old.exchange, old.backups, old.handover._guide, old.clock, disk)
    with pytest.raises(UserError):
        trouble.pack(stick)
    assert list(stick.iterdir()) == []


def test_a_stick_that_is_not_there_is_told(old: Desk, tmp_path: Path) -> None:
    with pytest.raises(UserError):
        old.handover.pack(tmp_path / "gone")
