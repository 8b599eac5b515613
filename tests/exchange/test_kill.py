"""A laptop loses power in the middle of saves and receipts. After the next start each is there whole or not at all."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from plcdesk.domain.meetings import Decision, Meeting
from tests.exchange import oracle
from tests.exchange.laptops import MEETINGS, Laptop, folder_in, founded, meeting

WORK = """
import sys
from pathlib import Path
from plcdesk.domain.meetings import Decision, Meeting
from tests.exchange.laptops import MEETINGS, Laptop
laptop = Laptop(Path(sys.argv[1]), "Laptop A")
print("ready", flush=True)
bundles = sorted(Path(sys.argv[2]).glob("*.plcb"))
for number in range(1000):
    laptop.save(*[Decision(meeting_id=MEETINGS[0], text=f"{number}/{part}") for part in range(7)])
    print("saved", number, flush=True)
    if bundles:
        laptop.merge(bundles.pop(0))
        print("merged", flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a Unix thing")
@pytest.mark.parametrize("lines", [0, 1, 2, 3, 5, 8, 13])
def test_killed_at_any_moment_nothing_is_half_there(tmp_path: Path, lines: int) -> None:  # invariant 24
    a, b = founded(tmp_path)
    stick = folder_in(tmp_path, "bundles")
    carried: list[int] = []
    for number in range(4):
        for _ in range(number * 5 + 1):
            b.save(Meeting(group_id=meeting(1).group_id, title=f"Pertemuan {number}"))
        b.save(meeting(number % 3, venue=f"Ruang {number}"))
        b.send(stick)
        carried.append(b.storage.store.count(Meeting, title=f"Pertemuan {number}"))
    a.close()
    b.close()
    root = Path(__file__).resolve().parents[2]
    process = subprocess.Popen([sys.executable, "-c", WORK, str(tmp_path / "a"), str(stick)], cwd=root,
                               stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(root)})
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    said = [process.stdout.readline().strip() for _ in range(lines)]
    process.send_signal(signal.SIGKILL)  # somewhere within what follows that word
    said += process.stdout.read().splitlines()
    process.wait()
    process.stdout.close()
    a = Laptop(tmp_path / "a", "Laptop A")
    a.guard.check()
    found = a.verify()
    assert found.ok, found.problems
    oracle.check(a)
    decisions = a.storage.store.all(Decision, meeting_id=MEETINGS[0])
    by_save: dict[str, int] = {}
    for decision in decisions:
        number = decision.text.split("/")[0]
        by_save[number] = by_save.get(number, 0) + 1
    assert set(by_save.values()) <= {7}  # a save is there whole or not at all
    saves = [line for line in said if line.startswith("saved") and line.count(" ") == 1]
    assert len(by_save) >= len(saves)  # what was called saved is there
    merges = said.count("merged")
    for number, count in enumerate(carried):
        here = a.storage.store.count(Meeting, title=f"Pertemuan {number}")
        assert here in (0, count)  # a receipt is there whole or not at all
        assert number >= merges or here == count
    for path in sorted(stick.glob("*.plcb")):  # and everything can still be received
        a.merge(path)
    assert all(a.storage.store.count(Meeting, title=f"Pertemuan {number}") == count for number, count in enumerate(carried))
    assert a.verify().ok
    a.close()
