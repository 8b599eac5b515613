"""Indonesian names as they are written, and entries that need attention."""

from __future__ import annotations

from datetime import date, time

import pytest

from plcdesk.domain.checks import SHORT, check_meeting, check_numbers, check_school
from plcdesk.domain.meetings import Meeting, MeetingStatus, State, When
from plcdesk.domain.names import matches, plain_name, pseudonym, search_key, sort_key
from plcdesk.domain.people import PersonNumber
from plcdesk.domain.programme import School

TODAY = date(2026, 3, 4)


@pytest.mark.parametrize(("name", "plain"), [
    ("Dra. Hj. Siti Rahmawati, M.Pd.", "Siti Rahmawati"),
    ("Drs. H. Mulyadi", "Mulyadi"),
    ("Bu Rosa", "Rosa"),
    ("Prof. Dr. Ir. Agus", "Agus"),
    ("R. Kartini", "Kartini"),
    ("H Mulyadi", "H Mulyadi"),
    ("Sumarni", "Sumarni"),
    ("Dr.", "Dr."),
    ("", ""),
])
def test_titles_are_not_the_name(name: str, plain: str) -> None:
    assert plain_name(name) == plain


def test_spellings_of_one_name_meet() -> None:
    assert search_key("Dra. Hj. NINING  Yuningsih, S.Pd.") == search_key("Nining Yuningsih")
    assert search_key("Rahmawatti") == search_key("rahmawati")
    assert search_key("Siti Rahmawati") != search_key("Siti Rahmawatih")


def test_beginnings_of_words_match() -> None:
    assert matches("rat kus", "Ratna Kusumawati")
    assert matches("hj. sit", "Dra. Hj. Siti Rahmawati, M.Pd.")
    assert not matches("usuma", "Ratna Kusumawati")
    assert not matches("", "Ratna")


def test_lists_sort_by_the_name() -> None:
    names = ["Dra. Hj. Siti Rahmawati", "Bambang", "H. Agus"]
    assert sorted(names, key=sort_key) == ["H. Agus", "Bambang", "Dra. Hj. Siti Rahmawati"]


def test_pseudonyms_go_on_after_z() -> None:
    assert [pseudonym("Guru", index) for index in (0, 25, 26, 39, 701, 702)] == [
        "Guru A", "Guru Z", "Guru AA", "Guru AN", "Guru ZZ", "Guru AAA"]


def test_a_plan_may_lie_ahead_a_record_may_not() -> None:
    ahead = When(date(2026, 3, 11), time(13))
    planned = Meeting(when=ahead, state=State(MeetingStatus.PLANNED))
    held = Meeting(when=ahead, state=State(MeetingStatus.HELD))
    assert check_meeting(planned, TODAY) == []
    assert [problem.field for problem in check_meeting(held, TODAY)] == ["when"]


def test_text_past_its_room_is_named_with_the_limit() -> None:
    (problem,) = check_school(School(name="x" * (SHORT + 1)))
    assert (problem.field, problem.values["n"]) == ("name", SHORT)
    assert check_school(School(name="x" * SHORT)) == []


@pytest.mark.parametrize(("numbers", "fields"), [
    (PersonNumber(nip="19800115 200501 1 003", nuptk="1234567890123456"), []),
    (PersonNumber(nip="198001152021211003"), []),  # PPPK: no month in digits 13 and 14
    (PersonNumber(nip="1980", nuptk="12"), ["nip", "nuptk"]),
    (PersonNumber(), []),
])
def test_numbers_are_checked_by_shape_only(numbers: PersonNumber, fields: list[str]) -> None:
    assert [problem.field for problem in check_numbers(numbers)] == fields
