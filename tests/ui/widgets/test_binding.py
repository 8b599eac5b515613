"""A form over a real record: typing makes a draft, leaving saves, nothing typed is overwritten or lost."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from plcdesk.domain.changes import Changes, Problem, Row
from plcdesk.domain.fields import mark
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import Meeting
from ui.widgets.binding import RecordForm
from ui.widgets.date_field import DateField
from ui.widgets.fields import TextField
from ui.widgets.form_field import FormField
from ui.widgets.long_text import LongText
from ui.widgets.time_field import TimeField


class MeetingForm:
    """A small page: title, place, date and times of one meeting."""

    def __init__(self, ctx, shown):
        w = ctx.w
        self.form = RecordForm(ctx, Meeting, "Pertemuan")
        self.title = self.form.bind("title", FormField(w, "Judul", TextField()))
        self.venue = self.form.bind("venue", FormField(w, "Tempat", TextField()))
        self.held_on = self.form.bind("when.held_on", FormField(w, "Tanggal", DateField(w, ctx.desk.today)))
        self.starts = self.form.bind("when.starts", FormField(w, "Mulai", TimeField(w)))
        self.opening = self.form.bind("opening", FormField(w, "Pembukaan", LongText()))
        self.window = shown(self.form.summary, self.title, self.venue, self.held_on, self.starts, self.opening)


@pytest.fixture
def page(ctx, shown):
    made = MeetingForm(ctx, shown)
    yield made
    made.form.autosave.close()


@pytest.fixture
def meeting(story):
    return story.a_meeting("2026-03-04", title="Telaah modul")


def typed(qtbot, field, text):
    field.control.setFocus()
    line = getattr(field.control, "line", field.control)
    line.selectAll()
    qtbot.keyClicks(line, text)


def stored(ctx, meeting):
    return ctx.desk.records.get(Meeting, meeting)


def test_leaving_a_field_saves_it(page, meeting, ctx, qtbot):
    page.form.open(meeting)
    typed(qtbot, page.venue, "Ruang kelas IV")
    assert stored(ctx, meeting).venue == ""
    with qtbot.waitSignal(page.form.saved):
        page.title.control.setFocus()
    assert stored(ctx, meeting).venue == "Ruang kelas IV"
    assert ctx.desk.drafts.get(Row("meeting", meeting)) == {}


def test_a_part_of_a_coupled_field_leaves_the_others_alone(page, meeting, ctx, qtbot):
    page.form.open(meeting)
    before = stored(ctx, meeting).when
    typed(qtbot, page.starts, "9.15")
    qtbot.keyClick(page.starts.control, Qt.Key.Key_Return)
    after = stored(ctx, meeting).when
    assert (after.held_on, after.starts.isoformat("minutes"), after.ends) == (before.held_on, "09:15", before.ends)


def test_an_unreadable_date_stays_a_draft_and_the_rest_is_saved(page, meeting, ctx, qtbot):
    page.form.open(meeting)
    before = stored(ctx, meeting).when
    typed(qtbot, page.held_on, "sehabis panen")
    page.venue.control.setFocus()
    typed(qtbot, page.venue, "Aula")
    page.title.control.setFocus()
    assert (stored(ctx, meeting).venue, stored(ctx, meeting).when) == ("Aula", before)
    assert ctx.desk.drafts.get(Row("meeting", meeting)) == {"when.held_on": "sehabis panen"}
    assert page.held_on.control.raw() == "sehabis panen"
    assert [problem.field for problem in page.form.problems()] == ["when.held_on"]


def test_a_draft_survives_the_program_and_is_marked(page, meeting, ctx, shown, qtbot):
    ctx.desk.drafts.put(Row("meeting", meeting), "opening", "Dibuka dengan doa")
    page.form.open(meeting)
    assert page.opening.control.raw() == "Dibuka dengan doa"
    assert page.opening._restored.isVisible()
    assert stored(ctx, meeting).opening == ""
    assert page.form.commit()
    assert stored(ctx, meeting).opening == "Dibuka dengan doa"
    assert not page.opening._restored.isVisible()


def test_news_from_elsewhere_spare_the_field_being_written(page, meeting, ctx, qtbot):
    page.form.open(meeting)
    typed(qtbot, page.title, "Telaah modul ")
    qtbot.keyClicks(page.title.control, "IPA")
    elsewhere = ctx.desk.records.load(Meeting, meeting)
    changes = ctx.desk.records.save(replace(elsewhere.record, venue="Perpustakaan", title="Rapat"), elsewhere)
    ctx.bus.announce(changes)
    assert page.venue.control.value() == "Perpustakaan"
    assert page.title.control.raw() == "Telaah modul IPA"
    page.form.commit()
    siblings = [line.value for one in ctx.desk.records.differing() for line in one.siblings]
    assert sorted(siblings) == ["Rapat", "Telaah modul IPA"], "neither entry overwrote the other"


def test_a_restored_backup_is_shown_in_the_form_that_is_open(page, meeting, ctx, qtbot):
    page.form.open(meeting)
    backup = ctx.desk.backups.make()
    typed(qtbot, page.venue, "Aula")
    page.title.control.setFocus()
    ctx.desk.backups.restore(backup)
    ctx.bus.changed.emit(Changes(frozenset({Row("meeting", Id(""))})), None)
    assert page.venue.control.value() == stored(ctx, meeting).venue == ""


def test_opening_another_record_saves_the_first(page, meeting, story, ctx, qtbot):
    other = story.a_meeting("2026-03-11")
    page.form.open(meeting)
    typed(qtbot, page.venue, "Aula")
    page.form.open(other)
    assert (stored(ctx, meeting).venue, stored(ctx, other).venue) == ("Aula", "")
    assert page.venue.control.value() == ""


def test_a_deleted_record_is_told(page, meeting, ctx, qtbot):
    page.form.open(meeting)
    with qtbot.waitSignal(page.form.gone):
        ctx.bus.announce(ctx.desk.records.delete(Row("meeting", meeting)))
    assert page.form.record is None


def test_problems_say_the_same_in_both_places_and_lead_to_the_field(page, meeting, ctx, qtbot):
    page.form.open(meeting)
    typed(qtbot, page.starts, "sore")
    more = [Problem("title", mark("Enter the meeting title")), Problem("when", mark("End time must be after start time"))]
    assert not page.form.check(more)
    assert page.form.summary.isVisible()
    assert page.form.summary.hasFocus()
    assert page.form.summary.texts == [page.starts.error, page.title.error, page.held_on.error]
    assert page.starts.control.raw() == "sore"
    qtbot.mouseClick(page.form.summary._lines[1], Qt.MouseButton.LeftButton)
    assert page.title.control.hasFocus()
    page.starts.control.set_raw("13")
    assert page.form.check()
    assert not page.form.summary.isVisible()
    assert page.title.error == ""


def test_undo_takes_back_what_leaving_a_field_saved(page, meeting, ctx, qtbot):
    page.form.open(meeting)
    typed(qtbot, page.title, "Lain")
    page.venue.control.setFocus()
    ctx.undo.undo()
    assert stored(ctx, meeting).title == "Telaah modul"
    assert page.title.control.value() == "Telaah modul"
