"""Language, text size, theme and paper; each choice holds at once."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt

from plcdesk.settings import TEXT_SCALES
from ui.runtime.context import Context
from ui.widgets.cards import Card
from ui.widgets.form_field import plain_label
from ui.widgets.segmented import Segmented

PAPERS = {"a4": (210, 297), "f4": (215, 330)}
"""Width and height in millimetres."""


class LookCard(Card):
    """How the program looks on this computer, and the paper it prints on."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx.w("Look and paper"))
        self.ctx = ctx
        self.w = w = ctx.w
        self.choices: dict[str, Segmented] = {}
        self._add("language", w("Language"), [("id", "Bahasa Indonesia"), ("en", "English")])
        self._add("text_scale", w("Text size"), [(scale, w.percent(scale, 100)) for scale in TEXT_SCALES])
        self._add("theme", w("Theme"), [("follow", w("As the computer")), ("light", w("Light")), ("dark", w("Dark"))])
        self._add("paper", w("Paper"), [(key, self._paper(key, *size)) for key, size in PAPERS.items()])

    def begin(self) -> bool:
        """Into the first choice."""
        self.choices["language"].focusNextChild()
        return True

    def showEvent(self, event: object) -> None:
        """Keys may have changed theme and text size meanwhile."""
        super().showEvent(event)  # type: ignore[arg-type]
        for name, choice in self.choices.items():
            choice.set_value(getattr(self.ctx.settings, name))

    def _add(self, name: str, label: str, options: list[tuple[object, str]]) -> None:
        self.body.addWidget(plain_label(label, "label"))
        choice = Segmented(label, options)
        choice.set_value(getattr(self.ctx.settings, name))
        choice.chosen.connect(partial(self._choose, name))
        choice.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.choices[name] = choice
        self.body.addWidget(choice)

    def _paper(self, key: str, width: int, height: int) -> str:
        sides = [self.w.number(side / 10, 1 if side % 10 else 0) for side in (width, height)]
        return self.w("{name} ({width} × {height} cm)", name=key.upper(), width=sides[0], height=sides[1])

    def _choose(self, name: str, value: object) -> None:
        if getattr(self.ctx.settings, name) != value:
            self.ctx.change(**{name: value})
