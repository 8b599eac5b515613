"""Small help for forms: a field tied to a record and placed in a row."""

from __future__ import annotations

from typing import Any

from ui.runtime.context import Context
from ui.widgets.binding import RecordForm
from ui.widgets.cards import Card
from ui.widgets.date_field import DateField
from ui.widgets.field_row import FieldRow
from ui.widgets.form_field import FormField

DATE = 220
"""A date without its weekday, and the button of the calendar."""
LONG_DATE = 290
"""A date with its weekday, and the button."""


def bind_row(ctx: Context, form: RecordForm, card: Card, *fields: tuple[str, FormField, int]) -> None:
    """Fields of a record beside each other: name in the record, field, width."""
    card.body.addWidget(FieldRow(ctx.theme, [(form.bind(name, field), width) for name, field, width in fields]))


def make_field(ctx: Context, label: str, control: Any, *, optional: bool = True, help: str = "") -> FormField:
    """A form field that is as wide as its place in the row."""
    return FormField(ctx.w, label, control, optional=optional, help=help)


def date_field(ctx: Context, label: str, *, optional: bool = True, weekday: bool = False) -> FormField:
    """A date with a calendar."""
    return make_field(ctx, label, DateField(ctx.w, ctx.desk.today, ctx.theme, weekday=weekday), optional=optional)
