"""Counts that were coded now, beside those that are stored already: replace or keep, month by month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from plcdesk.domain.chat import Category
from plcdesk.services.chat_tallies import MonthToStore
from ui.pages.notes.places import month_name
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.dialogs import BaseDialog
from ui.widgets.form_field import plain_label
from ui.widgets.segmented import Segmented

NEW, HERE = "new", "here"


class KeepDialog(BaseDialog):
    """`decided(months)` tells which months are stored as they were coded now. No answer is chosen beforehand."""

    decided = Signal(list)

    def __init__(self, ctx: Context, found: Sequence[MonthToStore], parent: QWidget) -> None:
        super().__init__(ctx.w("Counts of the same month"), parent)
        self.ctx, self.w, self._found = ctx, ctx.w, found
        w = self.w
        self.body.addWidget(plain_label(w("There are counts of this group and month already. Which ones hold?"), "strong",
                                        wrap=True))
        self.choices: dict[date, Segmented] = {}
        for line in found:
            if line.here is not None and not line.same:
                self.body.addWidget(self._month(line))
        self._missing = plain_label("", "error", wrap=True)
        self._missing.hide()
        self.body.addWidget(self._missing)
        self.body.addStretch(1)
        self.add_button("cancel", w("Cancel"))
        self.store = self.add_button("store", w("Store the counts"), "primary", closes=False)
        self.store.clicked.connect(self._decide)

    def _month(self, line: MonthToStore) -> QFrame:
        w, frame = self.w, set_role(QFrame(), "row")
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 8)
        month = month_name(self.ctx, line.month)
        column.addWidget(plain_label(month, "subsection"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        for at, text in enumerate((w("Stored already"), w("Coded now")), 1):
            grid.addWidget(plain_label(text, "label"), 0, at)
        assert line.here is not None
        for at, category in enumerate(Category, 1):
            grid.addWidget(plain_label(w(category.label), ""), at, 0)
            for place, counts in ((1, line.here.counts), (2, line.new)):
                number = counts.get(category)
                grid.addWidget(plain_label("—" if number is None else w.number(number), "strong"), at, place)
        column.addLayout(grid)
        choice = Segmented(w("Counts of {month}", month=month), [(HERE, w("Keep the stored ones")),
                                                                 (NEW, w("Replace with the new ones"))])
        self.choices[line.month] = choice
        column.addWidget(choice)
        return frame

    def _decide(self) -> None:
        open_months = [month for month, choice in self.choices.items() if choice.value() is None]
        self._missing.setVisible(bool(open_months))
        if open_months:
            self._missing.setText("✕ " + self.w("Choose for {month} first", month=month_name(self.ctx, open_months[0])))
            self.choices[open_months[0]].setFocus()
            return
        kept = {month for month, choice in self.choices.items() if choice.value() == HERE}
        self.accept()
        self.decided.emit([line.month for line in self._found if line.month not in kept and not line.same])
