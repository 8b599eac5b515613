"""A chat is coded on screen and leaves no word behind: not in the database, the log, drafts, search, temporary files, backups,
bundles or problem reports (domain handbook 3.13; need N36)."""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import zstandard
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QWidget

from plcdesk import logs
from plcdesk.domain.chat import Message
from plcdesk.paths import Paths
from plcdesk.words import Words
from tests.ui.conftest import Home, ctx, home, the_theme, theme
from tests.ui.pages.other_rooms import OtherRoom
from ui.crash import CrashHook
from ui.runtime.context import Context

__all__ = ["ctx", "home", "the_theme", "theme"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

WORDS = ("zirkoniumkuda", "borobudurium", "quagganesia", "xylofonia", "kakatuwira", "plutonikus")
"""Each stands in no other text: a sentence, a name or a part of it would be found by one of them."""
CHAT = """13/01/26 07.20 - Bu Xylofonia: Zirkoniumkuda bertemu besok pukul 13.00 di Borobudurium
13/01/26 07.21 - Pak Kakatuwira: ok
14/01/26 08.00 - Pak Kakatuwira: https://contoh.sch.id/quagganesia video pecahan
14/01/26 08.05 - Bu Xylofonia: Stiker tidak disertakan
02/02/26 07.00 - Bu Xylofonia: Siswa belum paham Plutonikus, bagaimana caranya?
03/02/26 07.00 - Bu Xylofonia: Zirkoniumkuda lagi
"""
CONTROL = "Wolframunta"


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Every place a program may write to lies below one folder."""
    root = tmp_path / "everything"
    for name, folder in (("HOME", "home"), ("TMPDIR", "temporary"), ("XDG_CONFIG_HOME", "config"),
                         ("XDG_CACHE_HOME", "cache"), ("XDG_DATA_HOME", "data")):
        (root / folder).mkdir(parents=True)
        monkeypatch.setenv(name, str(root / folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return root


@pytest.fixture
def paths(alone: Path) -> Paths:
    return Paths(alone / "programme", alone / "state")


def unpacked(data: bytes) -> Iterator[bytes]:
    """The bytes as they are, and as they were before they were packed."""
    yield data
    for unpack in (zlib.decompress, lambda packed: zlib.decompress(packed, -15),
                   lambda packed: zstandard.ZstdDecompressor().decompress(packed, 1 << 24)):
        try:
            yield unpack(data)
        except (zlib.error, zstandard.ZstdError):
            continue


def cells(path: Path) -> Iterator[bytes]:
    """Every value of a database, those of the full-text index too."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            try:
                rows = connection.execute(f'SELECT * FROM "{table}"').fetchall()
            except sqlite3.OperationalError:
                continue  # a part of the index that has no rows of its own
            for row in rows:
                for value in row:
                    if isinstance(value, str):
                        yield value.encode()
                    elif isinstance(value, bytes):
                        yield from unpacked(value)
    finally:
        connection.close()


def traces(root: Path, words: tuple[str, ...]) -> set[tuple[str, str]]:
    """Which of the words stand in which file, in any usual way of writing letters."""
    found = set()
    for path in sorted(root.rglob("*")):
        if not path.is_file():
            continue
        data = path.read_bytes()
        hay = list(unpacked(data))
        if data.startswith(b"SQLite format 3\x00"):
            hay += list(cells(path))
        for word in words:
            needles = {word.casefold().encode(letters) for letters in ("utf-8", "utf-16-le", "utf-16-be")}
            # bytes are lowered letter by letter, those of wide letters too
            if any(needle in straw.lower() for straw in hay for needle in needles):
                found.add((word, str(path.relative_to(root))))
    return found


def said(window: QWidget) -> str:
    """What a window tells other programs and keeps beside its labels: titles, names, descriptions, tips."""
    widgets = [widget for top in (window, *QApplication.topLevelWidgets()) for widget in (top, *top.findChildren(QWidget))]
    return " ".join(text for widget in widgets for text in (
        widget.windowTitle(), widget.accessibleName(), widget.accessibleDescription(), widget.toolTip(),
        widget.statusTip(), widget.whatsThis(), widget.objectName())).casefold()


def stumble(message: Message) -> None:
    """A mistake in the program, with the worst words it could have."""
    raise ValueError(f"cannot code {message.text} of {message.sender}")


def crash(room: OtherRoom, message: Message, folder: Path, report: Path) -> None:
    """What the program does when a step does not finish, up to the report that the user saves."""
    hook = CrashHook(folder, lambda: Words("id"), lambda: None)
    try:
        stumble(message)
    except ValueError:
        kind, error, trace = sys.exc_info()
        hook.caught(kind, error, trace)  # type: ignore[arg-type]
    room.qtbot.waitUntil(lambda: any(one.isVisible() for one in room.space.window().findChildren(QDialog)))
    dialog = room.dialog()
    room.click(room.button("Simpan laporan masalah", dialog))
    room.qtbot.waitUntil(lambda: bool(QApplication.topLevelWidgets()) and any(
        isinstance(widget, QFileDialog) for widget in room.space.window().findChildren(QFileDialog)))
    (choose,) = room.space.window().findChildren(QFileDialog)
    choose.fileSelected.emit(str(report))
    choose.close()
    room.qtbot.waitUntil(report.exists)
    with room.qtbot.waitActive(room.space):
        room.space.activateWindow()


def test_no_word_of_a_chat_is_left_anywhere(ctx: Context, home: Home, story: Any, qtbot: Any, alone: Path, tmp_path: Path,
                                            ) -> None:
    logs.start(ctx.desk.paths.logs)
    file = tmp_path / "Chat WhatsApp dengan Quagganesia.txt"
    file.write_text(CHAT, encoding="utf-8")
    room = OtherRoom(ctx, qtbot, "notes")
    ctx.desk.notes.obstacles.add(CONTROL)
    room.go("notes", "chat")
    tab: Any = room.space.page.tab  # type: ignore[union-attr]
    tab.add()
    tab.begin.take(file)
    qtbot.waitUntil(lambda: tab.alone)
    shown = " ".join(label.text() for label in tab.coding.findChildren(QLabel)).casefold()
    assert "zirkoniumkuda" in shown, "the words are on screen, else nothing is proven"
    assert [word for word in WORDS if word in said(room.space)] == []
    tab.coding.setFocus()
    room.key(Qt.Key.Key_3)
    room.key(Qt.Key.Key_1)
    room.key(Qt.Key.Key_2)
    crash(room, tab.coding._coding.message, ctx.desk.paths.logs, alone / "laporan.txt")
    room.go("people")
    room.go("notes", "chat")
    room.click(tab.coding.keep)
    tab.coding.setFocus()
    room.key(Qt.Key.Key_3)
    room.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not tab.alone
    assert ctx.desk.notes.chats.going is None
    assert len(ctx.desk.notes.chats.months(story.group)) == 2
    ctx.desk.backups.make()
    left = " ".join(label.text() for label in room.space.findChildren(QLabel)).casefold()
    assert [word for word in WORDS if word in left + said(room.space)] == []
    assert traces(alone, WORDS) == set()
    assert traces(alone, (CONTROL,)), "what is written is found by this search"
    room.space.reminders.stop()
    ctx.desk.close()
    logs.stop()
    assert traces(alone, WORDS) == set()
    assert (alone / "laporan.txt").read_text(encoding="utf-8").count("ValueError") == 1
    assert [word for word in WORDS if word in str(vars(ctx.undo)).casefold()] == []


def test_the_search_for_traces_finds_packed_and_wide_letters(tmp_path: Path) -> None:
    """The test above is worth as much as its search."""
    sentence = b"Bu Xylofonia: zirkoniumkuda"
    (tmp_path / "plain").write_bytes(b"..." + sentence)
    (tmp_path / "wide").write_bytes("..Plutonikus".encode("utf-16-le"))
    (tmp_path / "packed").write_bytes(zlib.compress(sentence))
    with sqlite3.connect(tmp_path / "base.sqlite") as connection:
        connection.execute("CREATE TABLE log (body BLOB)")
        connection.execute("INSERT INTO log VALUES (?)", (zstandard.ZstdCompressor().compress(sentence),))
    connection.close()
    found = traces(tmp_path, WORDS)
    assert {name for word, name in found if word == "zirkoniumkuda"} == {"plain", "packed", "base.sqlite"}
    assert ("plutonikus", "wide") in found


def test_an_error_while_reading_names_nobody(ctx: Context, home: Home, qtbot: Any, tmp_path: Path) -> None:
    file = tmp_path / "Chat WhatsApp dengan Quagganesia.txt"
    file.write_bytes(b"PK\x03\x04" + CHAT.encode())
    room = OtherRoom(ctx, qtbot, "notes")
    room.go("notes", "chat")
    tab: Any = room.space.page.tab  # type: ignore[union-attr]
    tab.add()
    tab.begin.take(file)
    qtbot.waitUntil(lambda: any("Tidak ada yang disimpan" in text for text in room.texts()))
    assert [word for word in WORDS if word in " ".join(room.texts()).casefold()] == []
