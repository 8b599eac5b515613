"""The files of a version: attach, look at, save a copy, take off."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from plcdesk.domain.ids import Id
from plcdesk.domain.modules import ModuleFile
from plcdesk.domain.progress import Progress
from plcdesk.services.module_files import clean_name
from plcdesk.services.module_views import FileRow
from plcdesk.services.records import Made
from ui.pages.modules.part import action, emptied
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.drop_zone import DropZone
from ui.widgets.elided import ElidedLabel
from ui.widgets.flow import FlowLayout
from ui.widgets.form_field import plain_label

ANY = ("",)
"""Every name ends in this: files of all kinds are taken."""


class FileList(QWidget):
    """The files of one version. A roomy one has a place to drop files on, the others a button."""

    changed = Signal()

    def __init__(self, ctx: Context, origin: QObject, version: Id, *, roomy: bool) -> None:
        super().__init__()
        self.ctx, self.w, self._origin, self._version = ctx, ctx.w, origin, version
        w = ctx.w
        set_role(self, "scrolled")
        self._shown: tuple[tuple[Id, str, bool], ...] | None = None
        self._list: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(plain_label(w("Files"), "label"))
        self.zone = DropZone(w, w("Drag files of this version here, or"), ANY)
        self.zone.dropped.connect(self.attach)
        self.zone.browse.connect(self._choose)
        self.add = action(w("Attach files…"), "outlined", self._choose)
        ctx.theme.dress(self.add, "paperclip")
        self._column.addWidget(self.zone)
        self._column.addWidget(self.add)
        self.zone.setVisible(roomy)
        self.add.setVisible(not roomy)

    def show_files(self, files: tuple[FileRow, ...]) -> None:
        """Show the files of the version."""
        wanted = tuple((row.file.id, row.file.name, row.here) for row in files)
        if wanted == self._shown:
            return
        self._shown = wanted
        self._list, column = emptied(self._list, self._column, 1)
        column.setSpacing(4)
        for row in files:
            column.addWidget(self._line(row))
        if not files:
            column.addWidget(plain_label(self.w("No file yet. A document, a presentation, a picture: up to 20 MB each."),
                                         "help", wrap=True))

    def attach(self, paths: list[Path]) -> None:
        """Take files in; they are read behind the window, each by itself, so that one refused leaves the others."""
        for path in paths:
            self.ctx.tasks.run(partial(self._read, path), self._attached, title=self.w("Adding files"))

    def save_copy(self, file: ModuleFile, place: Path) -> None:
        """Write a copy to a folder or under a name."""
        self.ctx.tasks.run(lambda _progress: self.ctx.desk.modules.files.save_copy(file, place),
                           lambda made: self.ctx.notify.toast(self.w("Copy saved: {name}", name=made.name)),
                           title=self.w("Saving a copy"))

    def _line(self, row: FileRow) -> QWidget:
        w, file, line = self.w, row.file, set_role(QWidget(), "scrolled")
        words = QHBoxLayout()
        words.setSpacing(8)
        name = ElidedLabel(file.name, "strong")
        words.addWidget(name, 1)
        words.addWidget(plain_label(w.size(file.size or 0), "help"))
        if not row.here:
            words.addWidget(plain_label(w("still to come"), "pill-warning"))
        buttons = QWidget()
        flow = FlowLayout(buttons, 8)
        if row.here:
            flow.addWidget(action(w("Look"), "outlined", partial(self._open, file), w("Open {name}", name=file.name)))
            flow.addWidget(action(w("Save a copy…"), "outlined", partial(self._ask_place, file),
                                  w("Save a copy of {name}", name=file.name)))
        flow.addWidget(action(w("Take off"), "plain", partial(self._remove, file), w("Take {name} off", name=file.name)))
        column = QVBoxLayout(line)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(4)
        column.addLayout(words)
        if not row.here:
            column.addWidget(plain_label(w("Its content is on another computer. It comes with the next bundle."), "help",
                                         wrap=True))
        column.addWidget(buttons)
        return line

    def _read(self, path: Path, _progress: Progress) -> Made:
        return self.ctx.desk.modules.files.attach(self._version, path)

    def _attached(self, made: Made) -> None:
        if self.ctx.write(lambda: made, self.w("File"), self._origin):
            self.changed.emit()
        else:
            self.ctx.notify.toast(self.w("This file is attached already"))

    def _choose(self) -> None:
        dialog = QFileDialog(self.window(), self.w("Attach files…"), _documents())
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(lambda files: self.attach([Path(file) for file in files]))
        dialog.open()

    def _ask_place(self, file: ModuleFile) -> None:
        dialog = QFileDialog(self.window(), self.w("Save a copy…"), str(Path(_documents()) / clean_name(file.name)))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda name: self.save_copy(file, Path(name)))
        dialog.open()

    def _open(self, file: ModuleFile) -> None:
        self.ctx.tasks.run(lambda _progress: self.ctx.desk.modules.files.open_copy(file), partial(self._show, file))

    def _show(self, file: ModuleFile, made: Path | None) -> None:
        if made is None:
            self.ctx.notify.toast(self.w("This kind of file is not opened from here. Save a copy first."),
                                  self.w("Save a copy…"), lambda: self._ask_place(file))
        elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(made))):
            self.ctx.notify.error(self.w("No program on this computer opens “{name}”. Save a copy and open it elsewhere.",
                                         name=file.name))

    def _remove(self, file: ModuleFile) -> None:
        if self.ctx.write(lambda: self.ctx.desk.modules.files.remove(file.id), self.w("File"), self._origin):
            self.ctx.notify.undo_toast(self.w("“{title}” moved to Trash", title=file.name))
            self.changed.emit()


def _documents() -> str:
    places = QStandardPaths.standardLocations(QStandardPaths.StandardLocation.DocumentsLocation)
    return places[0] if places else ""
