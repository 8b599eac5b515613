"""Looking over everything that is on screen, as somebody would who cannot see well or has a small laptop."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

SMALLEST, TOLERANCE = 32, 3
SCROLL_BUTTONS = ("ScrollLeftButton", "ScrollRightButton", "_q_qlineeditclearbutton")


def visible(root: QWidget) -> list[QWidget]:
    """Every visible widget."""
    return [child for child in root.findChildren(QWidget) if child.isVisible()]


def targets(root: QWidget) -> Iterator[QWidget]:
    """What can be pressed or reached; parts of a stock Qt widget answer with the whole."""
    kinds = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit)
    for child in visible(root):
        part = isinstance(child.parentWidget(), QLineEdit | QComboBox) or child.objectName() in SCROLL_BUTTONS
        if not part and (isinstance(child, kinds) or child.focusPolicy() & Qt.FocusPolicy.TabFocus):
            yield child


def told(widget: QWidget) -> str:
    """Which widget it is, for a person."""
    words = widget.accessibleName() or widget.property("text") or widget.objectName()
    return f"{type(widget).__name__} “{words}” {widget.width()}x{widget.height()}"


def nameless(root: QWidget) -> list[str]:
    """Targets a screen reader has no name for."""
    return [told(target) for target in targets(root)
            if not QAccessible.queryAccessibleInterface(target).text(QAccessible.Text.Name).strip()]


def small(root: QWidget) -> list[str]:
    """Targets that are hard to hit."""
    return [told(target) for target in targets(root) if min(target.width(), target.height()) < SMALLEST]


def cut(root: QWidget) -> list[str]:
    """Labels and buttons too small for their words."""
    found = []
    for widget in visible(root):
        if not isinstance(widget, QLabel | QAbstractButton) or not widget.text() or widget.visibleRegion().isEmpty():
            continue
        if type(widget).__name__ in ("ElidedLabel", "NoteCell", "Title"):
            continue
        if isinstance(widget, QLabel) and widget.wordWrap():
            if widget.height() + TOLERANCE < widget.heightForWidth(widget.width()):
                found.append(f"{told(widget)}: needs a height of {widget.heightForWidth(widget.width())}")
            continue
        text = widget.text().replace("&&", "&")
        needed = max(widget.fontMetrics().horizontalAdvance(line) for line in text.splitlines())
        if widget.width() + TOLERANCE < needed:
            found.append(f"{told(widget)}: needs a width of {needed}")
    return found


def outside(root: QWidget) -> list[str]:
    """What sticks out of the window, or out of the width of what scrolls it up and down."""
    found = []
    for widget in visible(root):
        if widget.isWindow() or not isinstance(widget, QLabel | QAbstractButton | QLineEdit | QComboBox | QPlainTextEdit):
            continue
        holder = scroller(widget)
        frame = holder.viewport() if holder is not None else root
        if not frame.isVisible() or not frame.isAncestorOf(widget):
            continue
        place = QRect(widget.mapTo(frame, QPoint(0, 0)), widget.size())
        room = frame.rect().adjusted(-TOLERANCE, -TOLERANCE, TOLERANCE, TOLERANCE)
        sideways = place.left() < room.left() or place.right() > room.right()
        if sideways and holder is not None and holder.horizontalScrollBar().maximum() > 0 and \
                holder.horizontalScrollBarPolicy() is not Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
            sideways = False
        if sideways or (holder is None and not room.contains(place)):
            found.append(f"{told(widget)} at {place.getRect()} of {frame.size().toTuple()}")
    return found


def scroller(widget: QWidget) -> QAbstractScrollArea | None:
    """The nearest scroll area around a widget."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QAbstractScrollArea):
        above = above.parentWidget()
    return above


def round_by_tab(root: QWidget, press: object) -> tuple[list[str], list[str]]:
    """Press Tab until it comes round: what is never reached, and what is met twice before the round is over."""
    reachable = [child for child in visible(root) if child.isEnabled() and child.focusProxy() is None
                 and child.focusPolicy() & Qt.FocusPolicy.TabFocus]
    seen: list[QWidget] = []
    twice: list[str] = []
    for _ in range(len(reachable) + 40):
        press(QApplication.focusWidget() or root)  # type: ignore[operator]
        focus = QApplication.focusWidget()
        if focus is None or (seen and focus is seen[0]):
            break
        if focus in seen:
            twice.append(told(focus))
            break
        seen.append(focus)
    return [told(one) for one in reachable if one not in seen and not beside(one, seen)], twice


def beside(button: QWidget, seen: list[QWidget]) -> bool:
    """Of buttons of which one is chosen Tab meets one, the arrows the others."""
    group = button.group() if isinstance(button, QAbstractButton) else None
    return group is not None and group.exclusive() and any(other in seen for other in group.buttons())
