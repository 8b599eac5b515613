"""Language, text size, theme and paper; each choice holds at once."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from plcdesk.settings import TEXT_SCALES
from ui.runtime.context import Context
from ui.widgets.cards import Card
from ui.widgets.form_field import plain_label
from ui.widgets.segmented import Segmented


class LookCard(Card):
    """How the program looks on this computer, and the paper it prints on."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx.w("Look and paper"), parent)
        self.ctx, w = ctx, ctx.w
        self.choices: dict[str, Segmented] = {}
        self._add("language", w("Language"), [("id", "Bahasa Indonesia"), ("en", "English")])
        self._add("text_scale", w("Text size"), [(scale, f"{scale}%") for scale in TEXT_SCALES])
        self._add("theme", w("Theme"), [("follow", w("As the computer")), ("light", w("Light")), ("dark", w("Dark"))])
        self._add("paper", w("Paper"), [("a4", "A4 (21 × 29,7 cm)"), ("f4", "F4 (21,5 × 33 cm)")])

    def _add(self, name: str, label: str, options: list[tuple[object, str]]) -> None:
        self.body.addWidget(plain_label(label, "label"))
        choice = Segmented(label, options)
        choice.set_value(getattr(self.ctx.settings, name))
        choice.chosen.connect(partial(self._choose, name))
        self.choices[name] = choice
        self.body.addWidget(choice)

    def _choose(self, name: str, value: object) -> None:
        if getattr(self.ctx.settings, name) != value:
            self.ctx.change(**{name: value})
