"""Two raters of the same thing side by side: how far they agree, and what each disagreement means (I20)."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.ids import Id
from plcdesk.services.form_views import Comparison, Filled
from plcdesk.words import NOTHING
from ui.pages.observations.wording import figure, who
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.agreement_table import AgreementTable
from ui.widgets.cards import Card
from ui.widgets.control import SMALLEST
from ui.widgets.form_field import plain_label
from ui.widgets.record_head import RecordHead
from ui.widgets.scrolling import ScrolledColumn

WIDEST = 1100


class CompareScreen(QWidget):
    """`closed` leads back to the result."""

    closed = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.ctx, self.w = ctx, ctx.w
        w = ctx.w
        self.head = RecordHead()
        self.back = set_role(QPushButton(w("‹ Back")), "outlined")
        self.back.setMinimumHeight(SMALLEST)
        self.back.setToolTip("Esc")
        once(self.back, self.closed.emit)
        self.card = Card()
        self.card.body.setSpacing(4)
        self.equal, self.near, self.kappa = (plain_label("", role, wrap=True) for role in ("strong", "body", "body"))
        self.note = plain_label(w("Kappa shows the agreement beyond chance; 1 is complete. With few items it says little."),
                                "help", wrap=True)
        for label in (self.equal, self.near, self.kappa, self.note):
            self.card.body.addWidget(label)
        self.table = AgreementTable(w, ctx.theme)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.back)
        top.addWidget(self.head, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(ScrolledColumn(self.card, self.table, widest=WIDEST), 1)

    def show_raters(self, one: Id, other: Id) -> bool:
        """Two forms of two raters; False when one of them is gone."""
        forms, w = self.ctx.desk.forms, self.w
        first, second = forms.row(one), forms.row(other)
        if first is None or second is None:
            return False
        agreement = forms.compare(one, other)
        self.head.say(w("Two raters: {title}", title=first.heading(w)),
                      " · ".join((first.title.to(w.language), w.day(first.held_on))))
        self.card.show()
        self._figures(agreement)
        self.table.set_rows(agreement.rows, who(first, w) or NOTHING, who(second, w) or NOTHING)
        self.back.setFocus()
        return True

    def show_self(self, filled: Filled) -> bool:
        """What a person says of themselves beside what the observer saw in the same month."""
        form, w = filled.form, self.w
        if form.person_id is None or form.hour.held_on is None:
            return False
        pair = self.ctx.desk.forms.self_and_other(form.person_id, form.hour.held_on, form.instrument)
        if pair is None:
            return False
        self.head.say(w("Self-assessment and observer: {name}", name=filled.name(form.person_id)), w.month(form.hour.held_on))
        self.card.hide()
        rows = [row for row in pair.rows if not (row.first.blank and row.second.blank)]
        self.table.set_rows(rows, w("Self"), w("Observer"))
        self.back.setFocus()
        return True

    def _figures(self, agreement: Comparison) -> None:
        w, n = self.w, agreement.rated
        self.equal.setText(w("Same level: {percent} ({k} of {n} items that both rated)",
                             percent=w.percent(agreement.equal, n), k=agreement.equal, n=n))
        self.near.setText(w("At most one level apart: {percent} ({k} of {n})", percent=w.percent(agreement.within_one, n),
                            k=agreement.within_one, n=n))
        self.kappa.setText(w("Weighted kappa: {kappa} (n = {n})", kappa=figure(agreement.kappa, w, 2), n=n))
