"""Before a chat is coded: of which group it is, and the file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.ids import Id
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.cards import Card
from ui.widgets.choice_field import ChoiceField
from ui.widgets.control import SMALLEST
from ui.widgets.drop_zone import DropZone
from ui.widgets.field_row import FieldRow
from ui.widgets.form_field import FormField, plain_label
from ui.widgets.scrolling import scrolled


class ChatBegin(QWidget):
    """Says what is stored and what is not, then takes the file."""

    chosen = Signal(Path)
    file_asked = Signal()
    cancelled = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.ctx, self.w = ctx, ctx.w
        w, card = self.w, Card(self.w("Code a chat"))
        card.body.addWidget(plain_label(
            w("The messages are shown one by one on this screen and stored nowhere. Only the number of messages of each "
              "kind in each month is stored."), "", wrap=True))
        card.body.addWidget(plain_label(
            w("In WhatsApp: open the group, More, Export chat, Without media. Copy the text file to this computer."),
            "help", wrap=True))
        self.groups = ChoiceField(w, [], none=None)
        self.groups.edited.connect(self._show_refusals)
        card.body.addWidget(FieldRow(ctx.theme, [(FormField(w, w("Group"), self.groups), 360)]))
        self.refusals = plain_label("", "pill-warning", wrap=True)
        card.body.addWidget(self.refusals)
        self.zone = DropZone(w, w("Drag the exported chat here, or"), (".txt",))
        self.zone.browse.connect(self.file_asked)
        self.zone.dropped.connect(lambda paths: self.take(paths[0]))
        card.body.addWidget(self.zone)
        self.trouble = plain_label("", "error", wrap=True)
        card.body.addWidget(self.trouble)
        self.cancel = set_role(QPushButton(w("Cancel")), "outlined")
        self.cancel.setMinimumHeight(SMALLEST)
        once(self.cancel, self.cancelled.emit)
        line = QHBoxLayout()
        line.addWidget(self.cancel)
        line.addStretch(1)
        card.body.addLayout(line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(card), 1)

    @property
    def group(self) -> Id | None:
        """The group whose chat it is."""
        found: Id | None = self.groups.value()
        return found

    def start(self) -> None:
        """Offer the groups, mine chosen."""
        before = self.group
        self.groups.set_choices([(row.id, row.name) for row in self.ctx.desk.groups.rows()])
        mine = self.ctx.desk.groups.default()
        self.groups.set_value(before or (mine.id if mine is not None else None))
        self.say("")
        self._show_refusals()
        self.groups.setFocus()

    def take(self, path: Path) -> None:
        """A file was chosen."""
        self.say("")
        if self.group is None:
            self.say(self.w("Choose the group first"))
            self.groups.setFocus()
            return
        self.chosen.emit(path)

    def say(self, text: str) -> None:
        """What is wrong, or nothing."""
        self.trouble.setText(f"✕ {text}" if text else "")
        self.trouble.setVisible(bool(text))

    def _show_refusals(self) -> None:
        names = self.ctx.desk.notes.chats.without_consent(self.group) if self.group is not None else ()
        self.refusals.setText(self.w("Do not agree to the use of the chat: {names}. Press 0 for their messages.",
                                     names=", ".join(names)))
        self.refusals.setVisible(bool(names))
