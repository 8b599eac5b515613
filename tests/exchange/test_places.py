"""Sticks, machine marks, the key file and the anchor: what tells one computer and one stick from another."""

import dataclasses
import os
import shutil
import sys
from pathlib import Path

import pytest

from plcdesk.domain.errors import UserError
from plcdesk.services import anchor, device_key
from plcdesk.services.anchor import Anchor, suspicion
from plcdesk.services.bundle_names import candidates, deliveries
from plcdesk.services.drives import drives, mounted
from plcdesk.services.machine import marks, moved, smbios_uuid
from tests.exchange.laptops import Laptop

MOUNTS = r"""22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
23 22 8:2 / /boot/efi rw,relatime - vfat /dev/sda2 rw
36 22 8:17 / /media/guru/KINGSTON\040A rw,nosuid shared:5 - vfat /dev/sdb1 rw
37 22 8:33 / /run/media/guru/DATA rw - ext4 /dev/sdc1 rw
38 22 8:49 / /srv/stick rw - exfat /dev/sdd1 rw
39 22 0:50 / /media/x rw - tmpfs tmpfs rw
40 22 0:51 / /home rw - ext4 /dev/sda3 rw
short line
"""


def test_sticks_are_told_from_the_computers_own_disks() -> None:
    assert mounted(MOUNTS) == [(Path("/media/guru/KINGSTON A"), "KINGSTON A"), (Path("/run/media/guru/DATA"), "DATA"),
                               (Path("/srv/stick"), "stick")]


def test_a_stick_pulled_out_this_moment_is_left_out(tmp_path: Path) -> None:
    found = drives(lambda: [(tmp_path / "gone", "A"), (tmp_path, "b"), (tmp_path, "A")])
    assert [drive.label for drive in found] == ["A", "b"]
    assert found[0].free == pytest.approx(shutil.disk_usage(tmp_path).free, rel=0.1)


def test_asking_this_system_for_sticks_works() -> None:
    assert isinstance(drives(), list)


def test_two_changed_marks_make_another_computer(tmp_path: Path) -> None:
    here = {"system": "a", "board": "b", "volume": "c", "path": "d"}
    assert not moved(here, here)
    assert not moved(here, here | {"path": "x"})
    assert not moved(here, here | {"path": "x", "board": ""})
    assert not moved(here | {"board": ""}, here | {"path": "x"})
    assert moved(here, here | {"path": "x", "volume": "y"})
    assert not moved(marks(tmp_path / "a"), marks(tmp_path / "a"))
    assert marks(tmp_path / "a")["path"] != marks(tmp_path / "b")["path"]
    assert str(tmp_path) not in str(marks(tmp_path / "a"))


def test_the_uuid_of_a_mainboard_is_found_in_its_table() -> None:
    bios = bytes([0, 18, 0, 0]) + bytes(14) + b"Vendor\0Version\0\0"
    system = bytes([1, 27, 1, 0]) + bytes(4) + bytes(range(16)) + bytes(3) + b"\0\0"
    assert smbios_uuid(bios + system) == bytes(range(16)).hex()
    assert smbios_uuid(bios) == smbios_uuid(b"") == smbios_uuid(bytes(40)) == ""


def test_the_key_stays_the_same_and_belongs_to_its_user(tmp_path: Path) -> None:
    path = tmp_path / "device.key"
    key, made = device_key.load_or_make(path)
    assert made
    assert device_key.load_or_make(path) == (key, False)
    if sys.platform != "win32":
        assert os.stat(path).st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["device.key"]


@pytest.mark.parametrize("content", [b"", b"plc-key-v1 dpapi\nsealed elsewhere", b"plc-key-v1 plain\nshort", b"x" * 100])
def test_a_key_that_cannot_be_read_is_replaced_and_put_aside(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "device.key"
    path.write_bytes(content)
    key, made = device_key.load_or_make(path)
    assert made
    assert device_key.load(path) == key
    assert (tmp_path / "device.key.1.unreadable").read_bytes() == content


def test_a_key_that_the_disk_withholds_is_never_replaced(tmp_path: Path) -> None:
    """A virus scanner, or a disk that fails for a moment: with a new key nothing sealed for this computer could be opened."""
    path = tmp_path / "device.key"
    key, _ = device_key.load_or_make(path)
    path.rename(tmp_path / "aside")
    path.mkdir()  # reading it is an error of the system, and no sign that the key is gone
    with pytest.raises(UserError, match="own key could not be read"):
        device_key.load_or_make(path)
    path.rmdir()
    (tmp_path / "aside").rename(path)
    assert device_key.load_or_make(path) == (key, False)
    assert [file.name for file in tmp_path.iterdir()] == ["device.key"]


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")
def test_a_key_on_a_disk_that_is_away_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "device.key"
    path.symlink_to(tmp_path / "away" / "device.key")
    with pytest.raises(UserError, match="own key could not be read"):
        device_key.load_or_make(path)
    (tmp_path / "away").mkdir()
    key, _ = device_key.load_or_make(tmp_path / "away" / "device.key")
    assert device_key.load_or_make(path) == (key, False)


def test_a_new_key_that_cannot_be_written_leaves_everything_in_its_place(tmp_path: Path) -> None:
    path = tmp_path / "device.key"
    path.write_bytes(b"plc-key-v1 dpapi\nsealed elsewhere")
    (tmp_path / "device.key.new").mkdir()  # where the draft would be written
    with pytest.raises(UserError, match="own key could not be saved"):
        device_key.load_or_make(path)
    assert path.read_bytes() == b"plc-key-v1 dpapi\nsealed elsewhere"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["device.key", "device.key.new"]


def test_an_anchor_notices_copies_and_older_states(tmp_path: Path) -> None:
    path = tmp_path / "anchors" / "x.json"
    here = {"system": "a", "board": "b", "volume": "c", "path": "d"}
    kept = Anchor("r1", {"s1": (3, "aa"), "s2": (1, "bb")}, here)
    anchor.write(path, kept)
    assert anchor.read(path) == kept
    held = {("s1", 3, "aa"), ("s2", 1, "bb"), ("s1", 4, "cc")}

    def holds(*tip: object) -> bool:
        return tip in held

    assert suspicion(kept, "r1", holds, here) is None
    assert suspicion(None, "r1", holds, here) == "clone"
    assert suspicion(kept, "r2", holds, here) == "clone"
    assert suspicion(kept, "r1", holds, here | {"path": "x", "board": "y"}) == "clone"
    assert suspicion(dataclasses.replace(kept, tips={"s1": (9, "zz")}), "r1", holds, here) == "restore"


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"replica": 1}', '{"replica":"r","tips":{"a":1},"marks":{}}', "\0"])
def test_an_anchor_that_cannot_be_read_counts_as_none(tmp_path: Path, content: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(content)
    assert anchor.read(path) is None


def test_a_bundle_is_found_behind_thousands_of_songs(tmp_path: Path, stick: Path, two: list[Laptop]) -> None:
    two[0].send(stick).file.rename(stick / "zz.plcb")
    for number in range(5_001):
        (stick / f"lagu {number}.mp3").touch()
    assert stick / "zz.plcb" in {one.path for one in candidates(stick)}
    assert stick / "zz.plcb" in deliveries(stick)
