"""Words, dates and numbers: what a reader in Indonesian or English sees, and what a typed date means."""

import string
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from babel import dates as babel_dates
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QDate, QLocale, QTime

from plcdesk.domain.changes import Problem
from plcdesk.domain.errors import UserError
from plcdesk.words import LOCALE, Words

TODAY = date(2024, 10, 15)
ID, EN = Words("id"), Words("en")
BOTH = pytest.mark.parametrize(("words", "locale"), [(ID, "id_ID"), (EN, "en_GB")])


@BOTH
def test_day_and_month_names_are_those_of_qt_and_babel(words, locale):
    qt = QLocale(locale)
    for offset in range(366):
        day = TODAY + timedelta(days=offset)
        expected = f"{qt.dayName(day.isoweekday())}, {day.day} {qt.monthName(day.month)} {day.year}"
        assert words.date(day) == expected
        assert words.date(day) == babel_dates.format_date(day, "EEEE, d MMMM y", locale=locale)
        assert words.day(day) == qt.toString(QDate(day), "d MMMM yyyy")
        short = babel_dates.format_date(day, "d MMM", locale=locale).replace("Sept", "Sep")
        assert words.short(day) == short


@BOTH
def test_times_and_numbers_are_those_of_qt_and_babel(words, locale):
    qt = QLocale(locale)
    moment = time(9, 5)
    separator = "." if locale == "id_ID" else ":"
    assert words.time(moment) == qt.toString(QTime(9, 5), f"HH{separator}mm")
    for number in (0, 7, 999, 1200, 1_234_567, -4320):
        assert words.number(number) == qt.toString(number)
        assert words.number(number) == format_decimal(number, locale=locale)
    assert words.number(Decimal("1234.5"), 1) == format_decimal(Decimal("1234.5"), locale=locale)
    assert words.percent(29, 40) == format_percent(Decimal("0.725"), "#,##0.0%", locale=locale)


def test_the_forms_of_the_handbook():
    assert ID.date(TODAY) == "Selasa, 15 Oktober 2024"
    assert EN.date(TODAY) == "Tuesday, 15 October 2024"
    assert ID.hours(time(13), time(14, 30), "WIB") == "13.00–14.30 WIB"
    assert EN.hours(time(13), time(14, 30), "WIB") == "13:00–14:30 WIB"
    assert ID.hours(time(13), None, "WIB") == "13.00 WIB s.d. selesai"
    assert ID.moment(datetime(2025, 5, 12, 10, 42)) == "12 Mei 2025 pukul 10.42"
    assert ID.number(1200) == "1.200"
    assert ID.roman_month(TODAY) == "X"
    assert ID.month(TODAY) == "Oktober 2024"
    assert ID.date(None) == ID.time(None) == ID.hours(None) == "—"


@pytest.mark.parametrize(("numerator", "denominator", "text"), [
    (29, 40, "72,5%"), (540, 600, "90%"), (36, 40, "90%"), (60, 64, "93,8%"), (540, 640, "84,4%"), (0, 40, "0%"),
    (0, 0, "—"), (2, 3, "66,7%"), (1, 2000, "0,1%"), (40, 40, "100%"), (30, 10, "300%"),
])
def test_a_percentage_is_exact_and_half_goes_up(numerator, denominator, text):
    assert ID.percent(numerator, denominator) == text


@given(st.integers(0, 10**9), st.integers(1, 10**9))
def test_a_percentage_is_never_further_off_than_half_a_tenth(numerator, denominator):
    shown = Decimal(EN.percent(numerator, denominator).rstrip("%").replace(",", ""))
    assert abs(shown * denominator - 100 * numerator) * 20 <= denominator


@pytest.mark.parametrize(("count", "text"), [
    (0, "0 byte"), (1023, "1.023 byte"), (1500, "1 KB"), (1024**2, "1,0 MB"), (3 * 1024**3 // 2, "1,5 GB"),
    (1024**2 - 1, "1,0 MB"), (5 * 1024**5, "5.120 TB"),
])
def test_sizes(count, text):
    assert ID.size(count) == text


@pytest.mark.parametrize(("text", "expected"), [
    ("12/5/25", date(2025, 5, 12)), ("12-05-2025", date(2025, 5, 12)), ("12.05.2025", date(2025, 5, 12)),
    ("12 mei", date(2024, 5, 12)), ("12 Mei 2025", date(2025, 5, 12)), ("Senin, 12 Mei 2025", date(2025, 5, 12)),
    ("  SENIN ,12  mei 2025 ", date(2025, 5, 12)), ("Monday, 12 May 2025", date(2025, 5, 12)),
    ("May 12, 2025", date(2025, 5, 12)), ("2025-05-12", date(2025, 5, 12)), ("3/2", date(2025, 2, 3)),
    ("5 jan", date(2025, 1, 5)), ("29 feb", date(2024, 2, 29)), ("17 agt 2024", date(2024, 8, 17)),
    ("kemarin", date(2024, 10, 14)), ("Hari ini", TODAY), ("besok", date(2024, 10, 16)),
    ("lusa", date(2024, 10, 17)), ("yesterday", date(2024, 10, 14)), ("tomorrow", date(2024, 10, 16)),
    ("jumat", date(2024, 10, 18)), ("Jum’at", date(2024, 10, 18)), ("selasa", date(2024, 10, 22)),
    ("friday", date(2024, 10, 18)), ("minggu", date(2024, 10, 20)), ("jumat depan", date(2024, 10, 18)),
    ("2 minggu", date(2024, 10, 29)), ("2 minggu lagi", date(2024, 10, 29)), ("3 hari lalu", date(2024, 10, 12)),
    ("in 2 weeks", date(2024, 10, 29)), ("minggu depan", date(2024, 10, 22)), ("1 bulan", date(2024, 11, 15)),
    ("5/13/25", None), ("31/2/2025", None), ("12", None), ("", None), ("halo", None), ("m", None), ("0/0/0", None),
    ("12 mei 20255", None), ("999 minggu lalu lalu", None), ("1200", None),
    ("1/1/9999", None), ("12 mei 0202", None),
])
def test_a_typed_date(text, expected):
    assert ID.parse_date(text, TODAY) == expected


def test_a_month_from_the_last_day_of_january_is_the_last_day_of_february():
    assert ID.parse_date("1 bulan", date(2025, 1, 31)) == date(2025, 2, 28)


def test_in_december_the_fifth_of_january_is_ahead():
    assert ID.parse_date("5 jan", date(2024, 12, 20)) == date(2025, 1, 5)
    assert ID.parse_date("28 des", date(2025, 1, 3)) == date(2024, 12, 28)


@given(st.text(max_size=40), st.dates())
def test_no_text_makes_the_date_field_stumble(text, today):
    assert ID.parse_date(text, today) is None or isinstance(ID.parse_date(text, today), date)
    assert ID.parse_time(text) is None or isinstance(ID.parse_time(text), time)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.dates(), st.sampled_from([ID, EN]))
def test_what_is_shown_can_be_typed_back(day, today, words):
    assert words.parse_date(words.date(day), today) == day
    assert words.parse_date(words.day(day), today) == day


@given(st.times(), st.sampled_from([ID, EN]))
def test_a_shown_time_can_be_typed_back(moment, words):
    assert words.parse_time(words.time(moment)) == moment.replace(second=0, microsecond=0)


@pytest.mark.parametrize(("text", "expected"), [
    ("13", time(13)), ("13.00", time(13)), ("13:00", time(13)), ("1300", time(13)), ("9", time(9)),
    ("930", time(9, 30)), ("pukul 9.30 WIB", time(9, 30)), ("jam 7", time(7)), ("1 pm", time(13)),
    ("13:00:00", time(13)), ("24", None), ("9.75", None), ("9.5", None), ("", None), ("siang", None), ("13 pm", None),
])
def test_a_typed_time(text, expected):
    assert ID.parse_time(text) == expected


@pytest.fixture
def small_catalogue(tmp_path):
    source = tmp_path / "id" / "LC_MESSAGES" / "plcdesk.po"
    source.parent.mkdir(parents=True)
    source.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\nPlural-Forms: nplurals=1; plural=0;\\n"\n'
        'msgid "Saved at {time}"\nmsgstr "Tersimpan pukul {time}"\n'
        'msgid "{n} person"\nmsgid_plural "{n} people"\nmsgstr[0] "{n} orang"\n', encoding="utf-8")
    with source.open("rb") as file, source.with_suffix(".mo").open("wb") as out:
        write_mo(out, read_po(file, locale="id"))
    return Words("id", tmp_path)


def test_texts_are_translated_and_their_places_filled(small_catalogue):
    assert small_catalogue("Saved at {time}", time=time(10, 42)) == "Tersimpan pukul 10.42"
    assert small_catalogue.plural("{n} person", "{n} people", 1200) == "1.200 orang"
    assert small_catalogue("Not in the catalogue") == "Not in the catalogue"
    assert small_catalogue("") == ""
    assert small_catalogue.error(UserError("Saved at {time}", time="{x}")) == "Tersimpan pukul {x}"
    assert small_catalogue.problem(Problem("when", "Saved at {time}", {"time": time(9)})) == "Tersimpan pukul 09.00"


def test_english_needs_no_catalogue_and_has_plurals():
    assert EN.plural("{n} person", "{n} people", 1) == "1 person"
    assert EN.plural("{n} person", "{n} people", 1200) == "1,200 people"
    assert EN("due {day}", day=date(2025, 5, 12)) == "due 12 May 2025"


def test_a_missing_catalogue_leaves_the_program_in_english(tmp_path):
    assert Words("id", tmp_path)("Saved at {time}", time=time(10, 42)) == "Saved at 10.42"


@pytest.mark.parametrize(("before", "text"), [
    (timedelta(seconds=20), "just now"), (timedelta(minutes=1), "1 minute ago"), (timedelta(minutes=59), "59 minutes ago"),
    (timedelta(hours=3), "3 hours ago"), (timedelta(hours=13), "yesterday"), (timedelta(days=3), "3 days ago"),
    (timedelta(days=40), "5 September 2024"), (timedelta(hours=-2), "just now"),
])
def test_how_long_ago(before, text):
    now = datetime(2024, 10, 15, 12)
    assert EN.ago(now - before, now) == text


def test_every_translation_has_the_places_of_its_source():
    with (LOCALE / "id" / "LC_MESSAGES" / "plcdesk.po").open("rb") as file:
        catalogue = read_po(file, locale="id")
    for message in catalogue:
        ids = message.id if message.pluralizable else (message.id,)
        texts = message.string if message.pluralizable else (message.string,)
        for text in texts:
            if message.id and text:
                assert _places(text) == _places(ids[-1]), text


def _places(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
