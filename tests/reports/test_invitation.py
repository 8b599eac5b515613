"""Invitations: one page that a principal signs."""

from collections.abc import Callable

import pytest

from plcdesk.domain.papers import PaperOptions, PaperSize
from plcdesk.reports.fonts import printable
from plcdesk.reports.invitation import make_invitation
from plcdesk.words import Words
from tests.reports import papers
from tests.reports.pages import fonts_of, pages_of

Same = Callable[[str, bytes], None]


def test_letter_looks_as_before(same_as_before: Same, indonesian: Words) -> None:
    same_as_before("invitation_id", make_invitation(papers.invitation(), PaperOptions(), indonesian))


def test_english_letter_to_named_people_looks_as_before(same_as_before: Same, english: Words) -> None:
    paper = papers.invitation(addressees=papers.NAMES[:4])
    same_as_before("invitation_en_f4", make_invitation(paper, PaperOptions(PaperSize.F4, language="en"), english))


def test_two_slips_on_a_sheet_look_as_before(same_as_before: Same, indonesian: Words) -> None:
    pdf = make_invitation(papers.invitation(), PaperOptions(half_page=True, draft=True), indonesian)
    same_as_before("invitation_id_slips", pdf)


def test_each_named_person_gets_a_slip(indonesian: Words) -> None:
    paper = papers.invitation(addressees=papers.NAMES[:3])
    pages = pages_of(make_invitation(paper, PaperOptions(half_page=True), indonesian))
    assert len(pages) == 2
    assert all(page.width > page.height for page in pages)
    text = " ".join(page.text for page in pages)
    assert [text.count(f"Yth. {name}") for name in papers.NAMES[:3]] == [1, 1, 1]
    assert text.count("Kepala Sekolah,") == 3


def test_many_names_go_on_a_list_after_the_letter(indonesian: Words) -> None:
    pages = pages_of(make_invitation(papers.invitation(addressees=papers.NAMES), PaperOptions(), indonesian))
    assert len(pages) == 2
    assert "daftar nama terlampir" in pages[0].text
    assert "1 lembar" in pages[0].text
    assert all(name in pages[1].text for name in papers.NAMES)


@pytest.mark.parametrize("half_page", [False, True])
@pytest.mark.parametrize("agenda", [6, 18, 60])
def test_a_letter_is_one_page_however_much_is_asked(half_page: bool, agenda: int, indonesian: Words) -> None:
    paper = papers.invitation(agenda=tuple(f"Pokok bahasan nomor {number}" for number in range(agenda)))
    pages = pages_of(make_invitation(paper, PaperOptions(half_page=half_page), indonesian))
    assert len(pages) == 1
    assert f"nomor {agenda - 1}" in pages[0].text
    assert "NIP 19700315" in pages[0].text


@pytest.mark.parametrize("half_page", [False, True])
@pytest.mark.parametrize("name", ["<b>&\"'</b>", "Ñame" * 75, "محمد 日本語 😀 \ud800"])
def test_any_name_prints(half_page: bool, name: str, indonesian: Words) -> None:
    signatures = papers.SignatureBlock(name, None, papers.Signature(papers.Signatory.PRINCIPAL, name, nip=name))
    paper = papers.invitation(addressees=(name,), signatures=signatures, activity=name, letter_number=name, school=name,
                              letterhead=papers.Letterhead((name,) * 5, name), bring=(name,))
    pdf = make_invitation(paper, PaperOptions(half_page=half_page), indonesian)
    assert printable(name).split()[0][:20] in pages_of(pdf)[0].text.replace(" ", "")
    assert not any(b"Helvetica" in font for font in fonts_of(pdf))


def test_the_same_letter_is_the_same_file(indonesian: Words) -> None:
    first, second = (make_invitation(papers.invitation(), PaperOptions(), indonesian) for _ in range(2))
    assert first == second
