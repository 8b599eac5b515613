"""How observations read: lines of the list, facts of the head, figures."""

from __future__ import annotations

from fractions import Fraction

from plcdesk.domain.forms import FormState, Rated, View
from plcdesk.domain.instruments import About, Instrument, Item
from plcdesk.domain.scoring import exact
from plcdesk.services.form_views import FormRow
from plcdesk.words import NOTHING, Words
from ui.widgets.agreement_table import level_words
from ui.widgets.two_line_list import Line

ABOUTS = frozenset({About.MEETING, About.LEADER, About.LESSON})
"""What this page is for; the other forms are filled on the pages of what they are about."""


def list_line(row: FormRow, w: Words) -> Line:
    """What it is about; day, rater and instrument; its Nilai, or how far it is."""
    sub = " · ".join(part for part in (w.short(row.held_on) if row.held_on else "", who(row, w), row.title.to(w.language)) if part)
    if row.state is FormState.COMPLETE:
        return Line(row.heading(w), sub, w.number(row.nilai, 1) if row.nilai is not None else w("Done"), "success")
    return Line(row.heading(w), sub, w("{n} of {m}", n=row.done, m=row.total), "warning")


def who(row: FormRow, w: Words) -> str:
    """Who filled it in."""
    return w("Self-assessment") if row.view is View.SELF else row.rater


def facts(row: FormRow, w: Words) -> str:
    """The line below the title of an observation."""
    lesson = " ".join(part for part in (row.classroom, row.lesson) if part)
    by = w("observed by {name}", name=row.rater) if row.view is View.OTHER and row.rater else who(row, w)
    meeting = row.meeting.heading(w) if row.about is About.LEADER and row.meeting is not None else ""
    group = row.meeting.group if row.about is About.MEETING and row.meeting is not None else ""
    parts = (w.day(row.held_on) if row.held_on else "", group, row.title.to(w.language), meeting, lesson, by)
    return " · ".join(part for part in parts if part)


def figure(value: Fraction | None, w: Words, decimals: int = 1) -> str:
    """An exact figure, rounded half up where it is written; a dash for none."""
    return NOTHING if value is None else w.number(exact(value), decimals)


def lowest_nilai(instrument: Instrument) -> Fraction:
    """The Nilai of a form whose items all have the lowest level: 25 on a scale from 1 to 4, and not 0."""
    shares = [Fraction(item.scale.lowest * 100, item.scale.highest) for item in instrument.items
              if item.scale is not None and item.scale.highest]
    return min(shares, default=Fraction(0))


def answer_words(item: Item, rated: Rated | None, w: Words) -> str:
    """How an answer reads in the result."""
    return level_words(item, rated or Rated(), w.language)[0]


def clock_text(seconds: int, w: Words) -> str:
    """Minutes and seconds observed: "12.40"."""
    return w("{m}:{s}", m=str(seconds // 60), s=f"{seconds % 60:02}")
