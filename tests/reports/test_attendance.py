"""Attendance lists: signed by hand at the meeting, kept for years."""

import itertools
from collections.abc import Callable

import pytest

from plcdesk.domain.papers import AttendanceForm, Orientation, PaperOptions, PaperSize
from plcdesk.reports.attendance import make_attendance
from plcdesk.reports.fonts import printable
from plcdesk.words import Words
from tests.reports import papers
from tests.reports.pages import fonts_of, pages_of

Same = Callable[[str, bytes], None]
BLANK, FILLED = AttendanceForm.BLANK, AttendanceForm.FILLED


def test_blank_list_looks_as_before(same_as_before: Same, indonesian: Words) -> None:
    same_as_before("attendance_id_blank", make_attendance(papers.attendance_list(), PaperOptions(), indonesian))


def test_filled_list_looks_as_before(same_as_before: Same, indonesian: Words) -> None:
    same_as_before("attendance_id_filled", make_attendance(papers.attendance_list(FILLED), PaperOptions(), indonesian))


def test_sixty_people_in_english_look_as_before(same_as_before: Same, english: Words) -> None:
    options = PaperOptions(PaperSize.F4, language="en", numbers=True, save_ink=True)
    same_as_before("attendance_en_60", make_attendance(papers.attendance_list(FILLED, 60), options, english))


def test_ten_people_and_five_more_fit_one_sheet(indonesian: Words) -> None:
    pages = pages_of(make_attendance(papers.attendance_list(), PaperOptions(), indonesian))
    assert len(pages) == 1
    assert "15." in pages[0].text


def test_there_is_room_to_sign(indonesian: Words) -> None:
    """Rows of at least 9 mm; odd signatures left, even ones right."""
    page = pages_of(make_attendance(papers.attendance_list(), PaperOptions(), indonesian))[0]
    marks = [line for number in range(1, 16) for line in page.lines if line.text == f"{number}." and line.x > 250]
    assert len(marks) == 15
    steps = [upper.y - lower.y for upper, lower in itertools.pairwise(marks)]
    assert min(steps) >= int(9 / 25.4 * 72)
    assert len({mark.x // 10 for mark in marks[::2]}) == len({mark.x // 10 for mark in marks[1::2]}) == 1
    assert marks[1].x - marks[0].x > 60


@pytest.mark.parametrize("form", [BLANK, FILLED])
def test_signature_is_never_alone(form: AttendanceForm, indonesian: Words) -> None:
    """For every number of people: the block is whole, under at least one row, and each page has one head."""
    for count in range(0, 34):
        pages = pages_of(make_attendance(papers.attendance_list(form, count), PaperOptions(), indonesian))
        last = pages[-1].text
        head, signature = last.find("Jabatan"), last.find("Tangerang, 15 Oktober 2024")
        assert 0 <= head < signature < last.find("NIP 19700315"), count
        assert [page.text.count("Jabatan") for page in pages] == [1] * len(pages), count
        rows = papers.attendance_list(form, count).lines
        text = " ".join(page.text for page in pages)
        assert all(str(number) in text for number in range(1, len(rows) + 1))


def test_numbers_are_printed_only_when_asked_for(indonesian: Words) -> None:
    paper = papers.attendance_list()
    without = pages_of(make_attendance(paper, PaperOptions(), indonesian))[0].text
    with_numbers = pages_of(make_attendance(paper, PaperOptions(numbers=True), indonesian))[0].text
    assert "19800115" not in without
    assert "19800115 200501 1 000" in with_numbers


def test_totals_add_up(indonesian: Words) -> None:
    text = pages_of(make_attendance(papers.attendance_list(FILLED), PaperOptions(), indonesian))[0].text
    assert "8 1 1 0 0 0 10" in text
    assert "Hadir: 9 dari 10 orang (90%)" in text
    assert "Direkap dari daftar hadir bertanda tangan." in text


def test_guests_from_other_schools_are_told_apart(indonesian: Words) -> None:
    mixed = (papers.AttendanceLine("Siti", school="SD Melati"), papers.AttendanceLine("Endang", school="SD Kenanga"))
    text = pages_of(make_attendance(papers.attendance_list(lines=mixed), PaperOptions(), indonesian))[0].text
    assert "Sekolah" in text
    assert "SD Kenanga" in text


@pytest.mark.parametrize("form", [BLANK, FILLED])
@pytest.mark.parametrize("name", ["<b>&\"'</b>", "Ñame" * 75, "محمد 日本語 😀 \ud800"])
def test_any_name_prints(form: AttendanceForm, name: str, indonesian: Words) -> None:
    lines = tuple(papers.AttendanceLine(name, name, name, name, f"{name}{row}") for row in range(12))
    for options in (PaperOptions(), PaperOptions(numbers=True, orientation=Orientation.LANDSCAPE, save_ink=True)):
        pdf = make_attendance(papers.attendance_list(form, lines=lines, activity=name), options, indonesian)
        assert printable(name).split()[0][:20] in " ".join(page.text for page in pages_of(pdf)).replace(" ", "")
        assert not any(b"Helvetica" in font for font in fonts_of(pdf))


def test_the_same_list_is_the_same_file(indonesian: Words) -> None:
    first, second = (make_attendance(papers.attendance_list(), PaperOptions(), indonesian) for _ in range(2))
    assert first == second
