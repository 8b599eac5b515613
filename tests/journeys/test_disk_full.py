"""The disk of the laptop is full in the middle of a meeting: nothing typed is lost, nothing has to be started again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from plcdesk import bootstrap
from plcdesk.domain.meetings import Meeting
from plcdesk.paths import Paths
from plcdesk.services.desk import Desk
from plcdesk.services.papers import PaperKind
from plcdesk.settings import Settings
from plcdesk.storage import engine
from plcdesk.storage.engine import FileDatabase
from tests.journeys.hands import TAB, Hands
from ui.runtime import autosave
from ui.runtime.notify import SaveState

LONG = "Setiap kelompok membaca hasil asesmen dan menuliskan tiga temuan pada kertas besar. " * 400
BOUNDLESS = 0xFFFFFFFE


@pytest.fixture
def databases(monkeypatch: pytest.MonkeyPatch) -> list[FileDatabase]:
    """Every database that is opened, so that its disk can be made full."""
    opened: list[FileDatabase] = []
    begin = FileDatabase._open

    def noted(self: FileDatabase) -> None:
        begin(self)
        opened.append(self)

    monkeypatch.setattr(engine.FileDatabase, "_open", noted)
    # the same waits, fifty times as fast
    monkeypatch.setattr(autosave, "RETRIES", tuple(wait // 50 for wait in autosave.RETRIES))
    return opened


def limit(databases: list[FileDatabase], hands: Hands, pages: int) -> None:
    """Let database and drafts grow no further; SQLite then answers as it does on a full disk."""
    for database in databases:
        assert database._writer is not None
        database._writer.connection.driver_connection.execute(f"PRAGMA max_page_count={pages}").close()  # type: ignore[union-attr]
    hands.desk.drafts._file._connection.execute(f"PRAGMA max_page_count={pages}").close()


def begun(folder: Path) -> str:
    desk: Desk = bootstrap.create_programme(Paths(folder, Paths.default_state()), "Program KBP", "SD Melati 01",
                                            "Siti Rahmawati", Settings())
    group = desk.groups.default()
    assert group is not None
    meeting = desk.meetings.new(group.id).id
    desk.close()
    return meeting


def test_on_a_full_disk_the_text_stays_printing_works_and_saving_goes_on_by_itself(
        tmp_path: Path, databases: list[FileDatabase], sit_down: Callable[[Path], Hands]) -> None:
    """Check 18."""
    meeting = begun(tmp_path / "data")
    databases.clear()
    hands = sit_down(tmp_path / "data")
    hands.ctx.go("meetings", meeting)
    hands.tab("Notulen")
    fields: Any = hands.page.detail.minutes
    hands.click(fields.opening.control)
    hands.paste(LONG)
    limit(databases, hands, 1)
    hands.key(TAB)
    hands.reads("Penyimpanan komputer penuh.")
    hands.reads("Belum tersimpan.")
    assert hands.ctx.notify.state is SaveState.UNSAVED
    assert fields.opening.control.raw() == LONG
    pdf = hands.desk.papers.pdf(PaperKind.MINUTES, meeting)
    assert len(pypdfium2.PdfDocument(pdf)) > 0
    assert hands.button("Coba simpan").isVisible()
    fields.opening.control.setFocus()
    hands.type(" Selesai.")
    limit(databases, hands, BOUNDLESS)
    hands.qtbot.waitUntil(lambda: hands.ctx.notify.state is SaveState.SAVED, timeout=10_000)
    fields.closing.control.setFocus()
    stored = hands.desk.records.get(Meeting, meeting).opening
    assert stored.endswith("Selesai.")
    assert stored.startswith(LONG[:1000])
