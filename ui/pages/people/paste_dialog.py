"""Add many people at once: a pasted list of names, looked at before anything is stored."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from plcdesk.domain.changes import Changes
from plcdesk.domain.errors import UserError
from plcdesk.domain.ids import Id
from plcdesk.domain.roster import PersonDraft
from plcdesk.services.people import Added
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.widgets.choice_field import ChoiceField
from ui.widgets.dialogs import HIGHEST, WIDEST, BaseDialog
from ui.widgets.field_row import FieldRow
from ui.widgets.form_field import FormField, plain_label
from ui.widgets.long_text import LongText

SHOWN = 6


class PasteDialog(BaseDialog):
    """One name a line; numbering and bullets are taken away, titles stay.

    Beside the buttons stands how many will be added; below the list, which lines can not be taken over and why.
    """

    def __init__(self, ctx: Context, parent: QWidget, text: str = "") -> None:
        super().__init__(ctx.w("Add people"), parent)
        self.ctx, self.w = ctx, ctx.w
        w = self.w
        self.drafts: list[PersonDraft] = []
        self.left_over = text
        """What is in the box and not added yet."""
        groups = ctx.desk.groups.rows()
        self._schools = {row.id: row.school_id for row in groups}
        self.group = ChoiceField(w, [(row.id, row.name) for row in groups], none=w("No group"))
        default = ctx.desk.groups.default()
        self.group.set_value(default.id if default is not None else None)
        self.faults = plain_label("", "help", wrap=True)
        self.faults.hide()
        self.text = LongText(5)
        self.text.set_raw(text)
        self.text.edited.connect(self._read)
        self.body.addWidget(FieldRow(ctx.theme, [(FormField(w, w("Group"), self.group), 360)]))
        self.body.addWidget(FormField(w, w("Names, one on each line"), self.text,
                                      help=w("Paste from WhatsApp, Word or Excel. Numbers in front are taken away.")))
        self.body.addWidget(self.faults)
        self.note = plain_label(w("Nothing is stored before you choose Add."), "help", wrap=True)
        self.add_words(self.note)
        self.add_button("cancel", w("Cancel"))
        self.add = self.add_button("add", w("Add"), "primary", closes=False)
        once(self.add, self.store)
        if text:
            self._read()

    def sizeHint(self) -> QSize:
        """The largest there is: a list grows while it is typed."""
        return QSize(WIDEST, HIGHEST)

    def begin(self) -> None:
        """Show the dialog with the cursor where the list goes."""
        self.open()
        self.text.setFocus()

    def store(self) -> None:
        """Add what can be added, in one save; names that are there already are only taken into the group."""
        w = self.w
        self._read()
        if not any(draft.usable for draft in self.drafts):
            self.note.setText(w("Write or paste at least one name."))
            self.text.setFocus()
            return
        group = self.group.value()
        made: list[Added] = []

        def save() -> Changes:
            made.append(self.ctx.desk.people.add_names(self.drafts, self._schools.get(group) or self._school(), group))
            return made[0].changes

        self.ctx.write(save, w("Add people"))
        if not made:
            return
        text = w.plural("{n} person added", "{n} people added", len(made[0].ids))
        if made[0].known:
            text += " · " + w.plural("{n} was already there", "{n} were already there", len(made[0].known))
        self.left_over = "\n".join(line for at, line in enumerate(self.text.raw().splitlines(), 1)
                                   if at in {draft.line for draft in self._refused})
        if made[0].changes:
            self.ctx.notify.undo_toast(text)
        else:
            self.ctx.notify.toast(text)
        self.accept()

    @property
    def _refused(self) -> list[PersonDraft]:
        """Lines that stay: something is wrong with them, which a name written twice is not."""
        return [draft for draft in self.drafts if draft.problems]

    def _read(self) -> None:
        w = self.w
        self.left_over = self.text.raw()
        try:
            self.drafts = self.ctx.desk.people.read_names(self.text.raw())
        except UserError as error:
            self.drafts = []
            self.note.setText(w.error(error))
            self.faults.hide()
            return
        usable = sum(draft.usable for draft in self.drafts)
        self.note.setText(w.plural("{n} person will be added", "{n} people will be added", usable))
        self._tell([draft for draft in self.drafts if not draft.usable])

    def _tell(self, left_out: list[PersonDraft]) -> None:
        w, lines = self.w, []
        for draft in left_out[:SHOWN]:
            why = w.problem(draft.problems[0]) if draft.problems else w("this name stands in line {n} already",
                                                                         n=draft.repeats)
            lines.append(w("Line {n}: {why}", n=draft.line, why=why))
        if len(left_out) > SHOWN:
            lines.append(w("… and {n} more", n=len(left_out) - SHOWN))
        self.faults.setText("\n".join(lines))
        self.faults.setVisible(bool(lines))

    def _school(self) -> Id | None:
        me = self.ctx.desk.programme.me()
        return me.school_id if me is not None else None
