"""Add many people at once: a pasted list of names, looked at before anything is stored."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QPlainTextEdit

from plcdesk.domain.errors import UserError
from ui.runtime.context import Context
from ui.widgets.choice_field import ChoiceField
from ui.widgets.dialogs import BaseDialog
from ui.widgets.form_field import FormField, plain_label
from ui.widgets.long_text import LongText

SHOWN = 6


class PasteDialog(BaseDialog):
    """One name a line; numbering and bullets are taken away, titles stay. The foot says what will be added."""

    def __init__(self, ctx: Context, parent: Any) -> None:
        super().__init__(ctx.w("Add people"), parent)
        self.ctx, self.w = ctx, ctx.w
        w = self.w
        self.drafts: list[Any] = []
        self.text = LongText(6)
        self.text.edited.connect(self._read)
        self.body.addWidget(FormField(w, w("Names, one on each line"), self.text,
                                      help=w("Paste from WhatsApp, Word or Excel. Numbers in front are taken away.")))
        groups = ctx.desk.groups.rows()
        self.group = ChoiceField(w, [(row.id, row.name) for row in groups], none=w("No group"))
        default = ctx.desk.groups.default()
        self.group.set_value(default.id if default is not None else None)
        self.body.addWidget(FormField(w, w("Group"), self.group, width=360))
        self.note = plain_label(w("Nothing is stored before you choose Add."), "help", wrap=True)
        self.body.addWidget(self.note)
        self.add_button("cancel", w("Cancel"))
        self.add = self.add_button("add", w("Add"), "primary", closes=False)
        self.add.clicked.connect(self._add)
        self._schools = {row.id: row.school_id for row in groups}

    def begin(self) -> None:
        """Show the dialog with the cursor where the list goes."""
        self.open()
        editor = self.text if isinstance(self.text, QPlainTextEdit) else self.text.focusProxy()
        editor.setFocus()

    def _read(self) -> None:
        w = self.w
        try:
            self.drafts = self.ctx.desk.people.read_names(self.text.raw())
        except UserError as error:
            self.drafts = []
            self.note.setText(w.error(error))
            return
        usable = [draft for draft in self.drafts if draft.usable]
        lines = [w.plural("{n} person will be added", "{n} people will be added", len(usable))]
        left_out = [draft for draft in self.drafts if not draft.usable]
        for draft in left_out[:SHOWN]:
            why = w.problem(draft.problems[0]) if draft.problems else w("this name stands in line {n} already",
                                                                         n=draft.repeats)
            lines.append(w("Line {n}: {why}", n=draft.line, why=why))
        if len(left_out) > SHOWN:
            lines.append(w("… and {n} more", n=len(left_out) - SHOWN))
        self.note.setText("\n".join(lines))

    def _add(self) -> None:
        w = self.w
        self._read()
        if not any(draft.usable for draft in self.drafts):
            self.note.setText(w("Write or paste at least one name."))
            self.text.setFocus()
            return
        group = self.group.value()
        made: list[Any] = []

        def save() -> Any:
            made.append(self.ctx.desk.people.add_names(self.drafts, self._schools.get(group) or self._school(), group))
            return made[0].changes

        if not self.ctx.write(save, w("Add people")) and not made:
            return
        text = w.plural("{n} person added", "{n} people added", len(made[0].ids))
        if made[0].known:
            text += " · " + w.plural("{n} was already there", "{n} were already there", len(made[0].known))
        self.ctx.notify.undo_toast(text)
        self.accept()

    def _school(self) -> Any:
        me = self.ctx.desk.programme.me()
        return me.school_id if me is not None else None
