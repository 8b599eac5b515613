"""Writing a version of an instrument: titles, parts, items with their levels, and how it is judged."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from plcdesk.domain.changes import Changes, Loaded, Problem, Row
from plcdesk.domain.ids import Id
from plcdesk.domain.instrument_edits import (
    moved,
    reversed_item,
    with_answer,
    with_cut,
    with_new_item,
    with_share,
    with_text,
    with_words_doubled,
    without_item,
)
from plcdesk.domain.instruments import Instrument, InstrumentEdition
from ui.pages.questionnaires.instrument_cards import head_card, part_card, scoring_card
from ui.pages.questionnaires.instrument_item import ItemRow
from ui.pages.questionnaires.parts import action
from ui.runtime.autosave import Autosave
from ui.runtime.context import Context
from ui.widgets.form_field import FormField
from ui.widgets.scrolling import ScrolledColumn
from ui.widgets.summary import ErrorSummary

PERCENT = Decimal(100)
EDGE = 12


class InstrumentEditor(QWidget):
    """Keeps a draft as it is written. `saved` follows each save; words are named by the paths of `Problem.field`."""

    saved = Signal()

    def __init__(self, ctx: Context, origin: QWidget) -> None:
        super().__init__()
        self.ctx, self.w, self._origin = ctx, ctx.w, origin
        self.made: Instrument | None = None
        self.fields: dict[str, FormField] = {}
        self.rows: dict[str, ItemRow] = {}
        self._loaded: Loaded[InstrumentEdition] | None = None
        self._typed: dict[str, str] = {}
        self._restored: frozenset[str] = frozenset()
        self._unfolded = ""
        self._scroll: ScrolledColumn | None = None
        self.autosave = Autosave(ctx, origin, self)
        self.autosave.saved.connect(lambda _: self.saved.emit())
        self.summary = ErrorSummary(self.w)
        self.summary.jump.connect(self.focus)
        self.doubling = action(self.w("Use the words of the other language where one is empty"), "outlined",
                               lambda: self.change(with_words_doubled))
        self.doubling.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def open(self, edition: Id) -> None:
        """Write on at a draft; what was typed before the program closed stands in it again."""
        self.close()
        self._read(edition)
        self.autosave.open(Row("instrument_edition", edition), self._save, self.w("Instrument"))
        for path, raw in self.autosave.recovered().items():
            if self.made is not None and entered(self.made, path, raw) is not None:
                self._typed[path] = raw
                self.autosave.touched(path, raw)
        self._restored = frozenset(self._typed)
        self._build()
        self.show_problems(())

    def commit(self) -> bool:
        """Save what is typed."""
        return self.autosave.commit() if self._typed else True

    def close(self) -> bool:
        """Save what is typed and let go of the draft."""
        done = self.autosave.close()
        self.made, self._loaded, self._unfolded = None, None, ""
        self._typed, self._restored = {}, frozenset()
        return done

    def reread(self) -> None:
        """Show what was changed elsewhere, unless somebody is typing here: then both are kept and shown as differing."""
        if self._loaded is None or self._typed:
            return
        before = self.made
        self._read(self._loaded.record.id)
        if self.made != before:
            self._build()

    def show_problems(self, problems: Sequence[Problem], *, focus: bool = True) -> None:
        """Say what keeps it from being published, on top and at the fields; nothing takes the words away again."""
        lines = [(problem.field, self.w.problem(problem)) for problem in problems]
        wrong = dict(reversed(lines))
        for path, field in self.fields.items():
            field.set_error(wrong.get(path, ""))
        self.summary.show_problems(lines, focus=focus)
        self.doubling.setVisible(any(path.endswith((".id", ".en")) for path in wrong))

    def focus(self, path: str) -> None:
        """Go to the field of a path, unfolding its item; without a field of its own to what stands above it."""
        parts = path.split(".")
        if parts[0] == "item" and len(parts) > 1 and self.made is not None:
            code = self.made.items[int(parts[1])].code
            self.unfold(code)
            target: QWidget | None = self.fields[path].control if path in self.fields else self.rows[code].head
        else:
            found = self.fields.get(path)
            target = found.control if found is not None else None
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
            self._reveal(target)

    def unfold(self, code: str) -> None:
        """Show the fields of one item and fold the others; an empty code folds all."""
        self._unfolded = code
        for other, row in self.rows.items():
            row.unfold(other == code)
        if code in self.rows:
            row = self.rows[code]
            QTimer.singleShot(0, row, lambda: self._reveal(row))

    def change(self, edit: Callable[[Instrument], Instrument], said: str = "") -> bool:
        """Do one step of writing that is not typing, and save it; `said` is told with a way back."""
        if not self.commit() or self.made is None or self._loaded is None:
            return False
        made, loaded, instruments = edit(self.made), self._loaded, self.ctx.desk.instruments
        label = self.w("Instrument")
        if made == self.made or not self.ctx.write(
                lambda: instruments.rewrite(loaded.record.id, made, loaded), label, self._origin):
            return False
        self._read(loaded.record.id)
        self._build()
        self._judge_again()
        if said:
            self.ctx.notify.undo_toast(said)
        self.saved.emit()
        return True

    def add_item(self, dimension: str) -> None:
        """One item more at the end of a part, and into its words."""
        if self.made is None:
            return
        code = with_new_item(self.made, dimension)[1]
        if self.change(lambda made: with_new_item(made, dimension)[0]) and self.made is not None:
            at = next(place for place, item in enumerate(self.made.items) if item.code == code)
            self.focus(f"item.{at}.id")

    def remove_item(self, code: str) -> None:
        """Take an item out; Undo brings it back."""
        self.change(lambda made: without_item(made, code), self.w("Item {code} removed", code=code))

    def move_item(self, code: str, steps: int) -> None:
        """One place up or down in its part."""
        if self.change(lambda made: moved(made, code, steps)):
            self.unfold(code)
            self.rows[code].head.setFocus(Qt.FocusReason.OtherFocusReason)

    def reverse_item(self, code: str, on: bool) -> None:
        """Whether its levels count the other way round."""
        self.change(lambda made: reversed_item(made, code, on))

    def set_answer(self, code: str, score: int | None) -> None:
        """Which answer is right."""
        self.change(lambda made: with_answer(made, code, score))

    def bind(self, path: str, field: FormField) -> FormField:
        """Tie a field to the words or the number at a path."""
        self.fields[path] = field
        if path in self._typed:
            field.control.set_raw(self._typed[path])
            field.set_restored(path in self._restored)
        field.control.edited.connect(lambda: self._edited(path))
        field.control.left.connect(lambda: self._left(path))
        return field

    def _edited(self, path: str) -> None:
        field = self.fields[path]
        self._typed[path] = field.control.raw()
        field.set_error("")
        self.autosave.touched(path, field.control.raw())

    def _left(self, path: str) -> None:
        if path not in self._typed:
            return
        field = self.fields[path]
        problem = field.control.problem()
        field.set_note(self.w.problem(problem) if problem is not None else "")
        self.autosave.commit()

    def _save(self) -> Changes:
        """Store everything typed that can be read; what can not stays a draft."""
        assert self.made is not None
        assert self._loaded is not None
        made, left = self.made, {}
        for path, raw in self._typed.items():
            now = entered(made, path, raw)
            if now is None:
                left[path] = raw
                self.autosave.keep(path, raw)
            else:
                made = now
        edition = self._loaded.record.id
        changes = self.ctx.desk.instruments.rewrite(edition, made, self._loaded)
        self._typed = left
        self._read(edition)
        for field in self.fields.values():
            field.set_restored(False)
        for code, row in self.rows.items():
            row.say(made, code)
        self._judge_again()
        return changes

    def _judge_again(self) -> None:
        """What was mended leaves the list of what is missing."""
        if self._loaded is not None and not self.summary.isHidden():
            self.show_problems(self.ctx.desk.instruments.check(self._loaded.record.id), focus=False)

    def _read(self, edition: Id) -> None:
        self._loaded = self.ctx.desk.instruments.edition(edition)
        self.made = self.ctx.desk.instruments.draft(edition)

    def _build(self) -> None:
        made = self.made
        if made is None:
            return
        at = self._scroll.verticalScrollBar().value() if self._scroll is not None else 0
        for part in (self.summary, self.doubling):  # they live on in the next column
            part.setParent(self)
        if self._scroll is not None:
            self._scroll.hide()
            self._scroll.deleteLater()
        self.fields, self.rows = {}, {}
        cards = [head_card(self, made), *(part_card(self, made, place) for place in range(len(made.dimensions)))]
        if made.scoring.categories or made.scoring.rules:
            cards.append(scoring_card(self, made))
        self._scroll = ScrolledColumn(self.summary, self.doubling, *cards)
        self._column.addWidget(self._scroll)
        self._scroll.show()  # now: what is not shown yet takes no keyboard
        self.unfold(self._unfolded if self._unfolded in self.rows else "")
        bar = self._scroll.verticalScrollBar()
        QTimer.singleShot(0, bar, lambda: bar.setValue(at))

    def _reveal(self, widget: QWidget) -> None:
        """Scroll to a field; to the first line of what is higher than the window."""
        scroll = self._scroll
        content = scroll.widget() if scroll is not None else None
        if scroll is None or content is None or not scroll.isAncestorOf(widget):
            return
        if widget.height() > scroll.viewport().height():
            scroll.verticalScrollBar().setValue(widget.mapTo(content, QPoint(0, 0)).y() - EDGE)
        else:
            scroll.ensureWidgetVisible(widget, 0, EDGE)


def entered(made: Instrument, path: str, raw: str) -> Instrument | None:
    """With what was typed at a path; None when that is no number, or when there is no such place (any more)."""
    try:
        if path == "minimum_share":
            return with_share(made, _number(raw) / PERCENT)
        if path.startswith("category."):
            return with_cut(made, int(path.split(".")[1]), _number(raw))
        return with_text(made, path, " ".join(raw.split()))
    except (InvalidOperation, IndexError, ValueError):
        return None


def _number(raw: str) -> Decimal:
    number = Decimal(raw.strip().replace(",", "."))
    if not number.is_finite() or abs(number) > 1000:
        raise ValueError(raw)
    return number
