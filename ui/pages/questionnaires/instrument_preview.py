"""An instrument as those who fill it will see it; what is tried here is not kept."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from plcdesk.domain.instruments import Dimension, Instrument
from ui.runtime.context import Context
from ui.widgets.cards import Card
from ui.widgets.form_field import LINE, plain_label
from ui.widgets.item_control import control_for
from ui.widgets.scrolling import ScrolledColumn


class InstrumentPreview(QWidget):
    """Every item with its answers, part by part."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.ctx = ctx
        self._shown: Instrument | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._scroll: ScrolledColumn | None = None
        self._left: list[Dimension] = []
        self._number = 0

    def show_instrument(self, made: Instrument | None) -> None:
        """Show a version; None when this program does not know it."""
        if made == self._shown and self._scroll is not None:
            return
        if self._scroll is not None:
            self._scroll.hide()
            self._scroll.deleteLater()
        self._shown = made
        note = made.note.to(self.ctx.w.language) if made is not None else ""
        self._scroll = scroll = ScrolledColumn(*([plain_label(note, "help", wrap=True)] if note else []))
        self._column.addWidget(scroll)
        self._left = list(made.dimensions) if made is not None else []
        self._number = 0
        self._next()

    def _next(self) -> None:
        """One part at a time: a rubric of twenty items would keep an old computer busy for a second."""
        content = self._scroll.widget() if self._scroll is not None else None
        column = content.layout() if content is not None else None
        if content is None or self._shown is None or not self._left or not isinstance(column, QVBoxLayout):
            return
        column.insertWidget(column.count() - 1, self._card(self._shown, self._left.pop(0)))
        QTimer.singleShot(0, content, self._next)

    def _card(self, made: Instrument, dimension: Dimension) -> Card:
        w, theme, language = self.ctx.w, self.ctx.theme, self.ctx.w.language
        card = Card(dimension.label.to(language))
        for item in made.in_dimension(dimension.code):
            self._number += 1
            title = plain_label(f"{item.code}  {item.label.to(language)}", "label", wrap=True)
            title.setMaximumWidth(theme.px(LINE))
            control = control_for(w, theme, item, self._number, self.ctx.desk.today)
            control.setAccessibleName(item.label.to(language))
            card.body.addWidget(title)
            card.body.addWidget(control)
        return card
