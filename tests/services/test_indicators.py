"""Indicators over a real database: the sample comes out as the handbook says, for the programme and each school."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from plcdesk.domain.meetings import Attendance, Presence
from plcdesk.domain.people import Person, Role
from plcdesk.domain.programme import Period, School
from plcdesk.services.indicators import Indicators
from plcdesk.services.records import Records
from plcdesk.services.sample import fill
from plcdesk.services.sample_data import WIB, person_id
from plcdesk.storage.storage import Storage
from plcdesk.words import Words


class Photos:
    def put(self, data: bytes) -> str:
        return hashlib.sha256(data).hexdigest()


class Now:
    """A clock that stands still until it is set."""

    def __init__(self) -> None:
        self.at = datetime(2025, 1, 6, 9, tzinfo=WIB)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sample") / "plcdesk.sqlite"
    storage = Storage.open(path, create=True)
    fill(storage, Photos(), "full")
    storage.db.copy_to(path.with_name("copy.sqlite"))
    storage.close()
    return path.with_name("copy.sqlite")


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def records(filled: Path, tmp_path: Path, now: Now) -> Iterator[Records]:
    path = tmp_path / "plcdesk.sqlite"
    path.write_bytes(filled.read_bytes())
    storage = Storage.open(path)
    yield Records(storage, now)
    storage.close()


@pytest.fixture
def indicators(records: Records) -> Indicators:
    return Indicators(records._storage, records)


def counts(indicators: Indicators, **scope: object) -> dict[str, tuple[int, int]]:
    return {finding.id: (finding.numerator, finding.denominator) for finding in indicators.all(**scope)}


def test_the_sample_gives_the_figures_of_the_handbook(indicators):
    assert counts(indicators) == {"I1a": (36, 40), "I1b": (540, 600), "I12": (60, 64)}
    assert indicators.window() == Period(date(2024, 9, 1), date(2024, 12, 31))


def test_each_school_by_itself(indicators, records):
    schools = records.all(School)
    assert len(schools) == 4
    for school in schools:
        assert counts(indicators, school_id=school.id) == {"I1a": (9, 10), "I1b": (135, 150), "I12": (15, 16)}


def test_a_figure_in_words_and_for_machines(indicators):
    regularity = indicators.one("I12")
    assert Indicators.told(regularity, Words("id")) == "93,8% · 60 dari 64 pertemuan"
    assert Indicators.told(regularity, Words("en")) == "93.8% · 60 of 64 meetings"
    data = Indicators.as_json(regularity, Words("id"))
    assert list(data) == ["id", "label", "numerator", "denominator", "value", "unit", "n", "period", "words"]
    assert data["value"] == 93.75
    assert data["period"] == {"from": "2024-09-01", "to": "2024-12-31"}
    with pytest.raises(KeyError):
        indicators.one("I99")


def test_months_add_up_to_the_whole(indicators):
    for key in ("I1b", "I12"):
        months = indicators.monthly(key)
        whole = indicators.one(key)
        assert len(months) == 4
        assert sum(month.numerator for month in months) == whole.numerator
        assert sum(month.denominator for month in months) == whole.denominator


def test_a_correction_shows_at_once(indicators, records):
    assert counts(indicators)["I1b"] == (540, 600)
    row = next(row for row in records.load_all(Attendance, presence=Presence.SICK))
    records.save(replace(row.record, presence=Presence.LATE), row)
    assert counts(indicators)["I1b"] == (541, 600)
    teacher = records.need(Person, person_id("MEL", 10))
    records.save(replace(teacher.record, role=Role.PARENT), teacher)
    assert counts(indicators)["I1a"] == (36, 39)


def test_in_the_middle_of_the_programme_only_what_was_planned_so_far_counts(indicators, now):
    now.at = datetime(2024, 9, 30, 9, tzinfo=WIB)
    assert counts(indicators)["I12"] == (16, 16)
    assert counts(indicators)["I1b"][1] == 160
    assert indicators.window() == Period(date(2024, 9, 1), date(2024, 9, 30))


def test_dates_can_be_chosen(indicators):
    assert counts(indicators, since=date(2024, 12, 1), until=date(2024, 12, 31))["I12"] == (9, 12)


def test_an_empty_programme_has_no_figures(tmp_path, now):
    storage = Storage.open(tmp_path / "plcdesk.sqlite", create=True)
    empty = Indicators(storage, Records(storage, now))
    assert counts(empty) == {"I1a": (0, 0), "I1b": (0, 0), "I12": (0, 0)}
    assert Indicators.told(empty.one("I1a"), Words("id")) == "Belum ada data"
    assert len(empty.monthly("I1b")) == 1
    storage.close()
