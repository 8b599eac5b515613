"""What users of every journey do: begin or join a programme, record a meeting, send and receive by stick."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt

from plcdesk.domain.meetings import MeetingStatus
from tests.journeys.hands import CTRL, ENTER, Hands

NAMES = """1. Bambang Suryana, S.Pd.
2. Nur Hidayah, S.Pd.
3. Agus Priyatno
4. Dewi Anggraini
5. Yusuf Maulana
6. Ratna Kusumawati
7. Hendra Gunadi
8. Lilis Marlina
9. Sumarni
10. Dra. Hj. Ernawati, M.Pd."""
Sit = Callable[[Path], Hands]


def begin_a_programme(hands: Hands) -> None:
    """Check 1: two screens, three fields, four clicks at most."""
    hands.press("Mulai program baru")
    for text in ("Program KBP 2026/2027", "SD Melati 01"):
        hands.type(text)
        hands.key(ENTER)
    hands.type("Siti Rahmawati, S.Pd.")
    hands.press_anew("Mulai")
    assert hands.page.SPEC.id == "home"
    assert hands.clicks <= 4


def add_ten_people(hands: Hands) -> None:
    hands.press("Tambah anggota")
    hands.paste(NAMES)
    hands.reads("10 orang akan ditambahkan")
    hands.press("Tambah", hands.top)
    assert len(hands.desk.people.rows()) == 11


def record_a_meeting(hands: Hands) -> str:
    """Check 2: two absences, one decision, one follow-up within eight clicks and twelve keys that are no text."""
    hands.press("Beranda")
    hands.count_from_here()
    hands.press("Catat pertemuan", hands.page)
    detail = hands.page.detail
    hands.press("Tandai semua hadir")
    for row, letter in ((2, Qt.Key.Key_S), (6, Qt.Key.Key_I)):
        hands.click(detail.attendance.grid._lines[row], QPoint(60, 16))
        hands.key(letter)
    hands.tab("Keputusan")
    hands.type("Rubrik literasi dipakai mulai minggu depan")
    hands.tab("Tindak lanjut")
    hands.type("Membawa contoh tulisan murid")
    hands.key(ENTER)
    hands.type("dew")
    hands.key(ENTER)
    hands.key(ENTER)
    hands.key(ENTER, CTRL)
    assert (hands.clicks <= 8, hands.keys <= 12) == (True, True), (hands.clicks, hands.keys)
    meeting = str(detail.record_id)
    seen = hands.desk.meetings.detail(meeting)
    assert seen.meeting.state.status is MeetingStatus.HELD
    assert (seen.counts.present, seen.counts.sick, seen.counts.excused, seen.counts.blank) == (9, 1, 1, 0)
    assert [item.record.text for item in seen.decisions] == ["Rubrik literasi dipakai mulai minggu depan"]
    assert [seen.name(item.record.owner_id) for item in seen.actions] == ["Dewi Anggraini"]
    return meeting


def send(hands: Hands, stick: Path, whom: str = "Siapa saja") -> Path:
    """Send to the one stick that is plugged in; the bundle is the newest file on it."""
    before = set(stick.iterdir())
    hands.ctx.go("exchange", "send")
    form = hands.page.send_view.form
    form.whom.choose(next((peer.key for peer in form.whom.peers if peer.label == whom), ""))
    hands.press("Kirim sekarang")
    hands.reads("Paket tersimpan dan sudah diperiksa. Flashdisk boleh dicabut.")
    (bundle,) = set(stick.iterdir()) - before
    hands.press("Tutup", hands.page)
    return bundle


def look_at(hands: Hands, bundle: Path) -> None:
    """Choose the bundle in the list of those on the stick, and wait for the preview."""
    hands.ctx.go("exchange", "receive")
    choose(hands, hands.page.receive_view.picker, bundle)
    hands.reads("Data Anda tidak berubah sampai Anda memilih Gabungkan.")


def choose(hands: Hands, picker: Any, bundle: Path) -> None:
    def row() -> Any:
        return next((row for row in picker.rows if row.toolTip() == bundle.name), None)

    hands.qtbot.waitUntil(lambda: row() is not None, timeout=20_000)
    hands.click(row())


def merge(hands: Hands) -> None:
    view = hands.page.receive_view
    hands.click(view.receipt.go)
    hands.qtbot.waitUntil(lambda: view.state == "merged", timeout=20_000)


def receive(hands: Hands, bundle: Path) -> None:
    look_at(hands, bundle)
    merge(hands)


def digest(hands: Hands) -> str:
    """The shown values and open differing entries, as `verify` prints them; the database must be sound as well."""
    found = hands.desk.upkeep.verify()
    assert found.ok, found.problems
    return str(found.digest)


def contents(folder: Path) -> str:
    """A checksum over every record, the log and its tips, read from the file itself."""
    found = hashlib.sha256()
    connection = sqlite3.connect(f"file:{folder / 'plcdesk.sqlite'}?mode=ro", uri=True)
    tables = [name for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name")]
    for table in tables:
        if not table.startswith(("search_", "sqlite_", "sync_local")):
            for row in sorted(map(repr, connection.execute(f'SELECT * FROM "{table}"'))):
                found.update(f"{table}{row}".encode())
    connection.close()
    return found.hexdigest()


def join(hands: Hands, folder: Path, bundle: Path) -> None:
    """Check 15 on the way: looking at a bundle changes nothing."""
    hands.press("Ikut program dari flashdisk")
    before = contents(folder)
    choose(hands, hands.page.join.picker, bundle)
    hands.button("Enam katanya sama: ikut program ini")
    assert contents(folder) == before
    hands.press("Enam katanya sama: ikut program ini")
    hands.reads("Siapa Anda?")
    hands.page.join.who.people.setFocus()
    hands.type("Nur")
    hands.press_anew("Mulai")
    assert hands.page.SPEC.id == "home"
    assert hands.desk.programme.me().name.startswith("Nur Hidayah")
