"""If a value came back from the log as another one, a save would change what the user typed."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plcdesk.domain.fields import FieldSpec, Kind, Part, Policy
from plcdesk.domain.meetings import Meeting, Presence, State, When
from plcdesk.domain.records import SPECS

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)

BY_KIND = {
    Kind.TEXT: TEXT,
    Kind.LONG: TEXT,
    Kind.ID: st.uuids().map(str),
    Kind.INTEGER: st.integers(-(2**53), 2**53),
    Kind.BOOLEAN: st.booleans(),
    Kind.DATE: st.dates(date(1900, 1, 1), date(2200, 1, 1)),
    Kind.TIME: st.times(time(0, 0), time(23, 59)).map(lambda moment: moment.replace(second=0, microsecond=0)),
    Kind.LIST: st.lists(TEXT, max_size=4).map(tuple),
}


def values_of(part: Part) -> st.SearchStrategy[object]:
    """Any value a column may hold, the empty one included."""
    if part.kind is Kind.CHOICE:
        assert part.choices is not None
        filled: st.SearchStrategy[object] = st.sampled_from(list(part.choices))
    else:
        filled = BY_KIND[part.kind]
    return filled | st.none() if part.optional else filled


def any_value(field: FieldSpec) -> st.SearchStrategy[object]:
    """Any value of a field."""
    if field.couple is None:
        return values_of(field.parts[0])
    return st.tuples(*(values_of(part) for part in field.parts)).map(lambda parts: field.couple(*parts))


@pytest.mark.parametrize("table", SPECS)
@given(data=st.data())
def test_every_value_survives_the_log(table, data):
    for field in SPECS[table].fields.values():
        value = data.draw(any_value(field), label=field.name)
        assert field.from_json(field.to_json(value)) == value


@pytest.mark.parametrize("table", SPECS)
def test_a_default_fits_its_own_field(table):
    for field in SPECS[table].fields.values():
        assert field.from_json(field.to_json(field.default)) == field.default


@pytest.mark.parametrize(
    ("field", "data"),
    [
        ("when", ["2024-10-15", "13:00"]),
        ("when", "2024-10-15"),
        ("when", ["2024-13-15", None, None]),
        ("when", ["15-10-2024", None, None]),
        ("state", ["melayang", None]),
        ("kind", ["rutin"]),
        ("disturbed", "12"),
        ("disturbed", True),
        ("title", 5),
    ],
)
def test_a_value_of_a_later_version_is_told_apart(field, data):
    with pytest.raises(ValueError):
        SPECS["meeting"].fields[field].from_json(data)


def test_every_field_has_words_and_a_policy():
    for spec in SPECS.values():
        for field in spec.fields.values():
            assert isinstance(field.policy, Policy)
            assert field.label


def test_what_identifies_a_person_is_marked_sensitive():
    marked = {f"{spec.table}.{field.name}" for spec in SPECS.values() for field in spec.fields.values()
              if field.sensitive}
    assert {"person_number.nip", "person_number.nuptk", "person_contact.phone", "person_contact.email"} <= marked
    assert SPECS["person_contact"].space.kind == "private"


def test_parts_of_a_date_travel_together():
    meeting = Meeting(when=When(date(2024, 10, 15), time(13, 0), time(14, 30)), state=State())
    assert SPECS["meeting"].fields["when"].to_json(meeting.when) == ["2024-10-15", "13:00", "14:30"]
    assert Presence("H").label == "Present"
