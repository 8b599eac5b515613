"""What tables and two-line lists of records have in common: one chosen row, named by its id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractItemView as _View
else:
    _View = object


class RowView(_View):
    """Stands before a Qt view in the bases of a class whose model is `records` (`rows`, `row(at)`, `index`)."""

    records: Any

    def select(self, row_id: object) -> bool:
        """Choose a row by its id without telling; False when it is not there."""
        at = self.records.rows.position(row_id) if self.records.rows is not None else None
        if at is None:
            return False
        self.blockSignals(True)
        self.setCurrentIndex(self.records.index(at, 0))
        self.blockSignals(False)
        self.scrollTo(self.records.index(at, 0))
        return True

    def current(self) -> Any:
        """The chosen row."""
        index = self.currentIndex()
        return self.records.row(index.row()) if index.isValid() else None

    def step(self, by: int) -> None:
        """Move to a row further down (or up)."""
        at = self.currentIndex().row() + by if self.currentIndex().isValid() else 0
        if 0 <= at < self.records.rowCount():
            self.setCurrentIndex(self.records.index(at, 0))
