"""What every field control has in common, so that one form can read, draft and fill any of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Protocol, runtime_checkable

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from plcdesk.domain.changes import Problem
from ui.theme.roles import restyle

SMALLEST = 32
"""Least width and height of anything that can be pressed, in pixels."""


@runtime_checkable
class Control(Protocol):
    """A widget that holds one value of a record.

    `edited` follows each change by the user; `left` says that the user is done with it for now (focus went
    elsewhere, Enter, a pick from a list), which is the moment to commit. Programmatic changes emit neither.
    """

    edited: SignalInstance
    left: SignalInstance

    def value(self) -> Any:
        """What is on screen, as a value; only meaningful while `readable()`."""

    def set_value(self, value: Any) -> None:
        """Show a value."""

    def raw(self) -> str:
        """What is on screen, as text, for the draft."""

    def set_raw(self, text: str) -> None:
        """Show what `raw` gave, also when it can not be read as a value."""

    def readable(self) -> bool:
        """Whether what is on screen can be stored."""

    def problem(self) -> Problem | None:
        """What needs attention; `field` is left empty."""


def is_leaving(event: QFocusEvent) -> bool:
    """Whether this loss of focus means that the user is done with the control (a context menu does not)."""
    return event.reason() not in {Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason}


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property the stylesheet looks at, and have the widget styled anew when it changed."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    restyle(widget)


def tab_order(widgets: Sequence[QWidget]) -> None:
    """Have Tab walk through these in this order; made at different times, they would come in the order of making."""
    for before, after in pairwise(widgets):
        QWidget.setTabOrder(before, after)
