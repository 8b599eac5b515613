"""The counted answers as cards: who answered, the score, item by item."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from plcdesk.domain.instruments import AnswerKind
from plcdesk.services.questionnaire_results import CrossRow, ItemResult, Results
from plcdesk.words import NOTHING, Words
from ui.pages.questionnaires.option_bars import Bar, OptionBars
from ui.pages.questionnaires.parts import DOT, item_words, mean_words, role_words
from ui.runtime.context import Context
from ui.widgets.cards import Card
from ui.widgets.form_field import plain_label

SHOWN = 40
"""So many free answers are shown at once; the rest is counted."""


def result_cards(ctx: Context, results: Results, scope: str) -> list[QWidget]:
    """All cards of a result; `scope` says which sheets were counted."""
    w = ctx.w
    cards: list[QWidget] = [_overview(w, results, scope)]
    for title, rows in ((w("By school"), results.schools),
                        (w("By respondent"), tuple(_in_words(row, w) for row in results.roles))):
        if rows:
            cards.append(_cross(w, title, rows))
    several = len({item.version for item in results.items}) > 1
    cards += [_item(ctx, results, item, several=several) for item in results.items]
    return cards


def response_words(results: Results, w: Words) -> str:
    """``38 sheets from 40 people (95%)``."""
    if results.expected:
        return w("{n} sheets from {m} people asked ({percent})", n=results.sheets, m=results.expected,
                 percent=w.percent(results.sheets, results.expected))
    return w.plural("{n} sheet", "{n} sheets", results.sheets)


def base_words(item: ItemResult, results: Results, w: Words) -> str:
    """``n = 38 of 40 (95%)``: who answered this item, of the people asked where every sheet has it."""
    base = results.expected if results.expected and item.asked == results.sheets else item.asked
    words = w("n = {n} of {m} ({percent})", n=item.n, m=base, percent=w.percent(item.n, base)) if base else w("n = 0")
    if item.few:
        words += DOT + w("n is small")
    return words


def _overview(w: Words, results: Results, scope: str) -> Card:
    card = Card(results.instrument.title.to(w.language))
    card.body.setSpacing(6)
    lines = [scope, response_words(results, w)]
    if results.partial:
        lines.append(w.plural("{n} sheet is partial; its answers are counted.",
                              "{n} sheets are partial; their answers are counted.", results.partial))
    for line in lines:
        card.body.addWidget(plain_label(line, "body", wrap=True))
    if results.nilai is not None:
        card.body.addWidget(plain_label(
            w("Mean score {score} of 100 from {n} sheets with enough answers",
              score=mean_words(results.nilai, w, 1), n=results.scored), "strong", wrap=True))
        if _starts_at_quarter(results):
            card.body.addWidget(plain_label(w("The score starts at 25, not at 0, because the lowest answer counts 1."),
                                            "help", wrap=True))
    if len(results.parts) > 1:
        for part in results.parts:
            card.body.addWidget(plain_label(
                w("{part}: mean {mean} (n = {n})", part=part.label.to(w.language), mean=mean_words(part.mean, w),
                  n=part.n), "body", wrap=True))
    for rule in results.rules:
        card.body.addWidget(plain_label(
            w("{rule}: {n} of {m} ({percent})", rule=rule.label.to(w.language), n=rule.met, m=rule.n,
              percent=w.percent(rule.met, rule.n)), "body", wrap=True))
    return card


def _starts_at_quarter(results: Results) -> bool:
    """Whether every scored item has four levels from 1 (domain handbook 3, "Scoring")."""
    scored = {part.code for part in results.instrument.dimensions if part.scored}
    scales = [item.scale for item in results.instrument.items if item.dimension in scored and item.scale is not None]
    return bool(scales) and all((scale.lowest, scale.highest) == (1, 4) for scale in scales)


def _in_words(row: CrossRow, w: Words) -> CrossRow:
    return CrossRow(role_words(row.key, w), row.sheets, row.nilai, row.hidden)


def _cross(w: Words, title: str, rows: Sequence[CrossRow]) -> Card:
    """Parts of the respondents. Hidden ones keep their line, so that nobody takes them for missing."""
    card = Card(title)
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(4)
    for at, text in enumerate((title, w("Sheets"), w("Mean score"))):
        grid.addWidget(plain_label("" if at == 0 else text, "label"), 0, at)
    for line, row in enumerate(rows, 1):
        score = NOTHING if row.nilai is None else mean_words(row.nilai, w, 1)
        for at, text in enumerate((row.key or NOTHING, w.number(row.sheets), w("hidden") if row.hidden else score)):
            grid.addWidget(plain_label(text, "body", wrap=at == 0), line, at)
    grid.setColumnStretch(0, 1)
    card.body.addWidget(holder)
    if any(row.hidden for row in rows):
        card.body.addWidget(plain_label(
            w("Hidden: so few answered that single people could be recognised."), "help", wrap=True))
    return card


def _item(ctx: Context, results: Results, item: ItemResult, *, several: bool) -> Card:
    w, card = ctx.w, Card()
    card.body.setContentsMargins(12, 8, 12, 8)
    card.body.setSpacing(4)
    label = item_words(item.item, w)
    if several:
        label += " " + w("(version {n})", n=str(item.version))
    card.body.addWidget(plain_label(label, "strong", wrap=True))
    card.body.addWidget(plain_label(DOT.join(_figures(results, item, w)), "help", wrap=True))
    if item.item.kind is AnswerKind.MANY:
        card.body.addWidget(plain_label(w("Several answers were possible: the percentages do not add up to 100."), "help",
                                        wrap=True))
    if item.counts:
        card.body.addWidget(OptionBars(ctx.theme, label, [
            Bar(count.label.to(w.language), count.count / item.n if item.n else 0.0,
                w.number(count.count), w.percent(count.count, item.n)) for count in item.counts]))
    if item.texts:
        card.body.addWidget(_texts(item.texts, w))
    return card


def _figures(results: Results, item: ItemResult, w: Words) -> list[str]:
    found = [base_words(item, results, w)]
    if item.correct is not None:
        found.append(w("correct: {n} ({percent})", n=item.correct, percent=w.percent(item.correct, item.n)))
    elif item.mean is not None and _measured(item):
        words = w("mean {mean} after reversing", mean=mean_words(item.mean, w)) if item.item.reversed \
            else w("mean {mean}", mean=mean_words(item.mean, w))
        found.append(words)
    if item.skipped:
        found.append(w("not answered: {n}", n=item.skipped))
    return found


def _measured(item: ItemResult) -> bool:
    """Yes and no have no mean worth telling."""
    return item.item.scale is None or len(item.item.scale.options) > 2


def _texts(texts: Sequence[str], w: Words) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    label: QLabel = plain_label("\n".join(f"– {' '.join(text.split())}" for text in texts[:SHOWN]), "body", wrap=True)
    column.addWidget(label)
    if len(texts) > SHOWN:
        column.addWidget(plain_label(w("and {n} more", n=len(texts) - SHOWN), "help"))
    return holder

