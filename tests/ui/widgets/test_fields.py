"""Fields: what is typed is never cut, never thrown away, never changed by the wheel."""

from datetime import date, time
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication

from plcdesk.domain.meetings import Focus, MeetingKind
from ui.widgets.choice_field import ChoiceField
from ui.widgets.date_field import DateField
from ui.widgets.fields import NumberField, TextField
from ui.widgets.form_field import FormField
from ui.widgets.long_text import GrowingLine, ListField, LongText
from ui.widgets.name_field import NameField
from ui.widgets.person_field import Option, PersonField
from ui.widgets.time_field import TimeField


@pytest.mark.parametrize(("typed", "day"), [
    ("12/5/25", date(2025, 5, 12)), ("12-05-2025", date(2025, 5, 12)), ("12 mei", date(2025, 5, 12)),
    (" kemarin ", date(2025, 5, 11)), ("hari ini", date(2025, 5, 12)), ("2 minggu", date(2025, 5, 26)),
])
def test_a_date_is_read_when_it_is_left(w, today, shown, qtbot, typed, day):
    field, other = DateField(w, today), TextField()
    shown(field, other)
    field.setFocus()
    qtbot.keyClicks(field.line, typed)
    assert field.raw() == typed, "nothing is rewritten while it is typed"
    with qtbot.waitSignal(field.left):
        other.setFocus()
    assert (field.value(), field.raw()) == (day, w.date(day))


def test_a_date_that_cannot_be_read_stays(w, today, shown, qtbot):
    field, other = DateField(w, today), TextField()
    shown(field, other)
    field.setFocus()
    qtbot.keyClicks(field.line, "pertengahan bulan")
    other.setFocus()
    assert (field.raw(), field.readable()) == ("pertengahan bulan", False)
    assert w.problem(field.problem()) == "Isi tanggal, misalnya 12 Mei 2025"


def test_the_calendar_begins_on_monday_and_fills_the_field(w, today, theme, shown, qtbot):
    field = DateField(w, today, theme)
    shown(field)
    field.setFocus()
    qtbot.keyClick(field.line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    popup = QApplication.activePopupWidget()
    calendar = popup.focusProxy()
    assert calendar.firstDayOfWeek() is Qt.DayOfWeek.Monday
    with qtbot.waitSignal(field.left):
        calendar.clicked.emit(calendar.selectedDate().addDays(7))
    assert field.value() == date(2025, 5, 19)


@pytest.mark.parametrize(("typed", "moment"), [("13", time(13)), ("9.30", time(9, 30)), ("10:42", time(10, 42))])
def test_a_time_is_read_when_it_is_left(w, shown, qtbot, typed, moment):
    field = TimeField(w)
    shown(field)
    qtbot.keyClicks(field, typed)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert (field.value(), field.raw()) == (moment, w.time(moment))


def test_numbers_are_text_with_a_range(w):
    field = NumberField(w, minimum=1, maximum=40)
    for typed, value in (("", None), (" 12 ", 12), ("7,0", 7)):
        field.set_raw(typed)
        assert (field.value(), field.problem()) == (value, None)
    for typed in ("0", "41"):
        field.set_raw(typed)
        assert field.readable()
        assert field.problem() is not None
    for typed in ("banyak", "1,5", "1e9", "1e999", "1_000", "nan"):
        field.set_raw(typed)
        assert not field.readable()
        assert field.raw() == typed
    exact = NumberField(w, decimals=1)
    exact.set_value(Decimal("3.5"))
    assert (exact.raw(), exact.value()) == ("3,5", Decimal("3.5"))


def test_a_name_of_300_letters_is_kept_and_reported(w, qtbot):
    field = TextField(limit=200)
    qtbot.addWidget(field)
    qtbot.keyClicks(field, "a" * 300)
    assert field.value() == "a" * 300
    assert w.problem(field.problem()) == "Pendekkan menjadi 200 huruf; sekarang 300"


def test_long_text_grows_and_tab_leaves_it(shown, qtbot):
    field, other = LongText(3), TextField()
    shown(field, other)
    before = field.height()
    field.setFocus()
    qtbot.keyClicks(field, "satu")
    for _ in range(6):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    qtbot.keyClicks(field, "dua  ")
    assert field.height() > before
    assert field.value() == "satu\n\n\n\n\n\ndua"
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is other


def test_a_list_is_one_entry_a_line(qtbot):
    field = ListField()
    qtbot.addWidget(field)
    field.set_value(("PEMERINTAH KOTA", "SD MELATI 01"))
    field.set_raw(field.raw() + "\n\n Jalan Melati 1 ")
    assert field.value() == ("PEMERINTAH KOTA", "SD MELATI 01", "Jalan Melati 1")


def test_enter_ends_a_growing_line(qtbot):
    field = GrowingLine()
    qtbot.addWidget(field)
    qtbot.keyClicks(field, "satu dua")
    with qtbot.waitSignal(field.entered):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.value() == "satu dua"


def turn_wheel(widget):
    event = QWheelEvent(QPointF(5, 5), QPointF(widget.mapToGlobal(QPoint(5, 5))), QPoint(), QPoint(0, -120),
                        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(widget, event)


@pytest.mark.parametrize("focused", [True, False])
def test_the_wheel_never_changes_a_choice(w, shown, focused):
    field, other = ChoiceField(w, Focus), TextField()
    shown(field, other)
    (field if focused else other).setFocus()
    field.set_value(Focus.SHARING)
    turn_wheel(field)
    assert field.value() is Focus.SHARING


def test_a_choice_says_so_once_and_programs_say_nothing(w, shown, qtbot):
    field = ChoiceField(w, MeetingKind, None)
    shown(field)
    heard = []
    field.left.connect(lambda: heard.append(field.value()))
    field.set_value(MeetingKind.TRAINING)
    assert heard == []
    qtbot.keyClick(field, Qt.Key.Key_Down)
    assert heard == [MeetingKind.CROSS]
    field.set_raw(str(MeetingKind.FOCUS))
    assert field.value() is MeetingKind.FOCUS


def test_three_letters_and_enter_choose_a_person(w, people, shown, qtbot):
    field = PersonField(w, people)
    shown(field)
    field.setFocus()
    qtbot.keyClicks(field, "si")
    assert field.matches() == []
    qtbot.keyClicks(field, "t")
    assert [option.title for option in field.matches()] == ["Dra. Hj. Siti Rahmawati, M.Pd.", "Siti Aminah"]
    with qtbot.waitSignal(field.left):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert (field.value(), field.text(), field.matches()) == ("2", "Dra. Hj. Siti Rahmawati, M.Pd.", [])


def test_arrows_choose_among_namesakes_and_escape_only_closes(w, people, shown, qtbot):
    field = PersonField(w, people)
    shown(field)
    field.setFocus()
    qtbot.keyClicks(field, "siti")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert (field.matches(), field.text(), field.value()) == ([], "siti", None)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "Siti Aminah"


def test_the_mouse_chooses_a_person_too(w, people, shown, qtbot):
    field = PersonField(w, people)
    shown(field)
    field.setFocus()
    qtbot.keyClicks(field, "siti")
    rows = field._list._rows
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton,
                     pos=rows.visualItemRect(rows.item(1)).center())
    assert field.value() == "4"


def test_a_full_name_is_taken_and_an_unknown_one_stays(w, people, shown, qtbot):
    field, other = PersonField(w, people), TextField()
    shown(field, other)
    field.setFocus()
    qtbot.keyClicks(field, "nur hidayah")
    other.setFocus()
    assert field.value() == "1"
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "Zulkifli")
    other.setFocus()
    assert (field.text(), field.value(), field.readable()) == ("Zulkifli", None, False)
    assert "“Zulkifli”" in w.problem(field.problem())


def test_a_new_name_that_is_already_there_is_offered(w, shown, qtbot):
    field = NameField(w, lambda name: Option("7", "Siti Rahmawati", "SD Cempaka 03") if "siti" in name.lower() else None)
    shown(field)
    qtbot.keyClicks(field.line, "Siti Rahmawatih")
    assert field._text.text() == "Sudah ada: Siti Rahmawati, SD Cempaka 03. Pakai yang ini?"
    with qtbot.waitSignal(field.existing) as heard:
        qtbot.mouseClick(field._use, Qt.MouseButton.LeftButton)
    assert heard.args == ["7"]


def test_a_form_field_says_what_is_wrong_in_words_and_to_the_ear(w, qtbot):
    field = FormField(w, "Tempat & ruang", TextField(), help="Nama ruang", optional=True)
    qtbot.addWidget(field)
    field.set_error("Isi tempatnya")
    assert field.error == "Isi tempatnya"
    assert field.control.property("state") == "error"
    assert field.control.accessibleName() == "Tempat & ruang"
    assert field.control.accessibleDescription() == "Isi tempatnya. Nama ruang"
    field.set_error("")
    assert (field.control.property("state"), field.control.accessibleDescription()) == ("", "Nama ruang")
