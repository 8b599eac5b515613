"""Keying paper sheets one after the other: a digit answers an item and goes on (ux 5.6).

Every digit is one save of its own: it takes a few milliseconds, less than the finger needs for the next one, and after
a power cut the sheet goes on at the item after the last digit. A sheet is stored with its first answer, so that a look
at an empty one leaves nothing behind.
"""

from __future__ import annotations

import contextlib

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from plcdesk.domain.changes import Changes, Row
from plcdesk.domain.errors import UserError
from plcdesk.domain.forms import Form, FormState, Rated
from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import AnswerKind, Instrument, Item
from plcdesk.domain.scoring import answered
from plcdesk.services.questionnaire_views import BatchRow, SheetToFill, asked_items
from plcdesk.services.records import Made
from ui.pages.questionnaires.entry_frame import EntryFrame
from ui.pages.questionnaires.heading import Respondent
from ui.pages.questionnaires.parts import number_words
from ui.runtime.context import Context

RESPONDENT = "respondent"
"""Under which a name that was typed for a sheet without answers is kept with its batch."""


class EntryView(EntryFrame):
    """One sheet at a time. `closed` = pause, back to the batch; `checked(id)` = the second entry of that sheet is done."""

    closed = Signal()
    checked = Signal(str)

    def __init__(self, ctx: Context, origin: QWidget) -> None:
        super().__init__(ctx)
        self._origin = origin
        self.batch: BatchRow | None = None
        self.form_id: Id | None = None
        self.blind = False
        self._instrument: Instrument | None = None
        self._items: tuple[Item, ...] = ()
        self._rated: dict[str, Rated] = {}
        self._carried, self._nameless = Respondent(), False
        self._existing: Id | None = None
        self._corrects = False
        self._connect()

    def open_new(self, batch_id: Id) -> bool:
        """A fresh sheet of a batch, under the next number. False when the batch is gone."""
        self.batch = self.ctx.desk.questionnaires.batch(batch_id)
        if self.batch is None:
            return False
        self._instrument = self.ctx.desk.questionnaires.instrument(batch_id)
        self.form_id, self.blind, self._rated, self._corrects = None, False, {}, False
        self.head.show_sheet(self._instrument, self.batch.school_id,
                             self.ctx.desk.questionnaires.next_number(batch_id), self._carried, locked=False)
        self.head.recall(self.ctx.desk.drafts.get(Row("batch", batch_id)).get(RESPONDENT, ""))
        self._items = asked_items(self._instrument, self.batch.occasion, self.head.respondent.code)
        self._start()
        return True

    def open_sheet(self, form_id: Id) -> bool:
        """A sheet, or a second entry, at its first item without an answer. False when it is gone."""
        sheet = self._load(form_id)
        if sheet is None:
            return False
        self._corrects = sheet.form.record.state is FormState.COMPLETE
        self.head.show_filled(sheet)
        self._start()
        return True

    def reread(self) -> bool:
        """Something was changed elsewhere (or taken back): show what is stored. False when the sheet is gone."""
        if self.batch is None:
            return False
        if self.form_id is None:
            return self.ctx.desk.questionnaires.batch(self.batch.id) is not None
        items, sheet = self._items, self._load(self.form_id)
        if sheet is None:
            return False
        if not self.head.typing:
            self.head.show_filled(sheet)
        if items != self._items:
            self.entry.start(self._items, self._rated)
        else:
            self.entry.set_rated(self._rated)
        self._count()
        return True

    def finish(self) -> None:
        """Enter on the last item. Blank items are asked for once more; 0 says that the paper has no answer."""
        if self.batch is None:
            return
        self.leave()
        blank = [item for item in self._items if item.kind is AnswerKind.LEVEL and not answered(item, self._rated)]
        if not blank:
            self._next(partial=False)
            return
        self._existing = None
        self.entry.select(blank[0].code)
        self.entry.setFocus()
        self.say(self.w.plural("{n} item has no answer. Press 0 if the paper has none.",
                               "{n} items have no answer. Press 0 if the paper has none.", len(blank)), "warning",
                 self.w("Leave them and go on") if self.form_id is not None and not self.blind else "")

    def forget(self) -> None:
        """Another batch: nothing is carried over to it."""
        self._carried, self._nameless = Respondent(), False

    def leave(self) -> None:
        """Store what is typed; a name that stands above a sheet without answers is kept for when it is gone on with."""
        self.entry.commit()
        if self.batch is not None and self.form_id is None:
            row, name = Row("batch", self.batch.id), self.head.written
            with contextlib.suppress(UserError):  # a full disk is told elsewhere
                if name:
                    self.ctx.desk.drafts.put(row, RESPONDENT, name)
                else:
                    self.ctx.desk.drafts.clear(row, RESPONDENT)

    def pause(self) -> None:
        """Leave the sheet as it is; it stays partial and can be gone on with."""
        self.leave()
        if self.form_id is not None and self._rated:
            self.ctx.notify.toast(self.w("Sheet {n} is kept. Go on whenever you like.", n=self.number_text))
        self.closed.emit()

    def begin(self) -> None:
        """Put the keyboard where the next key belongs."""
        if self.form_id is None and (self.head.role_missing or (self.head.asks_person and not self._nameless)):
            self.head.begin()
        else:
            self.entry.setFocus()

    def _connect(self) -> None:
        self.entry.answered.connect(self._answered)
        self.entry.ticked.connect(self._ticked)
        self.entry.typed.connect(lambda *_: self.pace.key())
        self.entry.finished.connect(self.finish)
        self.head.changed.connect(self._head_changed)
        self.head.done.connect(self.entry.setFocus)
        self.said.acted.connect(self._act)

    def _load(self, form_id: Id) -> SheetToFill | None:
        if self.ctx.desk.records.get(Form, form_id) is None:
            return None
        sheet = self.ctx.desk.questionnaires.fill(form_id)
        self.batch, self._instrument, self.form_id, self.blind = sheet.batch, sheet.instrument, form_id, sheet.blind
        self._items, self._rated = sheet.items, dict(sheet.rated)
        return sheet

    def _start(self) -> None:
        assert self.batch is not None
        self._existing = None
        self.say("")
        self.show_batch(self.batch, blind=self.blind)
        self.entry.start(self._items, self._rated)
        self._count()
        self.begin()

    def _count(self) -> None:
        if self.batch is not None:
            self.show_progress(self.batch, new=self.form_id is None, counted=not (self.blind or self._corrects))

    def _answered(self, code: str, rated: Rated) -> None:
        self.pace.key()
        form, forms = self._ensure(keep=bool(rated.evidence)), self.ctx.desk.forms
        if form is not None and (self.ctx.write(lambda: forms.answer(form, code, rated), self.w("Answer"), self._origin)
                                 or forms.held(form, code).record.rated == rated):
            self._rated[code] = rated
        elif rated.evidence:
            self.entry.refused(code, self.w("Not saved yet. Your entries are still on screen. Trying again…"))

    def _ticked(self, code: str, on: bool) -> None:
        self.pace.key()
        form, item = self._ensure(), self._instrument.item(code) if self._instrument is not None else None
        if form is None or item is None:
            return
        self.ctx.write(lambda: self.ctx.desk.forms.tick(form, item.code, code, on), self.w("Answer"), self._origin)
        # an exclusive choice ends others: what is stored is the truth
        self._rated = dict(self.ctx.desk.questionnaires.fill(form).rated)
        self.entry.set_rated(self._rated)

    def _ensure(self, *, keep: bool = False) -> Id | None:
        """The sheet that is filled; it comes into being with its first answer. None when that cannot be: then the digit
        is not kept either (words stay on screen with `keep`), and what is in the way is told."""
        if self.form_id is not None:
            return self.form_id
        if self.batch is None or not self._free():
            if not keep:
                QTimer.singleShot(0, self, lambda: self.entry.start(self._items, {}))
            return None
        batch, number, who = self.batch, self.head.sheet_number, self.head.respondent
        made: list[Made] = []

        def begin() -> Changes:
            made.append(self.ctx.desk.questionnaires.new_sheet(batch.id, number, who.person_id, who.code))
            return made[0].changes

        if self.ctx.write(begin, self.w("Sheet"), self._origin):
            self.form_id = made[0].id
            self.ctx.desk.drafts.clear(Row("batch", batch.id), RESPONDENT)
            self._carried = who if self.head.asks_role else Respondent()
            self._nameless = self.head.asks_person and who == Respondent()
            self.batch = self.ctx.desk.questionnaires.batch(batch.id) or batch
            self.say("")
        return self.form_id

    def _free(self) -> bool:
        """Whether number and respondent can be taken; else what is in the way is told."""
        if self.batch is None:
            return False
        who, number = self.head.respondent, self.head.sheet_number
        if self.head.role_missing:
            self.say(self.w("First choose who filled in this sheet."), "warning")
            return False
        if number is None:
            self.say(self.w("Enter a number"), "warning")
            return False
        there = self.ctx.desk.questionnaires.there(self.batch.id, number, who.person_id, who.code, self.form_id)
        self._existing = there.form_id if there is not None else None
        if there is not None:
            self.say(self.w.error(there), "warning", self.w("Open the existing one"))
        return there is None

    def _head_changed(self) -> None:
        if self.batch is None or self.blind or not self._free():
            return
        self.say("")
        who, number, form, service = self.head.respondent, self.head.sheet_number, self.form_id, \
            self.ctx.desk.questionnaires
        if form is None:
            assert self._instrument is not None
            items = asked_items(self._instrument, self.batch.occasion, who.code)
            if items != self._items:
                self._items = items
                self.entry.start(items, {})
            self._count()
            return
        assert number is not None
        self.ctx.write(lambda: service.set_head(form, number, who.person_id, who.code), self.w("Sheet"), self._origin)
        self.reread()

    def _act(self) -> None:
        """The button beside what was said: open the sheet that is there already, or go on in spite of blank items."""
        if self._existing is not None:
            self.open_sheet(self._existing)
        else:
            self._next(partial=True)

    def _next(self, *, partial: bool) -> None:
        """The sheet is done as far as it goes: on to the next one."""
        form, batch, number = self.form_id, self.batch, self.head.sheet_number
        if form is None or batch is None:
            return
        state = FormState.PARTIAL if partial else FormState.COMPLETE
        record = self.ctx.desk.records.get(Form, form)
        if record is not None and record.state is not state:
            deed = self.ctx.desk.forms.reopen if partial else self.ctx.desk.forms.finish
            self.ctx.write(lambda: deed(form), self.w("Sheet"), self._origin)
        self.pace.sheet()
        if self.blind:
            self.checked.emit(record.second_of if record is not None else "")
        elif self._corrects:
            self.closed.emit()
        elif self.open_new(batch.id):
            self.say(self.w("Sheet {n} saved. Ready for sheet {n1}.", n=number_words(number), n1=self.number_text))
