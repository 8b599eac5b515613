"""Obstacles and recommendations: what stands in the way, and what should be done by whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from plcdesk.domain.changes import Loaded
from plcdesk.domain.ids import Id
from plcdesk.domain.notes import Addressee, IssueStatus, Obstacle, Recommendation
from plcdesk.services.obstacles import ObstacleRow, RecommendationFilter, RecommendationRow
from plcdesk.services.records import Made
from ui.pages.notes.add_dialogs import add_in_school
from ui.pages.notes.note_form import NoteForm
from ui.pages.notes.places import schools, short
from ui.pages.notes.views_tab import Part, ViewsTab
from ui.runtime.context import Context
from ui.widgets.bound_rows import LONG_DATE, bind_row, date_field, make_field
from ui.widgets.cards import Card
from ui.widgets.choice_field import ChoiceField
from ui.widgets.data_table import ListPane
from ui.widgets.empty import EmptyState
from ui.widgets.filter_bar import Filter
from ui.widgets.form_rows import Fields, FormRows
from ui.widgets.long_text import LongText
from ui.widgets.query import MemorySource
from ui.widgets.record_view import RecordView
from ui.widgets.two_line_list import Line

OBSTACLES, RECOMMENDATIONS = "obstacles", "recommendations"
TONES = {IssueStatus.OPEN: "warning", IssueStatus.HANDLED: "info", IssueStatus.SOLVED: "success"}


def categories(ctx: Context) -> list[tuple[str, str]]:
    """The kinds of obstacle by value and words."""
    return [(value, text.to(ctx.w.language)) for value, text in ctx.desk.instruments.fixed("obstacles")]


class ObstaclesTab(ViewsTab):
    """Two lists that point to each other."""

    def __init__(self, ctx: Context, origin: QWidget) -> None:
        w = ctx.w
        self.obstacles, self.answers = ObstaclesView(ctx, origin), RecommendationsView(ctx, origin)
        super().__init__(ctx, w("View"), (
            Part(OBSTACLES, w("Obstacles"), w("Add an obstacle"), self.obstacles),
            Part(RECOMMENDATIONS, w("Recommendations"), w("Add a recommendation"), self.answers)))
        self.origin = origin
        self.dialog: QWidget | None = None
        self.obstacles.pane.empty.acted.connect(self.add)
        self.answers.pane.empty.acted.connect(self.add)

    def add(self) -> None:
        """A new obstacle or recommendation, whichever list is on screen."""
        self.commit()
        notes, label = self.ctx.desk.notes.obstacles, self.view.form.label
        first = self.switch.value() == OBSTACLES

        def make(school: Id | None) -> Made:
            return notes.add(school_id=school) if first else notes.recommend(school_id=school)

        self.dialog = add_in_school(self.ctx, self.add_text, label, make, self.origin, self.show_made)


class ObstaclesView(RecordView):
    """The unsolved ones come first."""

    def __init__(self, ctx: Context, origin: QObject) -> None:
        w = ctx.w
        self.words = dict(categories(ctx))
        filters = [Filter("category", w("Category"), list(self.words.items())),
                   Filter("status", w("Status"), [(status, w(status.label)) for status in IssueStatus]),
                   Filter("school", w("School"), ())]
        empty = EmptyState(w, w("No obstacles yet"), w("Write down what stands in the way, with its evidence."),
                           w("Add an obstacle"), primary=False)
        pane = ListPane(w, ctx.theme, self._line, filters, empty=empty)
        pane.view.setAccessibleName(w("Obstacles"))
        super().__init__(ctx, pane, ObstacleForm(ctx, origin), w("Choose an obstacle from the list."))

    def source(self) -> MemorySource:
        """All obstacles."""
        found = schools(self.ctx)
        self.pane.bar.set_options("school", found)
        self.pane.bar.show_filter("school", len(found) > 1)
        return MemorySource(self.ctx.desk.notes.obstacles.rows(), lambda row: f"{row.text} {row.school}",
                            {"category": lambda row: row.category, "status": lambda row: row.status,
                             "school": lambda row: row.school_id})

    def _line(self, row: ObstacleRow) -> Line:
        w = self.ctx.w
        below = [self.words.get(row.category, ""), w.day(row.noted_on) if row.noted_on else ""]
        return Line(short(row.text) or w("Not described yet"), " · ".join(part for part in below if part),
                    w(row.status.label), TONES[row.status])


class RecommendationsView(RecordView):
    """What should be done by whom."""

    def __init__(self, ctx: Context, origin: QObject) -> None:
        w = ctx.w
        filters = [Filter("addressee", w("Addressee"), [(one, w(one.label)) for one in Addressee]),
                   Filter("status", w("Status"), [(status, w(status.label)) for status in IssueStatus])]
        empty = EmptyState(w, w("No recommendations yet"), w("Say what should be done, and who should do it."),
                           w("Add a recommendation"), primary=False)
        pane = ListPane(w, ctx.theme, self._line, filters, empty=empty)
        pane.view.setAccessibleName(w("Recommendations"))
        super().__init__(ctx, pane, RecommendationForm(ctx, origin), w("Choose a recommendation from the list."))

    def source(self) -> MemorySource:
        """All recommendations."""
        return MemorySource(self.ctx.desk.notes.obstacles.recommendations(),
                            lambda row: f"{row.text} {row.obstacle} {row.school}",
                            {"addressee": lambda row: row.addressee, "status": lambda row: row.status})

    def _line(self, row: RecommendationRow) -> Line:
        w = self.ctx.w
        below = [w(row.addressee.label) if row.addressee is not None else w("No addressee yet"), short(row.obstacle, 40)]
        return Line(short(row.text) or w("Not described yet"), " · ".join(part for part in below if part),
                    w(row.status.label), TONES[row.status])


class ObstacleForm(NoteForm):
    """One obstacle with its recommendations below it."""

    CLS = Obstacle

    def cards(self) -> Sequence[QWidget]:
        """What it is, then what should be done."""
        ctx, w, card = self.ctx, self.w, Card()
        bind_row(ctx, self.form, card, ("text", make_field(ctx, w("Description"), LongText(2), optional=False), 640))
        bind_row(ctx, self.form, card,
                 ("category", make_field(ctx, w("Category"), ChoiceField(w, [("", w("Not chosen yet")), *categories(ctx)], none=None),
                                         optional=False), 420),
                 ("status", make_field(ctx, w("Status"), ChoiceField(w, IssueStatus, none=None), optional=False), 200),
                 ("noted_on", date_field(ctx, w("Date"), optional=False, weekday=True), LONG_DATE))
        bind_row(ctx, self.form, card, ("evidence", make_field(
            ctx, w("Evidence"), LongText(2), help=w("Who said so, or in which record it can be seen.")), 640))
        bind_row(ctx, self.form, card, ("effort", make_field(ctx, w("What was done"), LongText(2)), 640))
        self.answers = AnswersCard(ctx, self.origin)
        return card, self.answers

    def show_record(self, record: Obstacle) -> None:
        """Its recommendations."""
        self.answers.open(record.id)

    def commit(self) -> bool:
        """Save what is half typed."""
        return all([super().commit(), self.answers.commit()])

    def let_go(self) -> None:
        """Save what is half typed and let go of the record."""
        super().let_go()
        self.answers.open(None)

    def title(self, record: Obstacle) -> str:
        """Its first words."""
        return short(record.text) or self.w("Obstacle")

    def facts(self, record: Obstacle) -> str:
        """Its school."""
        return dict(schools(self.ctx)).get(record.school_id or Id(""), self.w("Several schools"))


class AnswersCard(FormRows):
    """The recommendations about an obstacle."""

    RECORD, FIRST = Recommendation, "text"

    def __init__(self, ctx: Context, origin: QObject) -> None:
        w = ctx.w
        super().__init__(ctx, origin, w("Recommendations"), w("Say what should be done, and who should do it."),
                         w("Add a recommendation"), w("Recommendation"))

    def fields(self) -> Sequence[Fields]:
        """The words, then for whom and how far."""
        ctx, w = self.ctx, self.w
        return ((("text", make_field(ctx, w("Recommendation"), LongText(2), optional=False), 640),),
                (("addressee", make_field(ctx, w("Addressee"), ChoiceField(w, Addressee), optional=False), 280),
                 ("status", make_field(ctx, w("Status"), ChoiceField(w, IssueStatus, none=None), optional=False), 200)))

    def load(self, parent: Id) -> Sequence[Loaded[Any]]:
        """Those about this obstacle."""
        rows = self.ctx.desk.notes.obstacles.recommendations(RecommendationFilter(obstacle_id=parent))
        found = [self.ctx.desk.records.load(Recommendation, row.id) for row in sorted(rows, key=lambda row: row.id)]
        return [one for one in found if one is not None]

    def make(self, parent: Id) -> Made:
        """One more, of the obstacle's school."""
        return self.ctx.desk.notes.obstacles.recommend(obstacle_id=parent)

    def removed(self, record: Any) -> str:
        """What the toast says."""
        return self.w("“{title}” moved to Trash", title=short(record.text, 40) or self.w("Recommendation"))


class RecommendationForm(NoteForm):
    """One recommendation, with the obstacle it answers."""

    CLS = Recommendation

    def cards(self) -> Sequence[QWidget]:
        """All of it on one card."""
        ctx, w, card = self.ctx, self.w, Card()
        self.behind = ChoiceField(w, [])
        bind_row(ctx, self.form, card, ("text", make_field(ctx, w("Recommendation"), LongText(2), optional=False), 640))
        bind_row(ctx, self.form, card,
                 ("addressee", make_field(ctx, w("Addressee"), ChoiceField(w, Addressee), optional=False), 300),
                 ("status", make_field(ctx, w("Status"), ChoiceField(w, IssueStatus, none=None), optional=False), 200))
        bind_row(ctx, self.form, card, ("obstacle_id", make_field(ctx, w("Obstacle"), self.behind), 640))
        bind_row(ctx, self.form, card, ("follow_up", make_field(ctx, w("Follow-up"), LongText(2)), 640))
        return (card,)

    def prepare(self, record: Recommendation) -> None:
        """The obstacles it can answer."""
        rows = self.ctx.desk.notes.obstacles.rows()
        self.behind.set_choices([(row.id, short(row.text, 90) or self.w("Not described yet")) for row in rows])

    def title(self, record: Recommendation) -> str:
        """Its first words."""
        return short(record.text) or self.w("Recommendation")

    def facts(self, record: Recommendation) -> str:
        """Its school."""
        return dict(schools(self.ctx)).get(record.school_id or Id(""), self.w("Several schools"))
