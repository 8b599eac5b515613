"""One review being filled in: the items of its instrument, one level or note at a time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from plcdesk.domain.changes import Changes, Row
from plcdesk.domain.forms import FormState, Note, Rated
from plcdesk.domain.ids import Id
from ui.pages.modules.part import action
from ui.runtime.context import Context
from ui.widgets.banner import Strip
from ui.widgets.elided import ElidedLabel
from ui.widgets.form_field import plain_label
from ui.widgets.rating_board import RatingBoard

EVIDENCE = "evidence/"
"""Under which a half-written note is kept, with the code of its item."""


class ReviewBoard(QWidget):
    """Saves each answer at once. `changed` follows a save, `closed` asks for the overview."""

    changed = Signal()
    closed = Signal()

    def __init__(self, ctx: Context, origin: QObject) -> None:
        super().__init__()
        self.ctx, self.w, self.desk, self._origin = ctx, ctx.w, ctx.desk, origin
        w = ctx.w
        self.form_id: Id | None = None
        self._module: Id | None = None
        self.title, self.count = ElidedLabel("", "subsection"), plain_label("", "meta")
        self.finish_button = action(w("Finish"), "primary", self.finish)
        self.finish_button.setToolTip("Ctrl+Enter")
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(action(w("‹ Reviews"), "outlined", self.closed.emit, w("Back to the reviews")))
        head.addWidget(self.title, 1)
        head.addWidget(self.count)
        head.addWidget(self.finish_button)
        self.strip = Strip("", "warning", w("Finish anyway"))
        self.strip.acted.connect(self._finish_now)
        self.strip.acted_second.connect(self._fill_first)
        self.strip.hide()
        self.board = RatingBoard(w, ctx.theme, ctx.desk.today)
        self.board.rated.connect(self._rated)
        self.board.noted.connect(self._noted)
        self.board.ticked.connect(self._ticked)
        self.board.typed.connect(self._typed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.strip)
        column.addWidget(self.board, 1)

    def open(self, form_id: Id, module: Id, version: int) -> bool:
        """Show a review; False when it is gone."""
        filled = self.desk.forms.load(form_id)
        if filled is None:
            self.form_id = None
            return False
        fresh = form_id != self.form_id
        self.form_id, self._module = form_id, module
        name = filled.names.get(filled.form.rater_id, "") if filled.form.rater_id is not None else ""
        self.title.setText(" · ".join(part for part in (
            filled.instrument.title.to(self.w.language), self.w("version {n}", n=version), name) if part))
        if fresh:
            self.board.set_items((), (), {})  # another review begins at its own first blank item
        self.board.set_items(filled.asked, filled.instrument.dimensions, filled.rated)
        self.board.set_read_only(filled.read_only)
        self._count(filled.done, filled.total)
        self.finish_button.setVisible(not filled.read_only)
        done = filled.form.state is FormState.COMPLETE
        self.finish_button.setText(self.w("Done") if done else self.w("Finish"))
        if fresh:
            self.strip.hide()
            self._recover()
        return True

    def start(self) -> None:
        """The item in view."""
        self.board.focus_item()

    def commit(self) -> bool:
        """Tell what is typed."""
        self.board.commit()
        return True

    def finish(self) -> None:
        """Finish the review; while items are blank say so first, a second time finish anyway."""
        if self.form_id is None:
            return
        self.board.commit()
        report = self.desk.forms.check(self.form_id)
        if report.missing and not self.strip.isVisible():
            w = self.w
            self.strip.say(w.plural("{n} item is still blank. You can still finish.",
                                    "{n} items are still blank. You can still finish.", len(report.missing)),
                           "warning", w("Finish anyway"), w("Fill in first"))
            self.strip.show()
            return
        self._finish_now()

    def _finish_now(self) -> None:
        form, module = self.form_id, self._module
        if form is None or module is None:
            return

        def end() -> Changes:
            done: Changes = self.desk.forms.finish(form).changes
            return done | self.desk.modules.advance(module)

        self.ctx.write(end, self.w("Review"), self._origin)
        self.ctx.notify.toast(self.w("Review finished. Thank you."))
        self.closed.emit()
        self.changed.emit()

    def _fill_first(self) -> None:
        self.strip.hide()
        missing = self.desk.forms.check(self.form_id).missing if self.form_id is not None else ()
        if missing:
            self.board.select(missing[0].code)
        self.start()

    def _rated(self, code: str, rated: Rated) -> None:
        form = self.form_id
        if form is not None:
            held = self.desk.forms.held(form, code)
            self._write(lambda: self.desk.forms.answer(form, code, rated, held))

    def _noted(self, code: str, note: Note) -> None:
        form = self.form_id
        if form is not None:
            self.desk.drafts.clear(Row("form", form), EVIDENCE + code)
            self._write(lambda: self.desk.forms.note(form, code, note))

    def _ticked(self, code: str, on: bool) -> None:
        form = self.form_id
        filled = self.desk.forms.load(form) if form is not None else None
        item = filled.instrument.item(code) if filled is not None else None
        if form is not None and item is not None:
            self._write(lambda: self.desk.forms.tick(form, item.code, code, on))

    def _typed(self, field: str, text: str) -> None:
        if self.form_id is None:
            return
        row, name = Row("form", self.form_id), EVIDENCE + self.board.current if field == "evidence" else field
        if text:
            self.desk.drafts.put(row, name, text)
        else:
            self.desk.drafts.clear(row, name)

    def _write(self, work: Callable[[], object]) -> None:
        self.ctx.write(work, self.w("Review"), self._origin)
        filled = self.desk.forms.load(self.form_id) if self.form_id is not None else None
        if filled is not None:
            self.board.set_rated(filled.rated)
            self._count(filled.done, filled.total)
        self.changed.emit()

    def _count(self, done: int, total: int) -> None:
        self.count.setText(self.w("{n} of {m} items filled", n=done, m=total))

    def _recover(self) -> None:
        """Put back the note that was being written when the program ended."""
        drafts = self.desk.drafts.get(Row("form", self.form_id)) if self.form_id is not None else {}
        for name, text in drafts.items():
            if name.startswith(EVIDENCE) and text:
                self.board.select(name.removeprefix(EVIDENCE))
                self.board.evidence.setText(text)
                return
