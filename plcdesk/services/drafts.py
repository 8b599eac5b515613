"""Half-typed entries and where the user was; local, never sent, kept through a power cut."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from plcdesk.domain.changes import Row

if TYPE_CHECKING:
    from collections.abc import Callable

    from plcdesk.storage.drafts import Drafts as DraftsFile

_RUNNING = "running_since"


class Drafts:
    """The drafts of this computer."""

    def __init__(self, file: DraftsFile, clock: Callable[[], datetime]) -> None:
        self._file = file
        self._clock = clock

    def put(self, row: Row, field: str, text: str) -> None:
        """Keep what stands in a field, typed but not saved yet."""
        self._file.put(row.table, row.id, field, text)

    def get(self, row: Row) -> dict[str, str]:
        """The kept texts of a record by field."""
        return dict(self._file.get(row.table, row.id))

    def clear(self, row: Row, field: str | None = None) -> None:
        """Forget what was kept: it is saved, or given up."""
        self._file.clear(row.table, row.id, field)

    def all(self) -> list[Any]:
        """Everything kept."""
        return list(self._file.all())

    def remember(self, key: str, value: str) -> None:
        """Keep a fact of this computer's window, such as the page that was open."""
        self._file.remember(key, value)

    def recall(self, key: str, default: str | None = None) -> str | None:
        """What was remembered; `default` when nothing was."""
        found = self._file.recall(key)
        return default if found is None else found

    def started(self) -> datetime | None:
        """Note that the program runs. Returns when it last showed life, if it did not end in order that time."""
        last = self._file.recall(_RUNNING)
        self.alive()
        return datetime.fromisoformat(last) if last else None

    def alive(self) -> None:
        """Note that the program still runs."""
        self._file.remember(_RUNNING, self._clock().isoformat())

    def ended(self) -> None:
        """Note that the program ends in order."""
        self._file.remember(_RUNNING, "")
