"""Without these a colour is unreadable in one of the themes, or a control loses its size, and nobody notices in time."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QFile
from PySide6.QtGui import QIcon, QPalette
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QToolButton

from ui.theme import artwork, fonts, icons
from ui.theme.palette import system_tokens
from ui.theme.roles import restyle, set_role
from ui.theme.stylesheet import stylesheet
from ui.theme.theme import Theme
from ui.theme.tokens import FOLDER, SYSTEM, contrast, load

TEXT_ON = [
    ("text", ground) for ground in ("window", "surface", "surface-alt", "sidebar", "selected", "hover", "diff-here", "diff-stick")
] + [
    ("text-2", ground) for ground in ("window", "surface", "surface-alt", "sidebar", "selected")
] + [
    ("disabled", "surface"), ("disabled", "window"), ("primary", "surface"), ("primary", "window"), ("primary", "selected"),
    ("on-primary", "primary"), ("on-primary", "primary-hover"), ("on-primary", "primary-pressed"), ("on-danger", "danger"),
    ("toast-text", "toast"), ("toast-action", "toast"),
    *((tone, ground) for tone in ("success", "warning", "danger", "info") for ground in (f"{tone}-bg", "surface")),
    *(("text", f"{tone}-bg") for tone in ("success", "warning", "danger", "info")),
]  # fmt: skip
EDGES = [("border", "surface"), ("border", "window"), ("focus-outer", "window"), ("focus-outer", "surface"),
         ("focus-gap", "primary"), ("focus-outer", "focus-gap")]  # fmt: skip


@pytest.mark.parametrize("name", ["light", "dark"])
def test_every_text_can_be_read(name: str) -> None:
    tokens = load(name)
    weak = [(ink, ground) for ink, ground in TEXT_ON if contrast(tokens[ink], tokens[ground]) < 4.5]
    assert weak == []


@pytest.mark.parametrize("name", ["light", "dark"])
def test_every_control_has_an_edge_that_can_be_seen(name: str) -> None:
    tokens = load(name)
    assert [(ink, ground) for ink, ground in EDGES if contrast(tokens[ink], tokens[ground]) < 3] == []


def test_both_themes_have_the_same_colours() -> None:
    assert load("light").colours.keys() == load("dark").colours.keys()


def test_the_contrast_of_black_on_white_is_the_greatest() -> None:
    assert round(contrast("#000000", "#FFFFFF"), 1) == 21.0


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_stylesheet_asks_for_nothing_that_is_missing(name: str, theme: Theme) -> None:
    sheet = stylesheet(load(name), 1.5, short=True, art=":/light-")
    assert "$" not in sheet
    assert "{c_" not in sheet


def test_drawings_of_the_stylesheet_can_be_opened(theme: Theme) -> None:
    sheet = stylesheet(theme.tokens, 1.0, short=False, art=artwork.register(theme.tokens))
    names = set(re.findall(r"url\((:[^)]+)\)", sheet))
    assert names
    assert [name for name in names if not QFile.exists(name) or QIcon(name).pixmap(16, 16).isNull()] == []


def test_every_icon_that_is_named_is_bundled() -> None:
    root = Path(__file__).resolve().parents[2]
    named = {icon for path in (root / "ui").rglob("*.py") for icon in re.findall(
        r"(?:dress|icon|pixmap)\([^)\n]*?\"([a-z][a-z0-9]*(?:-[a-z0-9]+)+)\"", path.read_text(encoding="utf-8"))}
    colours = set(load("light").colours)
    assert sorted(name for name in named - colours if not (icons.FOLDER / f"{name}.svg").exists()) == []


def test_the_bundled_fonts_are_there(qapp: QApplication) -> None:
    assert [name for name in fonts.FILES if not (fonts.FOLDER / name).exists()] == []


@pytest.mark.parametrize(("short", "height"), [(False, 36), (True, 32)])
def test_controls_have_the_height_of_the_grid(short: bool, height: int, theme: Theme, qtbot) -> None:  # type: ignore[no-untyped-def]
    theme.apply(short=short)
    close = set_role(QToolButton(), "icon")
    theme.dress(close, "x")
    for widget in (QPushButton("Lihat"), QLineEdit(), QComboBox(), set_role(QPushButton("Selesai"), "primary"), close):
        qtbot.addWidget(widget)
        widget.ensurePolished()
        assert min(widget.sizeHint().height(), widget.maximumHeight()) == height, type(widget).__name__


def test_larger_text_makes_everything_larger(theme: Theme, qtbot) -> None:  # type: ignore[no-untyped-def]
    label, button = set_role(QLabel("Pertemuan"), "title"), QPushButton("Lihat")
    for widget in (label, button):
        qtbot.addWidget(widget)
        widget.ensurePolished()
    before = label.sizeHint().width(), button.sizeHint().height()
    theme.apply(scale=1.5)
    assert label.sizeHint().width() > before[0] * 1.4
    assert button.sizeHint().height() == 54
    assert theme.px(16) == 24


def test_a_change_of_theme_reaches_what_is_on_screen(theme: Theme, qtbot) -> None:  # type: ignore[no-untyped-def]
    button = set_role(QPushButton("Selesai"), "primary")
    qtbot.addWidget(button)
    button.show()
    theme.dress(button, "plus", "on-primary")
    for mode in ("dark", "light"):
        theme.apply(mode=mode)
        picture = button.grab().toImage()
        assert picture.pixelColor(picture.width() // 2, 5) == theme.tokens.color("primary")
        assert QApplication.palette().color(QPalette.ColorRole.Window) == theme.tokens.color("window")


def test_an_icon_has_the_colour_it_is_asked_for(theme: Theme) -> None:
    picture = theme.pixmap("check", "danger").toImage()
    inked = {picture.pixelColor(x, y).name().upper() for x in range(20) for y in range(20)
             if picture.pixelColor(x, y).alpha() == 255}
    assert inked == {theme.tokens["danger"]}


def test_a_tick_is_drawn_in_a_checked_box(theme: Theme, qtbot) -> None:  # type: ignore[no-untyped-def]
    box = QCheckBox("Kop sekolah")
    qtbot.addWidget(box)
    box.show()
    box.setChecked(True)
    picture = box.grab().toImage()
    colours = {picture.pixelColor(x, y).name().upper() for x in range(20) for y in range(picture.height())}
    assert {theme.tokens["primary"], theme.tokens["on-primary"]} <= colours


def test_restyling_follows_a_changed_state(theme: Theme, qtbot) -> None:  # type: ignore[no-untyped-def]
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    field.setProperty("state", "error")
    restyle(field)
    assert field.grab().toImage().pixelColor(field.width() // 2, 1) == theme.tokens.color("danger")


def test_high_contrast_uses_the_system_s_colours_only() -> None:
    palette = QPalette()
    tokens = system_tokens(palette, SYSTEM, load("light"))
    own = {colour for name, colour in load("light").colours.items() if not name.startswith(("chart-", "level-"))}
    theirs = {palette.color(role).name() for role in (
        QPalette.ColorRole.Window, QPalette.ColorRole.WindowText, QPalette.ColorRole.Base, QPalette.ColorRole.Mid,
        QPalette.ColorRole.AlternateBase, QPalette.ColorRole.Highlight, QPalette.ColorRole.HighlightedText)}
    used = {colour for name, colour in tokens.colours.items() if not name.startswith(("chart-", "level-"))}
    assert used <= theirs
    sheet = stylesheet(tokens, 1.0, short=False, art=":/x-")
    assert not own & set(re.findall(r"#[0-9A-F]{6}", sheet))


def test_no_colour_hides_in_the_rules() -> None:
    assert re.findall(r"#[0-9A-Fa-f]{6}\b", (FOLDER / "application.qss").read_text(encoding="utf-8")) == []


CLOSED_WINDOWS = """
import gc
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from ui.theme.theme import Theme

class Window(QWidget):
    def changeEvent(self, event):
        if event.type() == QEvent.Type.StyleChange:
            for _ in range(20):
                closed = QWidget()
                closed.itself = closed  # as a window is held by its own signals: only the collector deletes it
                column = QVBoxLayout(closed)
                for _ in range(6):
                    line = QLineEdit()
                    line.setClearButtonEnabled(True)
                    column.addWidget(line)
            gc.set_threshold(gc.get_count()[0] + 100)  # it runs while the widgets are gathered

gc.set_threshold(100_000)
app = QApplication([])
theme = Theme(app)
window = Window()
window.show()
for mode in ("dark", "light", "dark"):
    gc.set_threshold(100_000)
    theme.apply(mode=mode)
print("alive")
"""


def test_closed_windows_do_not_break_a_change_of_theme() -> None:
    """The program vanished without a word when the garbage collector met the list of all widgets."""
    done = subprocess.run([sys.executable, "-c", CLOSED_WINDOWS], capture_output=True, text=True, timeout=60,
                          cwd=Path(__file__).parents[2], check=False)
    assert (done.returncode, done.stdout) == (0, "alive\n"), done.stderr
