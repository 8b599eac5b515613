"""What stands above the items of a sheet: its number and from whom it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import Instrument
from plcdesk.domain.partners import PartnerRole
from plcdesk.services.questionnaire_views import ANONYMOUS, SheetToFill, asks_role
from ui.pages.questionnaires.parts import number_words
from ui.runtime.context import Context
from ui.widgets.control import set_property
from ui.widgets.fields import NumberField
from ui.widgets.flow import FlowLayout
from ui.widgets.form_field import plain_label
from ui.widgets.person_field import Option, PersonField
from ui.widgets.segmented import Segmented

MOST = 9999
NAME = 260


class Respondent(NamedTuple):
    """From whom a sheet is: a person of the programme, or a code, or a partner's role; all empty: anonymous."""

    person_id: Id | None = None
    code: str = ""


class Teachers:
    """Where the respondent field looks people up: those of the batch's school first."""

    def __init__(self, desk: Any) -> None:
        self._desk = desk
        self.school_id: Id | None = None

    def find(self, text: str, limit: int) -> Sequence[Option]:
        """People whose name or pseudonym matches."""
        rows = self._desk.people.find(text, school_id=self.school_id, limit=limit)
        return [Option(row.id, row.name, row.school if row.school_id != self.school_id else row.alias) for row in rows]

    def name(self, person: Id) -> str:
        """The name of one person."""
        return str(self._desk.people.names().get(person, ""))


class SheetHead(QWidget):
    """Number (given by itself) and respondent: three letters of a name, a code, nothing for anonymous; a role where the
    questionnaire asks for one, nothing at all where it is anonymous. Enter leads on to the items."""

    done = Signal()
    """On to the items."""
    changed = Signal()
    """Number or respondent were changed and the field was left."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.ctx, self.w = ctx, ctx.w
        w = self.w
        self.people = Teachers(ctx.desk)
        self.number = NumberField(w, 1, MOST)
        self.number.setMaximumWidth(ctx.theme.px(90))
        self.person = PersonField(w, self.people)
        self.person.setPlaceholderText(w("Anonymous"))
        self.person.setToolTip(w("Three letters of the name, a code, or leave it empty: anonymous"))
        self.person.setSizePolicy(QSizePolicy.Policy.Fixed, self.person.sizePolicy().verticalPolicy())
        self.person.setFixedWidth(ctx.theme.px(NAME))
        self.role = Segmented(w("Respondent"), [(role.value, w(role.label)) for role in PartnerRole])
        self.nobody = plain_label(w(ANONYMOUS), "meta")
        flow = FlowLayout(self, 12)
        flow.addWidget(_named(w("Sheet number"), self.number))
        self._person_part = _named(w("Respondent"), self.person)
        self._role_part = _named(w("Respondent"), self.role)
        self._nobody_part = _named(w("Respondent"), self.nobody)
        for part in (self._person_part, self._role_part, self._nobody_part):
            flow.addWidget(part)
        self.number.left.connect(self.changed)
        self.number.entered.connect(self._on)
        self.person.left.connect(self.changed)
        self.person.entered.connect(self._on)
        self.role.chosen.connect(lambda _: self._role_chosen())
        self._asks_role = self._anonymous = False

    def show_sheet(self, instrument: Instrument, school_id: Id | None, number: int | None, who: Respondent, *,
                   locked: bool) -> None:
        """Show a sheet's number and respondent; `locked` for a second entry, which takes both over."""
        self._asks_role, self._anonymous = asks_role(instrument), instrument.anonymous
        self.people.school_id = school_id
        self.number.set_raw(number_words(number) if number is not None else "")
        if who.person_id is not None:
            self.person.set_value(who.person_id)
        else:
            self.person.set_raw(who.code)
        self.role.set_value(who.code if self._asks_role else None)
        self._role_part.setVisible(self._asks_role)
        self._person_part.setVisible(not self._asks_role and not self._anonymous)
        self._nobody_part.setVisible(not self._asks_role and self._anonymous)
        for field in (self.number, self.person):
            field.setReadOnly(locked)
            set_property(field, "readonly", locked)
        self.role.setEnabled(not locked)

    def show_filled(self, sheet: SheetToFill) -> None:
        """Show the head of a sheet that is stored."""
        form = sheet.form.record
        self.show_sheet(sheet.instrument, form.school_id, form.number, Respondent(form.person_id, form.respondent),
                        locked=sheet.blind)

    @property
    def sheet_number(self) -> int | None:
        """The number, None when it cannot be read."""
        value = self.number.value()
        return int(value) if value is not None and self.number.problem() is None else None

    @property
    def respondent(self) -> Respondent:
        """From whom the sheet is. A text that names nobody in the programme is a code."""
        if self._asks_role:
            return Respondent(code=str(self.role.value() or ""))
        if self._anonymous:
            return Respondent()
        person = self.person.value()
        return Respondent(person) if person is not None else Respondent(code=self.person.raw().strip())

    @property
    def typing(self) -> bool:
        """Whether somebody is writing in the number or the name."""
        return any(field.hasFocus() and field.isModified() for field in (self.number, self.person))

    @property
    def written(self) -> str:
        """The name or code as it is typed."""
        return self.person.raw().strip() if self.asks_person else ""

    def recall(self, name: str) -> None:
        """Put back a name that was typed before."""
        if name and self.asks_person:
            self.person.set_raw(name)

    @property
    def role_missing(self) -> bool:
        """Whether the role has to be said first: it decides what is asked."""
        return self._asks_role and not self.role.value()

    @property
    def asks_role(self) -> bool:
        """Whether a partner's role is asked for."""
        return self._asks_role

    @property
    def asks_person(self) -> bool:
        """Whether a person or code can be given."""
        return not self._asks_role and not self._anonymous

    def begin(self) -> None:
        """Put the keyboard where it is needed before the items."""
        if self._asks_role:
            self.role.setFocus(Qt.FocusReason.OtherFocusReason)
            self.role.focusNextChild()
        elif self.asks_person:
            self.person.setFocus(Qt.FocusReason.OtherFocusReason)
            self.person.selectAll()

    def _role_chosen(self) -> None:
        self.changed.emit()
        self.done.emit()

    def _on(self) -> None:
        # a moment later: the field still has its own work to do with Enter
        QTimer.singleShot(0, self, self.done.emit)


def _named(label: str, control: QWidget) -> QWidget:
    part = QWidget()
    row = QHBoxLayout(part)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    caption = plain_label(label, "label")
    caption.setBuddy(control)
    row.addWidget(caption)
    row.addWidget(control)
    control.setAccessibleName(label)
    return part
