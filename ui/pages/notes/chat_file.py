"""From a file to a chat in memory: choosing it, reading it beside the window's work, asking what its dates mean."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from plcdesk.domain.chat import Chat
from ui.runtime.context import Context
from ui.widgets.dialogs import Answer, BaseDialog, ask


class ChatFile(QObject):
    """`chosen` tells the file that was picked, `ready` the chat that was read and is clear."""

    chosen = Signal(Path)
    ready = Signal(object)

    def __init__(self, ctx: Context, window: QWidget, parent: QObject) -> None:
        super().__init__(parent)
        self.ctx, self.w, self._window = ctx, ctx.w, window
        self.dialog: BaseDialog | None = None

    def browse(self) -> None:
        """Let the user choose a file."""
        dialog = QFileDialog(self._window, self.w("Choose the exported chat"), str(Path.home()),
                             self.w("Text files ({pattern})", pattern="*.txt"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.chosen.emit(Path(name)))
        dialog.open()

    def read(self, path: Path, day_first: bool | None = None) -> None:
        """Read a file; trouble with it becomes a banner that names nobody."""
        chats = self.ctx.desk.notes.chats
        self.ctx.tasks.run(lambda progress: chats.read(path, progress, day_first), partial(self._read, path),
                           title=self.w("Reading the chat"))

    def _read(self, path: Path, chat: Chat) -> None:
        if chat.ambiguous:
            self._ask_order(path, chat)
        else:
            self.ready.emit(chat)

    def _ask_order(self, path: Path, chat: Chat) -> None:
        w = self.w
        # an unclear chat has such a message: else nobody would have to be asked
        first = next(message.at for message in chat.messages if message.at.day != message.at.month)
        # whichever order was guessed, the two small numbers are those of this date
        a, b = (first.day, first.month) if chat.day_first else (first.month, first.day)
        one, other = first.replace(day=a, month=b), first.replace(day=b, month=a)
        answers = [Answer("day", w.day(one.date())), Answer("month", w.day(other.date()))]

        def answered(key: str) -> None:
            if key:
                self.read(path, key == "day")

        self.dialog = ask(self._window, w("Which day is it?"),
                          w("The file does not tell which number is the day. When was this message written?"),
                          answers, answered, details=(f"{a:02}/{b:02}/{first.year}",))
