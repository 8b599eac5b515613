"""A date, typed the way people write one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QFrame, QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from plcdesk.domain.changes import Problem
from plcdesk.domain.fields import mark
from plcdesk.words import Words
from ui.runtime.context import Look
from ui.runtime.qt_words import monday_first
from ui.widgets.control import SMALLEST
from ui.widgets.fields import LineField


class DateField(QWidget):
    """Text in, date out: "12/5/25", "12 mei", "kemarin", "jumat"; on leaving shown as "Senin, 12 Mei 2025".

    What can not be read stays as typed. Without `weekday` the day's name is left out, for rows. With a theme there is a calendar behind the button (Alt+Down). `today`
    gives the day that "kemarin" counts from.
    """

    edited = Signal()
    left = Signal()
    entered = Signal()

    def __init__(self, w: Words, today: Callable[[], date], theme: Look | None = None,
                 parent: QWidget | None = None, *, weekday: bool = True) -> None:
        super().__init__(parent)
        self.w = w
        self._today = today
        self._written = w.date if weekday else w.day
        self.line = LineField(self)
        self.line.left.connect(self._tidy)
        self.line.edited.connect(self.edited)
        self.line.left.connect(self.left)
        self.line.entered.connect(self.entered)
        self.line.installEventFilter(self)
        self.setFocusProxy(self.line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.line, 1)
        if theme is not None:
            row.addWidget(self._calendar_button(theme))

    def value(self) -> date | None:
        """The date, None when nothing is entered."""
        return self.w.parse_date(self.line.text(), self._today())

    def set_value(self, value: date | None) -> None:
        """Show a date in its long form, or nothing."""
        self.line.setText("" if value is None else self._written(value))
        self.line.setCursorPosition(0)

    def setAccessibleName(self, name: str) -> None:
        """The keyboard sits on the line, so the line has the name too."""
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    def raw(self) -> str:
        """The text as typed."""
        return self.line.text()

    def set_raw(self, text: str) -> None:
        """Show this text, whatever it means."""
        self.line.setText(text)

    def readable(self) -> bool:
        """Whether this is empty or a date."""
        return not self.line.text().strip() or self.value() is not None

    def problem(self) -> Problem | None:
        """Text that is no date."""
        if self.readable():
            return None
        return Problem("", mark("Enter a date, for example {example}"), {"example": self.w.day(self._today())})

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Alt+Down opens the calendar, as it opens any drop-down."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
            if event.key() == Qt.Key.Key_Down and alt and not self.line.isReadOnly():
                self.open_calendar()
                return True
        return super().eventFilter(watched, event)

    def open_calendar(self) -> None:
        """Show a month to pick from; Escape closes it without a change."""
        popup = _CalendarPopup(self.w, self.value() or self._today(), self)
        popup.picked.connect(self._pick)
        popup.move(self.mapToGlobal(QPoint(0, self.height())))
        popup.show()
        popup.setFocus()

    def _calendar_button(self, theme: Look) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("role", "icon")
        button.setMinimumSize(SMALLEST, SMALLEST)
        button.setAccessibleName(self.w("Choose a date from the calendar"))
        button.setToolTip(self.w("Choose a date from the calendar"))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.dress(button, "calendar-check")
        button.clicked.connect(self.open_calendar)
        return button

    def _pick(self, day: date) -> None:
        self.set_value(day)
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)
        self.edited.emit()
        self.left.emit()

    def _tidy(self) -> None:
        found = self.value()
        if found is not None:
            self.set_value(found)


class _CalendarPopup(QFrame):
    """One month, weeks from Monday."""

    picked = Signal(object)

    def __init__(self, w: Words, day: date, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(w("Calendar"))
        calendar = QCalendarWidget(self)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setAccessibleName(w("Calendar"))
        monday_first(calendar)
        calendar.setSelectedDate(QDate(day.year, day.month, day.day))
        for button in calendar.findChildren(QToolButton):
            button.setMinimumSize(SMALLEST, SMALLEST)
        calendar.clicked.connect(self._take)
        calendar.activated.connect(self._take)
        QVBoxLayout(self).addWidget(calendar)
        self.setFocusProxy(calendar)

    def _take(self, day: QDate) -> None:
        # one press of Enter sends both `clicked` and `activated`
        if self.isVisible():
            self.close()
            self.picked.emit(date(day.year(), day.month(), day.day()))
