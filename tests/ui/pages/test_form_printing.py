"""Printing from the pages of forms: what is on screen is what is printed, and no score slips out unasked."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from plcdesk.domain.forms import FormState, Hour, Rated
from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import Occasion
from tests.reports.pages import pages_of
from ui.runtime.context import Context
from ui.shell.commands import Commands
from ui.shell.pages import ENTRIES
from ui.shell.workspace import Workspace
from ui.widgets.printing_page import PrintingPage

if TYPE_CHECKING:
    from plcdesk.services.desk import Desk
    from tests.desk_fixtures import Story

PAGES = ("observations", "coaching", "modules", "questionnaires", "notes")
PRINT, BACK = (Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier), (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)


class Hands:
    """The window with the pages of forms, and hands on its keyboard."""

    def __init__(self, ctx: Context, qtbot: Any) -> None:
        self.qtbot = qtbot
        self.space = Workspace(ctx, tuple(entry for entry in ENTRIES if entry.id in PAGES))
        qtbot.addWidget(self.space)
        self.space.resize(1366, 697)
        self.space.show()
        qtbot.waitExposed(self.space)
        self.commands = Commands(self.space)
        with qtbot.waitActive(self.space):
            self.space.activateWindow()

    @property
    def page(self) -> Any:
        assert isinstance(self.space.page, PrintingPage)
        return self.space.page

    def go(self, page: str, record: str | None = None) -> Any:
        self.space.go(page, record)
        return self.page

    def press(self, key: tuple[Qt.Key, Qt.KeyboardModifier]) -> None:
        QTest.keyClick(self.space.window().focusWidget() or self.space, *key)

    def shown(self, act: Any) -> str:
        """The text of the PDF that appears when `act` is done."""
        with self.qtbot.waitSignal(self.page.printer.shown, timeout=20_000) as told:
            act()
        return " ".join(page.text for page in pages_of(bytes(told.args[0])))

    def offered(self) -> list[str]:
        """The papers one can choose from."""
        combo = self.page.printer.kind_field.control
        return [combo.itemText(at) for at in range(combo.count())]


@pytest.fixture
def teacher(story: Story) -> Id:
    return story.a_person("Nur Hidayah")


@pytest.fixture
def lesson(desk: Desk, teacher: Id) -> Id:
    form = desk.forms.start("D", person_id=teacher, hour=Hour(date(2026, 3, 3))).id
    for number in range(1, 13):
        desk.forms.answer(form, f"D{number}", Rated(3))
    desk.forms.finish(form)
    return form


@pytest.fixture
def hands(ctx: Context, qtbot: Any) -> Hands:
    return Hands(ctx, qtbot)


def test_an_observation_without_and_with_scores(desk: Desk, lesson: Id, hands: Hands) -> None:
    """The tick is off for each person anew."""
    page = hands.go("observations", lesson)
    assert "Tampak konsisten" not in hands.shown(lambda: hands.press(PRINT))
    assert page.printing
    assert not page.content.isVisible()
    tick = page.printer.boxes["scores"]
    assert tick.isVisible()
    assert not tick.isChecked()
    assert "3 · Tampak konsisten" in hands.shown(tick.click)
    hands.press(BACK)
    assert not page.printing
    assert page.result.isVisible()
    assert "Tampak konsisten" not in hands.shown(lambda: hands.press(PRINT))
    assert not tick.isChecked()


def test_the_empty_form_of_what_is_open(desk: Desk, lesson: Id, hands: Hands) -> None:
    page = hands.go("observations", lesson)
    hands.shown(lambda: hands.press(PRINT))
    assert hands.offered() == ["Laporan observasi", "Formulir kosong · D"]
    combo = page.printer.kind_field.control
    combo.set_value("blank:D:")
    text = hands.shown(combo.edited.emit)
    assert "D, versi 1" in text
    assert "SD Melati 01" in text, "the only school's letterhead"
    assert not page.printer.boxes["scores"].isVisible()


def test_without_observations_the_empty_forms(hands: Hands) -> None:
    hands.go("observations")
    hands.shown(lambda: hands.press(PRINT))
    assert {label[-1] for label in hands.offered()} == {"D", "F", "P"}


def test_nothing_is_printed_while_somebody_observes(desk: Desk, lesson: Id, hands: Hands) -> None:
    page = hands.go("observations", f"rate:{lesson}")
    hands.press(PRINT)
    assert not page.printing
    assert page.rating


def test_the_form_of_the_open_cycle(desk: Desk, teacher: Id, hands: Hands) -> None:
    cycle = desk.coaching.start(teacher).id
    page = hands.go("coaching", cycle)
    text = hands.shown(lambda: hands.press(PRINT))
    assert "FORMULIR PENDAMPINGAN" in text
    assert "Nur Hidayah" in text
    assert hands.offered() == ["Formulir pendampingan", "Formulir kosong · C"]
    assert not page.printer.boxes["scores"].isVisible(), "nothing is rated yet"


def test_the_review_of_the_version_that_is_looked_at(desk: Desk, story: Story, hands: Hands) -> None:
    module = desk.modules.add("Sampah di sekolah", story.school).id
    desk.modules.new_version(module, "Diperbaiki")
    page = hands.go("modules", module)
    assert "M01 · Versi 2" in hands.shown(lambda: hands.press(PRINT))
    hands.press(BACK)
    page.view.form.select("reviews")
    overview = page.view.form.part.overview
    overview._turn_to(desk.modules.detail(module).versions[-1].version.id)  # type: ignore[union-attr]
    assert "M01 · Versi 1" in hands.shown(lambda: hands.press(PRINT))


def test_keys_do_not_reach_what_the_preview_hides(desk: Desk, story: Story, teacher: Id, hands: Hands) -> None:
    """A visit, a journal, a review behind the preview are neither deleted nor finished nor rated."""
    desk.coaching.plan([story.school], date(2026, 3, 9), 1)
    hands.go("coaching", "visits")
    hands.shown(lambda: hands.press(PRINT))
    hands.press((Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier))
    hands.commands.run("delete")
    assert len(desk.coaching.visits()) == 1
    journal = desk.notes.journals.start(teacher, date(2026, 3, 1)).id
    hands.go("notes", journal)
    hands.shown(lambda: hands.press(PRINT))
    hands.commands.run("finish")
    assert desk.forms.need(journal).form.state is FormState.PARTIAL
    module = desk.modules.add("Sampah di sekolah", story.school).id
    review = desk.modules.reviews.start(desk.modules.detail(module).versions[0].version.id, "A").id  # type: ignore[union-attr]
    page = hands.go("modules", module)
    page.view.form.select("reviews")
    page.view.form.part.open_review(review)
    hands.shown(lambda: hands.press(PRINT))
    hands.press((Qt.Key.Key_3, Qt.KeyboardModifier.NoModifier))
    assert desk.forms.need(review).rated == {}


def test_the_button_in_the_header_leaves_the_preview(desk: Desk, lesson: Id, hands: Hands) -> None:
    page = hands.go("observations", lesson)
    hands.shown(lambda: hands.press(PRINT))
    hands.space.header.primary.emit()
    assert not page.printing


def test_a_batch_its_results_and_its_empty_form(desk: Desk, story: Story, teacher: Id, hands: Hands) -> None:
    batch = desk.questionnaires.add_batch("M", story.school, occasion=Occasion.END).id
    page = hands.go("questionnaires", batch)
    text = hands.shown(lambda: hands.press(PRINT))
    assert "M11" in text, "the form of this occasion first"
    assert hands.offered()[0].endswith("akhir") or "khir" in hands.offered()[0]
    hands.press(BACK)
    sheet = desk.questionnaires.new_sheet(batch, None, teacher).id
    desk.forms.answer(sheet, "M1", Rated(4))
    page.refresh()
    page.open(batch)
    assert "RINGKASAN ANGKET" in hands.shown(lambda: hands.press(PRINT))
    hands.press(BACK)
    page.show_results()
    text = hands.shown(lambda: hands.press(PRINT))
    assert "RINGKASAN ANGKET" in text
    assert "Nur Hidayah" not in text


def test_an_instrument_of_the_list(hands: Hands) -> None:
    hands.go("questionnaires", "instruments")
    hands.page.instruments.open("W:1")
    assert "Pedoman wawancara" in hands.shown(lambda: hands.press(PRINT))


def test_notes_have_empty_forms_only(desk: Desk, teacher: Id, hands: Hands) -> None:
    """What somebody confided has no paper."""
    journal = desk.notes.journals.start(teacher, date(2026, 3, 1)).id
    desk.forms.answer(journal, "J2", Rated(evidence="rahasia"))
    hands.go("notes", journal)
    text = hands.shown(lambda: hands.press(PRINT))
    assert "Jurnal refleksi" in text
    assert "rahasia" not in text
    assert "Nur Hidayah" not in text
    hands.press(BACK)
    hands.go("notes", "chat")
    hands.press(PRINT)
    assert not hands.page.printing


@pytest.mark.parametrize("name", PAGES)
def test_a_button_says_that_one_can_print(desk: Desk, story: Story, teacher: Id, lesson: Id, hands: Hands, name: str) -> None:
    desk.coaching.start(teacher)
    module = desk.modules.add("Sampah di sekolah", story.school).id
    batch = desk.questionnaires.add_batch("M", story.school).id
    record = {"observations": lesson, "coaching": teacher, "modules": module, "questionnaires": batch}.get(name)
    page = hands.go(name, record)
    buttons = [one for one in page.findChildren(QPushButton) if one.toolTip() == "Ctrl+P" and one.isVisible()]
    assert buttons
    assert all(one.height() >= 32 and one.text() for one in buttons)
    hands.shown(lambda: QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton))
    assert page.printing
    page.printer.back.click()
    assert not page.printing
    assert page.content.isVisible()
