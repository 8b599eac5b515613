"""Minutes on paper: the proof that a school shows to its supervisor."""

import time
from collections.abc import Callable

import pytest

from plcdesk.domain.papers import (
    MinutesPaper,
    Occasion,
    Orientation,
    PaperOptions,
    PaperPhoto,
    PaperSize,
    Signatory,
    Signature,
    SignatureBlock,
)
from plcdesk.reports.fonts import printable
from plcdesk.reports.minutes import make_minutes
from plcdesk.words import Words
from tests.reports import papers
from tests.reports.pages import fonts_of, pages_of

Same = Callable[[str, bytes], None]


def test_minutes_look_as_before(same_as_before: Same, indonesian: Words) -> None:
    options = PaperOptions(attendance_at_end=True)
    same_as_before("minutes_id_a4", make_minutes(papers.minutes(photos=papers.photos(3)), options, indonesian))


def test_english_draft_on_f4_looks_as_before(same_as_before: Same, english: Words) -> None:
    options = PaperOptions(PaperSize.F4, language="en", draft=True)
    same_as_before("minutes_en_f4_draft", make_minutes(papers.minutes(), options, english))


def test_four_pages_look_as_before(same_as_before: Same, indonesian: Words) -> None:
    pdf = make_minutes(papers.long_minutes(), PaperOptions(), indonesian)
    assert len(pages_of(pdf)) == 4
    same_as_before("minutes_id_long", pdf)


def test_an_empty_meeting_prints_a_sheet_to_fill_by_hand(same_as_before: Same, indonesian: Words) -> None:
    signatures = SignatureBlock("", None, Signature(Signatory.NOTETAKER), Signature(Signatory.PRINCIPAL),
                                Signature(Signatory.SUPERVISOR))
    pdf = make_minutes(MinutesPaper(Occasion(), signatures=signatures), PaperOptions(draft=True), indonesian)
    same_as_before("minutes_id_empty", pdf)


def test_the_same_minutes_are_the_same_file(indonesian: Words) -> None:
    paper, options = papers.minutes(photos=papers.photos(2)), PaperOptions(attendance_at_end=True)
    first = make_minutes(paper, options, indonesian)
    make_minutes(papers.long_minutes(), PaperOptions(save_ink=True), indonesian)
    assert make_minutes(paper, options, indonesian) == first


def test_a_school_without_our_fonts_prints_the_same_letters(indonesian: Words) -> None:
    pdf = make_minutes(papers.minutes(decisions=("≥ 75% ✓",), photos=papers.photos(1)), PaperOptions(), indonesian)
    fonts = fonts_of(pdf)
    assert {font.split(b"+")[-1] for font in fonts} == {b"NotoSans-Regular", b"NotoSans-Bold", b"DejaVuSans"}
    assert all(b"+" in font for font in fonts)
    assert pdf.count(b"/FontFile2") == len(fonts)
    assert "≥ 75% ✓" in pages_of(pdf)[1].text


@pytest.mark.parametrize("paper", [PaperSize.A4, PaperSize.F4])
@pytest.mark.parametrize("orientation", list(Orientation))
def test_the_sheet_is_the_one_in_the_printer(paper: PaperSize, orientation: Orientation, indonesian: Words) -> None:
    pages = pages_of(make_minutes(papers.minutes(), PaperOptions(paper, orientation), indonesian))
    sides = (210, 297) if paper is PaperSize.A4 else (215, 330)
    wide, high = sides if orientation is Orientation.PORTRAIT else sides[::-1]
    assert {(round(page.width / 72 * 25.4, 1), round(page.height / 72 * 25.4, 1)) for page in pages} == {(wide, high)}
    millimetres = 72 / 25.4
    for page in pages:
        written = [line for line in page.lines if line.y > 25 * millimetres]
        assert min(line.x for line in written) >= 30 * millimetres - 2
        assert min(line.y for line in written) >= 30 * millimetres - 4


@pytest.mark.parametrize("rows", range(1, 14))
@pytest.mark.parametrize("orientation", list(Orientation))
def test_signatures_keep_together_and_keep_company(rows: int, orientation: Orientation, indonesian: Words) -> None:
    decisions = tuple(f"Keputusan nomor {row} yang cukup panjang untuk satu baris penuh di kertas." for row in range(rows))
    pages = pages_of(make_minutes(papers.minutes(decisions=decisions), PaperOptions(orientation=orientation), indonesian))
    signed = next(page for page in pages if "Mengetahui," in page.text)
    for part in ("Pertemuan berikutnya", "Tangerang, 15 Oktober 2024", "Kepala Sekolah,", "NIP 19700315 199512 2 001"):
        assert part in signed.text


def test_what_people_type_prints_letter_by_letter(indonesian: Words) -> None:
    typed = """<b>Siti</b> & "Ani" 'Budi' {n} </para><font size=40>"""
    paper = papers.minutes(chair=typed, opening=typed, decisions=(typed,), title=typed, group_label=typed,
                           signatures=SignatureBlock(typed, None, Signature(Signatory.NOTETAKER, typed)))
    text = " ".join(page.text for page in pages_of(make_minutes(paper, PaperOptions(), indonesian)))
    assert text.count(typed) >= 5


@pytest.mark.parametrize("name", ["Ñame" * 75, ("Nama Sangat Panjang " * 15)[:300],
                                  "محمد أحمد 日本語 😀 \u202e\ud800\x00\u200d ✓ ≥"])
@pytest.mark.parametrize("options", [
    PaperOptions(attendance_at_end=True, numbers=True),
    PaperOptions(PaperSize.F4, Orientation.LANDSCAPE, save_ink=True, attendance_at_end=True),
])
def test_any_name_prints(name: str, options: PaperOptions, indonesian: Words) -> None:
    signature = Signature(Signatory.NOTETAKER, name, nip=name)
    paper = papers.minutes(
        chair=name, opening=name * 30, letterhead=papers.Letterhead((name,) * 5, name, b"no picture"), title=name,
        actions=(papers.ActionLine(name * 50, name, None, name, None, name),), previous=(papers.ActionLine(name, name),),
        attendance=tuple(papers.AttendanceLine(name, name, name, name, name + str(row)) for row in range(5)),
        signatures=SignatureBlock(name, None, signature, signature, signature),
        photos=(PaperPhoto(b"no picture", name), PaperPhoto(papers.drawing(20, 3000), name * 20)),
    )
    text = "".join(page.text for page in pages_of(make_minutes(paper, options, indonesian))).replace(" ", "")
    assert printable(name).split()[0][:40] in text


def test_a_long_record_is_printed_to_its_last_word(indonesian: Words) -> None:
    discussion = "\n".join(f"kata{number} " * 60 for number in range(40))
    line = papers.AgendaLine("Pokok", 30, "", discussion + "\nakhir-pembahasan")
    action = papers.ActionLine("kegiatan " * 900 + "akhir-kegiatan", "Siti")
    pages = pages_of(make_minutes(papers.minutes(agenda=(line,), actions=(action, action)), PaperOptions(), indonesian))
    text = " ".join(page.text for page in pages)
    assert text.count("akhir-pembahasan") == 1
    assert text.count("akhir-kegiatan") == 2
    assert text.count("kata39") == 60
    assert [f"Halaman {page.number} dari {len(pages)}" in page.text for page in pages] == [True] * len(pages)


def test_a_draft_says_so_on_every_page(indonesian: Words) -> None:
    pages = pages_of(make_minutes(papers.long_minutes(), PaperOptions(draft=True), indonesian))
    assert all("DRAF " in page.text for page in pages)
    finished = pages_of(make_minutes(papers.long_minutes(), PaperOptions(), indonesian))
    assert not any("DRAF" in page.text for page in finished)


def test_letterhead_and_signatures_can_be_left_out(indonesian: Words) -> None:
    options = PaperOptions(letterhead=False, signatures=False)
    text = " ".join(page.text for page in pages_of(make_minutes(papers.minutes(), options, indonesian)))
    assert "PEMERINTAH" not in text
    assert "Mengetahui" not in text


def test_absence_shows_the_reason_and_nothing_more(indonesian: Words) -> None:
    text = pages_of(make_minutes(papers.minutes(), PaperOptions(), indonesian))[0].text
    assert "hadir 9 dari 10 orang" in text
    assert "Lilis Marlina, S.Pd. (izin)" in text


def test_a_cancelled_meeting_does_not_read_as_held(indonesian: Words) -> None:
    paper = papers.minutes(cancelled=True, cancel_reason="libur pilkada")
    text = " ".join(page.text for page in pages_of(make_minutes(paper, PaperOptions(), indonesian)))
    assert "Dibatalkan: libur pilkada" in text
    assert "Rapat ditutup" not in text


def test_time_of_two_pages_with_two_photos(indonesian: Words, capsys: pytest.CaptureFixture[str]) -> None:
    """Printed for the eye (the budget is half a second); machines differ, so nothing is asserted about time."""
    paper = papers.minutes(photos=papers.photos(2))
    began = time.perf_counter()
    pdf = make_minutes(paper, PaperOptions(), indonesian)
    with capsys.disabled():
        print(f"\nminutes with two photos: {time.perf_counter() - began:.2f} s, {len(pdf) // 1024} kB")
