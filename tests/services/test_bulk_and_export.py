"""Records in and out as files: refused whole or taken whole, and nobody's name in a pseudonymised table."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from plcdesk.domain.errors import UserError
from plcdesk.domain.ids import derived
from plcdesk.domain.meetings import Meeting
from plcdesk.services.bulk import import_lines
from plcdesk.services.desk import Desk
from plcdesk.services.exports import export_csv, safe
from tests.desk_fixtures import Story


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def line(**fields: object) -> str:
    return json.dumps(fields)


def test_each_line_becomes_a_save(desk: Desk, story: Story) -> None:
    meeting = derived("uji", 1)
    lines = [
        line(table="meeting", id=meeting, group_id=story.group, title="Uji", when=["2026-03-01", "13:00", None]),
        json.dumps([{"table": "decision", "meeting_id": meeting, "text": "Satu"},
                    {"table": "decision", "meeting_id": meeting, "text": "Dua"}]),
        "",
    ]
    assert import_lines(desk.records, lines) == 3
    stored = desk.records.get(Meeting, meeting)
    assert stored is not None
    assert stored.when.starts is not None
    assert stored.title == "Uji"


@pytest.mark.parametrize("bad", [
    "{", "[]x", "7", line(table="rahasia"), line(table="meeting", warna="biru"), line(table="meeting", id="7"),
    line(table="meeting", when=["2026-13-01", None, None]), line(table="attendance", presence="X"),
])
def test_a_bad_line_refuses_the_whole_file_and_is_named(desk: Desk, story: Story, bad: str) -> None:
    good = line(table="meeting", group_id=story.group, title="Uji")
    before = desk.records.counts()
    with pytest.raises(UserError) as found:
        import_lines(desk.records, [good, good, bad, good])
    assert found.value.values["n"] == 3
    assert desk.records.counts() == before


def test_tables_carry_every_record(desk: Desk, story: Story, tmp_path: Path) -> None:
    story.members(4)
    story.a_meeting(attended_by=2, title="Rapat; \"penting\"\nsekali")
    files = export_csv(desk.records, tmp_path / "keluar")
    assert {"meeting.csv", "attendance.csv", "person.csv"} <= {file.name for file in files}
    (meeting,) = rows_of(tmp_path / "keluar" / "meeting.csv")
    assert meeting["title"] == "Rapat; \"penting\"\nsekali"
    assert meeting["held_on"] == "2026-03-04"
    assert len(rows_of(tmp_path / "keluar" / "attendance.csv")) == 2


def test_pseudonyms_stand_for_names_everywhere(desk: Desk, story: Story, tmp_path: Path) -> None:
    person = story.a_person("Bambang Suryana")
    meeting = story.a_meeting()
    desk.meetings.add_decision(meeting, "Bambang Suryana memimpin bulan depan, Bu Siti mencatat")
    desk.attendance.add_guest(meeting, "Bapak Aan", "Parent")
    with pytest.raises(UserError):
        export_csv(desk.records, tmp_path / "a", pseudonyms=True)
    desk.people.assign_aliases()
    files = export_csv(desk.records, tmp_path / "b", pseudonyms=True)
    assert person
    assert not {"person_number.csv", "person_contact.csv"} & {file.name for file in files}
    everything = "".join(file.read_text(encoding="utf-8-sig") for file in files)
    for name in ("Bambang", "Siti", "Rahmawati", "Aan"):
        assert name not in everything
    assert "Guru B memimpin bulan depan, Bu Guru A mencatat" in everything


@pytest.mark.parametrize("cell", ["=1+1", "+62 812", "-5", "@SUM(A1)", "\t=1"])
def test_a_cell_cannot_start_a_formula(cell: str) -> None:
    assert safe(cell).startswith("'")


def test_a_folder_that_cannot_be_made_is_told(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("x")
    with pytest.raises(UserError):
        export_csv(desk.records, tmp_path / "berkas" / "dalam")
