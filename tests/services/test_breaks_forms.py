"""What was tried to break forms and instruments: hostile or strange records from elsewhere, which every list survives."""

from __future__ import annotations

import contextlib
import json
from datetime import date
from typing import Any

import pytest

from plcdesk.domain.changes import Row
from plcdesk.domain.errors import UserError
from plcdesk.domain.forms import Answer, Batch, Counted, Form, Hour, Rated, Sweep, answer_id
from plcdesk.domain.instruments import InstrumentEdition, Occasion, Published, edition_id
from plcdesk.services.desk import Desk
from plcdesk.services.programme import ProblemsFound
from plcdesk.words import Words
from tests.desk_fixtures import Story

WORDS = {"id": "Kata", "en": "Word"}
SCALE = {"code": "s", "skip": WORDS, "options": [{"score": score, **WORDS} for score in (1, 2, 3, 4)]}
ITEM = {"code": "I1", "dimension": "d", "scale": "s", **WORDS}


def edition(**other: Any) -> str:
    """A small sound edition with something changed."""
    return json.dumps({"code": "XA", "version": 1, "title": WORDS, "about": "sheet", "method": "dimensions",
                       "scale": [SCALE], "dimension": [{"code": "d", **WORDS}], "item": [ITEM], **other})


def scale(*scores: Any) -> dict[str, Any]:
    return {**SCALE, "options": [{"score": score, **WORDS} for score in scores]}


HOSTILE = {
    "deep": "[" * 100_000, "long": edition(note={"id": "x" * 900_000, "en": "y"}), "list": "[]", "nothing": "",
    "not a number": edition(minimum_share=float("nan")), "endless": edition(minimum_share=float("inf")),
    "huge exponent": edition(minimum_share=7).replace("7", "1e999999999"),
    "tiny exponent": edition(minimum_share=7).replace("7", "1e-999999999"),
    "exponent beyond all": edition(minimum_share=7).replace("7", "1e99999999999999999999"),
    "400 digits": edition(minimum_share=7).replace("7", "9" * 400), "text for number": edition(minimum_share="0.5"),
    "no steps": edition(scale=[scale()]), "a thousand steps": edition(scale=[scale(*range(1000))]),
    "negative": edition(scale=[scale(-3, 0)]), "zeros": edition(scale=[scale(0, 0)], method="total"),
    "huge score": edition(scale=[scale(10**300, 1)]), "text score": edition(scale=[scale("1", "2")]),
    "same code": edition(item=[ITEM] * 3), "no scale": edition(item=[{"code": "I1", "dimension": "d", **WORDS}]),
    "too many": edition(item=[{**ITEM, "code": f"I{number}"} for number in range(5000)]),
    "a billion sweeps": edition(sweeps=10**9), "half a character": edition(title={"id": "\ud800", "en": "\udfff"}),
    "rule on itself": edition(rule=[{"code": "r", **WORDS, "at_least": 3, "items": ["r"], "dimensions": ["r"]}]),
    "unknown": edition(later=1),
}


@pytest.mark.parametrize("published", [None, date(2026, 1, 1)])
@pytest.mark.parametrize("definition", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_edition_keeps_no_list_page_figure_or_paper_from_opening(
        desk: Desk, story: Story, definition: str, published: date | None) -> None:
    w = Words("id")
    made = InstrumentEdition(id=edition_id("XA", 1), code="XA", version=1, title="Kuesioner", definition=definition,
                             published=Published(published))
    batch = Batch(school_id=story.school, instrument="XA", version=1, held_on=date(2026, 1, 5))
    forms = [Form(instrument="XA", version=1, school_id=story.school, batch_id=batch.id, number=number,
                  hour=Hour(date(2026, 1, 5))) for number in (1, 2)]
    answers = [Answer(id=answer_id(form.id, item), form_id=form.id, item=item, rated=Rated(3, "Kata"))
               for form in forms for item in ("I1", "I2")]
    desk.records.save_all((record, None) for record in (made, batch, *forms, *answers))
    assert [row.code for row in desk.instruments.editions("XA")] == ["XA"]
    desk.instruments.all()
    assert len(desk.forms.rows()) == 2
    for form in forms:
        filled = desk.forms.load(form.id)
        assert filled is not None
        assert filled.rated["I1"] == Rated(3, "Kata")
    assert desk.questionnaires.batch(batch.id) is not None
    assert len(desk.questionnaires.sheets(batch.id)) == 2
    for finding in desk.indicators.all():
        desk.indicators.as_json(finding, w)
    assert all(desk.history.text(line, w) for line in desk.history.lines())
    for act in (lambda: desk.form_papers.blank("XA", version=1), lambda: desk.form_papers.results([batch.id]),
                lambda: desk.questionnaires.results([batch.id]), lambda: desk.instruments.check(made.id),
                lambda: desk.forms.answer(forms[0].id, "I1", Rated(2)), lambda: desk.instruments.start_edition("XA")):
        with contextlib.suppress(UserError):
            act()
    desk.records.title(Row("instrument_edition", made.id), w)


def test_an_answer_to_an_item_that_cannot_be_leaves_the_others_in_the_list(desk: Desk, story: Story) -> None:
    form = desk.forms.start("P", meeting_id=story.a_meeting()).id
    desk.forms.answer(form, "P1.1", Rated(3))
    for item in ("a\x1fb", "a\x1eb"):
        desk.records.save(Answer(id=answer_id(form, item), form_id=form, item=item, rated=Rated(3)))
    assert [row.done for row in desk.forms.rows()] == [1]


def test_a_score_that_no_answer_can_have_counts_nowhere(desk: Desk, story: Story) -> None:
    """It came from elsewhere: here no such score can be entered."""
    batch = desk.questionnaires.add_batch("M", story.school, occasion=Occasion.END).id
    for number, score in enumerate((3, 99), 1):
        sheet = desk.questionnaires.new_sheet(batch, number).id
        for item in ("M1", "M11", "M12"):
            desk.records.save(Answer(id=answer_id(sheet, item), form_id=sheet, item=item, rated=Rated(score)))
    journal = desk.forms.start("J", person_id=story.a_person("Nur Hidayah")).id
    for item in ("F1", "F2", "F3"):
        desk.records.save(Answer(id=answer_id(journal, item), form_id=journal, item=item, rated=Rated(10**9)))
    seen = desk.forms.start("P", meeting_id=story.a_meeting(finished=True)).id
    desk.records.save(Answer(id=answer_id(seen, "P1.1"), form_id=seen, item="P1.1", rated=Rated(10**9)))
    result = next(one for one in desk.questionnaires.results([batch]).items if one.item.code == "M1")
    assert (result.n, result.mean, sum(count.count for count in result.counts)) == (1, 3, 1)
    found = {finding.id: (finding.numerator, finding.denominator) for finding in desk.indicators.all()}
    assert (found["I2"][0], found["I6"], found["I16:P1"]) == (0, (0, 1), (0, 0))


@pytest.mark.parametrize("number", [-5, 10**6, 2**63, 10**20])
def test_a_number_that_no_sheet_has_is_refused_in_words(desk: Desk, story: Story, number: int) -> None:
    batch = desk.questionnaires.add_batch("M", story.school).id
    sheet = desk.questionnaires.new_sheet(batch, 1).id
    for act in (lambda: desk.questionnaires.new_sheet(batch, number), lambda: desk.questionnaires.renumber(sheet, number)):
        with pytest.raises(UserError) as error:
            act()
        assert "Nomor lembar" in Words("id").error(error.value)
    assert [row.number for row in desk.questionnaires.sheets(batch)] == [1]


def test_so_many_pupils_are_in_no_class(desk: Desk) -> None:
    form = desk.forms.start("D", person_id=desk.records.me()).id
    with pytest.raises(ProblemsFound):
        desk.forms.count(form, 1, Counted(10**30, 1))
    assert desk.records.all(Sweep) == []
