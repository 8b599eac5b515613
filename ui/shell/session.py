"""An open programme in the window: its context, its pages, and what is noted in case the power fails."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
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
        self._given_up = False
        self._pulse = QTimer(self)
        self._pulse.setInterval(EACH_MINUTE)
        self._pulse.timeout.connect(desk.drafts.alive)
        self._pulse.start()
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.timeout.connect(self._remember_place)

    @property
    def busy(self) -> bool:
        """Whether work is going on behind the window."""
        return self.ctx.tasks.busy

    def may_close(self, close: Callable[[], object]) -> bool:
        """Whether the window may close now; if not, it is said why. `close` closes it after the user decided to."""
        from ui.widgets.dialogs import Answer, ask  # not wanted at start

        w = self.ctx.w
        if self.ctx.tasks.busy:
            ask(self.body.window(), w("Work is still running"),
                w("Work is still running. The window can be closed when it is finished."),
                [Answer("stay", w("Continue"))], lambda _key: None)
            return False
        if isinstance(self.body, Workspace) and any(page.hold_close(close) for page in self.body.pages.values()):
            return False
        self.ctx.disk.look()
        if self._given_up or not self.ctx.disk.read_only:
            return True
        self.body.leave()
        if not self.ctx.disk.unsaved() or self.ctx.disk.try_saving():
            return True

        def answered(key: str) -> None:
            if key == "copy":
                self.body.disk_full.ask_where()
            elif key == "close":
                self._given_up = True
                close()

        ask(self.body.window(), "PLC Desk",
            w("This computer's disk is full. Some entries are only on screen. Save an emergency copy before closing."),
            [Answer("copy", w("Save an emergency copy to a USB stick"), "primary"), Answer("stay", w("Continue")),
             Answer("close", w("Close without these entries"), "danger-flat")], answered)
        return False

    def begin(self, ended_at: datetime | None) -> None:
        """Show the page that was open last; `ended_at` is when the program was cut off, None after an orderly end."""
        if not isinstance(self.body, Workspace):
            return
        QTimer.singleShot(0, self.body.reminders, self.body.reminders.look)
        if ended_at is not None:
            self._tell_recovery(ended_at)
            self.ctx.tasks.run(lambda _progress: self.ctx.desk.upkeep.whole(), self._tell_damage)
        self.body.resume()

    def leave(self) -> None:
        """Save what is pending; the session is over or is built anew."""
        self.body.leave()
        self._pulse.stop()
        self._settled.stop()
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
            # the power may fail before the page is left; a record just made is opened after it was saved. It is not begun
            # anew by the next save: keys that come without a pause would put it off for ever
            if not self._settled.isActive():
                self._settled.start()

    def _remember_place(self) -> None:
        if isinstance(self.body, Workspace):
            self.body.remember()

    def _tell_recovery(self, ended_at: datetime) -> None:
        w, notify = self.ctx.w, self.ctx.notify
        saved = self.ctx.desk.drafts.recall(SAVED_AT)
        saved_at = datetime.fromisoformat(saved) if saved else ended_at
        # signs of life are given once a minute: a save may be younger than the last of them
        ended_at = max(ended_at, saved_at, key=datetime.timestamp)
        text = w("The app closed unexpectedly at {a}. Entries up to {b} are saved.", a=_clock(ended_at), b=_clock(saved_at))
        notify.banner(Banner("recovered", text, Rank.RECOVERED, "info", w("Continue where I was"), self._go_on, later=False))

    def _tell_damage(self, whole: bool) -> None:
        if not whole:
            w = self.ctx.w
            self.ctx.notify.banner(Banner(
                "damaged", w("Some data cannot be opened. The original is untouched. Restore a backup."), Rank.DAMAGED,
                "danger", w("Restore a backup"), self.ctx.host.mend, later=False))

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
    undo = UndoStack(desk.records.undo, bus.announce, tell, parent, failed)
    notify = Notify(w("Undo"), undo.undo, parent)
    return Context(desk=desk, w=w, bus=bus, tasks=Tasks(failed, parent), undo=undo, notify=notify, theme=theme,
                   host=host, navigator=Navigator(parent), panel=Panel(parent), disk=disk)


def _clock(at: datetime) -> Any:
    return at.astimezone().time() if at.tzinfo is not None else at.time()
