"""If the order in which bundles arrive changed what is shown, two laptops would never agree again."""

from __future__ import annotations

import random
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from plcdesk.ledger.commit import Op
from plcdesk.ledger.registers import ALIVE, DEAD, KEPT, RowState, apply, state_of

ROW = "01980000-0000-7000-8000-000000000001"
FIELDS = ("title", "venue", "minutes")


@dataclass(frozen=True)
class Made:
    """A write, its writer and all writes its writer knew."""

    number: int
    op: Op
    writer: int
    knew: frozenset[int]


def number_of(dot: str) -> int:
    return int(dot)


def op_on(state: RowState[int], draw: random.Random) -> Op:
    life = tuple(map(str, state.life))
    if state.alive and draw.random() < 0.2:
        origin = tuple(map(str, state.life)) if draw.random() < 0.3 else ()
        return Op("meeting", ROW, "del", replaces=origin, life=life)
    fields = tuple(name for name in FIELDS if draw.random() < 0.5)
    seen = {name: tuple(str(n) for n in state.fields.get(name, ()) if draw.random() < 0.8) for name in fields}
    usual = seen[fields[0]] if fields else ()
    return Op("meeting", ROW, "set", fields, tuple(fields), usual,
              {name: dots for name, dots in seen.items() if dots != usual}, life)


def history(seed: int, writers: int = 3, length: int = 14) -> list[Made]:
    """Writers who now and then learn what another knows, each writing on what it knows."""
    draw = random.Random(seed)
    made: list[Made] = []
    knows: list[set[int]] = [set() for _ in range(writers)]
    for number in range(length):
        writer = draw.randrange(writers)
        if draw.random() < 0.4:
            knows[writer] |= knows[draw.randrange(writers)]
        state = of([made[item] for item in sorted(knows[writer])])
        made.append(Made(number, op_on(state, draw), writer, frozenset(knows[writer])))
        knows[writer].add(number)
    return made


def of(writes: list[Made], me: int = -1) -> RowState[int]:
    writer = {item.number: item.writer for item in writes}
    return state_of([(item.number, item.op) for item in writes], number_of, lambda n: writer.get(n) == me)


def shuffled(writes: list[Made], draw: random.Random) -> list[Made]:
    """Any order in which each write follows those its writer knew."""
    left = list(writes)
    done: set[int] = set()
    result = []
    while left:
        ready = [item for item in left if item.knew <= done]
        item = draw.choice(ready)
        left.remove(item)
        done.add(item.number)
        result.append(item)
    return result


@given(st.integers(0, 2**32), st.integers(0, 2**32), st.integers(-1, 2))
def test_any_order_of_arrival_gives_the_same_state(seed: int, order: int, me: int) -> None:
    writes = history(seed)
    assert of(shuffled(writes, random.Random(order)), me) == of(writes, me)


@given(st.integers(0, 2**32))
def test_the_live_writes_are_those_nobody_replaced(seed: int) -> None:
    writes = history(seed)
    state = of(writes)
    for name in FIELDS:
        wrote = {item.number for item in writes if name in item.op.fields}
        replaced = {int(dot) for item in writes if name in item.op.fields
                    for dot in item.op.exceptions.get(name, item.op.replaces)}
        assert set(state.fields.get(name, ())) == wrote - replaced
    named = {int(dot) for item in writes for dot in item.op.life}
    assert state.life == {item.number: ALIVE if item.op.kind == "set" else DEAD
                          for item in writes if item.number not in named}


@given(st.integers(0, 2**32))
def test_a_write_that_comes_twice_changes_nothing(seed: int) -> None:
    state: RowState[int] = RowState()
    for item in history(seed):
        state = apply(state, item.number, item.op, number_of)
        assert apply(state, item.number, item.op, number_of) == state


@given(st.integers(0, 2**32), st.integers(0, 2))
def test_only_its_maker_keeps_what_others_took_back(seed: int, me: int) -> None:
    writes = history(seed)
    mine, others = of(writes, me), of(writes)
    assert mine.fields == others.fields
    assert {n: value for n, value in mine.life.items() if value != KEPT} == others.life
    assert mine.shared == others.shared


def test_concurrent_writes_both_stay_until_one_names_both() -> None:
    first = Op("meeting", ROW, "set", ("title",), ("a",))
    one = Op("meeting", ROW, "set", ("title",), ("b",), ("0",), life=("0",))
    other = Op("meeting", ROW, "set", ("title",), ("c",), ("0",), life=("0",))
    both = state_of([(0, first), (1, one), (2, other)], number_of)
    assert both.fields == {"title": (1, 2)}
    assert not both.disputed
    settled = apply(both, 3, Op("meeting", ROW, "set", ("title",), ("c",), ("1", "2"), life=("1", "2")), number_of)
    assert settled == RowState({"title": (3,)}, {3: ALIVE})


def test_an_edit_survives_a_deletion_that_did_not_know_it() -> None:
    first = Op("meeting", ROW, "set", ("title",), ("a",))
    edit = Op("meeting", ROW, "set", ("title",), ("b",), ("0",), life=("0",))
    gone = Op("meeting", ROW, "del", life=("0",))
    state = state_of([(0, first), (1, edit), (2, gone)], number_of)
    assert state.alive
    assert state.disputed
    assert not state_of([(0, first), (2, gone)], number_of).alive


def test_what_another_device_takes_back_stays_with_its_maker() -> None:
    first = Op("meeting", ROW, "set", ("title",), ("a",))
    back = Op("meeting", ROW, "del", replaces=("0",), life=("0",))
    writes = [(0, first), (1, back)]
    assert not state_of(writes, number_of).alive
    maker = state_of(writes, number_of, lambda n: n == 0)
    assert maker.alive
    assert maker.disputed
    assert not maker.shared
    kept = apply(maker, 2, Op("meeting", ROW, "set", life=("0", "1")), number_of)
    assert kept.life == {2: ALIVE}
