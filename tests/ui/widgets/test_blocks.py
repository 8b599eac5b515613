"""Building blocks: dialogs that name their answers, tabs, drop zone, history, pages of a PDF, talk turns."""

import io
from datetime import datetime, timedelta
from functools import partial

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from ui.runtime.tips import plain_tip
from ui.widgets.carried import CarriedActions, CarriedRow
from ui.widgets.dialogs import Answer, BaseDialog, ask
from ui.widgets.drop_zone import DropZone
from ui.widgets.fields import TextField
from ui.widgets.history_panel import HistoryEntry, HistoryPanel
from ui.widgets.pdf_view import PdfView
from ui.widgets.progress_dialog import ProgressDialog
from ui.widgets.segmented import Segmented
from ui.widgets.tabs import Tabs
from ui.widgets.turns import TalkTurns, TurnRow


def test_a_question_has_named_answers_and_gives_the_focus_back(shown, qtbot):
    field = TextField()
    window = shown(field)
    field.setFocus()
    heard = []
    dialog = ask(window, "Pulihkan data", "Pulihkan data ke 9 Mei?",
                 [Answer("no", "Batal"), Answer("yes", "Pulihkan data", "primary")], heard.append)
    assert [button.text() for button in dialog.findChildren(QPushButton)] == ["Batal", "Pulihkan data"]
    assert dialog.focusWidget().text() == "Batal", "Enter must not do the serious thing"
    qtbot.mouseClick(dialog.findChildren(QPushButton)[1], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: heard == ["yes"])
    assert field.hasFocus()


def test_escape_answers_nothing(shown, qtbot):
    window = shown(TextField())
    heard = []
    dialog = ask(window, "Hapus", "Hapus 2 data?", [Answer("no", "Batal"), Answer("yes", "Hapus", "danger")], heard.append)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert heard == [""]


def test_long_dialogs_scroll_and_keep_their_buttons(shown, qtbot):
    dialog = BaseDialog("Panjang", shown(TextField()))
    for at in range(60):
        dialog.body.addWidget(QLabel(f"Baris {at}"))
    close = dialog.add_button("close", "Tutup")
    dialog.open()
    assert dialog.height() <= 360
    assert dialog.width() <= 640
    assert dialog.rect().contains(close.geometry())
    dialog.close()


def test_progress_stays_until_the_work_has_ended(w, shown, qtbot):
    dialog = ProgressDialog(w, "Menerima", shown(TextField()))
    dialog.open()
    dialog.report("Cancel", 3, 7)
    assert dialog.step.text() == "3 dari 7: Batal"
    with qtbot.waitSignal(dialog.cancelled):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible(), "the work may not have stopped yet"
    dialog.report("Cancel", 4, 7)
    assert dialog.step.text() != "4 dari 7: Batal"
    dialog.finish()
    assert not dialog.isVisible()


def test_tabs_go_round_by_keys(shown, qtbot):
    tabs = Tabs()
    for key in ("satu", "dua", "tiga"):
        tabs.add(key, key, TextField())
    shown(tabs)
    heard = []
    tabs.changed.connect(heard.append)
    tabs.pages.currentWidget().setFocus()
    for _ in range(3):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert heard == ["dua", "tiga", "satu"]
    tabs.step(-1)
    assert tabs.current == "tiga"


def test_a_tab_is_made_when_it_is_first_shown(shown):
    made = []

    def make(key):
        made.append(key)
        return QLabel(key)

    tabs = Tabs()
    for key in ("satu", "dua", "tiga"):
        tabs.add(key, key.title(), partial(make, key))
    shown(tabs)
    assert made == ["satu"]
    tabs.select("tiga")
    assert made == ["satu", "tiga"]
    assert tabs.page("tiga").isVisible()
    assert (tabs.made("dua"), tabs.page("dua").text(), tabs.current) == (False, "dua", "tiga")
    tabs.select("satu")
    tabs.select("tiga")
    assert made == ["satu", "tiga", "dua"]


def test_segments_hold_one_choice(shown, qtbot):
    views = Segmented("Tampilan", [("list", "Daftar"), ("plan", "Jadwal")])
    shown(views)
    assert views.value() is None
    with qtbot.waitSignal(views.chosen) as heard:
        qtbot.mouseClick(views.findChildren(QPushButton)[1], Qt.MouseButton.LeftButton)
    assert heard.args == ["plan"]
    assert views.value() == "plan"


def test_a_file_of_the_wrong_kind_is_refused_in_words(w, qtbot, tmp_path):
    zone = DropZone(w, "Seret berkas paket ke sini, atau", [".plcpak"])
    qtbot.addWidget(zone)
    heard = []
    zone.dropped.connect(heard.append)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "foto.jpg"))])
    zone.take(data)
    assert heard == []
    assert ".plcpak" in zone.refusal.text()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "A.PLCPAK")), QUrl.fromLocalFile(str(tmp_path / "foto.jpg"))])
    zone.take(data)
    assert heard == [[tmp_path / "A.PLCPAK"]]
    assert zone.refusal.isHidden()


def test_history_is_filtered_and_leads_back(w, shown, qtbot):
    now = datetime.now().astimezone()
    panel = HistoryPanel(w)
    panel.set_entries([
        HistoryEntry(at, now - timedelta(days=at), ("Nur", "Bambang")[at % 2], "Laptop", f"Tempat {at}", "A", "B")
        for at in range(60)
    ])
    shown(panel, width=300, height=2000)
    assert len(panel._rows) == 40
    qtbot.mouseClick(panel._more, Qt.MouseButton.LeftButton)
    assert len(panel._rows) == 60
    panel.since.set_value(7)
    panel.who.set_value("Nur")
    panel.who.edited.emit()
    assert [entry.line for entry in panel.shown()] == [0, 2, 4, 6]
    with qtbot.waitSignal(panel.put_back) as heard:
        qtbot.mouseClick(panel._rows[1].findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert heard.args == [2]


@pytest.fixture
def five_pages():
    from reportlab.pdfgen.canvas import Canvas

    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842))
    for _ in range(5):
        canvas.setFillColorRGB(1, 0, 0)
        canvas.rect(0, 0, 595, 842, fill=1)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def test_only_the_pages_in_sight_are_drawn(w, theme, shown, qtbot, five_pages):
    view = PdfView(w, theme)
    shown(view, width=640, height=500)
    view.show_pdf(five_pages)
    picture = view.paper.grab().toImage()
    assert view.paper.drawn == {0}
    assert picture.pixelColor(picture.width() // 2, picture.height() // 2).name() == "#ff0000"
    assert view.number.text() == "Halaman 1 dari 5"
    qtbot.keyClick(view.paper, Qt.Key.Key_End)
    view.paper.grab()
    assert view.number.text() == "Halaman 5 dari 5"
    assert 2 not in view.paper.drawn
    view.zoom.chosen.emit(False)
    assert view.paper.current == 4, "another size keeps the place"


def test_what_is_no_pdf_is_told(w, theme, qtbot):
    view = PdfView(w, theme)
    qtbot.addWidget(view)
    with pytest.raises(ValueError, match="PDF"):
        view.show_pdf(b"bukan PDF")


def test_talk_turns_by_keys_and_by_mouse(w, theme, shown, qtbot):
    turns = TalkTurns(w, theme)
    turns.set_rows([TurnRow("a", "Nur"), TurnRow("b", "Agus", 2)])
    shown(turns)
    heard = []
    turns.changed.connect(lambda *what: heard.append(what))
    turns.focus_row(0)
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Plus, Qt.Key.Key_Minus, Qt.Key.Key_S):
        qtbot.keyClick(QApplication.focusWidget(), key)
    assert heard == [("a", 1, False, False), ("a", 2, False, False), ("a", 1, False, False), ("a", 1, True, False)]
    qtbot.mouseClick(turns._lines[1].less, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(turns._lines[1].led, Qt.MouseButton.LeftButton, pos=turns._lines[1].led.rect().center())
    assert turns.rows[1] == TurnRow("b", "Agus", 1, False, True)


def test_nobody_counted_differs_from_never_spoke(w, theme, shown, qtbot):
    turns = TalkTurns(w, theme)
    turns.set_rows([TurnRow("a", "Nur")])
    shown(turns)
    line = turns._lines[0]
    seen = []
    for by in (-1, -1, 1):
        line.count(by)
        seen.append(line.row.turns)
    assert seen == [0, None, 1]


def test_open_follow_ups_are_settled_by_one_press(w, shown, qtbot):
    carried = CarriedActions(w)
    carried.set_rows([CarriedRow("x", "Mengirim foto", "Nur · 5 Mei", "Terlambat 7 hari")])
    shown(carried)
    buttons = [button.text() for button in carried.findChildren(QPushButton)]
    assert buttons == ["Selesai", "Teruskan", "Tidak jadi"]
    with qtbot.waitSignal(carried.carried) as heard:
        qtbot.mouseClick(carried.findChildren(QPushButton)[1], Qt.MouseButton.LeftButton)
    assert heard.args == ["x"]
    carried.set_rows([])
    assert carried.isHidden()


@pytest.mark.parametrize("name", ["<b>Siti</b>", '<img src="file://sana/berkas">', "<table>"])
def test_a_tooltip_never_follows_what_somebody_typed(name: str) -> None:
    """A name that is HTML would be drawn as such, and its picture fetched from another computer."""
    tip = plain_tip(name)
    document = QTextDocument()
    document.setHtml(tip)
    assert document.toPlainText() == name
    assert "<img" not in document.toHtml()
    assert plain_tip("Siti Rahmawati, S.Pd.") == "Siti Rahmawati, S.Pd."
