"""Steps of writing an own version: none of them may cost an answer or leave a version that can never be published."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from plcdesk.domain.instrument_edits import (
    moved,
    paths_of,
    text_at,
    with_cut,
    with_new_item,
    with_share,
    with_text,
    with_words_doubled,
    without_item,
)
from plcdesk.domain.instruments import Instrument, Text
from plcdesk.importers.instrument_check import problems_of
from plcdesk.services.instrument_library import library


def ours(code: str) -> Instrument:
    made = library().newest(code)
    assert made is not None
    return made


def codes(made: Instrument) -> list[str]:
    return [item.code for item in made.items]


CODES = st.sampled_from(library().codes())


@given(CODES, st.data())
def test_words_written_at_a_path_stand_there_and_nowhere_else(code: str, data: st.DataObject):
    made = ours(code)
    path = f"{data.draw(st.sampled_from(list(paths_of(made))))}.{data.draw(st.sampled_from(['id', 'en']))}"
    changed = with_text(made, path, "Kata baru")
    assert text_at(changed, path) == "Kata baru"
    assert with_text(changed, path, text_at(made, path)) == made


@given(CODES, st.data())
def test_adding_moving_and_removing_items_never_gives_two_the_same_code(code: str, data: st.DataObject):
    made = ours(code)
    for _ in range(data.draw(st.integers(1, 6))):
        step = data.draw(st.sampled_from(["add", "move", "remove"]))
        if step == "add":
            made, new = with_new_item(made, data.draw(st.sampled_from([one.code for one in made.dimensions])))
            assert made.item(new) is not None
        elif made.items:
            item = data.draw(st.sampled_from(codes(made)))
            made = moved(made, item, data.draw(st.sampled_from([-1, 1]))) if step == "move" else without_item(made, item)
        if not made.items:
            return
    assert len(set(codes(made))) == len(made.items)
    assert [found for found in problems_of(with_words_doubled(made)) if not found.field.endswith((".id", ".en"))] == []


def test_a_new_item_is_answered_like_the_one_before_it_and_follows_its_number():
    made, code = with_new_item(ours("P"), "P2")
    item = made.item(code)
    assert (code, codes(made)[8]) == ("P2.5", "P2.5")
    assert item is not None
    assert (item.scale, item.label) == (made.items[0].scale, Text("", ""))
    assert with_new_item(ours("M"), "hambatan")[1] == "M14"


def test_an_item_stays_in_its_part():
    made = ours("P")
    assert moved(made, "P1.4", 1) == made
    assert codes(moved(made, "P1.4", -1))[:5] == ["P1.1", "P1.2", "P1.4", "P1.3", "P2.1"]


def test_what_an_item_leaves_behind_goes_with_it():
    made = without_item(without_item(ours("U"), "U1"), "U2")
    assert made.scoring.rules == ()
    made = without_item(ours("F"), "F2")
    assert made.scoring.rules[0].items == ("F1", "F3")
    one = without_item(ours("R1"), "RS")
    assert [part.code for part in one.dimensions] == ["reaksi"]


def test_emptying_the_last_description_takes_all_away():
    made = ours("K")
    for number in range(4):
        for language in ("id", "en"):
            made = with_text(made, f"item.0.anchors.{number}.{language}", "")
    assert made.items[0].anchors == ()
    assert with_text(made, "item.0.anchors.2.id", "Jelas").items[0].anchors[2] == Text("Jelas", "")


def test_missing_words_are_taken_from_the_other_language():
    made = with_text(with_text(ours("F"), "item.0.en", ""), "title.id", "")
    doubled = with_words_doubled(made)
    assert text_at(doubled, "item.0.en") == "Pertanyaan pemantik"
    assert text_at(doubled, "title.id") == "Facilitation skill"
    assert problems_of(doubled) == []


def test_share_and_cut_offs_are_changed_alone():
    made = with_cut(with_share(ours("P"), Decimal("0.5")), 1, Decimal("80.5"))
    assert made.scoring.minimum_share == Decimal("0.5")
    assert [one.at_least for one in made.scoring.categories] == [91, Decimal("80.5"), 61, 0]
    assert problems_of(made) == []
