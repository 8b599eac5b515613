"""When a programme cannot be opened: what happened, that nothing was changed, and every way to go on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from plcdesk import room
from plcdesk.domain.errors import Damaged, NoRoom, UserError
from plcdesk.words import Words
from ui.widgets.dialogs import Answer, ask

AGAIN, MEND, BACKUP, CLOSE = "again", "mend", "backup", "close"


def crowded(folder: Path) -> bool:
    """Whether there is no room to save anything in the folder."""
    try:
        return room.free(folder) < room.LEAST
    except OSError:
        return False


def explain(parent: QWidget, w: Words, error: UserError, folder: Path, backup: datetime | None,
            done: Callable[[str], None]) -> None:
    """Say what keeps the programme closed; `done` hears AGAIN, MEND, BACKUP or CLOSE. `backup`: time of the newest good one."""
    close, again = Answer(CLOSE, w("Close")), Answer(AGAIN, w("Try again"))
    answers = [again, close]
    if isinstance(error, NoRoom) or (crowded(folder) and not isinstance(error, Damaged)):
        text = w("This computer's disk is full, so the programme cannot be opened. Nothing was changed. Free {mb} MB, "
                 "then try again.", mb=room.to_clear(room.free(folder)))
    elif isinstance(error, Damaged) and backup is not None:
        text = w("Some data cannot be opened. The original is untouched. Restore the backup of {date}.",
                 date=w.moment(backup))
        answers = [close, Answer(MEND, w("Restore the backup of {date}", date=w.day(backup)), "primary")]
    elif isinstance(error, Damaged):
        text = w("Some data cannot be opened. The original is untouched. There is no backup on this computer. "
                 "Continue from a backup on a USB stick.")
        answers = [close, Answer(BACKUP, w("Continue from a backup"), "primary")]
    else:
        text = w.error(error)
    ask(parent, "PLC Desk", text, answers, lambda key: done(key or CLOSE), details=(str(folder),))


def choose_backup(parent: QWidget, w: Words, chosen: Callable[[Path | None], None]) -> None:
    """Let the user point at a backup file; None when they did not."""
    dialog = QFileDialog(parent, w("Continue from a backup"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(w("Backup (*.db)"))
    dialog.finished.connect(lambda taken: chosen(Path(dialog.selectedFiles()[0]) if taken else None))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
