"""The journal of one teacher and month: written on screen or copied from paper, and how the skills grew."""

from __future__ import annotations

import dataclasses
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.changes import Row
from plcdesk.domain.forms import FormState, Mode, Rated
from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import AnswerKind
from plcdesk.domain.months import first_day
from plcdesk.domain.people import Person
from plcdesk.services.form_views import Filled
from plcdesk.services.journals import FACILITATION, JOURNAL
from ui.pages.notes.finish_line import FinishLine
from ui.pages.notes.growth import GrowthCard
from ui.pages.notes.places import month_name, schools
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.agreement_table import AgreementTable
from ui.widgets.banner import Strip
from ui.widgets.cards import Card
from ui.widgets.control import SMALLEST
from ui.widgets.form_field import plain_label
from ui.widgets.form_items import FormItems
from ui.widgets.item_control import joined
from ui.widgets.record_head import RecordHead
from ui.widgets.scrolling import scrolled
from ui.widgets.segmented import Segmented
from ui.widgets.sheet_entry import SheetEntry


class JournalForm(QWidget):
    """`month` is set by the tab. `changed` follows each save; `next_asked` the end of a journal copied from paper."""

    changed = Signal()
    next_asked = Signal()
    table = "form"

    def __init__(self, ctx: Context, origin: QWidget) -> None:
        super().__init__()
        self.ctx, self.w, self.origin = ctx, ctx.w, origin
        self.label = self.w("Reflection journal")
        self.month: date = first_day(ctx.desk.today())
        self.person: Person | None = None
        self.filled: Filled | None = None
        self._on_sheet: Id | None = None
        self._found: tuple[Id, ...] = ()
        self._wanted: Id | None = None
        self.several = Strip(self.w("Two laptops began a journal of this month. The last one counts."), "warning",
                             self.w("Show the other one"))
        self.several.acted.connect(self.turn_over)
        self.several.hide()
        self.mode = Segmented(self.w("Filled in"), [(mode, self.w(mode.label)) for mode in Mode])
        self.mode.chosen.connect(self._mode_chosen)
        self.head = RecordHead(self.w("Move to Trash"), self.delete)
        self.items = FormItems(ctx, self.label, origin)
        self.items.saved.connect(self._answered)
        self.sheet = SheetEntry(self.w, ctx.theme, ctx.desk.today)
        self.sheet.answered.connect(self._sheet_answered)
        self.sheet.finished.connect(self._sheet_finished)
        self.line = FinishLine(ctx, self.label, origin)
        self.line.finished.connect(self._reread)
        self.growth, self.beside = GrowthCard(ctx), Card(self.w("Own view beside the observer's"))
        self.table_beside = AgreementTable(self.w, ctx.theme)
        self.beside.body.addWidget(self.table_beside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(self.several, self._empty_card(), self._journal_card(), self.growth, self.beside), 1)

    def open(self, person_id: Id) -> bool:
        """Show the journal of a person in the month, or that there is none yet."""
        person = self.ctx.desk.records.get(Person, person_id)
        if person is None:
            return False
        self.person = person
        self._reread(tell=False)
        return True

    def turn_over(self) -> None:
        """Show the other journal of the same month, which another laptop began."""
        self.commit()
        if self.filled is not None and self.filled.form.id in self._found:
            at = self._found.index(self.filled.form.id)
            self._wanted = self._found[(at + 1) % len(self._found)]
            self._reread()

    def commit(self) -> bool:
        """Save what is half typed."""
        self.items.commit()
        self.sheet.commit()
        return True

    def begin(self) -> None:
        """To the first item, or to the button that begins the journal."""
        if self.filled is None:
            self.write.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.mode.value() is Mode.PAPER:
            self.sheet.setFocus()
        else:
            self.items.focus_first()

    def start(self, mode: Mode = Mode.SCREEN) -> None:
        """Begin the journal of this person and month."""
        person = self.person
        if person is None or self.filled is not None:
            return
        self.ctx.write(lambda: self.ctx.desk.notes.journals.start(person.id, self.month, mode), self.label, self.origin)
        self._reread()
        self.begin()

    def finish(self) -> bool:
        """Finish the journal, or open it again."""
        if self.filled is None:
            return False
        self.commit()
        self.line.act()
        return True

    def delete(self) -> None:
        """Move the journal to the Trash; the toast brings it back."""
        if self.filled is None:
            return
        self.commit()
        title, row = self.w("Journal of {name}", name=self.head.title.text()), Row("form", self.filled.form.id)
        if self.ctx.write(lambda: self.ctx.desk.records.delete(row), self.label, self.origin):
            self.ctx.notify.undo_toast(self.w("“{title}” moved to Trash", title=title))
        self._reread()

    def _reread(self, *, tell: bool = True) -> None:
        person = self.person
        if person is None:
            return
        self._found = self.ctx.desk.notes.journals.all_of(person.id, self.month)
        form_id = self._wanted if self._wanted in self._found else next(iter(self._found), None)
        self.filled = self.ctx.desk.forms.load(form_id) if form_id is not None else None
        self.several.setVisible(len(self._found) > 1)
        self._show_items()
        self._show_growth(person.id)
        self._say(person)
        if tell:
            self.changed.emit()

    def _show_items(self) -> None:
        filled = self.filled
        there = filled is not None
        self.empty.setVisible(not there)
        self.journal.setVisible(there)
        self.head.remove.setVisible(there)
        self.empty_words.setText(self.w("No journal of {month} yet", month=month_name(self.ctx, self.month)))
        self.line.show_form(filled)
        if filled is None:
            self.items.show_form(None, ())
            self.sheet.start(())
            return
        paper = filled.form.mode is Mode.PAPER
        self.mode.set_value(filled.form.mode)
        self.items.setVisible(not paper)
        self.sheet.setVisible(paper)
        self.items.show_form(None if paper else filled, () if paper else filled.asked)
        if not paper:
            self.sheet.start(())
        elif self._on_sheet != filled.form.id or not self.sheet.current:
            self.sheet.start(filled.asked, filled.rated)
        else:
            self.sheet.set_rated(filled.rated)
        self._on_sheet = filled.form.id if paper else None
        self.sheet.set_read_only(filled.read_only)

    def _show_growth(self, person_id: Id) -> None:
        desk, language = self.ctx.desk, self.w.language
        instrument = self.filled.instrument if self.filled is not None else desk.instruments.current(JOURNAL)
        self.growth.show_points(desk.notes.journals.growth(person_id),
                                {item.code: item.label.to(language) for item in instrument.items})
        pair = desk.forms.self_and_other(person_id, self.month, FACILITATION)
        both = pair is not None and pair.self_id is not None and pair.other_id is not None
        self.beside.setVisible(both)
        if both and pair is not None:
            rows = [row for row in pair.rows if not (row.first.blank and row.second.blank)]
            self.table_beside.set_rows(rows, self.w("Own view"), self.w("Observer"))

    def _say(self, person: Person) -> None:
        w, filled = self.w, self.filled
        parts = [month_name(self.ctx, self.month)]
        found = schools(self.ctx)
        if len(found) > 1:
            parts.append(dict(found).get(person.school_id or Id(""), ""))
        if filled is not None:
            parts.append(w("{n} of {m} items filled", n=filled.done, m=filled.total))
            if filled.score.rules.get("able"):
                parts.append(w("able to facilitate"))
        self.head.say(person.name, " · ".join(part for part in parts if part))

    def _answered(self) -> None:
        """One answer more: the items on screen know it already."""
        if self.filled is not None:
            self.filled = self.ctx.desk.forms.load(self.filled.form.id)
            self.line.show_form(self.filled)
        if self.person is not None:
            self._show_growth(self.person.id)
            self._say(self.person)
        self.changed.emit()

    def _sheet_answered(self, code: str, rated: Rated) -> None:
        filled, forms = self.filled, self.ctx.desk.forms
        if filled is None:
            return
        item = filled.instrument.item(code)
        if item is not None and item.kind is AnswerKind.LEVEL:
            rated = joined(filled.rated.get(code, Rated()), rated)
        self.ctx.write(lambda: forms.answer(filled.form.id, code, rated, filled.held(code)), self.label, self.origin)
        self._answered()
        if self.filled is not None:
            self.sheet.set_rated(self.filled.rated)

    def _sheet_finished(self) -> None:
        filled = self.filled
        if filled is not None and filled.form.state is not FormState.COMPLETE:
            self.line.act()
        self.next_asked.emit()

    def _mode_chosen(self, mode: Mode) -> None:
        filled = self.filled
        if filled is None:
            return
        self.commit()
        fresh = self.ctx.desk.forms.load(filled.form.id)
        if fresh is not None and fresh.form.mode is not mode:
            self.ctx.write(lambda: self.ctx.desk.records.save(dataclasses.replace(fresh.form, mode=mode), fresh.loaded),
                           self.label, self.origin)
        self._reread()
        self.begin()

    def _empty_card(self) -> QFrame:
        w, self.empty = self.w, Card()
        self.empty_words = plain_label("", "subsection", wrap=True)
        self.write, self.copy = QPushButton(w("Write the journal")), QPushButton(w("Copy from paper"))
        line = QHBoxLayout()
        for button, mode, role in ((self.write, Mode.SCREEN, "primary"), (self.copy, Mode.PAPER, "outlined")):
            set_role(button, role).setMinimumHeight(SMALLEST)
            once(button, partial(self.start, mode))
            line.addWidget(button)
        line.addStretch(1)
        self.empty.body.addWidget(self.empty_words)
        self.empty.body.addWidget(plain_label(w("Each teacher fills in the own journal once a month; it may be copied "
                                                "from paper here."), "help", wrap=True))
        self.empty.body.addLayout(line)
        return self.empty

    def _journal_card(self) -> QFrame:
        self.journal = Card()
        self.journal.body.addWidget(self.mode, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.items, self.sheet, self.line):
            self.journal.body.addWidget(part)
        return self.journal
