"""Chain hashes and stamps. A write's name must differ on two copies of one disk, or one copy's work disappears."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plcdesk.ledger.chain import dot_of, link, new_uid, seed
from plcdesk.ledger.clock import AHEAD, Clock, milliseconds
from plcdesk.ledger.commit import DOT, body_digest

SPACE, REPLICA = "0" * 31 + "1", "f" * 32


def test_the_formula_is_the_published_one() -> None:
    start = seed(SPACE, REPLICA)
    assert start == hashlib.sha256(b"plc-feed-v1" + bytes.fromhex(SPACE) + bytes.fromhex(REPLICA)).digest()
    digest = body_digest(b"body")
    first = link(start, b"head", digest)
    assert first == hashlib.sha256(start + hashlib.sha256(b"head").digest() + hashlib.sha256(b"body").digest()).digest()
    assert len(dot_of(first)) == 22
    assert DOT(dot_of(first))


def test_feeds_of_other_spaces_and_replicas_start_elsewhere() -> None:
    assert len({seed(a, b) for a in (SPACE, REPLICA) for b in (SPACE, REPLICA)}) == 4
    assert new_uid() != new_uid()
    for bad in ("", SPACE.upper().replace("0", "A"), SPACE + "0", "0190a5f2-1c1e-7a30-8a1b-2f5f7a1c9e01"):
        with pytest.raises(ValueError, match="uid"):
            seed(bad, REPLICA)


@given(st.lists(st.tuples(st.binary(max_size=8), st.binary(max_size=8)), min_size=1, max_size=6), st.data())
def test_any_change_below_changes_the_tip(lines: list[tuple[bytes, bytes]], data: st.DataObject) -> None:
    def tip(chain: list[tuple[bytes, bytes]]) -> bytes:
        found = seed(SPACE, REPLICA)
        for head, body in chain:
            found = link(found, head, body_digest(body))
        return found

    at = data.draw(st.integers(0, len(lines) - 1))
    head, body = lines[at]
    assert tip(lines) != tip([*lines[:at], (head + b"x", body), *lines[at + 1:]])
    assert tip(lines) != tip([*lines[:at], (head, body + b"x"), *lines[at + 1:]])
    assert tip(lines) != tip(lines[:at] + lines[at + 1:])


def test_stamps_grow_even_when_the_clock_stands_or_steps_back_a_little() -> None:
    times = iter([1_000_000_000, 1_000_000_000, 999_000_000, 1_000_000_001])
    clock = Clock(lambda: next(times))
    stamps = [clock.tick() for _ in range(4)]
    assert stamps == sorted(set(stamps))


def test_a_large_correction_moves_the_clock_back() -> None:
    now = [4_000_000_000_000]
    clock = Clock(lambda: now[0])
    clock.tick()
    now[0] = 1_700_000_000_000
    assert milliseconds(clock.tick()) == now[0]


def test_a_clock_far_ahead_elsewhere_is_not_followed() -> None:
    clock = Clock(lambda: 1_700_000_000_000)
    near, far = (1_700_000_000_000 + AHEAD) << 16, (1_700_000_000_001 + AHEAD) << 16
    assert not clock.witness(far)
    assert clock.tick() < near
    assert clock.witness(near)
    assert clock.tick() == near + 1


@given(st.lists(st.integers(-(2**70), 2**70), min_size=1, max_size=20))
def test_no_wall_clock_makes_a_stamp_that_cannot_be_kept(times: list[int]) -> None:
    steps = iter(times)
    clock = Clock(lambda: next(steps))
    for _ in times:
        assert 0 <= clock.tick() < 2**63
