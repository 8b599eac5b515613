"""Backups of this programme: list, make, copy to a stick, restore."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from plcdesk.domain.changes import Changes, Row
from plcdesk.domain.fields import SPECS, mark
from plcdesk.domain.ids import Id
from plcdesk.services.backups import Backup
from ui.pages.settings.lines import Entry, LinesCard
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST
from ui.widgets.dialogs import Answer, ask
from ui.widgets.flow import FlowLayout
from ui.widgets.form_field import plain_label

REASONS = {"daily": mark("by itself"), "manual": mark("made by hand"), "receive": mark("before receiving"),
           "restore": mark("before restoring")}


class BackupsCard(LinesCard):
    """The backups, newest first; each was opened and checked when it was made."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx.w("Backups"))
        self.ctx, w = ctx, ctx.w
        self.body.addWidget(plain_label(
            w("Made every day by itself, and before every merge and restore."), "help", wrap=True))
        self.since = plain_label("", "help", wrap=True)
        self.body.addWidget(self.since)
        holder = set_role(QWidget(), "scrolled")
        buttons = FlowLayout(holder)
        self.make = set_role(QPushButton(w("Make one now")), "outlined")
        once(self.make, self._make)
        self.copy = set_role(QPushButton(w("Copy to a USB stick")), "outlined")
        once(self.copy, self._copy)
        for button in (self.make, self.copy):
            button.setMinimumHeight(SMALLEST)
            buttons.addWidget(button)
        self.body.addWidget(holder)

    def show_backups(self) -> None:
        """Read the list anew."""
        w, backups = self.ctx.w, self.ctx.desk.backups
        days = backups.days_since_copy()
        self.since.setText(
            w("Not copied to a USB stick yet. A stick kept elsewhere also helps when the laptop is lost.") if days is None
            else w("Copied to a USB stick today") if days == 0
            else w.plural("Copied to a USB stick {n} day ago", "Copied to a USB stick {n} days ago", days))
        self.show_entries([self._entry(backup) for backup in backups.list()], w("No backup yet"))

    def begin(self) -> bool:
        """To the first button."""
        self.make.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def copy_to(self, folder: Path) -> None:
        """Make a backup and copy it to a folder."""
        self.ctx.tasks.run(lambda progress: self._copy_newest(folder), self._copied,
                           title=self.ctx.w("Copy to a USB stick"))

    def restore(self, backup: Backup, *, undoing: bool = False) -> None:
        """Go back to a backup; the toast leads forward again."""
        self.ctx.tasks.run(lambda progress: self.ctx.desk.backups.restore(backup),
                           lambda before: self._restored(backup, before, undoing), title=self.ctx.w("Restore data"))

    def _entry(self, backup: Backup) -> Entry:
        w = self.ctx.w
        facts = (w("✓ checked"), w(REASONS[backup.reason]) if backup.reason in REASONS else "",
                 w.plural("{n} meeting", "{n} meetings", backup.meetings), w.size(backup.size))
        return Entry(w.moment(backup.at), " · ".join(part for part in facts if part), w("Restore"),
                     partial(self._ask, backup))

    def _make(self) -> None:
        self.ctx.tasks.run(lambda progress: self.ctx.desk.backups.make(), self._made, title=self.ctx.w("Make a backup"))

    def _made(self, _: Backup) -> None:
        self.show_backups()
        self.ctx.notify.toast(self.ctx.w("Backup made and checked"))

    def _copy(self) -> None:
        drives = self.ctx.desk.exchange.drives()
        start = str(drives[0].path) if drives else ""
        folder = QFileDialog.getExistingDirectory(self, self.ctx.w("Copy to a USB stick"), start)
        if folder:
            self.copy_to(Path(folder))

    def _copy_newest(self, folder: Path) -> Path:
        backups = self.ctx.desk.backups
        return backups.copy_to(backups.make(), folder)

    def _copied(self, target: Path) -> None:
        self.show_backups()
        self.ctx.notify.toast(self.ctx.w("Backup copied and checked: {file}", file=target.name))
        self.ctx.notify.clear("backup")

    def _ask(self, backup: Backup) -> None:
        w = self.ctx.w
        lost = self.ctx.desk.backups.would_lose(backup)
        parts = [f"{w(SPECS[table].label)}: {w.number(count)}" for table, count in lost.items()]
        details = [w("Nothing disappears from the screen.") if not parts else
                   w("This disappears from the screen: {list}.", list=", ".join(parts)), w("This can be undone.")]
        ask(self, w("Restore data"),
            w("Restore data to {date}? The current state is backed up first.", date=w.moment(backup.at)),
            [Answer("cancel", w("Cancel")), Answer("restore", w("Restore data"), "primary")],
            lambda key: self.restore(backup) if key == "restore" else None, details=details)

    def _restored(self, backup: Backup, before: Backup, undoing: bool) -> None:
        """Everything on screen is read anew; what could be undone before belongs to another state."""
        ctx, w = self.ctx, self.ctx.w
        ctx.undo.clear()
        # no save of this program wrote it, so there are no commits to announce
        ctx.bus.changed.emit(Changes(frozenset(Row(table, Id("")) for table in SPECS)), None)
        self.show_backups()
        text = w("Restoring undone") if undoing else w("Data restored to {date}", date=w.moment(backup.at))
        ctx.notify.toast(text, w("Redo") if undoing else w("Undo"),
                         lambda: self.restore(before, undoing=not undoing))
