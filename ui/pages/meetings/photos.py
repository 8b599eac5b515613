"""The photos of a meeting: attach, describe, take away."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, QStandardPaths, Qt, Signal
from PySide6.QtGui import QImageReader, QPixmap
from PySide6.QtWidgets import QFileDialog, QFrame, QLabel, QVBoxLayout, QWidget

from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import Attachment
from plcdesk.domain.progress import Progress
from plcdesk.services.photos import Photo
from plcdesk.services.records import Made
from ui.pages.meetings.parts import TabPage, action
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.binding import RecordForm
from ui.widgets.cards import Card
from ui.widgets.fields import TextField
from ui.widgets.flow import FlowLayout
from ui.widgets.form_field import FormField, plain_label

THUMB = QSize(200, 140)


class PhotoCard(QFrame):
    """A thumbnail with its caption and a way to take it off."""

    removed = Signal()

    def __init__(self, ctx: Context, photo: Photo, page: TabPage) -> None:
        super().__init__()
        self._ctx, self._path = ctx, photo.path
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        set_role(self.picture, "help")
        self.caption = FormField(ctx.w, ctx.w("Caption"), TextField(), optional=True)
        self.form = RecordForm(ctx, Attachment, ctx.w("Caption"), page.origin, self)
        self.form.bind("caption", self.caption)
        self.form.open(photo.loaded.record.id)
        self.remove = action(ctx.w("Remove photo"), "flat", self.removed.emit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.picture)
        column.addWidget(self.caption)
        column.addWidget(self.remove)
        self._draw()
        self.setFixedWidth(self.picture.width())

    def _draw(self) -> None:
        size = QSize(self._ctx.theme.px(THUMB.width()), self._ctx.theme.px(THUMB.height()))
        self.picture.setFixedSize(size)
        found = _thumbnail(self._path, size) if self._path is not None else None
        if found is None:
            self.picture.setText(self._ctx.w("This photo has not arrived on this computer yet"))
            self.picture.setWordWrap(True)
            return
        self.picture.setPixmap(found)
        self.picture.setAccessibleName(self._ctx.w("Photo of the meeting"))


class PhotoStrip(Card):
    """All photos of a meeting."""

    def __init__(self, ctx: Context, page: TabPage) -> None:
        super().__init__(parent=page)
        self.ctx, self.w, self._page = ctx, ctx.w, page
        self._meeting: Id | None = None
        self._cards: dict[Id, PhotoCard] = {}
        self.add = action(self.w("Add photos…"), "outlined", self._choose)
        ctx.theme.dress(self.add, "camera")
        self.body.addWidget(plain_label(self.w("Photos"), "subsection"))
        self.body.addWidget(plain_label(
            self.w("Place and camera data are removed. Ask people before you photograph them."), "help", wrap=True))
        holder = QWidget()
        self._flow = FlowLayout(holder, 16)
        self.body.addWidget(holder)
        self.body.addWidget(self.add)

    def show_photos(self, meeting: Id, photos: tuple[Photo, ...]) -> None:
        """Show the photos of a meeting."""
        self._meeting = meeting
        wanted = {photo.loaded.record.id: photo for photo in photos}
        if list(wanted) == list(self._cards):
            return
        for card in self._cards.values():
            card.form.close()
        self._flow.clear()
        self._cards = {}
        for key, photo in wanted.items():
            card = PhotoCard(self.ctx, photo, self._page)
            card.removed.connect(partial(self._remove, key))
            self._flow.addWidget(card)
            self._cards[key] = card

    def commit(self) -> bool:
        """Save the captions being typed."""
        done = [card.form.commit() for card in self._cards.values()]
        return all(done)

    def attach(self, paths: list[Path]) -> None:
        """Take pictures into the meeting; the files are read behind the window."""
        meeting = self._meeting
        if meeting is None or not paths:
            return

        for path in paths:
            # one piece of work each: a file that cannot be read does not keep the others out
            self.ctx.tasks.run(partial(self._read, meeting, path), self._attached, title=self.w("Adding photos"))

    def _read(self, meeting: Id, path: Path, _progress: Progress) -> Made:
        return self.ctx.desk.photos.attach(meeting, path)

    def _attached(self, made: Made) -> None:
        self._page.write(lambda: made, self.w("Photo"))

    def _choose(self) -> None:
        places = QStandardPaths.standardLocations(QStandardPaths.StandardLocation.PicturesLocation)
        dialog = QFileDialog(self.window(), self.w("Add photos…"), places[0] if places else "",
                             self.w("Pictures") + " (*.jpg *.jpeg *.png *.webp)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda files: self.attach([Path(file) for file in files]))
        dialog.open()

    def _remove(self, key: Id) -> None:
        if self._page.write(lambda: self.ctx.desk.photos.remove(key), self.w("Photo")):
            self.ctx.notify.undo_toast(self.w("Photo removed"))


def _thumbnail(path: Path, size: QSize) -> QPixmap | None:
    """The picture, read no larger than it is shown."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    full = reader.size()
    if full.isValid():
        reader.setScaledSize(full.scaled(size, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else QPixmap.fromImage(image)
