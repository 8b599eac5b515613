"""The reviews of a module's versions: who filled in what, what they come to, filling one in."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from plcdesk.domain.changes import Changes, Row
from plcdesk.domain.ids import Id
from plcdesk.services.form_views import FormRow
from plcdesk.services.module_views import ModuleDetail
from plcdesk.services.records import Made
from ui.pages.modules.lookup import Lookup
from ui.pages.modules.part import Part, action
from ui.pages.modules.review_board import ReviewBoard
from ui.pages.modules.reviews_overview import ReviewsOverview
from ui.pages.modules.wording import agreement_text
from ui.runtime.context import Context
from ui.widgets.agreement_table import AgreementTable
from ui.widgets.form_field import plain_label


class ReviewsTab(QWidget):
    """The overview, one review being filled in, or two reviews side by side. `filling(bool)`: a review is open."""

    changed = Signal()
    filling = Signal(bool)

    def __init__(self, ctx: Context, origin: QObject, people: Lookup) -> None:
        super().__init__()
        self.ctx, self.w, self.desk, self.origin = ctx, ctx.w, ctx.desk, origin
        self.detail: ModuleDetail | None = None
        self.overview = ReviewsOverview(ctx, origin, people)
        self.overview.start_asked.connect(self.begin)
        self.overview.open_asked.connect(self.open_review)
        self.overview.remove_asked.connect(self._remove)
        self.overview.compare_asked.connect(self.compare)
        self.board = ReviewBoard(ctx, origin)
        self.board.changed.connect(self.changed)
        self.board.closed.connect(self.show_overview)
        self.compared = _Compared(ctx, origin)
        self.compared.closed.connect(self.show_overview)
        self.stack = QStackedWidget()
        for part in (self.overview, self.board, self.compared):
            self.stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack, 1)

    @property
    def open_form(self) -> Id | None:
        """The review being filled in."""
        return self.board.form_id if self.stack.currentWidget() is self.board else None

    def show_detail(self, detail: ModuleDetail) -> None:
        """Show the reviews of a module."""
        other = self.detail is None or self.detail.module.id != detail.module.id
        self.detail = detail
        self.overview.show_detail(detail)
        form = self.open_form
        if other or (form is not None and not self._fill(form)):
            self.show_overview()

    def start(self) -> None:
        """The item in view, or the buttons to begin."""
        if self.open_form is not None:
            self.board.start()
        else:
            self.overview.start()

    def commit(self) -> bool:
        """Save what is being typed."""
        return self.board.commit()

    def let_go(self) -> None:
        """Let go of the module."""
        self.board.commit()
        self.detail = None

    def show_overview(self) -> None:
        """Back to all reviews."""
        self.board.commit()
        inside = self.stack.currentWidget() is not self.overview and self.isVisible()
        self.stack.setCurrentWidget(self.overview)
        if self.detail is not None:
            self.overview.show_detail(self.detail)
        if inside:
            self.overview.start()
        self.filling.emit(False)

    def begin(self, code: str, rater: Id | None) -> None:
        """Fill in a review with an instrument, as somebody; one begun before goes on."""
        version, made = self.overview.version, list[Made]()
        if version is None:
            return

        def start() -> Changes:
            made.append(self.desk.modules.reviews.start(version, code, rater))
            return made[0].changes

        if self.ctx.write(start, self.w("Review"), self.origin):
            self.changed.emit()
        if made:
            self.open_review(made[0].id)

    def open_review(self, form_id: Id) -> None:
        """Show a review to fill in."""
        if not self._fill(form_id):
            return
        self.stack.setCurrentWidget(self.board)
        self.filling.emit(True)
        self.board.start()

    def compare(self, pair: tuple[FormRow, FormRow]) -> None:
        """Two reviews side by side."""
        self.compared.show_pair(pair)
        self.stack.setCurrentWidget(self.compared)
        self.compared.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish(self) -> bool:
        """Finish the review being filled in."""
        if self.open_form is None:
            return False
        self.board.finish()
        return True

    def handle(self, event: QKeyEvent) -> bool:
        """Give a key to the review being filled in."""
        return self.open_form is not None and self.board.board.handle(event)

    def back(self) -> bool:
        """From a review to all of them; False on the overview."""
        if self.stack.currentWidget() is self.overview:
            return False
        self.show_overview()
        return True

    def _fill(self, form_id: Id) -> bool:
        if self.detail is None:
            return False
        return self.board.open(form_id, self.detail.module.id, self.overview.number)

    def _remove(self, row: FormRow) -> None:
        work = partial(self.desk.records.delete, Row("form", row.id))
        if self.ctx.write(work, self.w("Review"), self.origin):
            self.ctx.notify.undo_toast(self.w("“{title}” moved to Trash", title=row.title.to(self.w.language)))
            self.changed.emit()


class _Compared(Part):
    """Two reviews with the same instrument, item by item."""

    closed = Signal()

    def __init__(self, ctx: Context, origin: QObject) -> None:
        super().__init__(ctx, origin)
        self.back = action(self.w("‹ Reviews"), "outlined", self.closed.emit, self.w("Back to the reviews"))
        self.told = plain_label("", "strong", wrap=True)
        self.table = AgreementTable(self.w, ctx.theme)
        self.column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.told)
        self.column.addWidget(self.table)
        self.column.addStretch(1)

    def show_pair(self, pair: tuple[FormRow, FormRow]) -> None:
        """Show how far two reviewers agree."""
        one, other = pair
        found = self.desk.forms.compare(one.id, other.id)
        self.told.setText(agreement_text(found, self.w))
        self.table.set_rows(found.rows, one.rater or self.w("First reviewer"), other.rater or self.w("Second reviewer"))
