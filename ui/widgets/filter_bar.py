"""The bar above a list: text, up to three drop-downs, order, and the filters in force as pills."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from plcdesk.words import Words
from ui.theme.roles import set_role
from ui.widgets.choice_field import ChoiceField
from ui.widgets.control import SMALLEST
from ui.widgets.fields import LineField
from ui.widgets.flow import FlowLayout
from ui.widgets.form_field import plain_label
from ui.widgets.query import Query


@dataclass(frozen=True, slots=True)
class Filter:
    """One drop-down: key in the query, label, and up to ten values with their texts."""

    key: str
    label: str
    options: Sequence[tuple[Any, str]]


class FilterBar(QWidget):
    """Emits the query anew at each change; it never waits for Enter."""

    changed = Signal(object)
    """The `Query` as it stands now."""

    def __init__(self, w: Words, filters: Sequence[Filter] = (), sorts: Sequence[tuple[str, str]] = (),
                 parent: QWidget | None = None, *, compact: bool = False) -> None:
        super().__init__(parent)
        self.w = w
        self.query = Query(sort=sorts[0][0] if sorts else None)
        self._filters = {item.key: item for item in filters}
        self._combos: dict[str, ChoiceField] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.drop_downs = QWidget(self)
        self._row = FlowLayout(self.drop_downs, 8)
        self.text = LineField()
        self.text.setClearButtonEnabled(True)
        self.text.textChanged.connect(self._retext)
        if compact:
            self._compact(bool(filters) or len(sorts) > 1)
        else:
            self._add(w("Filter"), self.text, 160)
        self._column.addWidget(self.drop_downs)
        for item in filters:
            self._combos[item.key] = self._drop_down(item.label, item.options, w("All"))
            self._combos[item.key].edited.connect(partial(self._rechoose, item.key))
        self._sort = self._drop_down(w("Order"), sorts, None) if len(sorts) > 1 else None
        if self._sort is not None:
            self._sort.edited.connect(self._resort)
        self._pills = QWidget(self)
        self._pill_row = FlowLayout(self._pills, 8)
        self._column.addWidget(self._pills)
        self._pills.hide()

    def set_options(self, key: str, options: Sequence[tuple[Any, str]]) -> None:
        """Offer other values in one drop-down (schools change while the program runs)."""
        self._filters[key] = replace(self._filters[key], options=options)
        self._combos[key].set_choices(options)
        if self.query.choices.get(key) not in [value for value, _ in options]:
            self._rechoose(key)

    def show_filter(self, key: str, shown: bool) -> None:
        """Leave a drop-down out where it has nothing to tell apart (one school, one group)."""
        holder = self._combos[key].parentWidget()
        if holder is not None:
            holder.setVisible(shown)

    def choose(self, key: str, value: Any) -> None:
        """Set one filter, None takes it away."""
        self._combos[key].set_value(value)
        self._rechoose(key)

    def set_sort(self, key: str | None, descending: bool) -> None:
        """Order by another column (a press on a table's header)."""
        self._set(replace(self.query, sort=key, descending=descending))

    def clear(self) -> None:
        """Take away text and filters."""
        for combo in self._combos.values():
            combo.set_value(None)
        self.text.blockSignals(True)
        self.text.clear()
        self.text.blockSignals(False)
        self._set(replace(self.query, text="", choices={}))

    def pills(self) -> list[str]:
        """The filters in force, as shown."""
        return [pill.text() for pill in self._pills.findChildren(QPushButton) if not pill.isHidden()]

    def _compact(self, more: bool) -> None:
        """In a narrow list the drop-downs wait behind a button."""
        caption = plain_label(self.w("Find in this list"), "label")
        caption.setBuddy(self.text)
        self.text.setAccessibleName(caption.text())
        self._column.addWidget(caption)
        self.more = set_role(QPushButton(self.w("Filter")), "outlined")
        self.more.setMinimumHeight(SMALLEST)
        self.more.setCheckable(True)
        self.more.setAccessibleName(self.w("Show filters and order"))
        self.more.toggled.connect(self.drop_downs.setVisible)
        self._caption, self._line = caption, QHBoxLayout()
        self._line.setSpacing(8)
        self._line.addWidget(self.text, 1)
        self._line.addWidget(self.more)
        self._column.addLayout(self._line)
        self.more.setVisible(more)
        self.drop_downs.hide()

    def set_one_line(self, wanted: bool) -> None:
        """Put the caption of a compact bar beside its field, where height is scarcer than width."""
        (self._column if wanted else self._line).removeWidget(self._caption)
        (self._line if wanted else self._column).insertWidget(0, self._caption)

    def _add(self, label: str, control: QWidget, width: int) -> None:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        caption = plain_label(label, "label")
        caption.setBuddy(control)
        control.setAccessibleName(label)
        control.setMinimumWidth(width)
        row.addWidget(caption)
        row.addWidget(control, 1)
        self._row.addWidget(holder)

    def _drop_down(self, label: str, options: Sequence[tuple[Any, str]], none: str | None) -> ChoiceField:
        combo = ChoiceField(self.w, options, none)
        self._add(label, combo, 110)
        if none is None and options:
            combo.set_value(options[0][0])
        return combo

    def _retext(self, text: str) -> None:
        self._set(replace(self.query, text=text))

    def _rechoose(self, key: str) -> None:
        self._set(self.query.chosen(key, self._combos[key].value()))

    def _resort(self) -> None:
        if self._sort is not None:
            self._set(replace(self.query, sort=self._sort.value(), descending=False))

    def _set(self, query: Query) -> None:
        if query == self.query:
            return
        self.query = query
        self._show_pills()
        self.changed.emit(query)

    def _show_pills(self) -> None:
        self._pill_row.clear()
        before: QWidget = self._sort or next(reversed(self._combos.values()), self.text)
        for key, value in self.query.choices.items():
            pill = self._pill(key, value)
            self._pill_row.addWidget(pill)
            QWidget.setTabOrder(before, pill)
            before = pill
        self._pills.setVisible(bool(self.query.choices))

    def _pill(self, key: str, value: Any) -> QPushButton:
        item = self._filters[key]
        text = next((text for option, text in item.options if option == value), str(value))
        pill = QPushButton(f"{item.label}: {text}  ✕".replace("&", "&&"))
        set_role(pill, "pill").setMinimumHeight(SMALLEST)
        pill.setAccessibleName(self.w("Remove the filter {name}", name=f"{item.label}: {text}"))
        pill.clicked.connect(partial(self.choose, key, None))
        return pill
