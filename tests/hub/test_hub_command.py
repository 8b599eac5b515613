"""The hub from the command line: a folder of bundles, a table of who delivered what, and no word about passwords."""

from __future__ import annotations

import io
import json
import shutil
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from plcdesk.cli import main
from plcdesk.domain.people import Person
from plcdesk.storage.postgres import open_server
from plcdesk.storage.sql import run
from tests.exchange.laptops import Laptop, folder_in
from tests.hub.cluster import Cluster
from tests.hub.test_hub_crowd import crowd

SECRET = "rahasia-sekali"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`begun`: the bundle to join with; `in`: what three schools sent, a bundle cut short, one of zeros, a holiday photo."""
    made = tmp_path_factory.mktemp("crowd")
    begun, sticks = crowd(made, 3, 1)
    inbox = folder_in(made, "in")
    for number, path in enumerate(sorted(sticks.glob("*/*"))):
        shutil.copy(path, folder_in(inbox, f"kiriman {number}") / path.name)
    whole = next(inbox.glob("*/*")).read_bytes()
    (inbox / "terpotong.plcb").write_bytes(whole[: len(whole) // 2])
    (inbox / "kosong.plcb").write_bytes(bytes(5000))
    (inbox / "liburan.jpg").write_bytes(b"\xff\xd8 foto")
    shutil.copy(begun, made / "begun.plcb")
    return made


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Run a command on the hub in `tmp_path`; its exit code, and what it said on both channels."""

    def call(*words: str) -> tuple[int, str, str]:
        code = main(["--data", str(tmp_path / "hub"), "--state", str(tmp_path / "state"), "--language", "en", *words])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


def test_a_folder_is_received_and_told(folder: Path, command: Callable[..., Any], hub_url: str,
                                       monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PLCDESK_DATABASE", hub_url)
    assert command("receive", str(folder / "in"))[0] == 1, "there is no programme yet"
    assert command("join", str(folder / "begun.plcb"))[0] == 0
    code, out, _ = command("receive", str(folder / "in"))
    assert code == 1
    assert out.count("new computer") == 3, "nobody was accepted yet, so nothing was taken"
    code, out, _ = command("receive", str(folder / "in"), "--accept-new", "--jobs", "3")
    assert code == 1, "two files are broken"
    assert [line.split()[:2] for line in out.splitlines()[2:] if line.startswith("Laptop")] == [
        ["Laptop", "0"], ["Laptop", "1"], ["Laptop", "2"]]
    assert out.count("not taken") == 2
    assert "liburan" not in out
    assert "3 of 5 bundles are in." in out
    code, out, _ = command("receive", str(folder / "in" / "kiriman 0"), "--json")
    told = json.loads(out)
    assert (code, told["complete"], told["bundles"][0]["state"]) == (0, True, "nothing_new")
    assert told["bundles"][0]["schools"] == ["SD 0-0"]
    assert told["silent"] == ["SD 1-0", "SD 2-0"]
    for words in (("verify",), ("rebuild",), ("indicators",), ("export", str(tmp_path / "csv")), ("differences",),
                  ("send", str(tmp_path / "kirim.plcb"))):
        assert command(*words)[0] == 0, words
    code, _, err = command("backup")
    assert code == 1
    assert "pg_dump" in err
    assert command("backup", "--list")[0] == command("restore", "x")[0] == 1
    assert not (tmp_path / "hub" / "plcdesk.sqlite").exists()
    assert stat.S_IMODE((tmp_path / "hub" / "device.key").stat().st_mode) == 0o600


def test_a_laptop_receives_a_folder_as_well(folder: Path, command: Callable[..., Any], tmp_path: Path) -> None:
    assert command("join", str(folder / "begun.plcb"))[0] == 0
    code, out, err = command("receive", str(folder / "in"), "--accept-new", "--json")
    assert code == 1
    assert err == "", "no bar where nobody looks"
    states = {row["file"]: row["state"] for row in json.loads(out)["bundles"]}
    assert [states.pop(name) for name in ("kosong.plcb", "terpotong.plcb")] == ["refused", "refused"]
    assert set(states.values()) == {"applied"}
    assert list((tmp_path / "hub" / "backups").iterdir())
    assert command("receive", str(folder_in(tmp_path, "leer")))[:2] == (0, "There is no bundle in this folder.\n")


def test_those_that_came_too_early_are_tried_again(tmp_path: Path, command: Callable[..., Any]) -> None:
    """The second bundle of a laptop sorts before its first; both are in at the end."""
    begun, _ = crowd(tmp_path, 1, 1)
    laptop = Laptop(tmp_path / "laptop-0", "Laptop 0")
    inbox = folder_in(tmp_path, "in")
    hub = Laptop(tmp_path / "peer", "Peer")
    hub.join(begun)
    full = laptop.send(folder_in(tmp_path, "out")).file
    hub.merge(full)
    laptop.merge(hub.send(tmp_path / "out").file)
    laptop.save(Person(name="Guru Baru"))
    late = laptop.exchange.send(tmp_path / "out", hub.key, sealed=False).file
    full.rename(inbox / "z.plcb")
    late.rename(inbox / "a.plcb")
    for one in (hub, laptop):
        one.close()
    assert command("join", str(begun))[0] == 0
    code, out, _ = command("receive", str(inbox), "--accept-new", "--json")
    assert (code, [row["state"] for row in json.loads(out)["bundles"]]) == (0, ["applied", "applied"])


def test_what_is_wrong_with_a_database_is_said_in_a_sentence(command: Callable[..., Any], hub_urls: Callable[[], str],
                                                             cluster: Cluster, tmp_path: Path,
                                                             capsys: pytest.CaptureFixture[str]) -> None:
    socket = cluster.url("nowhere").partition("?")[2]
    missing = f"postgresql+psycopg://hub:{SECRET}@/nowhere?{socket}"
    newer, other = hub_urls(), cluster.url(cluster.create())
    database = open_server(newer)
    with database.write() as connection:
        run(connection, "UPDATE plcdesk_schema SET version = 99")
    database.close()
    import psycopg

    with psycopg.connect(other.replace("+psycopg", "")) as connection:
        connection.execute("CREATE TABLE person (id int)")
    closed = cluster.url(cluster.create())
    with psycopg.connect(closed.replace("+psycopg", "")) as connection:
        connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
        connection.execute("CREATE ROLE guest LOGIN")
    for url, word in ((missing, "cannot be opened"), (closed.replace("hub@", "guest@"), "cannot be opened"),
                      ("sqlite:///x.db", "no address"), (f"{SECRET}@", "no address"),
                      (newer, "newer version"), (other, "not a PLC Desk database")):
        code, out, err = command("--database", url, "verify")
        assert code == 1, url
        assert word in err
        assert SECRET not in out + err + "".join(path.read_text() for path in tmp_path.rglob("*.log"))
    with pytest.raises(SystemExit) as ended:
        main(["--database", newer, "verify"])
    assert ended.value.code == 2
    assert "--data" in capsys.readouterr().err


def test_a_terminal_sees_how_far_it_is(folder: Path, command: Callable[..., Any], tmp_path: Path,
                                       monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    assert command("join", str(folder / "begun.plcb"))[0] == 0
    seen = Terminal()
    monkeypatch.setattr("sys.stderr", seen)
    command("receive", str(folder / "in"), "--accept-new")
    assert "] 0/5" in seen.getvalue()
    assert "[##############################] 5/5" in seen.getvalue()
    assert seen.getvalue().rstrip(" \r").endswith("5/5"), "the line is cleared at the end"


def test_without_the_driver_a_sentence_says_what_to_install(command: Callable[..., Any],
                                                            monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "psycopg", None)
    code, _, err = command("--database", "postgresql+psycopg://hub@/x", "verify")
    assert code == 1
    assert "psycopg (Python) is not installed" in err
