"""Reviews and decisions in a real window: no level is invented, no module called final that is not."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from plcdesk.domain.modules import ModuleStatus, Verdict
from tests.ui.pages.modules_room import ModulesRoom, add, fill_in
from ui.pages.modules.form import DESIGN, REVIEWS, ROUNDS
from ui.runtime.context import Context

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def room(ctx: Context, qtbot: Any) -> ModulesRoom:
    return ModulesRoom(ctx, qtbot)


def open_again(room: ModulesRoom) -> None:
    """Press the button that was pressed a moment ago: a second press counts once the time of a double click is over."""
    part = room.tab(REVIEWS)

    def pressed() -> bool:
        if part.open_form is None:
            room.click(part.overview.buttons[0])
        return part.open_form is not None

    room.qtbot.waitUntil(pressed)


def test_two_reviewers_review_and_are_compared(room: ModulesRoom, story: Any) -> None:
    other = story.a_person("Nur Hidayah")
    add(room)
    part = room.tab(REVIEWS)
    room.click(part.overview.buttons[0])
    assert room.modules.header_quiet
    fill_in(room, Qt.Key.Key_3)
    assert part.open_form is None
    assert not room.modules.header_quiet
    assert "Versi 1: 1 dari 2 penelaah sudah mengisi" in room.texts()
    assert room.stored().module.status is ModuleStatus.REVIEWED
    assert "Memenuhi kriteria kerja autentik" in room.texts()
    part.overview.reviewer.set_value(other)
    open_again(room)
    fill_in(room, Qt.Key.Key_2)
    assert "Versi 1: 2 dari 2 penelaah sudah mengisi" in room.texts()
    assert any(text.startswith("Belum memenuhi: Konstruksi pengetahuan 2,5") for text in room.texts())
    room.click(room.button("Lihat per butir"))
    assert "0 dari 7 butir sama tingkat (0%), 7 berselisih paling banyak satu tingkat" in room.texts()
    assert room.modules.back()
    assert part.overview.isVisible()


def test_a_review_with_blanks_is_finished_only_when_told_twice(room: ModulesRoom) -> None:
    add(room)
    part = room.tab(REVIEWS)
    room.click(part.overview.buttons[1])
    room.key(Qt.Key.Key_4)
    room.key(Qt.Key.Key_Return, CTRL)
    QApplication.processEvents()
    assert part.board.strip.isVisible()
    assert "10 butir belum diisi" in part.board.strip.label.text()
    room.click(room.button("Isi dulu"))
    assert part.board.board.current == "K2"
    assert room.modules.finish()
    room.click(room.button("Selesaikan saja"))
    (row,) = room.ctx.desk.modules.reviews.of(room.stored().versions[0].version.id).reviews
    assert (row.done, row.total) == (1, 11)


def test_a_note_being_written_is_there_again_after_a_crash(room: ModulesRoom) -> None:
    add(room)
    part = room.tab(REVIEWS)
    room.click(part.overview.buttons[0])
    form = part.open_form
    room.key(Qt.Key.Key_PageDown)
    room.key(Qt.Key.Key_F8)
    room.type("LKPD hal. 2")
    part.board.form_id = None  # as if the window had gone: nothing was committed
    part.open_review(form)
    assert part.board.board.current == "A1.2"
    assert part.board.board.evidence.text() == "LKPD hal. 2"
    part.board.board.evidence.setFocus()
    room.key(Qt.Key.Key_Return)
    filled = room.ctx.desk.forms.load(form)
    assert filled is not None
    assert filled.rated["A1.2"].evidence == "LKPD hal. 2"


def test_use_it_without_a_completeness_review_says_why_not_and_leads_there(room: ModulesRoom) -> None:
    add(room)
    room.step(3)
    act = room.tab(ROUNDS).act
    room.click(room.button("Pakai", act))
    assert "Kelengkapan versi 1 belum ditelaah" in act.why_not.label.text()
    assert act.why_not.isVisible()
    detail = room.stored()
    assert detail.rounds[0].round.decided.verdict is Verdict.USE
    assert detail.module.status is ModuleStatus.DRAFT
    room.click(room.button("Isi telaah kelengkapan", act))
    assert room.modules.view.form.tabs.current == REVIEWS
    part = room.tab(REVIEWS)
    room.click(part.overview.buttons[2])
    fill_in(room, Qt.Key.Key_2)
    room.step(3)
    room.click(room.button("Pakai", act))
    assert not act.why_not.isVisible()
    assert room.stored().module.status is ModuleStatus.FINAL


def test_the_status_field_refuses_final_too(room: ModulesRoom) -> None:
    add(room)
    status = room.tab(DESIGN).status
    status.setCurrentIndex(list(ModuleStatus).index(ModuleStatus.FINAL))
    status.activated.emit(status.currentIndex())
    QApplication.processEvents()
    assert status.value() is ModuleStatus.DRAFT
    assert room.stored().module.status is ModuleStatus.DRAFT
    assert any("belum ditelaah" in text for text in room.texts())
