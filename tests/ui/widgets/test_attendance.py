"""The attendance list by keys and by mouse: a wrong or lost mark is a wrong figure in the report."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from plcdesk.domain.meetings import Presence
from ui.widgets.attendance import AttendanceGrid, AttendanceRow
from ui.widgets.attendance_row import AttendanceLine

H, T, I, S, D, A = Presence  # noqa: E741 - the letters of the list


@pytest.fixture
def grid(w, theme, shown):
    made = AttendanceGrid(w, theme)
    made.set_rows([AttendanceRow(f"p{at}", f"Guru {at}") for at in range(10)])
    shown(made)
    made.focus_row(0)
    return made


def press(qtbot, keys):
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget(), key)


def current(grid):
    focus = QApplication.focusWidget()
    assert isinstance(focus, AttendanceLine)
    return focus.row.key


@pytest.mark.parametrize("keys", ["HTISDA", "htisda", "123456"])
def test_six_keys_mark_six_rows_and_the_seventh_is_next(grid, qtbot, keys):
    heard = []
    grid.marked.connect(lambda key, presence: heard.append((key, presence)))
    press(qtbot, keys)
    assert [row.presence for row in grid.rows[:7]] == [H, T, I, S, D, A, None]
    assert heard == [("p0", H), ("p1", T), ("p2", I), ("p3", S), ("p4", D), ("p5", A)]
    assert current(grid) == "p6"


def test_letters_that_are_no_marks_do_nothing(grid, qtbot):
    press(qtbot, "GBU789")
    assert current(grid) == "p0"
    assert grid.counts()[None] == 10


def test_space_repeats_the_row_above_and_backspace_clears(grid, qtbot):
    press(qtbot, ["S", Qt.Key.Key_Space, Qt.Key.Key_Space])
    assert [row.presence for row in grid.rows[:4]] == [S, S, S, None]
    press(qtbot, [Qt.Key.Key_Up, Qt.Key.Key_Backspace])
    assert [row.presence for row in grid.rows[:4]] == [S, S, None, None]
    assert current(grid) == "p2"


def test_mark_all_fills_blanks_only(grid, qtbot):
    press(qtbot, ["A", Qt.Key.Key_Down, "S"])
    heard = []
    grid.all_marked.connect(heard.append)
    qtbot.mouseClick(grid.mark_all_button, Qt.MouseButton.LeftButton)
    assert [row.presence for row in grid.rows[:4]] == [A, H, S, H]
    assert heard == [["p1", "p3", "p4", "p5", "p6", "p7", "p8", "p9"]]
    grid.mark_all()
    assert len(heard) == 1, "nothing was blank any more"


def test_mark_all_by_keys(grid, qtbot):
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_H, both)
    assert grid.counts() == {H: 10}


def test_a_press_on_a_letter_marks_and_stays(grid, qtbot):
    line = grid._lines[4]
    qtbot.mouseClick(line.segments[D], Qt.MouseButton.LeftButton)
    assert (grid.rows[4].presence, current(grid)) == (D, "p4")
    qtbot.mouseClick(line.segments[D], Qt.MouseButton.LeftButton)
    assert grid.rows[4].presence is None, "a second press takes the mark away"


@pytest.mark.parametrize("width", [900, 500])
def test_enter_writes_a_note_and_comes_back(w, theme, shown, qtbot, width):
    grid = AttendanceGrid(w, theme)
    grid.set_rows([AttendanceRow("p", "Nur Hidayah", S)])
    shown(grid, width=width)
    grid.focus_row(0)
    heard = []
    grid.note_changed.connect(lambda key, text: heard.append((key, text)))
    press(qtbot, [Qt.Key.Key_Return])
    qtbot.keyClicks(QApplication.focusWidget(), "demam, ijin A")
    press(qtbot, [Qt.Key.Key_Return])
    assert heard == [("p", "demam, ijin A")]
    assert current(grid) == "p"
    press(qtbot, [Qt.Key.Key_Return])
    qtbot.keyClicks(QApplication.focusWidget(), " dan batuk")
    press(qtbot, [Qt.Key.Key_Escape])
    assert grid.rows[0].note == "demam, ijin A dan batuk"
    assert len(heard) == 2


def test_rows_handed_in_again_keep_the_place(grid, qtbot):
    press(qtbot, "HH")
    grid.set_rows([AttendanceRow("new", "Tamu", guest=True, role="pengawas"), *grid.rows])
    assert current(grid) == "p2"
    assert grid.counts()[H] == 2


def test_a_guest_can_be_removed_by_delete(grid, qtbot):
    grid.set_rows([*grid.rows, AttendanceRow("g", "Pak Joko", guest=True)])
    gone = []
    grid.guest_removed.connect(gone.append)
    press(qtbot, [Qt.Key.Key_Delete])
    grid.focus_row(10)
    press(qtbot, [Qt.Key.Key_Delete])
    assert gone == ["g"]


def test_tab_leaves_the_list(grid, qtbot):
    press(qtbot, "HHH")
    press(qtbot, [Qt.Key.Key_Tab])
    assert QApplication.focusWidget() is grid.guest_button


def test_everything_is_said_in_words(grid, qtbot):
    press(qtbot, "S")
    line = grid._lines[0]
    assert line.accessibleName() == "1. Guru 0: Sakit"
    assert line.segments[A].accessibleName() == "Guru 0: Tanpa keterangan (A)"
    assert grid.count_label.text() == "H 0 · T 0 · I 0 · S 1 · D 0 · A 0 · belum 9"


def test_a_locked_list_takes_no_marks(grid, qtbot):
    grid.read_only = True
    press(qtbot, "H")
    grid.mark_all()
    assert grid.counts() == {None: 10}
