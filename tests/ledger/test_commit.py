"""The commit codec. If it read what it should refuse, two laptops could disagree for ever about what was saved."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plcdesk.domain.ids import uuid7
from plcdesk.ledger.commit import MAX_OPS, BadCommit, Commit, Op, clean, decode, encode, nonce, parse

ROW = "0190a5f2-1c1e-7a30-8a1b-2f5f7a1c9e01"
DOT = "AAAAAAAAAAAAAAAAAAAAAA"
OTHER = "BBBBBBBBBBBBBBBBBBBBBA"
SALT = bytes(8)

text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
scalar = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | text
values = scalar | st.lists(scalar, max_size=3)
names = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
dots = st.lists(st.from_regex(r"[A-Za-z0-9_-]{21}[AQgw]", fullmatch=True), max_size=3, unique=True).map(tuple)


@st.composite
def ops(draw: st.DrawFn) -> Op:
    row = str(uuid7())
    if draw(st.booleans()):
        return Op(draw(names), row, "del", replaces=draw(dots), life=draw(dots))
    fields = tuple(draw(st.lists(names, max_size=4, unique=True)))
    exceptions = draw(st.dictionaries(st.sampled_from(fields), dots)) if fields else {}
    return Op(draw(names), row, "set", fields, tuple(draw(values) for _ in fields), draw(dots), exceptions, draw(dots))


commits = st.builds(
    Commit, st.integers(1, 2**53), st.integers(0, 2**63 - 1), st.just("") | st.just(ROW), st.integers(1, 99),
    st.integers(1, 99), st.lists(ops(), min_size=1, max_size=4).map(tuple),
)


@given(commits)
def test_what_is_written_is_read_back(commit: Commit) -> None:
    assert decode(*encode(commit, nonce())) == commit


@given(commits)
def test_an_erased_commit_keeps_its_structure(commit: Commit) -> None:
    head, _ = encode(commit, SALT)
    erased = decode(head, None)
    assert erased.dots() == commit.dots()
    assert [(op.table, op.row, op.fields) for op in erased.ops] == [(op.table, op.row, op.fields) for op in commit.ops]
    assert all(op.values is None for op in erased.ops)


def test_the_same_save_twice_has_two_names() -> None:
    commit = simple()
    assert encode(commit, nonce())[1] != encode(commit, nonce())[1]


def simple(**other: object) -> Commit:
    data = {"seq": 1, "hlc": 5, "by": ROW, "schema": 1, "min_reader": 1,
            "ops": (Op("meeting", ROW, "set", ("venue",), ("Hall",)),)}
    return Commit(**(data | other))  # type: ignore[arg-type]


def head(op: dict[str, object] | None = None, **other: object) -> bytes:
    whole = {"t": "meeting", "r": ROW, "k": "set", "f": ["venue"]} | (op or {})
    data = {"seq": 1, "hlc": 5, "by": ROW, "sv": 1, "mr": 1, "ops": [whole]} | other
    return json.dumps(data).encode()


BODY = b'["AAAAAAAAAAA",[["Hall"]]]'


def body(value: str) -> bytes:
    return b'["AAAAAAAAAAA",[[' + value.encode() + b"]]]"


def test_the_sample_of_these_tests_is_valid() -> None:
    assert decode(head(), BODY).ops[0].values == ("Hall",)


@pytest.mark.parametrize("bad", [
    head(seq=0), head(seq=2**53 + 1), head(seq=1.0), head(seq=True), head(seq="1"), head(hlc=-1), head(hlc=2**63),
    head().replace(b'"seq": 1', b'"seq": ' + b"9" * 30), head().replace(b'"hlc": 5', b'"hlc": ' + b"9" * 5000),
    head(by="x"), head(by=None), head(by=ROW.upper()), head(sv=0), head(mr=10**7), head(more=1), head(ops=[]),
    head(ops={}), head(ops=None), head(ops=[1]),
    head({"t": "Meeting"}), head({"t": "meeting;drop"}), head({"t": ""}), head({"t": "m" * 64}), head({"t": 1}),
    head({"r": ROW[:-1]}), head({"r": ROW.upper()}), head({"r": ROW.replace("-", "")}), head({"r": "{" + ROW[:-2] + "}"}),
    head({"k": "put"}), head({"k": "del"}), head({"z": 1}), head({"f": []}), head({"f": "venue"}), head({"f": ["a", "a"]}),
    head({"f": ["Venue"]}), head({"f": ["venue", "title"]}),
    head({"o": [DOT, DOT]}), head({"o": ["A" * 21]}), head({"o": ["A" * 21 + "B"]}), head({"o": []}), head({"o": DOT}),
    head({"l": ["é" + "A" * 21]}), head({"x": {}}), head({"x": {"title": [DOT]}}), head({"x": {"venue": DOT}}),
    head({"x": [["venue", [DOT]]]}),
    head().replace(b'"seq": 1', b'"seq": 1, "seq": 2'), head().replace(b'"k": "set"', b'"k": "set", "k": "set"'),
    head().replace(b": 1", b":\t1", 1), head() + b"\n", head() + b" x", b"", b"[]", b"null", b"\xef\xbb\xbf" + head(),
    head()[:-1], head().replace(b"meeting", b"meet\xffng"), b"[" * 100_000,
], ids=lambda bad: bad[:60].decode("latin-1").replace("\0", ""))
def test_a_head_that_is_none_is_refused(bad: bytes) -> None:
    with pytest.raises(BadCommit):
        decode(bad, BODY)


@pytest.mark.parametrize("bad", [
    body("NaN"), body("Infinity"), body("-Infinity"), body("1e999"), body("-1e999"), body(str(2**53 + 1)), body("9" * 400),
    body("-" + "9" * 5000), body('"\\ud800"'), body('"\\udc00\\ud800"'), body('"a\\u0000"'), body('"a\0"'),
    body('"a\x01"'), body('{"a":1,"a":2}'), body('{"\\ud800":1}'), body('["\\u0000"]'), body("[[[[1]]]]"), body('[{"a":{"b":[1]}}]'),
    body("[" * 100_000), body("1,2"), body(""), b'["AAAAAAAAAAA",[]]', b'["AAAAAAAAAA",[["Hall"]]]', b'[1,[["Hall"]]]',
    b'["AAAAAAAAAAA",[["Hall"]],1]', b'{"AAAAAAAAAAA":[["Hall"]]}', body('"' + "x" * 1_000_001 + '"'),
    body('["' + "x" * 1_000_001 + '"]'), body('"\xff"').replace("\xff".encode(), b"\xff"),
    b'["AAAAAAAAAAA",[["' + b"x" * 4_194_304 + b'"]]]',
], ids=lambda bad: bad[14:50].decode("latin-1").replace("\0", ""))
def test_a_body_that_is_none_is_refused(bad: bytes) -> None:
    with pytest.raises(BadCommit):
        decode(head(), bad)


@pytest.mark.parametrize("good", [
    "null", "true", "1.5", str(2**53), str(-(2**53)), '""', '"\\ud83d\\ude00"', '"😀\\n\\t"', '[["a"]]', '{"a":[1]}',
    '"' + "x" * 1_000_000 + '"',
], ids=lambda good: good[:30])
def test_a_value_within_the_limits_is_read(good: str) -> None:
    assert decode(head(), body(good)).ops[0].values == (json.loads(good),)


def test_one_record_twice_in_a_commit_is_refused() -> None:
    op = Op("meeting", ROW, "set", ("venue",), ("Hall",))
    with pytest.raises(BadCommit):
        encode(simple(ops=(op, op)), SALT)


def test_too_many_records_in_a_commit_are_refused() -> None:
    many = tuple(Op("meeting", str(uuid7()), "del") for _ in range(MAX_OPS + 1))
    with pytest.raises(BadCommit):
        encode(simple(ops=many), SALT)
    assert len(decode(*encode(simple(ops=many[1:]), SALT)).ops) == MAX_OPS


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800", "a\0", 2**60, "x" * 1_000_001, [[[[1]]]]])
def test_nothing_is_written_that_could_not_be_read(value: object) -> None:
    with pytest.raises(BadCommit):
        encode(simple(ops=(Op("meeting", ROW, "set", ("venue",), (value,)),)), SALT)


@given(st.text(max_size=30))
def test_any_typed_text_can_be_saved_once_cleaned(typed: str) -> None:
    op = Op("meeting", ROW, "set", ("venue",), (clean(typed),))
    commit = simple(ops=(op,))
    assert decode(*encode(commit, SALT)) == commit
    if typed.isprintable():
        assert clean(typed) == typed


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_and_nothing_else(data: bytes) -> None:
    for attempt in (lambda: decode(data, BODY), lambda: decode(head(), data), lambda: parse(data)):
        try:
            attempt()
        except BadCommit:
            continue
