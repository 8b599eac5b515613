"""Counts of a chat: every message once, each month whole, percents that sum to 100."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plcdesk.domain.chat import Category
from plcdesk.domain.people import Consent, ConsentAnswer, Consented, ConsentKind, consent_id
from plcdesk.services.chat_coding import ChatCoding
from plcdesk.services.chat_tallies import CODED, largest_remainder

JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)
CHAT = """13/01/26 07.20 - Bu Nur: besok pertemuan pukul 13.00 di ruang guru
13/01/26 07.21 - Pak Agus: ok
14/01/26 08.00 - Bu Dewi: https://contoh.sch.id/pecahan video pecahan
02/02/26 07.00 - Bu Nur: Rapat diundur hari Kamis
03/02/26 07.00 - Bu Dewi: Pesan ini dihapus
"""


@pytest.fixture
def coding(desk: Any, tmp_path: Path) -> ChatCoding:
    path = tmp_path / "chat.txt"
    path.write_text(CHAT, encoding="utf-8")
    return ChatCoding(desk.notes.chats.read(path))


def test_only_months_that_are_done_are_counted(coding: ChatCoding) -> None:
    assert coding.total == 3
    coding.give(Category.COORDINATION)
    assert (coding.counts(), coding.finished_months()) == ({}, ())
    coding.give(Category.RESOURCES)
    assert coding.finished_months() == (JANUARY,)
    counts = coding.counts()
    assert {category: counts[JANUARY, category] for category in Category} == {
        Category.RESOURCES: 1, Category.CONSULTATION: 0, Category.COORDINATION: 1, Category.ENCOURAGEMENT: 0,
        Category.UNCODED: 1}
    coding.give(Category.COORDINATION)
    assert coding.message is None
    assert coding.counts()[FEBRUARY, Category.UNCODED] == 1


def test_back_takes_the_last_one_back(coding: ChatCoding) -> None:
    assert not coding.back()
    first = coding.message
    coding.give(Category.ENCOURAGEMENT)
    assert coding.back()
    assert coding.message is first
    assert (coding.given, coding.done) == (None, 0)
    coding.give(Category.COORDINATION)
    coding.give(Category.RESOURCES)
    assert coding.counts()[JANUARY, Category.ENCOURAGEMENT] == 0


def test_what_is_not_stored_is_known(coding: ChatCoding) -> None:
    coding.give(Category.COORDINATION)
    assert not coding.stored
    coding.give(Category.RESOURCES)
    coding.keep(coding.finished_months())
    assert coding.stored
    coding.give(Category.COORDINATION)
    assert not coding.stored


def test_no_word_of_it_is_shown_by_accident(coding: ChatCoding) -> None:
    assert "Bu Nur" not in repr(coding) + repr(coding.message)
    assert "pertemuan" not in repr(coding) + repr(coding.message)


def test_counts_replace_those_of_the_same_month_and_come_back(desk: Any, story: Any, coding: ChatCoding) -> None:
    chats, group = desk.notes.chats, story.group
    chats.set_count(group, JANUARY, Category.COORDINATION, 7)
    for category in (Category.COORDINATION, Category.RESOURCES, Category.COORDINATION):
        coding.give(category)
    january, february = chats.beside(group, coding.counts())
    assert (january.here.counts[Category.COORDINATION], january.new[Category.COORDINATION], february.here) == (7, 1, None)
    changes = chats.save(group, coding.counts(), [JANUARY, FEBRUARY])
    newest, older = chats.months(group)
    assert (newest.month, newest.coded, older.coded, older.total) == (FEBRUARY, 1, 2, 3)
    assert older.coder_id == desk.records.me()
    desk.records.undo(changes)
    (line,) = chats.months(group)
    assert dict(line.counts) == {Category.COORDINATION: 7}
    chats.save(group, coding.counts(), [FEBRUARY])
    assert [row.counts.get(Category.COORDINATION) for row in chats.months(group)] == [1, 7]


def test_a_month_goes_to_the_trash_as_a_whole(desk: Any, story: Any, coding: ChatCoding) -> None:
    for category in (Category.COORDINATION, Category.RESOURCES, Category.COORDINATION):
        coding.give(category)
    desk.notes.chats.save(story.group, coding.counts(), [JANUARY])
    (row,) = desk.notes.chats.months()
    changes = desk.notes.chats.remove(row)
    assert desk.notes.chats.months() == []
    desk.records.undo(changes)
    assert [dict(line.counts) for line in desk.notes.chats.months()] == [dict(row.counts)]


def test_who_did_not_agree_is_named_before_the_file_is_read(desk: Any, story: Any) -> None:
    one = story.members(2)[1]
    key = consent_id(one, ConsentKind.CHAT)
    desk.records.save(Consent(id=key, person_id=one, kind=ConsentKind.CHAT,
                              answer=Consented(ConsentAnswer.NO, date(2026, 3, 1))))
    assert desk.notes.chats.without_consent(story.group) == (desk.people.names()[one],)


@given(st.lists(st.integers(0, 2000), min_size=4, max_size=4))
def test_percents_sum_to_100_and_lie_beside_the_exact_share(counts: list[int]) -> None:
    shares = largest_remainder(dict(zip(CODED, counts, strict=True)))
    if not sum(counts):
        assert shares == {}
        return
    assert sum(shares.values()) == 100
    for category, number in zip(CODED, counts, strict=True):
        assert abs(shares[category] - number * 100 / sum(counts)) < 1
