"""One version of an instrument: what can be done with it, and its content to read or to write."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from plcdesk.domain.changes import Changes, Row
from plcdesk.domain.errors import UserError
from plcdesk.domain.ids import Id
from plcdesk.services.instruments import EditionRow
from plcdesk.services.records import Made
from ui.pages.questionnaires.instrument_editor import InstrumentEditor
from ui.pages.questionnaires.instrument_preview import InstrumentPreview
from ui.pages.questionnaires.instrument_words import ABOUT, DOT, edition_facts, title_words
from ui.pages.questionnaires.parts import action
from ui.runtime.context import Context
from ui.widgets.banner import Strip
from ui.widgets.flow import FlowLayout
from ui.widgets.record_head import RecordHead
from ui.widgets.segmented import Segmented

WRITE, TRY = "write", "try"


class InstrumentForm(QWidget):
    """`changed` follows what the list shows too; `made` bears the id of a new version; `gone`: it was deleted."""

    changed = Signal()
    made = Signal(str)
    gone = Signal()

    def __init__(self, ctx: Context, origin: QWidget) -> None:
        super().__init__()
        self.ctx, self.w, self._origin = ctx, ctx.w, origin
        self.row: EditionRow | None = None
        w = self.w
        self.head = RecordHead(w("Move to Trash"), self.delete)
        self.copy = action(w("Copy and change"), "outlined", self.copy_version)
        self.separate = action(w("Copy as a new instrument"), "outlined", self.copy_apart)
        self.publish = action(w("Publish"), "primary", self.publish_version)
        self.view = Segmented(w("View"), [(WRITE, w("Write")), (TRY, w("Preview"))])
        self.view.chosen.connect(self._turn)
        self.strip = Strip(w("A newer version of the program made this. It is kept unchanged, with its forms. "
                             "Install the newer version to open it."), "warning")
        self.editor, self.preview = InstrumentEditor(ctx, origin), InstrumentPreview(ctx)
        self.editor.saved.connect(self._saved)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.editor)
        self._stack.addWidget(self.preview)
        buttons = QWidget()
        flow = FlowLayout(buttons, 8)
        for button in (self.view, self.publish, self.copy, self.separate):
            flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (buttons, self.strip):
            column.addWidget(part)
        column.addWidget(self._stack, 1)
        ctx.bus.changed.connect(self._elsewhere)

    def open(self, record_id: str) -> bool:
        """Show a version; False when there is none of this id."""
        row = next((one for one in self.ctx.desk.instruments.editions() if record_id in (one.id, _name(one))), None)
        if row is None:
            return False
        anew = self.row is None or _name(self.row) != _name(row) or self.row.draft != row.draft
        self.row = row
        self._show(row, anew)
        return True

    def commit(self) -> bool:
        """Save what is half typed."""
        return self.editor.commit()

    def copy_version(self) -> None:
        """Begin the next version with what stands here."""
        row = self.row
        if row is not None:
            self._begin(lambda: self.ctx.desk.instruments.start_edition(row.code, row.version))

    def copy_apart(self) -> None:
        """Begin an instrument of its own with what stands here."""
        row, instruments = self.row, self.ctx.desk.instruments
        if row is not None:
            stem, taken = "X" + row.code.removeprefix("X").rstrip("0123456789"), {one.code for one in instruments.editions()}
            code = next(f"{stem}{n}" for n in range(1, len(taken) + 2) if f"{stem}{n}" not in taken)
            self._begin(lambda: instruments.start_edition(row.code, row.version, new_code=code))

    def publish_version(self) -> None:
        """Let it be filled, or say what is missing."""
        if not self.commit() or self.row is None or self.row.id is None:
            return
        edition, instruments = self.row.id, self.ctx.desk.instruments
        problems = instruments.check(edition)
        self._turn(WRITE)
        self.editor.show_problems(problems)
        if problems:
            return
        if self.ctx.write(lambda: instruments.publish(edition), self.w("Publish"), self._origin):
            self.ctx.notify.undo_toast(self.w("Published: new forms use this version"))
            self.open(edition)
            self.changed.emit()

    def delete(self) -> None:
        """Take a version that is being written away."""
        row = self.row
        if row is None or row.id is None:
            return
        self.editor.close()
        target = Row("instrument_edition", row.id)
        if self.ctx.write(lambda: self.ctx.desk.records.delete(target), self.w("Instrument"), self._origin):
            self.ctx.notify.undo_toast(self.w("Instrument moved to Trash"))
            self.row = None
            self.gone.emit()

    def _begin(self, start: Callable[[], Made]) -> None:
        self.commit()
        begun: list[Made] = []

        def work() -> Changes:
            begun.append(start())
            return begun[0].changes

        self.ctx.write(work, self.w("Copy and change"), self._origin)
        if begun:
            self.made.emit(begun[0].id)

    def _show(self, row: EditionRow, anew: bool) -> None:
        w = self.w
        facts = [edition_facts(row, w), w(ABOUT[row.about]) if row.about is not None else ""]
        if row.published_on is not None:
            facts.append(w("published {day}", day=w.short(row.published_on)))
        self.head.say(title_words(row, w), DOT.join(part for part in facts if part))
        self.head.remove.setVisible(row.draft and not row.forms)
        writing = row.draft and row.readable and not row.forms
        self.view.setVisible(writing)
        self.publish.setVisible(row.draft and row.readable)
        self.copy.setVisible(not row.draft and row.readable)
        self.separate.setVisible(row.readable and not row.draft)
        self.strip.setVisible(not row.readable)
        if anew:
            self.editor.close()
            if writing:
                self.editor.open(Id(row.id or ""))
            self._turn(WRITE if writing else TRY)

    def _turn(self, view: str) -> None:
        self.view.set_value(view)
        row = self.row
        if view == WRITE:
            self._stack.setCurrentWidget(self.editor)
        elif row is not None:
            self.commit()
            self.preview.show_instrument(self.ctx.desk.instruments.get(row.code, row.version))
            self._stack.setCurrentWidget(self.preview)

    def _saved(self) -> None:
        if self.row is not None:
            self.open(_name(self.row))
        self.changed.emit()

    def _elsewhere(self, changes: Changes, origin: object) -> None:
        row = self.row
        if row is None or row.id is None or origin is self._origin or not changes.touches("instrument_edition", row.id):
            return
        try:
            self.ctx.desk.instruments.edition(row.id)
        except UserError:
            self.editor.close()
            self.row = None
            self.gone.emit()
            return
        self.editor.reread()
        self.open(row.id)


def _name(row: EditionRow) -> str:
    return row.id or f"{row.code}:{row.version}"
