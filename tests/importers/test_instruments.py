"""The instruments: what a teacher is asked comes out of the files exactly, and a slip in a file is found before release.
"""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plcdesk.domain.instruments import (
    About,
    AnswerKind,
    Category,
    Dimension,
    Instrument,
    Item,
    Method,
    Occasion,
    Option,
    Rule,
    Scale,
    Scoring,
    Text,
    Tick,
)
from plcdesk.domain.partners import PartnerRole
from plcdesk.importers.instrument_check import problems_of
from plcdesk.importers.instrument_shape import NotReadable, from_json, to_json
from plcdesk.importers.instruments import (
    Trouble,
    check_files,
    files,
    read_header,
    read_instrument,
    read_lists,
    read_shared,
)
from plcdesk.paths import RESOURCES

FOLDER = RESOURCES / "instruments"
OURS = {path.stem.upper(): read_instrument(path, read_shared(FOLDER)) for path in files(FOLDER)}
ASKED = {
    "P": 20, "F": 8, "J": 8, "C": 24, "D": 12, "A": 7, "K": 11, "L": 18, "LP": 18, "R1": 9, "R2": 8, "R3": 6, "R4": 3,
    "M": 19, "V": 9, "U": 13, "W": 15, "WF": 5, "O": 10,
}  # fmt: skip


# what is asked -------------------------------------------------------------------------------------------------------


def test_our_files_have_no_fault():
    assert check_files(FOLDER) == []


def test_every_instrument_of_the_handbook_is_there_with_all_its_items():
    assert {code: len(made.items) for code, made in OURS.items()} == ASKED


@pytest.mark.parametrize("made", OURS.values(), ids=OURS)
def test_everything_is_said_in_both_languages_and_not_in_the_wrong_one(made: Instrument):
    texts = [made.title, *(item.label for item in made.items), *(a for item in made.items for a in item.anchors),
             *(tick.label for item in made.items for tick in item.ticks), *(one.label for one in made.dimensions),
             *(option.label for item in made.items if item.scale for option in item.scale.options)]
    same = {text.id for text in texts if text.id == text.en}
    assert same == set()
    assert [text for text in texts if " / " in text.id + text.en or "**" in text.id + text.en] == []


@pytest.mark.parametrize("path", files(FOLDER), ids=lambda path: path.stem)
def test_the_quick_look_at_the_head_says_the_same_as_the_whole_file(path: Path):
    made = OURS[path.stem.upper()]
    assert read_header(path) == (made.code, made.version, made.title, made.about, made.private)


def test_levels_of_a_rubric_stand_in_order_with_their_descriptors():
    item = OURS["P"].item("P3.3")
    assert item is not None
    assert item.scale is not None
    assert item.label == Text("Tindak lanjut jelas", "Follow-up is clear")
    assert [option.label.id for option in item.scale.options] == ["Belum tampak", "Mulai tampak", "Tampak konsisten",
                                                                  "Membudaya"]
    assert item.anchors[3] == Text("Ada ukuran dan dilaporkan kembali", "Measured, reported back")
    assert item.scale.skip.id == "Tidak teramati"
    assert all(len(one.anchors) == 4 for code in "PFAK" for one in OURS[code].items)


def test_what_is_private_stays_private_and_what_is_anonymous_bears_no_name():
    assert {code for code, made in OURS.items() if made.private} == {"P", "F", "C", "D", "W", "WF"}
    assert {code for code, made in OURS.items() if made.anonymous} == {"O", "R1"}


def test_questions_about_the_change_are_asked_at_the_end_only():
    start = [item.code for item in OURS["M"].asked(Occasion.START)]
    assert start == [f"M{number}" for number in range(1, 11)]
    assert len(OURS["M"].asked(Occasion.END)) == ASKED["M"]


def test_community_figures_are_not_asked_about_their_children():
    asked = [item.code for item in OURS["O"].asked(role=PartnerRole.COMMUNITY)]
    assert asked == ["O1", "O2", "O3", "O6", "O8", "O9", "O10"]
    assert len(OURS["O"].asked(role=PartnerRole.PARENT)) == 10


def test_reversed_items_minimal_parts_and_right_answers_are_those_of_the_handbook():
    def those(**wanted: object) -> dict[str, list[str]]:
        (name, value), = wanted.items()
        found = {code: [item.code for item in made.items if getattr(item, name) == value]
                 for code, made in OURS.items()}
        return {code: items for code, items in found.items() if items}

    assert those(reversed=True) == {"M": ["M9"], "U": ["U10"]}
    assert those(minimal=True) == {"L": ["L7", "L10", "L11"], "LP": ["L8", "L9", "L11"]}
    assert those(correct=1) == {"R2": ["R9", "R11", "R13", "R15"]}
    assert those(correct=0) == {"R2": ["R10", "R12", "R14", "R16"]}


def test_judgements_and_rules_are_those_of_the_handbook():
    cuts = {code: tuple(int(one.at_least) for one in made.scoring.categories) for code, made in OURS.items()}
    assert {code for code, found in cuts.items() if found == (91, 76, 61, 0)} == set("PFJCDAKMVUO") | {"R1", "R4"}
    assert all(not cuts[code] for code in ("L", "LP", "R2", "R3", "W", "WF"))
    rules = {(code, rule.code): (rule.items + rule.dimensions, rule.at_least)
             for code, made in OURS.items() for rule in made.scoring.rules}
    assert rules == {
        ("F", "able"): (("F1", "F2", "F3"), 3), ("J", "able"): (("F1", "F2", "F3"), 3),
        ("A", "aiw"): (("A1", "A2", "A3"), 3), ("M", "motivated"): (("M11", "M12"), 4),
        ("U", "wa"): (("U1",), 4), ("U", "classroom"): (("U2",), 4),
        ("R3", "shown"): (tuple(f"R{number}" for number in range(17, 23)), 3),
    }  # fmt: skip
    assert OURS["L"].scoring.method is Method.TOTAL
    assert OURS["R2"].scoring.method is Method.CORRECT
    assert all(made.scoring.minimum_share == Decimal("0.75") for made in OURS.values())


def test_the_keys_of_a_scale_are_the_digits_on_the_keyboard():
    keys = {scale.code: "".join(option.key for option in scale.options) + scale.skip_key
            for scale in read_shared(FOLDER).scales.values()}
    assert keys == {"rub4": "12340", "shr4": "12340", "lik4": "12340", "chg5": "123450", "frq5": "123450",
                    "cmp3": "012-", "yn": "120", "bs": "120", "done3": "1230", "net3": "1230"}


def test_the_ticks_of_the_barriers_are_the_categories_of_obstacles():
    barriers = OURS["M"].item("H")
    assert barriers is not None
    assert [tick.code for tick in barriers.ticks if tick.exclusive] == ["H0"]
    assert read_lists(FOLDER)["obstacles"] == tuple((tick.code, tick.label) for tick in barriers.ticks[:9])


def test_the_fixed_lists_are_complete():
    assert {name: len(choices) for name, choices in read_lists(FOLDER).items()} == {
        "obstacles": 9, "arnstein": 8, "cipp": 4, "appreciative": 4, "forming": 5,
    }


# slips in a file -----------------------------------------------------------------------------------------------------

SCALES = """[[scale]]
code = "yn"
skip = { id = "Tidak dijawab", en = "Not answered" }
options = [
  { score = 1, key = "1", id = "Ya", en = "Yes" },
  { score = 0, key = "2", id = "Tidak", en = "No" },
]
"""
LISTS = """[[list]]
name = "short"
choices = [{ value = "a", id = "Satu", en = "One" }]
"""
GOOD = """code = "Q"
version = 1
title = { id = "Judul", en = "Title" }
about = "sheet"
method = "dimensions"
minimum_share = 0.5

[[category]]
at_least = 50
id = "Baik"
en = "Good"
[[category]]
at_least = 0
id = "Kurang"
en = "Poor"

[[rule]]
code = "fine"
id = "Bagus"
en = "Fine"
at_least = 1
items = ["Q1"]

[[dimension]]
code = "one"
id = "Bagian"
en = "Part"

[[item]]
code = "Q1"
dimension = "one"
scale = "yn"
id = "Pertanyaan satu"
en = "Question one"
anchors = [
  { id = "Ya sekali", en = "Very yes" },
  { id = "Tidak sekali", en = "Very no" },
]

[[item]]
code = "Q2"
dimension = "one"
scale = "yn"
id = "Pertanyaan dua"
en = "Question two"
"""


def troubles(folder: Path, text: str, name: str = "q.toml", scales: str = SCALES) -> list[Trouble]:
    (folder / "scales.toml").write_text(scales, "utf-8")
    (folder / "lists.toml").write_text(LISTS, "utf-8")
    (folder / name).write_text(text, "utf-8")
    return check_files(folder)


def test_the_file_that_the_slips_are_made_in_is_good(tmp_path: Path):
    assert troubles(tmp_path, GOOD) == []


@pytest.mark.parametrize(("old", "new", "line", "reason"), [
    ('en = "Question two"', 'en = "Question two', 45, "Illegal character"),
    ('version = 1', 'version = "1"', 2, "a whole number is expected"),
    ('version = 1', 'version = 2', 2, "the version must be 1 or a multiple of 100"),
    ('about = "sheet"', 'about = "sheets"', 4, "'sheets' is none of meeting, leader"),
    ('about = "sheet"\n', '', 1, "'about' is missing"),
    ('title = { id = "Judul", en = "Title" }', 'title = { id = "Judul", en = " " }', 3, "The English title is missing"),
    ('minimum_share = 0.5', 'minimum_share = 1.5', 6, "between 0% and 100%"),
    ('at_least = 50', 'at_least = 150', 9, "A cut-off lies between 0 and 100"),
    ('at_least = 0\n', 'at_least = 60\n', 13, "must go down: 60 stands after 50"),
    ('at_least = 0\n', 'at_least = 10\n', 13, "The lowest category must begin at 0"),
    ('items = ["Q1"]', 'items = ["Q1", "Q7"]', 22, "names Q7, which is not here"),
    ('at_least = 1\n', 'at_least = 2\n', 21, "asks for 2, which no answer reaches"),
    ('en = "Part"', 'en = "Part"\nscore = true', 28, "'score' is not known here"),
    ('scale = "yn"\nid = "Pertanyaan dua"', 'scale = "ny"\nid = "Pertanyaan dua"', 43, "scale 'ny' is not known"),
    ('code = "Q2"', 'code = "Q1"', 41, "The code Q1 stands twice"),
    ('code = "Q2"', 'code = "Q 2"', 41, "Q 2 cannot be the code of an item"),
    ('code = "Q2"\ndimension = "one"', 'code = "Q2"\ndimension = "two"', 42, "Q2 belongs to no part"),
    ('id = "Pertanyaan dua"', 'id = ""', 44, "Q2: the Indonesian words are missing"),
    ('id = "Pertanyaan dua"\n', '', 40, "'id' is missing"),
    ('  { id = "Tidak sekali", en = "Very no" },\n', '', 35, "a description for each of the 2 levels"),
    ('en = "Very no"', 'en = ""', 37, "Q1 · 2: the English words are missing"),
    ('id = "Pertanyaan dua"', 'id = "Pertanyaan dua"\nkind = "text"', 45, "Q2 has no levels"),
    ('id = "Pertanyaan dua"', 'id = "Pertanyaan dua"\ncorrect = 5', 45, "the right answer is none of its answers"),
    ('id = "Pertanyaan dua"', 'id = "Pertanyaan dua"\nreversed = "ya"', 45, "true or false is expected"),
    ('id = "Pertanyaan dua"', 'id = "Pertanyaan dua"\noccasions = ["tengah"]', 45, "'tengah' is none of awal, akhir"),
    ('code = "Q"', 'code = "X9"', 1, "codes that begin with X"),
    (GOOD[GOOD.index("[[item]]"):], "", 24, "Part one has no item"),
])  # fmt: skip
def test_a_slip_names_file_line_and_reason(tmp_path: Path, old: str, new: str, line: int, reason: str):
    assert old in GOOD
    found = troubles(tmp_path, GOOD.replace(old, new, 1), "x9.toml" if "X9" in new else "q.toml")
    name = "x9.toml" if "X9" in new else "q.toml"
    assert [(one.file, one.line) for one in found if reason in one.reason] == [(name, line)], found


@pytest.mark.parametrize(("old", "new", "file", "line", "reason"), [
    ('  { score = 0, key = "2", id = "Tidak", en = "No" },\n', '', "scales.toml", 4, "needs at least two answers"),
    ('key = "2"', 'key = "1"', "scales.toml", 4, "have the same key"),
    ('key = "2"', 'key = "22"', "scales.toml", 6, "22 cannot be the key of an answer"),
    ('score = 0', 'score = 1', "scales.toml", 4, "have the same score"),
    ('skip = {', 'skip = [', "scales.toml", 3, ""),
    ('en = "No"', 'no = "No"', "scales.toml", 6, "'en' is missing"),
])  # fmt: skip
def test_a_slip_in_a_scale_is_found(tmp_path: Path, old: str, new: str, file: str, line: int, reason: str):
    found = troubles(tmp_path, GOOD, scales=SCALES.replace(old, new, 1))
    assert [(one.file, one.line) for one in found if reason in one.reason][:1] == [(file, line)], found


def test_a_scale_with_more_answers_than_keys_is_found(tmp_path: Path):
    options = "".join(f'  {{ score = {n}, id = "{n}a", en = "{n}b" }},\n' for n in range(1, 11))
    scales = SCALES[: SCALES.index("  {")] + options + "]\n"
    assert any("has more than 9 answers" in one.reason for one in troubles(tmp_path, GOOD, scales=scales))


def test_a_file_must_be_called_by_its_code_and_two_may_not_be_the_same(tmp_path: Path):
    found = troubles(tmp_path, GOOD, "other.toml") + troubles(tmp_path, GOOD)
    assert [(one.file, one.reason) for one in found] == [
        ("other.toml", "the file must be called q.toml"), ("other.toml", "the file must be called q.toml"),
        ("q.toml", "the same code and version as other.toml"),
    ]


def test_a_file_that_is_no_text_or_is_missing_is_told(tmp_path: Path):
    troubles(tmp_path, GOOD)
    (tmp_path / "q.toml").write_bytes(b'code = "Q"\nversion = 1\n\xff')
    (tmp_path / "lists.toml").unlink()
    assert [one[:2] for one in check_files(tmp_path)] == [("lists.toml", 1), ("q.toml", 3)]


# an own version as it is kept ----------------------------------------------------------------------------------------

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
TEXTS = st.builds(Text, WORDS, WORDS)
CODES = st.from_regex(r"[A-Za-z][A-Za-z0-9.]{0,4}", fullmatch=True)
DECIMALS = st.decimals(-100, 1000, places=3)
SCALE = st.builds(Scale, CODES, st.lists(st.builds(Option, st.integers(-9, 99), WORDS, TEXTS), max_size=4).map(tuple),
                  TEXTS, WORDS)


@st.composite
def instruments(draw: st.DrawFn) -> Instrument:
    scales = draw(st.lists(SCALE, min_size=1, max_size=3, unique_by=lambda scale: scale.code))
    items = st.builds(
        Item, CODES, st.sampled_from(AnswerKind), TEXTS, CODES, st.none() | st.sampled_from(scales),
        st.lists(TEXTS, max_size=3).map(tuple),
        st.lists(st.builds(Tick, CODES, TEXTS, st.booleans()), max_size=3).map(tuple),
        st.booleans(), st.none() | st.integers(-5, 5), st.booleans(), st.frozensets(st.sampled_from(Occasion)),
        st.frozensets(WORDS),
    )
    names = st.lists(CODES, max_size=3).map(tuple)
    scoring = st.builds(
        Scoring, st.sampled_from(Method), DECIMALS, st.lists(st.builds(Category, DECIMALS, TEXTS), max_size=3).map(tuple),
        st.lists(st.builds(Rule, CODES, TEXTS, DECIMALS, names, names), max_size=2).map(tuple),
    )
    return draw(st.builds(
        Instrument, CODES, st.integers(0, 999), TEXTS, st.sampled_from(About),
        st.lists(st.builds(Dimension, CODES, TEXTS, st.booleans()), max_size=3).map(tuple),
        st.lists(items, max_size=4).map(tuple), scoring, TEXTS, st.booleans(), st.booleans(), st.integers(0, 60),
    ))


@given(instruments())
def test_a_draft_comes_back_as_it_was_kept_however_unfinished(made: Instrument):
    assert from_json(to_json(made)) == made


@given(instruments())
def test_judging_a_draft_never_fails(made: Instrument):
    for problem in problems_of(made):
        assert problem.text.format(**problem.values)


@pytest.mark.parametrize("made", OURS.values(), ids=OURS)
def test_a_copy_of_ours_is_sound_and_the_same(made: Instrument):
    assert from_json(to_json(made)) == made
    assert problems_of(made) == []


@pytest.mark.parametrize("text", [
    "", "[]", "{", "3", "null", "[" * 100_000, '{"code":"F"}', to_json(OURS["F"]).replace("dimensions", "median"),
    to_json(OURS["F"]).replace('"code":"F1"', '"code":"F1","weight":2'), to_json(OURS["F"]).replace("0.75", "NaN"),
    to_json(OURS["F"]).replace('"item":[', '"item":[3,'), to_json(OURS["F"]).replace('"version":1', '"version":1e999'),
], ids=range(12))  # fmt: skip
def test_what_a_newer_program_wrote_is_refused_rather_than_half_understood(text: str):
    with pytest.raises(NotReadable):
        from_json(text)
