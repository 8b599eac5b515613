"""Pasted names: what a facilitator copies from a letter or a spreadsheet becomes people, nobody lost, nobody doubled."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plcdesk.domain.errors import UserError
from plcdesk.domain.people import Role
from plcdesk.importers.names import MOST, parse_names


def names(text: str) -> list[str]:
    return [draft.name for draft in parse_names(text)]


@pytest.mark.parametrize("line", [
    "Siti Rahmawati", "1. Siti Rahmawati", "1.Siti Rahmawati", "2) Siti Rahmawati", "(3) Siti Rahmawati",
    "04 Siti Rahmawati", "5 - Siti Rahmawati", "- Siti Rahmawati", "• Siti Rahmawati", "*  Siti   Rahmawati  ",
    "\ufeffSiti Rahmawati", "Siti\u00a0Rahmawati", "12\tSiti Rahmawati", "7;Siti Rahmawati;198001152005011003",
    '"Siti Rahmawati"', "☐ Siti Rahmawati;", "| Siti Rahmawati |", "Siti\u200b Rahmawati",
])
def test_numbering_bullets_and_other_columns_go_away(line):
    assert names(line) == ["Siti Rahmawati"]


@pytest.mark.parametrize("name", [
    "Dra. Hj. Siti Rahmawati, M.Pd.", "Hj. Ernawati, S.Pd., M.M.", "Sumarni", "BAMBANG SURYANA", "Made Sudiarta",
    "Drs. H. Mulyadi", "I Gusti Ayu", "Nur'aini", "Ma’mun, S.Ag.", "R. Soeparno", "Dr. Ir. Ach. Zaini, M.Si., Ph.D.",
])
def test_titles_and_spelling_stay_as_written(name):
    assert names(f"1. {name}\n2. Lilis Marlina") == [name, "Lilis Marlina"]


def test_empty_lines_and_line_ends_of_other_systems():
    assert names("Siti\r\n\r\n  \nBambang\rNur\u2028Agus\n;;\n") == ["Siti", "Bambang", "Nur", "Agus"]


def test_a_name_that_stands_twice_is_flagged_with_its_first_line():
    found = parse_names("Siti Rahmawati\nBambang\nHj. SITI  RAHMAWATI, S.Pd.\nSiti Rohmawati")
    assert [draft.repeats for draft in found] == [None, None, 1, None]
    assert [draft.usable for draft in found] == [True, True, False, True]


def test_what_is_no_name_says_so_and_keeps_its_place():
    long, digits, good = parse_names(f"{'a' * 300}\n3201\nSiti")
    assert [problem.values for problem in long.problems] == [{"n": 200}]
    assert [problem.field for problem in digits.problems] == ["name"]
    assert good.usable
    assert (long.line, digits.line, good.line) == (1, 2, 3)


def test_cells_that_name_a_role_are_understood():
    found = parse_names("1\tSiti\t198001\tFasilitator\n2\tBudi\tKepala Sekolah\n3\tDewi\tGuru kelas 5\n4\tEko\tbendahara")
    assert [draft.role for draft in found] == [Role.FACILITATOR, Role.PRINCIPAL, Role.TEACHER, None]
    assert found[2].teaches == "kelas 5"


@pytest.mark.parametrize("sign", [";", "\t", ","])
def test_our_own_template_with_its_heading(sign):
    heading = sign.join(["Nama", "Nama dan gelar", "NUPTK", "NIP", "JK", "Kelas/mapel", "Status", "Peran"])
    line = sign.join(["SITI RAHMAWATI", '"Dra. Siti Rahmawati, M.Pd."', "1", "2", "P", "Kelas 5", "PNS", "Fasilitator"])
    draft, plain = parse_names(f"{heading}\n{line}\n{sign.join(['BUDI', '', '', '', 'L', '', '', 'Guru'])}")
    assert (draft.name, draft.role, draft.teaches) == ("Dra. Siti Rahmawati, M.Pd.", Role.FACILITATOR, "Kelas 5")
    assert (plain.name, plain.role) == ("BUDI", Role.TEACHER)


def test_a_heading_over_a_single_column_is_no_person():
    assert names("Nama\nSiti Rahmawati, S.Pd.\nBambang") == ["Siti Rahmawati, S.Pd.", "Bambang"]


def test_a_whole_register_is_asked_for_in_parts():
    with pytest.raises(UserError):
        parse_names("Siti\n" * (MOST + 1))


@given(st.text(max_size=400))
def test_any_text_gives_a_list(text):
    for draft in parse_names(text):
        assert draft.name.strip() == draft.name != ""
        assert draft.problems or len(draft.name) <= 200


def test_a_cell_of_a_megabyte_is_told_not_fatal():
    (draft,) = parse_names("x;" + "y" * 1_000_000)
    assert draft.name == "x"
