"""Backups of this programme: list, make, copy to a stick, restore."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.records import SPECS
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.cards import Card
from ui.widgets.dialogs import Answer, ask
from ui.widgets.form_field import plain_label


class BackupsCard(Card):
    """The backups, newest first; each was opened and checked when it was made."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(ctx.w("Backups"), parent)
        self.ctx, w = ctx, ctx.w
        self.body.addWidget(plain_label(
            w("Made every day by itself, and before every merge and restore."), "help", wrap=True))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        self.make = set_role(QPushButton(w("Make one now")), "outlined")
        once(self.make, self._make)
        self.copy = set_role(QPushButton(w("Copy to a USB stick")), "outlined")
        once(self.copy, self._copy)
        for button in (self.make, self.copy):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.body.addLayout(buttons)
        self._list: QWidget | None = None

    def show_backups(self) -> None:
        """Read the list anew."""
        if self._list is not None:
            self._list.hide()
            self._list.deleteLater()
        self._list = QWidget()
        column = QVBoxLayout(self._list)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        backups = self.ctx.desk.backups.list()
        if not backups:
            column.addWidget(plain_label(self.ctx.w("No backup yet"), "help"))
        for backup in backups:
            column.addLayout(self._line(backup))
        self.body.addWidget(self._list)

    def _line(self, backup: Any) -> QHBoxLayout:
        w = self.ctx.w
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(plain_label(w.moment(backup.at), "strong"))
        facts = [w.plural("{n} meeting", "{n} meetings", backup.meetings), w.size(backup.size)]
        facts.insert(0, w("✓ checked") if backup.checked else w("cannot be opened"))
        words.addWidget(plain_label(" · ".join(facts), "help", wrap=True))
        button = set_role(QPushButton(w("Restore")), "outlined")
        button.setAccessibleDescription(w.moment(backup.at))
        once(button, partial(self._ask, backup))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addLayout(words, 1)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return row

    def _make(self) -> None:
        w = self.ctx.w
        self.ctx.tasks.run(lambda progress: self.ctx.desk.backups.make(), self._made, title=w("Make a backup"))

    def _made(self, backup: Any) -> None:
        self.show_backups()
        self.ctx.notify.toast(self.ctx.w("Backup made and checked"))

    def _copy(self) -> None:
        w = self.ctx.w
        drives = self.ctx.desk.exchange.drives()
        start = str(drives[0].path) if drives else ""
        folder = QFileDialog.getExistingDirectory(self, w("Copy to a USB stick"), start)
        if folder:
            self.ctx.tasks.run(lambda progress: self._copy_newest(Path(folder)), self._copied,
                               title=w("Copy to a USB stick"))

    def _copy_newest(self, folder: Path) -> Path:
        backups = self.ctx.desk.backups
        target: Path = backups.copy_to(backups.make(), folder)
        return target

    def _copied(self, target: Path) -> None:
        self.show_backups()
        self.ctx.notify.toast(self.ctx.w("Backup copied and checked: {file}", file=target.name))

    def _ask(self, backup: Any) -> None:
        w = self.ctx.w
        lost = self.ctx.desk.backups.would_lose(backup)
        parts = [f"{w.number(count)} {w(SPECS[table].label).lower()}" for table, count in lost.items()
                 if count > 0 and table in SPECS]
        text = w("Nothing disappears from the screen.") if not parts else \
            w("This disappears from the screen: {list}.", list=", ".join(parts))
        text += " " + w("The current state is backed up first; this can be undone.")
        ask(self, w("Restore data to {date}? The current state is backed up first.", date=w.moment(backup.at)), text,
            [Answer("cancel", w("Cancel")), Answer("restore", w("Restore data"), "primary")],
            lambda key: self._restore(backup) if key == "restore" else None)

    def _restore(self, backup: Any) -> None:
        w = self.ctx.w
        self.ctx.tasks.run(lambda progress: self.ctx.desk.backups.restore(backup),
                           lambda _: self.ctx.host.reload(), title=w("Restore data"))
