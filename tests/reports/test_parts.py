"""The small rules of official letters."""

import sys
from pathlib import Path

import pytest

from plcdesk.domain.papers import Signatory, Signature
from plcdesk.reports.fonts import clean, markup, printable, resources_folder
from plcdesk.reports.letterhead import unit_line
from plcdesk.reports.pictures import picture
from plcdesk.reports.signatures import number_line
from tests.reports.papers import drawing, letterhead


@pytest.mark.parametrize(("nip", "nuptk", "printed"), [
    ("198001152005011003", "", "NIP 19800115 200501 1 003"),
    ("19800115 200501 1 003", "1234567890123456", "NIP 19800115 200501 1 003"),
    ("198001152005211003", "", "NIP 19800115 200521 1 003"),
    ("12345", "", "NIP 12345"),
    ("", "1234567890123456", "NUPTK 1234567890123456"),
    ("", "", "NIP –"),
])
def test_number_under_a_name(nip: str, nuptk: str, printed: str) -> None:
    assert number_line(Signature(Signatory.PRINCIPAL, "Siti", nip, nuptk)) == printed


@pytest.mark.parametrize(("lines", "unit", "index"), [
    (["PEMERINTAH KOTA TANGERANG", "DINAS PENDIDIKAN", "SD NEGERI MELATI 01", "Jalan Melati 1"], "SD Negeri Melati 01", 2),
    (["YAYASAN CONTOH", "SMP HARAPAN", "Jalan Mawar 2"], "", 1),
    (["Sekolah Rumah Pelangi", "Jalan Anggrek 3"], "", 0),
    ([], "", 0),
])
def test_the_school_stands_out_on_its_letterhead(lines: list[str], unit: str, index: int) -> None:
    assert unit_line(lines, unit) == index


def test_signs_outside_the_text_face_are_set_in_the_other() -> None:
    assert markup("A ≥ B") == 'A <font name="PaperSigns">≥</font> B'
    assert markup("<i>&") == "&lt;i&gt;&amp;"


def test_unprintable_signs_leave_no_trace() -> None:
    assert clean("a\x00b\u202ec\ud800d\u200de\ufe0f  f\n") == "abcde f"
    assert clean("e\u0301") == "é"


def test_what_no_face_has_leaves_a_box() -> None:
    assert printable("Siti محمد 😀") == "Siti □□□□ □"


def test_pictures_come_upright_grey_and_no_larger_than_paper_needs() -> None:
    wide = picture(drawing(4000, 3000), 200, 200)
    assert wide is not None
    assert (round(wide.drawWidth), round(wide.drawHeight)) == (200, 150)
    assert wide.imageWidth <= 560
    assert picture(b"\xff\xd8broken", 200, 200) is None
    logo = letterhead().logo
    assert logo is not None
    assert picture(logo, 60, 60, grey=True) is not None


def test_an_installed_program_finds_its_fonts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert (resources_folder() / "fonts" / "NotoSans-Regular.ttf").is_file()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resources_folder() == tmp_path / "resources"
