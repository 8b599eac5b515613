"""Before and after of the same respondents: how many went up, stayed, went down; nobody is named."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from plcdesk.services.questionnaire_pairs import Moved, Pairs
from plcdesk.services.questionnaire_results import FEW
from ui.pages.questionnaires.parts import item_words, mean_words
from ui.runtime.context import Context
from ui.widgets.cards import Card
from ui.widgets.form_field import plain_label


def pair_cards(ctx: Context, pairs: Pairs) -> list[QWidget]:
    """All cards of a comparison."""
    w = ctx.w
    card = Card(pairs.instrument.title.to(w.language))
    card.body.setSpacing(6)
    lines = [w("{n} respondents have a sheet at the start and at the end ({start} sheets and {end} sheets).",
               n=pairs.pairs, start=pairs.start_sheets, end=pairs.end_sheets)]
    if pairs.unclear:
        lines.append(w.plural("{n} respondent with two sheets at one time is left out.",
                              "{n} respondents with two sheets at one time are left out.", pairs.unclear))
    if pairs.pairs < FEW:
        lines.append(w("With fewer than five pairs nothing more is shown: single people could be recognised."))
    for line in lines:
        card.body.addWidget(plain_label(line, "body", wrap=True))
    if any(item.item.reversed for item in pairs.items):
        card.body.addWidget(plain_label(w("Reversed items are turned round: up is always for the better."), "help",
                                        wrap=True))
    rows = [(item_words(item.item, w), item.moved, 2) for item in pairs.items
            if item.moved is not None]
    if pairs.nilai is not None:
        rows.insert(0, (w("Score (0–100)"), pairs.nilai, 1))
    return [card, _table(ctx, rows)] if rows else [card]


def _table(ctx: Context, rows: list[tuple[str, Moved, int]]) -> Card:
    """`rows`: words, figures, decimals of the means."""
    w, card, holder = ctx.w, Card(), QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    for at, text in enumerate((w("Item"), w("Up"), w("Same"), w("Down"), w("At the start"), w("At the end"), "n")):
        side = Qt.AlignmentFlag.AlignRight if at else Qt.AlignmentFlag.AlignLeft
        grid.addWidget(plain_label(text, "label"), 0, at, side)
    for line, (label, moved, decimals) in enumerate(rows, 1):
        grid.addWidget(plain_label(label, "body", wrap=True), line, 0)
        figures = [*(w.number(figure) for figure in (moved.up, moved.same, moved.down)),
                   *(mean_words(mean, w, decimals) for mean in (moved.start, moved.end)), w.number(moved.n)]
        for at, figure in enumerate(figures, 1):
            grid.addWidget(plain_label(figure, "body"), line, at, Qt.AlignmentFlag.AlignRight)
    grid.setColumnStretch(0, 1)
    grid.setColumnMinimumWidth(0, ctx.theme.px(140))
    card.body.addWidget(holder)
    return card
