"""Whether a file is taken depends on its bytes alone: invariants 18 and 22, for flipped bits, mangled files and forgeries.

A forgery here is made by somebody who holds a key and signs what the program would never write.
"""

from __future__ import annotations

import atexit
import dataclasses
import json
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from plcdesk.domain.exchange import ReceiptState
from plcdesk.domain.meetings import Attachment, Meeting
from plcdesk.ledger.commit import BadCommit
from plcdesk.sync import lines
from plcdesk.sync.container import Bundle
from plcdesk.sync.errors import BadBundle
from tests.exchange import oracle
from tests.exchange.laptops import MEETINGS, Laptop, folder_in, founded, meeting
from tests.exchange.model.world import MEMORY
from tests.sync.making import Feed, bundle_bytes, manifest_of

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


class Scene(NamedTuple):
    """Two laptops of one programme with different work, and a bundle of a third with two photos."""

    folder: Path
    laptops: tuple[Laptop, Laptop]
    programme: str
    data: bytes
    dots: tuple[str, ...]
    manifest: str


@cache
def scene() -> Scene:
    folder = Path(tempfile.mkdtemp(prefix="plc-bytes-", dir=MEMORY))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    a, b, c = founded(folder, 3)
    for number in range(6):
        c.save(dataclasses.replace(c.get(Meeting, MEETINGS[0]), opening="Salam\n" * number))
    for content in (b"foto satu" * 40, b"foto dua" * 90):
        c.save(Attachment(meeting_id=MEETINGS[0], sha256=c.blobs.put(content), size=len(content)))
    path = c.send(folder_in(folder, "bundle")).file
    a.merge(path)
    a.save(meeting(1, venue="Aula"))
    b.save(meeting(2, venue="Kelas IV"))
    bundle = Bundle.open(path)
    dots = tuple(line.dot for line in lines.check(bundle.manifest.ranges, bundle.lines()))
    return Scene(folder, (a, b), a.feeds.programme() or "", path.read_bytes(), dots, repr(bundle.manifest))


def judged(data: bytes) -> tuple[str, tuple[str, ...], frozenset[str]] | None:
    """What a file says: manifest, commits, photos missing; None where it is refused. No database is asked."""
    path = scene().folder / "judged.plcb"
    path.write_bytes(data)
    try:
        bundle = Bundle.open(path)
        found = tuple(line.dot for line in lines.check(bundle.manifest.ranges, bundle.lines()))
    except (BadBundle, BadCommit):
        return None
    return repr(bundle.manifest), found, bundle.missing


@QUICK
@given(at=st.integers(0, 10**9), bit=st.integers(0, 7))
def test_one_bit_changed_is_refused_or_costs_one_named_photo(at: int, bit: int) -> None:
    data = bytearray(scene().data)
    data[at % len(data)] ^= 1 << bit
    found = judged(bytes(data))
    event("refused" if found is None else f"photos missing: {len(found[2])}")
    if found is not None:
        assert found[:2] == (scene().manifest, scene().dots)  # 22
        assert len(found[2]) == 1


def mangled(data: bytes, how: tuple[str, int, int, bytes]) -> bytes:
    what, one, other, new = how
    start, end = sorted((one % (len(data) + 1), other % (len(data) + 1)))
    if what == "cut":
        return data[:start]
    if what == "zeros":
        return data[:start] + bytes(end - start) + data[end:]
    if what == "twice":
        return data[:end] + data[start:]
    if what == "out":
        return data[:start] + data[end:]
    return data[:start] + new + data[start + (len(new) if what == "over" else 0):]


manglings = st.tuples(st.sampled_from(["cut", "zeros", "twice", "out", "over", "into"]), st.integers(0, 10**9), st.integers(0, 10**9),
                      st.binary(min_size=1, max_size=40) | st.sampled_from([b"PK\x03\x04", b'"', b"}", b"null", b"1e999", b"\0" * 64]))


def agree(data: bytes) -> None:
    """Both laptops take the file for sound, or both refuse it for the same reason; and so does a look without a database."""
    scene_ = scene()
    path = scene_.folder / "agreed.plcb"
    path.write_bytes(data)
    sound = judged(data) is not None
    found = []
    for laptop in scene_.laptops:
        before = oracle.state(laptop)
        receipt = laptop.exchange.preview(path, accept_new=True)
        assert oracle.state(laptop) == before
        found.append(receipt)
    one, other = found
    assert (one.state is ReceiptState.REFUSED) == (other.state is ReceiptState.REFUSED)  # 18
    if one.state is ReceiptState.REFUSED:
        assert one.reason is not None
        assert other.reason is not None
        assert one.reason.text == other.reason.text
    assert sound or one.state is ReceiptState.REFUSED
    event(f"{one.state}, {other.state}")


@QUICK
@given(how=st.lists(manglings, min_size=1, max_size=3))
def test_a_mangled_file_is_judged_alike_everywhere(how: list[Any]) -> None:
    data = scene().data
    for one in how:
        data = mangled(data, one)
    agree(data)


class Forger(Feed):
    """Somebody with a key, who writes into a space of this programme what the program never writes."""

    def forge(self, ops: list[dict[str, Any]], values: Any, head: dict[str, Any]) -> None:
        seq = len(self.lines) + 1
        told = {"seq": seq, "hlc": 1 << 40, "by": "", "sv": 3, "mr": 1, "ops": ops} | head
        self.save("x", change=lambda *_: (json.dumps(told, separators=(",", ":"), ensure_ascii=False).encode(),
                                          json.dumps(["AAAAAAAAAAA", values], separators=(",", ":"), ensure_ascii=False).encode()))


def mostly(usual: list[Any], strange: list[Any]) -> st.SearchStrategy[Any]:
    """One of the usual, now and then a strange one."""
    return st.sampled_from(usual * (6 * len(strange) // len(usual) + 1) + strange)


names = mostly(["meeting", "person", "gadget"], ["", "Meeting", "sync_commit", "a b"])
rows = mostly([str(MEETINGS[0]), "0190a5f2-1c1e-7a30-8a1b-2f5f7a1c9eff"], ["x", ""])
fields = st.lists(mostly(["venue", "when", "opening", "colour", "group_id"], ["id", "", "a b"]), max_size=3, unique=True)
values = st.recursive(st.none() | st.booleans() | st.integers(-2**53, 2**53) | st.text(max_size=8) | st.floats(allow_nan=False),
                      lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2), max_leaves=6)
heads = st.just({}) | st.just({}) | st.dictionaries(
    st.sampled_from(["seq", "hlc", "by", "sv", "mr", "more"]), st.sampled_from([0, 1, 3, 99, -1, 2**53, "", "x", None, True, 1.5]), max_size=1)


@st.composite
def operations(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[Any], dict[str, Any]]:
    ops, given_values = [], []
    for _ in range(draw(st.integers(1, 2))):
        kind = draw(mostly(["set", "set", "del"], ["put"]))
        named = draw(fields) if kind == "set" else []
        op: dict[str, Any] = {"t": draw(names), "r": draw(rows), "k": kind}
        if named:
            op["f"] = named
            if draw(st.booleans()):
                op["o"] = [draw(mostly([*scene().dots[-2:], "A" * 22], ["short"]))]
        if draw(st.booleans()):
            op["l"] = [draw(st.sampled_from([*scene().dots[-1:], "B" * 22]))]
        ops.append(op)
        given_values.append([draw(values) for _ in named] if draw(mostly([True], [False])) else draw(values))
    return ops, given_values, draw(heads)


@settings(QUICK, max_examples=15)
@given(commits=st.lists(operations(), min_size=1, max_size=2))
def test_a_forgery_is_judged_alike_everywhere(commits: list[Any]) -> None:
    feed = Forger(space=scene().programme)
    for ops, given_values, head in commits:
        feed.forge(ops, given_values, head)
    feed.key = forger()
    manifest = manifest_of(feed)
    agree(bundle_bytes(feed, folder_in(scene().folder, "forged"), manifest=manifest))


@cache
def forger() -> Any:
    return Feed().key
