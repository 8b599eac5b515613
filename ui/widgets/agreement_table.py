"""Two answers to the same items side by side: two raters of one thing, or a sheet typed twice (ux 5.6)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from plcdesk.domain.forms import Rated, notes_in
from plcdesk.domain.instruments import AnswerKind, Item
from plcdesk.words import NOTHING, Words
from ui.runtime.context import Look
from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST, set_property
from ui.widgets.equal_columns import EqualColumns
from ui.widgets.form_field import plain_label

FIRST, SECOND = "first", "second"
NARROW = 480


class Compared(Protocol):
    """An item with what two wrote."""

    @property
    def item(self) -> Item: ...
    @property
    def first(self) -> Rated: ...
    @property
    def second(self) -> Rated: ...


def level_words(item: Item, rated: Rated, language: str) -> tuple[str, str]:
    """How an answer reads: "3 Tampak" and its descriptor; the words of a text; what was left out on purpose."""
    if item.scale is None or item.kind is not AnswerKind.LEVEL:
        score = "" if rated.score is None else "✓" if item.kind is AnswerKind.MANY else str(rated.score)
        return rated.evidence or score or NOTHING, ""
    if rated.skipped:
        return item.scale.skip.to(language), ""
    option = item.scale.by_score(rated.score) if rated.score is not None else None
    if option is None:
        return NOTHING, ""
    at = item.scale.options.index(option)
    descriptor = item.anchors[at].to(language) if at < len(item.anchors) else ""
    return f"{option.key} {option.label.to(language)}", descriptor


def differs(row: Compared) -> bool:
    """Whether the two answers differ; evidence beside a level is no difference."""
    if row.item.kind is AnswerKind.LEVEL:
        return (row.first.score, bool(row.first.skipped)) != (row.second.score, bool(row.second.skipped))
    return (row.first.score, row.first.evidence or "") != (row.second.score, row.second.evidence or "")


class _Side(QFrame):
    """One answer: whose, its level, what the level means, its notes, and in a choice the button."""

    def __init__(self, table: AgreementTable, row: Compared, side: str) -> None:
        super().__init__()
        set_role(self, "compared")
        rated = row.first if side == FIRST else row.second
        w = table.w
        level, descriptor = level_words(row.item, rated, w.language)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 10, 6)
        column.setSpacing(2)
        column.addWidget(plain_label(table.titles[side], "label", wrap=True))
        column.addWidget(plain_label(level, "strong", wrap=True))
        if descriptor:
            column.addWidget(plain_label(descriptor, "body", wrap=True))
        if row.item.kind is AnswerKind.LEVEL and not table.choosing:
            for note in notes_in(rated.evidence):
                text = w("minute {m}: {words}", m=str(note.minute), words=note.text) if note.minute is not None else note.text
                column.addWidget(plain_label(text, "help", wrap=True))
        column.addStretch(1)
        self.button: QPushButton | None = None
        if table.choosing:
            self.button = set_role(QPushButton(w("Use this one")), "outlined")
            self.button.setCheckable(True)
            self.button.setMinimumHeight(SMALLEST)
            self.button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            self.button.setAccessibleName(w("Use {value} for item {n}", value=level, n=row.item.code))
            column.addWidget(self.button)
        self.setAccessibleName(f"{table.titles[side]}: {level}")

    def set_chosen(self, on: bool) -> None:
        """Mark it as the one that holds."""
        set_property(self, "chosen", on)
        if self.button is not None:
            self.button.setChecked(on)


class AgreementTable(QWidget):
    """Differences first, with what the levels mean; what agrees follows in one line each.

    With `choosing` each difference has a button under both answers (second entry of a sheet); nothing is chosen
    beforehand.
    """

    chosen = Signal(str, str)
    """Code of the item, and "first" or "second"."""

    def __init__(self, w: Words, theme: Look, choosing: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.w, self.choosing = w, choosing
        self._theme = theme
        self.titles: dict[str, str] = {}
        self.sides: dict[str, dict[str, _Side]] = {}
        self._parts: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def set_rows(self, rows: Sequence[Compared], left_title: str, right_title: str) -> None:
        """Show these rows under the names of the two."""
        self.titles = {FIRST: left_title, SECOND: right_title}
        self.sides = {}
        for part in self._parts:
            self._column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = []
        different = [row for row in rows if differs(row)]
        for row in different:
            self._add(self._difference(row))
        equal = [row for row in rows if not differs(row)]
        if equal:
            self._add(plain_label(self.w.plural("{n} item where both agree", "{n} items where both agree", len(equal)),
                                  "subsection"))
        for row in equal:
            level = level_words(row.item, row.first, self.w.language)[0]
            self._add(plain_label(f"{row.item.code}. {row.item.label.to(self.w.language)} — {level}", "meta", wrap=True))

    def set_chosen(self, code: str, side: str | None) -> None:
        """Show which of two holds."""
        for name, part in self.sides.get(code, {}).items():
            part.set_chosen(name == side)

    def _difference(self, row: Compared) -> QWidget:
        card = set_role(QFrame(), "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(12, 8, 12, 12)
        column.setSpacing(8)
        column.addWidget(plain_label(f"{row.item.code}. {row.item.label.to(self.w.language)}", "strong", wrap=True))
        beside = EqualColumns(lambda width: 2 if width >= self._theme.px(NARROW) else 1)
        self.sides[row.item.code] = {}
        for side in (FIRST, SECOND):
            part = _Side(self, row, side)
            self.sides[row.item.code][side] = part
            if part.button is not None:
                part.button.clicked.connect(lambda _=False, code=row.item.code, side=side: self._choose(code, side))
            beside.addWidget(part)
        column.addLayout(beside)
        return card

    def _choose(self, code: str, side: str) -> None:
        self.set_chosen(code, side)
        self.chosen.emit(code, side)

    def _add(self, part: QWidget) -> None:
        self._column.addWidget(part)
        self._parts.append(part)
        part.show()
