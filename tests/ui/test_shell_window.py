"""The window around the pages: what it says, what its keys do, and that it fits every laptop."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from plcdesk.domain.changes import Changes, Row
from plcdesk.domain.ids import Id
from plcdesk.words import Words
from tests.ui.conftest import SMALL_PAGES
from ui.runtime.context import Context
from ui.runtime.notify import Banner, Rank
from ui.runtime.sizes import SizeClass
from ui.shell import toasts
from ui.shell.actions import ACTIONS, PAGE_KEYS
from ui.shell.commands import Commands
from ui.shell.help import HELP
from ui.shell.help_view import HelpView, guide
from ui.shell.pages import ENTRIES, existing
from ui.shell.sidebar import NavItem
from ui.shell.window import Window
from ui.shell.workspace import Workspace
from ui.theme.theme import Theme

CTRL, SHIFT, NONE = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
SIZES = [(1920, 1009), (1366, 697), (1093, 543), (1024, 529), (911, 441), (781, 368), (720, 360)]


def wrote(table: str, number: int = 1) -> Changes:
    return Changes(frozenset({Row(table, Id(str(number)))}), (number,))


def active(space: Workspace, qtbot: Any) -> None:
    space.activateWindow()
    space.page.names.setFocus()  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)


# pages


def test_a_page_is_built_at_its_first_visit_and_kept(space: Workspace) -> None:
    assert list(space.pages) == ["home"]
    space.go("meetings")
    page = space.page
    space.go("home")
    space.go("meetings")
    assert space.page is page


def test_leaving_a_page_saves_what_is_pending_there(space: Workspace) -> None:
    first = space.page
    space.go("meetings")
    assert first.said[-1] == "leave"  # type: ignore[union-attr]


def test_a_hidden_page_reads_again_only_when_it_is_shown(space: Workspace, ctx: Context) -> None:
    first = space.page
    space.go("meetings")
    ctx.bus.announce(wrote("meeting"))
    assert first.said.count("refresh") == 1  # type: ignore[union-attr]
    assert space.page.said.count("refresh") == 2  # type: ignore[union-attr]
    space.go("home")
    assert first.said.count("refresh") == 2  # type: ignore[union-attr]


def test_a_page_is_not_disturbed_by_what_it_does_not_show_or_wrote_itself(space: Workspace, ctx: Context) -> None:
    ctx.bus.announce(wrote("person"))
    ctx.bus.announce(wrote("meeting"), space.page)
    ctx.bus.announce(Changes())
    assert space.page.said == ["refresh"]  # type: ignore[union-attr]


def test_the_next_start_goes_back_to_the_same_record(space: Workspace, ctx: Context, qtbot: Any) -> None:
    ctx.go("meetings", "m-1")
    space.leave()
    again = Workspace(ctx, space.entries)
    qtbot.addWidget(again)
    again.resume()
    assert again.page.SPEC.id == "meetings"  # type: ignore[union-attr]
    assert again.page.record_id == "m-1"  # type: ignore[union-attr]


def test_the_header_follows_the_page(space: Workspace) -> None:
    assert space.header.title.text() == "Beranda"
    assert not space.header.action.isVisible()
    space.go("meetings")
    assert (space.header.title.text(), space.header.action.text()) == ("Pertemuan", "Catat pertemuan")
    assert space.header.action.property("role") == "primary"
    space.page.quiet_header(True)  # type: ignore[union-attr]
    assert space.header.action.property("role") == "outlined"


def test_a_double_click_counts_once(space: Workspace, qtbot: Any) -> None:
    space.go("meetings")
    qtbot.mouseClick(space.header.action, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(space.header.action, Qt.MouseButton.LeftButton)
    assert space.page.said.count("primary") == 1  # type: ignore[union-attr]


def test_the_sidebar_shows_which_page_is_open(space: Workspace, qtbot: Any) -> None:
    items = space.sidebar.findChildren(NavItem)
    assert [item.text() for item in items] == ["Beranda", "Pertemuan"]
    qtbot.mouseClick(items[1], Qt.MouseButton.LeftButton)
    assert space.page.SPEC.id == "meetings"  # type: ignore[union-attr]
    assert [item.isChecked() for item in items] == [False, True]
    qtbot.mouseClick(items[1], Qt.MouseButton.LeftButton)
    assert items[1].isChecked()


def test_pages_and_sidebar_agree() -> None:
    for entry in existing():
        spec = entry.load().SPEC
        assert (spec.id, spec.title, spec.icon) == (entry.id, entry.title, entry.icon)
        assert HELP.get(entry.id), f"{entry.id} has no help"
    assert len({entry.id for entry in ENTRIES}) == len(ENTRIES)


# keys


@pytest.mark.parametrize(
    ("key", "modifier", "said"),
    [
        (Qt.Key.Key_N, CTRL, "primary"), (Qt.Key.Key_Delete, NONE, "delete"), (Qt.Key.Key_Return, CTRL, "finish"),
        (Qt.Key.Key_PageDown, CTRL, "step 1"), (Qt.Key.Key_PageUp, CTRL, "step -1"),
        (Qt.Key.Key_H, CTRL | SHIFT, "mark_all"),
    ],
)  # fmt: skip
def test_keys_reach_the_page(key: Qt.Key, modifier: Qt.KeyboardModifier, said: str, space: Workspace, commands: Commands,
                             press: Any, qtbot: Any) -> None:
    space.go("meetings")
    active(space, qtbot)
    press(key, modifier)
    assert space.page.said[-1] == said  # type: ignore[union-attr]


def test_ctrl_s_says_that_everything_is_saved(space: Workspace, commands: Commands, press: Any, qtbot: Any) -> None:
    active(space, qtbot)
    press(Qt.Key.Key_S, CTRL)
    assert space.toasts.text.text() == "Sudah tersimpan. Setiap perubahan disimpan otomatis."
    assert space.page.said[-1] == "leave"  # type: ignore[union-attr]


def test_no_button_says_plainly_save(space: Workspace) -> None:
    assert [button for button in space.findChildren(QAbstractButton) if button.text() in ("Simpan", "Save")] == []


def test_ctrl_and_a_digit_open_a_page(space: Workspace, commands: Commands, press: Any, qtbot: Any) -> None:
    active(space, qtbot)
    press(Qt.Key.Key_2, CTRL)
    assert space.page.SPEC.id == "meetings"  # type: ignore[union-attr]


def test_ctrl_tab_goes_through_the_tabs(space: Workspace, commands: Commands, press: Any, qtbot: Any) -> None:
    active(space, qtbot)
    page = space.page
    press(Qt.Key.Key_Tab, CTRL)
    assert page.tabs.currentIndex() == 1  # type: ignore[union-attr]
    press(Qt.Key.Key_Tab, CTRL)
    assert page.tabs.currentIndex() == 0  # type: ignore[union-attr]


def test_f6_goes_through_the_parts_of_the_window_and_back(space: Workspace, commands: Commands, press: Any, qtbot: Any) -> None:
    space.activateWindow()
    space.sidebar.focus()
    page, seen = space.page, []
    for _ in range(3):
        press(Qt.Key.Key_F6)
        seen.append(QApplication.focusWidget())
    assert seen[:2] == [page.names, page.field]  # type: ignore[union-attr]
    assert space.sidebar.isAncestorOf(seen[2])
    press(Qt.Key.Key_F6, SHIFT)
    assert QApplication.focusWidget() is page.field  # type: ignore[union-attr]


def test_text_size_by_the_keyboard(space: Workspace, commands: Commands, press: Any, theme: Theme, qtbot: Any) -> None:
    active(space, qtbot)
    press(Qt.Key.Key_Plus, CTRL)
    assert theme.scale == 1.15
    press(Qt.Key.Key_Minus, CTRL)
    press(Qt.Key.Key_Minus, CTRL)
    assert theme.scale == 1.0
    for _ in range(5):
        press(Qt.Key.Key_Plus, CTRL)
    assert theme.scale == 1.5
    press(Qt.Key.Key_0, CTRL)
    assert theme.scale == 1.0


def test_escape_closes_what_lies_above_first(space: Workspace, commands: Commands, press: Any, qtbot: Any) -> None:
    active(space, qtbot)
    press(Qt.Key.Key_F1)
    press(Qt.Key.Key_K, CTRL)
    assert space.panel.isVisible()
    assert commands.box.isVisible()
    press(Qt.Key.Key_Escape)
    assert space.panel.isVisible()
    assert not commands.box.isVisible()
    press(Qt.Key.Key_Escape)
    assert not space.panel.isVisible()


def test_no_key_means_two_things_on_one_page() -> None:
    """Ctrl+Shift+N makes the other new thing of whichever page is open."""
    everywhere = [key for action in ACTIONS for key in action.keys] + list(PAGE_KEYS)
    for entry in existing():
        keys = everywhere + [command.keys for command in entry.load().SPEC.commands if command.keys]
        assert sorted(keys) == sorted(set(keys)), entry.id
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)


def test_every_action_is_done_by_something(commands: Commands) -> None:
    assert sorted(commands.done_by) == sorted(action.id for action in ACTIONS)


# help


def test_f1_shows_the_help_of_the_page_with_its_keys(space: Workspace, commands: Commands, press: Any, qtbot: Any) -> None:
    space.go("meetings")
    active(space, qtbot)
    press(Qt.Key.Key_F1)
    texts = [label.text() for label in space.panel.findChildren(QLabel)]
    assert any("<b>Catat pertemuan</b>" in text for text in texts)
    assert {"Ctrl+Shift+H", "Tandai semua hadir", "F6"} <= set(texts)
    press(Qt.Key.Key_F1)
    assert not space.panel.isVisible()


def test_every_page_has_three_to_six_sentences_in_both_languages() -> None:
    w = Words("id")
    for page, sentences in HELP.items():
        assert 3 <= len(sentences) <= 6, page
        for sentence in sentences:
            assert w(sentence) != sentence, sentence
            assert w(sentence).count("**") == sentence.count("**"), sentence


def test_the_guide_can_be_printed(space: Workspace, ctx: Context) -> None:
    space.go("meetings")
    text = guide(ctx, space.page.SPEC).toPlainText()  # type: ignore[union-attr]
    assert "Catat pertemuan" in text
    assert "**" not in text


# what the window says


def test_a_toast_offers_its_action_once(space: Workspace, ctx: Context, qtbot: Any) -> None:
    undone: list[int] = []
    ctx.notify.toast("“Pertemuan” dipindahkan ke Sampah", "Urungkan", lambda: undone.append(1))
    assert space.toasts.isVisible()
    qtbot.mouseClick(space.toasts.action, Qt.MouseButton.LeftButton)
    assert undone == [1]
    assert not space.toasts.isVisible()


def test_a_toast_goes_by_itself_but_not_under_the_keyboard(space: Workspace, ctx: Context, qtbot: Any,
                                                          monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(toasts, "SHOWN", 30)
    ctx.notify.toast("Pesan", "Urungkan", lambda: None)
    space.activateWindow()
    space.toasts.action.setFocus()
    qtbot.wait(100)
    assert space.toasts.isVisible()
    space.page.names.setFocus()  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: not space.toasts.isVisible())


def test_a_long_toast_takes_two_lines_and_stays_inside(space: Workspace, ctx: Context) -> None:
    space.resize(781, 368)
    ctx.notify.toast("Paket tersimpan dan sudah diperiksa, dan semua data yang baru dari dua laptop sudah digabung", "Urungkan",
                     lambda: None)
    parent = space.toasts.parentWidget()
    assert parent.rect().contains(space.toasts.geometry())
    assert space.toasts.height() > space.toasts.action.height() + 14


def test_the_highest_banner_is_shown_and_then_the_next(space: Workspace, ctx: Context) -> None:
    ctx.notify.banner(Banner("backup", "Cadangan lama", Rank.BACKUP))
    ctx.notify.banner(Banner("disk", "Penuh", Rank.DISK, tone="danger"))
    ctx.notify.banner(Banner("unsent", "7 perubahan", Rank.UNSENT))
    seen = []
    for _ in range(3):
        seen.append(space.banners.shown.key)  # type: ignore[union-attr]
        ctx.notify.clear(seen[-1])
    assert seen == ["disk", "unsent", "backup"]
    assert not space.banners.isVisible()


def test_later_means_not_today(space: Workspace, ctx: Context, qtbot: Any, clock: Any) -> None:
    banner = Banner("unsent", "7 perubahan", Rank.UNSENT)
    ctx.notify.banner(banner)
    qtbot.mouseClick(space.banners.strip.later, Qt.MouseButton.LeftButton)
    ctx.notify.banner(banner)
    assert space.banners.shown is None
    clock.go_to("2026-03-05")
    ctx.notify.banner(banner)
    assert space.banners.shown == banner


def test_the_status_line_tells_the_state_of_saving(space: Workspace, ctx: Context) -> None:
    ctx.notify.saving()
    assert space.status.text == "Menyimpan…"
    ctx.notify.saved(datetime(2026, 3, 4, 10, 42))
    assert space.status.text == "Tersimpan pukul 10.42"
    ctx.notify.unsaved()
    assert space.status.text == "Belum tersimpan. Isian Anda tetap di layar. Mencoba lagi…"


def test_unsent_changes_lead_to_sending(space: Workspace, ctx: Context) -> None:
    assert not space.status.unsent.isVisible()
    ctx.notify.unsent(7, "12 Mei")
    assert space.status.unsent.isVisible()
    assert "12 Mei" in space.status.unsent.text()
    ctx.notify.unsent(0, "")
    assert not space.status.unsent.isVisible()


def test_the_panel_gives_the_keyboard_back(space: Workspace, ctx: Context, qtbot: Any) -> None:
    space.activateWindow()
    ctx.panel.show("Riwayat", QLabel("isi"))
    assert QApplication.focusWidget() is space.panel.close_button
    ctx.panel.close()
    assert QApplication.focusWidget() is space.page.field  # type: ignore[union-attr]


def test_the_panel_stands_beside_the_page_only_where_there_is_room(space: Workspace, ctx: Context) -> None:
    for width, beside in ((1920, True), (1366, False)):
        space.resize(width, 900)
        ctx.panel.show("Riwayat", QLabel("isi"))
        QApplication.sendPostedEvents()
        overlap = space.panel.x() < space.stack.x() + space.stack.width()
        assert overlap is not beside


# room


@pytest.mark.parametrize("scale", [1.0, 1.5])
@pytest.mark.parametrize("size", SIZES)
def test_nothing_sticks_out_and_no_words_are_cut(size: tuple[int, int], scale: float, space: Workspace, ctx: Context,
                                                 theme: Theme) -> None:
    theme.apply(scale=scale)
    space.go("meetings")
    ctx.notify.unsent(7, "12 Mei")
    ctx.notify.saved(datetime(2026, 3, 4, 10, 42))
    space.resize(*size)
    QApplication.sendPostedEvents()
    for widget in space.findChildren(QWidget):
        if not widget.isVisible() or widget.objectName() == "focusRing":
            continue
        if isinstance(widget, QAbstractButton) and widget.text() and not isinstance(widget, NavItem):
            assert widget.width() + 3 >= widget.minimumSizeHint().width(), widget.text()
        place = widget.mapTo(space, widget.rect().bottomRight())
        assert place.x() <= space.width() + 3, widget
        assert place.y() <= space.height() + 3, widget


def test_where_it_is_narrow_the_pages_are_in_a_menu(space: Workspace) -> None:
    space.resize(781, 368)
    assert space.size_class is SizeClass.XS
    assert not space.sidebar.isVisible()
    assert space.header.menu.isVisible()
    menu = space.menu()
    assert [action.text() for action in menu.actions() if not action.isSeparator()] == ["Beranda", "Pertemuan"]
    menu.actions()[-1].trigger()
    assert space.page.SPEC.id == "meetings"  # type: ignore[union-attr]


def test_a_short_window_has_lower_rows(space: Workspace, theme: Theme) -> None:
    space.resize(1366, 697)
    assert theme.row_height == 36
    space.resize(911, 441)
    assert (theme.row_height, space.header.action.minimumSizeHint().height()) == (32, 32)


def test_everything_that_takes_the_keyboard_has_a_name_and_a_size(space: Workspace, ctx: Context, commands: Commands) -> None:
    space.go("meetings")
    ctx.notify.unsent(7, "12 Mei")
    ctx.notify.toast("Pesan", "Urungkan", lambda: None)
    ctx.notify.banner(Banner("unsent", "7 perubahan", Rank.UNSENT, "info", "Kirim"))
    ctx.panel.help()
    commands.box.open_box()
    QApplication.sendPostedEvents()
    for widget in space.findChildren(QWidget):
        if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
            face = QAccessible.queryAccessibleInterface(widget)
            assert face.text(QAccessible.Text.Name), widget
            assert widget.width() >= 32, widget
            assert widget.height() >= 32, widget


def test_tab_visits_everything_and_comes_back(space: Workspace, qtbot: Any) -> None:
    space.activateWindow()
    start = space.sidebar.programme
    start.setFocus()
    seen: list[QWidget] = []
    for _ in range(60):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
        if seen[-1] is start:
            break
    assert seen[-1] is start
    assert len(set(map(id, seen))) == len(seen)
    assert {space.header.search, space.page.names, space.page.field} <= set(seen)  # type: ignore[union-attr]


def test_a_long_programme_name_is_shortened_and_can_be_read_whole(space: Workspace) -> None:
    space.sidebar.programme._name = "Program Komunitas Belajar Profesional Kota Tangerang Selatan"
    space.resize(1367, 697)
    space.resize(1366, 697)
    button = space.sidebar.programme
    assert button.minimumSizeHint().width() <= space.sidebar.width()
    assert button.toolTip() == "Program KBP Uji"


# the frame


def test_the_window_remembers_its_size(theme: Theme, tmp_path: Path, qtbot: Any) -> None:
    first = Window(theme.tokens, 1.0, tmp_path)
    qtbot.addWidget(first)
    first.show()
    first.resize(760, 500)
    first.close()
    second = Window(theme.tokens, 1.0, tmp_path)
    qtbot.addWidget(second)
    second.show_in_place()
    assert (second.width(), second.height()) == (760, 500)
    assert second.minimumWidth() == 720


def test_the_window_stays_while_work_runs(theme: Theme, tmp_path: Path, qtbot: Any) -> None:
    window = Window(theme.tokens, 1.0, tmp_path)
    qtbot.addWidget(window)
    window.show()
    window.may_close = lambda: False
    assert window.close() is False
    assert window.isVisible()
    window.may_close = lambda: True
    assert window.close() is True


def test_the_empty_frame_is_painted_before_anything_else(theme: Theme, tmp_path: Path, qtbot: Any) -> None:
    window = Window(theme.tokens, 1.0, tmp_path)
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.painted):
        window.show()


def test_help_is_a_view_of_its_own(space: Workspace, commands: Commands) -> None:
    space.show_help()
    assert space.panel.findChild(HelpView) is not None
    assert space.panel.findChild(QLineEdit) is None


def test_the_strip_of_the_sample_is_slim_in_a_short_window(space: Workspace, qtbot: Any) -> None:
    left: list[bool] = []
    space.ctx.notify.banner(Banner("sample", space.ctx.w("This is sample data. It is kept apart from your own."), Rank.SAMPLE,
                                   "warning", space.ctx.w("Leave the sample"), lambda: left.append(True), later=False))
    space.resize(1366, 697)
    qtbot.waitUntil(lambda: space.banners.strip.height() > 38)
    space.resize(911, 441)
    qtbot.waitUntil(lambda: space.banners.strip.height() <= 34)
    action = space.banners.strip.action
    assert action.height() >= 32
    assert action.property("role") == "link"
    action.click()
    assert left == [True]


def test_the_sample_does_not_ask_to_be_sent(ctx: Context, qtbot: Any) -> None:
    ctx.desk = dataclasses.replace(ctx.desk, is_sample=True)
    made = Workspace(ctx, SMALL_PAGES)
    qtbot.addWidget(made)
    made.show()
    made.reminders.look()
    assert made.banners.shown is not None
    assert made.banners.shown.key == "sample"
    assert not made.status.unsent.isVisible()


def test_the_side_panel_leaves_the_banner_in_reach(space: Workspace, qtbot: Any) -> None:
    space.ctx.notify.banner(Banner("unsent", "3 perubahan", Rank.UNSENT, "info", "Kirim ke flashdisk", lambda: None))
    space.resize(1366, 697)
    space.show_help()
    qtbot.waitUntil(space.panel.isVisible)
    assert space.panel.y() >= space.banners.geometry().bottom()
    assert space.panel.geometry().bottom() <= space.panel.parentWidget().height()
