"""Own versions of an instrument: what was filled keeps its questions, and a teacher is told what is missing before."""

from dataclasses import replace
from decimal import Decimal

import pytest

from plcdesk.domain.changes import Changes, Row
from plcdesk.domain.errors import UserError
from plcdesk.domain.forms import Form
from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import (
    About,
    Category,
    Instrument,
    InstrumentEdition,
    Item,
    Published,
    Text,
    edition_id,
)
from plcdesk.importers.instrument_shape import to_json
from plcdesk.services.desk import Desk
from plcdesk.services.programme import ProblemsFound
from plcdesk.words import Words


def reworded(made: Instrument, words: str = "Agenda kita susun bersama") -> Instrument:
    first = replace(made.items[0], label=Text(words, "We build the agenda together"))
    return replace(made, items=(first, *made.items[1:]))


def a_form(desk: Desk, code: str = "P", version: int = 1) -> Id:
    form = Form(instrument=code, version=version)
    desk.records.save(form)
    return form.id


def published(desk: Desk, code: str = "P") -> Instrument:
    edition = desk.instruments.start_edition(code).id
    desk.instruments.rewrite(edition, reworded(desk.instruments.draft(edition)))
    desk.instruments.publish(edition)
    return desk.instruments.current(code)


# what can be filled --------------------------------------------------------------------------------------------------


def test_a_fresh_programme_can_fill_every_instrument_of_the_program(desk: Desk):
    assert [made.code for made in desk.instruments.all(About.MODULE)] == ["A", "K", "L", "LP"]
    assert len(desk.instruments.all()) == 19
    assert desk.instruments.current("P").version == 1
    assert desk.instruments.need("D", 1).sweeps == 10


def test_an_instrument_that_is_not_here_is_told_in_words(desk: Desk):
    assert desk.instruments.get("P", 7) is None
    with pytest.raises(UserError, match="does not have P version 7 yet"):
        desk.instruments.need("P", 7)
    with pytest.raises(UserError, match="There is no instrument Z"):
        desk.instruments.current("Z")


def test_fixed_lists_have_their_words_in_both_languages(desk: Desk):
    assert desk.instruments.fixed("arnstein")[5] == ("6", Text("Kemitraan", "Partnership"))
    assert dict(desk.instruments.fixed("obstacles"))["H4"].id == "Jadwal bentrok"


# making the next version ---------------------------------------------------------------------------------------------


def test_the_next_version_is_filled_only_after_it_is_published(desk: Desk):
    edition, changes = desk.instruments.start_edition("P")
    assert changes
    assert desk.instruments.draft(edition).key == ("P", 2)
    assert desk.instruments.current("P").version == 1
    desk.instruments.rewrite(edition, reworded(desk.instruments.draft(edition)))
    assert desk.instruments.current("P").version == 1
    desk.instruments.publish(edition)
    assert desk.instruments.current("P").version == 2
    assert desk.instruments.current("P").items[0].label.id == "Agenda kita susun bersama"
    assert [made.version for made in desk.instruments.all(About.MEETING)] == [2]


def test_what_was_filled_keeps_the_questions_it_was_filled_with(desk: Desk):
    before = desk.instruments.need("P", 1)
    published(desk)
    assert desk.instruments.need("P", 1) == before


def test_starting_again_opens_the_version_that_is_being_written(desk: Desk):
    first = desk.instruments.start_edition("P").id
    again, changes = desk.instruments.start_edition("P")
    assert (again, changes) == (first, Changes())


def test_two_laptops_that_begin_the_next_version_meet_in_one_record(desk: Desk):
    assert desk.instruments.start_edition("M").id == edition_id("M", 2)


def test_an_older_version_can_be_taken_up_again(desk: Desk):
    published(desk)
    edition = desk.instruments.start_edition("P", 1).id
    made = desk.instruments.draft(edition)
    assert (made.version, made.items) == (3, desk.instruments.need("P", 1).items)


def test_own_numbers_leave_out_those_of_later_releases(desk: Desk):
    made = replace(desk.instruments.current("P"), version=99)
    desk.records.save(InstrumentEdition(id=edition_id("P", 99), code="P", version=99, definition=to_json(made),
                                        published=Published(desk.today())))
    assert desk.instruments.draft(desk.instruments.start_edition("P").id).version == 101


def test_a_record_cannot_take_the_place_of_an_instrument_of_the_program(desk: Desk):
    """The program's own version says the same on every laptop; a record with its number would change filled forms."""
    ours = desk.instruments.need("P", 1)
    desk.records.save(InstrumentEdition(id=edition_id("P", 1), code="P", version=1,
                                        definition=to_json(reworded(ours)), published=Published(desk.today())))
    assert desk.instruments.need("P", 1) == ours


def test_a_separate_instrument_has_a_code_of_its_own(desk: Desk):
    edition = desk.instruments.start_edition("O", new_code="rapat").id
    assert desk.instruments.draft(edition).key == ("XRAPAT", 1)
    with pytest.raises(ProblemsFound) as told:
        desk.instruments.start_edition("O", new_code="Rapat")
    assert [problem.field for problem in told.value.problems] == ["code"]
    with pytest.raises(ProblemsFound):
        desk.instruments.start_edition("O", new_code="rapat orang tua")
    desk.instruments.publish(edition)
    assert [made.code for made in desk.instruments.all(About.SHEET)][-1] == "XRAPAT"


# writing it ----------------------------------------------------------------------------------------------------------


def test_an_unfinished_draft_is_kept_as_it_stands(desk: Desk):
    edition = desk.instruments.start_edition("F").id
    made = desk.instruments.draft(edition)
    unfinished = replace(made, title=Text("", ""), items=(*made.items, Item("F9", made.items[0].kind, Text("Baru", ""),
                                                                            "F")))
    assert desk.instruments.rewrite(edition, unfinished)
    assert desk.instruments.draft(edition) == unfinished
    assert not desk.instruments.rewrite(edition, unfinished)


def test_rewriting_can_be_undone(desk: Desk):
    edition = desk.instruments.start_edition("F").id
    before = desk.instruments.draft(edition)
    changes = desk.instruments.rewrite(edition, replace(before, items=before.items[:3]))
    desk.records.undo(changes)
    assert desk.instruments.draft(edition) == before


def test_two_items_with_one_code_are_not_kept(desk: Desk):
    """Their answers would overwrite each other."""
    edition = desk.instruments.start_edition("F").id
    made = desk.instruments.draft(edition)
    with pytest.raises(ProblemsFound) as told:
        desk.instruments.rewrite(edition, replace(made, items=(*made.items, made.items[0])))
    assert [problem.field for problem in told.value.problems] == ["item.8.code"]
    assert desk.instruments.draft(edition) == made


def test_a_published_version_does_not_change_any_more(desk: Desk):
    made = published(desk)
    with pytest.raises(UserError, match="published and does not change"):
        desk.instruments.rewrite(edition_id("P", 2), replace(made, items=made.items[:2]))
    assert desk.instruments.need("P", 2) == made


def test_a_version_taken_back_after_it_was_filled_does_not_change_either(desk: Desk):
    edition = desk.instruments.start_edition("P").id
    changes = desk.instruments.publish(edition)
    a_form(desk, "P", 2)
    desk.records.undo(changes)
    made = desk.instruments.need("P", 2)
    with pytest.raises(UserError):
        desk.instruments.rewrite(edition, reworded(made))
    assert desk.instruments.draft(desk.instruments.start_edition("P").id).version == 3


def test_publishing_says_everything_that_is_missing_and_where(desk: Desk):
    edition = desk.instruments.start_edition("F").id
    made = desk.instruments.draft(edition)
    scale = made.items[0].scale
    assert scale is not None
    broken = replace(
        made, title=Text("Fasilitasi", ""),
        items=(replace(made.items[0], label=Text("Pertanyaan", ""), scale=replace(scale, options=scale.options[:1]),
                       anchors=()),),
        scoring=replace(made.scoring, minimum_share=Decimal("1.2"), categories=(
            Category(Decimal(60), Text("Baik", "Good")), Category(Decimal(80), Text("Kurang", "Poor")),
            Category(Decimal(0), Text("Rendah", "Low")),
        )),
    )
    desk.instruments.rewrite(edition, broken)
    with pytest.raises(ProblemsFound) as told:
        desk.instruments.publish(edition)
    said = {problem.field: problem.text.format(**problem.values) for problem in told.value.problems}
    assert said == {
        "title.en": "The English title is missing",
        "scale.0.options": "The scale rub4 needs at least two answers",
        "item.0.en": "F1: the English words are missing",
        "minimum_share": "The share that must be rated lies between 0% and 100%",
        "category.1.at_least": "The cut-offs must go down: 80 stands after 60",
        "rule.0.items": "The rule able names F3, which is not here",
        "rule.0.at_least": "The rule able asks for 3, which no answer reaches",
    }
    assert desk.instruments.current("F").version == 1


def test_an_instrument_without_items_cannot_be_published(desk: Desk):
    edition = desk.instruments.start_edition("W").id
    desk.instruments.rewrite(edition, replace(desk.instruments.draft(edition), items=()))
    with pytest.raises(ProblemsFound) as told:
        desk.instruments.publish(edition)
    assert "item" in {problem.field for problem in told.value.problems}


def test_publishing_twice_changes_nothing(desk: Desk):
    published(desk)
    assert not desk.instruments.publish(edition_id("P", 2))


# what is listed ------------------------------------------------------------------------------------------------------


def test_the_list_tells_own_from_ours_and_counts_the_forms(desk: Desk):
    a_form(desk)
    published(desk)
    a_form(desk, "P", 2)
    a_form(desk, "P", 2)
    desk.instruments.start_edition("P")
    rows = desk.instruments.editions("P")
    assert [(row.version, row.own, row.draft, row.forms) for row in rows] == [
        (3, True, True, 0), (2, True, False, 2), (1, False, False, 1),
    ]
    assert rows[1].published_on == desk.today()
    assert {row.code for row in desk.instruments.editions()} >= {"P", "WF", "R4"}


def test_what_a_newer_program_made_is_listed_kept_and_not_half_understood(desk: Desk):
    """It arrives in a bundle from a laptop that was brought up to date first."""
    newer = to_json(replace(desk.instruments.current("P"), version=4)).replace('"kind":"level"', '"kind":"voice"')
    newer = newer.replace('"method":"dimensions"', '"method":"median"')
    desk.records.save(InstrumentEdition(id=edition_id("P", 4), code="P", version=4, title="Rubrik suara",
                                        definition=newer, published=Published(desk.today())))
    form = a_form(desk, "P", 4)
    row = desk.instruments.editions("P")[0]
    assert (row.version, row.readable, row.title.id, row.forms) == (4, False, "Rubrik suara", 1)
    assert desk.instruments.get("P", 4) is None
    with pytest.raises(UserError, match="newer version of this program"):
        desk.instruments.need("P", 4)
    assert desk.instruments.current("P").version == 1
    assert desk.instruments.draft(desk.instruments.start_edition("P").id).version == 5
    with pytest.raises(UserError, match="newer version of this program"):
        desk.instruments.draft(edition_id("P", 4))
    assert desk.records.get(Form, form) is not None
    assert desk.instruments.edition(edition_id("P", 4)).record.definition == newer


def test_history_tells_what_was_reworded_and_not_how_it_is_stored(desk: Desk):
    edition = desk.instruments.start_edition("F").id
    desk.instruments.rewrite(edition, reworded(desk.instruments.draft(edition), "Pertanyaan pembuka"))
    line = next(one for one in desk.history.lines(Row("instrument_edition", edition)) if one.field == "definition")
    said = desk.history.text(line, Words("id"))
    assert "F1 Pertanyaan pemantik / Prompting questions · 1 Ceramah" in said.old
    assert "F1 Pertanyaan pembuka / " in said.new
    assert "{" not in said.new


def test_history_does_not_put_back_what_a_published_version_said_before(desk: Desk):
    published(desk)
    line = next(one for one in desk.history.lines(Row("instrument_edition", edition_id("P", 2)))
                if one.field == "definition" and one.old)
    with pytest.raises(UserError, match="published and does not change"):
        desk.history.put_back(line)
