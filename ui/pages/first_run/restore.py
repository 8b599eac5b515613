"""Going on from a backup: the backups found on sticks, and what is in one before it is used."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QPushButton, QVBoxLayout, QWidget

from plcdesk.services import found_backups
from plcdesk.services.found_backups import FoundBackup
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.runtime.tips import plain_tip
from ui.theme.roles import set_role
from ui.widgets.bundle_picker import BundleRow
from ui.widgets.busy import BusyLine
from ui.widgets.cards import Card
from ui.widgets.control import SMALLEST, tab_order
from ui.widgets.counts_told import counts_told
from ui.widgets.flow import FlowLayout
from ui.widgets.form_field import plain_label
from ui.widgets.notice import SignLine
from ui.widgets.relist import relist
from ui.widgets.sticks import Sticks

SHOWN = 8


class RestoreView(QWidget):
    """Two steps in one place: choose a backup, see what it holds. Nothing is stored before "Continue from this backup"."""

    chosen = Signal(object)
    """The backup to go on from, as `Path`."""
    back_asked = Signal()

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ctx, self.w = ctx, ctx.w
        w = self.w
        self.rows: list[BundleRow] = []
        self.preview: PreviewCard | None = None
        self._looking = False
        self._found: list[tuple[str, FoundBackup]] = []
        self.busy = BusyLine(ctx)
        self.card = Card(w("Backups on USB sticks"))
        self.state = plain_label("", "meta", wrap=True)
        self.card.body.addWidget(self.state)
        self._list: QWidget | None = None
        self.browse_button = _button(w("Browse for a file"), self.browse)
        self.back_button = _button(w("Back"), self.back)
        self._place = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(plain_label(w("Continue from a backup"), "title", wrap=True))
        column.addWidget(self.busy)
        column.addWidget(self.card)
        column.addLayout(self._place)
        for button in (self.browse_button, self.back_button):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.sticks = Sticks(ctx.desk.exchange.drives, self)
        self.sticks.changed.connect(self.look)
        self.show_found()

    def begin(self) -> None:
        """Put the keyboard where the next step is."""
        if self.preview is not None:
            self.preview.go.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            (self.rows[0] if self.rows else self.browse_button).setFocus(Qt.FocusReason.TabFocusReason)

    def back(self) -> bool:
        """One step back."""
        if self.preview is None:
            self.back_asked.emit()
        else:
            self._put(None)
            self.begin()
        return True

    def look(self) -> None:
        """Search the sticks plugged in now."""
        if self._looking:
            return
        self._looking = True
        drives = list(self.sticks.found)

        def search(_progress: object) -> list[tuple[str, FoundBackup]]:
            return [(drive.label, one) for drive in drives for one in found_backups.below(drive.path)]

        task = self.ctx.tasks.run(search, self._take)
        task.ended.connect(self._looked)
        self.show_found()

    def open(self, path: Path) -> None:
        """Show what a file holds that was chosen by hand."""
        found = found_backups.look(path)
        if found is None:
            self.ctx.notify.error(self.w("This backup cannot be opened. Your data is unchanged. Choose another backup."))
        else:
            self.show_backup(found)

    def browse(self) -> None:
        """Choose a file anywhere."""
        start = str(self.sticks.found[0].path) if self.sticks.found else ""
        path, _ = QFileDialog.getOpenFileName(self, self.w("Choose the backup"), start)
        if path:
            self.open(Path(path))

    def show_backup(self, found: FoundBackup) -> None:
        """The second step."""
        card = PreviewCard(self.ctx, found)
        card.accepted.connect(lambda: self.chosen.emit(found.path))
        card.cancelled.connect(self.back)
        self._put(card)
        self.begin()

    def show_found(self) -> None:
        """Show what the last search found."""
        w = self.w
        held = any(row.hasFocus() for row in self.rows)
        self.rows = []
        for place, one in self._found[:SHOWN]:
            sub = " · ".join((w("backup of {date}", date=w.moment(one.at)), w.plural("{n} meeting", "{n} meetings",
                             one.counts.get("meeting", 0)), w.size(one.size), place))
            row = BundleRow(self.ctx, one.programme or one.path.name, sub, None, "archive-restore")
            row.setToolTip(plain_tip(one.path.name))
            once(row, partial(self.show_backup, one))
            self.rows.append(row)
        self._list = relist(self._list, self.card.body, self.rows, 8)
        self.state.setText(self._words())
        self.state.setVisible(not self.rows)
        tab_order([*self.rows, self.browse_button, self.back_button])
        if held:
            self.begin()

    def _words(self) -> str:
        w = self.w
        if self._looking:
            return w("Looking for backups…")
        if not self.sticks.found:
            return w("Plug a USB stick into this computer")
        return w("There is no backup on {name}.", name=", ".join(drive.label for drive in self.sticks.found))

    def _take(self, found: list[tuple[str, FoundBackup]]) -> None:
        self._found = sorted(found, key=lambda item: item[1].at, reverse=True)
        self.show_found()
        if self.browse_button.hasFocus() and self.rows and self.preview is None:
            self.begin()

    def _looked(self) -> None:
        self._looking = False
        self.show_found()

    def _put(self, card: PreviewCard | None) -> None:
        if self.preview is not None:
            self.preview.hide()
            self.preview.deleteLater()
        self.preview = card
        if card is not None:
            self._place.addWidget(card)
        for part in (self.card, self.browse_button, self.back_button):
            part.setVisible(card is None)


class PreviewCard(Card):
    """What a backup holds."""

    accepted = Signal()
    cancelled = Signal()

    def __init__(self, ctx: Context, found: FoundBackup) -> None:
        w = ctx.w
        super().__init__(found.programme or w("Backup"))
        self.body.addWidget(plain_label(w("Backup of {date}, {size}", date=w.moment(found.at), size=w.size(found.size)),
                                        "meta", wrap=True))
        counts = {table: count for table, count in found.counts.items() if table != "programme"}
        self.body.addWidget(SignLine(ctx, "check", ", ".join(counts_told(w, counts)) or w("No records yet")))
        self.body.addWidget(plain_label(w("A new programme is made on this computer from it. The file on the USB stick stays as "
                                          "it is."), "help", wrap=True))
        box = QWidget()
        row = FlowLayout(box, 8)
        self.other = _button(w("Choose another backup"), self.cancelled.emit)
        self.go = _button(w("Continue from this backup"), self.accepted.emit, "primary")
        for button in (self.other, self.go):
            row.addWidget(button)
        self.body.setSpacing(6)
        self.body.addWidget(box)


def _button(text: str, act: object, role: str = "outlined") -> QPushButton:
    button = set_role(QPushButton(text), role)
    button.setMinimumHeight(SMALLEST)
    once(button, act)  # type: ignore[arg-type]
    return button
