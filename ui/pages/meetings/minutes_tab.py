"""The tab with the minutes: opening, what was said on each topic, closing, photos."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import AgendaItem
from plcdesk.services.meeting_views import MeetingDetail
from ui.pages.meetings.parts import DifferingMark, TabPage, action
from ui.pages.meetings.photos import PhotoStrip
from ui.runtime.context import Context
from ui.theme.roles import restyle, set_role
from ui.widgets.binding import RecordForm
from ui.widgets.cards import Card
from ui.widgets.form_field import FormField, plain_label
from ui.widgets.long_text import LongText


class MinutesTab(TabPage):
    """Long texts. Opening and closing belong to the form of the meeting, each topic has a small form of its own."""

    agenda_asked = Signal()

    def __init__(self, ctx: Context, origin: QObject, form: RecordForm) -> None:
        super().__init__(ctx, origin)
        self._topics: dict[Id, RecordForm] = {}
        self._fields: dict[Id, FormField] = {}
        self._marks: dict[Id | str, DifferingMark] = {}
        self.opening = self._text(self.w("Opening"), "opening", rows=2)
        self.closing = self._text(self.w("Closing"), "closing", rows=2)
        form.bind("opening", self.opening)
        form.bind("closing", self.closing)
        card = Card()
        card.body.setSpacing(16)
        card.body.addWidget(self.opening)
        self._items = QVBoxLayout()
        self._items.setSpacing(16)
        card.body.addLayout(self._items)
        self.no_agenda = plain_label(self.w("Each topic of the agenda gets a heading and a text here."), "help", wrap=True)
        self.to_agenda = action(self.w("Write the agenda"), "outlined", self.agenda_asked.emit)
        card.body.addWidget(self.no_agenda)
        card.body.addWidget(self.to_agenda)
        card.body.addWidget(self.closing)
        self.photos = PhotoStrip(ctx, self)
        self.column.addWidget(card)
        self.column.addWidget(self.photos)
        self.column.addStretch(1)

    def show_detail(self, detail: MeetingDetail) -> None:
        """Show the minutes of a meeting."""
        wanted = [item.record for item in detail.agenda]
        if [item.id for item in wanted] != list(self._topics):
            self._rebuild([item.id for item in wanted])
        for number, item in enumerate(wanted, 1):
            title = f"{number}. {item.topic}" if item.topic else self.w("Topic {n}", n=str(number))
            _retitle(self._fields[item.id], title)
        self.no_agenda.setVisible(not wanted)
        self.to_agenda.setVisible(not wanted)
        wrong = {field if row.table == "meeting" else row.id for row, field in detail.differing
                 if row.table == "meeting" or field == "discussion"}
        for name, shown in self._marks.items():
            shown.setVisible(name in wrong)
        self.photos.show_photos(detail.meeting.id, detail.photos)

    def start(self) -> None:
        """The first text that is still empty."""
        fields = [self.opening, *self._fields.values(), self.closing]
        empty = next((field for field in fields if not field.control.raw().strip()), self.opening)
        self.reveal(empty.control)

    def commit(self) -> bool:
        """Save what is being typed."""
        return all([*[form.commit() for form in self._topics.values()], self.photos.commit()])

    def _rebuild(self, items: list[Id]) -> None:
        for key in [key for key in self._topics if key not in items]:
            self._topics.pop(key).close()
            field = self._fields.pop(key)
            self._items.removeWidget(field)
            field.hide()
            field.deleteLater()
            self._marks.pop(key)
        for key in items:
            if key not in self._topics:
                self._fields[key] = self._text("", key, rows=3)
                form = RecordForm(self.ctx, AgendaItem, self.w("Discussion"), self.origin, self._fields[key])
                form.bind("discussion", self._fields[key])
                form.open(key)
                form.saved.connect(lambda _changes: self.changed.emit())
                self._topics[key] = form
        self._topics = {key: self._topics[key] for key in items}
        self._fields = {key: self._fields[key] for key in items}
        for at, key in enumerate(items):
            self._items.insertWidget(at, self._fields[key])

    def _text(self, label: str, name: Id | str, rows: int) -> FormField:
        field = FormField(self.w, label, LongText(rows))
        field.setMaximumWidth(self.ctx.theme.px(800))
        self._marks[name] = DifferingMark(self.ctx, field)
        return field


def _retitle(field: FormField, text: str) -> None:
    """Make `text` the heading of a field."""
    if field.label == text:
        return
    field.label = text
    field.control.setAccessibleName(text)
    caption = next(label for label in field.findChildren(QLabel) if label.buddy() is field.control)
    caption.setText(text.replace("&", "&&"))
    caption.setWordWrap(True)
    for head in field.findChildren(QHBoxLayout):
        head.setStretchFactor(caption, 100)
    restyle(set_role(caption, "subsection"))
