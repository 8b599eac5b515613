"""The parts of an attendance row that are pressed: a letter, and the note."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from plcdesk.domain.meetings import Presence
from ui.runtime.context import Look
from ui.runtime.tips import plain_tip
from ui.widgets.control import SMALLEST

SEGMENT = 36
TONES = {
    Presence.PRESENT: "success", Presence.LATE: "warning", Presence.EXCUSED: "info", Presence.SICK: "info",
    Presence.DUTY: "info", Presence.ABSENT: "danger",
}  # fmt: skip


class Segment(QAbstractButton):
    """One letter. It never takes the focus: that sits on the row."""

    def __init__(self, theme: Look, presence: Presence, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._presence = presence
        self._last = presence is list(Presence)[-1]
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setText(presence.value)
        self.setToolTip(plain_tip(name))
        self.fit()

    def fit(self) -> None:
        """Take the size of the present text scale."""
        side = max(SMALLEST, self._theme.px(SEGMENT))
        self.setFixedSize(side, max(SMALLEST, self._theme.row_height - 2))

    def nextCheckState(self) -> None:
        """The row decides what is checked."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """The letter always; another ground, a thick border and a bold letter when it holds."""
        tokens, tone = self._theme.tokens, TONES[self._presence]
        painter = QPainter(self)
        checked = self.isChecked()
        painter.fillRect(self.rect(), tokens.color(f"{tone}-bg" if checked else
                                                   "hover" if self.underMouse() else "surface"))
        if checked:
            painter.setPen(QPen(tokens.color(tone), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        else:
            # neighbours share a border: each draws its left one, the last also its right one
            painter.setPen(QPen(tokens.color("border"), 1))
            painter.drawRect(self.rect().adjusted(0, 0, -1 if self._last else 1, -1))
        painter.setFont(self._theme.font("strong" if checked else "body"))
        painter.setPen(tokens.color(tone if checked else "text-2"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class NoteCell(QAbstractButton):
    """The note of a row, elided. Without one it offers to add one while the row is looked at."""

    def __init__(self, theme: Look, offer: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._offer = offer
        self.note = ""
        self.offered = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setMinimumSize(SMALLEST, SMALLEST)

    def set_note(self, note: str) -> None:
        """Show another note."""
        self.note = note
        self.setToolTip(plain_tip(note))
        self.update()

    def set_offered(self, offered: bool) -> None:
        """Whether a missing note is offered."""
        self.offered = offered
        self.update()

    def sizeHint(self) -> QSize:
        """Some words."""
        return QSize(self._theme.px(120), SMALLEST)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The note, or the offer."""
        text = self.note or (self._offer if self.offered or self.underMouse() else "")
        painter = QPainter(self)
        painter.setFont(self._theme.font("body" if self.note else "help"))
        painter.setPen(self._theme.tokens.color("text" if self.note else "primary"))
        box = QRect(4, 0, self.width() - 8, self.height())
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
