"""Every widget can be named by a screen reader, pressed by a shaking hand, reached and left by Tab."""

from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from plcdesk.domain.meetings import Action, AgendaItem, Decision, MeetingKind
from ui.widgets.action_rows import ActionRows
from ui.widgets.agenda import AgendaEditor
from ui.widgets.attendance import AttendanceGrid, AttendanceRow
from ui.widgets.banner import Strip
from ui.widgets.cards import Tile
from ui.widgets.carried import CarriedActions, CarriedRow
from ui.widgets.choice_field import ChoiceField
from ui.widgets.conflict_card import ConflictCard, Side
from ui.widgets.data_table import DataTable, ListPane
from ui.widgets.date_field import DateField
from ui.widgets.drop_zone import DropZone
from ui.widgets.empty import EmptyState
from ui.widgets.fields import NumberField, TextField
from ui.widgets.filter_bar import Filter
from ui.widgets.form_field import FormField
from ui.widgets.history_panel import HistoryEntry, HistoryPanel
from ui.widgets.long_text import LongText
from ui.widgets.pdf_view import PdfView
from ui.widgets.person_field import PersonField
from ui.widgets.query import MemorySource
from ui.widgets.rows import DecisionRows
from ui.widgets.segmented import Segmented
from ui.widgets.side_panel import SidePanel
from ui.widgets.summary import ErrorSummary
from ui.widgets.table import Column
from ui.widgets.tabs import Tabs
from ui.widgets.time_field import TimeField
from ui.widgets.turns import TalkTurns, TurnRow
from ui.widgets.two_line_list import Line

CLEAR = "_q_qlineeditclearaction"


def form(w, theme, people, today):
    page = QWidget()
    column = QVBoxLayout(page)
    summary = ErrorSummary(w)
    summary.show_problems([("a", "Isi judul pertemuan")], focus=False)
    column.addWidget(summary)
    for label, control in (
        ("Judul", TextField()), ("Jumlah", NumberField(w)), ("Tanggal", DateField(w, today, theme)),
        ("Mulai", TimeField(w)), ("Jenis", ChoiceField(w, MeetingKind)), ("Ketua", PersonField(w, people)),
        ("Pembukaan", LongText()),
    ):
        column.addWidget(FormField(w, label, control))
    return page


def rows(editor, *records):
    editor.set_rows(records)
    return editor


def filled_attendance(w, theme, people, today):
    return rows(AttendanceGrid(w, theme), AttendanceRow("a", "Nur"), AttendanceRow("g", "Pak Joko", guest=True, role="wali"))


def filled_turns(w, theme, people, today):
    return rows(TalkTurns(w, theme), TurnRow("a", "Nur"), TurnRow("b", "Agus", 3))


def filled_table(w, theme, people, today):
    table = DataTable(w, theme, [Column("t", "Judul", str)], [Filter("s", "Status", [("a", "Ada")])])
    table.view.setAccessibleName("Pertemuan")
    table.set_source(MemorySource(["satu", "dua"], choices={"s": lambda row: "a"}))
    table.bar.choose("s", "a")
    return table


def filled_list(w, theme, people, today):
    pane = ListPane(w, theme, Line, [Filter("s", "Status", [("a", "Ada")])], [("n", "Terbaru"), ("t", "Judul")])
    pane.view.setAccessibleName("Pertemuan")
    pane.set_source(MemorySource(["satu", "dua"], choices={"s": lambda row: "a"}))
    pane.bar.more.setChecked(True)
    return pane


def conflict(w, theme, people, today):
    card = ConflictCard(w)
    card.show_entry("1 dari 1", [Side(1, "Di komputer ini", "Nur", "A"), Side(2, "Dari flashdisk", "Agus", "")], combine=True)
    card.combine_button.click()
    return card


def history(w, theme, people, today):
    panel = HistoryPanel(w)
    panel.set_entries([HistoryEntry(1, datetime(2025, 5, 12, 10), "Nur", "Laptop", "Tempat", "A", "B")])
    return panel


def carried(w, theme, people, today):
    return rows(CarriedActions(w), CarriedRow("x", "Mengirim foto"))


def tabs(w, theme, people, today):
    made = Tabs()
    for key in ("Kehadiran", "Agenda"):
        made.add(key, key, QWidget())
    made.bar.setAccessibleName("Bagian pertemuan")
    return made


def tile(w, theme, people, today):
    made = Tile("Kehadiran")
    made.set_value("87%", "104/120")
    return made


def panel(w, theme, people, today):
    made = SidePanel(w, theme)
    made.show_content("Riwayat", QWidget())
    return made


BUILDERS = {
    "form": form, "attendance": filled_attendance, "turns": filled_turns, "table": filled_table, "list": filled_list,
    "conflict": conflict, "history": history, "carried": carried, "tabs": tabs, "tile": tile, "panel": panel,
    "agenda": lambda w, theme, people, today: rows(AgendaEditor(w, theme, people), AgendaItem(topic="Telaah", minutes=9)),
    "decisions": lambda w, theme, people, today: rows(DecisionRows(w, theme), Decision(text="Modul dipakai")),
    "actions": lambda w, theme, people, today: rows(ActionRows(w, theme, people, today), Action(what="Memperbaiki")),
    "strip": lambda w, theme, people, today: Strip("Cadangan lama", "warning", "Salin", "Nanti"),
    "drop": lambda w, theme, people, today: DropZone(w, "Seret ke sini, atau", [".plcpak"]),
    "empty": lambda w, theme, people, today: EmptyState(w, "Belum ada", "Catat dulu", "Catat", example=True),
    "segmented": lambda w, theme, people, today: Segmented("Tampilan", [(1, "Daftar"), (2, "Jadwal")]),
    "pdf": lambda w, theme, people, today: PdfView(w, theme),
}


@pytest.fixture(params=[(900, 1.0), (420, 1.0), (900, 1.5)], ids=["wide", "narrow", "large text"])
def window(request, theme, shown):
    width, scale = request.param
    theme.apply(scale=scale)

    def build(name, w, people, today):
        return shown(BUILDERS[name](w, theme, people, today), width=width, height=900)

    yield build
    theme.apply(scale=1.0)


def targets(window):
    kinds = (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit)
    found = [child for child in window.findChildren(QWidget) if child.isVisible()]
    return [child for child in found if isinstance(child, kinds) or child.focusPolicy() & Qt.FocusPolicy.TabFocus]


def inside_of_another(widget):
    """Parts of a stock Qt widget (clear button, scroll buttons of a tab bar) answer with it."""
    return isinstance(widget.parentWidget(), QLineEdit | QComboBox) or widget.objectName() in ("ScrollLeftButton",
                                                                                               "ScrollRightButton")


@pytest.mark.parametrize("name", BUILDERS)
def test_everything_has_a_name_and_is_large_enough(name, window, w, people, today):
    shown = window(name, w, people, today)
    nameless, small, outside = [], [], []
    for target in targets(shown):
        if inside_of_another(target):
            continue
        what = f"{type(target).__name__} {target.accessibleName() or target.property('text')!r} {target.size().toTuple()}"
        if not QAccessible.queryAccessibleInterface(target).text(QAccessible.Text.Name).strip():
            nameless.append(what)
        if min(target.width(), target.height()) < 32:
            small.append(what)
        right = target.mapTo(shown, target.rect().topRight()).x()
        if right > shown.width() + 3 or shown.width() > max(900, 420):
            outside.append(what)
    assert (nameless, small, outside) == ([], [], [])


@pytest.mark.parametrize("name", BUILDERS)
def test_no_words_are_cut(name, window, w, people, today):
    shown = window(name, w, people, today)
    cut = [f"{button.text()!r}: {button.width()} < {button.fontMetrics().horizontalAdvance(button.text())}"
           for button in shown.findChildren(QAbstractButton)
           if button.isVisible() and button.text() and button.objectName() != CLEAR and type(button).__name__ != "NoteCell"
           and button.width() < button.fontMetrics().horizontalAdvance(button.text().replace("&&", "&"))]
    assert cut == []


@pytest.mark.parametrize("name", BUILDERS)
def test_tab_goes_round_once(name, shown, theme, w, people, today, qtbot):
    window = shown(BUILDERS[name](w, theme, people, today), width=900, height=900)
    seen = []
    for _ in range(80):
        qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        if focus is None or focus in seen:
            break
        seen.append(focus)
    reachable = [child for child in window.findChildren(QWidget) if child.isVisible() and child.isEnabled()
                 and child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.focusProxy() is None]
    assert [one for one in reachable if one not in seen] == []
    assert len(seen) == len(reachable)
