"""The command line about requests, narrow bundles, records of bundles and a change of laptop."""

from __future__ import annotations

from pathlib import Path

from plcdesk.sync.container import Bundle
from tests.test_cli import Laptop


def test_a_hub_answers_a_request_with_one_school(tmp_path: Path) -> None:
    hub, school = Laptop(tmp_path / "hub"), Laptop(tmp_path / "school")
    hub.ask("sample")
    found = hub.ask("send", tmp_path / "satu.plcb", "--school", "SD Negeri Kenanga 02")
    assert (found["kind"], found["sealed"], len(found["check"])) == ("full", False, 14)
    labels = {part.space.label for part in Bundle.open(tmp_path / "satu.plcb").manifest.spaces if part.space.kind == "school"}
    assert labels == {"SD Negeri Kenanga 02"}
    assert hub.ask("send", tmp_path / "dua.plcb", "--school", "SD Tidak Ada", code=1)["error"]
    assert not (tmp_path / "dua.plcb").exists()
    school.ask("join", tmp_path / "satu.plcb")
    asked = school.ask("send", tmp_path / "minta.plcb", "--request")
    assert (asked["kind"], asked["commits"]) == ("request", 0)
    received = hub.ask("receive", tmp_path / "minta.plcb", "--accept-new")
    assert (received["state"], received["kind"]) == ("nothing_new", "request")
    answer = hub.ask("send", tmp_path / "jawab.plcb", "--for", received["sender"], "--school", "SD Negeri Kenanga 02")
    assert (answer["sealed"], answer["file"].endswith("jawab.plcb.age")) == (True, True)
    assert school.ask("receive", answer["file"])["state"] in ("applied", "nothing_new")
    school.ask("print", "bundle-record", "-o", tmp_path / "acara.pdf")
    assert (tmp_path / "acara.pdf").read_bytes().startswith(b"%PDF")
    school.ask("print", "bundle-record", "tidak-ada", "-o", tmp_path / "lain.pdf", code=1)
    assert not (tmp_path / "lain.pdf").exists()


def test_everything_goes_to_a_new_laptop_and_the_old_one_becomes_an_archive(tmp_path: Path) -> None:
    old, new = Laptop(tmp_path / "lama"), Laptop(tmp_path / "baru")
    old.ask("init", "--name", "Program KBP Uji", "--school", "SD Melati 01", "--me", "Siti Rahmawati")
    stick = tmp_path / "stick"
    stick.mkdir()
    found = old.ask("handover", stick, "--to", "Nur Hidayah")
    for name in ("bundle", "backup", "guide"):
        assert Path(found[name]).is_file()
    assert len(found["check"]["backup"]) == 14
    assert old.ask("archive") == {"archived": True}
    assert "baca" in old.ask("people", "import", name_list(tmp_path), code=1)["error"]
    new.ask("join", found["bundle"])
    assert new.ask("verify")["digest"] == old.ask("verify")["digest"]
    assert old.ask("archive", "--reopen") == {"archived": False}
    old.ask("people", "import", name_list(tmp_path))


def name_list(folder: Path) -> Path:
    path = folder / "nama.txt"
    path.write_text("Nur Hidayah\n", encoding="utf-8")
    return path
