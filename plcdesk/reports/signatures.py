"""Signature blocks of official letters: left acknowledges, right signs under place and date."""

from __future__ import annotations

import re

from reportlab.platypus import Flowable, Paragraph, Table

from plcdesk.domain.papers import Signatory, Signature, SignatureBlock
from plcdesk.reports.flow import Centred, Stack, capped
from plcdesk.reports.fonts import clean, markup
from plcdesk.reports.styles import BARE, LEADING, Look
from plcdesk.words import Words

DOTS = "." * 38
"""A line to write a name on."""

# Room for a signature and the school's stamp, in lines of running text.
_ROOM = 3.0
# Its lines are short: they stand closer than running text.
_LEADING = 1.2
# Who was observed signs beside the observer, who takes beside who gives: nobody is above the other.
_BESIDE = frozenset({Signatory.TEACHER, Signatory.GIVER, Signatory.TAKER})


def signature_block(block: SignatureBlock, look: Look, words: Words, width: float, most: float, *,
                    dated: bool = True) -> Flowable:
    """The whole block, never split and never higher than `most` points.

    `dated`: place and date stand above the right signature.
    """
    date_line = place_and_date(block, words) if dated else ""
    # A letter that one person signs leaves the left empty; the right column keeps its place.
    left = _lines(block.left, look, words, acknowledged=True) if block.left else ["", "", "", "", ""]
    right = _lines(block.right, look, words, first=date_line)
    room = look.body * LEADING * _ROOM
    half = width * 0.47
    rows = [[one, "", other] for one, other in zip(left, right, strict=True)]
    table = Table(rows, [half, width - 2 * half, half], [None, None, room, None, None], style=list(BARE), splitByRow=0)
    if block.third is None:
        return capped(Stack([table]), width, most)
    middle = [[line] for line in _lines(block.third, look, words, acknowledged=True)]
    third = Table(middle, [half], [None, None, room, None, None], style=list(BARE), splitByRow=0, hAlign="CENTER",
                  spaceBefore=look.body)
    return capped(Stack([table, Centred(third, width)]), width, most)


def place_and_date(block: SignatureBlock, words: Words) -> str:
    """``Tangerang, 15 Oktober 2024``; dots where place or date is not known."""
    city = clean(block.city) or "." * 18
    day = words.day(block.signed_on) if block.signed_on else "." * 24
    return f"{city}, {day}"


def number_line(signature: Signature) -> str:
    """``NIP 19800115 200501 1 003``, else the NUPTK, else ``NIP –``."""
    if clean(signature.nip):
        return f"NIP {grouped_nip(signature.nip)}"
    if clean(signature.nuptk):
        return f"NUPTK {clean(signature.nuptk)}"
    return "NIP –"


def grouped_nip(nip: str) -> str:
    """Eighteen digits in groups of 8, 6, 1 and 3; anything else as it was typed."""
    digits = re.sub(r"\s", "", clean(nip))
    if not re.fullmatch(r"[0-9]{18}", digits):
        return clean(nip)
    return f"{digits[:8]} {digits[8:14]} {digits[14]} {digits[15:]}"


def _lines(signature: Signature, look: Look, words: Words, *, first: str = "", acknowledged: bool = False) -> list[object]:
    name = clean(signature.name)
    number = number_line(signature) if name else f"NIP {DOTS[6:]}"
    top = words("Acknowledged by,") if acknowledged and signature.role not in _BESIDE else first
    office = words("{office},", office=words(signature.role.label))
    lines = [look.text(top), look.text(office), "",
             look.rich(markup(name, bold=True, underline=True)) if name else look.text(DOTS), look.text(number)]
    for line in lines:
        if isinstance(line, Paragraph):
            line.style = line.style.clone("signature", leading=look.body * _LEADING)
    return lines
