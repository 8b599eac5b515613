"""Faults F33 to F37: sticks are FAT32. No file system of that kind can be mounted on every machine; images are written with
mtools, which follow the format, and what the driver would do otherwise is done by a disk that behaves like it."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from plcdesk.domain.errors import UserError
from plcdesk.domain.exchange import ReceiptState
from plcdesk.services.bundle_names import file_name
from plcdesk.services.stick import Disk
from plcdesk.sync import limits
from tests.exchange.laptops import Laptop, meeting

TOOLS = ("mkfs.vfat", "mcopy", "mdir", "mdel")
MISSING = [tool for tool in TOOLS if shutil.which(tool, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin") is None]
tools = pytest.mark.skipif(bool(MISSING), reason=f"missing here: {', '.join(MISSING)}")


class FatImage:
    """A stick as an image file."""

    def __init__(self, path: Path, kind: int, size_kb: int, *options: str) -> None:
        self.path = path
        tool = shutil.which("mkfs.vfat", path=f"{os.environ['PATH']}:/usr/sbin:/sbin") or "mkfs.vfat"
        subprocess.run([tool, "-F", str(kind), *options, "-C", str(path), str(size_kb)], check=True, capture_output=True)

    def run(self, tool: str, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([tool, "-i", str(self.path), *words], capture_output=True, text=True, check=False,
                              env=os.environ | {"MTOOLS_SKIP_CHECK": "1"})

    def put(self, file: Path, name: str = "") -> bool:
        return self.run("mcopy", "-D", "s", str(file), f"::{name or file.name}").returncode == 0

    def out(self, folder: Path) -> list[Path]:
        self.run("mcopy", "-n", "-m", "::*", str(folder))
        return sorted(folder.iterdir())


@tools
def test_a_bundle_carried_on_fat32_arrives_bit_for_bit(two: list[Laptop], stick: Path, tmp_path: Path) -> None:  # F33, F35
    a, b = two
    a.merge(b.send(stick).file)
    for number in range(3):
        a.save(meeting(1, venue=f"Ruang {number}"))
        a.send(stick, b if number else None)
    image = FatImage(tmp_path / "stick.img", 32, 40_000)
    sent = sorted(path for path in stick.iterdir() if path.name.endswith((limits.EXTENSION, limits.SEALED)))
    assert all(image.put(path) for path in sent)
    there = tmp_path / "read"
    there.mkdir()
    read = image.out(there)
    assert [(one.name, one.read_bytes()) for one in read] == [(one.name, one.read_bytes()) for one in sent]
    for one in sorted(read, key=lambda path: path.stat().st_mtime):
        assert b.merge(one).state is not ReceiptState.REFUSED
    assert b.digest() == a.digest()


@tools
def test_by_its_short_name_or_in_capitals_it_is_still_a_bundle(two: list[Laptop], stick: Path, tmp_path: Path) -> None:  # F35
    a, b = two
    a.save(meeting(1))
    image = FatImage(tmp_path / "stick.img", 16, 16_000)
    assert image.put(a.send(stick).file, "PROGRA~1.PLC")
    there = tmp_path / "read"
    there.mkdir()
    (read,) = image.out(there)
    assert read.name.upper() == "PROGRA~1.PLC"
    assert [one.path for one in b.exchange.candidates(there)] == [read]
    assert b.merge(read).state is ReceiptState.APPLIED


@tools
def test_a_root_folder_with_no_entry_left_is_told_as_a_full_stick(tmp_path: Path, two: list[Laptop]) -> None:  # F36
    image = FatImage(tmp_path / "old.img", 16, 16_000)
    (tmp_path / "many").mkdir()
    for number in range(600):
        (tmp_path / "many" / f"N{number}").write_bytes(b"")
    assert image.run("mcopy", *map(str, (tmp_path / "many").iterdir()), "::").returncode  # 15 MB free, and no entry left

    class NoEntry(Disk):
        def create(self, path: Path) -> object:  # type: ignore[override]
            raise OSError(errno.ENOSPC, "no entry left in the folder")

    a, _ = two
    a.disk = NoEntry()
    a.close()
    a.open()
    with pytest.raises(UserError, match="The stick is full"):
        a.send(tmp_path)  # as the driver says it
    assert not list(tmp_path.glob("*.plcb*"))


def test_names_of_bundles_are_names_on_any_stick() -> None:  # F35
    at = datetime(2026, 3, 4, 10, 5)
    for programme, school in (("CON", "AUX."), ("Program: KBP/\\*?", "SD “Melati” 01 "), ("a" * 300, "b" * 300), ("", ""),
                              ("Пр..", "学校")):
        name = file_name(programme, school, at, 7)
        assert re.fullmatch(r"[A-Za-z0-9._~-]+", name), name
        assert len(name) < 120
        assert name.split(".")[0].rstrip("_").upper() not in {"CON", "AUX", "NUL", "PRN", "COM1", "LPT1"}
        assert not name.endswith((".", " "))


def test_a_twin_in_other_letters_is_never_overwritten(two: list[Laptop], stick: Path) -> None:  # F35
    class CaseBlind(Disk):
        def rename(self, path: Path, to: Path) -> None:
            if to.name.casefold() in {one.name.casefold() for one in to.parent.iterdir()}:
                raise FileExistsError(errno.EEXIST, "taken", str(to))
            super().rename(path, to)

    a, _ = two
    a.disk = CaseBlind()
    a.close()
    a.open()
    first = a.exchange.send(stick, file_name="kbp.plcb").file
    digest = hashlib.sha256(first.read_bytes()).hexdigest()
    second = a.exchange.send(stick, file_name="KBP.plcb").file
    assert second.name == "KBP_2.plcb"
    assert hashlib.sha256(first.read_bytes()).hexdigest() == digest


def test_times_of_two_seconds_and_of_another_zone_decide_nothing(two: list[Laptop], stick: Path) -> None:  # F34
    a, b = two
    paths = []
    for number in range(3):
        a.save(meeting(1, venue=f"Ruang {number}"))
        paths.append(a.send(stick).file)
    for path, hours in zip(paths, (9, -14, 1), strict=True):
        moved = (datetime.now() + timedelta(hours=hours)).timestamp() // 2 * 2
        os.utime(path, (moved, moved))
    for path in b.exchange.candidates(stick):
        b.merge(path.path)
    assert b.digest() == a.digest()


def test_no_bundle_comes_near_what_fat32_can_hold() -> None:  # F36
    assert limits.FILE < 4 * 1024**3
