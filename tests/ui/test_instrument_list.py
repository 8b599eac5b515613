"""Writing an own version of an instrument: nothing typed is lost, and what is missing is told and led to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from plcdesk.domain.changes import Row
from plcdesk.domain.forms import Form
from plcdesk.domain.instruments import InstrumentEdition, Published, Text, edition_id
from plcdesk.importers.instrument_shape import to_json
from tests.ui.pages.other_rooms import SIZES, english_words
from ui.pages.questionnaires.instrument_list import InstrumentList
from ui.runtime.context import Context
from ui.runtime.sizes import classify


class Shelf:
    """The list in a window of its own, and the hands that use it."""

    def __init__(self, ctx: Context, qtbot: Any) -> None:
        self.ctx, self.qtbot, self.window = ctx, qtbot, QWidget()
        qtbot.addWidget(self.window)
        self.list = InstrumentList(ctx, self.window, self.window)
        QVBoxLayout(self.window).addWidget(self.list)
        self.resize(1150, 600)
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.list.reload()

    @property
    def form(self) -> Any:
        return self.list.form

    @property
    def editor(self) -> Any:
        return self.list.form.editor

    def resize(self, width: int, height: int) -> None:
        self.window.resize(width, height)
        self.list.fit(classify(width + 216, height + 100, 1.0)[0])

    def press(self, text: str, within: QWidget | None = None) -> None:
        found = [button for button in (within or self.window).findChildren(QAbstractButton)
                 if button.text() == text and button.isVisible()]
        assert found, text
        self.qtbot.mouseClick(found[0], Qt.MouseButton.LeftButton)

    def copy(self, record: str = "P:1") -> str:
        self.list.open(record)
        self.press("Salin dan ubah")
        assert self.list.current is not None
        return self.list.current

    def write(self, path: str, words: str, *, leave: bool = True) -> Any:
        self.editor.focus(path)
        control = self.editor.fields[path].control
        self.qtbot.waitUntil(control.hasFocus)
        control.selectAll()
        self.qtbot.keyClicks(control, words) if words else self.qtbot.keyClick(control, Qt.Key.Key_Delete)
        if leave:
            self.qtbot.keyClick(control, Qt.Key.Key_Tab)
        return self.editor.fields[path]

    def draft(self) -> Any:
        return self.ctx.desk.instruments.draft(self.list.current)

    def listed(self) -> list[str]:
        rows = self.list.pane.view.records
        return [rows.row(at).id for at in range(rows.rowCount())]


@pytest.fixture
def shelf(ctx: Context, qtbot: Any, indonesian: Any) -> Iterator[Shelf]:
    made = Shelf(ctx, qtbot)
    yield made
    made.list.commit()


def test_words_are_saved_when_the_field_is_left_and_can_be_taken_back(shelf: Shelf) -> None:
    shelf.copy()
    shelf.write("title.id", "Rubrik kami")
    assert shelf.draft().title == Text("Rubrik kami", "KBP participation rubric")
    assert shelf.form.head.title.text() == "Rubrik kami"
    shelf.ctx.undo.undo()
    assert shelf.draft().title.id == "Rubrik observasi partisipasi KBP"
    shelf.qtbot.waitUntil(lambda: shelf.editor.fields["title.id"].control.value() == "Rubrik observasi partisipasi KBP")


def test_an_item_unfolds_into_its_words_and_levels(shelf: Shelf) -> None:
    shelf.copy()
    shelf.qtbot.mouseClick(shelf.editor.rows["P1.2"].head, Qt.MouseButton.LeftButton)
    assert shelf.editor.fields["item.1.anchors.0.id"].control.value() == "Tidak hadir, tanpa dukungan"
    shelf.write("item.1.anchors.0.id", "Tidak datang")
    assert shelf.draft().items[1].anchors[0] == Text("Tidak datang", "Absent, no support")


def test_items_are_added_moved_reversed_and_removed(shelf: Shelf) -> None:
    shelf.copy()
    editor = shelf.editor
    shelf.press("Tambah butir")
    assert [item.code for item in shelf.draft().in_dimension("P1")][-1] == "P1.5"
    shelf.write("item.4.id", "Agenda dibagikan")
    assert shelf.draft().items[4].label == Text("Agenda dibagikan", "")
    shelf.press("Naikkan", editor.rows["P1.5"])
    assert [item.code for item in shelf.draft().items][3:5] == ["P1.5", "P1.4"]
    shelf.press("Dihitung terbalik", editor.rows["P1.5"])
    assert shelf.draft().item("P1.5").reversed
    shelf.press("Hapus butir", editor.rows["P1.5"])
    assert shelf.draft().item("P1.5") is None
    shelf.ctx.undo.undo()
    assert shelf.draft().item("P1.5").label.id == "Agenda dibagikan"


def test_publishing_leads_to_what_is_missing(shelf: Shelf) -> None:
    shelf.copy()
    shelf.write("item.5.en", "")
    shelf.editor.unfold("")
    shelf.press("Terbitkan")
    assert shelf.editor.summary.texts == ["P2.2: teks bahasa Inggris belum diisi"]
    assert shelf.ctx.desk.instruments.current("P").version == 1
    shelf.press("P2.2: teks bahasa Inggris belum diisi")
    field = shelf.editor.fields["item.5.en"]
    shelf.qtbot.waitUntil(field.control.hasFocus)
    assert field.error == "P2.2: teks bahasa Inggris belum diisi"
    shelf.write("item.5.en", "Norms")
    assert shelf.editor.summary.isHidden()
    shelf.form.publish_version()  # a second press this soon would be a double click
    assert shelf.ctx.desk.instruments.current("P").version == 2
    assert not shelf.form.publish.isVisible()


def test_who_writes_no_english_lets_the_indonesian_words_stand_in(shelf: Shelf) -> None:
    shelf.copy()
    shelf.write("title.en", "")
    shelf.write("item.0.en", "")
    shelf.press("Terbitkan")
    shelf.press("Isi bahasa yang kosong dengan teks bahasa lainnya")
    assert shelf.draft().items[0].label.en == "Agenda disusun bersama"
    assert shelf.editor.summary.isHidden()


def test_numbers_that_are_none_stay_as_typed_and_change_nothing(shelf: Shelf) -> None:
    shelf.copy()
    shelf.write("category.0.at_least", "sembilan")
    assert shelf.draft().scoring.categories[0].at_least == 91
    assert shelf.editor.fields["category.0.at_least"].control.raw() == "sembilan"
    shelf.write("category.0.at_least", "90,5")
    assert str(shelf.draft().scoring.categories[0].at_least) == "90.5"
    shelf.write("minimum_share", "50")
    assert str(shelf.draft().scoring.minimum_share) == "0.5"


def test_what_was_typed_before_the_program_died_stands_there_again(shelf: Shelf) -> None:
    edition = shelf.ctx.desk.instruments.start_edition("P").id
    shelf.ctx.desk.drafts.put(Row("instrument_edition", edition), "item.2.id", "Memimpin bergiliran")
    shelf.list.reload()
    shelf.list.open(edition)
    shelf.editor.unfold("P1.3")
    assert shelf.editor.fields["item.2.id"].control.value() == "Memimpin bergiliran"
    shelf.list.commit()
    assert shelf.draft().items[2].label.id == "Memimpin bergiliran"
    assert shelf.ctx.desk.drafts.get(Row("instrument_edition", edition)) == {}


def test_leaving_the_record_saves_what_is_being_typed(shelf: Shelf) -> None:
    edition = shelf.copy()
    shelf.write("title.id", "Rubrik kami", leave=False)
    shelf.list.open("F:1")
    assert shelf.ctx.desk.instruments.draft(edition).title.id == "Rubrik kami"


def test_ours_can_be_read_and_copied_but_not_written(shelf: Shelf) -> None:
    shelf.list.open("F:1")
    assert not shelf.editor.isVisible()
    assert not shelf.form.publish.isVisible()
    assert not shelf.form.head.remove.isVisible()
    shelf.press("Salin sebagai instrumen baru")
    assert shelf.draft().key == ("XF1", 1)
    assert shelf.list.current in shelf.listed()


def test_a_version_being_written_can_be_thrown_away_and_fetched_back(shelf: Shelf) -> None:
    edition = shelf.copy()
    shelf.press("Pindahkan ke Sampah")
    shelf.qtbot.waitUntil(lambda: edition not in shelf.listed())
    shelf.ctx.undo.undo()
    shelf.qtbot.waitUntil(lambda: edition in shelf.listed())


def test_a_version_thrown_away_on_another_laptop_closes(shelf: Shelf) -> None:
    edition = shelf.copy()
    shelf.ctx.bus.announce(shelf.ctx.desk.records.delete(Row("instrument_edition", edition)))
    shelf.qtbot.waitUntil(lambda: shelf.list.current != edition)
    assert edition not in shelf.listed()


def test_what_a_newer_program_made_is_shown_as_such(shelf: Shelf) -> None:
    ours = shelf.ctx.desk.instruments.current("P")
    definition = to_json(replace(ours, version=4)).replace('"method":"dimensions"', '"method":"median"')
    edition = edition_id("P", 4)
    shelf.ctx.desk.records.save(InstrumentEdition(id=edition, code="P", version=4, title="Rubrik suara",
                                                  definition=definition, published=Published(shelf.ctx.desk.today())))
    shelf.ctx.desk.records.save(Form(instrument="P", version=4))
    shelf.list.reload()
    shelf.list.open(edition)
    assert shelf.form.strip.isVisible()
    assert shelf.form.head.title.text() == "Rubrik suara"
    assert not shelf.form.copy.isVisible()


@pytest.mark.parametrize("size", SIZES)
def test_every_word_is_indonesian_and_nothing_is_wider_than_the_window(shelf: Shelf, size: tuple[int, int]) -> None:
    shelf.copy()
    shelf.editor.unfold("P1.1")
    shelf.resize(*size)
    shelf.qtbot.waitUntil(lambda: shelf.window.width() == size[0])
    outside = [widget for widget in shelf.editor.findChildren(QAbstractButton) if widget.isVisible()
               and widget.mapTo(shelf.window, widget.rect().bottomRight()).x() > size[0]]
    assert outside == []
    assert [text for text in english_words(shelf.window) if text != "Bahasa Inggris"] == []
