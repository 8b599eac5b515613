"""Carrying sealed bundles for others: the laptop in between never sees a word of them, loses none and writes none twice."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from plcdesk.cli import main
from plcdesk.domain.errors import Cancelled, UserError
from plcdesk.domain.exchange import ReceiptState
from plcdesk.domain.progress import Progress
from plcdesk.services import carrying
from plcdesk.services.stick import Disk
from tests.exchange.laptops import Laptop, folder_in, founded, meeting
from tests.exchange.test_sealed import ROOT, WORDS, during


@pytest.fixture
def three(tmp_path: Path) -> Iterator[list[Laptop]]:
    """A writes for B; C travels between them and knows B's name."""
    laptops = founded(tmp_path, 3)
    a, b, c = laptops
    told = b.send(folder_in(tmp_path, "hello")).file
    a.merge(told)
    c.merge(told)
    a.save(meeting(1, venue=WORDS))
    yield laptops
    for laptop in laptops:
        laptop.close()


@pytest.fixture
def sealed(three: list[Laptop], stick: Path) -> Path:
    """A's bundle for B on the stick that C is handed."""
    return three[0].send(folder_in(stick, "a"), three[1]).file


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_the_laptop_in_between_never_sees_the_plain_text(three: list[Laptop], sealed: Path, stick: Path) -> None:
    a, b, c = three
    before = c.digest()
    assert c.exchange.preview(sealed).state is ReceiptState.FOR_OTHERS
    kept = c.exchange.carry(sealed)
    assert (kept.file, kept.size, kept.for_whom, kept.passed) == (sealed.name, sealed.stat().st_size, ("Laptop B",), 0)
    assert (c.paths.carried / f"{kept.id}.plcb.age").read_bytes() == sealed.read_bytes()
    sealed.unlink()
    assert (c.digest(), WORDS.encode() in everything_in(c.paths.folder.parent)) == (before, False)
    other = folder_in(stick, "b")
    written = c.exchange.pass_on(other)
    assert [path.name for path in written] == [sealed.name]
    assert b.merge(written[0]).state is ReceiptState.APPLIED
    assert b.digest() == a.digest()
    assert c.exchange.carried()[0].passed == 1
    assert WORDS.encode() not in everything_in(c.paths.folder.parent)
    assert WORDS.encode() in everything_in(b.paths.folder.parent), "the search must be able to find it"


def test_nothing_is_kept_or_written_twice(three: list[Laptop], sealed: Path, stick: Path) -> None:
    c = three[2]
    first = c.exchange.carry(sealed)
    copy = stick / "salinan"
    copy.write_bytes(sealed.read_bytes())
    assert c.exchange.carry(copy) == first  # by content, under the name it came with first
    assert c.exchange.carried() == [first]
    assert c.exchange.pass_on(sealed.parent) == []  # it lies there already
    assert c.exchange.pass_on(stick) == []  # there too, under another name
    assert c.exchange.carried()[0].passed == 0
    other = folder_in(stick, "b")
    (other / sealed.name).write_bytes(b"x" * first.size)  # another file of this name and size stays what it is
    assert [path.name for path in c.exchange.pass_on(other)] == [sealed.name.replace(".plcb.age", "_2.plcb.age")]
    assert c.exchange.pass_on(other) == []
    assert c.exchange.carried()[0].passed == 1


def test_what_is_carried_goes_along_when_something_is_sent(three: list[Laptop], sealed: Path, stick: Path) -> None:
    a, b, c = three
    c.exchange.carry(sealed)
    other = folder_in(stick, "b")
    result = c.send(other, b)
    assert result.carried == (sealed.name,)
    assert {path.name for path in other.iterdir()} == {sealed.name, result.file.name}
    assert c.send(other, b).carried == ()
    for path in other.iterdir():
        b.merge(path)
    assert b.dots() >= a.dots()


class Small(Disk):
    """A stick with room for this much."""

    room = 10**9

    def free(self, folder: Path) -> int:
        return self.room - sum(path.stat().st_size for path in folder.iterdir())


def test_a_full_stick_does_not_spoil_what_was_sent(three: list[Laptop], sealed: Path, stick: Path, tmp_path: Path) -> None:
    b, c = three[1], three[2]
    c.exchange.carry(sealed)
    c.disk = Small()
    c.close()
    c.open()
    other = folder_in(stick, "b")
    size = c.send(folder_in(stick, "try"), b).bytes
    c.disk.room = size + 67_000  # enough for the bundle, its upper bound and what is kept free, not for one more
    result = c.send(other, b)
    assert (result.carried, list(other.iterdir())) == ((), [result.file])
    with pytest.raises(UserError, match="The stick is full"):
        c.exchange.pass_on(other)
    assert list(other.iterdir()) == [result.file]
    assert c.exchange.carried()[0].passed == 1  # the first try had room


def test_only_what_is_sealed_for_others_is_kept(three: list[Laptop], sealed: Path, stick: Path) -> None:
    a, b, c = three
    broken = stick / "broken.plcb.age"
    broken.write_bytes(sealed.read_bytes()[:70])
    for path, words in ((a.send(stick).file, "Only a locked bundle"), (broken, "Only a locked bundle"),
                        (stick / "gone.plcb.age", "could not be read")):
        with pytest.raises(UserError, match=words):
            c.exchange.carry(path)
    with pytest.raises(UserError, match="for this computer"):
        b.exchange.carry(sealed)
    assert c.exchange.carried() == []
    with_passphrase = a.exchange.send(stick, passphrase="x").file
    assert c.exchange.carry(with_passphrase).for_whom == ()


def test_there_is_an_end_to_what_is_carried(three: list[Laptop], stick: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a, b, c = three
    files = [a.send(stick, b).file for _ in range(3)]
    monkeypatch.setattr(carrying, "MANY", 2)
    kept = [c.exchange.carry(path) for path in files[:2]]
    with pytest.raises(UserError, match="carries 2 bundles already"):
        c.exchange.carry(files[2])
    assert c.exchange.carry(files[0]).id == kept[0].id  # what is kept already is no more
    c.exchange.drop_carried(kept[0].id)
    c.exchange.drop_carried(kept[0].id)
    c.exchange.drop_carried("../../plcdesk.sqlite")
    assert [one.id for one in c.exchange.carried()] == [kept[1].id]
    monkeypatch.setattr(carrying, "ROOM", kept[1].size + files[2].stat().st_size - 1)
    with pytest.raises(UserError, match="it would be more than"):
        c.exchange.carry(files[2])
    monkeypatch.undo()
    assert len({c.exchange.carry(files[2]).id, *(one.id for one in c.exchange.carried())}) == 2
    assert len(list(c.paths.carried.iterdir())) == 4  # two bundles, each with its note


def test_what_rotted_on_the_disk_is_not_passed_on(three: list[Laptop], sealed: Path, stick: Path) -> None:
    c = three[2]
    kept = c.exchange.carry(sealed)
    file = c.paths.carried / f"{kept.id}.plcb.age"
    other = folder_in(stick, "b")
    for data in (file.read_bytes()[:-1], sealed.read_bytes()[:-1] + b"x"):
        file.write_bytes(data)
        with pytest.raises(UserError, match="no longer whole on this computer"):
            c.exchange.pass_on(other)
        assert list(other.iterdir()) == []
    assert c.send(other).carried == ()


def test_without_its_note_a_bundle_is_still_carried(three: list[Laptop], sealed: Path, stick: Path) -> None:
    c = three[2]
    kept = c.exchange.carry(sealed)
    note = c.paths.carried / f"{kept.id}.plcb.json"
    for text in (None, "", "[]", '{"file": 7, "taken_at": "kemarin", "passed": "x"}', '{"file": "../a:b.plcb.age"}'):
        note.unlink() if text is None else note.write_text(text)
        found = c.exchange.carried()[0]
        assert (found.id, found.size, found.for_whom, found.passed) == (kept.id, kept.size, kept.for_whom, 0)
    assert [path.name for path in c.exchange.pass_on(folder_in(stick, "b"))] == [f"{kept.id[:16]}.plcb.age"]


def test_cancelling_keeps_nothing_half(three: list[Laptop], sealed: Path, stick: Path) -> None:
    c = three[2]
    stop = Progress()
    stop.cancelled = True
    with pytest.raises(Cancelled):
        c.exchange.carry(sealed, progress=stop)
    assert (c.exchange.carried(), list(c.paths.carried.iterdir())) == ([], [])
    c.exchange.carry(sealed)
    other = folder_in(stick, "b")
    late = during("Copying the locked bundle", lambda: setattr(late, "cancelled", True))
    with pytest.raises(Cancelled):
        c.exchange.pass_on(other, progress=late)
    assert (list(other.iterdir()), c.exchange.carried()[0].passed) == ([], 0)


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.exchange.laptops import Laptop
from tests.exchange.test_sealed import during
laptop = Laptop(Path(sys.argv[1]), "Laptop C")
laptop.exchange.carry(Path(sys.argv[2]), progress=during(sys.argv[3], lambda: os.kill(os.getpid(), signal.SIGKILL)))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is a Unix thing")
def test_a_kill_while_it_is_taken_leaves_none_or_all_of_it(three: list[Laptop], sealed: Path, tmp_path: Path) -> None:
    c = three[2]
    c.close()
    found = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / "c"), str(sealed), "Reading the bundle back"],
                           cwd=ROOT, check=False, env=os.environ | {"PYTHONPATH": str(ROOT)})
    assert found.returncode == -signal.SIGKILL
    c.open()
    assert c.exchange.carried() == []
    assert len(list(c.paths.carried.iterdir())) == 1
    c.exchange.carry(sealed)
    assert len(list(c.paths.carried.iterdir())) == 2  # the bundle and its note


def test_the_command_line_carries_too(three: list[Laptop], sealed: Path, stick: Path, tmp_path: Path,
                                      capsys: pytest.CaptureFixture[str]) -> None:
    a, b, c = three
    other = folder_in(stick, "b")
    secret = tmp_path / "kata.txt"
    secret.write_text("kata sandi\r\n", encoding="utf-8-sig")

    def run(laptop: Laptop, *arguments: object) -> tuple[int, object]:
        places = ["--data", laptop.paths.folder, "--state", laptop.paths.state, "--json", "--language", "en"]
        code = main([str(part) for part in [*places, *arguments]])
        return code, json.loads(capsys.readouterr().out)

    for laptop in three:
        laptop.close()
    code, answer = run(c, "receive", sealed)
    assert (code, answer["state"], answer["for"]) == (1, "for_others", ["Laptop B"])  # type: ignore[index]
    code, kept = run(c, "carry", sealed)
    assert (code, kept["for"]) == (0, ["Laptop B"])  # type: ignore[index]
    assert run(c, "carried") == (0, [kept])
    code, answer = run(c, "pass-on", other)
    assert (code, answer) == (0, {"files": [str(other / sealed.name)]})
    assert run(c, "carried", "--drop", sealed.name) == (0, [])
    assert run(c, "carried", "--drop", "x")[0] == 1
    code, answer = run(b, "receive", other / sealed.name)
    assert (code, answer["state"], answer["sealed"]) == (0, "applied", True)  # type: ignore[index]
    code, answer = run(a, "send", stick / "semua.plcb", "--passphrase-file", secret)
    assert (answer["sealed"], answer["file"]) == (True, str(stick / "semua.plcb.age"))  # type: ignore[index]
    assert run(c, "receive", stick / "semua.plcb.age")[1]["state"] == "needs_passphrase"  # type: ignore[index]
    assert run(c, "receive", stick / "semua.plcb.age", "--passphrase-file", secret)[0] == 0
    code, answer = run(a, "send", stick / "terbuka.plcb", "--for", "Laptop B", "--open")
    assert (code, answer["sealed"], answer["file"]) == (0, False, str(stick / "terbuka.plcb"))  # type: ignore[index]
    for laptop in three:
        laptop.open()
