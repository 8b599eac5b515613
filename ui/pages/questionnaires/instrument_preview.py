"""An instrument as those who fill it will see it; what is tried here is not kept."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from plcdesk.domain.instruments import Instrument
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

    def show_instrument(self, made: Instrument | None) -> None:
        """Show a version; None when this program does not know it."""
        if made == self._shown and self._scroll is not None:
            return
        if self._scroll is not None:
            self._scroll.hide()
            self._scroll.deleteLater()
        self._shown = made
        self._scroll = ScrolledColumn(*(self._cards(made) if made is not None else ()))
        self._column.addWidget(self._scroll)

    def _cards(self, made: Instrument) -> list[QWidget]:
        w, language = self.ctx.w, self.ctx.w.language
        note = made.note.to(language)
        cards: list[QWidget] = [plain_label(note, "help", wrap=True)] if note else []
        number = 0
        for dimension in made.dimensions:
            card = Card(dimension.label.to(language))
            for item in made.in_dimension(dimension.code):
                number += 1
                title = plain_label(f"{item.code}  {item.label.to(language)}", "label", wrap=True)
                title.setMaximumWidth(self.ctx.theme.px(LINE))
                control = control_for(w, self.ctx.theme, item, number, self.ctx.desk.today)
                control.setAccessibleName(item.label.to(language))
                card.body.addWidget(title)
                card.body.addWidget(control)
            cards.append(card)
        return cards
