"""Schools and other choices that several tabs offer."""

from __future__ import annotations

from plcdesk.domain.ids import Id
from ui.runtime.context import Context
from ui.widgets.choice_field import ChoiceField


def schools(ctx: Context) -> list[tuple[Id, str]]:
    """The schools by id and name."""
    return [(row.record.id, row.record.name) for row in ctx.desk.programme.schools()]


def my_school(ctx: Context) -> Id | None:
    """The school of the person at this computer, else the only one there is."""
    me = ctx.desk.programme.me()
    found = schools(ctx)
    if me is not None and me.school_id is not None:
        return me.school_id
    return found[0][0] if len(found) == 1 else None


def school_choice(ctx: Context) -> ChoiceField:
    """A choice among the schools, mine chosen."""
    control = ChoiceField(ctx.w, schools(ctx), ctx.w("Several schools"))
    control.set_value(my_school(ctx))
    return control


def short(text: str, most: int = 70) -> str:
    """One line of a longer text."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def month_name(ctx: Context, month: object) -> str:
    """A month with its year, with a capital letter."""
    words: str = ctx.w.month(month)  # type: ignore[arg-type]
    return words[:1].upper() + words[1:]
