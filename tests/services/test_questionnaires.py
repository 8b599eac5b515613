"""Questionnaires: nobody's sheet is lost or counted twice, and every figure is exact."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from plcdesk import bootstrap
from plcdesk.domain.changes import Row
from plcdesk.domain.errors import UserError
from plcdesk.domain.forms import Form, FormState, Rated, second_id
from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import Occasion, Text
from plcdesk.domain.partners import PartnerRole
from plcdesk.domain.people import PersonStatus
from plcdesk.paths import Paths
from plcdesk.services.questionnaire_results import ItemResult, Results
from plcdesk.services.questionnaire_views import SheetThere
from plcdesk.settings import Settings
from plcdesk.words import Words
from tests.desk_fixtures import StandingClock, Story

if TYPE_CHECKING:
    from plcdesk.services.desk import Desk

LIKERT = [f"M{number}" for number in range(1, 11)]


@pytest.fixture
def start(desk: Desk, story: Story) -> Id:
    """The motivation questionnaire, handed out at the start."""
    return desk.questionnaires.add_batch("M", story.school, occasion=Occasion.START).id


def keyed(desk: Desk, batch: Id, answers: Mapping[str, int | str | None], *, person: Id | None = None, code: str = "",
          number: int | None = None, complete: bool = True) -> Id:
    """A sheet with these answers: a score, words, or None for "not answered"; ticks score 1."""
    sheet = desk.questionnaires.new_sheet(batch, number, person, code).id
    fill(desk, sheet, answers, complete=complete)
    return sheet


def fill(desk: Desk, sheet: Id, answers: Mapping[str, int | str | None], *, complete: bool = True) -> None:
    for item, value in answers.items():
        rated = Rated(skipped=True) if value is None else Rated(evidence=value) if isinstance(value, str) else Rated(value)
        desk.forms.answer(sheet, item, rated)
    if complete:
        desk.forms.finish(sheet)


def all_of(score: int) -> dict[str, int | str | None]:
    return dict.fromkeys(LIKERT, score)


def item(results: Results, code: str) -> ItemResult:
    return next(one for one in results.items if one.item.code == code)


def counts(result: ItemResult) -> list[int]:
    return [one.count for one in result.counts]


def test_a_batch_asks_the_target_teachers_of_its_school_unless_others_fill_it(desk: Desk, story: Story) -> None:
    people = story.members(5)
    gone = desk.people.detail(people[-1])
    assert gone is not None
    desk.records.save(replace(gone.loaded.record, status=PersonStatus.MOVED), gone.loaded)
    for code, expected in (("M", 4), ("U", 4), ("O", None)):
        batch = desk.questionnaires.add_batch(code, story.school)
        row = desk.questionnaires.batch(batch.id)
        assert row is not None
        assert (row.expected, row.held_on, row.sheets) == (expected, desk.today(), 0)
    with pytest.raises(UserError):
        desk.questionnaires.add_batch("P", story.school)
    assert [row.instrument for row in desk.questionnaires.batches()] == ["O", "U", "M"]


def test_a_number_is_taken_once_and_the_refused_sheet_leaves_nothing_behind(desk: Desk, start: Id) -> None:
    first = keyed(desk, start, {"M1": 3}, number=7)
    before = desk.records.counts()
    with pytest.raises(SheetThere) as refused:
        desk.questionnaires.new_sheet(start, 7)
    assert Words("id").error(refused.value) == "Lembar nomor 7 sudah ada. Buka yang ada atau beri nomor lain."
    assert refused.value.form_id == first
    assert desk.records.counts() == before
    assert desk.questionnaires.next_number(start) == 8
    other = desk.questionnaires.new_sheet(start)
    assert [row.number for row in desk.questionnaires.sheets(start)] == [7, 8]
    with pytest.raises(SheetThere):
        desk.questionnaires.renumber(other.id, 7)
    desk.questionnaires.renumber(other.id, 9)
    assert [row.number for row in desk.questionnaires.sheets(start)] == [7, 9]


def test_a_person_or_a_code_fills_one_sheet_of_a_batch(desk: Desk, story: Story, start: Id) -> None:
    dewi = story.a_person("Dewi Anggraini")
    sheet = keyed(desk, start, {"M1": 3}, person=dewi)
    keyed(desk, start, {"M1": 3}, code="R-02")
    for person, code in ((dewi, ""), (None, "R-02")):
        with pytest.raises(SheetThere) as refused:
            desk.questionnaires.new_sheet(start, None, person, code)
        assert "sudah punya lembar" in Words("id").error(refused.value)
    found = desk.questionnaires.there(start, None, dewi)
    assert found is not None
    assert found.form_id == sheet
    assert desk.questionnaires.there(start, 1, dewi, form_id=sheet) is None, "the sheet itself is no obstacle"
    keyed(desk, start, {"M1": 1})
    keyed(desk, start, {"M1": 1})
    assert [row.again for row in desk.questionnaires.sheets(start)] == [False] * 4, "anonymous sheets are not the same"


def test_an_anonymous_questionnaire_takes_no_name(desk: Desk, story: Story) -> None:
    batch = desk.questionnaires.add_batch("R1", story.school).id
    with pytest.raises(UserError):
        desk.questionnaires.new_sheet(batch, None, story.a_person("Dewi Anggraini"))
    assert desk.questionnaires.sheets(batch) == []


def test_community_figures_are_not_asked_about_the_child_and_do_not_count_there(desk: Desk, story: Story) -> None:
    batch = desk.questionnaires.add_batch("O", story.school).id
    figure = desk.questionnaires.new_sheet(batch, respondent=PartnerRole.COMMUNITY.value).id
    asked = [one.code for one in desk.questionnaires.fill(figure).items]
    assert asked == ["O1", "O2", "O3", "O6", "O8", "O9", "O10"]
    fill(desk, figure, dict.fromkeys(asked[:5], 4))
    for score in (3, 4):
        keyed(desk, batch, {f"O{number}": score for number in range(1, 9)}, code=PartnerRole.PARENT.value)
    found = desk.questionnaires.results([batch])
    assert (item(found, "O4").asked, item(found, "O4").n, item(found, "O1").asked) == (2, 2, 3)
    assert [row.state for row in desk.questionnaires.sheets(batch)] == [FormState.COMPLETE] * 3
    assert {row.key for row in found.roles} == {role.value for role in (PartnerRole.COMMUNITY, PartnerRole.PARENT)}
    assert all(row.hidden and row.nilai is None for row in found.roles), "one community figure would be recognised"


def test_free_words_come_last_on_the_screen(desk: Desk, story: Story) -> None:
    batch = desk.questionnaires.add_batch("M", story.school, occasion=Occasion.END).id
    sheet = desk.questionnaires.new_sheet(batch).id
    codes = [one.code for one in desk.questionnaires.fill(sheet).items]
    assert codes[:10] == LIKERT
    assert codes[-2:] == ["S2", "M13"]
    at_start = desk.questionnaires.add_batch("M", story.school, occasion=Occasion.START).id
    sheet = desk.questionnaires.new_sheet(at_start).id
    assert "M11" not in [one.code for one in desk.questionnaires.fill(sheet).items], "asked at the end only"


def test_results_of_a_set_counted_by_hand(desk: Desk, story: Story) -> None:
    people = story.members(4)
    start = desk.questionnaires.add_batch("M", story.school, occasion=Occasion.START).id
    keyed(desk, start, {**all_of(4), "M9": 1}, person=people[0])
    keyed(desk, start, {**all_of(3), "M9": 2, "M2": None}, person=people[1])
    keyed(desk, start, {"M1": 1, "M2": 2}, person=people[2], complete=False)
    desk.questionnaires.new_sheet(start, None, people[3])
    found = desk.questionnaires.results([start])
    assert (found.sheets, found.partial, found.expected) == (3, 1, 4), "an empty sheet is none"
    assert counts(item(found, "M1")) == [1, 0, 1, 1]
    assert item(found, "M1").mean == Fraction(8, 3)
    assert (item(found, "M2").n, item(found, "M2").skipped, counts(item(found, "M2"))) == (2, 1, [0, 1, 0, 1])
    assert item(found, "M9").mean == Fraction(7, 2), "5 - x: a reversed item is turned round"
    assert counts(item(found, "M9")) == [1, 1, 0, 0], "but counted as it was ticked"
    assert (found.scored, found.nilai) == (2, Fraction(175, 2)), "(100 + 75) / 2; the third sheet says too little"
    assert Words("id").percent(item(found, "M1").counts[0].count, item(found, "M1").n) == "33,3%"
    assert item(found, "M1").few


def test_ticks_do_not_sum_to_a_hundred_and_their_base_is_who_answered_the_block(desk: Desk, story: Story) -> None:
    batch = desk.questionnaires.add_batch("M", story.school, occasion=Occasion.END).id
    for number, ticks in enumerate((["H1", "H2"], ["H1"], ["H0"], []), 1):
        keyed(desk, batch, {**all_of(3), **dict.fromkeys(ticks, 1), "S1": 1, "S2": f"cara {5 - number}"})
    result = item(desk.questionnaires.results([batch]), "H")
    assert result.n == 3
    assert {one.label.id: one.count for one in result.counts if one.count} == {
        "Beban administratif": 2, "Waktu persiapan lebih lama": 1, "Tidak ada hambatan": 1}
    assert item(desk.questionnaires.results([batch]), "S2").texts == ("cara 1", "cara 2", "cara 3", "cara 4"), \
        "in an order that tells nothing about the sheet"


def test_rules_and_knowledge_items_are_counted(desk: Desk, story: Story) -> None:
    batch = desk.questionnaires.add_batch("M", story.school, occasion=Occasion.END).id
    for one, other in ((4, 5), (5, 3), (4, 4)):
        keyed(desk, batch, {"M11": one, "M12": other})
    keyed(desk, batch, {"M11": 5})
    rule = desk.questionnaires.results([batch]).rules[0]
    assert (rule.met, rule.n) == (2, 3), "I6: n answered both"
    test = desk.questionnaires.add_batch("R2", story.school).id
    keyed(desk, test, {"R9": 1, "R10": 1})
    keyed(desk, test, {"R9": 1, "R10": 0})
    found = desk.questionnaires.results([test])
    assert (item(found, "R9").correct, item(found, "R10").correct) == (2, 1)


def test_only_one_questionnaire_is_counted_at_a_time(desk: Desk, story: Story, start: Id) -> None:
    other = desk.questionnaires.add_batch("U", story.school).id
    with pytest.raises(UserError):
        desk.questionnaires.results([start, other])
    with pytest.raises(UserError):
        desk.questionnaires.results([])


def test_a_school_with_few_sheets_is_hidden_with_the_next_smallest(desk: Desk, story: Story) -> None:
    schools = [story.school, *(desk.programme.add_school(name).id for name in ("SD Kenanga 02", "SD Cempaka 03"))]
    batches = [desk.questionnaires.add_batch("M", school, occasion=Occasion.START).id for school in schools]
    for batch, sheets in zip(batches, (7, 6, 2), strict=True):
        for _ in range(sheets):
            keyed(desk, batch, all_of(2))
    rows = {row.key: row for row in desk.questionnaires.results(batches).schools}
    assert [(rows[name].sheets, rows[name].hidden) for name in ("SD Melati 01", "SD Kenanga 02", "SD Cempaka 03")] == [
        (7, False), (6, True), (2, True)], "with one hidden alone a subtraction would show it"
    assert rows["SD Melati 01"].nilai == Fraction(50 * 9 + 75, 10), "M9 is reversed"
    assert desk.questionnaires.results(batches[:1]).schools == ()


def test_before_and_after_matches_people_and_names_nobody(desk: Desk, story: Story, start: Id) -> None:
    people = story.members(6)
    end = desk.questionnaires.add_batch("M", story.school, occasion=Occasion.END).id
    before, after = (1, 2, 3, 4, 2), (2, 2, 4, 3, 3)
    for person, first, second in zip(people[:4], before, after, strict=False):
        keyed(desk, start, {**all_of(first), "M9": first}, person=person)
        keyed(desk, end, {**all_of(second), "M9": second}, person=person)
    keyed(desk, start, all_of(before[4]), code="R5")
    keyed(desk, end, all_of(after[4]), code="R5")
    keyed(desk, start, all_of(1), person=people[4])
    keyed(desk, end, all_of(1))
    found = desk.questionnaires.pairs([start], [end])
    assert (found.pairs, found.start_sheets, found.end_sheets, found.unclear) == (5, 6, 6, 0)
    moved = {one.item.code: one.moved for one in found.items}
    first = moved["M1"]
    assert first is not None
    assert (first.n, first.up, first.same, first.down, first.start, first.end) == (
        5, 3, 1, 1, Fraction(12, 5), Fraction(14, 5))
    reverse = moved["M9"]
    assert reverse is not None
    assert (reverse.up, reverse.down) == (1, 3), "up is always for the better"
    assert "M11" not in moved, "asked only at the end"
    assert not any(name in repr(found) for name in ("Siti", "Bambang", people[0]))


def test_fewer_than_five_pairs_show_no_single_person(desk: Desk, story: Story, start: Id) -> None:
    people = story.members(4)
    end = desk.questionnaires.add_batch("M", story.school, occasion=Occasion.END).id
    for person in people:
        keyed(desk, start, all_of(2), person=person)
        keyed(desk, end, all_of(3), person=person)
    found = desk.questionnaires.pairs([start], [end])
    assert (found.pairs, found.nilai) == (4, None)
    assert all(one.moved is None for one in found.items)


def test_a_tenth_is_drawn_rounded_up_and_always_the_same(desk: Desk, start: Id) -> None:
    assert desk.questionnaires.draw(start) == ()
    for _ in range(11):
        keyed(desk, start, all_of(3))
    keyed(desk, start, {"M1": 2}, complete=False)
    drawn = [row.id for row in desk.questionnaires.draw(start)]
    assert len(drawn) == 2, "11 complete sheets; the partial one is not drawn"
    assert [row.id for row in desk.questionnaires.draw(start)] == drawn
    desk.questionnaires.start_second(drawn[0])
    for _ in range(10):
        keyed(desk, start, all_of(3))
    now = [row.id for row in desk.questionnaires.draw(start)]
    assert len(now) == 3
    assert drawn[0] in now, "what was entered twice stays drawn"


def test_the_second_entry_is_blind_counts_nowhere_and_shows_what_differs(desk: Desk, story: Story) -> None:
    batch = desk.questionnaires.add_batch("M", story.school, occasion=Occasion.END).id
    first = keyed(desk, batch, {**all_of(3), "M11": 4, "S1": 1, "S2": "diskusi", "H1": 1, "H3": 1})
    before = desk.questionnaires.results([batch])
    second = desk.questionnaires.start_second(first).id
    assert second == second_id(first)
    sheet = desk.questionnaires.fill(second)
    assert sheet.blind
    assert sheet.rated == {}, "nobody copies what they see"
    assert not any(one.code in ("S2", "M13") for one in sheet.items), "free words are not typed twice"
    assert not desk.questionnaires.start_second(first).changes, "begun once"
    fill(desk, second, {**all_of(3), "M4": 2, "M11": 4, "S1": 1, "H1": 1, "H2": 1}, complete=False)
    assert [one.item.code for one in desk.questionnaires.differences(first)] == ["M4", "H2", "H3"], \
        "as far as it was keyed"
    desk.forms.finish(second)
    after = desk.questionnaires.results([batch])
    assert (after.sheets, after.items) == (before.sheets, before.items)
    assert [row.id for row in desk.questionnaires.sheets(batch)] == [first]
    row = desk.questionnaires.batch(batch)
    assert row is not None
    assert (row.sheets, row.seconds, row.open_differences) == (1, 1, 3)
    assert [one.id for one in desk.forms.rows()] == [first]


def test_a_difference_is_decided_once_and_the_second_entry_stays_as_evidence(desk: Desk, story: Story) -> None:
    batch = desk.questionnaires.add_batch("M", story.school, occasion=Occasion.END).id
    first = keyed(desk, batch, {**all_of(3), "H1": 1})
    second = desk.questionnaires.start_second(first).id
    fill(desk, second, {**all_of(3), "M2": 1, "M5": 4, "H2": 1})
    assert [(one.item.code, one.first.score, one.second.score) for one in desk.questionnaires.differences(first)] == [
        ("M2", 3, 1), ("M5", 3, 4), ("H1", 1, 0), ("H2", 0, 1)]
    desk.questionnaires.settle(first, "M2", Rated(3))
    desk.questionnaires.settle(first, "M5", Rated(4))
    desk.questionnaires.settle(first, "H1", Rated(0))
    changes = desk.questionnaires.settle(first, "H2", Rated(1))
    assert desk.questionnaires.differences(first) == ()
    rated = desk.questionnaires.fill(first).rated
    assert (rated["M2"].score, rated["M5"].score, "H1" in rated, rated["H2"].score) == (3, 4, False, 1)
    assert desk.questionnaires.fill(second).rated["M2"].score == 1
    found = desk.questionnaires.agreement(batch)
    assert (found.sheets, found.items, found.equal, found.open) == (1, 26, 22, 0), "settled ones were differences"
    desk.records.undo(changes)
    assert [one.item.code for one in desk.questionnaires.differences(first)] == ["H2"]
    desk.forms.answer(first, "M2", Rated(4))
    assert [one.item.code for one in desk.questionnaires.differences(first)] == ["M2", "H2"], \
        "changed again after it was settled"


def test_deleting_a_sheet_takes_its_second_entry_along_and_undo_brings_both_back(desk: Desk, start: Id) -> None:
    first = keyed(desk, start, all_of(3))
    fill(desk, desk.questionnaires.start_second(first).id, all_of(2))
    changes = desk.records.delete(Row("form", first))
    assert desk.questionnaires.sheets(start) == []
    assert desk.records.all(Form) == []
    desk.records.undo(changes)
    assert desk.questionnaires.sheets(start)[0].open_differences == 10


def test_after_a_power_cut_the_sheet_goes_on_after_the_last_digit(desk: Desk, paths: Paths, start: Id,
                                                                 open_desk: Callable[[Paths], Desk]) -> None:
    """Every digit is on disk when `answer` returns: a copy of the database taken now holds it."""
    sheet = desk.questionnaires.new_sheet(start).id
    for code in LIKERT[:6]:
        desk.forms.answer(sheet, code, Rated(4))
    desk.close()
    again = open_desk(paths)
    found = again.questionnaires.fill(sheet)
    assert [code for code in LIKERT if code in found.rated] == LIKERT[:6]
    assert again.questionnaires.sheets(start)[0].state is FormState.PARTIAL
    assert again.questionnaires.next_number(start) == 2


@pytest.fixture
def laptops(tmp_path: Path, clock: StandingClock) -> Iterator[tuple[Desk, Desk, Path]]:
    """Two laptops of one programme and a stick."""
    stick = tmp_path / "stick"
    stick.mkdir()
    places = [Paths(tmp_path / name / "programme", tmp_path / name / "state") for name in ("a", "b")]
    one = bootstrap.create_programme(places[0], "Program KBP Uji", "SD Melati 01", "Siti Rahmawati", Settings(), clock)
    other = bootstrap.build_desk(places[1], Settings(), clock)
    yield one, other, stick
    one.close()
    other.close()


def test_two_laptops_that_keyed_the_same_number_keep_both_sheets(laptops: tuple[Desk, Desk, Path]) -> None:
    one, other, stick = laptops
    school = one.programme.schools()[0].record.id
    batch = one.questionnaires.add_batch("M", school, occasion=Occasion.START).id
    other.exchange.join(one.exchange.send(stick).file)
    for desk, score in ((one, 4), (other, 1)):
        keyed(desk, batch, all_of(score))
    other.exchange.merge(one.exchange.send(stick).file, accept_new=True)
    sheets = other.questionnaires.sheets(batch)
    assert [(row.number, row.double) for row in sheets] == [(1, True), (1, True)]
    row = other.questionnaires.batch(batch)
    assert row is not None
    assert row.doubles == 1
    other.questionnaires.renumber(sheets[1].id, other.questionnaires.next_number(batch))
    assert [(row.number, row.double) for row in other.questionnaires.sheets(batch)] == [(1, False), (2, False)]
    assert counts(item(other.questionnaires.results([batch]), "M1")) == [1, 0, 0, 1], "nothing was lost"


def test_two_laptops_that_entered_the_same_sheet_again_meet_in_one_second_entry(
        laptops: tuple[Desk, Desk, Path]) -> None:
    one, other, stick = laptops
    batch = one.questionnaires.add_batch("M", one.programme.schools()[0].record.id, occasion=Occasion.START).id
    first = keyed(one, batch, all_of(3))
    other.exchange.join(one.exchange.send(stick).file)
    for desk in (one, other):
        fill(desk, desk.questionnaires.start_second(first).id, {**all_of(3), "M2": 1})
    other.exchange.merge(one.exchange.send(stick).file, accept_new=True)
    row = other.questionnaires.batch(batch)
    assert row is not None
    assert (row.sheets, row.seconds) == (1, 1)
    assert [one.item.code for one in other.questionnaires.differences(first)] == ["M2"]


def test_an_old_version_is_counted_with_the_new_one_where_the_question_is_the_same(desk: Desk, story: Story) -> None:
    old = desk.questionnaires.add_batch("V", story.school).id
    keyed(desk, old, {"V1": 1, "V2": 1})
    edition = desk.instruments.start_edition("V").id
    draft = desk.instruments.draft(edition)
    items = tuple(replace(one, label=Text("Lain sama sekali", "Something else")) if one.code == "V2" else one
                  for one in draft.items)
    desk.instruments.rewrite(edition, replace(draft, items=items))
    desk.instruments.publish(edition)
    new = desk.questionnaires.add_batch("V", story.school).id
    keyed(desk, new, {"V1": 0, "V2": 0})
    found = desk.questionnaires.results([old, new])
    assert [(one.version, one.n) for one in found.items if one.item.code == "V1"] == [(found.instrument.version, 2)]
    assert sorted((one.version, one.n) for one in found.items if one.item.code == "V2") == [
        (1, 1), (found.instrument.version, 1)]
