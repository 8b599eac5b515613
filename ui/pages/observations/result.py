"""What came of an observation: figures, levels and notes by dimension, other raters."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.changes import Row
from plcdesk.domain.forms import FormState, View
from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import About
from plcdesk.services.form_views import UNKNOWN, Filled
from ui.pages.observations.findings import DimensionCard, FiguresCard, RatersCard
from ui.pages.observations.wording import facts
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import restyle, set_role
from ui.widgets.banner import Strip
from ui.widgets.control import SMALLEST
from ui.widgets.flow import FlowLayout
from ui.widgets.private_strip import PrivateStrip
from ui.widgets.record_head import RecordHead
from ui.widgets.scrolling import ScrolledColumn

WIDEST = 960


class ResultForm(QWidget):
    """The open observation beside the list. `changed` follows a save that the list shows too."""

    changed = Signal()
    rate_asked = Signal(str)
    second_asked = Signal(object)
    heading_asked = Signal(object)
    compare_asked = Signal(str, str)
    self_asked = Signal(object)
    history_asked = Signal()
    opened = Signal(str)
    """Another observation is to be shown."""

    def __init__(self, ctx: Context, origin: QObject) -> None:
        super().__init__()
        self.ctx, self.w, self._origin = ctx, ctx.w, origin
        w = ctx.w
        self.filled: Filled | None = None
        self.head = RecordHead()
        self.rate = set_role(QPushButton(""), "primary")
        self.second = set_role(QPushButton(w("Second rater")), "outlined")
        self.more = set_role(QPushButton(w("More")), "outlined", menu=True)
        self.private = PrivateStrip(ctx, w("Observation"))
        self.unknown = Strip(tone="warning", parent=self)
        self.differing = Strip(tone="warning", parent=self)
        self.figures, self.raters = FiguresCard(ctx), RatersCard(ctx)
        self._cards: list[DimensionCard] = []
        self._parts = QVBoxLayout()
        self._parts.setSpacing(12)
        self._arrange()
        once(self.rate, lambda: self.rate_asked.emit(self._need().form.id))
        once(self.second, lambda: self.second_asked.emit(self._need()))
        self.private.shared.connect(self.opened)
        self.differing.acted.connect(lambda: ctx.go("exchange"))
        self.raters.compare_asked.connect(lambda other: self.compare_asked.emit(self._need().form.id, other))
        self.raters.self_asked.connect(lambda: self.self_asked.emit(self._need()))
        self.raters.opened.connect(self.opened)

    def open(self, form_id: str) -> bool:
        """Show an observation; False when it is gone."""
        filled = self.ctx.desk.forms.load(Id(form_id))
        if filled is None:
            return False
        self.filled = filled
        self._show(filled)
        return True

    def commit(self) -> bool:
        """Nothing is typed here."""
        return True

    def delete(self) -> None:
        """Move it to the trash; the toast brings it back."""
        filled = self.filled
        if filled is None:
            return
        title = filled.row.heading(self.w)
        if self.ctx.write(lambda: self.ctx.desk.records.delete(Row("form", filled.form.id)), self.w("Observation")):
            self.ctx.notify.undo_toast(self.w("“{title}” moved to Trash", title=title))

    def begin(self) -> None:
        """Put the keyboard on the next step."""
        self.rate.setFocus()

    @property
    def unfinished(self) -> bool:
        """Whether the open observation waits to be gone on with."""
        return self.filled is not None and self.filled.form.state is FormState.PARTIAL and not self.filled.read_only

    def _need(self) -> Filled:
        assert self.filled is not None, "the buttons are in sight only while an observation is"
        return self.filled

    def _arrange(self) -> None:
        menu = QMenu(self.more)
        for text, act in ((self.w("Change the heading…"), lambda: self.heading_asked.emit(self._need())),
                          (self.w("History"), self.history_asked.emit), (self.w("Move to Trash"), self.delete)):
            menu.addAction(text).triggered.connect(lambda _=False, act=act: act())
        self.more.setMenu(menu)
        buttons = QWidget()
        self.buttons = FlowLayout(buttons, 8)
        for button in (self.rate, self.second, self.more):
            button.setMinimumHeight(SMALLEST)
            self.buttons.addWidget(button)
        holder = QWidget()
        holder.setLayout(self._parts)
        self._parts.setContentsMargins(0, 0, 0, 0)
        self._scroll = ScrolledColumn(buttons, self.private, self.unknown, self.differing, self.figures, self.raters, holder,
                                      widest=WIDEST)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)

    def _show(self, filled: Filled) -> None:
        w, form = self.w, filled.form
        self.head.say(filled.row.heading(w), facts(filled.row, w))
        self.rate.setText(w("Go on rating") if self.unfinished else w("Change the rating"))
        self.rate.setVisible(not filled.read_only)
        if self.rate.property("role") != (role := "primary" if self.unfinished else "outlined"):
            set_role(self.rate, role)
            restyle(self.rate)
        self.second.setVisible(not filled.read_only and form.view is View.OTHER)
        self.private.show_record(Row("form", form.id), private=form.private)
        self.unknown.setVisible(not filled.known)
        self.unknown.say(w(UNKNOWN), "warning")
        self.differing.setVisible(bool(filled.differing))
        self.differing.say(w.plural("{n} entry was changed on two computers", "{n} entries were changed on two computers",
                                    len(filled.differing)), "warning", w("Decide"))
        self.figures.show_form(filled)
        self._show_raters(filled)
        self._show_dimensions(filled)

    def _show_raters(self, filled: Filled) -> None:
        form, twins = filled.form, self.ctx.desk.forms.twins(filled.form.id)
        both = False
        if filled.instrument.about is About.LEADER and form.person_id is not None and form.hour.held_on is not None:
            pair = self.ctx.desk.forms.self_and_other(form.person_id, form.hour.held_on, form.instrument)
            both = pair is not None and pair.self_id is not None and pair.other_id is not None
        self.raters.show_rows([row for row in twins if row.view is form.view], both=both)

    def _show_dimensions(self, filled: Filled) -> None:
        for card in self._cards:
            self._parts.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = []
        for dimension in filled.instrument.dimensions:
            items = [item for item in filled.asked if item.dimension == dimension.code]
            if items:
                card = DimensionCard(self.ctx, filled, dimension, items)
                self._parts.addWidget(card)
                self._cards.append(card)
