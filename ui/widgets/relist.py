"""Rows of a card put up anew in place of the former ones."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget


def relist(former: QWidget | None, place: QVBoxLayout, rows: Sequence[QWidget], spacing: int = 0) -> QWidget:
    """Take the box of the `former` rows away and put one with these at the end of `place`; hidden where there are none.

    `spacing` is in pixels. Give the box back as `former` the next time.
    """
    if former is not None:
        former.hide()
        former.deleteLater()
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    for row in rows:
        column.addWidget(row)
    place.addWidget(box)
    box.setVisible(bool(rows))  # else Qt shows it one turn later, and what is above and below is squeezed until then
    return box
