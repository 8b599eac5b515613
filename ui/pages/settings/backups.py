"""Backups of this programme: list, make, copy to a stick, restore, and bring back what restoring put aside."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from plcdesk.domain.changes import Changes, Row
from plcdesk.domain.exchange import Intake, RowChange
from plcdesk.domain.fields import SPECS, mark
from plcdesk.domain.ids import Id
from plcdesk.services.backups import Backup
from ui.pages.settings.copy_dialog import CopyDialog
from ui.pages.settings.lines import Entry, LinesCard
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST
from ui.widgets.counts_told import counts_told
from ui.widgets.dialogs import Answer, ask
from ui.widgets.flow import FlowLayout
from ui.widgets.form_field import plain_label

REASONS = {"daily": mark("daily"), "manual": mark("made by hand"), "receive": mark("before receiving"),
           "restore": mark("before restoring")}
SHOWN = 3
"""States put aside that are offered above the list; older ones stand in it like any backup."""


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
        self.aside = AsideCard(ctx, self.read_anew)

    def show_backups(self) -> None:
        """Read the lists anew."""
        w, backups = self.ctx.w, self.ctx.desk.backups
        days = backups.days_since_copy()
        self.since.setText(
            w("Not copied to a USB stick yet. A USB stick kept elsewhere also helps when the laptop is lost.") if days is None
            else w("Copied to a USB stick today") if days == 0
            else w.plural("Copied to a USB stick {n} day ago", "Copied to a USB stick {n} days ago", days))
        self.show_entries([self._entry(backup) for backup in backups.list()], w("No backup yet"))
        self.aside.show_states()

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

    def read_anew(self) -> None:
        """Everything on screen is read anew; what could be undone before belongs to another state."""
        self.ctx.undo.clear()
        # no save of this program wrote it, so there are no commits to announce
        self.ctx.bus.changed.emit(Changes(frozenset(Row(table, Id("")) for table in SPECS)), None)
        self.show_backups()

    def _entry(self, backup: Backup) -> Entry:
        w = self.ctx.w
        facts = (w("✓ checked"), w(REASONS[backup.reason]) if backup.reason in REASONS else "",
                 w.plural("{n} meeting", "{n} meetings", backup.count("meeting")), w.size(backup.size))
        return Entry(w.moment(backup.at), " · ".join(part for part in facts if part), w("Restore"),
                     partial(self._ask, backup))

    def _make(self) -> None:
        self.ctx.tasks.run(lambda progress: self.ctx.desk.backups.make(), self._made, title=self.ctx.w("Make a backup"))

    def _made(self, _: Backup) -> None:
        self.show_backups()
        self.ctx.notify.toast(self.ctx.w("Backup made and checked"))

    def _copy(self) -> None:
        dialog = CopyDialog(self.ctx, self)
        dialog.chosen.connect(self.copy_to)

    def _copy_newest(self, folder: Path) -> Path:
        backups = self.ctx.desk.backups
        return backups.copy_to(backups.make(), folder)

    def _copied(self, target: Path) -> None:
        self.show_backups()
        self.ctx.notify.toast(self.ctx.w("Backup copied and checked: {file}", file=target.name))
        self.ctx.notify.clear("backup")

    def _ask(self, backup: Backup) -> None:
        w = self.ctx.w
        if refused(self.ctx):
            return
        lost = counts_told(w, self.ctx.desk.backups.would_lose(backup))
        details = [w("Nothing disappears from the screen.") if not lost else
                   w("This disappears from the screen: {list}.", list=", ".join(lost)),
                   *self._shown_again(backup),
                   w("This can be undone. What is put aside stays in the list and can be brought back later too.")]
        ask(self, w("Restore data"),
            w("Restore data to {date}? The current state is backed up first.", date=w.moment(backup.at)),
            [Answer("cancel", w("Cancel")), Answer("restore", w("Restore data"), "primary")],
            lambda key: self.restore(backup) if key == "restore" else None, details=details)

    def _shown_again(self, backup: Backup) -> list[str]:
        w, again = self.ctx.w, self.ctx.desk.backups.would_show(backup)
        if not again:
            return []
        return [w.plural("{n} change that was erased for good stands in this backup and can be read again then.",
                         "{n} changes that were erased for good stand in this backup and can be read again then.", again)
                + " " + w("“{button}” erases it again.", button=w("Bring back what was made later"))]

    def _restored(self, backup: Backup, before: Backup, undoing: bool) -> None:
        ctx, w = self.ctx, self.ctx.w
        self.read_anew()
        text = w("Restoring undone") if undoing else w("Data restored to {date}", date=w.moment(backup.at))
        ctx.notify.toast(text, w("Redo") if undoing else w("Undo"),
                         lambda: self.restore(before, undoing=not undoing))


class AsideCard(LinesCard):
    """The states that restoring put aside: what was entered after the backup comes back, beside what was entered since."""

    def __init__(self, ctx: Context, done: Callable[[], object]) -> None:
        super().__init__(ctx.w("Put aside when restoring"))
        self.ctx, self._done = ctx, done
        self.body.addWidget(plain_label(
            ctx.w("What you entered after a backup is still here. Bringing it back removes nothing of today."), "help",
            wrap=True))

    def show_states(self) -> None:
        """Read them anew; nothing is shown where nothing was put aside."""
        w, states = self.ctx.w, self.ctx.desk.backups.put_aside()[:SHOWN]
        self.setVisible(bool(states))
        self.show_entries([Entry(
            w.moment(state.at), " · ".join((w("state before restoring"),
                                           w.plural("{n} meeting", "{n} meetings", state.count("meeting")))),
            w("Bring back what was made later"), partial(self.bring_back, state)) for state in states], "")

    def bring_back(self, state: Backup) -> None:
        """Add again what only this state holds."""
        if refused(self.ctx):
            return
        self.ctx.tasks.run(lambda progress: self.ctx.desk.backups.bring_back(state, progress), self._brought,
                           title=self.ctx.w("Bringing back"),
                           cancelled=lambda: self.ctx.notify.toast(self.ctx.w("Cancelled. Nothing was changed.")))

    def _brought(self, intake: Intake) -> None:
        w = self.ctx.w
        self._done()
        counts: dict[str, int] = {}
        for change in RowChange:
            for table, count in intake.count(change).items():
                counts[table] = counts.get(table, 0) + count
        told = counts_told(w, counts)
        self.ctx.notify.toast(w("Brought back: {list}", list=", ".join(told)) if told else
                              w("Everything of it is here already."))


def refused(ctx: Context) -> bool:
    """Whether this laptop is an archive, where nothing is restored either; it is told then."""
    archived: bool = ctx.desk.handover.archived
    if archived:
        ctx.notify.toast(ctx.w("Read-only: you can view and print, but not edit yet."))
    return archived
