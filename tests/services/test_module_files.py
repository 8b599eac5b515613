"""Files of modules: kept byte by byte, carried in bundles, never opened under a name that lies."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from plcdesk.domain.errors import UserError
from plcdesk.domain.ids import Id
from plcdesk.paths import Paths
from plcdesk.services.desk import Desk
from plcdesk.services.module_files import CAP, clean_name
from plcdesk.services.module_views import FileChangeKind, FileRow
from tests.desk_fixtures import Story


@pytest.fixture
def version(desk: Desk, story: Story) -> Id:
    """The first version of a module."""
    found = desk.modules.detail(desk.modules.add("Sampah", story.school).id)
    assert found is not None
    return found.versions[0].version.id


def a_file(folder: Path, name: str, content: bytes = b"isi") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def only(desk: Desk, version: Id) -> FileRow:
    (row,) = desk.modules.files.of(version)
    return row


def test_a_file_is_kept_as_it_is_under_its_own_name(desk: Desk, version: Id, tmp_path: Path, picture: Path) -> None:
    made = desk.modules.files.attach(version, picture)
    row = only(desk, version)
    assert (row.file.id, row.file.name, row.file.media_type) == (made.id, "foto kegiatan.jpg", "image/jpeg")
    assert row.here
    place = tmp_path / "copies"
    place.mkdir()
    copy = desk.modules.files.save_copy(row.file, place)
    assert copy.name == "foto kegiatan.jpg"
    assert copy.read_bytes() == picture.read_bytes()
    desk.records.undo(made.changes)
    assert desk.modules.files.of(version) == ()


def test_the_same_file_again_is_not_attached_twice(desk: Desk, version: Id, tmp_path: Path) -> None:
    path = a_file(tmp_path, "Modul.docx")
    first = desk.modules.files.attach(version, path)
    assert desk.modules.files.attach(version, path).id == first.id
    assert len(desk.modules.files.of(version)) == 1


@pytest.mark.parametrize(("make", "told"), [
    (lambda folder: a_file(folder, "kosong.pdf", b""), "is empty"),
    (lambda folder: a_file(folder, "besar.mp4", b"x" * (CAP + 1)), "larger than 20 MB"),
    (lambda folder: folder, "is no file"),
    (lambda folder: folder / "tidak ada.pdf", "is no file"),
    (lambda _folder: Path(os.devnull), "is no file"),
], ids=["empty", "too large", "a folder", "not there", "a device"])
def test_what_cannot_be_taken_in_is_refused_in_plain_words(
        desk: Desk, version: Id, tmp_path: Path, make: Callable[[Path], Path], told: str) -> None:
    before = desk.records.counts()
    with pytest.raises(UserError) as refusal:
        desk.modules.files.attach(version, make(tmp_path))
    assert told in str(refusal.value)
    assert "Nothing was added" in str(refusal.value)
    assert desk.records.counts() == before


def test_a_file_of_exactly_the_cap_is_taken(desk: Desk, version: Id, tmp_path: Path) -> None:
    desk.modules.files.attach(version, a_file(tmp_path, "video.mp4", b"x" * CAP))
    assert only(desk, version).file.size == CAP


@pytest.mark.parametrize(("name", "clean"), [
    ("../../etc/passwd", "_._etc_passwd"), ("C:\\Users\\x\\modul.docx", "C__Users_x_modul.docx"), ("CON.txt", "_CON.txt"),
    ("modul\u202excod.exe", "modul_xcod.exe"), ("   ", "berkas"), ("..", "berkas"), ("modul. ", "modul"),
    ("a" * 300 + ".docx", "a" * 120 + ".docx"), ("modul\n2.pdf", "modul_2.pdf"), ("Modul Sampah v2.docx", "Modul Sampah v2.docx"),
])
def test_a_name_from_another_laptop_leads_nowhere_else(name: str, clean: str) -> None:
    assert clean_name(name) == clean


def test_a_copy_overwrites_no_other_file(desk: Desk, version: Id, tmp_path: Path) -> None:
    desk.modules.files.attach(version, a_file(tmp_path, "Modul.docx", b"versi 1"))
    place = tmp_path / "laptop"
    place.mkdir()
    mine = a_file(place, "Modul.docx", b"catatan saya")
    copy = desk.modules.files.save_copy(only(desk, version).file, place)
    assert (copy.name, copy.read_bytes()) == ("Modul (2).docx", b"versi 1")
    assert mine.read_bytes() == b"catatan saya"
    assert desk.modules.files.save_copy(only(desk, version).file, place) == copy
    chosen = place / "Modul lain.docx"
    assert desk.modules.files.save_copy(only(desk, version).file, chosen) == chosen


def test_documents_are_opened_as_read_only_copies_and_programs_never(desk: Desk, version: Id, tmp_path: Path) -> None:
    desk.modules.files.attach(version, a_file(tmp_path, "Modul.docx", b"versi 1"))
    copy = desk.modules.files.open_copy(only(desk, version).file)
    assert copy is not None
    assert copy.name == "Modul.docx"
    assert copy.is_relative_to(desk.folder)
    assert not copy.stat().st_mode & 0o222
    assert desk.modules.files.open_copy(only(desk, version).file) == copy
    desk.modules.files.remove(only(desk, version).file.id)
    desk.modules.files.attach(version, a_file(tmp_path, "Modul.pdf.exe", b"MZ"))
    assert desk.modules.files.open_copy(only(desk, version).file) is None


def test_two_versions_are_compared_by_what_their_files_hold(desk: Desk, version: Id, tmp_path: Path) -> None:
    attach, files = desk.modules.files.attach, tmp_path
    attach(version, a_file(files, "Modul.docx", b"1"))
    attach(version, a_file(files, "LKPD.pdf", b"lkpd"))
    attach(version, a_file(files, "Foto.jpg", b"foto"))
    found = desk.modules.rows()[0]
    newer = desk.modules.new_version(found.id, "LKPD diperpendek").id
    attach(newer, a_file(files, "Modul.docx", b"2"))
    attach(newer, a_file(files, "LKPD kelas IV.pdf", b"lkpd"))
    attach(newer, a_file(files, "Kartu.pdf", b"kartu"))
    told = desk.modules.compare(version, newer)
    assert told.changes == "LKPD diperpendek"
    assert {one.name: one.kind for one in told.files} == {
        "Modul.docx": FileChangeKind.CHANGED, "LKPD kelas IV.pdf": FileChangeKind.SAME, "Kartu.pdf": FileChangeKind.ADDED,
        "Foto.jpg": FileChangeKind.REMOVED}


def test_files_travel_with_the_bundle_and_are_to_come_until_they_did(
        desk: Desk, version: Id, tmp_path: Path, open_desk: Callable[[Paths], Desk]) -> None:
    content = bytes(range(256)) * 40
    desk.modules.files.attach(version, a_file(tmp_path, "Modul.docx", content))
    stick = tmp_path / "stick"
    stick.mkdir()
    without = desk.exchange.send(stick, photo_cap=0)
    assert (without.photos, without.photos_left) == (0, 1)
    other = open_desk(Paths(tmp_path / "other" / "programme", tmp_path / "other" / "state"))
    other.exchange.join(without.file)
    row = only(other, version)
    assert (row.here, row.file.name) == (False, "Modul.docx")
    for try_it in (lambda: other.modules.files.save_copy(row.file, tmp_path), lambda: other.modules.files.open_copy(row.file)):
        with pytest.raises(UserError, match="not on this computer yet"):
            try_it()
    receipt = other.exchange.merge(desk.exchange.send(stick).file, accept_new=True)
    assert receipt.photos == 1
    row = only(other, version)
    assert row.here
    path = other.modules.files.path(row.file)
    assert path is not None
    assert hashlib.sha256(path.read_bytes()).hexdigest() == row.file.sha256 == hashlib.sha256(content).hexdigest()


def test_a_file_taken_off_comes_back_with_its_content(desk: Desk, version: Id, tmp_path: Path) -> None:
    desk.modules.files.attach(version, a_file(tmp_path, "Modul.docx"))
    changes = desk.modules.files.remove(only(desk, version).file.id)
    assert desk.modules.files.of(version) == ()
    desk.records.undo(changes)
    assert only(desk, version).here
