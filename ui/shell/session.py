"""An open programme in the window: its context, its pages, and what is noted in case the power fails."""

from __future__ import annotations

import contextlib
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, QTimer

from plcdesk.domain.errors import NoRoom, UserError
from plcdesk.words import Words
from ui.runtime.bus import Bus
from ui.runtime.context import Context, Host
from ui.runtime.disk import Disk
from ui.runtime.navigation import Navigator, Panel
from ui.runtime.notify import Banner, Notify, Rank, SaveState
from ui.runtime.tasks import Tasks
from ui.runtime.undo import UndoStack
from ui.shell import pages
from ui.shell.commands import Commands
from ui.shell.plain import PlainSpace
from ui.shell.workspace import Workspace
from ui.theme.theme import Theme

SAVED_AT = "window:saved_at"
EACH_MINUTE = 60_000


class Session(QObject):
    """Everything between opening a programme (or changing the language) and closing it."""

    def __init__(self, desk: Any, w: Words, theme: Theme, host: Host, parent: QObject) -> None:
        super().__init__(parent)
        self.ctx = make_context(desk, w, theme, host, self)
        self.body: PlainSpace | Workspace = self._body()
        self.commands = Commands(self.body) if isinstance(self.body, Workspace) else None
        self.ctx.notify.save_state.connect(self._note_save)
        self._pulse = QTimer(self)
        self._pulse.setInterval(EACH_MINUTE)
        self._pulse.timeout.connect(desk.drafts.alive)
        self._pulse.start()

    @property
    def busy(self) -> bool:
        """Whether work is going on behind the window."""
        return self.ctx.tasks.busy

    def begin(self, ended_at: datetime | None) -> None:
        """Show the page that was open last; `ended_at` is when the program was cut off, None after an orderly end."""
        if not isinstance(self.body, Workspace):
            return
        QTimer.singleShot(0, self.body.reminders, self.body.reminders.look)
        if ended_at is not None:
            self._tell_recovery(ended_at)
        self.body.resume()

    def leave(self) -> None:
        """Save what is pending; the session is over or is built anew."""
        self.body.leave()
        self._pulse.stop()
        if isinstance(self.body, Workspace):
            self.body.reminders.stop()

    def _body(self) -> PlainSpace | Workspace:
        fresh = self.ctx.desk.programme.current() is None
        if fresh:
            return PlainSpace(self.ctx, pages.FIRST_RUN.load()(self.ctx))
        return Workspace(self.ctx)

    def _note_save(self, state: SaveState, at: datetime | None) -> None:
        if state is SaveState.SAVED and at is not None:
            with contextlib.suppress(UserError):
                self.ctx.desk.drafts.remember(SAVED_AT, at.isoformat())
            # the power may fail before the page is left
            self._remember_place()

    def _remember_place(self) -> None:
        if isinstance(self.body, Workspace):
            self.body.remember()

    def _tell_recovery(self, ended_at: datetime) -> None:
        w, notify = self.ctx.w, self.ctx.notify
        saved = self.ctx.desk.drafts.recall(SAVED_AT)
        saved_at = datetime.fromisoformat(saved) if saved else ended_at
        text = w("The app closed unexpectedly at {a}. Entries up to {b} are saved.", a=_clock(ended_at), b=_clock(saved_at))
        notify.banner(Banner("recovered", text, Rank.RECOVERED, "info", w("Continue where I was"), self._go_on, later=False))

    def _go_on(self) -> None:
        self.ctx.notify.clear("recovered")
        page = self.body.page
        if page is not None and not page.focus_detail():
            page.focus_list()


def make_context(desk: Any, w: Words, theme: Theme, host: Host, parent: QObject) -> Context:
    """Put together what pages get; the parts belong to `parent`."""
    bus = Bus(parent)

    def tell(label: str, undone: bool) -> None:
        if undone:
            notify.toast(w("Undone: {what}", what=label), w("Redo"), undo.redo)
        else:
            notify.toast(w("Redone: {what}", what=label), w("Undo"), undo.undo)

    def failed(error: UserError) -> None:
        if isinstance(error, NoRoom):
            disk.refused()
        else:
            notify.error(w.error(error))

    disk = Disk(desk.folder, parent)
    undo = UndoStack(desk.records.undo, bus.announce, tell, parent)
    notify = Notify(w("Undo"), undo.undo, parent)
    return Context(desk=desk, w=w, bus=bus, tasks=Tasks(failed, parent), undo=undo, notify=notify, theme=theme,
                   host=host, navigator=Navigator(parent), panel=Panel(parent), disk=disk)


def _clock(at: datetime) -> Any:
    return at.astimezone().time() if at.tzinfo is not None else at.time()
