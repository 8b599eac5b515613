"""Inline rows over real records: written where they stand, kept in order, nothing typed is lost."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from plcdesk.domain.changes import Row
from plcdesk.domain.meetings import Action, ActionStatus, AgendaItem, Decision, Outcome
from ui.widgets.action_rows import ActionRows
from ui.widgets.agenda import AgendaEditor
from ui.widgets.fields import TextField
from ui.widgets.rows import DecisionRows
from ui.widgets.rows_binding import RowsBinding


@pytest.fixture
def meeting(story):
    return story.a_meeting("2026-03-04")


@pytest.fixture
def bound(ctx, meeting):
    """Tie an editor to the rows of the meeting, as a page does until it is left."""
    made = []

    def bind(cls, editor):
        made.append(RowsBinding(ctx, cls, editor, label="Baris", removed_text="Baris dipindahkan ke Sampah"))
        made[-1].open(meeting)
        return made[-1]

    yield bind
    for binding in made:
        binding.autosave.close()


def enter(qtbot, text=""):
    if text:
        qtbot.keyClicks(QApplication.focusWidget(), text)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)


def ordered(ctx, cls, meeting):
    return sorted(ctx.desk.records.all(cls, meeting_id=meeting), key=lambda record: record.rank)


def test_enter_adds_decision_after_decision(ctx, bound, w, theme, meeting, shown, qtbot):
    editor = DecisionRows(w, theme)
    binding = bound(Decision, editor)
    shown(editor)
    editor.focus_new()
    for text in ("Modul dipakai", "Kunjungan tetap", "Rapat pindah"):
        enter(qtbot, text)
    assert [one.text for one in ordered(ctx, Decision, meeting)] == ["Modul dipakai", "Kunjungan tetap", "Rapat pindah"]
    assert len(editor.rows) == len(binding.records) == 3
    ctx.undo.undo()
    assert len(editor.rows) == 2


def test_a_half_written_row_is_added_when_it_is_left(ctx, bound, w, theme, meeting, shown, qtbot):
    editor, other = DecisionRows(w, theme), TextField()
    bound(Decision, editor)
    shown(editor, other)
    editor.focus_new()
    qtbot.keyClicks(QApplication.focusWidget(), "Belum ditekan Enter")
    other.setFocus()
    qtbot.waitUntil(lambda: len(ordered(ctx, Decision, meeting)) == 1)
    assert other.hasFocus()


def test_a_half_written_row_survives_the_program(ctx, bound, w, theme, meeting, shown, qtbot):
    editor = DecisionRows(w, theme)
    binding = bound(Decision, editor)
    shown(editor)
    editor.focus_new()
    qtbot.keyClicks(QApplication.focusWidget(), "Setengah jad")
    binding.autosave._draft()
    again = DecisionRows(w, theme)
    bound(Decision, again)
    assert again.new_row.title == "Setengah jad"
    assert not again.restored.isHidden()
    assert ordered(ctx, Decision, meeting) == []


def test_a_row_is_saved_when_it_is_left_and_can_be_removed(ctx, bound, w, theme, meeting, shown, qtbot):
    editor = DecisionRows(w, theme)
    bound(Decision, editor)
    shown(editor)
    editor.focus_new()
    enter(qtbot, "Satu")
    control = editor.rows[0].controls["text"]
    control.setFocus()
    qtbot.keyClick(control, Qt.Key.Key_End)
    qtbot.keyClicks(control, " lagi")
    editor.focus_new()
    assert ordered(ctx, Decision, meeting)[0].text == "Satu lagi"
    toasts = []
    ctx.notify.toasted.connect(toasts.append)
    qtbot.mouseClick(editor.rows[0].remove, Qt.MouseButton.LeftButton)
    assert (editor.rows, [toast.text for toast in toasts]) == ([], ["Baris dipindahkan ke Sampah"])
    toasts[0].action()
    assert len(editor.rows) == 1


def test_alt_and_arrows_reorder_the_agenda(ctx, bound, w, theme, people, meeting, shown, qtbot):
    editor = AgendaEditor(w, theme, people)
    bound(AgendaItem, editor)
    shown(editor)
    editor.focus_new()
    for text in ("Satu", "Dua", "Tiga"):
        enter(qtbot, text)
    last = editor.rows[2].controls["topic"]
    last.setFocus()
    for _ in range(3):
        qtbot.keyClick(last, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [item.topic for item in ordered(ctx, AgendaItem, meeting)] == ["Tiga", "Satu", "Dua"]
    assert last.hasFocus()
    assert [row.title for row in editor.rows] == ["Tiga", "Satu", "Dua"]


def test_a_dragged_topic_stands_where_it_was_dropped(ctx, bound, w, theme, people, meeting, shown, qtbot):
    editor = AgendaEditor(w, theme, people)
    bound(AgendaItem, editor)
    shown(editor)
    editor.focus_new()
    for text in ("Satu", "Dua", "Tiga"):
        enter(qtbot, text)
    below = editor.rows[2].rect().bottomLeft()
    editor.rows[0].dragged.emit(editor.rows[2].mapToGlobal(below))
    assert [item.topic for item in ordered(ctx, AgendaItem, meeting)] == ["Dua", "Tiga", "Satu"]


def test_the_agenda_adds_up_against_the_meeting(w, theme, people, shown):
    editor = AgendaEditor(w, theme, people)
    editor.set_length(90)
    editor.set_rows([AgendaItem(topic="a", minutes=45), AgendaItem(topic="b", minutes=60), AgendaItem(topic="c")])
    shown(editor)
    assert editor.total.text() == "105 dari 90 menit: 15 menit lebih lama daripada pertemuan"
    editor.set_length(None)
    assert editor.total.text() == "105 menit seluruhnya"


def test_a_follow_up_by_keys_alone(ctx, bound, w, theme, people, today, meeting, shown, qtbot):
    editor = ActionRows(w, theme, people, today)
    editor.set_default_due(date(2025, 5, 19))
    bound(Action, editor)
    shown(editor)
    editor.focus_new()
    enter(qtbot, "Memperbaiki modul")
    enter(qtbot, "nur")
    enter(qtbot)
    (made,) = ordered(ctx, Action, meeting)
    assert (made.what, made.owner_id, made.due_on) == ("Memperbaiki modul", "1", date(2025, 5, 19))
    assert editor.new_row.controls["what"].hasFocus()
    assert editor.new_row.controls["due_on"].value() == date(2025, 5, 19)


def test_an_unreadable_due_date_keeps_the_new_row(ctx, bound, w, theme, people, today, meeting, shown, qtbot):
    editor = ActionRows(w, theme, people, today)
    binding = bound(Action, editor)
    shown(editor)
    editor.focus_new()
    enter(qtbot, "Mengirim foto")
    enter(qtbot)
    enter(qtbot, "kapan-kapan")
    assert ordered(ctx, Action, meeting) == []
    assert editor.note.isVisible()
    assert editor.new_row.controls["due_on"].raw() == "kapan-kapan"
    assert not binding.commit()


def test_ticking_a_follow_up_stamps_the_day(ctx, bound, w, theme, people, today, meeting, shown, qtbot):
    made = Action(meeting_id=meeting, what="Memperbaiki modul", due_on=date(2025, 5, 9))
    ctx.desk.records.save(made)
    editor = ActionRows(w, theme, people, today)
    bound(Action, editor)
    shown(editor)
    (row,) = editor.rows
    assert row.late.isVisible()
    qtbot.mouseClick(row.done, Qt.MouseButton.LeftButton, pos=row.done.rect().center() - row.done.rect().center() / 2)
    assert ctx.desk.records.get(Action, made.id).outcome == Outcome(ActionStatus.DONE, date(2025, 5, 12))
    assert not row.late.isVisible()
    assert row.status.value() is ActionStatus.DONE


def test_what_tells_success_and_what_came_of_it_are_folded_away(ctx, bound, w, theme, people, today, meeting, shown,
                                                                qtbot):
    made = Action(meeting_id=meeting, what="Memperbaiki modul", measure="Dua modul terkumpul")
    ctx.desk.records.save(made)
    editor = ActionRows(w, theme, people, today)
    bound(Action, editor)
    shown(editor)
    (row,) = editor.rows
    measure, result = row.controls["measure"], row.controls["result"]
    assert row.told.text() == "Ukuran keberhasilan: Dua modul terkumpul"
    assert not measure.isVisible()
    row.more.setFocus()
    qtbot.keyClick(row.more, Qt.Key.Key_Return)
    assert measure.isVisible()
    assert not result.isVisible()
    measure.set_raw("")
    measure.setFocus()
    qtbot.keyClicks(measure, "Tiga modul terkumpul")
    qtbot.keyClick(measure, Qt.Key.Key_Return)
    assert ctx.desk.records.get(Action, made.id).measure == "Tiga modul terkumpul"
    row.status.set_value(ActionStatus.DONE)
    row.status.edited.emit()
    assert result.isVisible()
    result.setFocus()
    qtbot.keyClicks(result, "Dipakai di kelas IV")
    qtbot.keyClick(result, Qt.Key.Key_Return)
    assert ctx.desk.records.get(Action, made.id).result == "Dipakai di kelas IV"
    qtbot.mouseClick(row.more, Qt.MouseButton.LeftButton)
    assert row.told.text() == "Ukuran keberhasilan: Tiga modul terkumpul · Hasil: Dipakai di kelas IV"
    assert row.told.isVisible()


def test_enter_after_the_due_date_skips_what_is_folded_away(ctx, bound, w, theme, people, today, meeting, shown,
                                                            qtbot):
    for rank, what in (("a", "Satu"), ("b", "Dua")):
        ctx.desk.records.save(Action(meeting_id=meeting, rank=rank, what=what))
    editor = ActionRows(w, theme, people, today)
    bound(Action, editor)
    shown(editor)
    first, second = editor.rows
    first.controls["due_on"].setFocus()
    enter(qtbot)
    assert second.controls["what"].hasFocus()
    first.more.setChecked(True)
    first.controls["due_on"].setFocus()
    enter(qtbot)
    assert first.controls["measure"].hasFocus()


def test_news_from_elsewhere_arrive_and_spare_what_is_written(ctx, bound, w, theme, meeting, shown, qtbot):
    editor = DecisionRows(w, theme)
    bound(Decision, editor)
    shown(editor)
    editor.focus_new()
    enter(qtbot, "Satu")
    qtbot.keyClicks(QApplication.focusWidget(), "sedang ditulis")
    ctx.bus.announce(ctx.desk.records.save(Decision(meeting_id=meeting, rank="z", text="Dari tempat lain")))
    assert [row.title for row in editor.rows] == ["Satu", "Dari tempat lain"]
    assert editor.new_row.title == "sedang ditulis"
    assert editor.new_row.controls["text"].hasFocus()
    ctx.bus.announce(ctx.desk.records.delete(Row("decision", editor.rows[1].key)))
    assert [row.title for row in editor.rows] == ["Satu"]
