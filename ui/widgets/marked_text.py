"""Text with some words marked bold and underlined; nothing in it is ever taken for markup."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import QSize
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QFont,
    QPainter,
    QPaintEvent,
    QPalette,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

_WORDS = re.compile(r"\s+|[^\s]+")


def differing_words(mine: str, other: str) -> list[tuple[str, bool]]:
    """The words and spaces of `mine`, each with whether `other` says something else there."""
    words, theirs = _WORDS.findall(mine), _WORDS.findall(other)
    found = [(word, False) for word in words]
    # autojunk would take frequent words of a long text for noise and mark half of it
    for kind, start, end, _, _ in difflib.SequenceMatcher(None, words, theirs, autojunk=False).get_opcodes():
        if kind != "equal":
            for at in range(start, end):
                found[at] = words[at], not words[at].isspace()
    return found


class MarkedText(QWidget):
    """As high as its text at the width it is given."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = QTextDocument(self)
        self._document.setDocumentMargin(0)
        self._document.setUndoRedoEnabled(False)
        self._marked: list[str] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_words(self, words: Sequence[tuple[str, bool]]) -> None:
        """Show words, the marked ones bold and underlined."""
        self._marked = [word for word, differs in words if differs]
        self._document.clear()
        self._document.setDefaultFont(self.font())
        cursor = QTextCursor(self._document)
        plain, marked = QTextCharFormat(), QTextCharFormat()
        marked.setFontWeight(QFont.Weight.Bold)
        marked.setFontUnderline(True)
        for word, differs in words:
            cursor.insertText(word, marked if differs else plain)
        self.setAccessibleName("".join(word for word, _ in words))
        self.updateGeometry()
        self.update()

    @property
    def marked(self) -> list[str]:
        """The marked words."""
        return list(self._marked)

    def hasHeightForWidth(self) -> bool:
        """Narrow text is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height at a width."""
        self._document.setTextWidth(width)
        return ceil(self._document.size().height())

    def sizeHint(self) -> QSize:
        """A column of readable width."""
        return QSize(280, self.heightForWidth(max(self.width(), 280)))

    def minimumSizeHint(self) -> QSize:
        """One line."""
        return QSize(120, self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint in the text colour of the theme."""
        self._document.setTextWidth(self.width())
        context = QAbstractTextDocumentLayout.PaintContext()
        context.palette.setColor(QPalette.ColorRole.Text, self.palette().color(QPalette.ColorRole.WindowText))
        painter = QPainter(self)
        self._document.documentLayout().draw(painter, context)
