"""The start page: at most three next steps, four figures, what is coming, how safe the work is."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from plcdesk.domain.fields import mark
from plcdesk.services.records import Made
from ui.pages.home.cards import StepCard, coming_card, safety_card
from ui.pages.home.columns import next_steps
from ui.pages.home.figures import Figure, figures
from ui.pages.home.step import Step
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.runtime.sizes import SizeClass
from ui.theme.roles import set_role
from ui.widgets.cards import Tile
from ui.widgets.form_field import plain_label
from ui.widgets.page import Page, PageSpec

WIDEST, NARROWEST, FOUR = 1100, 110, 700


class HomePage(Page):
    """What a facilitator sees first; everything on it leads somewhere."""

    SPEC = PageSpec(
        id="home", title=mark("Home"), icon="house",
        tables=frozenset({"meeting", "attendance", "action", "slot", "person", "group", "member", "talk_turn",
                          "programme", "form", "answer", "batch", "visit", "cycle", "module", "module_version", "round",
                          "author"}),
    )

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.steps: list[QPushButton] = []
        self.tiles: list[Tile] = []
        self._columns, self._one_column = 4, False
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._content: QWidget | None = None
        self.body.addWidget(self._scroll, 1)

    def refresh(self) -> None:
        """Build the page anew from the records; it is small."""
        content = set_role(QWidget(), "page")
        content.setMaximumWidth(self.ctx.theme.px(WIDEST))
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(12)
        self._add_steps(column)
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        self.tiles = [self._tile(figure) for figure in figures(self.desk, self.w)]
        column.addLayout(self._grid)
        self._lower = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lower.setSpacing(12)
        self._lower.addWidget(coming_card(self.ctx), 3)
        self._lower.addWidget(safety_card(self.ctx), 2)
        column.addLayout(self._lower)
        column.addStretch(1)
        place = self._scroll.verticalScrollBar().value()
        self._content = content
        self._arrange()
        self._scroll.setWidget(content)
        self._scroll.verticalScrollBar().setValue(place)

    def fit(self, size_class: SizeClass, short: bool) -> None:
        """One column of cards where it is narrow, two tiles a row where it is narrower still."""
        super().fit(size_class, short)
        self._columns = 4 if self.window().width() >= self.ctx.theme.px(FOUR) else 2
        self._one_column = size_class is SizeClass.XS
        self._arrange()

    def leave(self) -> None:
        """Nothing to save; backups and bundles made meanwhile are looked at on the way back."""
        self.stale = True

    def focus_list(self) -> bool:
        """The first next step."""
        for button in self.steps[:1]:
            button.setFocus(Qt.FocusReason.TabFocusReason)
        return bool(self.steps)

    def focus_detail(self) -> bool:
        """The first figure."""
        for tile in self.tiles[:1]:
            tile.setFocus(Qt.FocusReason.TabFocusReason)
        return bool(self.tiles)

    def _add_steps(self, column: QVBoxLayout) -> None:
        steps = next_steps(self.desk, self.w)
        self.steps = []
        if not steps:
            column.addWidget(plain_label(self.w("Nothing is waiting. The next meeting appears here on its day."),
                                         "meta", wrap=True))
        for index, step in enumerate(steps):
            card = StepCard(step, partial(self._do, step), primary=index == 0)
            self.steps.append(card.button)
            column.addWidget(card)

    def _do(self, step: Step) -> None:
        if step.slot is None:
            self.ctx.go(step.page, step.record)
            return
        slot, day = step.slot
        made: list[Made] = []

        def start() -> Made:
            made.append(self.desk.meetings.start_from_slot(slot, day))
            return made[0]

        self.ctx.write(start, self.w("New meeting"))
        if made:
            self.ctx.go("meetings", made[0].id)

    def _tile(self, figure: Figure) -> Tile:
        tile = Tile(figure.label)
        tile.setMinimumWidth(self.ctx.theme.px(NARROWEST))  # all of one width: their words wrap
        tile.set_value(figure.number, figure.base, figure.tone)
        once(tile, partial(self.ctx.go, figure.page, figure.record))
        return tile

    def _arrange(self) -> None:
        if self._content is None:
            return
        self._content.setMaximumWidth(self.ctx.theme.px(WIDEST))
        for index, tile in enumerate(self.tiles):
            self._grid.addWidget(tile, index // self._columns, index % self._columns)
        for column in range(4):
            self._grid.setColumnStretch(column, 1 if column < self._columns else 0)
        self._lower.setDirection(QBoxLayout.Direction.TopToBottom if self._one_column else
                                 QBoxLayout.Direction.LeftToRight)
