"""Ten paper questionnaires: typed, one of them twice, looked at on screen and on paper."""

from __future__ import annotations

import pypdfium2
from PySide6.QtCore import Qt

from plcdesk.domain.forms import FormState
from tests.journeys.hands import CTRL, ENTER, ESCAPE, PATIENCE, Hands
from ui.pages.questionnaires.option_bars import OptionBars

SHEETS = [f"{motivation}1452" + "1" for motivation in (
    "432143214345", "333333333344", "444433334455", "222233333333", "434343434355", "111122223333", "343434343444",
    "444444444455", "232323232322", "304030403044")]
"""Ten papers as they are asked: M1 to M12, S1, S3 to S5, then H1 is ticked on each."""


def key_ten_sheets(hands: Hands) -> str:
    """Check 9: a digit an item and Enter over what is blank; nothing but keys from the first sheet to the last."""
    hands.press("Angket")
    hands.press("Isi lembar")
    dialog = hands.page.dialog
    hands.choose(dialog.instrument.control, "M")
    hands.choose(dialog.occasion.control, "Akhir")
    hands.press("Siapkan")
    batch = str(hands.page.work.batch)
    hands.count_from_here()
    hands.key(ENTER)  # the first is anonymous, and so are those that follow
    hands.qtbot.waitUntil(lambda: hands.page.work.entry.entry.hasFocus(), timeout=PATIENCE)
    for at, digits in enumerate(SHEETS, 1):
        key_a_sheet(hands, digits)
        hands.reads(f"Lembar {at} tersimpan. Siap untuk lembar {at + 1}.")
    assert (hands.clicks, hands.keys) == (0, 1 + 10 * 20)
    rows = hands.desk.questionnaires.sheets(batch)
    assert [(row.number, row.state) for row in rows] == [(at, FormState.COMPLETE) for at in range(1, 11)]
    hands.key(ESCAPE)
    return batch


def key_a_sheet(hands: Hands, digits: str, *, words: int = 2) -> None:
    """One paper: digits, Enter over the ticks, and Enter over each of the words nobody wrote."""
    for digit in digits:
        hands.key(Qt.Key(ord(digit)))
    for _ in range(1 + words):
        hands.key(ENTER)


def check_one_sheet(hands: Hands, batch: str) -> None:
    """Check 10: a tenth once more, blind; two answers differ and the paper decides."""
    hands.press("Isi ulang 10% untuk pemeriksaan (0 dari 1)")
    (drawn,) = hands.desk.questionnaires.draw(batch)
    right = SHEETS[drawn.number - 1]
    wrong = ("1" if right[0] != "1" else "2") + right[1] + ("1" if right[2] != "1" else "2") + right[3:]
    key_a_sheet(hands, wrong, words=0)  # words are not compared
    hands.reads("Isian kedua berbeda di 2 butir. Lihat kertasnya, lalu pilih yang benar.")
    sides = hands.page.work.check.table.sides
    assert list(sides) == ["M1", "M3"]
    hands.click(sides["M1"]["second"].button)
    hands.click(sides["M3"]["first"].button)
    hands.reads("Semua perbedaan sudah diputuskan.")
    hands.press("Lanjut")
    rated = hands.desk.questionnaires.fill(drawn.id).rated
    assert (rated["M1"].score, rated["M3"].score) == (int(wrong[0]), int(right[2]))


def look_at_the_results(hands: Hands) -> None:
    """The page and its paper tell the same figures, of one item and over all sheets."""
    hands.press("Hasil")
    hands.reads("Motivasi meningkat: 7 dari 10 (70%)")
    bars = hands.page.results.findChildren(OptionBars)[0].bars
    with hands.qtbot.waitSignal(hands.page.printer.shown, timeout=20_000) as made:
        hands.key(Qt.Key.Key_P, CTRL)
    document = pypdfium2.PdfDocument(made.args[0])
    paper = " ".join("".join(page.get_textpage().get_text_range() for page in document).split())
    assert "Motivasi meningkat : 70%: 7 dari 10" in paper
    assert sum(int(bar.count) for bar in bars) == 10
    assert " ".join(f"{bar.percent} ({bar.count})" for bar in bars) in paper
    hands.key(ESCAPE)
