"""What a teacher would stumble over in an Indonesian text: English left over, words the house does not use."""

from __future__ import annotations

import re


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


ENGLISH = _listed(
    "a an and are as at be by can cannot do does for from has have if into is it its no not of off on or so such than that the"
    " their them then there these they this to was were when where which who will with without you your"
)
"""Words that hold English sentences together. Those Indonesian has too (``an``, ``at`` as names) are in `SHARED`."""

SHARED = frozenset(("a", "no"))
"""Attendance letter A; `No.` is the short form of nomor."""

BORROWED = _listed(
    "a agenda alt cm ctrl data db dejavu desk drive enter excel f final folder forum i init internet jpeg kbp l laptop lgpl logo lucide"
    " mb menu mit nip noto npsn nuptk operator pdca pdf plc png printer program qt rebuild s sans status t tab utf-8 video"
    " whatsapp wib wit wita word h d k m no backup siti rahmawati dra hj pd"
    " b backspace chat classroom down fgd g google kappa media n nilai p page per rpp shift u"
)
"""Words that are the same in both languages: loans, names of programs, keys, file kinds, commands of the command line, one name."""

FORBIDDEN = {
    "a failure is told as what happened, what is kept and what to do":
        r"\berror\b|\bgagal|\binvalid\b|\bilegal\b|\btidak valid\b",
    "no begging and no answers without a verb": r"\bharap\b|\bmohon\b|\bmaaf\b|\bsilahkan\b|\bok(e|ay)?\b",
    "no exclamation": r"!",
    "nothing is online": r"\bunggah|\bunduh|\bsinkron|\bsingkron|\bonline\b|\bdaring\b",
    "flashdisk": r"\bUSB\b|\bflash ?drive|\bflash disk\b|\bFD\b",
    "angket": r"\bkuesioner\b",
    "pertemuan": r"\brapat\b",
    "email": r"\bsurel\b|\be-mail\b",
    "minggu": r"\bpekan\b",
    "bisa, dulu": r"\bdapat\b|\bdahulu\b",
    "berkas": r"\bfile\b",
    "Anda has a capital": r"\banda\b",
    "a menu key would appear": r"&",
    "one character …, quotes “ ”, single spaces": r"\.\.\.|\"|  ",
}
"""What is not said, each pattern under its reason; capitals count only for Anda."""

_PLACE = re.compile(r"\{\w*\}|--\w+")
_WORD = re.compile(r"[A-Za-z]+(?:[-'’][A-Za-z0-9]+)*")


def words(text: str) -> list[str]:
    """The words of a text in small letters; named places and options of the command line are no words."""
    return [word.lower() for word in _WORD.findall(_PLACE.sub(" ", text))]


def english(text: str) -> list[str]:
    """The English function words in a text that should be Indonesian."""
    return [word for word in words(text) if word in ENGLISH - SHARED]


def forbidden(text: str) -> list[str]:
    """The rules that a text breaks."""
    return [
        why for why, pattern in FORBIDDEN.items()
        if re.search(pattern, _PLACE.sub("…", text), 0 if "capital" in why else re.IGNORECASE)
    ]
