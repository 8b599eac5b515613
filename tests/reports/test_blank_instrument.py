"""Empty forms: filled in by hand at meetings and in classrooms, keyed in weeks later by somebody else."""

import ctypes
import dataclasses
import re
from collections.abc import Callable

import pypdfium2
import pytest
from pypdfium2 import raw

from plcdesk.domain.instruments import About, AnswerKind, Instrument, Occasion, Text
from plcdesk.domain.papers import Letterhead, PaperOptions, PaperSize, Signatory, Signature, SignatureBlock
from plcdesk.domain.sheets import BlankForm
from plcdesk.reports.instrument import SEEN, make_blank
from plcdesk.services.instrument_library import library
from plcdesk.words import Words
from tests.reports.pages import fonts_of, pages_of

Same = Callable[[str, bytes], None]
CODES = ("A", "C", "D", "F", "J", "K", "L", "LP", "M", "O", "P", "R1", "R2", "R3", "R4", "U", "V", "W", "WF")
SIX_MM = 6 / 25.4 * 72
HOSTILE = "<b>tebal</b> & <font color='red'> 😀🤝 " + "مرحبا بالعالم " + "kata " * 1000


def blank(code: str, words: Words, options: PaperOptions | None = None, **fields: object) -> bytes:
    form = BlankForm(library().newest(code), ("Sekolah", "Tanggal", "Nomor lembar"),
                     letterhead=Letterhead(("SD NEGERI MELATI 01",), "SD NEGERI MELATI 01"))
    return make_blank(dataclasses.replace(form, **fields), options or PaperOptions(), words)  # type: ignore[arg-type]


def boxes(pdf: bytes) -> list[list[tuple[float, float]]]:
    """Width and height of every closed rectangle that is drawn and not filled, page by page."""
    document = pypdfium2.PdfDocument(pdf)
    found = []
    for page in document:
        sizes = []
        for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
            if raw.FPDFPath_CountSegments(thing) < 4:
                continue
            mode, stroked = ctypes.c_int(), ctypes.c_int()
            raw.FPDFPath_GetDrawMode(thing, ctypes.byref(mode), ctypes.byref(stroked))
            left, bottom, right, top = thing.get_bounds()
            if stroked.value and not mode.value and right - left < 30 and abs((right - left) - (top - bottom)) < 1:
                sizes.append((right - left, top - bottom))
        page.close()
        found.append(sizes)
    document.close()
    return found


def test_the_end_questionnaire_looks_as_before(same_as_before: Same, indonesian: Words) -> None:
    same_as_before("blank_m_id", blank("M", indonesian, occasion=Occasion.END, below=("Angket akhir",)))


def test_the_class_observation_in_english_looks_as_before(same_as_before: Same, english: Words) -> None:
    options = PaperOptions(PaperSize.F4, language="en", save_ink=True)
    same_as_before("blank_d_en", blank("D", english, options, choices=(("Kind of lesson", ("Conventional", "Module")),)))


def test_the_coaching_form_for_the_pen_looks_as_before(same_as_before: Same, indonesian: Words) -> None:
    signed = SignatureBlock("Tangerang", None, Signature(Signatory.MENTOR), Signature(Signatory.TEACHER))
    same_as_before("blank_c_id", blank("C", indonesian, signatures=signed, short=frozenset({"C6", "C12"})))


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("code", CODES)
def test_every_sheet_says_what_it_is(code: str, language: str) -> None:
    """Sheets get separated: each bears code, version and its number; every question is on paper, and one font only."""
    words = Words(language)
    instrument = library().newest(code)
    pdf = blank(code, words, PaperOptions(language=language))
    pages = pages_of(pdf)
    for page in pages:
        assert words("{code}, version {n}", code=code, n=str(instrument.version)) in page.text
        assert words("Page {page} of {pages}", page=str(page.number), pages=str(len(pages))) in page.text
    text = " ".join(page.text for page in pages)
    flat = re.sub(r"\s", "", text)
    for item in instrument.asked():
        assert re.sub(r"\s", "", item.label.to(language)) in flat, item.code
    assert all(b"Helvetica" not in name for name in fonts_of(pdf))


@pytest.mark.parametrize("code", CODES)
def test_a_finger_can_see_the_boxes(code: str, indonesian: Words) -> None:
    """One box for each level of each item, at least 6 mm wide and high."""
    instrument = library().newest(code)
    found = [size for page in boxes(blank(code, indonesian)) for size in page]
    wanted = sum(len(item.scale.options) + (instrument.about in SEEN or bool(item.anchors))
                 for item in instrument.items if item.scale is not None)
    wanted += sum(len(item.ticks) for item in instrument.items) + 4 * instrument.sweeps
    assert len(found) == wanted
    assert all(min(size) >= SIX_MM for size in found)


@pytest.mark.parametrize("code", ["P", "M", "D", "L", "R2", "U"])
def test_the_words_of_the_scale_stand_on_every_page_with_boxes(code: str, indonesian: Words) -> None:
    instrument = library().newest(code)
    scales = {item.scale for item in instrument.items if item.scale is not None}
    pdf = blank(code, indonesian)
    for page, sizes in zip(pages_of(pdf), boxes(pdf), strict=True):
        shown = [scale for scale in scales if all(
            re.sub(r"\s", "", option.label.id) in re.sub(r"\s", "", page.text) for option in scale.options)]
        swept = "Sapuan keterlibatan" in page.text
        assert shown or swept or not sizes or any(item.kind is AnswerKind.MANY for item in instrument.items), page.number


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("code", ["P", "D", "U", "M", "K", "L", "R3"])
def test_no_word_of_a_head_is_parted(code: str, language: str) -> None:
    instrument = library().newest(code)
    text = " ".join(page.text for page in pages_of(blank(code, Words(language))))
    for scale in {item.scale for item in instrument.items if item.scale is not None}:
        for option in scale.options:
            for word in option.label.to(language).split():
                assert word in text.split(), word


@pytest.mark.parametrize("code", [one for one in CODES if library().newest(one).anonymous])
def test_an_anonymous_sheet_asks_for_no_name(code: str, indonesian: Words) -> None:
    text = " ".join(page.text for page in pages_of(blank(code, indonesian)))
    assert "Nama:" not in text
    assert "samaran" not in text


def test_only_what_is_asked_then_is_printed(indonesian: Words) -> None:
    start = pages_of(blank("M", indonesian, occasion=Occasion.START))
    assert "M10" in start[0].text
    assert not any("M11" in page.text or "S1 " in page.text for page in start)
    community = " ".join(page.text for page in pages_of(blank("O", indonesian, role="tokoh_masyarakat")))
    assert "O3" in community
    assert "Anak bercerita" not in community


def test_signatures_stand_under_something(indonesian: Words) -> None:
    signed = SignatureBlock("Tangerang", None, Signature(Signatory.MENTOR), Signature(Signatory.TEACHER))
    for size in PaperSize:
        last = pages_of(blank("C", indonesian, PaperOptions(size), signatures=signed))[-1].text
        assert last.find("C24") < last.find("Pendamping,")
        assert "C24" in last


def test_a_paper_is_the_same_each_time(indonesian: Words) -> None:
    assert blank("P", indonesian) == blank("P", indonesian)


def test_strange_texts_of_an_own_instrument_do_no_harm(indonesian: Words) -> None:
    """What somebody writes into an instrument is printed letter by letter, however long."""
    made = strange(library().newest("P"))
    text = " ".join(page.text for page in pages_of(blank("P", indonesian)))
    assert "Agenda disusun bersama" in text
    for about in (About.MEETING, About.CYCLE, About.SHEET):
        form = BlankForm(dataclasses.replace(made, about=about), (HOSTILE[:300], "Tanggal"), ((HOSTILE[:200], (HOSTILE[:300], "B")),),
                         (HOSTILE,))
        whole = " ".join(page.text for page in pages_of(make_blank(form, PaperOptions(), indonesian)))
        assert "<b>tebal</b>" in whole
        assert "kata kata kata" in whole


def strange(instrument: Instrument) -> Instrument:
    text = Text(HOSTILE, HOSTILE)
    first, second, *rest = instrument.items
    items = [dataclasses.replace(first, label=text, anchors=(text,) * len(first.anchors)),
             dataclasses.replace(second, kind=AnswerKind.TEXT, scale=None, anchors=(), label=text), *rest]
    return dataclasses.replace(instrument, title=text, note=text, items=tuple(items), dimensions=tuple(
        dataclasses.replace(part, label=Text(HOSTILE[:400], HOSTILE[:400])) for part in instrument.dimensions))
