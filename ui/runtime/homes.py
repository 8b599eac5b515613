"""On which page a record is opened: known to the search box and to every page that lists records of other pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from plcdesk.domain.changes import Row
from plcdesk.domain.fields import SPECS
from plcdesk.domain.instruments import About
from plcdesk.domain.meetings import Action

if TYPE_CHECKING:
    from plcdesk.services.desk import Desk

DEEPEST = 3
"""Steps from a part of a record to the record that has a page."""

RECORD_PAGES = {
    "meeting": "meetings", "action": "meetings", "person": "people", "group": "people", "school": "settings",
    "programme": "settings", "stage": "settings",
    "interview": "notes", "quote": "notes", "theme": "notes", "chat_tally": "notes", "partner_input": "notes",
    "obstacle": "notes", "recommendation": "notes",
    "module": "modules", "module_version": "modules", "module_file": "modules", "round": "modules",
    "visit": "coaching", "cycle": "coaching",
    "batch": "questionnaires", "instrument_edition": "questionnaires",
}  # fmt: skip
"""The page on which a kind of record is opened; for forms see `home_of`."""

FORM_PAGES = {
    About.MEETING: ("observations", "id"), About.LEADER: ("observations", "id"), About.LESSON: ("observations", "id"),
    About.CYCLE: ("coaching", "cycle_id"), About.MODULE: ("modules", "module_id"), About.JOURNAL: ("notes", "id"),
    About.SHEET: ("questionnaires", "batch_id"), About.INTERVIEW: ("notes", "interview_id"),
}  # fmt: skip
"""The page on which a form is filled, and the field of its row that names what is opened there."""


def home_of(desk: Desk, row: Row) -> tuple[str, str] | None:
    """The page of a record and what to open on it; a form is found where it is filled, with what it is about,
    a follow-up where it was agreed."""
    if row.table == "action" and (action := desk.records.get(Action, row.id)) is not None:
        return ("modules", row.id) if action.round_id is not None else ("meetings", action.meeting_id or row.id)
    if row.table != "form":
        page = RECORD_PAGES.get(row.table)
        return (page, row.id) if page is not None else None
    form = desk.forms.row(row.id)
    if form is None:
        return None
    page, field = FORM_PAGES[form.about]
    return page, getattr(form, field) or row.id


def tables_of(page: str) -> list[str]:
    """The kinds of records that a page opens."""
    tables = [table for table, home in RECORD_PAGES.items() if home == page]
    return [*tables, "form"] if any(home == page for home, _ in FORM_PAGES.values()) else tables


def near(desk: Desk, row: Row) -> tuple[str, str] | None:
    """The page of a record that is here, or of the one it is a part of (an attendance mark opens its meeting); None for
    what is not here, or has no page."""
    for _ in range(DEEPEST):
        spec = SPECS.get(row.table)
        if spec is None or desk.records.get(spec.cls, row.id) is None:
            return None
        home = home_of(desk, row)
        if home is not None or not spec.parents:
            return home
        parent = desk.records.parent_of(row)
        if parent is None or not spec.parents[0].refers:
            return None
        row = Row(spec.parents[0].refers, parent)
    return None
