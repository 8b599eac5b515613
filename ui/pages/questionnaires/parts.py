"""Small pieces that several views of the page share."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from PySide6.QtWidgets import QPushButton, QSizePolicy

from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import Item
from plcdesk.domain.partners import PartnerRole
from plcdesk.domain.scoring import exact
from plcdesk.services.meeting_lists import MeetingFilter
from plcdesk.services.questionnaire_views import ANONYMOUS, BatchRow, SheetRow
from plcdesk.words import NOTHING, Words
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST

DOT = " · "
LATEST = 20
"""So many meetings are offered."""


def action(text: str, role: str, slot: Callable[[], object]) -> QPushButton:
    """A button with a role that runs `slot` once, however it is clicked."""
    button = set_role(QPushButton(text.replace("&", "&&")), role)
    button.setMinimumHeight(SMALLEST)
    button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    once(button, slot)
    return button


def role_words(role: str, w: Words) -> str:
    """The role of a respondent in words; what is no role is shown as written."""
    found = next((one for one in PartnerRole if one.value == role), None)
    return w(found.label) if found is not None else role


def facts(batch: BatchRow, w: Words, *, brief: bool = False) -> str:
    """Occasion, school and day of a batch on one line."""
    day = "" if batch.held_on is None else w.short(batch.held_on) if brief else w.day(batch.held_on)
    parts = [w(batch.occasion.label) if batch.occasion is not None else "", batch.school, day]
    return DOT.join(part for part in parts if part)


def count_words(batch: BatchRow, w: Words) -> str:
    """``38 of 40 sheets``; without a number of people asked only how many there are."""
    if batch.expected:
        return w("{n} of {m} sheets", n=batch.sheets, m=batch.expected)
    return w.plural("{n} sheet", "{n} sheets", batch.sheets)


def number_words(number: int | None) -> str:
    """A sheet's number; it is a name and gets no thousands sign."""
    return str(number) if number is not None else NOTHING


def respondent_words(sheet: SheetRow, w: Words) -> str:
    """From whom a sheet is, for those who key it: pseudonym, else name, code, role, or anonymous."""
    return sheet.alias or sheet.name or role_words(sheet.respondent, w) or w(ANONYMOUS)


def meeting_choices(ctx: Context, school_id: Id | None) -> list[tuple[Id, str]]:
    """The latest meetings of a school, where questionnaires are handed out; other schools' when it has none."""
    rows = ctx.desk.meetings.rows(MeetingFilter(school_id=school_id), LATEST) or ctx.desk.meetings.rows(limit=LATEST)
    return [(row.id, DOT.join(part for part in (row.heading(ctx.w), ctx.w.day(row.held_on) if row.held_on else "")
                              if part)) for row in rows]


def item_words(item: Item, w: Words) -> str:
    """Code and words of an item; a reversed one says so."""
    words = f"{item.code}. {item.label.to(w.language)}"
    return f"{words} {w('(reversed)')}" if item.reversed else words


def mean_words(value: Fraction | None, w: Words, decimals: int = 2) -> str:
    """A mean with its decimals."""
    return NOTHING if value is None else w.number(exact(value), decimals)


def differing_words(count: int, w: Words) -> str:
    """String 32 of the handbook."""
    return w.plural("The second entry differs in {n} item. Check the paper, then choose the right one.",
                    "The second entry differs in {n} items. Check the paper, then choose the right one.", count)
