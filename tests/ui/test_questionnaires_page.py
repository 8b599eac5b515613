"""The page of the questionnaires in the real window: what is typed is stored, what is refused is not, nobody is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel

from plcdesk.domain.changes import Row
from plcdesk.domain.forms import Form, FormState, Rated
from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import AnswerKind, Occasion
from plcdesk.domain.partners import PartnerRole
from tests.desk_fixtures import StandingClock, Story
from tests.ui.pages.meetings_room import Room as MeetingRoom
from tests.ui.pages.meetings_room import clipped
from ui.pages.questionnaires.option_bars import OptionBars
from ui.pages.questionnaires.pace import Pace
from ui.pages.questionnaires.page import QuestionnairesPage
from ui.runtime.context import Context

if TYPE_CHECKING:
    from plcdesk.services.desk import Desk

DIGITS = "43214321432143214321"


class Room(MeetingRoom):
    """The window with this page open."""

    def __init__(self, ctx: Context, qtbot: Any, size: tuple[int, int] = (1366, 697)) -> None:
        super().__init__(ctx, qtbot, size, pages=("questionnaires", "people"))

    @property
    def page(self) -> QuestionnairesPage:  # type: ignore[override]
        page = self.space.page
        assert isinstance(page, QuestionnairesPage)
        return page

    def digits(self, text: str) -> None:
        """Digits, each where the keyboard is at that moment."""
        for digit in text:
            self.key(Qt.Key(ord(digit)))

    @property
    def said(self) -> str:
        """What stands above the items."""
        strip = self.page.work.entry.said
        return strip.label.text() if strip.isVisible() else ""

    def sheets(self, batch: Id) -> list[tuple[int | None, FormState, int]]:
        return [(row.number, row.state, row.done) for row in self.ctx.desk.questionnaires.sheets(batch)]


@pytest.fixture
def room(ctx: Context, qtbot: Any) -> Callable[..., Room]:
    """Open the window."""
    return lambda **how: Room(ctx, qtbot, **how)


@pytest.fixture
def twenty(desk: Desk, story: Story) -> Id:
    """An anonymous questionnaire of twenty items from 1 to 4, handed to forty people."""
    edition = desk.instruments.start_edition("R1", new_code="X20").id
    draft = desk.instruments.draft(edition)
    level = next(item for item in draft.items if item.kind is AnswerKind.LEVEL)
    items = tuple(replace(level, code=f"B{number}") for number in range(1, 21))
    desk.instruments.rewrite(edition, replace(draft, items=items, dimensions=tuple(
        part for part in draft.dimensions if part.code == level.dimension)))
    desk.instruments.publish(edition)
    code = next(one.code for one in desk.instruments.all() if len(one.items) == 20 and one.anonymous)
    return desk.questionnaires.add_batch(code, story.school, expected=40).id


def fill(desk: Desk, sheet: Id, text: str) -> None:
    for number, digit in enumerate(text, 1):
        desk.forms.answer(sheet, f"B{number}", Rated(int(digit)))
    desk.forms.finish(sheet)


def scores(desk: Desk, sheet: Id) -> str:
    rated = desk.questionnaires.fill(sheet).rated
    return "".join(str(rated[f"B{number}"].score) for number in range(1, 21) if f"B{number}" in rated)


def test_check_9_twenty_digits_and_enter_store_a_sheet(room: Callable[..., Room], desk: Desk, twenty: Id) -> None:
    seen = room()
    seen.space.go("questionnaires", twenty)
    seen.click(seen.button("Isi lembar"))
    assert seen.page.work.entry.progress.text() == "Lembar 1 dari 40"
    assert seen.sheets(twenty) == [], "a look at an empty sheet leaves nothing behind"
    seen.digits(DIGITS)
    seen.key(Qt.Key.Key_Return)
    assert seen.sheets(twenty) == [(1, FormState.COMPLETE, 20)]
    assert scores(desk, desk.questionnaires.sheets(twenty)[0].id) == DIGITS
    assert seen.said == "Lembar 1 tersimpan. Siap untuk lembar 2."
    seen.digits("1" * 20)
    seen.key(Qt.Key.Key_Return)
    assert [row[0] for row in seen.sheets(twenty)] == [1, 2]


def test_check_9_a_digit_off_the_scale_stores_nothing_and_says_so(room: Callable[..., Room], twenty: Id) -> None:
    seen = room()
    seen.space.go("questionnaires", twenty)
    seen.click(seen.button("Isi lembar"))
    seen.digits("7")
    assert "✕ Pakai angka 1–4. Tekan 0 bila tidak dijawab." in seen.texts()
    assert seen.sheets(twenty) == []
    seen.digits("37")
    assert seen.sheets(twenty) == [(1, FormState.PARTIAL, 1)]
    assert seen.page.work.entry.entry.current == "B2", "the eye stays on the item that was refused"


def test_check_10_a_second_entry_lists_exactly_what_differs(room: Callable[..., Room], desk: Desk, twenty: Id) -> None:
    first = desk.questionnaires.new_sheet(twenty).id
    fill(desk, first, DIGITS)
    seen = room()
    seen.space.go("questionnaires", twenty)
    seen.click(seen.button("Isi ulang 10% untuk pemeriksaan (0 dari 1)"))
    assert not [text for text in seen.texts(seen.page.work.entry.entry) if "✓" in text], "the first answers are hidden"
    seen.digits("1321432143214321432" + "4")
    seen.key(Qt.Key.Key_Return)
    check = seen.page.work.check
    assert check.isVisible()
    assert check.strip.label.text() == "Isian kedua berbeda di 2 butir. Lihat kertasnya, lalu pilih yang benar."
    shown = {code: [part.accessibleName() for part in sides.values()] for code, sides in check.table.sides.items()}
    assert shown == {"B1": ["Isian pertama: 4 Sangat setuju", "Isian kedua: 1 Sangat tidak setuju"],
                     "B20": ["Isian pertama: 1 Sangat tidak setuju", "Isian kedua: 4 Sangat setuju"]}
    seen.click(check.table.sides["B1"]["second"].button)
    seen.click(check.table.sides["B20"]["first"].button)
    assert scores(desk, first) == "1" + DIGITS[1:]
    assert check.strip.label.text() == "Semua perbedaan sudah diputuskan."
    seen.click(check.go_on)
    assert seen.page.resting
    row = desk.questionnaires.batch(twenty)
    assert row is not None
    assert (row.sheets, row.seconds, row.open_differences) == (1, 1, 0)


def test_undo_opens_a_settled_difference_again(room: Callable[..., Room], desk: Desk, twenty: Id) -> None:
    first = desk.questionnaires.new_sheet(twenty).id
    fill(desk, first, DIGITS)
    fill(desk, desk.questionnaires.start_second(first).id, "1" + DIGITS[1:])
    seen = room()
    seen.space.go("questionnaires", f"check:{first}")
    check = seen.page.work.check
    seen.click(check.table.sides["B1"]["second"].button)
    seen.ctx.undo.undo()
    assert scores(desk, first) == DIGITS
    assert "berbeda di 1 butir" in check.strip.label.text()
    assert not check.table.sides["B1"]["second"].button.isChecked()


def test_a_taken_number_is_refused_with_the_way_to_the_sheet(room: Callable[..., Room], desk: Desk, twenty: Id) -> None:
    first = desk.questionnaires.new_sheet(twenty, 5).id
    fill(desk, first, DIGITS)
    seen = room()
    seen.space.go("questionnaires", f"entry:{twenty}")
    seen.page.work.entry.head.number.set_raw("5")
    seen.page.work.entry.entry.setFocus()
    seen.digits("1")
    assert seen.said == "Lembar nomor 5 sudah ada. Buka yang ada atau beri nomor lain."
    assert len(seen.sheets(twenty)) == 1
    assert scores(desk, first) == DIGITS
    seen.click(seen.button("Buka yang ada"))
    assert seen.page.work.entry.form_id == first


def test_three_letters_choose_the_teacher_and_the_same_one_twice_is_noticed(
        room: Callable[..., Room], desk: Desk, story: Story) -> None:
    story.members(6)
    batch = desk.questionnaires.add_batch("U", story.school).id
    seen = room()
    seen.space.go("questionnaires", f"entry:{batch}")
    for _ in range(2):
        assert seen.focus is seen.page.work.entry.head.person
        seen.type("dew")
        seen.key(Qt.Key.Key_Return)
        if desk.questionnaires.sheets(batch):
            break
        seen.digits("4" * 6 + "3" * 4 + "31")
        seen.key(Qt.Key.Key_Return)
        if not seen.said.startswith("Lembar 1"):
            seen.key(Qt.Key.Key_Return)
    rows = desk.questionnaires.sheets(batch)
    assert [row.name for row in rows] == ["Dewi Anggraini"]
    assert "“Dewi Anggraini” sudah punya lembar 1" in seen.said


def test_after_an_anonymous_sheet_the_next_one_begins_at_the_items(room: Callable[..., Room], desk: Desk,
                                                                   story: Story) -> None:
    batch = desk.questionnaires.add_batch("R4", story.school).id
    seen = room()
    seen.space.go("questionnaires", f"entry:{batch}")
    seen.key(Qt.Key.Key_Return)
    seen.qtbot.waitUntil(seen.page.work.entry.entry.hasFocus)
    seen.digits("444")
    seen.key(Qt.Key.Key_Return)
    seen.digits("333")
    seen.key(Qt.Key.Key_Return)
    assert seen.sheets(batch) == [(1, FormState.COMPLETE, 3), (2, FormState.COMPLETE, 3)]


def test_community_figures_skip_items_and_the_role_is_carried_over(room: Callable[..., Room], desk: Desk,
                                                                   story: Story) -> None:
    batch = desk.questionnaires.add_batch("O", story.school).id
    seen = room()
    seen.space.go("questionnaires", f"entry:{batch}")
    seen.page.work.entry.entry.setFocus()
    seen.digits("4")
    assert seen.said == "Pilih dulu siapa yang mengisi lembar ini."
    assert seen.sheets(batch) == []
    seen.click(seen.button("Tokoh masyarakat"))
    seen.digits("44444")
    seen.key(Qt.Key.Key_Return)
    seen.key(Qt.Key.Key_Return)
    rows = desk.questionnaires.sheets(batch)
    assert [(row.respondent, row.done, row.total, row.state) for row in rows] == [
        (PartnerRole.COMMUNITY.value, 5, 7, FormState.COMPLETE)]
    assert seen.page.work.entry.head.respondent.code == PartnerRole.COMMUNITY.value


def test_enter_on_the_last_item_asks_for_what_was_passed_over(room: Callable[..., Room], twenty: Id) -> None:
    seen = room()
    seen.space.go("questionnaires", f"entry:{twenty}")
    seen.digits("44")
    seen.key(Qt.Key.Key_Down)
    seen.digits("4" * 17)
    seen.key(Qt.Key.Key_Return)
    assert seen.said == "1 butir belum diisi. Tekan 0 bila di kertas juga kosong."
    assert seen.page.work.entry.entry.current == "B3"
    assert seen.sheets(twenty) == [(1, FormState.PARTIAL, 19)]
    seen.click(seen.button("Biarkan dan lanjut"))
    assert seen.sheets(twenty) == [(1, FormState.PARTIAL, 19)]
    assert seen.page.work.entry.head.sheet_number == 2


def test_a_paused_sheet_goes_on_where_it_stood(room: Callable[..., Room], ctx: Context, twenty: Id) -> None:
    seen = room()
    seen.space.go("questionnaires", f"entry:{twenty}")
    seen.digits("4321")
    place = seen.page.record_id
    assert place is not None
    assert place.startswith("sheet:")
    seen.key(Qt.Key.Key_Escape)
    assert seen.page.resting
    assert seen.sheets(twenty) == [(1, FormState.PARTIAL, 4)]
    seen.space.go("questionnaires", place)
    assert seen.page.work.entry.entry.current == "B5", "as after a power cut: the same sheet, the item after the last digit"
    assert seen.page.work.entry.entry.hasFocus()
    seen.digits("1")
    assert seen.sheets(twenty) == [(1, FormState.PARTIAL, 5)]


def test_undo_takes_the_last_digit_back_and_shows_it(room: Callable[..., Room], desk: Desk, twenty: Id) -> None:
    seen = room()
    seen.space.go("questionnaires", f"entry:{twenty}")
    seen.digits("43")
    seen.ctx.undo.undo()
    assert scores(desk, desk.questionnaires.sheets(twenty)[0].id) == "4"
    assert seen.page.work.entry.entry.answered_count == 1
    seen.ctx.undo.undo()
    seen.ctx.undo.undo()
    assert seen.sheets(twenty) == []
    assert seen.page.work.entry.form_id is None, "the sheet is gone; a fresh one stands in its place"


def test_del_moves_a_sheet_to_the_trash_and_undo_brings_it_back(room: Callable[..., Room], desk: Desk, twenty: Id,
                                                                ) -> None:
    first = desk.questionnaires.new_sheet(twenty).id
    fill(desk, first, DIGITS)
    seen = room()
    seen.space.go("questionnaires", twenty)
    table = seen.page.batches.batch.sheets.table
    table.setFocus()
    table.step(0)
    seen.key(Qt.Key.Key_Delete)
    assert seen.sheets(twenty) == []
    assert any("“Lembar 1” dipindahkan ke Sampah" in text for text in seen.texts())
    seen.ctx.undo.undo()
    assert scores(desk, first) == DIGITS
    assert table.records.rowCount() == 1


def test_results_show_counts_percent_and_n_and_no_names(room: Callable[..., Room], desk: Desk, story: Story) -> None:
    people = story.members(4)
    batch = desk.questionnaires.add_batch("V", story.school, occasion=Occasion.START).id
    for person, answer in zip(people[:3], (1, 0, 0), strict=True):
        sheet = desk.questionnaires.new_sheet(batch, None, person).id
        desk.forms.answer(sheet, "V1", Rated(answer))
    seen = room()
    seen.space.go("questionnaires", batch)
    seen.click(seen.button("Hasil"))
    texts = seen.texts(seen.page.results)
    assert "3 lembar dari 4 orang yang diminta (75%)" in texts
    assert "n = 3 dari 4 (75%) · n kecil" in texts
    bars = seen.page.results.findChildren(OptionBars)[0]
    assert [(bar.label, bar.count, bar.percent) for bar in bars.bars] == [("Ya", "1", "33,3%"), ("Tidak", "2", "66,7%")]
    names = [desk.people.names()[person].split()[0] for person in people]
    assert not [text for text in texts if any(name in text for name in names)]
    seen.click(seen.button("Lihat lembarnya"))
    assert seen.page.resting, "the figures lead to their sheets"
    assert seen.page.batches.current == batch


def test_preparing_a_questionnaire_asks_nothing_that_is_known(room: Callable[..., Room], desk: Desk, story: Story,
                                                              ) -> None:
    story.members(5)
    seen = room()
    seen.click(seen.button("Isi lembar"))
    dialog = seen.page.dialog
    assert dialog is not None
    assert (dialog.people.control.value(), dialog.occasion.control.value()) == (5, Occasion.START)
    seen.click(seen.button("Siapkan", dialog))
    assert seen.page.work.keying, "the button said: fill in sheets"
    row = desk.questionnaires.batches()[0]
    assert (row.expected, row.occasion, row.held_on) == (5, Occasion.START, desk.today())


def test_the_rest_is_told_from_the_real_pace(clock: StandingClock) -> None:
    pace = Pace(clock)
    assert pace.minutes(10) is None
    for _ in range(2):
        for _ in range(4):
            pace.key()
            clock.pass_minutes(1)
        pace.sheet()
    assert pace.minutes(3) == 12, "four minutes a sheet"
    clock.pass_minutes(30)
    pace.key()
    assert pace.minutes(3) == 12, "a pause is no work"


@pytest.mark.parametrize(("size", "scale"), [((1366, 697), 1.0), ((1024, 529), 1.0), ((911, 441), 1.0),
                                             ((781, 368), 1.0), ((1366, 697), 1.5)])
def test_nothing_is_clipped_in_a_small_window(room: Callable[..., Room], desk: Desk, story: Story, theme: Any,
                                              size: tuple[int, int], scale: float) -> None:
    theme.apply(mode="light", scale=scale)
    batch = desk.questionnaires.add_batch("M", story.school, occasion=Occasion.END).id
    for number, score in enumerate((3, 4), 1):
        sheet = desk.questionnaires.new_sheet(batch, number).id
        for item in desk.questionnaires.fill(sheet).items:
            if item.kind is AnswerKind.LEVEL and item.scale is not None:
                desk.forms.answer(sheet, item.code, Rated(min(score, item.scale.highest)))
        desk.forms.finish(sheet)
    first = desk.questionnaires.draw(batch)[0].id
    second = desk.questionnaires.start_second(first).id
    desk.forms.answer(second, "M1", Rated(1))
    seen = room(size=size)
    for place in (batch, f"entry:{batch}", f"check:{first}", "results"):
        seen.space.go("questionnaires", place)
        for _ in range(3):
            QApplication.processEvents()
        assert clipped(seen.space) == [], place
        assert (seen.space.width(), seen.space.height()) == size, "the page asks for more room than there is"
        inside = [label for label in seen.space.findChildren(QLabel) if label.isVisible() and label.text()]
        assert all(label.mapTo(seen.space, QPoint(0, 0)).x() >= 0 for label in inside)


def test_numbers_that_two_laptops_gave_twice_are_shown_and_mended(room: Callable[..., Room], desk: Desk, twenty: Id,
                                                                  ) -> None:
    """What a merge leaves behind: two sheets with one number, both kept."""
    first = desk.questionnaires.new_sheet(twenty).id
    second = desk.questionnaires.new_sheet(twenty).id
    loaded = desk.records.need(Form, second)
    desk.records.save(replace(loaded.record, number=1), loaded)
    seen = room()
    seen.space.go("questionnaires", twenty)
    assert "Nomor ganda: 1. Beri salah satu lembar nomor lain." in seen.texts()
    table = seen.page.batches.batch.sheets
    assert [table.table.records.columns[3].text(row) for row in table.rows] == ["Sebagian · nomor ganda"] * 2
    assert table.table.select(second)
    seen.click(seen.button("Ubah nomor…"))
    dialog = seen.dialog()
    assert seen.focus.text() == "2"  # type: ignore[attr-defined]
    seen.click(seen.button("Ubah nomor", dialog))
    assert {row.id: row.number for row in desk.questionnaires.sheets(twenty)} == {first: 1, second: 2}
    assert not any("Nomor ganda" in text for text in seen.texts())


def test_in_a_narrow_window_the_tabs_come_back_beside_an_open_batch(room: Callable[..., Room], desk: Desk, twenty: Id,
                                                                    ) -> None:
    first = desk.questionnaires.new_sheet(twenty).id
    fill(desk, first, DIGITS)
    seen = room(size=(781, 368))
    seen.space.go("questionnaires", twenty)
    assert not seen.page.tabs.bar.isVisible(), "the batch stands alone"
    seen.click(seen.button("Hasil"))
    assert seen.page.tabs.bar.isVisible()
    seen.page.tabs.select("instruments")
    assert seen.page.view is seen.page.instruments
    assert seen.page.tabs.bar.isVisible()


def test_another_laptop_s_sheets_appear_while_the_batch_is_open(room: Callable[..., Room], desk: Desk, twenty: Id,
                                                                ) -> None:
    seen = room()
    seen.space.go("questionnaires", twenty)
    made = desk.questionnaires.new_sheet(twenty)
    seen.ctx.bus.announce(made.changes)
    assert seen.page.batches.batch.sheets.table.records.rowCount() == 1


def test_a_name_being_typed_survives_what_arrives_and_a_look_elsewhere(room: Callable[..., Room], ctx: Context, desk: Desk,
                                                                       story: Story) -> None:
    batch = desk.questionnaires.add_batch("U", story.school, expected=3).id
    seen = room()
    seen.space.go("questionnaires", batch)
    seen.page.primary()
    seen.type("Guru Z")
    seen.space.go("people")
    seen.space.go("questionnaires", f"entry:{batch}")
    head = seen.page.work.entry.head
    assert head.person.raw() == "Guru Z", "no answer yet, but the name is kept"
    seen.page.work.entry.entry.setFocus()
    seen.digits("3")
    sheet = desk.questionnaires.sheets(batch)[0].id
    assert not desk.drafts.get(Row("batch", batch))
    head.person.setFocus()
    head.person.selectAll()
    seen.type("Bu An")
    ctx.bus.announce(desk.forms.answer(sheet, "U1", Rated(1)), None)
    assert head.person.raw() == "Bu An"


def test_free_words_that_the_disk_refuses_stay_until_there_is_room(room: Callable[..., Room], ctx: Context, desk: Desk,
                                                                    story: Story) -> None:
    batch = desk.questionnaires.add_batch("R1", story.school, expected=3).id
    sheet = desk.questionnaires.new_sheet(batch).id
    seen = room()
    seen.space.go("questionnaires", f"sheet:{sheet}")
    entry = seen.page.work.entry.entry
    words = next(item.code for item in seen.page.work.entry._items if item.kind is AnswerKind.TEXT)
    entry.select(words)
    entry.setFocus()
    ctx.disk._close()  # from now on as if the disk were full
    seen.type("Lebih lama")
    seen.key(Qt.Key.Key_Return)
    seen.qtbot.wait(1)
    assert entry.current == words, "Enter does not lead away from what is not stored"
    assert "✕ Belum tersimpan. Isian Anda tetap di layar. Mencoba lagi…" in seen.texts()
    assert ctx.disk.try_saving()
    entry.setFocus()
    seen.key(Qt.Key.Key_Return)
    assert desk.questionnaires.fill(sheet).rated[words].evidence == "Lebih lama"


def test_words_too_many_to_store_are_not_left_behind(room: Callable[..., Room], desk: Desk, story: Story) -> None:
    batch = desk.questionnaires.add_batch("R1", story.school, expected=3).id
    sheet = desk.questionnaires.new_sheet(batch).id
    seen = room()
    seen.space.go("questionnaires", f"sheet:{sheet}")
    entry = seen.page.work.entry.entry
    words = next(item.code for item in seen.page.work.entry._items if item.kind is AnswerKind.TEXT)
    entry.select(words)
    entry.setFocus()
    QApplication.clipboard().setText("kata " * 1000)
    QApplication.focusWidget().paste()  # type: ignore[union-attr]
    seen.key(Qt.Key.Key_Return)
    entry.step(-1)
    assert entry.current == words
    assert any(text.startswith("✕ Pendekkan menjadi") for text in seen.texts())
