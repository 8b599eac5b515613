"""Interviews and group discussions, the quote bank and the themes."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from plcdesk.domain.forms import FormState
from plcdesk.domain.ids import Id
from plcdesk.domain.notes import Permission, TalkKind
from plcdesk.services.interviews import InterviewRow
from plcdesk.services.quotes import QuoteRow, ThemeRow
from plcdesk.services.records import Made
from ui.pages.notes.add_talk import AddTalk
from ui.pages.notes.places import schools, short
from ui.pages.notes.quote_forms import QuoteForm, ThemeForm
from ui.pages.notes.talk_form import TalkForm
from ui.pages.notes.views_tab import Part, ViewsTab
from ui.runtime.context import Context
from ui.widgets.data_table import ListPane
from ui.widgets.empty import EmptyState
from ui.widgets.filter_bar import Filter
from ui.widgets.query import MemorySource
from ui.widgets.record_view import RecordView
from ui.widgets.two_line_list import Line

TALKS, QUOTES, THEMES = "talks", "quotes", "themes"
TONES = {Permission.ASKED: "neutral", Permission.GIVEN: "success", Permission.REFUSED: "danger"}


class TalksTab(ViewsTab):
    """Three lists: what was said, what of it is worth quoting, what it is about."""

    def __init__(self, ctx: Context, origin: QWidget) -> None:
        w = ctx.w
        self.talks, self.quotes, self.themes = TalksView(ctx, origin), QuotesView(ctx, origin), ThemesView(ctx, origin)
        super().__init__(ctx, w("View"), (
            Part(TALKS, w("Interviews"), w("Start an interview"), self.talks),
            Part(QUOTES, w("Quote bank"), w("Add a quote"), self.quotes),
            Part(THEMES, w("Themes"), w("Add a theme"), self.themes)))
        self.origin = origin
        self.dialog: AddTalk | None = None
        self.talks.form.changed.connect(self.turned)
        self.talks.pane.selected.connect(lambda _: self.turned.emit())
        self.themes.form.quotes_asked.connect(self.show_theme)
        for part in self.parts.values():
            part.view.pane.empty.acted.connect(self.add)

    @property
    def quiet(self) -> bool:
        """While a talk is not finished, finishing it is the one filled button."""
        filled = self.talks.form.filled if self.view is self.talks and self.talks.current is not None else None
        return filled is not None and filled.form.state is FormState.PARTIAL

    def add(self) -> None:
        """A talk after the question of consent; a quote or a theme at once."""
        self.commit()
        if self.switch.value() == TALKS:
            self.dialog = AddTalk(self.ctx, self.origin)
            self.dialog.made.connect(self.show_made)
            self.dialog.begin()
            return
        quotes, made = self.ctx.desk.notes.quotes, []

        def work() -> Made:
            made.append(quotes.add() if self.switch.value() == QUOTES else quotes.add_theme())
            return made[0]

        if self.ctx.write(work, self.view.form.label):
            self.show_made(made[0].id)

    def take_quote(self) -> None:
        """The marked words of the open talk become a quote."""
        if self.switch.value() == TALKS and self.talks.current is not None:
            self.talks.form.take_quote()

    def show_theme(self, theme_id: str) -> None:
        """The quotes of a theme."""
        self.select(QUOTES)
        self.quotes.pane.bar.clear()
        self.quotes.pane.bar.choose("theme", Id(theme_id))
        self.quotes.split.back()
        self.quotes.pane.setFocus()


class TalksView(RecordView):
    """The newest talk first."""

    def __init__(self, ctx: Context, origin: QWidget) -> None:
        w = ctx.w
        filters = [Filter("kind", w("Kind"), [(kind, w(kind.label)) for kind in TalkKind]),
                   Filter("school", w("School"), ())]
        empty = EmptyState(w, w("No interviews yet"), w("Choose a person who agreed; the questions are ready."),
                           w("Start an interview"), primary=False)
        pane = ListPane(w, ctx.theme, self._line, filters, empty=empty)
        pane.view.setAccessibleName(w("Interviews"))
        super().__init__(ctx, pane, TalkForm(ctx, origin), w("Choose a talk from the list."))

    def source(self) -> MemorySource:
        """All talks."""
        found = schools(self.ctx)
        self.pane.bar.set_options("school", found)
        self.pane.bar.show_filter("school", len(found) > 1)
        return MemorySource(self.ctx.desk.notes.interviews.rows(), lambda row: f"{row.speaker} {row.venue} {row.school}",
                            {"kind": lambda row: row.kind, "school": lambda row: row.school_id})

    def _line(self, row: InterviewRow) -> Line:
        w = self.ctx.w
        below = [w(row.kind.label), w.day(row.held_on) if row.held_on else "",
                 w.plural("{n} quote", "{n} quotes", row.quotes) if row.quotes else ""]
        return Line(row.speaker or w(row.kind.label), " · ".join(part for part in below if part),
                    w("Kept private") if row.private else w("Shared"), "neutral" if row.private else "info")


class QuotesView(RecordView):
    """The quotes of all sources."""

    def __init__(self, ctx: Context, origin: QObject) -> None:
        w = ctx.w
        filters = [Filter("theme", w("Theme"), ()),
                   Filter("permission", w("Permission to quote"), [(one, w(one.label)) for one in Permission]),
                   Filter("usable", w("Use"), [(True, w("May be used")), (False, w("May not be used"))])]
        empty = EmptyState(w, w("No quotes yet"), w("Take marked words out of an interview, or write one down here."),
                           w("Add a quote"), primary=False)
        pane = ListPane(w, ctx.theme, self._line, filters, empty=empty)
        pane.view.setAccessibleName(w("Quote bank"))
        super().__init__(ctx, pane, QuoteForm(ctx, origin), w("Choose a quote from the list."))

    def source(self) -> MemorySource:
        """All quotes."""
        themes = [(row.id, f"{row.name or '—'} ({row.quotes})") for row in self.ctx.desk.notes.quotes.themes()]
        self.pane.bar.set_options("theme", themes)
        return MemorySource(self.ctx.desk.notes.quotes.rows(), lambda row: f"{row.text} {row.speaker} {row.code}",
                            {"theme": lambda row: row.theme_id, "permission": lambda row: row.permission,
                             "usable": lambda row: row.usable})

    def _line(self, row: QuoteRow) -> Line:
        w = self.ctx.w
        below = " · ".join(part for part in (row.speaker or w("Without pseudonym"), row.theme) if part)
        if row.withdrawn:
            return Line(short(row.text) or w("Not written yet"), below, w("Consent withdrawn"), "danger")
        return Line(short(row.text) or w("Not written yet"), below, w(row.permission.label), TONES[row.permission])


class ThemesView(RecordView):
    """The themes by name."""

    def __init__(self, ctx: Context, origin: QObject) -> None:
        w = ctx.w
        empty = EmptyState(w, w("No themes yet"), w("A theme gathers quotes that say something alike."),
                           w("Add a theme"), primary=False)
        pane = ListPane(w, ctx.theme, self._line, empty=empty)
        pane.view.setAccessibleName(w("Themes"))
        super().__init__(ctx, pane, ThemeForm(ctx, origin), w("Choose a theme from the list."))

    def source(self) -> MemorySource:
        """All themes."""
        return MemorySource(self.ctx.desk.notes.quotes.themes(), lambda row: f"{row.name} {row.meaning}")

    def _line(self, row: ThemeRow) -> Line:
        w = self.ctx.w
        return Line(row.name or w("Not named yet"), short(row.meaning, 60),
                    w.plural("{n} quote", "{n} quotes", row.quotes))
