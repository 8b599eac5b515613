"""The cards of an instrument that is being written: its title, one for each part, how it is judged."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from plcdesk.domain.instruments import Instrument, Method
from ui.pages.questionnaires.instrument_item import ItemRow, two_languages
from ui.pages.questionnaires.instrument_words import rule_words
from ui.pages.questionnaires.parts import action
from ui.widgets.cards import Card
from ui.widgets.field_row import FieldRow
from ui.widgets.fields import NumberField
from ui.widgets.form_field import FormField, plain_label

if TYPE_CHECKING:
    from ui.pages.questionnaires.instrument_editor import InstrumentEditor

NUMBER = 170
TOP = 100


def head_card(editor: InstrumentEditor, made: Instrument) -> QWidget:
    """The title and who fills it when."""
    w, card = editor.w, Card()
    card.body.addWidget(plain_label(w("Saved as you write. It can be filled once it is published."), "help", wrap=True))
    card.body.addWidget(two_languages(editor, made, "title", (w("Title in Indonesian"), w("Title in English"))))
    card.body.addWidget(two_languages(editor, made, "note", (w("Note for who fills it, in Indonesian"),
                                                            w("Note for who fills it, in English"))))
    return card


def part_card(editor: InstrumentEditor, made: Instrument, place: int) -> QWidget:
    """A part with its items."""
    w, dimension = editor.w, made.dimensions[place]
    card = Card(w("Part {n}", n=str(place + 1)))
    card.body.addWidget(two_languages(editor, made, f"dimension.{place}"))
    card.body.setSpacing(8)
    for at, item in enumerate(made.items):
        if item.dimension == dimension.code:
            row = editor.rows[item.code] = ItemRow(editor, made, at)
            card.body.addWidget(row)
    card.body.addWidget(action(w("Add an item"), "outlined", lambda: editor.add_item(dimension.code)))
    return card


def scoring_card(editor: InstrumentEditor, made: Instrument) -> QWidget:
    """The share that must be rated, the cut-offs, and the rules, which are told only."""
    w, scoring, card = editor.w, made.scoring, Card(editor.w("How it is judged"))
    if scoring.method is Method.DIMENSIONS:
        share = NumberField(w, 0, TOP)
        share.set_value(int(scoring.minimum_share * TOP))
        field = FormField(w, w("Items that must be rated (%)"), share,
                          help=w("If fewer items of a part are rated, there is not enough data for its mean."))
        card.body.addWidget(FieldRow(editor.ctx.theme, [(editor.bind("minimum_share", field), 2 * NUMBER)]))
    fields = []
    for place, category in enumerate(scoring.categories):
        cut = NumberField(w, 0, TOP, decimals=1)
        cut.set_value(_plain(category.at_least))
        field = FormField(w, w("{category} from", category=category.label.to(w.language)), cut)
        field.set_read_only(place == len(scoring.categories) - 1)  # the lowest always begins at 0
        fields.append((editor.bind(f"category.{place}.at_least", field), NUMBER))
    if fields:
        card.body.addWidget(FieldRow(editor.ctx.theme, fields))
    for rule in scoring.rules:
        card.body.addWidget(plain_label(rule_words(made, rule, w), "help", wrap=True))
    return card


def _plain(number: Decimal) -> Decimal | int:
    return int(number) if number == number.to_integral_value() else number
