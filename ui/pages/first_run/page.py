"""The first minutes with the program: a new programme, joining one, going on from a backup, or a look at the sample."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import mark
from plcdesk.services.programme import ProblemsFound
from ui.pages.first_run.join import JoinView
from ui.pages.first_run.new_programme import NewProgramme
from ui.pages.first_run.restore import RestoreView
from ui.pages.first_run.welcome import Welcome
from ui.runtime.context import Context
from ui.runtime.sizes import SizeClass
from ui.theme.roles import set_role
from ui.widgets.control import set_property
from ui.widgets.page import Page, PageSpec

WIDEST = 720


class FirstRunPage(Page):
    """Two screens to the first page, a third only for joining."""

    SPEC = PageSpec(id="first_run", title=mark("Welcome to PLC Desk"), icon="house")

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self.welcome, self.new_form, self.join = Welcome(ctx), NewProgramme(ctx), JoinView(ctx)
        self.restoring = RestoreView(ctx)
        self.steps: tuple[QWidget, ...] = (self.welcome, self.new_form, self.join, self.restoring)
        self._card = set_role(QFrame(), "card")
        self.body.addWidget(self._centred())
        self.welcome.new_asked.connect(lambda: self._go(self.new_form))
        self.welcome.join_asked.connect(lambda: self._go(self.join))
        self.welcome.restore_asked.connect(lambda: self._go(self.restoring))
        self.restoring.chosen.connect(self.restore)
        self.welcome.sample_asked.connect(ctx.host.open_sample)
        self.new_form.started.connect(self._start)
        for step in (self.new_form, self.join, self.restoring):
            step.back_asked.connect(lambda: self._go(self.welcome))
        self.join.joined.connect(ctx.host.reload)
        self._go(self.welcome)

    @property
    def step_shown(self) -> QWidget:
        """The screen the user sees."""
        return next(step for step in self.steps if not step.isHidden())

    def back(self) -> bool:
        """Esc: one screen back."""
        if self.step_shown is self.welcome:
            return False
        if self.step_shown is self.join:
            return self.join.back()
        if self.step_shown is self.restoring:
            return self.restoring.back()
        self._go(self.welcome)
        return True

    def restore(self, backup: Path) -> None:
        """Go on from a backup; one that cannot be used changes nothing."""
        try:
            self.ctx.host.restore(backup)
        except UserError as error:
            self.ctx.notify.error(self.w.error(error))

    def _start(self, name: str, school: str, me: str) -> None:
        try:
            self.desk.programme.begin(name, school, me)
        except ProblemsFound as found:
            self.new_form.show_problems(found.problems)
        except UserError as error:
            self.ctx.notify.error(self.w.error(error))
        else:
            self.ctx.host.reload()

    def _go(self, step: QWidget) -> None:
        for other in self.steps:
            other.setVisible(other is step)
        # the lists of bundles bring cards of their own
        set_property(self._card, "role", "" if step in (self.join, self.restoring) else "card")
        if step is self.welcome:
            self.welcome.new.setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(step, NewProgramme | JoinView | RestoreView):
            step.begin()

    def _centred(self) -> QScrollArea:
        """A column of readable width in the middle; it scrolls where the window is low."""
        self._card.setMaximumWidth(WIDEST)
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(24, 24, 24, 24)
        for step in self.steps:
            inside.addWidget(step)
        content = set_role(QWidget(), "page")
        row = QHBoxLayout(content)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(self._card, 100, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        area = QScrollArea()
        area.setWidget(content)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return area

    def fit(self, size_class: SizeClass, short: bool) -> None:
        """Less air where the window is low."""
        super().fit(size_class, short)
        air = 12 if short else 24
        inside = self._card.layout()
        if inside is not None:
            inside.setContentsMargins(air, air, air, air)
