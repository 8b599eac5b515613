"""The start page: at most three next steps, what is coming, how safe the work is, four figures."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QGridLayout, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from plcdesk.domain.fields import mark
from ui.pages.home.columns import Figure, Step, coming, figures, next_steps
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.runtime.sizes import SizeClass
from ui.theme.roles import set_role
from ui.widgets.cards import Card, Tile
from ui.widgets.form_field import plain_label
from ui.widgets.page import Page, PageSpec


class HomePage(Page):
    """What a facilitator sees first; everything on it leads somewhere."""

    SPEC = PageSpec(
        id="home", title=mark("Home"), icon="house",
        tables=frozenset({"meeting", "attendance", "action", "slot", "person", "member", "talk_turn", "programme"}),
    )

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.steps: list[QPushButton] = []
        self.tiles: list[Tile] = []
        self._columns = 4
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
        content.setMaximumWidth(1100)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(16)
        self._add_steps(column)
        self._add_figures(column)
        self._lower = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lower.setSpacing(16)
        self._lower.addWidget(self._coming_card(), 3)
        self._lower.addWidget(self._safety_card(), 2)
        column.addLayout(self._lower)
        column.addStretch(1)
        place = self._scroll.verticalScrollBar().value()
        self._content = content
        self._scroll.setWidget(content)
        self._scroll.verticalScrollBar().setValue(place)
        self._arrange()

    def fit(self, size_class: SizeClass, short: bool) -> None:
        """Two tiles a row and one column where it is narrow."""
        self._columns = 2 if size_class is SizeClass.XS else 4
        self._arrange()

    def focus_list(self) -> bool:
        """The first next step."""
        if not self.steps:
            return False
        self.steps[0].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _add_steps(self, column: QVBoxLayout) -> None:
        steps = next_steps(self.desk, self.w)
        self.steps = []
        if not steps:
            column.addWidget(plain_label(self.w("Nothing is waiting. The next meeting appears here on its day."),
                                         "meta", wrap=True))
        for index, step in enumerate(steps):
            column.addWidget(self._step_card(step, primary=index == 0))

    def _step_card(self, step: Step, *, primary: bool) -> QFrame:
        card = set_role(QFrame(), "card")
        row = QHBoxLayout(card)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(12)
        pill = plain_label(step.why, f"pill-{step.tone}")
        pill.setSizePolicy(pill.sizePolicy().Policy.Maximum, pill.sizePolicy().Policy.Maximum)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(pill, 0, Qt.AlignmentFlag.AlignLeft)
        words.addWidget(plain_label(step.what, "subsection", wrap=True))
        row.addLayout(words, 1)
        button = set_role(QPushButton(step.verb), "primary" if primary else "outlined")
        button.setAccessibleDescription(f"{step.why}: {step.what}")
        once(button, partial(self._do, step))
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.steps.append(button)
        return card

    def _do(self, step: Step) -> None:
        if step.slot is None:
            self.ctx.go(step.page, step.record)
            return
        made: list[Any] = []

        def start() -> Any:
            made.append(self.desk.meetings.start_from_slot(*step.slot))  # type: ignore[misc]
            return made[0].changes

        self.ctx.write(start, self.w("Meeting"), self)
        if made:
            self.ctx.go("meetings", made[0].id)

    def _add_figures(self, column: QVBoxLayout) -> None:
        self._grid = QGridLayout()
        self._grid.setSpacing(12)
        self.tiles = [self._tile(figure) for figure in figures(self.desk, self.w)]
        column.addLayout(self._grid)

    def _tile(self, figure: Figure) -> Tile:
        tile = Tile(figure.label)
        tile.set_value(figure.number, figure.base, figure.tone)
        once(tile, partial(self.ctx.go, figure.page, figure.record))
        return tile

    def _arrange(self) -> None:
        if self._content is None:
            return
        for index, tile in enumerate(self.tiles):
            self._grid.addWidget(tile, index // self._columns, index % self._columns)
        narrow = self._columns == 2
        self._lower.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def _coming_card(self) -> Card:
        card = Card(self.w("Coming two weeks"))
        rows = coming(self.desk, self.w)
        if not rows:
            card.body.addWidget(plain_label(self.w("No meeting is planned. Set the fixed time of a group under People."),
                                            "help", wrap=True))
        for when, what, _ in rows[:6]:
            line = QVBoxLayout()
            line.setSpacing(0)
            line.addWidget(plain_label(when, "strong", wrap=True))
            line.addWidget(plain_label(what, "help", wrap=True))
            card.body.addLayout(line)
        if rows:
            more = set_role(QPushButton(self.w("Open the schedule")), "link")
            once(more, partial(self.ctx.go, "meetings", "view:schedule"))
            card.body.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        card.body.addStretch(1)
        return card

    def _safety_card(self) -> Card:
        card = Card(self.w("Safe keeping"))
        last = self.desk.backups.last()
        text = self.w("Last backup: {when}", when=self.w.moment(last.at)) if last else self.w("No backup yet")
        card.body.addWidget(plain_label(text, "meta", wrap=True))
        count, since = self.desk.exchange.unsent()
        if count and since is not None:
            card.body.addWidget(plain_label(
                self.w("{n} changes not sent since {date}", n=count, date=self.w.day(since.date())), "meta", wrap=True))
        elif not count:
            card.body.addWidget(plain_label(self.w("Everything has been sent"), "meta", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(8)
        for text, page, record in ((self.w("Send"), "exchange", "send"), (self.w("Backups"), "settings", "backups")):
            button = set_role(QPushButton(text), "outlined")
            once(button, partial(self.ctx.go, page, record))
            row.addWidget(button)
        row.addStretch(1)
        card.body.addLayout(row)
        card.body.addStretch(1)
        return card
