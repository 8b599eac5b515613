"""Lists and tables: found again after a reload, filtered and sorted at the source, quick with thousands of rows."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHeaderView

from ui.widgets.data_table import DataTable, ListPane
from ui.widgets.empty import EmptyState
from ui.widgets.filter_bar import Filter
from ui.widgets.query import PAGE, FetchSource, MemorySource, Query
from ui.widgets.table import Column
from ui.widgets.two_line_list import Line


@dataclass(frozen=True)
class Gathering:
    id: int
    title: str
    status: str
    people: int | None


ROWS = [Gathering(at, f"Pertemuan ke-{at}", "selesai" if at % 3 else "berlangsung", at * 7 % 50 or None)
        for at in range(1, 61)]
FILTERS = [Filter("status", "Status", [("selesai", "Selesai"), ("berlangsung", "Berlangsung")])]
COLUMNS = [
    Column("title", "Judul", lambda row: row.title, stretch=True),
    Column("people", "Orang", lambda row: "" if row.people is None else str(row.people), right=True),
]


def source(rows=tuple(ROWS)):
    return MemorySource(rows, lambda row: row.title, {"status": lambda row: row.status},
                        {"title": lambda row: row.title, "people": lambda row: row.people})


@pytest.fixture
def table(w, theme, shown):
    made = DataTable(w, theme, COLUMNS, FILTERS, EmptyState(w, "Belum ada pertemuan.", action="Catat pertemuan"))
    made.set_source(source())
    shown(made)
    return made


def titles(table):
    model = table.view.records
    return [model.row(at).title for at in range(model.rowCount())]


def test_filters_are_pills_that_can_be_taken_away(table, qtbot):
    table.bar.choose("status", "berlangsung")
    assert len(titles(table)) == 20
    assert table.bar.pills() == ["Status: Berlangsung  ✕"]
    qtbot.mouseClick(table.bar._pill_row.itemAt(0).widget(), Qt.MouseButton.LeftButton)
    assert len(titles(table)) == 60
    assert table.bar.query.choices == {}


def test_a_filter_without_result_says_so_and_can_be_cleared(table, qtbot):
    qtbot.keyClicks(table.bar.text, "zzz")
    assert table._stack.currentWidget() is table._nothing
    assert table._nothing.what.text() == "Tidak ada hasil untuk “zzz”. Coba nama depan saja."
    qtbot.mouseClick(table._nothing.button, Qt.MouseButton.LeftButton)
    assert len(titles(table)) == 60
    assert table.bar.text.text() == ""


def test_no_records_at_all_is_another_emptiness(table):
    table.set_source(source(()))
    assert table._stack.currentWidget() is table.empty
    assert not table.bar.isVisible()


def test_a_header_sorts_and_says_how(table, qtbot):
    header = table.view.horizontalHeader()
    spot = header.sectionViewportPosition(1) + 20
    for _ in range(2):
        qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(spot, 10))
    people = [table.view.records.row(at).people for at in range(60)]
    filled = [number for number in people if number is not None]
    assert filled == sorted(filled, reverse=True)
    assert people[-1] is None, "empty values stand last"
    words = table.view.records.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole)
    assert words == "Orang, urut menurun"


def test_the_choice_survives_a_reload_and_another_order(table):
    table.select(33)
    table.bar.set_sort("people", True)
    assert table.current().id == 33
    table.reload()
    assert table.current().id == 33


def test_moving_tells_and_enter_opens(table, qtbot):
    moved, opened = [], []
    table.selected.connect(lambda row: moved.append(row.id))
    table.opened.connect(lambda row: opened.append(row.id))
    table.select(1)
    assert moved == [], "a choice by the program is no choice of the user"
    table.view.setFocus()
    qtbot.keyClick(table.view, Qt.Key.Key_Down)
    qtbot.keyClick(table.view, Qt.Key.Key_Return)
    assert (moved, opened) == ([2], [2])


def test_letters_do_not_jump(table, qtbot):
    table.select(5)
    table.view.setFocus()
    qtbot.keyClicks(table.view, "p60")
    assert table.current().id == 5


def test_cells_without_a_value_and_long_ones(table):
    model = table.view.records
    row = next(at for at in range(60) if model.row(at).people is None)
    assert model.index(row, 1).data() == "—"
    assert model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == "Pertemuan ke-1"
    assert model.index(0, 1).data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert table.view.verticalHeader().sectionResizeMode(0) is QHeaderView.ResizeMode.Fixed


def test_thousands_of_rows_are_read_where_they_are_looked_at(w, theme, shown):
    asked = []

    def page(query, offset, limit):
        asked.append(offset)
        return [Gathering(at, f"Pertemuan {at}", "", None) for at in range(offset, min(5000, offset + limit))]

    pane = ListPane(w, theme, lambda row: Line(row.title))
    pane.set_source(FetchSource(lambda query: 5000, page, lambda query, row_id: row_id))
    shown(pane, width=340)
    assert set(asked) == {0}
    pane.select(4321)
    pane.view.grab()
    assert pane.current().title == "Pertemuan 4321"
    assert set(asked) == {0, 4321 // PAGE * PAGE}


def test_a_row_is_found_page_by_page_when_the_source_cannot_tell():
    rows = [Gathering(at, "", "", None) for at in range(450)]
    found = FetchSource(lambda query: len(rows), lambda query, offset, limit: rows[offset:offset + limit])
    assert found.position(Query(), 444) == 444
    assert found.position(Query(), 999) is None


def test_list_rows_have_one_height_and_read_out_whole(w, theme, shown):
    pane = ListPane(w, theme, lambda row: Line(row.title, "9 dari 10 hadir", row.status), FILTERS,
                    [("new", "Terbaru"), ("title", "Judul")])
    pane.set_source(source())
    shown(pane, width=340)
    assert pane.view.sizeHintForRow(0) == theme.list_row_height == 56
    words = pane.view.records.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert words == "Pertemuan ke-1, 9 dari 10 hadir, selesai"
    pane.select(1)
    pane.view.step(1)
    assert pane.current().id == 2
