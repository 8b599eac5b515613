"""Sealed bundles between laptops: who may read one reads it, everybody else learns no word of it, and of the copies that
opening it takes nothing stays behind."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from plcdesk.domain.errors import UserError
from plcdesk.domain.exchange import Receipt, ReceiptState
from plcdesk.domain.meetings import Meeting
from plcdesk.domain.progress import Progress
from plcdesk.sync.age_header import MAGIC
from tests.exchange.laptops import MEETINGS, Laptop, folder_in, founded, meeting

WORDS = "Ruang guru kelas empat"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def three(tmp_path: Path) -> list[Laptop]:
    """A knows B; B waits for what A has written since; C knows both and is nobody's addressee."""
    a, b, c = founded(tmp_path, 3)
    stick = folder_in(tmp_path, "hello")
    b_tells = b.send(stick).file
    a.merge(b_tells)
    c.merge(b_tells)
    a.save(meeting(1, venue=WORDS))
    return [a, b, c]


def text_of(receipt: Receipt) -> str:
    return receipt.reason.text.format(**receipt.reason.values) if receipt.reason else ""


def leftovers(laptop: Laptop) -> list[Path]:
    return list(laptop.paths.quarantine.glob("*"))


def test_a_bundle_for_a_laptop_is_read_by_it_alone(three: list[Laptop], stick: Path) -> None:
    a, b, c = three
    sent = a.send(stick, b)
    assert sent.sealed
    assert sent.file.name.endswith(".plcb.age")
    for hidden in (WORDS.encode(), b"manifest", b"Program KBP", b"Laptop A"):
        assert hidden not in sent.file.read_bytes()
    before = c.digest()
    for refused in (c.exchange.preview(sent.file), c.merge(sent.file)):
        assert (refused.state, refused.for_whom, refused.sealed) == (ReceiptState.FOR_OTHERS, ("Laptop B",), True)
        assert "locked for Laptop B; only that computer can read it" in text_of(refused)
    assert c.digest() == before
    assert leftovers(c) == []
    preview = b.exchange.preview(sent.file)
    assert (preview.state, preview.sealed, preview.new) == (ReceiptState.APPLIED, True, {"meeting": 1})
    assert b.merge(sent.file).sealed
    assert b.digest() == a.digest()
    assert leftovers(b) == []


def test_a_laptop_that_is_not_known_here_is_called_another_computer(three: list[Laptop], stick: Path, tmp_path: Path) -> None:
    a, b, _ = three
    stranger = Laptop(tmp_path / "x", "Laptop X")
    receipt = stranger.exchange.preview(a.send(stick, b).file)
    assert (receipt.state, receipt.for_whom) == (ReceiptState.FOR_OTHERS, ())
    assert "for another computer" in text_of(receipt)


def test_a_laptop_that_lost_its_key_is_told_how_to_go_on(three: list[Laptop], stick: Path) -> None:  # fault F49
    a, b, _ = three
    sent = a.send(stick, b).file
    b.paths.device_key.unlink()
    again = b.send(stick).file
    receipt = b.merge(sent)
    assert receipt.state is ReceiptState.FOR_OTHERS
    assert "a key that this computer has lost" in text_of(receipt)
    a.merge(again)
    assert b.merge(a.send(stick, b).file).state is ReceiptState.APPLIED
    assert b.get(Meeting, MEETINGS[1]).venue == WORDS


def test_a_passphrase_opens_for_anyone_who_has_it(three: list[Laptop], stick: Path, tmp_path: Path) -> None:
    a, b, _ = three
    sent = a.exchange.send(stick, passphrase="kata sandi")
    asked = b.exchange.preview(sent.file)
    assert (asked.state, asked.sealed) == (ReceiptState.NEEDS_PASSPHRASE, True)
    assert "Type the passphrase" in text_of(asked)
    wrong = b.exchange.merge(sent.file, passphrase="Kata sandi")
    assert wrong.state is ReceiptState.NEEDS_PASSPHRASE
    assert "does not open the bundle" in text_of(wrong)
    assert sent.file.exists()
    assert b.exchange.merge(sent.file, passphrase="kata sandi\n").state is ReceiptState.APPLIED
    assert b.digest() == a.digest()
    fresh = Laptop(tmp_path / "d", "Laptop D")
    assert fresh.exchange.join(sent.file).state is ReceiptState.NEEDS_PASSPHRASE
    assert fresh.exchange.join(sent.file, passphrase="kata sandi").state is ReceiptState.APPLIED
    assert fresh.digest() == a.digest()
    with pytest.raises(UserError, match="passphrase is empty"):
        a.exchange.send(stick, passphrase="\n")


def test_a_sealed_file_that_is_not_whole_is_said_to_be_incomplete(three: list[Laptop], stick: Path) -> None:  # fault F15
    a, b, _ = three
    path = a.send(stick, b).file
    whole, before = path.read_bytes(), b.digest()
    broken = {
        "cut": whole[:-10], "longer": whole + b"x", "changed": whole[:-40] + bytes(4) + whole[-36:], "header": whole[:60],
        "zeros": bytes(len(whole)),
    }
    for data in broken.values():
        path.write_bytes(data)
        for receipt in (b.exchange.preview(path), b.merge(path)):
            assert receipt.state is ReceiptState.REFUSED
            assert "incomplete" in text_of(receipt)
    path.write_bytes(MAGIC + b"-> scrypt " + b"A" * 22 + b" 22\n" + b"A" * 43 + b"\n--- " + b"A" * 43 + b"\n" + bytes(99))
    receipt = b.exchange.preview(path, passphrase="x")
    assert receipt.state is ReceiptState.REFUSED
    assert "more memory than a laptop has" in text_of(receipt)
    path.write_bytes(whole)
    assert (b.digest(), leftovers(b)) == (before, [])
    assert b.merge(path).state is ReceiptState.APPLIED


def during(text: str, act: Callable[[], None]) -> Progress:
    """Do something at the first word on a step."""
    done: list[bool] = []

    def report(said: str, step: int, steps: int) -> None:
        if said == text and not done:
            done.append(True)
            act()

    return Progress(report)


def put(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def test_a_stick_that_misreads_once_is_read_again(three: list[Laptop], stick: Path) -> None:  # fault F7
    a, b, _ = three
    path = a.send(stick, b).file
    whole = path.read_bytes()
    path.write_bytes(whole[:-40] + bytes(40))
    receipt = b.exchange.merge(path, progress=during("Reading the bundle", lambda: put(path, whole)))
    assert receipt.state is ReceiptState.APPLIED


def test_what_is_in_use_is_the_users_own_and_nobody_sweeps_it_away(three: list[Laptop], stick: Path) -> None:
    a, b, _ = three
    path = a.send(stick, b).file
    seen: list[int] = []

    def look() -> None:
        assert b.exchange.preview(path).state is ReceiptState.APPLIED  # sweeps the folder, and makes copies of its own
        seen.extend(copy.stat().st_mode & 0o777 for copy in leftovers(b))

    assert b.exchange.merge(path, progress=during("Merging", look)).state is ReceiptState.APPLIED
    assert len(seen) == 2
    assert sys.platform == "win32" or set(seen) == {0o600}
    assert leftovers(b) == []


@pytest.mark.skipif(sys.platform == "win32", reason="the limit of a process on file sizes is a Unix thing")
@pytest.mark.parametrize("step", ["Reading the bundle", "Opening the locked bundle"])
def test_a_disk_that_fills_up_while_it_is_opened_is_told_and_cleaned(step: str, three: list[Laptop], stick: Path,
                                                                     ) -> None:  # fault F30
    import resource

    a, b, _ = three
    path = a.send(stick, b).file
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    full = during(step, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1])))
    try:
        with pytest.raises(UserError, match="disk is full"):
            b.exchange.preview(path, progress=full)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert leftovers(b) == []
    assert b.merge(path).state is ReceiptState.APPLIED


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.exchange.laptops import Laptop
from tests.exchange.test_sealed import during
laptop = Laptop(Path(sys.argv[1]), "Laptop B")
laptop.exchange.merge(Path(sys.argv[2]), progress=during(sys.argv[3], lambda: os.kill(os.getpid(), signal.SIGKILL)))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a Unix thing")
def test_a_kill_leaves_no_open_copy_that_stays(three: list[Laptop], stick: Path, tmp_path: Path) -> None:  # fault F28
    a, b, _ = three
    path = a.send(stick, b).file
    b.close()
    found = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / "b"), str(path), "Merging"], cwd=ROOT, check=False,
                           env=os.environ | {"PYTHONPATH": str(ROOT)})
    assert found.returncode == -signal.SIGKILL
    assert any(b"manifest.json" in copy.read_bytes() for copy in leftovers(b)), "the test must kill while it lies open"
    b.open(check=True)
    other = stick / "note.txt"
    other.write_text("not a bundle")
    assert b.exchange.preview(other).state is ReceiptState.REFUSED  # any next use of the folder
    assert leftovers(b) == []
    assert b.merge(path).state is ReceiptState.APPLIED


def test_what_waits_for_others_needs_no_passphrase_again(three: list[Laptop], stick: Path) -> None:
    a, b, c = three
    b.save(meeting(1, title="Rapat"))
    first = b.exchange.send(stick, a.key, sealed=False).file
    a.merge(first)
    b.merge(a.send(stick, b).file)
    b.save(meeting(2, venue="Aula"))
    second = b.exchange.send(stick, a.key, passphrase="kata sandi").file
    assert c.exchange.merge(second, accept_new=True, passphrase="kata sandi").state is ReceiptState.PARKED
    waiting = sorted(path.suffix for path in leftovers(c))
    assert waiting == [".json", ".plcb"]
    assert sys.platform == "win32" or {path.stat().st_mode & 0o77 for path in leftovers(c) if path.suffix == ".plcb"} == {0}
    assert c.merge(first).state is ReceiptState.APPLIED
    assert c.get(Meeting, MEETINGS[2]).venue == "Aula"  # the one that waited came in with it
    assert leftovers(c) == []


def test_sealed_files_are_found_by_content(three: list[Laptop], stick: Path) -> None:
    a, b, _ = three
    stick = folder_in(stick, "content")
    sealed, plain = a.send(stick, b).file, a.send(stick).file
    hidden = stick / ".tersembunyi.txt"
    shutil.copyfile(sealed, hidden)
    (stick / "draft.plcb.age.tmp").write_bytes(sealed.read_bytes())
    (stick / "photo.plcb.age").write_bytes(b"\xff\xd8 not sealed")
    (stick / "backup.age").write_bytes(MAGIC + b"-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n--- " + b"A" * 43 + b"\n")
    (stick / "broken.plcb.age").write_bytes(sealed.read_bytes()[:50])
    found = {item.path.name: item.sealed for item in b.exchange.candidates(stick)}
    assert found == {sealed.name: True, plain.name: False, hidden.name: True, "broken.plcb.age": True}
    assert {(item.sender, item.made_at is None) for item in b.exchange.candidates(stick)} == {("", True), ("Laptop A", False)}
