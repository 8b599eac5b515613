"""What a page gets: the services, the words, and the few things it may ask of the window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, SignalInstance
from PySide6.QtGui import QFont, QIcon, QPixmap
from PySide6.QtWidgets import QAbstractButton

from plcdesk.domain.changes import Changes
from plcdesk.domain.errors import NoRoom, ReadOnly, UserError
from plcdesk.settings import Settings
from plcdesk.words import Words
from ui.runtime.bus import Bus
from ui.runtime.disk import Disk
from ui.runtime.navigation import Navigator, Panel
from ui.runtime.notify import Notify
from ui.runtime.tasks import Tasks
from ui.runtime.undo import UndoStack

if TYPE_CHECKING:
    from plcdesk.services.desk import Desk


class Look(Protocol):
    """The theme, as far as pages use it (ui.theme.theme.Theme)."""

    changed: SignalInstance
    scale: float
    short: bool
    tokens: Any

    @property
    def control_height(self) -> int: ...
    @property
    def row_height(self) -> int: ...
    @property
    def list_row_height(self) -> int: ...
    def px(self, length: int) -> int: ...
    def font(self, kind: str) -> QFont: ...
    def icon(self, name: str, tint: str = "text", size: int = 20) -> QIcon: ...
    def pixmap(self, name: str, tint: str = "text", size: int = 20) -> QPixmap: ...
    def dress(self, button: QAbstractButton, name: str, tint: str = "text") -> None: ...


class Host(Protocol):
    """What only the program itself can do."""

    @property
    def settings(self) -> Settings: ...
    def change(self, **fields: Any) -> None:
        """Change settings, store them and apply them at once."""

    def programmes(self) -> list[tuple[Path, str]]:
        """The programmes on this computer: folder and name."""

    def open_programme(self, folder: Path) -> None:
        """Close the present programme and open another."""

    def new_programme(self) -> None:
        """Begin one more programme in a folder of its own (the first-run page asks its questions)."""

    def open_sample(self) -> None:
        """Open the sample programme."""

    def leave_sample(self) -> None:
        """Back from the sample to the user's own programme."""

    def restore(self, backup: Path) -> None:
        """Make a programme from a backup file of another laptop, and open it. Raises UserError."""

    def mend(self) -> None:
        """Close the programme, whose database is damaged, and offer its newest good backup."""

    def reload(self) -> None:
        """Open the present programme anew (after a restore, or when the first run is through)."""


@dataclass(slots=True)
class Context:
    """One for each open programme; see the classes for what each part can do."""

    desk: Desk
    w: Words
    bus: Bus
    tasks: Tasks
    undo: UndoStack
    notify: Notify
    theme: Look
    host: Host
    navigator: Navigator
    panel: Panel
    disk: Disk

    @property
    def tokens(self) -> Any:
        """The colours of the moment."""
        return self.theme.tokens

    @property
    def settings(self) -> Settings:
        """The user's choices of the moment."""
        return self.host.settings

    def go(self, page_id: str, record_id: str | None = None) -> None:
        """Open a page, and a record on it."""
        self.navigator.go(page_id, record_id)

    def change(self, **fields: Any) -> None:
        """Change settings, store them and apply them at once."""
        self.host.change(**fields)

    def write(self, work: Callable[[], Any], label: str, origin: QObject | None = None) -> Changes:
        """Do one save and everything that belongs to it: save state, undo under `label`, telling the other pages.

        `work` returns Changes or something that carries them as `.changes`. Trouble of the user's world becomes a
        banner and an empty result. Where the disk is full the save is repeated as soon as there is room; while that
        is known nothing new is begun.
        """
        if not self.disk.allows():
            self.disk.refuse_edit()
            return Changes()
        self.notify.saving()
        try:
            result = work()
        except NoRoom:
            self.notify.unsaved()
            self.disk.refused(lambda: self.write(work, label, origin))
            return Changes()
        except ReadOnly:
            self.notify.resting()
            self.disk.refuse_edit()
            return Changes()
        except UserError as error:
            self.notify.unsaved()
            self.notify.error(self.w.error(error))
            return Changes()
        changes: Changes = result if isinstance(result, Changes) else result.changes
        self.undo.push(changes, label)
        self.notify.saved()
        self.bus.announce(changes, origin)
        return changes
