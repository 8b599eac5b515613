"""Talks and quotes: nothing without consent, nothing leaves this computer by itself."""

import dataclasses
from datetime import date
from typing import Any

import pytest

from plcdesk.domain.changes import Row
from plcdesk.domain.errors import UserError
from plcdesk.domain.forms import Rated
from plcdesk.domain.notes import Interview, Permission, Quote, QuoteSource, TalkKind
from plcdesk.domain.people import Consent, ConsentAnswer, Consented, ConsentKind, Person, consent_id
from plcdesk.services.interviews import ConsentMissing, InterviewFilter
from plcdesk.services.quotes import QuoteFilter

DAY = date(2026, 3, 2)


def answer(desk: Any, person: Any, kind: ConsentKind, said: ConsentAnswer) -> None:
    key = consent_id(person, kind)
    loaded = desk.records.load(Consent, key)
    desk.records.save(Consent(id=key, person_id=person, kind=kind, answer=Consented(said, DAY)), loaded)


def a_talk(desk: Any, person: Any) -> Any:
    return desk.notes.interviews.start(TalkKind.INTERVIEW, person_id=person, consent_on=DAY)


@pytest.mark.parametrize("said", [None, ConsentAnswer.NO, ConsentAnswer.WITHDRAWN])
def test_without_consent_nothing_is_stored(desk: Any, story: Any, said: ConsentAnswer | None) -> None:
    one = story.members(2)[1]
    if said is not None:
        answer(desk, one, ConsentKind.INTERVIEW, said)
    before = desk.records.counts()
    with pytest.raises(ConsentMissing) as caught:
        desk.notes.interviews.start(TalkKind.INTERVIEW, person_id=one)
    assert caught.value.answer is said
    assert desk.records.counts() == before


def test_consent_recorded_now_is_stored_with_the_talk_and_undone_with_it(desk: Any, story: Any) -> None:
    one = story.members(2)[1]
    made = a_talk(desk, one)
    consent = desk.notes.interviews.consent(one).record
    assert consent.answer == Consented(ConsentAnswer.YES, DAY)
    detail = desk.notes.interviews.detail(made.id)
    assert desk.forms.load(detail.form_id).form.instrument == "W"
    assert (detail.interview.private, desk.forms.load(detail.form_id).form.private) == (True, True)
    desk.records.undo(made.changes)
    assert desk.notes.interviews.detail(made.id) is None
    assert desk.notes.interviews.consent(one).record.answer.answer is None


def test_a_group_needs_a_name_for_who_took_part(desk: Any) -> None:
    with pytest.raises(UserError):
        desk.notes.interviews.start(TalkKind.FOCUS, speaker=" ")
    made = desk.notes.interviews.start(TalkKind.FOCUS, speaker="8 guru kelas rendah")
    rows = desk.notes.interviews.rows(InterviewFilter(kind=TalkKind.FOCUS))
    assert [(row.id, row.speaker) for row in rows] == [(made.id, "8 guru kelas rendah")]
    assert desk.forms.load(desk.notes.interviews.detail(made.id).form_id).form.instrument == "WF"


def test_a_talk_is_no_part_of_any_bundle(desk: Any, story: Any) -> None:
    one = story.members(2)[1]
    answer(desk, one, ConsentKind.INTERVIEW, ConsentAnswer.YES)
    before = desk.exchange.unsent()
    talk = desk.notes.interviews.start(TalkKind.INTERVIEW, person_id=one).id
    desk.forms.answer(desk.notes.interviews.detail(talk).form_id, "W3", Rated(evidence="Kami berani mencoba."))
    desk.notes.quotes.add("Kami berani mencoba.", talk)
    assert desk.exchange.unsent() == before


def test_a_quote_bears_the_pseudonym_and_not_the_name(desk: Any, story: Any) -> None:
    one = story.members(2)[1]
    loaded = desk.records.load(Person, one)
    desk.records.save(dataclasses.replace(loaded.record, alias="Guru B"), loaded)
    made = desk.notes.quotes.add("Kami berani mencoba.", a_talk(desk, one).id)
    quote = desk.records.get(Quote, made.id)
    assert (quote.speaker, quote.person_id, quote.private) == ("Guru B", one, True)
    assert (quote.place.source, quote.permission) == (QuoteSource.INTERVIEW, Permission.ASKED)


def test_a_quote_of_someone_who_withdrew_is_marked_and_not_shared(desk: Any, story: Any) -> None:
    one = story.members(2)[1]
    made = desk.notes.quotes.add("Kami berani mencoba.", person_id=one)
    loaded = desk.records.load(Quote, made.id)
    desk.records.save(dataclasses.replace(loaded.record, permission=Permission.GIVEN), loaded)
    assert desk.notes.quotes.row(made.id).usable
    answer(desk, one, ConsentKind.QUOTE, ConsentAnswer.WITHDRAWN)
    row = desk.notes.quotes.row(made.id)
    assert (row.withdrawn, row.usable, row.text) == (True, False, "Kami berani mencoba.")
    with pytest.raises(UserError):
        desk.forms.share(Row("quote", made.id))
    assert desk.notes.quotes.rows(QuoteFilter(usable=True)) == []


def test_a_shared_talk_takes_the_usable_quotes_along_and_leaves_the_others(desk: Any, story: Any) -> None:
    talk = a_talk(desk, story.members(2)[1]).id
    given = desk.notes.quotes.add("Boleh dikutip.", talk).id
    desk.notes.quotes.add("Belum ditanya.", talk)
    loaded = desk.records.load(Quote, given)
    desk.records.save(dataclasses.replace(loaded.record, permission=Permission.GIVEN), loaded)
    shared = desk.forms.share(Row("interview", talk)).id
    assert desk.records.get(Interview, talk) is None
    assert not desk.records.get(Interview, shared).private
    rows = {row.text: row for row in desk.notes.quotes.rows()}
    assert (rows["Boleh dikutip."].private, rows["Belum ditanya."].private) == (False, True)
    assert {row.interview_id for row in rows.values()} == {shared}


def test_themes_count_their_quotes_and_are_not_made_twice(desk: Any) -> None:
    theme = desk.notes.quotes.add_theme("Percaya diri").id
    assert desk.notes.quotes.add_theme(" percaya diri ").id == theme
    first = desk.notes.quotes.add("Satu", theme_id=theme).id
    desk.notes.quotes.add("Dua", theme_id=theme)
    loaded = desk.records.load(Quote, first)
    desk.records.save(dataclasses.replace(loaded.record, permission=Permission.GIVEN), loaded)
    (row,) = desk.notes.quotes.themes()
    assert (row.quotes, row.usable) == (2, 1)
    assert [quote.text for quote in desk.notes.quotes.rows(QuoteFilter(text="dua", theme_id=theme))] == ["Dua"]
