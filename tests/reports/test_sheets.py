"""Reports of observations, coaching, modules and questionnaires: signed, filed, read by people who were not there."""

import re
from collections.abc import Callable
from fractions import Fraction

import pytest

from plcdesk.domain.papers import Letterhead, PaperOptions, PaperSize, Signatory, Signature
from plcdesk.domain.sheets import Bar, Bars, Block, Box, Facts, Grid, Heading, Part, Prose, Remark, SheetPaper
from plcdesk.reports.sheet import make_sheet
from plcdesk.words import Words
from tests.reports import papers
from tests.reports.pages import Page, fonts_of, pages_of

Same = Callable[[str, bytes], None]
HOSTILE = "<b>tebal</b> & <i>\x00\u202emiring 😀 " + "مرحبا بالعالم " + "kata " * 1000
LAST = "NIP 19700315 199512 2 001"


def a_paper(*blocks: Block, title: str = "LAPORAN", footer: str = "D, versi 1 · Rina Marpaung") -> SheetPaper:
    return SheetPaper(title, blocks, ("Rina Marpaung",), footer, Letterhead(("SD NEGERI MELATI 01",), "SD NEGERI MELATI 01"),
                      papers.SIGNATURES)


def a_grid(rows: int) -> Grid:
    return Grid(("No.", "Butir", "Tingkat", "Bukti"), tuple(
        (f"D{number}", "Siswa memperhatikan dan mengerjakan tugas", "3 · Tampak konsisten", "menit 5: tiga siswa\nmenit 9: lima")
        for number in range(1, rows + 1)), (9, 38, 27, 42), "clll")


def a_chart(bars: int) -> Bars:
    return Bars(tuple(Bar(f"Kesenjangan digital, internet atau keterampilan {n}", Fraction(n % 11, 10), f"{n}%")
                      for n in range(bars)))


def everything() -> SheetPaper:
    return a_paper(
        Facts((("Guru", "Rina Marpaung"), ("Kelas", "2B"))), Heading("Siswa"), a_grid(6),
        Heading("Hasil"), Grid(("Dimensi", "Rata-rata"), (("Siswa", "3,00 dari 4"),), (60, 20), "lr"),
        Bars((Bar("Siswa", Fraction(3, 4), "3,00"), Bar("Kepemimpinan bersama yang mendukung", None, "Data belum cukup")),
             tuple((Fraction(n, 4), str(n)) for n in range(5))), Remark("Tingkat terendah bernilai 25 dari 100, bukan 0."),
        Heading("Hambatan"), Heading("H  Hambatan yang dialami (n = 10)", small=True), a_chart(10),
        Prose("M13  Usul (n = 1)", "- Format laporan disederhanakan"),
        Box("Temu awal", (Part("C1  Tujuan", "Tiga siswa bertanya"), Part("C7  Komitmen", choices=(("1", "Ya"), ("2", "Belum"))),
                          Part("C6  Kelas", lines=1), Part("C20  Dukungan"))))


def made(sheet: SheetPaper, words: Words, **options: object) -> list[Page]:
    return pages_of(make_sheet(sheet, PaperOptions(**options), words))  # type: ignore[arg-type]


def test_all_blocks_look_as_before(same_as_before: Same, indonesian: Words) -> None:
    same_as_before("sheet_id", make_sheet(everything(), PaperOptions(), indonesian))


def test_all_blocks_in_english_on_f4_look_as_before(same_as_before: Same, english: Words) -> None:
    options = PaperOptions(PaperSize.F4, language="en", save_ink=True)
    same_as_before("sheet_en_f4", make_sheet(everything(), options, english))


@pytest.mark.parametrize("size", list(PaperSize))
def test_signatures_are_never_alone(size: PaperSize, indonesian: Words) -> None:
    """Whatever comes before them: a table, a box, a chart, words, facts."""
    for rows in range(1 if size is PaperSize.A4 else 2, 22, 3):
        for end in (a_grid(2), Box("Kesepakatan", (Part("Kekuatan", lines=2), Part("Saran", lines=2))), a_chart(4),
                    Prose("Usul", "Guru saling mengamati."), Facts((("Nilai", "75,0"),)), Remark("Catatan kaki.")):
            pages = made(a_paper(Heading("Siswa"), a_grid(rows), Heading("Akhir"), end), indonesian, paper=size)
            last = pages[-1].text
            assert LAST in last
            before = last[:last.index("Mengetahui")].replace("SD NEGERI MELATI 01", "").strip()
            assert len(before) > 10, (rows, type(end))


def test_a_heading_stays_with_what_it_names(indonesian: Words) -> None:
    """For every height on the page; also where a part's name is followed by the name of a question."""
    for rows in range(1, 14):
        for block, first in ((a_chart(6), "Kesenjangan"), (a_grid(3), "D1"), (Prose("M13", "Usul panjang"), "Usul panjang"),
                             (Box("Kotak", (Part("C1", lines=2),)), "C1")):
            blocks = (a_grid(rows), Heading("BAGIAN"), Heading("PERTANYAAN", small=True), block)
            pages = [page.text for page in made(a_paper(*blocks), indonesian)]
            page = next(text for text in pages if "BAGIAN" in text)
            assert first in page[page.index("PERTANYAAN"):], (rows, first)


def test_a_label_in_a_box_stays_with_its_text(indonesian: Words) -> None:
    for rows in range(1, 12):
        parts = tuple(Part(f"Label{n}", f"Isi{n} " + "kata " * 30) for n in range(14))
        pages = made(a_paper(a_grid(rows), Box("Temu akhir", parts)), indonesian)
        for number in range(14):
            page = next(page.text for page in pages if f"Label{number} " in page.text)
            assert f"Isi{number} " in page
        assert all("Temu akhir" in page.text for page in pages if "Label" in page.text), "the title repeats"


def test_every_page_says_what_it_is(indonesian: Words) -> None:
    pages = made(a_paper(Heading("Siswa"), a_grid(60)), indonesian)
    assert len(pages) > 3
    assert all("D, versi 1" in page.text and f"Halaman {page.number} dari {len(pages)}" in page.text for page in pages)
    assert all("Tingkat" in page.text for page in pages[:-1]), "the head of the table repeats"


def test_a_missing_figure_is_no_bar_of_zero(indonesian: Words) -> None:
    zero = make_sheet(a_paper(Bars((Bar("Siswa", Fraction(0), "0,00"),))), PaperOptions(), indonesian)
    none = make_sheet(a_paper(Bars((Bar("Siswa", None, "0,00"),))), PaperOptions(), indonesian)
    assert zero != none


def test_long_names_of_bars_are_whole_on_two_lines(indonesian: Words) -> None:
    name = "Kepemimpinan bersama yang mendukung semua anggota kelompok"
    text = made(a_paper(Bars((Bar(name, Fraction(1, 2), "50%"),))), indonesian)[0].text
    assert name in text


@pytest.mark.parametrize("save_ink", [False, True])
def test_strange_texts_do_no_harm(save_ink: bool, indonesian: Words) -> None:
    """Markup, emoji, signs from right to left and 5,000 letters anywhere: printed letter by letter, nothing lost."""
    paper = a_paper(
        Facts(((HOSTILE[:60], HOSTILE),)), Heading(HOSTILE[:300]), Grid(("No.", HOSTILE[:40]), (("1", HOSTILE),) * 2, (1, 9), "cl"),
        Heading("Hambatan"), Heading(HOSTILE[:200], small=True), Bars((Bar(HOSTILE, Fraction(1, 2), "50%"),)),
        Prose(HOSTILE[:200], HOSTILE), Remark(HOSTILE),
        Box(HOSTILE[:80], (Part(HOSTILE[:80], HOSTILE), Part("b", lines=40))), title=HOSTILE[:200], footer=HOSTILE)
    pages = made(paper, indonesian, save_ink=save_ink)
    text = " ".join(page.text for page in pages)
    assert text.count("<b>tebal</b>") >= 7
    assert len(re.findall(r"\bkata\b", text)) >= 5000
    assert LAST in pages[-1].text


def test_nothing_written_yet_is_a_dash(indonesian: Words) -> None:
    text = made(a_paper(Facts(()), Prose("Usul", " "), Box("Temu", (Part("C20"),)), Grid(("A",), ((" ",),), (1,), "l")),
                indonesian)[0].text
    assert text.count("–") >= 3


@pytest.mark.parametrize("paper", list(PaperSize))
def test_a_code_that_two_people_compare_stands_on_one_line(paper: PaperSize, indonesian: Words) -> None:
    """One that goes on in the next line is read wrong, or taken for two."""
    codes = ("dddd dddd dddd", "1111 1111 1111", "1745 da4d dd0e")
    rows = tuple(("PLC-Desk_Program-KBP_2025-05-12_1042.plcb", "Semua isi laptop lama, juga catatan pribadi", "240 KB", code)
                 for code in codes)
    page = made(a_paper(Grid(("Berkas", "Isi", "Ukuran", "Kode periksa"), rows, (44, 26, 12, 18), "llrw")), indonesian,
                paper=paper)[0]
    for code in codes:
        assert [line for line in page.lines if code in line.text]


def test_forty_reviewers_and_forty_bars_fit(indonesian: Words) -> None:
    wide = Grid(("No.", "Butir", *map(str, range(1, 41)), "Bukti"), (("A1.1", "Butir", *["4"] * 40, "Bukti"),),
                (9, 36, *[6] * 40, 42), "cl" + "c" * 40 + "l")
    assert made(a_paper(Heading("Reviu"), wide, Heading("Hambatan"), a_chart(40)), indonesian)


def test_a_paper_is_the_same_each_time_and_uses_our_fonts(indonesian: Words) -> None:
    pdf = make_sheet(everything(), PaperOptions(), indonesian)
    assert pdf == make_sheet(everything(), PaperOptions(), indonesian)
    assert all(b"Helvetica" not in name for name in fonts_of(pdf))


def test_who_was_observed_acknowledges_nothing(indonesian: Words) -> None:
    """The teacher signs beside the observer, as an equal."""
    paper = a_paper(Facts((("Guru", "Rina"),)))
    block = type(papers.SIGNATURES)("Arunika", None, Signature(Signatory.OBSERVER, "Wening"), Signature(Signatory.TEACHER, "Rina"))
    text = made(SheetPaper(paper.title, paper.blocks, signatures=block), indonesian)[0].text
    assert "Mengetahui" not in text
    assert "Guru," in text
