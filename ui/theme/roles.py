"""How a widget says what it is, so that the one stylesheet of the application can dress it."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QWidget

W = TypeVar("W", bound=QWidget)


def set_role(widget: W, role: str, **states: object) -> W:
    """Give `widget` its role and states (``tone="warning"``); the widget itself is returned."""
    widget.setProperty("role", role)
    for name, value in states.items():
        widget.setProperty(name, value)
    return widget


def restyle(widget: QWidget) -> None:
    """Dress `widget` anew after one of its properties changed; Qt does not notice by itself."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()
