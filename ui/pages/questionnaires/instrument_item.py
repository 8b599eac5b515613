"""One item of an instrument that is being written: a line that unfolds into its fields."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from plcdesk.domain.instrument_edits import LANGUAGES, text_at
from plcdesk.domain.instruments import AnswerKind, Instrument, Item, Method
from ui.pages.questionnaires.instrument_words import scale_words
from ui.pages.questionnaires.parts import action
from ui.theme.roles import set_role
from ui.widgets.choice_field import ChoiceField
from ui.widgets.control import SMALLEST
from ui.widgets.elided import ElidedLabel
from ui.widgets.equal_columns import EqualColumns
from ui.widgets.flow import FlowLayout
from ui.widgets.form_field import FormField, plain_label
from ui.widgets.long_text import GrowingLine

if TYPE_CHECKING:
    from ui.pages.questionnaires.instrument_editor import InstrumentEditor

BESIDE = 520
"""From this width on the two languages stand beside each other, in pixels at text size 100 %."""
LIMIT = 500


def two_languages(editor: InstrumentEditor, made: Instrument, path: str, labels: tuple[str, str] | None = None,
                  ) -> QWidget:
    """The words at a path in both languages, beside each other where there is room."""
    w, row = editor.w, set_role(QWidget(), "scrolled")
    columns = EqualColumns(lambda width: 2 if width >= editor.ctx.theme.px(BESIDE) else 1)
    for language, label in zip(LANGUAGES, labels or (w("In Indonesian"), w("In English")), strict=True):
        control = GrowingLine(LIMIT)
        control.set_value(text_at(made, f"{path}.{language}"))
        columns.addWidget(editor.bind(f"{path}.{language}", FormField(w, label, control)))
    row.setLayout(columns)
    return row


class ItemHead(QPushButton):
    """Code and words of an item on one line; pressing it shows or hides the fields."""

    def __init__(self, editor: InstrumentEditor) -> None:
        super().__init__()
        set_role(self, "flat")
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._theme = editor.ctx.theme
        self._arrow, self._code, self._words = QLabel(), plain_label("", "strong"), ElidedLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(8)
        for part in (self._arrow, self._code, self._words):
            # the labels are the face of the button: a press on them is a press on it
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            row.addWidget(part, 1 if part is self._words else 0)
        self.toggled.connect(lambda _: self._point())
        self._theme.changed.connect(self._point)
        self._point()

    def say(self, code: str, words: str) -> None:
        """Show code and words."""
        self._code.setText(code)
        self._words.setText(words)
        self.setAccessibleName(f"{code}, {words}")

    def sizeHint(self) -> QSize:
        """One line of words; the words give way."""
        return QSize(self._theme.px(160), max(SMALLEST, self._theme.control_height))

    def minimumSizeHint(self) -> QSize:
        """The same height, hardly any width."""
        return QSize(self._theme.px(80), self.sizeHint().height())

    def _point(self) -> None:
        name = "chevron-down" if self.isChecked() else "chevron-right"
        self._arrow.setPixmap(self._theme.pixmap(name, "text-2", 16))


class ItemRow(QWidget):
    """The line and, made when it is first unfolded, the fields below it."""

    def __init__(self, editor: InstrumentEditor, made: Instrument, place: int) -> None:
        super().__init__()
        self._editor, self._made, self._place = editor, made, place
        self.code = made.items[place].code
        self.head = ItemHead(editor)
        self.head.clicked.connect(lambda on: editor.unfold(self.code if on else ""))
        self._body: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self.head)
        self.say(made, self.code)

    def say(self, made: Instrument, code: str) -> None:
        """Show the words as they are now."""
        self._made, item = made, made.item(code)
        words = item.label.to(self._editor.w.language) if item is not None else ""
        self.head.say(code, words or self._editor.w("no words yet"))

    def unfold(self, on: bool) -> None:
        """Show or hide the fields."""
        self.head.setChecked(on)
        if on and self._body is None:
            self._body = self._fields()
            self._column.addWidget(self._body)
        if self._body is not None:
            self._body.setVisible(on)

    def _fields(self) -> QWidget:
        editor, made, path, w = self._editor, self._made, f"item.{self._place}", self._editor.w
        item, body = made.items[self._place], QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(8, 0, 0, 12)
        column.setSpacing(12)
        column.addWidget(two_languages(editor, made, path))
        if item.scale is not None:
            column.addWidget(plain_label(w("Answers: {answers}", answers=scale_words(item, w)), "help", wrap=True))
            for number, option in enumerate(item.scale.options if made.scoring.method is not Method.CORRECT else ()):
                words = f"{option.key} {option.label.to(w.language)}"
                labels = (w("{level}, in Indonesian", level=words), w("{level}, in English", level=words))
                column.addWidget(two_languages(editor, made, f"{path}.anchors.{number}", labels))
        for number, tick in enumerate(item.ticks):
            labels = (w("{level}, in Indonesian", level=tick.code), w("{level}, in English", level=tick.code))
            column.addWidget(two_languages(editor, made, f"{path}.ticks.{number}", labels))
        column.addWidget(self._actions(item))
        return body

    def _actions(self, item: Item) -> QWidget:
        editor, w, made = self._editor, self._editor.w, self._made
        row = QWidget()
        flow = FlowLayout(row, 12)
        if item.kind is AnswerKind.LEVEL and made.scoring.method is Method.CORRECT and item.scale is not None:
            answer = ChoiceField(w, [(one.score, one.label.to(w.language)) for one in item.scale.options])
            answer.setAccessibleName(w("Right answer"))
            answer.set_value(item.correct)
            answer.edited.connect(lambda: editor.set_answer(item.code, answer.value()))
            flow.addWidget(plain_label(w("Right answer"), "label"))
            flow.addWidget(answer)
        elif item.kind is AnswerKind.LEVEL:
            turned = QCheckBox(w("Counts the other way round"))
            turned.setMinimumHeight(SMALLEST)
            turned.setChecked(item.reversed)
            turned.clicked.connect(lambda on: editor.reverse_item(item.code, on))
            flow.addWidget(turned)
        part = made.in_dimension(item.dimension)
        for text, steps, possible in ((w("Move up"), -1, item != part[0]), (w("Move down"), 1, item != part[-1])):
            button = action(text, "outlined", partial(editor.move_item, item.code, steps))
            button.setEnabled(possible)
            flow.addWidget(button)
        flow.addWidget(action(w("Remove item"), "danger-flat", lambda: editor.remove_item(item.code)))
        return row
