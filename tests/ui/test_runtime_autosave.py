"""Nothing typed is lost: not by a pause, not by leaving the field, not by a disk that says no."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from plcdesk.domain.changes import Changes, Row
from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import mark
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import Meeting
from tests.desk_fixtures import Story
from ui.runtime import autosave
from ui.runtime.autosave import Autosave
from ui.runtime.context import Context
from ui.runtime.notify import SaveState

if TYPE_CHECKING:
    from plcdesk.services.desk import Desk


class Form:
    """One field of one meeting, saved as pages save."""

    def __init__(self, ctx: Context, meeting: Id, qtbot: Any) -> None:
        self.ctx, self.id, self.trouble = ctx, meeting, [None]
        self.saves = 0
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.venue, self.other = QLineEdit(), QLineEdit()
        column = QVBoxLayout(self.window)
        column.addWidget(self.venue)
        column.addWidget(self.other)
        self.autosave = Autosave(ctx, self.window, self.window)
        self.autosave.watch(self.venue, "venue")
        self.autosave.open(Row("meeting", meeting), self.commit, "Tempat")
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        self.venue.setFocus()

    def commit(self) -> Changes:
        self.saves += 1
        if self.trouble and (trouble := self.trouble.pop(0)):
            raise trouble
        loaded = self.ctx.desk.records.load(Meeting, self.id)
        assert loaded is not None
        changed = dataclasses.replace(loaded.record, venue=self.venue.text())
        return self.ctx.desk.records.save(changed, loaded)

    @property
    def stored(self) -> str:
        meeting = self.ctx.desk.records.get(Meeting, self.id)
        assert meeting is not None
        return meeting.venue


@pytest.fixture
def form(ctx: Context, story: Story, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> Form:
    monkeypatch.setattr(autosave, "IDLE", 20)
    monkeypatch.setattr(autosave, "RETRIES", (10, 20, 30))
    return Form(ctx, story.a_meeting(), qtbot)


def drafts(form: Form) -> dict[str, str]:
    return form.ctx.desk.drafts.get(Row("meeting", form.id))


def test_a_pause_in_typing_keeps_a_draft(form: Form, qtbot: Any) -> None:
    qtbot.keyClicks(form.venue, "Ruang guru")
    qtbot.waitUntil(lambda: drafts(form) == {"venue": "Ruang guru"})
    assert form.saves == 0
    assert form.ctx.notify.state is SaveState.SAVED


def test_someone_who_types_without_a_pause_is_kept_too(form: Form, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(autosave, "IDLE", 60_000)
    monkeypatch.setattr(autosave, "LONGEST", 20)
    qtbot.keyClicks(form.venue, "R")
    qtbot.waitUntil(lambda: drafts(form) == {"venue": "R"})


def test_leaving_the_field_saves_and_ends_the_draft(form: Form, qtbot: Any) -> None:
    qtbot.keyClicks(form.venue, "Ruang guru")
    qtbot.waitUntil(lambda: bool(drafts(form)))
    with qtbot.waitSignal(form.ctx.bus.changed) as told:
        form.other.setFocus()
    assert form.stored == "Ruang guru"
    assert drafts(form) == {}
    assert told.args[1] is form.window
    assert form.ctx.undo.can_undo


def test_a_field_that_was_only_looked_at_saves_nothing(form: Form) -> None:
    form.other.setFocus()
    form.venue.setFocus()
    form.other.setFocus()
    assert form.saves == 0


def test_a_save_that_fails_is_tried_again_and_the_field_stays(form: Form, qtbot: Any) -> None:
    form.trouble = [OSError(28, "disk"), OSError(28, "disk")]
    qtbot.keyClicks(form.venue, "Aula")
    form.other.setFocus()
    assert form.ctx.notify.state is SaveState.UNSAVED
    assert form.venue.text() == "Aula"
    assert form.venue.isEnabled()
    qtbot.waitUntil(lambda: form.ctx.notify.state is SaveState.SAVED)
    assert (form.saves, form.stored) == (3, "Aula")


def test_trouble_the_user_can_mend_is_told(form: Form, qtbot: Any) -> None:
    form.trouble = [UserError(mark("Not saved yet. Your entries are still on screen. Trying again…"))]
    with qtbot.waitSignal(form.ctx.notify.bannered) as told:
        form.autosave.touched("venue", "x")
        assert form.autosave.commit() is False
    assert "Belum tersimpan" in told.args[0].text


def test_closing_a_record_saves_what_is_pending(form: Form, qtbot: Any) -> None:
    qtbot.keyClicks(form.venue, "Aula")
    assert form.autosave.close() is True
    assert form.stored == "Aula"
    form.autosave.touched("venue", "later")
    assert not form.autosave.pending


def test_closing_while_saving_fails_keeps_the_text_as_a_draft(form: Form, qtbot: Any) -> None:
    form.trouble = [OSError(28, "disk")]
    qtbot.keyClicks(form.venue, "Aula")
    assert form.autosave.close() is False
    assert drafts(form) == {"venue": "Aula"}


def test_the_next_start_finds_what_no_save_holds(form: Form, qtbot: Any) -> None:
    form.ctx.desk.drafts.put(Row("meeting", form.id), "venue", "Ruang gu")
    again = Autosave(form.ctx)
    again.open(Row("meeting", form.id), form.commit, "Tempat")
    assert again.recovered() == {"venue": "Ruang gu"}
    form.venue.setText("Ruang gu")
    assert again.commit()
    assert again.recovered() == {}


def test_text_that_is_no_value_outlives_the_save(form: Form) -> None:
    form.autosave.keep("held_on", "12 mai")
    form.autosave.touched("venue", "Aula")
    form.venue.setText("Aula")
    assert form.autosave.commit()
    assert drafts(form) == {"held_on": "12 mai"}
    assert form.stored == "Aula"


def test_a_context_menu_is_not_leaving(form: Form, qtbot: Any) -> None:
    qtbot.keyClicks(form.venue, "Aula")
    form.venue.clearFocus()
    saved = form.saves
    form.venue.setFocus()
    qtbot.keyClicks(form.venue, " 2")
    from PySide6.QtGui import QFocusEvent
    from PySide6.QtWidgets import QApplication

    QApplication.sendEvent(form.venue, QFocusEvent(QFocusEvent.Type.FocusOut, Qt.FocusReason.PopupFocusReason))
    assert form.saves == saved


def test_one_save_by_a_click_does_everything_that_belongs_to_it(desk: Desk, ctx: Context, story: Story, qtbot: Any) -> None:
    meeting = story.a_meeting()
    with qtbot.waitSignal(ctx.bus.changed):
        changes = ctx.write(lambda: desk.meetings.add_decision(meeting, "Pakai modul sampah"), "Keputusan")
    assert changes
    assert ctx.notify.state is SaveState.SAVED
    assert ctx.undo.can_undo


def test_trouble_of_a_click_becomes_a_banner(ctx: Context, qtbot: Any) -> None:
    def work() -> Changes:
        raise UserError(mark("There is a programme in this folder already. Open it, or choose another folder."))

    with qtbot.waitSignal(ctx.notify.bannered):
        assert not ctx.write(work, "x")
