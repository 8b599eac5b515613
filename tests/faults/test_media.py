"""Faults F32 and F38: sticks that are pulled out, write-protected or full while they are used, and those a virus was on."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from plcdesk.domain.errors import UserError
from plcdesk.services.stick import Disk
from tests.exchange.laptops import Laptop, meeting

ROOT_ONLY = "a file system of its own can only be mounted by root on Linux"


def _command(*words: str) -> bool:
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


@pytest.fixture
def medium(tmp_path: Path) -> Iterator[Path]:
    """A small real file system that can be pulled out and write-protected."""
    place = tmp_path / "KINGSTON"
    place.mkdir()
    if not sys.platform.startswith("linux") or not _command("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)):
        pytest.skip(ROOT_ONLY)
    yield place
    _command("umount", "-l", str(place))


class Unlucky(Disk):
    """Something happens to the medium at one moment."""

    def __init__(self, moment: str, *command: str) -> None:
        self.moment = moment
        self.command = command

    def _now(self, moment: str) -> None:
        if moment == self.moment:
            assert _command(*self.command)

    def create(self, path: Path) -> IO[bytes]:
        self._now("create")
        return super().create(path)

    def sync(self, file: IO[bytes]) -> None:
        self._now("sync")
        super().sync(file)

    def rename(self, path: Path, to: Path) -> None:
        self._now("rename")
        super().rename(path, to)

    def reopen(self, path: Path) -> IO[bytes]:
        self._now("reopen")
        return super().reopen(path)


@pytest.mark.parametrize("moment", ["create", "rename", "reopen"])
def test_a_stick_pulled_out_in_mid_write_is_never_called_saved(moment: str, two: list[Laptop], medium: Path) -> None:
    a, _ = two
    a.save(meeting(1))
    a.send(medium)  # the signatures of what is here are kept once for all
    before = a.digest()
    a.disk = Unlucky(moment, "sh", "-c", f"umount -l '{medium}' && rmdir '{medium}'")
    a.close()
    a.open()
    with pytest.raises(UserError, match=r"removed before finishing|stick is full") as told:
        a.send(medium)
    assert "Data on this computer is" in told.value.text
    assert a.digest() == before
    a.disk = None
    a.close()
    a.open()
    medium.mkdir()
    assert a.send(medium).file.exists()  # plugged in again


@pytest.mark.parametrize("moment", ["create", "rename"])
def test_a_stick_that_gets_write_protected_is_told(moment: str, two: list[Laptop], medium: Path) -> None:
    a, _ = two
    a.disk = Unlucky(moment, "mount", "-o", "remount,ro", str(medium))
    a.close()
    a.open()
    handles = r"locked \(read-only\)" if moment == "create" else r"locked|removed"
    with pytest.raises(UserError, match=handles):
        a.send(medium)
    assert _command("mount", "-o", "remount,rw", str(medium))
    a.disk = None
    a.close()
    a.open()
    assert a.send(medium).file.exists()
    assert list(medium.glob(".*")) == []  # what was left half written is swept away


def test_a_stick_pulled_out_while_it_is_read_changes_nothing(two: list[Laptop], medium: Path) -> None:
    a, b = two
    a.save(meeting(1))
    path = a.send(medium).file
    before = b.digest()
    assert _command("umount", "-l", str(medium))
    with pytest.raises(UserError, match="could not be read to its end"):
        b.merge(path)
    assert b.digest() == before


def test_a_really_full_stick_and_backups_to_it(two: list[Laptop], medium: Path) -> None:
    a, _ = two
    (medium / "foto.jpg").write_bytes(bytes(2 * 1024 * 1024 - 40_960))
    with pytest.raises(UserError, match="The stick is full"):
        a.send(medium)
    assert [file.name for file in medium.iterdir()] == ["foto.jpg"]


def test_bundles_are_found_on_a_stick_that_a_virus_was_on(two: list[Laptop], stick: Path) -> None:  # F38
    a, b = two
    a.save(meeting(1, venue="Aula"))
    path = a.send(stick).file
    hidden = stick / "\xa0"  # the folder into which such viruses move everything, named by a space that cannot be seen
    hidden.mkdir()
    moved = path.rename(hidden / path.name)
    (stick / "autorun.inf").write_text("[autorun]\nopen=x.exe\n")
    (stick / f"{path.stem}.lnk").write_bytes(b"L\0\0\0" + bytes(500))
    (stick / path.name).write_bytes(b"MZ" + bytes(5000))  # a twin of the same name that is a program
    (hidden / ".trash").mkdir()
    found = b.exchange.candidates(stick)
    assert [one.path for one in found if one.path.name == path.name] == [moved]
    assert {one.path.suffix for one in found} == {".plcb"}
    b.merge(moved)
    assert b.digest() == a.digest()
