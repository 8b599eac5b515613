"""What differs between the two entries of a sheet: the paper decides."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from plcdesk.domain.forms import Rated
from plcdesk.domain.ids import Id
from plcdesk.services.questionnaire_views import TICKED, Difference, SheetToFill
from ui.pages.questionnaires.parts import action, differing_words, number_words
from ui.runtime.context import Context
from ui.widgets.agreement_table import FIRST, SECOND, AgreementTable
from ui.widgets.banner import Strip
from ui.widgets.elided import ElidedLabel
from ui.widgets.scrolling import scrolled


class CheckView(QWidget):
    """The differences of one sheet with both values; a press writes the right one on the sheet.

    `done` = on to the next sheet; `closed` = back to the batch; `sheet_asked(id)` = the sheet itself is wanted.
    """

    done = Signal()
    closed = Signal()
    sheet_asked = Signal(str)

    def __init__(self, ctx: Context, origin: QWidget) -> None:
        super().__init__()
        self.ctx, self.w, self._origin = ctx, ctx.w, origin
        self.sheet: SheetToFill | None = None
        self.rows: tuple[Difference, ...] = ()
        w = self.w
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(w("First and second entry"))
        self.title = ElidedLabel("", "section")
        self.strip = Strip(tone="warning")
        self.table = AgreementTable(w, ctx.theme, choosing=True)
        self.table.chosen.connect(self._chosen)
        self.back_button = action(w("‹ List"), "outlined", self.closed.emit)
        self.open_sheet = action(w("Open the sheet"), "outlined", self._open)
        self.go_on = action(w("Continue"), "primary", self.done.emit)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.back_button)
        line.addWidget(self.title, 1)
        line.addWidget(self.open_sheet)
        line.addWidget(self.go_on)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(line)
        column.addWidget(self.strip)
        column.addWidget(scrolled(self.table), 1)

    def open(self, form_id: Id) -> bool:
        """Show what differs on a sheet; False when nothing does or the sheet is gone."""
        service = self.ctx.desk.questionnaires
        self.rows = service.differences(form_id)
        if not self.rows:
            return False
        self.sheet = service.fill(form_id)
        self.title.setText(self.w("Sheet {n}: first and second entry", n=number_words(self.sheet.number)))
        self.table.set_rows(self.rows, self.w("First entry"), self.w("Second entry"))
        self._show_open({row.item.code for row in self.rows})
        return True

    def reread(self) -> bool:
        """Show what is decided now; False when the sheet is gone."""
        if self.sheet is None or self.ctx.desk.records.load(type(self.sheet.form.record), self._form) is None:
            return False
        still = {row.item.code for row in self.ctx.desk.questionnaires.differences(self._form)}
        now = self.ctx.desk.questionnaires.fill(self._form).rated
        for row in self.rows:
            code = row.item.code
            held = now.get(code, Rated(score=0) if row.item.scale is TICKED else Rated())
            taken = SECOND if (held.score, held.evidence) == (row.second.score, row.second.evidence) else FIRST
            self.table.set_chosen(code, None if code in still else taken)
        self._show_open(still)
        return True

    def begin(self) -> None:
        """Take the keyboard without standing on a choice: who typed the last digits presses Enter once too often."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def _form(self) -> Id:
        assert self.sheet is not None
        return self.sheet.form.record.id

    def _chosen(self, code: str, side: str) -> None:
        row = next(row for row in self.rows if row.item.code == code)
        value = row.first if side == FIRST else row.second
        self.ctx.write(lambda: self.ctx.desk.questionnaires.settle(self._form, code, value), self.w("Answer"),
                       self._origin)
        self.reread()

    def _show_open(self, still: set[str]) -> None:
        if still:
            self.strip.say(differing_words(len(still), self.w), "warning")
        else:
            self.strip.say(self.w("All differences are decided."), "success")

    def _open(self) -> None:
        self.sheet_asked.emit(self._form)
