"""The conversation of a group: monthly counts, and the way a chat is coded. Its messages are nowhere but on screen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from plcdesk.domain.changes import Row
from plcdesk.domain.chat import Chat
from plcdesk.domain.ids import Id
from plcdesk.services.chat_coding import ChatCoding
from ui.pages.notes.chat_begin import ChatBegin
from ui.pages.notes.chat_coding_view import CodingView
from ui.pages.notes.chat_file import ChatFile
from ui.pages.notes.chat_keep import KeepDialog
from ui.pages.notes.chat_months import ChatMonths
from ui.pages.notes.places import month_name
from ui.runtime.context import Context
from ui.runtime.sizes import SizeClass
from ui.widgets.dialogs import Answer, BaseDialog, ask


class ChatTab(QWidget):
    """Three screens after each other: the counts, the choice of a file, the coding.

    What is being coded hangs on the service in memory (`chats.going`), so that another language or page does not end
    it; it ends when the person ends it, or with the program.
    """

    turned = Signal()

    def __init__(self, ctx: Context, origin: QWidget) -> None:
        super().__init__()
        self.ctx, self.w, self.origin = ctx, ctx.w, origin
        self.chats = ctx.desk.notes.chats
        self.months, self.begin = ChatMonths(ctx, origin), ChatBegin(ctx)
        self.coding = CodingView(ctx)
        self.dialog: BaseDialog | None = None
        self.file = ChatFile(ctx, origin, self)
        self.stack = QStackedWidget()
        for part in (self.months, self.begin, self.coding):
            self.stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack, 1)
        self.months.asked.connect(self.add)
        self.begin.cancelled.connect(self._overview)
        self.begin.file_asked.connect(self.file.browse)
        self.begin.chosen.connect(lambda path: self.file.read(path))
        self.file.chosen.connect(self.begin.take)
        self.file.ready.connect(self._read)
        self.coding.keep_asked.connect(self.keep)
        self.coding.end_asked.connect(lambda: self.end(lambda: None))

    @property
    def add_text(self) -> str:
        """What the header's button says; on the way through a chat there is nothing to add."""
        return self.w("Code a chat") if self.stack.currentWidget() is self.months else ""

    @property
    def quiet(self) -> bool:
        """The header's button is the filled one."""
        return False

    @property
    def alone(self) -> bool:
        """While a chat is coded it has all the room."""
        return self.stack.currentWidget() is self.coding

    @property
    def record_id(self) -> str | None:
        """Nothing of it is remembered for the next start."""
        return None

    @property
    def row(self) -> Row | None:
        """The counts have no history panel of their own; the changes stand in the programme's history."""
        return None

    def reload(self) -> None:
        """Read the counts anew."""
        self.months.reload()
        if self.chats.going is not None and not self.alone:
            self._code()

    def open(self, record_id: str) -> bool:
        """Counts are opened by their group."""
        if not self.months.show_group(record_id):
            return False
        if not self.alone:
            self._overview()
        return True

    def add(self) -> None:
        """Begin to code a chat: which group, which file."""
        if self.chats.going is not None:
            self._code()
            return
        self.begin.start()
        self.stack.setCurrentWidget(self.begin)
        self.turned.emit()

    def keep(self) -> None:
        """Store the counts of the finished months; where there are counts already, ask first."""
        going = self.chats.going
        if going is None:
            return
        group, coding = going
        found = self.chats.beside(group, coding.counts())
        if not found:
            self.ctx.notify.toast(self.w("No month is finished yet. Code all messages of a month first."))
            return
        if any(line.here is not None and not line.same for line in found):
            self.dialog = dialog = KeepDialog(self.ctx, found, self.origin)
            dialog.decided.connect(self._store)
            dialog.open()
            return
        self._store([line.month for line in found if not line.same])

    def end(self, then: Callable[[], object]) -> None:
        """Stop coding; what is not stored is said first. `then` follows when it has ended."""
        going = self.chats.going
        if going is None:
            then()
            return
        coding, w = going[1], self.w
        if not coding.done or coding.stored:
            self._stop()
            then()
            return
        finished = coding.finished_months()
        answers = [Answer("stay", w("Continue coding"), "primary")]
        if any(line.finished and line.total for line in coding.months()):
            answers.append(Answer("keep", w("Store the finished months")))
        answers.append(Answer("end", w("End without storing"), "danger-flat"))

        def answered(key: str) -> None:
            if key == "keep":
                self.keep()
            elif key == "end":
                self._stop()
                then()

        open_months = [month_name(self.ctx, line.month) for line in coding.months() if line.month not in finished]
        lost = w("Of months that are not finished nothing can be stored: {months}.", months=", ".join(open_months))
        self.dialog = ask(self.origin, w("End the coding?"),
                          w("The messages are stored nowhere. What you coded of this file is lost."), answers, answered,
                          details=(lost,) if open_months else ())

    def commit(self) -> bool:
        """Counts typed by hand are saved when they are left; the coding waits in memory."""
        return True

    def fit(self, size_class: SizeClass) -> None:
        """Arrange for a size class."""
        self.coding.fit(size_class)

    def find_in_list(self) -> bool:
        """Filter the counts."""
        if self.alone:
            return False
        self.months.table.focus_filter()
        return True

    def focus_list(self) -> bool:
        """Into the counts, or onto the message."""
        if self.alone:
            self.coding.setFocus()
        else:
            self.months.table.setFocus()
        return True

    def focus_detail(self) -> bool:
        """Onto the message, where there is one."""
        if not self.alone:
            return False
        self.coding.setFocus()
        return True

    def delete_chosen(self) -> bool:
        """The counts of the chosen month go to the Trash."""
        return not self.alone and self.months.delete_chosen()

    def step(self, by: int) -> bool:
        """The next or previous month of the list."""
        if self.alone:
            return False
        self.months.table.step(by)
        return True

    def back(self) -> bool:
        """Back to the counts; from the coding only after the question."""
        if self.alone:
            self.end(lambda: None)
            return True
        if self.stack.currentWidget() is self.begin:
            self._overview()
            return True
        return False

    def finish(self) -> bool:
        """Store the finished months."""
        if not self.alone:
            return False
        self.keep()
        return True

    def _read(self, chat: Chat) -> None:
        if not chat.coded:
            self.begin.say(self.w("In this file there are no messages to code. Nothing was stored. Choose another "
                                  "file."))
            return
        group = self.begin.group
        if group is not None:
            self.chats.going = (group, ChatCoding(chat))
            self._code()

    def _code(self) -> None:
        going = self.chats.going
        if going is None:
            return
        names = {row.id: row.name for row in self.ctx.desk.groups.rows()}
        self.coding.show_coding(names.get(going[0], ""), going[1])
        self.stack.setCurrentWidget(self.coding)
        self.coding.setFocus()
        self.turned.emit()

    def _store(self, months: list[date]) -> None:
        going = self.chats.going
        if going is None:
            return
        group, coding = going
        if not months:
            self.ctx.notify.toast(self.w("These counts are stored already."))
        elif self._write(group, coding, months):
            self.ctx.notify.undo_toast(self.w.plural("Counts of {n} month stored; no message was stored.",
                                                     "Counts of {n} months stored; no message was stored.",
                                                     len(months)))
        else:
            return
        coding.keep(coding.finished_months())
        if coding.message is None:
            self._stop()
        else:
            self.coding.show_next()

    def _write(self, group: Id, coding: ChatCoding, months: list[date]) -> bool:
        counts = coding.counts()
        return bool(self.ctx.write(lambda: self.chats.save(group, counts, months), self.w("Chat tally")))

    def _stop(self) -> None:
        self.chats.going = None
        self.coding.forget()
        self._overview()

    def _overview(self) -> None:
        self.stack.setCurrentWidget(self.months)
        self.months.reload()
        self.months.table.setFocus()
        self.turned.emit()
