"""Cards that group what belongs together, and tiles that show one figure."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ui.theme.roles import restyle, set_role
from ui.widgets.form_field import plain_label


class Card(QFrame):
    """A bordered surface with an optional heading; content goes into `body`."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(12, 12, 12, 12)
        self.body.setSpacing(12)
        self.heading = plain_label(title, "section", wrap=True)
        self.body.addWidget(self.heading)
        self.heading.setVisible(bool(title))  # only now: what has no parent yet would be shown as a window


class Tile(QPushButton):
    """One figure with its base ("87%", "104/120"); pressing it leads to the records behind it."""

    def __init__(self, label: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "tile")
        # a button's own policy would cut words that wrap
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._label = plain_label(label, "tile-label", wrap=True)
        self._number = plain_label("—", "tile-number")
        self._base = plain_label("", "help", wrap=True)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(4)
        for part in (self._label, self._number, self._base):
            # the labels are the face of the button: a press on them is a press on it
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            column.addWidget(part)
        column.addStretch(1)
        self.set_value("—")

    def set_value(self, number: str, base: str = "", tone: str = "") -> None:
        """Show a figure and what it is based on; `tone` (warning, danger) says that it needs a look."""
        self._number.setText(number)
        self._base.setText(base)
        if self.property("tone") != tone:
            self.setProperty("tone", tone)
            restyle(self)
        self.setAccessibleName(", ".join(part for part in (self._label.text(), number, base) if part))

    def sizeHint(self) -> QSize:
        """As large as its words."""
        return self._column.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """As large as its words can be wrapped."""
        return self._column.minimumSize()

    def hasHeightForWidth(self) -> bool:
        """Narrow tiles wrap their words."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height at a width."""
        return self._column.totalHeightForWidth(width)
