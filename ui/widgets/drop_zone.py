"""A place to drop a file on, with a button for those who do not drag."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from plcdesk.words import Words
from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST, set_property
from ui.widgets.form_field import plain_label


class DropZone(QFrame):
    """Takes files whose names end in one of `suffixes` (with their dot); others are told why and change nothing."""

    dropped = Signal(list)
    """The files, as `Path`."""
    browse = Signal()

    def __init__(self, w: Words, text: str, suffixes: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.w = w
        self.suffixes = tuple(suffix.lower() for suffix in suffixes)
        set_role(self, "dropzone")
        self.setAcceptDrops(True)
        self.label = plain_label(text, "meta", wrap=True)
        self.label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.refusal = plain_label("", "error", wrap=True)
        self.refusal.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.refusal.hide()
        self.button = set_role(QPushButton(w("Browse for a file")), "outlined")
        self.button.setMinimumHeight(SMALLEST)
        self.button.clicked.connect(self.browse)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(8)
        column.addWidget(self.label)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.refusal)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files are welcome; whether they fit is said when they are dropped."""
        if event.mimeData().hasUrls():
            set_property(self, "over", True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Nothing was dropped."""
        set_property(self, "over", False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the files that fit."""
        set_property(self, "over", False)
        event.acceptProposedAction()
        self.take(event.mimeData())

    def take(self, data: QMimeData) -> None:
        """Take dropped files, or say why not."""
        paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        fitting = [path for path in paths if path.name.lower().endswith(self.suffixes)]
        self.refusal.setVisible(not fitting)
        if fitting:
            self.dropped.emit(fitting)
        else:
            self.refusal.setText(self.w("This kind of file does not fit here. Nothing was changed. Choose a {ext} file.",
                                        ext=", ".join(self.suffixes)))
