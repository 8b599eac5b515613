"""The words of the program: complete in both languages, in the house's own words, with the sentences the design settled.

Held are the files of `resources/locale` against the source. After a change of words: `python3 installer/dev.py words`.
"""

from __future__ import annotations

import re
import string
from functools import cache
from itertools import chain

import pytest
from babel.messages.catalog import Catalog, Message

from chores import words as chore
from tests.indonesian import BORROWED, english, forbidden, words
from tests.settled_words import SETTLED

ON_PAPER = {
    "pertemuan": ("Pimpinan rapat", "NOTULEN RAPAT {label}", "Notulen rapat {label}", "Undangan rapat {label}",
                  "Rapat ditutup pukul {time}.",
                  "Dengan ini kami mengundang Bapak/Ibu untuk menghadiri rapat {label} yang akan dilaksanakan pada:"),
    "no begging and no answers without a verb": (
        "Mohon Bapak/Ibu membawa:",
        "Mengingat pentingnya kegiatan ini, kami mohon Bapak/Ibu hadir tepat waktu. Atas perhatian dan kehadiran Bapak/Ibu,"
        " kami ucapkan terima kasih."),
}
"""What letters and minutes of a school say by custom, under the rule that they may break."""

ONE_WORD = {
    r"meetings?": "pertemuan|rapat|jadwal", r"bundles?": "paket", r"sticks?": "flashdisk", r"back(?:ed)? ?ups?": "cadang",
    r"follow-ups?": "tindak lanjut", r"decisions?": "keputusan", r"programme": "program", r"schools?": "sekolah",
    r"guests?": "tamu", r"attendance": "hadir", r"undo(?:ne)?": "urung|batal", r"trash": "sampah", r"history": "riwayat",
    r"members?": "anggota", r"differing": "isian berbeda", r"merged?": "gabung", r"pseudonyms?": "samaran",
    r"topics?": "topik", r"sen[dt]": "kirim", r"receiv(?:e|ed|ing)": "terima|menerima|penerimaan",
    r"groups?": "kelompok|KBP|grup WhatsApp", r"filters?": "saring", r"deleted?": "hapus", r"agenda": "agenda",
    r"samples?": "contoh", r"laptops?": "laptop", r"computers?": "komputer", r"files?": "berkas", r"overdue": "terlambat",
    r"text size": "ukuran teks", r"settings": "pengaturan", r"owner": "pemilik", r"letterhead": "kop",
    r"the (?:program|app)": "aplikasi", r"photos?": "foto|dokumentasi", r"join(?:ed)?": "ikut|gabung",
}
"""One word for one thing: who reads the English word on the left must find one of the right in Indonesian."""
OTHERWISE = {
    "As this meeting matters, we kindly ask you to be on time. Thank you for your attention and your presence.",
    "Keep the meeting",
    "For the first facilitator of a programme",
}
"""Texts that say it without the word, and well."""


@cache
def source() -> Catalog:
    """What the source says now."""
    return chore.collect(chore.ROOT)


@cache
def catalogue(language: str) -> Catalog:
    """What the language's file says."""
    found = chore.read(chore.path_of(language), language)
    assert found is not None, f"{language} has no file; run installer/dev.py words"
    return found


def forms(message: Message, of: str = "id") -> tuple[str, ...]:
    """The source texts of a message (one, or one and many), or its translations."""
    found = message.id if of == "id" else message.string
    return tuple(found) if isinstance(found, tuple | list) else (found,)


def keys(catalog: Catalog) -> set[tuple[str, ...]]:
    return {forms(message) for message in catalog if message.id}


def pairs() -> list[tuple[str, str]]:
    """Every Indonesian text with the English it stands for (the form for many, which has all places)."""
    return [(forms(message)[-1], text) for message in catalogue("id") if message.id for text in forms(message, "string")]


def shown(found: list[str]) -> str:
    return "\n".join(["", *found])


@pytest.mark.parametrize("language", chore.LANGUAGES)
def test_every_message_of_the_source_is_translated_and_no_other(language: str) -> None:
    there, here = keys(source()), keys(catalogue(language))
    assert not there - here, f"run installer/dev.py words: {sorted(there - here)}"
    assert not here - there, f"no longer in the source; run installer/dev.py words: {sorted(here - there)}"
    assert not catalogue(language).obsolete
    assert not [message.id for message in chore.untranslated(catalogue(language))]
    assert not [message.id for message in catalogue(language) if message.fuzzy]


def test_no_call_hides_its_words_from_the_chore() -> None:
    """The chore sees literals in w(...) and words(...): a text put together, or `Words` under another name, it would miss."""
    hidden = re.compile(
        r"\b(?:w|words|mark|plural)\(\s*(?:[fF][\"']|\"[^\"\n]*\"\s*[+%])"
        r"|\b(?!w\b|words\b|_words\b)\w+: Words\b")
    found = [f"{path}: {match.group()}" for room in chore.SOURCES for path in (chore.ROOT / room).rglob("*.py")
             for match in hidden.finditer(path.read_text(encoding="utf-8"))]
    assert not found, shown(found)


@pytest.mark.parametrize(("language", "plurals"), [("id", "nplurals=1; plural=0;"), ("en", "nplurals=2; plural=(n != 1);")])
def test_the_head_of_a_file_names_language_and_plurals(language: str, plurals: str) -> None:
    head = chore.path_of(language).read_text(encoding="utf-8").split("\n\n")[0]
    assert f'"Language: {language}\\n"' in head
    assert f'"Plural-Forms: {plurals}\\n"' in head
    assert not [word for word in ("FIRST AUTHOR", "EMAIL", "FULL NAME", "fuzzy") if word in head]
    assert {len(forms(message, "string")) for message in catalogue(language) if message.pluralizable} \
        == {catalogue(language).num_plurals}


def test_english_speaks_for_itself() -> None:
    assert not [message.id for message in catalogue("en") if message.id and forms(message) != forms(message, "string")]


def test_both_sides_have_the_same_places_marks_and_edges() -> None:
    """A place that is lost or misspelled stops the program; a bold word in the help must stay a bold word."""

    def frame(text: str) -> tuple[object, ...]:
        named = sorted({name for _, name, _, _ in string.Formatter().parse(text) if name is not None})
        return (named, text.count("**"), text.count("\n"), re.findall(r"%\d", text), text.endswith("…"),
                text[-1:] in ".:", text[:1].isspace(), text[-1:].isspace(), text.startswith("‹"), text.endswith("›"))

    assert not [f"{one} -> {other}" for one, other in pairs() if frame(one) != frame(other)]


def test_the_help_names_buttons_and_tabs_as_they_are() -> None:
    """A bold word of the help is a label that somebody will look for, in either language."""
    labels = dict(pairs())
    found = []
    for one, other in pairs():
        named = list(zip(re.findall(r"\*\*(.+?)\*\*", one), re.findall(r"\*\*(.+?)\*\*", other), strict=True))
        found += [f"{label} -> {there}, the label says {labels.get(label)}" for label, there in named
                  if labels.get(label) != there]
    assert not found, shown(found)


def test_no_english_is_left_in_indonesian() -> None:
    found = [f"{text}: {english(text)}" for _, text in pairs() if english(text)]
    for one, other in pairs():
        left = {word for word in words(one) if word in words(other)} - BORROWED
        found += [f"{other}: {sorted(left)}"] if left else []
    assert not found, shown(found)


def test_no_word_is_used_that_the_house_does_not_use() -> None:
    found = [f"{text}: {why}" for _, text in pairs() for why in forbidden(text) if text not in ON_PAPER.get(why, ())]
    assert not found, shown(found)


def test_one_thing_has_one_word() -> None:
    found = [
        f"{one} -> {other}: {there}"
        for one, other in pairs() if one not in OTHERWISE
        for here, there in ONE_WORD.items()
        if re.search(rf"\b(?:{here})\b", re.sub(r"\{\w+\}", "", one), re.IGNORECASE)
        and not re.search(there, other, re.IGNORECASE)
    ]
    assert not found, shown(found)


def test_english_has_one_word_for_a_thing_too() -> None:
    """A bundle is locked, never sealed, and what carries it is a USB stick, but for the sentences that were settled."""
    settled = {one for _, one in SETTLED}
    found = [one for one, _ in pairs() if one not in settled and re.search(r"\bseal|(?<!USB )\bsticks?\b", one, re.IGNORECASE)]
    found += [other for _, other in pairs() if re.search(r"\b(?:tersandi|tersegel)\b", other, re.IGNORECASE)]
    assert not found, shown(found)


def test_the_settled_sentences_are_said_as_settled() -> None:
    """Sentences that were weighed word by word, in both languages; many of them stand when something went wrong."""
    said = dict(chain.from_iterable(
        ((one, text) for one in forms(message) for text in forms(message, "string")) for message in catalogue("id") if message.id))
    found = [f"{english_text}: {said.get(english_text)}" for indonesian, english_text in SETTLED
             if said.get(english_text) != indonesian]
    assert not found, shown(found)
