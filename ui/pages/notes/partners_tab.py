"""What parents and community figures bring in, and in which modules it was used."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from plcdesk.domain.changes import Row
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import Meeting
from plcdesk.domain.partners import PartnerInput, PartnerRole
from plcdesk.services.partners import PartnerRow, UsedIn
from ui.pages.notes.add_dialogs import add_in_school
from ui.pages.notes.note_form import NoteForm
from ui.pages.notes.places import schools, short
from ui.pages.notes.views_tab import Part, ViewsTab
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.runtime.tips import plain_tip
from ui.theme.roles import set_role
from ui.widgets.bound_rows import LONG_DATE, bind_row, date_field, make_field
from ui.widgets.cards import Card
from ui.widgets.choice_field import ChoiceField
from ui.widgets.control import SMALLEST
from ui.widgets.data_table import ListPane
from ui.widgets.empty import EmptyState
from ui.widgets.field_row import FieldRow
from ui.widgets.filter_bar import Filter
from ui.widgets.flow import FlowLayout
from ui.widgets.form_field import plain_label
from ui.widgets.long_text import LongText
from ui.widgets.query import MemorySource
from ui.widgets.record_view import RecordView
from ui.widgets.two_line_list import Line

INPUTS = "inputs"


def code_of(use: UsedIn) -> str:
    """How a module is named where there is little room."""
    return use.code or short(use.title, 24)


class PartnersTab(ViewsTab):
    """The list of inputs, and the way to the parents' sheets."""

    def __init__(self, ctx: Context, origin: QWidget) -> None:
        w = ctx.w
        super().__init__(ctx, w("View"), (
            Part(INPUTS, w("Input"), w("Add input"), PartnersView(ctx, origin)),))
        self.origin = origin
        self.dialog: QWidget | None = None
        self.sheets = set_role(QPushButton(w("Parents' questionnaires")), "link")
        self.sheets.setMinimumHeight(SMALLEST)
        self.sheets.setToolTip(w("The sheets of instrument O are under Questionnaires."))
        once(self.sheets, lambda: ctx.go("questionnaires"))
        self.line.addWidget(self.sheets)
        self.view.pane.empty.acted.connect(self.add)
        self._turn()

    def add(self) -> None:
        """A new input, of today."""
        self.commit()
        self.dialog = add_in_school(self.ctx, self.add_text, self.view.form.label,
                                    lambda school: self.ctx.desk.notes.partners.add(school_id=school),
                                    self.origin, self.show_made)

    def _turn(self) -> None:
        super()._turn()
        self.top.setVisible(not self.alone)


class PartnersView(RecordView):
    """The inputs, the newest first."""

    def __init__(self, ctx: Context, origin: QObject) -> None:
        w = ctx.w
        filters = [Filter("role", w("Role"), [(role, w(role.label)) for role in PartnerRole]),
                   Filter("used", w("Used"), [(True, w("Used in a module")), (False, w("Not used yet"))]),
                   Filter("school", w("School"), ())]
        empty = EmptyState(w, w("No input yet"),
                           w("Write down what parents and community figures propose. Never with their names."),
                           w("Add input"), primary=False)
        pane = ListPane(w, ctx.theme, self._line, filters, empty=empty)
        pane.view.setAccessibleName(w("Input"))
        super().__init__(ctx, pane, PartnerForm(ctx, origin), w("Choose an input from the list."))

    def source(self) -> MemorySource:
        """All inputs."""
        found = schools(self.ctx)
        self.pane.bar.set_options("school", found)
        self.pane.bar.show_filter("school", len(found) > 1)
        return MemorySource(self.ctx.desk.notes.partners.rows(), lambda row: f"{row.text} {row.school}",
                            {"role": lambda row: row.role, "used": lambda row: bool(row.used),
                             "school": lambda row: row.school_id})

    def _line(self, row: PartnerRow) -> Line:
        w = self.ctx.w
        below = [w(row.role.label) if row.role is not None else "", w.day(row.given_on) if row.given_on else ""]
        codes = ", ".join(code_of(use) for use in row.used)
        return Line(short(row.text) or w("Not described yet"), " · ".join(part for part in below if part),
                    w("Used in {modules}", modules=codes) if row.used else "", "success")


class PartnerForm(NoteForm):
    """One input: who, when, where, what, and the modules that took it up."""

    CLS = PartnerInput

    def cards(self) -> Sequence[QWidget]:
        """The input, then its uses."""
        ctx, w, card = self.ctx, self.w, Card()
        self.forum = ChoiceField(w, [])
        bind_row(ctx, self.form, card, ("text", make_field(
            ctx, w("Input"), LongText(3), optional=False,
            help=w("For example local content worth teaching. Do not write names.")), 640))
        bind_row(ctx, self.form, card,
                 ("role", make_field(ctx, w("Role"), ChoiceField(w, PartnerRole), optional=False), 240),
                 ("given_on", date_field(ctx, w("Date"), optional=False, weekday=True), LONG_DATE))
        bind_row(ctx, self.form, card, ("meeting_id", make_field(ctx, w("Forum"), self.forum), 520))
        return card, self._uses_card()

    def prepare(self, record: PartnerInput) -> None:
        """The meetings at which it may have been said."""
        meetings = self.ctx.desk.notes.partners.forums()
        self.forum.set_choices([(one.id, self._meeting(one)) for one in meetings])

    def show_record(self, record: PartnerInput) -> None:
        """The modules that use it, and those that could."""
        found = self.ctx.desk.notes.partners.detail(record.id)
        used = found[1] if found is not None else ()
        taken = {use.module_id for use in used}
        offered = [(one.id, f"{one.code} {one.title}".strip())
                   for one in self.ctx.desk.notes.partners.modules(record.school_id) if one.id not in taken]
        self.module.set_choices(offered)
        self.module.set_value(None)
        self._adding.setVisible(bool(offered))
        self._none.setText(self.w("Not used in a module yet.") if offered or used else
                           self.w("There are no modules yet. Add them under Modules."))
        self._none.setVisible(not used)
        self._show_chips(used)

    def title(self, record: PartnerInput) -> str:
        """Its first words."""
        return short(record.text) or self.w("Partner input")

    def facts(self, record: PartnerInput) -> str:
        """Its school."""
        return dict(schools(self.ctx)).get(record.school_id or Id(""), self.w("Several schools"))

    def _uses_card(self) -> Card:
        ctx, w, card = self.ctx, self.w, Card(self.w("Used in modules"))
        self._none = plain_label("", "help", wrap=True)
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips, 8)
        self.module = ChoiceField(w, [], none=w("Choose a module"))
        self.module.edited.connect(self._use)
        self._adding = FieldRow(ctx.theme, [(make_field(ctx, w("Used in"), self.module), 480)])
        for part in (self._none, self._chips, self._adding):
            card.body.addWidget(part)
        return card

    def _show_chips(self, used: Sequence[UsedIn]) -> None:
        self._flow.clear()
        for use in used:
            self._flow.addWidget(self._chip(use))
        self._chips.setVisible(bool(used))

    def _chip(self, use: UsedIn) -> QWidget:
        w, chip = self.w, QWidget(self._chips)
        line = QHBoxLayout(chip)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        go = set_role(QPushButton(w("Used in {modules}", modules=code_of(use)).replace("&", "&&")), "outlined")
        go.setToolTip(plain_tip(use.title))
        go.setAccessibleName(w("Open module {title}", title=use.title))
        once(go, partial(self.ctx.go, "modules", use.module_id))
        drop = set_role(QPushButton("✕"), "icon")
        drop.setAccessibleName(w("No longer used in {modules}", modules=code_of(use)))
        drop.setToolTip(plain_tip(drop.accessibleName()))
        once(drop, partial(self._unuse, use))
        for button in (go, drop):
            button.setMinimumHeight(SMALLEST)
            button.setMinimumWidth(SMALLEST)
            line.addWidget(button)
        return chip

    def _use(self) -> None:
        record, module = self.form.record, self.module.value()
        if record is None or module is None:
            return
        self.form.commit()
        self._note(lambda: self.ctx.desk.notes.partners.use(record.id, module))

    def _unuse(self, use: UsedIn) -> None:
        record = self.form.record
        if record is not None and self._note(lambda: self.ctx.desk.notes.partners.unuse(record.id, use.module_id)):
            self.ctx.notify.undo_toast(self.w("No longer used in {modules}", modules=code_of(use)))

    def _note(self, work: object) -> bool:
        done = bool(self.ctx.write(work, self.w("Used in a module"), self.origin))  # type: ignore[arg-type]
        if self.form.record is not None:
            self.show_record(self.form.record)
        self.changed.emit()
        return done

    def _meeting(self, meeting: Meeting) -> str:
        return self.ctx.desk.records.title(Row("meeting", meeting.id), self.w)
