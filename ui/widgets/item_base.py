"""What every control that answers one item of an instrument can do (domain handbook 3)."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from plcdesk.domain.forms import Rated
from plcdesk.domain.instruments import Item

Answers = Mapping[str, Rated]


class ItemControl(QWidget):
    """Base of all: shows the answer of one item and tells another one."""

    answered = Signal(str, object)
    """Code and Rated; of an item with levels without its evidence."""
    ticked = Signal(str, bool)
    """Code of a choice of a MANY item, and whether it holds."""
    typed = Signal(str, str)
    """Code and the words as they are typed, for the draft."""
    entered = Signal()
    """Enter in a field: done with this item."""

    def __init__(self, item: Item, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item = item
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)

    def show_answer(self, rated: Answers) -> None:
        """Show what is stored; nothing is told."""
        raise NotImplementedError

    def press(self, key: str) -> bool:
        """Answer by a key; False when it means nothing here."""
        return False

    def clear(self) -> None:
        """Take the answer away."""

    def focus_first(self) -> None:
        """Put the keyboard here."""
        raise NotImplementedError

    def commit(self) -> None:
        """Tell what is typed and not told yet."""

    def refused(self) -> None:
        """What was just told could not be saved: typed words stay here and are told again."""

    @property
    def busy(self) -> bool:
        """Whether words stand here that no save holds yet."""
        return False

    @property
    def stuck(self) -> bool:
        """Whether what is typed can not be stored as it is: going on would lose it."""
        return False

    def holds_back(self) -> bool:
        """Keep the keyboard here while what is typed can not be stored; False when one may go on."""
        if self.stuck:
            self.focus_first()
        return self.stuck

    def set_read_only(self, locked: bool) -> None:
        """Show only."""
        self.setEnabled(not locked)

    @property
    def typing(self) -> bool:
        """Whether words are typed here, so that digits are no keys."""
        return False
