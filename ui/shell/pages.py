"""Which pages there are, in the order of the sidebar; a page is imported and built at its first visit."""

from __future__ import annotations

import importlib
import importlib.util
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from plcdesk.domain.changes import Row
from plcdesk.domain.fields import mark
from plcdesk.domain.instruments import About
from plcdesk.domain.meetings import Action
from ui.widgets.page import Page

if TYPE_CHECKING:
    from plcdesk.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the sidebar: page id, English source text, icon, class, and whether a line is drawn above it."""

    id: str
    title: str
    icon: str
    cls: str
    group: bool = False

    @property
    def module(self) -> str:
        """Where the page's class lives."""
        return f"ui.pages.{self.id}.page"

    def load(self) -> type[Page]:
        """The page's class, imported now."""
        found: type[Page] = getattr(importlib.import_module(self.module), self.cls)
        return found


ENTRIES = (
    Entry("home", mark("Home"), "house", "HomePage"),
    Entry("meetings", mark("Meetings"), "calendar-check", "MeetingsPage", group=True),
    Entry("observations", mark("Observations"), "eye", "ObservationsPage"),
    Entry("coaching", mark("Coaching"), "messages-square", "CoachingPage"),
    Entry("modules", mark("Modules"), "book-open", "ModulesPage"),
    Entry("questionnaires", mark("Questionnaires"), "clipboard-list", "QuestionnairesPage"),
    Entry("notes", mark("Field notes"), "file-text", "NotesPage"),
    Entry("indicators", mark("Indicators"), "chart-column", "IndicatorsPage", group=True),
    Entry("reports", mark("Reports"), "printer", "ReportsPage"),
    Entry("people", mark("People"), "users", "PeoplePage", group=True),
    Entry("exchange", mark("Send and receive"), "arrow-left-right", "ExchangePage"),
    Entry("settings", mark("Settings"), "settings", "SettingsPage"),
)
FIRST_RUN = Entry("first_run", mark("Welcome to PLC Desk"), "house", "FirstRunPage")

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


@cache
def existing() -> tuple[Entry, ...]:
    """The pages of this release."""
    return tuple(entry for entry in ENTRIES if _is_there(entry))


def _is_there(entry: Entry) -> bool:
    package = entry.module.rpartition(".")[0]
    return importlib.util.find_spec(package) is not None and importlib.util.find_spec(entry.module) is not None
