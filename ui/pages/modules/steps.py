"""The first three steps of a round as forms: plan, do, check."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from plcdesk.services.module_views import ModuleDetail, RoundRow
from ui.pages.modules.lookup import Lookup
from ui.pages.modules.part import action
from ui.runtime.context import Context
from ui.widgets.binding import RecordForm
from ui.widgets.bound_rows import LONG_DATE, bind_row, date_field, make_field
from ui.widgets.cards import Card
from ui.widgets.choice_field import ChoiceField
from ui.widgets.fields import TextField
from ui.widgets.form_field import plain_label
from ui.widgets.long_text import LongText
from ui.widgets.person_field import PersonField


class StepCard(Card):
    """A step; the keyboard goes to its first field."""

    def __init__(self, title: str, form: RecordForm, first: str) -> None:
        super().__init__(title)
        self.form, self._first = form, first

    def setFocus(self, *_: Any) -> None:
        """Into the first field."""
        self.form.focus(self._first)


class PlanStep(StepCard):
    """What is to be reached, against which problem, where, when, with which version."""

    def __init__(self, ctx: Context, form: RecordForm, module: RecordForm, files_asked: Callable[[], object]) -> None:
        w = ctx.w
        super().__init__(w("Plan the lesson"), form, "objective")
        self.w = w
        self.body.addWidget(form.bind("objective", make_field(
            ctx, w("Objective"), LongText(2), optional=False, help=w("What the students will be able to do."))))
        self.body.addWidget(module.bind("problem", make_field(ctx, w("Local problem"), LongText(2))))
        self.version = ChoiceField(w, [])
        bind_row(ctx, form, self, ("classroom", make_field(ctx, w("Class"), TextField(60)), 160),
                 ("planned_on", date_field(ctx, w("Planned for"), weekday=True), LONG_DATE),
                 ("version_id", make_field(ctx, w("Version"), self.version), 160))
        self.files = plain_label("", "help", wrap=True)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.files, 1)
        line.addWidget(action(w("Files and versions"), "outlined", files_asked))
        self.body.addLayout(line)

    def show_round(self, detail: ModuleDetail, row: RoundRow) -> None:
        """Offer the versions, name the files of the one taught."""
        w = self.w
        self.version.set_choices([(one.version.id, w("Version {n}", n=one.number)) for one in reversed(detail.versions)])
        self.version.set_value(row.round.version_id)
        version = detail.version(row.round.version_id)
        names = ", ".join(file.file.name for file in version.files) if version is not None else ""
        self.files.setText(w("Files: {names}", names=names) if names else w("No file attached to this version yet"))


class DoStep(StepCard):
    """Who taught it, when, who watched."""

    def __init__(self, ctx: Context, form: RecordForm, people: Lookup) -> None:
        w = ctx.w
        super().__init__(w("Teach the lesson"), form, "taught_by")
        bind_row(ctx, form, self, ("taught_by", make_field(ctx, w("Taught by"), PersonField(w, people)), 300),
                 ("taught_on", date_field(ctx, w("Taught on"), weekday=True), LONG_DATE))
        self.body.addWidget(form.bind("observers", make_field(
            ctx, w("Observers"), TextField(300), help=w("Who watched the lesson. Their notes are kept under Observations."))))
        buttons = QWidget()
        line = QHBoxLayout(buttons)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(action(w("Open the observations"), "outlined", lambda: ctx.go("observations")))
        line.addStretch(1)
        self.body.addWidget(buttons)


class CheckStep(StepCard):
    """What the reviewers say, what happened to the students."""

    def __init__(self, ctx: Context, form: RecordForm, reviews_asked: Callable[[], object]) -> None:
        w = ctx.w
        super().__init__(w("Look at what happened"), form, "happened")
        self.ctx, self.w = ctx, w
        self.told = plain_label("", "strong", wrap=True)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.told, 1)
        line.addWidget(action(w("Fill in my review"), "outlined", reviews_asked))
        self.body.addLayout(line)
        self.body.addWidget(form.bind("happened", make_field(
            ctx, w("What happened to the students"), LongText(3), optional=False)))
        self.body.addWidget(form.bind("reflection", make_field(ctx, w("Reflection"), LongText(3))))

    def show_round(self, detail: ModuleDetail, row: RoundRow) -> None:
        """Say how many reviewers are done with the version of this round."""
        version = detail.version(row.round.version_id)
        if version is None:
            self.told.setText("")
            return
        found = self.ctx.desk.modules.reviews.of(version.version.id)
        self.told.setText(self.w("Version {number}: {n} of {m} reviewers are done", number=version.number, n=found.filled,
                                 m=found.expected))
