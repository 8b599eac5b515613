"""The first month with the program, as two teachers live it: begin, record, print, hand over, differ, agree, undo."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt

from plcdesk.domain.meetings import Meeting
from tests.journeys.errands import (
    Sit,
    add_ten_people,
    begin_a_programme,
    contents,
    digest,
    join,
    look_at,
    merge,
    receive,
    record_a_meeting,
    send,
)
from tests.journeys.hands import CTRL, ESCAPE, TAB, Hands


def print_the_minutes(hands: Hands) -> None:
    with hands.qtbot.waitSignal(hands.page.printer.shown, timeout=20_000) as made:
        hands.press("Cetak notulen")
    assert len(pypdfium2.PdfDocument(made.args[0])) > 0
    hands.key(ESCAPE)


def edit_the_venue(hands: Hands, meeting: str, text: str) -> None:
    hands.ctx.go("meetings", meeting)
    hands.page.detail.select("facts")
    venue = hands.page.detail.facts.fields["venue"].control
    hands.click(venue)
    hands.key(Qt.Key.Key_A, CTRL)
    hands.type(text)
    hands.key(TAB)
    assert hands.desk.records.get(Meeting, meeting).venue == text


def venue(hands: Hands, meeting: str) -> tuple[str, list[tuple[str, str, list[str]]]]:
    """What is shown, and every differing entry with its values."""
    differing = [(entry.row.id, entry.field, sorted(sibling.value for sibling in entry.siblings))
                 for entry in hands.desk.records.differing()]
    return hands.desk.records.get(Meeting, meeting).venue, differing


@pytest.mark.parametrize("first", ["siti", "nur"])
def test_the_first_month(first: str, tmp_path: Path, stick: Path, sit_down: Sit) -> None:
    siti, nur = tmp_path / "siti" / "data", tmp_path / "nur" / "data"
    hands = sit_down(siti)
    begin_a_programme(hands)
    add_ten_people(hands)
    meeting = record_a_meeting(hands)
    print_the_minutes(hands)
    bundle = send(hands, stick)

    hands = sit_down(nur)
    join(hands, nur, bundle)
    assert hands.desk.meetings.detail(meeting).counts.sick == 1
    edit_the_venue(hands, meeting, "Perpustakaan")
    hands = sit_down(siti)
    edit_the_venue(hands, meeting, "Aula")

    folders = [siti, nur] if first == "siti" else [nur, siti]
    exchange_both_ways(sit_down, folders, stick)
    shown = {venue(sit_down(folder), meeting)[0] for folder in folders}
    assert len(shown) == 1
    expected = (shown.pop(), [(meeting, "venue", ["Aula", "Perpustakaan"])])
    digests = set()
    for folder in folders:
        hands = sit_down(folder)
        assert venue(hands, meeting) == expected
        digests.add(digest(hands))
    assert len(digests) == 1

    settle(hands, "Aula", meeting)
    bundle = send(hands, stick)
    hands = sit_down(folders[0])
    receive(hands, bundle)
    assert venue(hands, meeting) == ("Aula", [])

    undo_a_receipt(sit_down, folders, stick, meeting)


def exchange_both_ways(sit_down: Sit, folders: list[Path], stick: Path) -> None:
    """The first one sends, the second receives and sends, the first receives."""
    bundle = send(sit_down(folders[0]), stick)
    hands = sit_down(folders[1])
    before = contents(folders[1])
    look_at(hands, bundle)
    assert contents(folders[1]) == before
    merge(hands)
    bundle = send(hands, stick)
    receive(sit_down(folders[0]), bundle)


def settle(hands: Hands, wanted: str, meeting: str) -> None:
    """Check 16: nothing is chosen beforehand, both values with name and time are there, the other stays in History."""
    hands.ctx.go("exchange", "differences")
    card = hands.page.differences.card
    assert card.choice is None
    assert sorted(column.side.text for column in card._columns) == ["Aula", "Perpustakaan"]
    assert all(column.text.isVisible() for column in card._columns)
    for text in ("Di komputer ini", "Siti Rahmawati", "Nur Hidayah"):
        hands.reads(text)
    (column,) = [column for column in card._columns if column.side.text == wanted]
    hands.press("Pakai yang ini", column)
    assert venue(hands, meeting) == (wanted, [])
    told = [hands.desk.history.text(line, hands.ctx.w) for line in hands.desk.history.lines()]
    assert any("Perpustakaan" in (line.old, line.new) for line in told)


def undo_a_receipt(sit_down: Sit, folders: list[Path], stick: Path, meeting: str) -> None:
    """Check 15: what was received goes away again and everything shows as before."""
    hands = sit_down(folders[0])
    edit_the_venue(hands, meeting, "Ruang kelas IV")
    bundle = send(hands, stick)
    hands = sit_down(folders[1])
    before = digest(hands)
    receive(hands, bundle)
    assert venue(hands, meeting) == ("Ruang kelas IV", [])
    hands.press("Batalkan penerimaan ini", hands.page)
    hands.reads("Penerimaan dibatalkan.")
    assert venue(hands, meeting) == ("Aula", [])
    assert digest(hands) == before
