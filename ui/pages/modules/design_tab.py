"""What a module is: its name, what it is for, the local problem it answers, who wrote it."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from plcdesk.domain.modules import Module, ModuleFocus, ModuleKind, ModuleStatus
from plcdesk.services.module_views import ModuleDetail
from ui.pages.modules.authors import AuthorsCard
from ui.pages.modules.lookup import Lookup
from ui.pages.modules.part import Part, emptied
from ui.pages.modules.tick_field import TickField
from ui.runtime.context import Context
from ui.widgets.binding import RecordForm
from ui.widgets.bound_rows import bind_row, make_field
from ui.widgets.cards import Card
from ui.widgets.choice_field import ChoiceField
from ui.widgets.field_row import FieldRow
from ui.widgets.fields import TextField
from ui.widgets.form_field import FormField, plain_label
from ui.widgets.long_text import LongText


class DesignTab(Part):
    """Each field is saved when it is left; the status has its own rule for Final."""

    def __init__(self, ctx: Context, origin: QObject, people: Lookup) -> None:
        super().__init__(ctx, origin)
        w = self.w
        self.form = RecordForm(ctx, Module, w("Teaching material"), origin, self)
        self.form.saved.connect(lambda _changes: self.changed.emit())
        self.status = ChoiceField(w, ModuleStatus, none=None)
        self.status.edited.connect(self._set_status)
        self.authors = AuthorsCard(ctx, origin, people)
        self.authors.changed.connect(self.changed)
        self.column.addWidget(self._identity())
        self.column.addWidget(self._problem())
        self.column.addWidget(self.authors)
        self._inputs = Card(w("Input of parents and community figures"))
        self._input_list: QWidget | None = None
        self.column.addWidget(self._inputs)
        self.column.addStretch(1)

    def show_detail(self, detail: ModuleDetail) -> None:
        """Show a module."""
        super().show_detail(detail)
        if self.form.record is None or self.form.record.id != detail.module.id:
            self.form.open(detail.loaded)
        self.status.set_value(detail.module.status)
        self.authors.show_authors(detail.module.id, detail.authors)
        self._inputs.setVisible(bool(detail.inputs))
        self._input_list, column = emptied(self._input_list, self._inputs.body)
        for given in detail.inputs:
            words = " · ".join(part for part in (
                self.w.day(given.given_on) if given.given_on else "", self.w(given.role.label) if given.role else "") if part)
            column.addWidget(plain_label(given.text, "", wrap=True))
            column.addWidget(plain_label(words, "help"))

    def start(self) -> None:
        """The title."""
        self.form.focus("title")

    def commit(self) -> bool:
        """Save what is being typed."""
        return self.form.commit()

    def let_go(self) -> None:
        """Save what is being typed and let go."""
        super().let_go()
        self.form.close()

    def _set_status(self) -> None:
        if self.detail is None:
            return
        module, status = self.detail.module.id, self.status.value()
        if not self.write(lambda: self.desk.modules.set_status(module, status), self.w("Status")):
            self.status.set_value(self.detail.module.status)

    def _identity(self) -> Card:
        ctx, w, card = self.ctx, self.w, Card()
        bind_row(ctx, self.form, card, ("title", make_field(ctx, w("Title"), TextField(), optional=False), 480),
                 ("code", make_field(ctx, w("Code"), TextField(20)), 110))
        bind_row(ctx, self.form, card,
                 ("kind", make_field(ctx, w("Kind"), ChoiceField(w, ModuleKind, none=None), optional=False), 200),
                 ("focus", make_field(ctx, w("Focus"), ChoiceField(w, ModuleFocus)), 300))
        bind_row(ctx, self.form, card, ("classroom", make_field(ctx, w("Class or phase"), TextField(60)), 200),
                 ("subject", make_field(ctx, w("Subject or theme"), TextField(100)), 300))
        status = FormField(w, w("Status"), self.status, help=w("Final needs a completeness review of the newest version."))
        card.body.addWidget(FieldRow(ctx.theme, [(status, 300)]))
        return card

    def _problem(self) -> Card:
        ctx, w, card = self.ctx, self.w, Card(self.w("Local problem"))
        local = TickField(w("This module answers a problem of our own surroundings"))
        card.body.addWidget(self.form.bind("local", FormField(w, w("Based on a local problem"), local)))
        card.body.addWidget(self.form.bind("problem", make_field(
            ctx, w("Which problem or need of the students?"), LongText(3),
            help=w("For example: waste around the school, words the students do not know from home."))))
        return card
