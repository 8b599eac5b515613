"""Indicators over a real database: the sample comes out as the handbook says, for the programme and each school."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from plcdesk.domain.meetings import Attendance, Presence
from plcdesk.domain.people import Person, Role
from plcdesk.domain.programme import Period, School
from plcdesk.services.indicators import Indicators
from plcdesk.services.instruments import Instruments
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
    return Indicators(records._storage, records, Instruments(records))


def counts(indicators: Indicators, **scope: object) -> dict[str, tuple[int, int]]:
    return {finding.id: (finding.numerator, finding.denominator) for finding in indicators.on_meetings(**scope)}


def test_the_sample_gives_the_figures_of_the_handbook(indicators):
    assert counts(indicators) == {"I1a": (36, 40), "I1b": (540, 600), "I12": (60, 64)}
    assert indicators.window() == Period(date(2024, 9, 1), date(2024, 12, 31))


def test_each_school_by_itself(indicators, records):
    schools = records.all(School)
    assert len(schools) == 4
    for school in schools:
        assert counts(indicators, school_id=school.id) == {"I1a": (9, 10), "I1b": (135, 150), "I12": (15, 16)}


def every(indicators: Indicators, **scope: object) -> list[tuple[str, int, int]]:
    return [(finding.id, finding.numerator, finding.denominator) for finding in indicators.all(**scope)]


def test_the_forms_of_the_sample_give_the_figures_of_the_handbook(indicators):
    found = every(indicators)
    assert [pair for key, *pair in found if key == "I2"] == [[10, 40], [16, 40], [24, 40], [30, 40]]
    assert {key: (one, other) for key, one, other in found if key != "I2" and not key.startswith("I16")} == {
        "I1a": (36, 40), "I1b": (540, 600), "I12": (60, 64),
        "I3": (30, 40), "I4": (960, 2400), "I4:konvensional": (2400, 4800), "I4:modul": (3360, 4800),
        "I5a": (32, 40), "I5b": (26, 40), "I5c": (58, 80), "I6": (34, 40),
        "I7:sumber": (540, 1200), "I7:konsultasi": (360, 1200), "I7:koordinasi": (180, 1200),
        "I7:motivasi": (120, 1200), "I7:tidak_dikode": (84, 1284),
        "I8:H1": (28, 40), "I8:H2": (24, 40), "I8:H3": (14, 40), "I8:H4": (10, 40), "I8:H5": (12, 40),
        "I8:H6": (8, 40), "I8:H7": (6, 40), "I8:H8": (4, 40), "I8:H9": (0, 40),
        "I9:V1": (28, 40), "I9:V2": (26, 40), "I9:V3": (24, 40),
        "I10": (12, 12), "I10:diferensiasi": (7, 12), "I10:p5": (5, 12), "I10:lain": (0, 12), "I10:lokal": (8, 12),
        "I11": (12, 12), "I11:v1": (5, 12), "I15": (40, 40), "I15:kunjungan": (24, 24),
        "I17:awal": (60, 96), "I17:akhir": (84, 96), "I17:perilaku": (9, 12),
        "I20": (126, 168), "I20:1": (168, 168),
    }
    sums = [pair for key, *pair in found if key.startswith("I16")]
    assert sums == [[32, 16], [36, 16], [28, 16], [24, 16], [36, 16], [52, 16], [52, 16], [48, 16], [48, 16], [52, 16]]


def test_half_a_point_is_rounded_up(indicators):
    technology = indicators.one("I5c")
    assert technology.value == Decimal("72.5")
    assert Indicators.told(technology, Words("id")).startswith("72,5%")
    assert Indicators.told(indicators.one("I16:P3"), Words("id")).startswith("3,00 ")
    assert Indicators.label(indicators.one("I9:V1"), Words("id")).endswith("cukup: Tidak"), "the share is one of No"


def test_every_form_figure_has_its_words_in_both_languages(indicators):
    for w in (Words("id"), Words("en")):
        for finding in indicators.all():
            data = Indicators.as_json(finding, w)
            assert "{" not in data["label"] + data["words"], finding.id
            assert data["period"]["from"] <= data["period"]["to"]


def test_a_school_has_its_own_form_figures(indicators, records):
    melati = next(school for school in records.all(School) if "Melati" in school.name)
    found = {key: (one, other) for key, one, other in every(indicators, school_id=melati.id)}
    assert found["I3"] == (8, 10)
    assert found["I6"] == (9, 10)
    assert found["I7:sumber"] == (170, 360)
    assert found["I10"] == (3, 3)
    assert found["I15:kunjungan"] == (6, 6)


def test_dates_narrow_the_forms_too(indicators):
    november = every(indicators, since=date(2024, 11, 1), until=date(2024, 11, 30))
    assert [pair for key, *pair in november if key == "I2"] == [[24, 40]]
    assert {key: (one, other) for key, one, other in november}["I3"] == (0, 0)


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
    records = Records(storage, now)
    empty = Indicators(storage, records, Instruments(records))
    assert counts(empty) == {"I1a": (0, 0), "I1b": (0, 0), "I12": (0, 0)}
    assert Indicators.told(empty.one("I1a"), Words("id")) == "Belum ada data"
    assert len(empty.monthly("I1b")) == 1
    storage.close()
