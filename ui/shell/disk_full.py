"""What the window says and offers while the computer's disk is full, or nearly so."""

from __future__ import annotations

import contextlib
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QFileDialog, QWidget

from plcdesk import room
from plcdesk.domain.changes import Changes, Row
from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import SPECS
from plcdesk.domain.ids import Id
from ui.runtime.context import Context
from ui.runtime.disk import Texts
from ui.runtime.notify import Banner, Rank

KEY = "disk"


class DiskFull(QObject):
    """The strip of one window, its two ways out, and what happens when there is room again."""

    def __init__(self, ctx: Context, space: QWidget) -> None:
        super().__init__(space)
        self._ctx, self._space = ctx, space
        ctx.disk.changed.connect(self.show)
        ctx.disk.edit_refused.connect(self._refuse_edit)
        ctx.disk.room_again.connect(self._keep_stashes)
        ctx.notify.save_state.connect(lambda *_: self.show() if ctx.disk.read_only else None)
        QTimer.singleShot(0, self, ctx.disk.look)

    def show(self) -> None:
        """Show or clear the strip, as the disk is now."""
        disk, w = self._ctx.disk, self._ctx.w
        if disk.read_only:
            self._ctx.notify.clear("error")
            mb = room.to_clear(disk.left)
            if disk.waits:
                text = w("This computer's disk is full. Your entries are on screen, not saved. Free {mb} MB, "
                         "then choose Try saving.", mb=mb)
            else:
                text = w("This computer's disk is full: you can view and print, but not edit yet. Free {mb} MB, "
                         "then choose Try saving.", mb=mb)
            self._ctx.notify.banner(Banner(
                KEY, text, Rank.DISK, "danger", w("Try saving"), self.try_saving, later=False,
                second_label=w("Save an emergency copy to a USB stick"), second=self.ask_where))
        elif disk.little:
            text = w("Only {size} is left on this computer's disk. Everything so far is saved. Free some space soon.",
                     size=w.size(disk.left))
            self._ctx.notify.banner(Banner(KEY, text, Rank.DISK, "danger"))
        else:
            self._ctx.notify.clear(KEY)

    def try_saving(self) -> None:
        """The user freed some space, or hopes so."""
        w = self._ctx.w
        if self._ctx.disk.try_saving():
            self._ctx.notify.toast(w("There is room again. Everything is saved."))
        else:
            self._ctx.notify.toast(w("The disk is still full. Your entries stay on screen."))

    def ask_where(self) -> None:
        """Let the user choose where the emergency copy goes."""
        dialog = QFileDialog(self._space.window(), self._ctx.w("Save an emergency copy to a USB stick"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda folder: self.save_to(Path(folder)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def save_to(self, folder: Path) -> None:
        """Save what is typed and, where possible, the whole database into `folder`."""
        w, desk, texts = self._ctx.w, self._ctx.desk, self.texts()

        def told(files: tuple[Path, Path | None]) -> None:
            if files[1] is not None:
                self._ctx.notify.toast(w("Emergency copy saved in {folder}: your entries and all data.", folder=folder.name
                                         or str(folder)))
            else:
                self._ctx.notify.error(w("Your entries are saved in {folder}. There was no room for a copy of all data. "
                                         "Use a larger USB stick, then try again.", folder=folder.name or str(folder)))

        self._ctx.tasks.run(lambda _progress: desk.backups.emergency(folder, texts), told,
                            title=w("Saving the emergency copy"))

    def texts(self) -> str:
        """Everything typed that no save holds, as a person can read it: record, field, words."""
        w, records = self._ctx.w, self._ctx.desk.records
        found: Texts = {}
        with contextlib.suppress(UserError):
            found = {(draft.row, draft.field): draft.text for draft in self._ctx.desk.drafts.all()}
        found.update(self._ctx.disk.unsaved())
        lines = [w("Entries that were not saved"), w.moment(self._ctx.desk.clock()), ""]
        for (row, field), text in found.items():
            lines += [f"{self._kind(row)} {records.title(row, w)}".strip(), f"{self._label(row, field)}:", text, ""]
        return "\n".join(lines)

    def _kind(self, row: Row) -> str:
        return self._ctx.w(SPECS[row.table].label) if row.table in SPECS else row.table

    def _label(self, row: Row, field: str) -> str:
        spec = SPECS[row.table].fields.get(field.partition(".")[0]) if row.table in SPECS else None
        return self._ctx.w(spec.label) if spec is not None and spec.label else field

    def _refuse_edit(self) -> None:
        self._ctx.notify.toast(self._ctx.w("Read-only: you can view and print, but not edit yet."))
        # a tick or a choice that was shown at once goes back to what is stored
        stored = Changes(frozenset(Row(table, Id("")) for table in SPECS))
        QTimer.singleShot(0, self, lambda: self._ctx.bus.changed.emit(stored, None))

    def _keep_stashes(self) -> None:
        """Put into the drafts what only memory held: its record is not on screen any more."""
        for (row, field), text in self._ctx.disk.stashes().items():
            try:
                self._ctx.desk.drafts.put(row, field, text)
            except UserError:
                self._ctx.disk.refused()
                return
            self._ctx.disk.release(row, field)
