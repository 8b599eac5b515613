"""Fault F61: very long minutes, very many photos; much of it at night only. (Very many changes: `test_memory.py` of the exchange.)"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from plcdesk.domain.exchange import ReceiptState
from plcdesk.domain.meetings import Attachment, Meeting
from tests.exchange.crowds import crowd
from tests.exchange.laptops import GROUP, MEETINGS, Laptop, meeting

ROOT = Path(__file__).parents[2]
LIMITED = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (2 ** 30, 2 ** 30))
from tests.exchange.laptops import Laptop
laptop = Laptop(Path(sys.argv[1]), "Laptop B")
receipt = laptop.merge(Path(sys.argv[2]))
print(receipt.state.name, receipt.intake.commits, receipt.intake.counts and sum(receipt.intake.counts.values()))
laptop.close()
"""


def test_minutes_of_a_megabyte_travel_and_come_back(two: list[Laptop], stick: Path) -> None:
    a, b = two
    text = "\n\n".join(f"Butir {number}: dibahas bersama." for number in range(30_000))[:990_000]
    a.save(Meeting(id=MEETINGS[1], group_id=GROUP, opening=text))
    assert b.merge(a.send(stick).file).state is ReceiptState.APPLIED
    assert b.get(Meeting, MEETINGS[1]).opening == text
    assert b.verify().ok


def photos(laptop: Laptop, count: int) -> list[str]:
    made = []
    for number in range(count):
        content = hashlib.sha256(str(number).encode()).digest() * 8
        made.append(laptop.blobs.put(content))
    laptop.save(*[Attachment(meeting_id=MEETINGS[0], sha256=sha256, size=256) for sha256 in made])
    return made


def arrived(two: list[Laptop], stick: Path, count: int) -> None:
    a, b = two
    made = photos(a, count)
    receipt = b.merge(a.send(stick).file)
    assert (receipt.state, receipt.photos) == (ReceiptState.APPLIED, count)
    assert all(b.blobs.sound(sha256) for sha256 in made)
    a.merge(b.send(stick).file)
    a.save(meeting(1))
    assert a.send(stick, b).photos == 0


def test_sixty_photos_in_one_bundle(two: list[Laptop], stick: Path) -> None:
    arrived(two, stick, 60)


@pytest.mark.nightly
@pytest.mark.timeout(0)
def test_five_thousand_photos_in_one_bundle(two: list[Laptop], stick: Path) -> None:
    arrived(two, stick, 5000)


@pytest.mark.nightly
@pytest.mark.timeout(0)
@pytest.mark.skipif(sys.platform != "linux", reason="a process can be given so little memory on Linux")
def test_a_hundred_thousand_changes_with_a_gigabyte_of_memory(two: list[Laptop], tmp_path: Path) -> None:
    a, b = two
    path = crowd(a, tmp_path / "crowd.plcb", 100_000)
    b.close()
    found = subprocess.run([sys.executable, "-c", LIMITED, str(tmp_path / "b"), str(path)], cwd=ROOT, text=True,
                           capture_output=True, check=False)
    b.open()
    assert found.stdout.startswith("APPLIED 100000"), found.stderr
    assert b.storage.store.count(Meeting) == 90_001
