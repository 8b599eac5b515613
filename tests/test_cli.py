"""The command line as scripts use it: exit codes, JSON, and the published numbers of the sample."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]


class Laptop:
    """One computer: a data folder, a state folder, and the command line over them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"

    def run(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-W", "error", "-m", "plcdesk", "--data", str(self.data), "--state",
                   str(self.folder / "state"), *map(str, arguments)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=110, check=False,
                              env={**os.environ, "PYTHONUTF8": "1"})

    def ask(self, *arguments: object, code: int = 0) -> Any:
        """The JSON answer of a command that ends with `code`."""
        found = self.run(*arguments, "--json")
        assert found.returncode == code, found.stdout + found.stderr
        return json.loads(found.stdout)


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    return Laptop(tmp_path / "satu")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Laptop:
    made = Laptop(tmp_path_factory.mktemp("contoh"))
    assert made.run("sample").returncode == 0
    return made


def begin(laptop: Laptop) -> None:
    laptop.ask("init", "--name", "Program KBP Uji", "--school", "SD Melati 01", "--me", "Siti Rahmawati")


def test_the_sample_gives_the_published_figures(sample: Laptop) -> None:
    found = {row["id"]: row for row in sample.ask("indicators")}
    assert (found["I1a"]["numerator"], found["I1a"]["denominator"]) == (36, 40)
    assert (found["I1b"]["numerator"], found["I1b"]["denominator"]) == (540, 600)
    assert (found["I12"]["numerator"], found["I12"]["denominator"]) == (60, 64)
    assert set(found["I1b"]) >= {"id", "label", "numerator", "denominator", "value", "unit", "n", "period", "words"}


def test_the_figures_of_one_school(sample: Laptop) -> None:
    found = {row["id"]: row for row in sample.ask("indicators", "--school", "Melati")}
    assert (found["I1b"]["numerator"], found["I1b"]["denominator"]) == (135, 150)


def test_the_sample_agrees_with_its_log(sample: Laptop) -> None:
    found = sample.ask("verify")
    assert found["ok"] is True
    assert len(found["digest"]) == 64
    assert found["commits"] > 60
    assert sample.ask("rebuild")["digest"] == found["digest"]


def test_two_samples_are_the_same_programme(sample: Laptop, laptop: Laptop) -> None:
    laptop.ask("sample")
    assert laptop.ask("indicators") == sample.ask("indicators")


def test_minutes_of_the_sample_are_a_pdf(sample: Laptop, tmp_path: Path) -> None:
    out = tmp_path / "notulen.pdf"
    sample.ask("print", "minutes", "-o", out)
    assert out.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("kind", [["instrument", "m", "--occasion", "end"], ["observation"], ["coaching"], ["review"],
                                  ["questionnaire", "--lang", "en", "--paper", "f4"]])
def test_papers_of_forms_are_pdfs(sample: Laptop, tmp_path: Path, kind: list[str]) -> None:
    """Without an id the newest."""
    out = tmp_path / "lembar.pdf"
    assert sample.ask("print", *kind, "-o", out) == {"file": str(out), "bytes": out.stat().st_size}
    assert out.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("kind", [["instrument"], ["instrument", "TIDAK"], ["observation", "tidak-ada"], ["coaching", "x"],
                                  ["review", "x"], ["questionnaire", "x"]])
def test_what_cannot_be_printed_is_said_and_no_file_is_left(sample: Laptop, tmp_path: Path, kind: list[str]) -> None:
    out = tmp_path / "lembar.pdf"
    found = sample.run("print", *kind, "-o", out)
    assert found.returncode == 1
    assert found.stderr.strip()
    assert "Traceback" not in found.stderr
    assert not out.exists()


def test_a_programme_begins_fills_and_verifies(laptop: Laptop, tmp_path: Path) -> None:
    begin(laptop)
    names = tmp_path / "nama.txt"
    names.write_text("1. Bambang Suryana\n2. Nur Hidayah\n", encoding="utf-8")
    assert laptop.ask("people", "import", names)["added"] == 2
    assert laptop.ask("people", "import", names) == {
        "added": 0, "known": ["Bambang Suryana", "Nur Hidayah"], "ids": [], "left_out": []}
    records = tmp_path / "data.jsonl"
    records.write_text(json.dumps({"table": "stage", "name": "Persiapan"}) + "\n", encoding="utf-8")
    assert laptop.ask("import-records", records) == {"records": 1}
    assert laptop.ask("verify")["ok"] is True


def test_a_bad_line_is_named_and_nothing_is_taken_in(laptop: Laptop, tmp_path: Path) -> None:
    begin(laptop)
    before = laptop.ask("verify")
    records = tmp_path / "data.jsonl"
    records.write_text(json.dumps({"table": "stage", "name": "Persiapan"}) + "\n{\n", encoding="utf-8")
    found = laptop.run("import-records", records)
    assert found.returncode == 1
    assert "2" in found.stderr
    assert "Traceback" not in found.stderr
    assert laptop.ask("verify") == before


def test_a_bundle_carries_everything_to_a_second_laptop(laptop: Laptop, tmp_path: Path) -> None:
    begin(laptop)
    bundle = tmp_path / "stick" / "paket.plcb"
    bundle.parent.mkdir()
    assert laptop.ask("send", bundle)["kind"] == "full"
    other = Laptop(tmp_path / "dua")
    other.ask("join", bundle, "--me", "Siti")
    assert other.ask("verify")["digest"] == laptop.ask("verify")["digest"]
    assert other.ask("receive", bundle)["state"] == "nothing_new"


def test_a_strangers_bundle_is_asked_about_then_taken_and_undone(laptop: Laptop, tmp_path: Path) -> None:
    begin(laptop)
    first, second = tmp_path / "1.plcb", tmp_path / "2.plcb"
    laptop.ask("send", first)
    other = Laptop(tmp_path / "dua")
    other.ask("join", first, "--me", "Siti")
    names = tmp_path / "nama.txt"
    names.write_text("Bambang Suryana\n", encoding="utf-8")
    other.ask("people", "import", names)
    other.ask("send", second)
    before = laptop.ask("verify")
    asked = laptop.ask("receive", second, code=1)
    assert asked["state"] == "needs_trust"
    assert len(asked["devices"][0]["words"].split()) == 6
    assert laptop.ask("receive", second, "--preview", "--accept-new")["new"]["person"] == 1
    assert laptop.ask("verify") == before
    applied = laptop.ask("receive", second, "--accept-new")
    assert (applied["state"], applied["new"]["person"]) == ("applied", 1)
    assert laptop.ask("verify")["digest"] == other.ask("verify")["digest"]
    laptop.ask("revert", applied["bundle"])
    assert laptop.ask("verify")["digest"] == before["digest"]
    assert laptop.ask("differences") == []


def test_what_is_no_bundle_is_refused(laptop: Laptop, tmp_path: Path) -> None:
    begin(laptop)
    file = tmp_path / "foto.plcb"
    file.write_bytes(b"bukan paket")
    found = laptop.ask("receive", file, code=1)
    assert found["state"] == "refused"
    assert found["reason"]


def test_a_backup_brings_back_what_was_there(laptop: Laptop, tmp_path: Path) -> None:
    begin(laptop)
    made = laptop.ask("backup", "--to", tmp_path / "stick")["backups"][0]["name"]
    before = laptop.ask("verify")["digest"]
    names = tmp_path / "nama.txt"
    names.write_text("Bambang Suryana\n", encoding="utf-8")
    laptop.ask("people", "import", names)
    after = laptop.ask("verify")["digest"]
    laptop.ask("restore", made)
    assert laptop.ask("verify")["digest"] == before
    assert any((tmp_path / "stick").iterdir())
    aside = next(one["name"] for one in laptop.ask("backup", "--list")["backups"] if one["reason"] == "restore")
    assert laptop.ask("restore", aside, "--add")["added"]
    assert laptop.ask("verify")["digest"] == after


def test_tables_are_exported(sample: Laptop, tmp_path: Path) -> None:
    sample.ask("export", tmp_path / "keluar", "--pseudonyms")
    person = (tmp_path / "keluar" / "person.csv").read_text(encoding="utf-8-sig")
    assert "Guru A" in person
    assert "Siti Rahmawati" not in person


@pytest.mark.parametrize("arguments", [[], ["terbang"], ["print"], ["indicators", "--from", "kemarin"], ["people"]])
def test_wrong_usage_ends_with_two(laptop: Laptop, arguments: list[str]) -> None:
    found = laptop.run(*arguments)
    assert found.returncode == 2
    assert "Traceback" not in found.stderr


@pytest.mark.parametrize("arguments", [["verify"], ["indicators"], ["receive", "tidak-ada.plcb"]])
def test_a_folder_without_a_programme_is_said_in_a_sentence(laptop: Laptop, arguments: list[str]) -> None:
    found = laptop.run(*arguments)
    assert found.returncode == 1
    assert "Traceback" not in found.stderr
    assert found.stderr.strip()
    assert not laptop.data.exists()


def test_a_broken_database_is_no_traceback(laptop: Laptop) -> None:
    begin(laptop)
    for file in laptop.data.glob("plcdesk.sqlite*"):
        file.write_bytes(b"rusak" * 1000)
    found = laptop.run("verify")
    assert found.returncode == 1
    assert "Traceback" not in found.stderr


def test_asking_without_a_folder_makes_none(homes: Path) -> None:
    found = subprocess.run([sys.executable, "-m", "plcdesk", "verify"], cwd=ROOT, capture_output=True, text=True,
                           timeout=60, check=False)
    assert found.returncode == 1
    assert not [path for path in homes.rglob("*") if path.is_dir() and path.name.startswith("program-")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_names_keep_their_letters_whatever_program_wrote_the_list(laptop: Laptop, tmp_path: Path, encoding: str) -> None:
    begin(laptop)
    (tmp_path / "daftar.txt").write_text("José Núñez\nSri Wahyuni\n", encoding=encoding)
    laptop.ask("people", "import", tmp_path / "daftar.txt")
    laptop.ask("export", tmp_path / "tabel")
    table = (tmp_path / "tabel" / "person.csv").read_text(encoding="utf-8-sig")
    assert "José Núñez" in table
    assert "Sri Wahyuni" in table


def test_a_picture_is_no_list_of_names(laptop: Laptop, tmp_path: Path) -> None:
    begin(laptop)
    (tmp_path / "foto.jpg").write_bytes(bytes(range(256)) * 20)
    assert "teks" in laptop.ask("people", "import", tmp_path / "foto.jpg", code=1)["error"]
    assert laptop.ask("verify")["commits"] == 2


def test_whoever_is_left_out_of_a_list_is_named(laptop: Laptop, tmp_path: Path) -> None:
    begin(laptop)
    (tmp_path / "daftar.txt").write_text(f"Sri Wahyuni\n{'N' * 300}\nSri Wahyuni\n", encoding="utf-8")
    found = laptop.ask("people", "import", tmp_path / "daftar.txt")
    assert (found["added"], [one["line"] for one in found["left_out"]]) == (1, [2, 3])


def test_the_line_with_broken_letters_is_named(laptop: Laptop, tmp_path: Path) -> None:
    begin(laptop)
    (tmp_path / "data.jsonl").write_bytes(b'{"table":"person","name":"Ani"}\n{"table":"person","name":"\xe9"}\n')
    assert " 2 " in laptop.ask("import-records", tmp_path / "data.jsonl", code=1)["error"]


def test_an_empty_name_chooses_no_laptop_and_no_bundle(laptop: Laptop, tmp_path: Path) -> None:
    begin(laptop)
    laptop.ask("send", tmp_path / "satu.plcb")
    other = Laptop(tmp_path / "dua")
    other.ask("join", tmp_path / "satu.plcb")
    other.ask("send", tmp_path / "dua.plcb", "--for", "", code=1)
    other.ask("revert", "", code=1)
    assert other.ask("verify") == laptop.ask("verify")


def test_an_undone_bundle_says_so_and_can_be_applied_again(laptop: Laptop, tmp_path: Path) -> None:
    begin(laptop)
    laptop.ask("send", tmp_path / "satu.plcb")
    other = Laptop(tmp_path / "dua")
    other.ask("join", tmp_path / "satu.plcb")
    (tmp_path / "data.jsonl").write_text('{"table":"person","name":"Ani"}\n', encoding="utf-8")
    laptop.ask("import-records", tmp_path / "data.jsonl")
    laptop.ask("send", tmp_path / "dua.plcb")
    bundle = other.ask("receive", tmp_path / "dua.plcb")["bundle"]
    other.ask("revert", bundle)
    assert "dibatalkan" in other.run("receive", tmp_path / "dua.plcb").stdout
    assert other.ask("revert", bundle, "--again")["records"] == 1
    other.ask("export", tmp_path / "tabel")
    assert "Ani" in (tmp_path / "tabel" / "person.csv").read_text(encoding="utf-8-sig")


def test_a_reader_that_stops_early_is_no_trouble(tmp_path: Path) -> None:
    command = f"'{sys.executable}' -m plcdesk --data '{tmp_path / 'd'}' sample --small && " \
              f"'{sys.executable}' -m plcdesk --data '{tmp_path / 'd'}' indicators | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.stderr == ""
