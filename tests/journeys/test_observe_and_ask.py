"""Observing and asking, as a mentor and a teacher live it on two laptops: what is private stays, what is shared arrives."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from plcdesk.cli.program import main as command_line
from plcdesk.domain.chat import Category
from plcdesk.domain.forms import FormState, Rated, View
from plcdesk.domain.modules import Verdict
from tests.exchange.test_chat_privacy import traces
from tests.journeys.errands import (
    Sit,
    add_ten_people,
    begin_a_programme,
    join,
    receive,
    record_a_meeting,
    send,
)
from tests.journeys.hands import CTRL, ENTER, PATIENCE, TAB, Hands
from tests.journeys.killing_forms import EVIDENCE, in_bundle
from tests.journeys.paper_sheets import check_one_sheet, key_ten_sheets, look_at_the_results

DOWN, F8 = Qt.Key.Key_PageDown, Qt.Key.Key_F8
COMMITMENT = "Menunggu sepuluh detik sesudah bertanya"
CHANGE, FOLLOW_UP = "Perpendek LKPD", "Pinjam timbangan"
LEVELS = "32343334222333244434"
"""What Siti sees of the twenty items; the last two she leaves blank."""
SEEN_TOO = "32243334222333244434"
"""What Nur sees: the third item otherwise."""
FIGURED = {"I20"}
"""Indicators that this journey gives something to count."""
CHAT = """13/01/26 07.20 - Bu Xylofonia: Zirkoniumkuda bertemu besok pukul 13.00
13/01/26 07.21 - Pak Kakatuwira: ok
14/01/26 08.00 - Pak Kakatuwira: https://contoh.sch.id/quagganesia video pecahan
02/02/26 07.00 - Bu Xylofonia: Siswa belum paham Plutonikus, bagaimana caranya?
"""
SAID = ("zirkoniumkuda", "xylofonia", "kakatuwira", "quagganesia", "plutonikus")


def observe_the_meeting(hands: Hands) -> str:
    """Checks 11 and 12: two clicks and the time runs, two keys an item, a note by F8; gaps are told and not filled."""
    hands.press("Observasi")
    hands.count_from_here()
    hands.press("Mulai observasi")
    hands.press("Mulai")
    assert hands.clicks == 2
    live = hands.page.live
    assert live.watch.running
    live.watch.now = lambda: time.monotonic() + 12 * 60  # twelve minutes pass
    hands.count_from_here()
    rate(hands, LEVELS[:2])
    hands.key(F8)
    hands.type(EVIDENCE)
    hands.key(ENTER)
    hands.reads("Catatan bukti tersimpan, menit 12")
    rate(hands, LEVELS[2:-2])
    assert (hands.clicks, hands.keys) == (0, 2 * 18 + 2)
    form = str(live.form_id)
    hands.key(ENTER, CTRL)
    hands.reads("2 butir belum diberi tingkat; 18 dari 20 terisi")
    hands.press("Selesaikan saja")
    filled = hands.desk.forms.load(form)
    assert filled.form.state is FormState.COMPLETE
    assert [filled.rated[item.code].score for item in filled.asked if item.code in filled.rated] == [int(x) for x in LEVELS[:-2]]
    assert filled.rated[filled.asked[2].code] == Rated(int(LEVELS[2]), f"12' {EVIDENCE}")
    assert filled.form.seconds >= 12 * 60
    hands.reads("Pribadi: hanya di komputer ini. Tidak ikut dalam paket apa pun.")
    return form


def rate(hands: Hands, levels: str) -> None:
    """A digit for the item in view, then the next one."""
    for level in levels:
        hands.key(Qt.Key(ord(level)))
        hands.key(DOWN)


def share(hands: Hands) -> str:
    """Share what is open, after the question who will see it; the id it has from now on."""
    hands.press("Bagikan…")
    hands.reads("Semua yang menerima data SD Melati 01 akan bisa membacanya.")
    hands.press("Bagikan")
    hands.reads("Dibagikan. Ikut dalam paket berikutnya.")
    return str(hands.page.record_id)


def coach(hands: Hands) -> None:
    """A cycle with its three days and a commitment; the next one opens with it."""
    hands.press("Pendampingan")
    hands.press("Mulai siklus")
    hands.type("bam")
    hands.key(ENTER)
    hands.press("Mulai siklus")
    form = hands.page.teachers.form
    for at, (part, day) in enumerate(zip(form.parts.values(), ("3 hari lalu", "kemarin", "hari ini"), strict=True)):
        hands.click(form.stepper.buttons[at])
        field = next(iter(part.fields.values())).control
        field.setFocus()
        hands.type(day)
        hands.key(TAB)
    form.parts[list(form.parts)[-1]].items.controls["C18"].focus_first()
    hands.type(COMMITMENT)
    hands.key(TAB)
    hands.press("Mulai siklus berikutnya")
    hands.reads(f"Komitmen siklus lalu: “{COMMITMENT}”")
    (teacher,) = [row for row in hands.desk.coaching.teachers() if row.complete]
    assert teacher.name.startswith("Bambang")


def develop_a_module(hands: Hands) -> str:
    """A round with a review by keys, a decision, and what is to be changed as follow-ups."""
    hands.press("Modul ajar")
    hands.press("Tambah modul")
    hands.type("Sampah di sekitar sekolah")
    hands.key(ENTER)
    form = hands.page.view.form
    hands.tab("Siklus")
    form.part.plan.setFocus()
    hands.type("Siswa memilah sampah")
    hands.key(TAB)
    hands.tab("Telaah")
    hands.press("Kerja autentik")
    rate(hands, "33332223"[:len(form.part.board.board._items)])
    hands.key(ENTER, CTRL)
    hands.reads("Telaah selesai. Terima kasih.")
    hands.tab("Siklus")
    hands.click(form.part.stepper.buttons[3])
    hands.press("Revisi")
    form.part.form.focus("changes")
    hands.type(CHANGE)
    hands.key(TAB)
    hands.press("Jadikan tindak lanjut")
    form.part.act.editor.focus_new()
    hands.type(FOLLOW_UP)
    hands.key(ENTER)
    hands.type("nur")
    hands.key(ENTER)
    hands.key(ENTER)
    hands.page.leave()
    assert sorted(row.what for row in hands.desk.actions.rows() if row.module_id) == [CHANGE, FOLLOW_UP]
    assert hands.desk.modules.detail(hands.page.record_id).rounds[0].round.decided.verdict is Verdict.REVISE
    return str(hands.page.record_id)


def code_a_chat(hands: Hands, folder: Path) -> None:
    """One key a message; what stays is counts."""
    file = folder / "Chat WhatsApp.txt"
    file.write_text(CHAT, encoding="utf-8")
    hands.press("Catatan")
    hands.tab("Percakapan WA")
    hands.press("Kode percakapan")
    hands.drop(hands.page.tab.begin.zone, file)
    hands.qtbot.waitUntil(lambda: hands.page.tab.alone, timeout=PATIENCE)
    for digit in "312":
        hands.key(Qt.Key(ord(digit)))
    hands.press("Simpan hitungan bulan yang selesai")
    hands.reads("tidak ada pesan yang disimpan")
    file.unlink()


def counted(hands: Hands) -> list[dict[Category, int]]:
    return [{kind: number for kind, number in row.counts.items() if number} for row in hands.desk.notes.chats.months()]


def rate_as_the_second(hands: Hands, form: str) -> str:
    """Nur looks at the same meeting once more, without seeing the first ratings, and shares hers."""
    hands.ctx.go("observations", form)
    hands.press("Penilai kedua")
    hands.type("nur")
    hands.key(ENTER)
    hands.press("Mulai")
    rate(hands, SEEN_TOO)
    hands.key(ENTER, CTRL)
    return share(hands)


def look_at_what_came(hands: Hands, form: str, nilai: str, module: str) -> None:
    """The observation with score and evidence, the follow-ups with their module, the counts; nothing of the coaching."""
    hands.ctx.go("observations", form)
    hands.reads(EVIDENCE)
    assert hands.page.result.figures.number.text() == nilai
    assert not hands.page.result.private.isVisible()
    hands.press("Pertemuan")
    hands.press("Tindak lanjut")
    assert hands.page.panes.table.table.view.model().rowCount() == 3
    assert {(row.what, row.module_id) for row in hands.desk.actions.rows()} >= {(CHANGE, module), (FOLLOW_UP, module)}
    assert counted(hands) == [{Category.CONSULTATION: 1}, {Category.COORDINATION: 1, Category.RESOURCES: 1, Category.UNCODED: 1}]
    (cycle, _) = hands.desk.coaching.cycles(next(row.id for row in hands.desk.coaching.teachers() if row.complete))
    assert hands.desk.coaching.detail(cycle.id).form is None
    assert not traces(hands.program.paths.folder, (COMMITMENT,))


def compare(hands: Hands, form: str) -> None:
    """Two raters side by side: seventeen of the eighteen items that both rated."""
    hands.ctx.go("observations", form)
    hands.press("Bandingkan")
    hands.reads("Tingkat sama: 94,4% (17 dari 18 butir yang dinilai keduanya)")
    hands.reads("Kappa terbobot: ")


def asked(capsys: pytest.CaptureFixture[str], folder: Path, command: str) -> Any:
    """The answer of the command line on a laptop."""
    capsys.readouterr()
    assert command_line(["--data", str(folder), command, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_observing_and_asking(tmp_path: Path, stick: Path, sit_down: Sit, capsys: pytest.CaptureFixture[str]) -> None:
    siti, nur = tmp_path / "siti" / "data", tmp_path / "nur" / "data"
    hands = sit_down(siti)
    begin_a_programme(hands)
    add_ten_people(hands)
    record_a_meeting(hands)
    form = observe_the_meeting(hands)
    bundle = send(hands, stick)
    assert not in_bundle(bundle, EVIDENCE)

    hands = sit_down(nur)
    join(hands, nur, bundle)
    assert hands.desk.forms.rows() == []
    assert not traces(nur, (EVIDENCE,))

    hands = sit_down(siti)
    hands.ctx.go("observations", form)
    form, nilai = share(hands), hands.page.result.figures.number.text()
    coach(hands)
    module = develop_a_module(hands)
    batch = key_ten_sheets(hands)
    check_one_sheet(hands, batch)
    look_at_the_results(hands)
    code_a_chat(hands, tmp_path)
    bundle = send(hands, stick)
    assert in_bundle(bundle, EVIDENCE)
    assert not in_bundle(bundle, COMMITMENT)

    hands = sit_down(nur)
    receive(hands, bundle)
    look_at_what_came(hands, form, nilai, module)
    second = rate_as_the_second(hands, form)
    bundle = send(hands, stick)

    hands = sit_down(siti)
    receive(hands, bundle)
    assert hands.desk.forms.row(second).view is View.OTHER
    compare(hands, form)
    sit_down(nur)  # the first laptop is closed with that
    figures = [asked(capsys, folder, "indicators") for folder in (siti, nur)]
    assert figures[0] == figures[1]
    assert {found["id"] for found in figures[0] if found["n"]} >= FIGURED
    assert len({asked(capsys, folder, "verify")["digest"] for folder in (siti, nur)}) == 1
