"""Which pages there are, in the order of the sidebar; a page is imported and built at its first visit."""

from __future__ import annotations

import importlib
import importlib.util
from dataclasses import dataclass
from functools import cache

from plcdesk.domain.fields import mark
from ui.widgets.page import Page


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

@cache
def existing() -> tuple[Entry, ...]:
    """The pages of this release."""
    return tuple(entry for entry in ENTRIES if _is_there(entry))


def _is_there(entry: Entry) -> bool:
    package = entry.module.rpartition(".")[0]
    return importlib.util.find_spec(package) is not None and importlib.util.find_spec(entry.module) is not None
