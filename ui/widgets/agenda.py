"""The agenda: topics with minutes and who leads them, against the length of the meeting."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from plcdesk.words import Words
from ui.runtime.context import Look
from ui.widgets.control import set_property
from ui.widgets.fields import NumberField, TextField
from ui.widgets.form_field import plain_label
from ui.widgets.person_field import PeopleSource, PersonField
from ui.widgets.row_editor import RowEditor
from ui.widgets.rows import RowsEditor


class AgendaRow(RowEditor):
    """Topic, minutes, lead; on two lines where it is narrow."""

    def __init__(self, w: Words, theme: Look, people: PeopleSource, key: object,
                 parent: QWidget | None = None) -> None:
        super().__init__(w, theme, key, parent)
        self.add("topic", TextField(300), w("New topic") if key is None else w("Topic"))
        self.add("minutes", NumberField(w, 0, 600), w("Length in minutes"))
        self.add("lead_id", PersonField(w, people), w("Led by"))
        self.unit = plain_label(w("min"), "meta")
        self.lead = plain_label(w("Led by"), "label")
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """One line or two."""
        topic, minutes, lead = self.controls.values()
        minutes.setFixedWidth(self.theme.px(64))
        lead.setMinimumWidth(self.theme.px(150))
        line = 1 if narrow else 0
        self.grid.addWidget(self.grip, 0, 0, Qt.AlignmentFlag.AlignTop)
        self.grid.addWidget(topic, 0, 1, 1, 4 if narrow else 1)
        self.grid.addWidget(minutes, line, 1 if narrow else 2)
        self.grid.addWidget(self.unit, line, 2 if narrow else 3)
        self.grid.addWidget(self.lead, line, 3 if narrow else 4)
        self.grid.addWidget(lead, line, 4 if narrow else 5)
        self.grid.addWidget(self.remove, 0, 5 if narrow else 6, Qt.AlignmentFlag.AlignTop)
        for column in range(7):
            self.grid.setColumnStretch(column, 0)
        self.grid.setColumnStretch(4 if narrow else 1, 5)
        self.grid.setColumnStretch(6 if narrow else 5, 0 if narrow else 1)


class AgendaEditor(RowsEditor):
    """Numbered topics; Enter adds, Alt+Up and Alt+Down reorder; below stand the minutes in all."""

    narrow = 740

    def __init__(self, w: Words, theme: Look, people: PeopleSource, parent: QWidget | None = None) -> None:
        self._people = people
        self._length: int | None = None
        super().__init__(w, theme, parent)
        self.total = plain_label("", "help")
        self._column.addWidget(self.total)
        self.changed.connect(self.after_rows)
        self.after_rows()

    def make_row(self, key: object) -> RowEditor:
        """A topic."""
        return AgendaRow(self.w, self.theme, self._people, key, self)

    def set_length(self, minutes: int | None) -> None:
        """How long the meeting is planned to take, None when its end is open."""
        self._length = minutes
        self.after_rows()

    def after_rows(self) -> None:
        """Add up the minutes."""
        if not hasattr(self, "total"):
            return
        planned = sum(row.controls["minutes"].value() or 0 for row in self.rows)
        over = self._length is not None and planned > self._length
        if self._length is None:
            text = self.w("{n} minutes in all", n=planned)
        else:
            text = self.w("{n} of {m} minutes", n=planned, m=self._length)
        if over:
            text = self.w("{total}: {n} minutes more than the meeting lasts", total=text,
                          n=planned - (self._length or 0))
        self.total.setText(text)
        self.total.setVisible(bool(self.rows))
        set_property(self.total, "role", "error" if over else "help")
