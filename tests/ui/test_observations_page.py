"""The page of the observations: live rating, notes, time, privacy, raters side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from plcdesk.domain.changes import Row
from plcdesk.domain.forms import Counted, Form, FormState, Hour, Lesson, LessonKind, Note, Rated, View
from plcdesk.domain.ids import Id
from plcdesk.services.form_views import Filled
from tests.ui.looking import cut, nameless, outside, round_by_tab, small
from ui.pages.observations.page import ObservationsPage
from ui.pages.observations.start_dialog import HeadDialog, SecondDialog, StartDialog
from ui.shell.commands import Commands
from ui.shell.workspace import Workspace
from ui.widgets.dialogs import BaseDialog
from ui.widgets.levels import LevelCard

if TYPE_CHECKING:
    from plcdesk.services.desk import Desk
    from tests.desk_fixtures import Story
    from ui.runtime.context import Context

ENTER, ESC, F8 = Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_F8
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def space(ctx: Context, qtbot: Any) -> Workspace:
    """The whole window."""
    made = Workspace(ctx)
    qtbot.addWidget(made)
    made.resize(1366, 697)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def page(space: Workspace) -> ObservationsPage:
    """The page of the observations, open."""
    space.go("observations")
    found = space.page
    assert isinstance(found, ObservationsPage)
    return found


def rubric(desk: Desk, story: Story, *, rater: Id | None = None, levels: dict[str, int] | None = None,
           meeting: Id | None = None) -> Id:
    """A participation form about a meeting."""
    found = meeting or desk.meetings.rows()[0].id if desk.meetings.rows() else story.a_meeting()
    form = desk.forms.start("P", meeting_id=found, **({"rater_id": rater} if rater else {})).id
    for code, level in (levels or {}).items():
        desk.forms.answer(form, code, Rated(level))
    return form


def lesson(desk: Desk, teacher: Id) -> Id:
    return desk.forms.start("D", person_id=teacher, hour=Hour(desk.today()),
                            lesson=Lesson("IV A", "IPAS", LessonKind.MODULE, 28)).id


def filled(desk: Desk, form: str) -> Filled:
    found = desk.forms.load(Id(form))
    assert found is not None
    return found


def keys(qtbot: Any, text: str) -> None:
    for letter in text:
        qtbot.keyClicks(QApplication.focusWidget(), letter)


def key(qtbot: Any, code: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget(), code, modifier)


def click(qtbot: Any, button: QWidget) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def dialog_of(page: QWidget, kind: type[BaseDialog]) -> Any:
    return next(found for found in page.window().findChildren(kind) if found.isVisible())


class Hand:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


# ---- starting ----

def test_an_observation_starts_with_everything_filled_in(page: ObservationsPage, desk: Desk, story: Story,
                                                         qtbot: Any) -> None:
    """Two presses: the newest meeting and the observer are chosen already; the time runs."""
    story.members()
    story.a_meeting("2026-02-25")
    meeting = story.a_meeting("2026-03-04")
    page.primary()
    dialog = dialog_of(page, StartDialog)
    dialog.what.control.set_value("P")
    dialog._fill()
    click(qtbot, dialog.begin_button)
    assert page.rating
    form = filled(desk, page.live.form_id or "").form
    assert (form.instrument, form.meeting_id, form.rater_id) == ("P", meeting, desk.records.me())
    assert form.private
    assert page.live.watch.running
    page.leave()
    page.live.leave()
    page.primary()
    assert dialog_of(page, StartDialog).what.control.value() == "P", "the rubric used last is chosen next time"


def test_a_lesson_is_not_started_without_a_teacher(page: ObservationsPage, desk: Desk, story: Story) -> None:
    """What is missing is said at the field, nothing is stored, what was entered stays."""
    story.members()
    page.primary()
    dialog = dialog_of(page, StartDialog)
    dialog.what.control.set_value("D")
    dialog._fill()
    dialog.fields.fields["classroom"].control.set_value("IV A")
    dialog.store()
    assert dialog.fields.fields["person"].error == "Pilih siapa yang diamati"
    assert dialog.summary.texts == ["Pilih siapa yang diamati"]
    assert desk.forms.rows() == []
    assert dialog.fields.fields["classroom"].control.value() == "IV A"


def test_who_led_the_meeting_is_who_is_observed(page: ObservationsPage, desk: Desk, story: Story) -> None:
    story.members()
    meeting = story.a_meeting()
    led = desk.meetings.detail(meeting).meeting.facilitator_id  # type: ignore[union-attr]
    page.primary()
    dialog = dialog_of(page, StartDialog)
    dialog.what.control.set_value("F")
    dialog._fill()
    assert dialog.fields.values()["person_id"] == led
    dialog.fields.fields["view"].control.set_value(View.SELF)
    assert dialog.fields.values()["rater_id"] is None


# ---- rating ----

def test_no_level_is_chosen_key_3_stores_3_and_gaps_are_reported_and_not_filled(
        page: ObservationsPage, desk: Desk, story: Story, qtbot: Any) -> None:
    """Check 11: the score of an item that nobody judged must never exist."""
    story.members()
    form = rubric(desk, story)
    page.rate(form)
    chips = page.live.board.control.chips  # type: ignore[union-attr]
    assert chips.value() == Rated()
    keys(qtbot, "3")
    assert filled(desk, form).rated == {"P1.1": Rated(score=3)}
    total = filled(desk, form).total
    key(qtbot, ENTER, CTRL) if Commands(page.window()).parent() else None  # type: ignore[arg-type]
    assert page.live.gaps.isVisible()
    assert f"{total - 1} butir belum diberi tingkat; 1 dari {total} terisi" in page.live.gaps.text.text()
    assert "2. " in page.live.gaps.names.text()
    assert filled(desk, form).form.state is FormState.PARTIAL
    click(qtbot, page.live.gaps.anyway_button)
    assert filled(desk, form).form.state is FormState.COMPLETE
    assert filled(desk, form).rated == {"P1.1": Rated(score=3)}
    assert filled(desk, form).score.nilai is None
    assert not page.rating
    assert page.result.figures.number.text() == "—"
    assert page.result.figures.category.text() == "Data belum cukup"


def test_fill_in_first_leads_to_the_first_blank_item(page: ObservationsPage, desk: Desk, story: Story, qtbot: Any) -> None:
    story.members()
    form = rubric(desk, story, levels={"P1.1": 2, "P1.2": 2, "P1.4": 2})
    page.rate(form)
    page.live.board.select("P3.1")
    page.live.finish()
    click(qtbot, page.live.gaps.fill_button)
    assert page.live.board.current == "P1.3"
    assert not page.live.gaps.isVisible()


def test_an_evidence_note_keeps_minute_and_item_and_gives_the_keyboard_back(page: ObservationsPage, desk: Desk,
                                                                            story: Story, qtbot: Any) -> None:
    """Check 12: F8, text, Enter; then the observer goes on where he was."""
    story.members()
    form = rubric(desk, story)
    clock = Hand()
    page.live.watch.now = clock
    page.rate(form, run=True)
    clock.seconds += 12 * 60 + 40
    key(qtbot, Qt.Key.Key_PageDown)
    before = QApplication.focusWidget()
    key(qtbot, F8)
    keys(qtbot, "Guru senior memberi giliran 2 kali")
    key(qtbot, ENTER)
    assert QApplication.focusWidget() is before
    assert filled(desk, form).rated == {"P1.2": Rated(evidence="12' Guru senior memberi giliran 2 kali")}
    keys(qtbot, "4")
    assert filled(desk, form).rated["P1.2"] == Rated(4, "12' Guru senior memberi giliran 2 kali")


def test_undo_takes_back_the_last_level_also_on_screen(page: ObservationsPage, desk: Desk, ctx: Context, story: Story,
                                                       qtbot: Any) -> None:
    story.members()
    form = rubric(desk, story)
    page.rate(form, run=True)
    keys(qtbot, "3")
    page.leave()
    ctx.undo.undo()
    assert filled(desk, form).rated == {}
    assert page.live.board.control.chips.value() == Rated()  # type: ignore[union-attr]


def test_a_half_typed_note_is_there_again_after_the_power_went(page: ObservationsPage, desk: Desk, story: Story,
                                                               qtbot: Any) -> None:
    """Words that Enter has not made a note yet are kept beside it."""
    story.members()
    form = rubric(desk, story)
    page.rate(form)
    key(qtbot, F8)
    keys(qtbot, "Guru ber")
    page.leave()
    assert desk.drafts.get(Row("form", form)) == {"evidence": "Guru ber"}
    page.live.leave()
    page.rate(form)
    assert page.live.board.evidence.text() == "Guru ber"
    page.live.board.box.store()
    assert desk.drafts.get(Row("form", form)) == {}
    assert filled(desk, form).rated["P1.1"].evidence == "Guru ber", "written without the time running: no minute"


# ---- time ----

def test_pause_keeps_the_time_and_it_is_stored_and_goes_on(page: ObservationsPage, desk: Desk, story: Story,
                                                           qtbot: Any) -> None:
    story.members()
    form, clock = rubric(desk, story), Hand()
    page.live.watch.now = clock
    page.rate(form, run=True)
    clock.seconds += 65
    click(qtbot, page.live.head.pause)
    clock.seconds += 500
    assert page.live.head.time.text() == "1.05"
    assert filled(desk, form).form.seconds == 65
    click(qtbot, page.live.head.pause)
    clock.seconds += 10
    page.live.leave()
    clock.seconds += 900
    assert filled(desk, form).form.seconds == 75
    page.rate(form)
    assert not page.live.watch.running, "opened again to look at, nobody is observing"
    assert page.live.head.time.text() == "1.15"


def test_the_time_survives_a_power_cut(page: ObservationsPage, desk: Desk, story: Story) -> None:
    story.members()
    form, clock = rubric(desk, story), Hand()
    page.live.watch.now = clock
    page.rate(form, run=True)
    clock.seconds += 600
    page.live.watch.ticked.emit()
    assert page.live.half_typed.seconds(form) == 600
    assert filled(desk, form).form.seconds is None


# ---- engagement ----

def test_sweeps_are_stored_and_the_result_shows_their_sum(page: ObservationsPage, desk: Desk, story: Story,
                                                          qtbot: Any) -> None:
    """Σ engaged of Σ present, never a mean of percentages (I4)."""
    teacher = story.members()[3]
    form = lesson(desk, teacher)
    page.rate(form)
    assert page.live.tabs.head.isVisible()
    page.next_tab(1)
    assert page.live.counter.pad.hasFocus()
    assert page.live.counter.pad.value() == Counted(present=28)
    keys(qtbot, "4  ")
    key(qtbot, ENTER)
    keys(qtbot, "2  ")
    key(qtbot, ENTER)
    assert [sweep.record.counted for sweep in filled(desk, form).sweeps] == [Counted(4, 2), Counted(2, 2)]
    page.live.leave()
    assert "66,7% (4 dari 6 pengamatan siswa dalam 2 sapuan)" in page.result.figures.engagement.text()


def test_a_rubric_without_sweeps_shows_no_tab_for_them(page: ObservationsPage, desk: Desk, story: Story) -> None:
    story.members()
    form = rubric(desk, story)
    page.rate(form)
    assert not page.live.tabs.head.isVisible()
    page.open(form)
    assert not page.result.figures.engagement.isVisibleTo(page.result)


# ---- result ----

def test_the_result_shows_figures_notes_and_what_they_rest_on(page: ObservationsPage, desk: Desk, story: Story) -> None:
    story.members()
    rubric_items = desk.instruments.current("P").items
    form = rubric(desk, story, levels={item.code: 3 for item in rubric_items})
    desk.forms.note(form, "P2.1", Note(7, "Hasil belajar dibuka dahulu"))
    desk.forms.finish(form)
    page.open(form)
    figures = page.result.figures
    assert figures.number.text() == "75,0"
    assert figures.note.text() == "Nilai mulai dari 25, bukan dari 0: rata-rata semua dimensi."
    words = [label.text() for card in page.result._cards for label in card.findChildren(type(figures.basis))]
    assert "Rata-rata 3,00 dari 4 · 4 dari 4 butir dinilai" in words
    assert "menit 7: Hasil belajar dibuka dahulu" in words
    assert not page.header_quiet


def test_a_deleted_observation_comes_back_with_all_its_answers(page: ObservationsPage, desk: Desk, ctx: Context,
                                                               story: Story) -> None:
    """Check 8."""
    story.members()
    form = rubric(desk, story, levels={"P1.1": 2, "P1.2": 4})
    page.open(form)
    page.view.pane.setFocus()
    before = filled(desk, form)
    assert page.delete()
    assert desk.forms.row(form) is None
    assert page.view.current is None
    ctx.undo.undo()
    assert filled(desk, form).form == before.form
    assert filled(desk, form).rated == before.rated


def test_the_heading_can_be_corrected(page: ObservationsPage, desk: Desk, story: Story) -> None:
    people = story.members()
    form = lesson(desk, people[3])
    page.open(form)
    page.result.heading_asked.emit(page.result.filled)
    dialog = dialog_of(page, HeadDialog)
    dialog.fields.fields["classroom"].control.set_value("V B")
    dialog.store()
    kept = filled(desk, form).form
    assert kept.lesson == Lesson("V B", "IPAS", LessonKind.MODULE, 28)
    assert kept.person_id == people[3]
    assert "V B" in page.result.head.facts.text()


# ---- privacy ----

def test_a_private_observation_says_so_and_is_shared_only_after_saying_who_sees_it(
        page: ObservationsPage, desk: Desk, ctx: Context, story: Story, qtbot: Any) -> None:
    """Nobody shares a judgement about a colleague by accident; undo takes it back."""
    story.members()
    form = rubric(desk, story, levels={"P1.1": 3})
    page.open(form)
    strip = page.result.private
    assert strip.isVisible()
    click(qtbot, strip.action)
    dialog = dialog_of(page, BaseDialog)
    assert "SD Melati 01" in dialog.findChildren(type(strip.label))[0].text()
    assert desk.forms.row(form).private  # type: ignore[union-attr]
    share = next(button for button in dialog.findChildren(QPushButton) if button.text() == "Bagikan")
    click(qtbot, share)
    shared = page.record_id
    assert shared is not None
    assert shared != form
    assert filled(desk, shared).rated == {"P1.1": Rated(score=3)}
    assert not page.result.private.isVisible()
    ctx.undo.undo()
    assert filled(desk, form).form.private
    assert desk.forms.row(Id(shared)) is None


# ---- two raters ----

def test_a_second_rater_starts_blank_and_both_are_compared(page: ObservationsPage, desk: Desk, story: Story,
                                                           qtbot: Any) -> None:
    """Per cent equal, within one, kappa, each with its n; the descriptors beside each disagreement."""
    people = story.members()
    form = rubric(desk, story, rater=people[1], levels={"P1.1": 3, "P1.2": 2, "P1.3": 4})
    page.open(form)
    click(qtbot, page.result.second)
    dialog = dialog_of(page, SecondDialog)
    dialog.rater.control.set_value(people[1])
    dialog.store()
    assert dialog.rater.error == "Orang ini sudah menilai. Pilih orang lain."
    dialog.rater.control.set_value(people[2])
    dialog.store()
    assert page.rating
    second = Id(page.live.form_id or "")
    assert filled(desk, second).rated == {}
    assert filled(desk, second).form.meeting_id == filled(desk, form).form.meeting_id
    for level in "321":
        keys(qtbot, level)
        key(qtbot, Qt.Key.Key_PageDown)
    page.live.leave()
    assert page.result.raters.isVisible()
    compare = next(button for button in page.result.raters.findChildren(QPushButton)
                   if button.isVisible() and button.text() == "Bandingkan")
    click(qtbot, compare)
    assert page.compare.isVisible()
    assert page.compare.equal.text() == "Tingkat sama: 66,7% (2 dari 3 butir yang dinilai keduanya)"
    assert "(n = 3)" in page.compare.kappa.text()
    assert list(page.compare.table.sides) == ["P1.3"]
    assert page.back()
    assert page.view.isVisible()


def test_self_and_observer_stand_side_by_side(page: ObservationsPage, desk: Desk, story: Story) -> None:
    people = story.members()
    meeting = story.a_meeting()
    mine = desk.forms.start("F", meeting_id=meeting, person_id=people[0], view=View.SELF).id
    other = desk.forms.start("F", meeting_id=meeting, person_id=people[0], rater_id=people[1]).id
    desk.forms.answer(mine, "F1", Rated(4))
    desk.forms.answer(other, "F1", Rated(2))
    page.open(other)
    assert page.result.raters.self_button.isVisible()
    page.result.raters.self_asked.emit()
    assert list(page.compare.table.sides) == ["F1"]
    words = [part.accessibleName() for part in page.compare.table.sides["F1"].values()]
    assert words[0].startswith("Diri sendiri: 4")
    assert words[1].startswith("Pengamat: 2")


# ---- finding and looking back ----

def test_after_a_power_cut_the_same_screen_comes_back(page: ObservationsPage, desk: Desk, story: Story) -> None:
    story.members()
    form = rubric(desk, story)
    page.rate(form)
    remembered = page.record_id
    page.live.leave()
    assert remembered is not None
    page.open(remembered)
    assert page.rating
    assert page.live.form_id == form


def test_a_word_of_a_note_finds_its_observation(page: ObservationsPage, space: Workspace, desk: Desk, story: Story) -> None:
    """Who remembers what was seen, but not when, finds it by search."""
    story.members()
    form = rubric(desk, story)
    desk.forms.note(form, "P1.1", Note(3, "Papan karya dipajang bersama"))
    hits = [hit for group in Commands(space).offers("papan karya") for hit in group.found]
    assert len(hits) == 1
    hits[0].act()
    assert page.record_id == form
    assert page.view.isVisible()


def test_the_history_tells_what_was_changed(page: ObservationsPage, space: Workspace, desk: Desk, story: Story,
                                            qtbot: Any) -> None:
    story.members()
    form = rubric(desk, story, levels={"P1.1": 2})
    page.rate(form)
    keys(qtbot, "4")
    assert page.history()
    words = [label.text() for label in space.findChildren(QLabel) if label.isVisible()]
    assert "Riwayat" in words


# ---- room ----

def screens(page: ObservationsPage, desk: Desk, story: Story) -> dict[str, Any]:
    """Every screen of the page, as a thing to do."""
    people = story.members()
    form = rubric(desk, story, rater=people[1], levels={"P1.1": 3})
    desk.forms.note(form, "P1.1", Note(4, "Ketua meminta pendapat tiga guru yang belum bicara sejak awal pertemuan"))
    other = rubric(desk, story, rater=people[2], levels={"P1.1": 2})
    seen = lesson(desk, people[3])
    desk.forms.count(seen, 1, Counted(28, 20, 5), 3)

    def live(wanted: Id, tab: str) -> None:
        page.rate(wanted)
        page.live.board.select("P1.1")
        page.live.tabs.select(tab)

    def gaps() -> None:
        page.rate(form)
        page.live.finish()

    return {"result": lambda: page.open(form), "list": lambda: page.view.split.back(), "live": lambda: live(form, "rubric"),
            "gaps": gaps, "sweeps": lambda: live(seen, "sweeps"), "result of a lesson": lambda: page.open(seen),
            "compare": lambda: page._compare(form, other), "end": page._show_list}


def settle(space: Workspace) -> None:
    for _ in range(2):
        QApplication.sendPostedEvents()
        QApplication.processEvents()
        space.ctx.tasks.wait()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_no_screen_is_cut_or_nameless_on_any_laptop(page: ObservationsPage, space: Workspace, desk: Desk, story: Story,
                                                    theme: Any, scale: float) -> None:
    """Checks 19 and 20 for what the general walk does not open."""
    theme.apply(scale=scale)
    shown = screens(page, desk, story)
    found = []
    for size in ((1366, 697), (1093, 543), (1024, 529), (911, 441), (781, 368)):
        space.resize(*size)
        for name, show in shown.items():
            show()
            settle(space)
            for what in (*cut(space), *outside(space), *nameless(page), *small(page)):
                found.append(f"{name} {size}: {what}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_the_dialogs_fit_the_smallest_laptop(page: ObservationsPage, space: Workspace, desk: Desk, story: Story, theme: Any,
                                             scale: float) -> None:
    """Checks 19 and 20: the buttons are in sight, no word is cut, everything can be named and hit."""
    theme.apply(scale=scale)
    people = story.members()
    form = lesson(desk, people[3])
    space.resize(781, 368)
    page.open(form)
    settle(space)
    found = []
    for kind, ask in ((StartDialog, page.primary), (HeadDialog, lambda: page.result.heading_asked.emit(page.result.filled)),
                      (SecondDialog, lambda: page.result.second_asked.emit(page.result.filled))):
        ask()
        dialog = dialog_of(page, kind)
        for code in ("P", "F", "D") if kind is StartDialog else ("",):
            if code:
                dialog.what.control.set_value(code)
                dialog._fill()
            settle(space)
            found += [f"{kind.__name__} {code}: {what}"
                      for what in (*cut(dialog), *outside(dialog), *nameless(dialog), *small(dialog))]
        assert dialog.height() <= max(space.height(), 360)
        dialog.reject()
    assert not found, "\n".join(found)


def test_tab_reaches_everything_while_rating(page: ObservationsPage, space: Workspace, desk: Desk, story: Story,
                                             qtbot: Any) -> None:
    story.members()
    page.rate(rubric(desk, story))
    settle(space)
    missed, twice = round_by_tab(space, lambda widget: qtbot.keyClick(widget, Qt.Key.Key_Tab))
    assert not missed, missed
    assert not twice, twice


def test_news_from_elsewhere_is_shown_and_a_form_that_is_gone_is_left(page: ObservationsPage, desk: Desk, ctx: Context,
                                                                     story: Story) -> None:
    """Another laptop's answer, or a deletion, while the form is open."""
    story.members()
    form = rubric(desk, story)
    page.rate(form)
    ctx.bus.announce(desk.forms.answer(form, "P1.1", Rated(2)))
    assert page.live.board.control.chips.value() == Rated(score=2)  # type: ignore[union-attr]
    ctx.bus.announce(desk.records.delete(Row("form", form)))
    assert not page.rating
    assert desk.records.get(Form, form) is None


def test_a_note_that_the_disk_refuses_stays_in_its_line(page: ObservationsPage, desk: Desk, ctx: Context, story: Story,
                                                        qtbot: Any) -> None:
    page.rate(rubric(desk, story))
    ctx.disk._close()  # from now on as if the disk were full
    key(qtbot, F8)
    keys(qtbot, "Semua berpendapat")
    key(qtbot, ENTER)
    qtbot.wait(1)  # the page shows what is stored
    assert page.live.board.evidence.text() == "Semua berpendapat"
    assert ctx.disk.try_saving()
    page.live.board.evidence.setFocus()
    key(qtbot, ENTER)
    assert "Semua berpendapat" in (filled(desk, page.live.form_id or "").rated["P1.1"].evidence or "")


def test_a_toast_never_covers_the_line_for_evidence(page: ObservationsPage, space: Workspace, desk: Desk, story: Story,
                                                    qtbot: Any) -> None:
    page.rate(rubric(desk, story))
    key(qtbot, F8)
    keys(qtbot, "Satu")
    key(qtbot, ENTER)
    assert space.toasts.isVisible()
    line = page.live.board.evidence
    assert space.toasts.geometry().bottom() < line.mapTo(space, line.rect().topLeft()).y()


def test_a_pasted_text_without_spaces_pushes_no_level_out_of_sight(page: ObservationsPage, desk: Desk, story: Story,
                                                                   qtbot: Any) -> None:
    form = rubric(desk, story)
    desk.forms.note(form, "P1.1", Note(1, "x" * 5000))
    page.rate(form)
    qtbot.wait(1)
    last = page.live.board.findChildren(LevelCard)[-1]
    assert last.mapTo(page, last.rect().topRight()).x() <= page.width()


def test_an_observation_deleted_elsewhere_is_told(page: ObservationsPage, space: Workspace, desk: Desk, ctx: Context,
                                                  story: Story) -> None:
    form = rubric(desk, story)
    page.rate(form)
    ctx.bus.announce(desk.records.delete(Row("form", form)), None)
    assert not page.rating
    assert "dipindahkan ke Sampah" in space.toasts.text.text()
