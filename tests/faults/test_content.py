"""What commits may say: references that lead nowhere, names that are taken, and texts that bait other programs."""

from __future__ import annotations

import dataclasses
import hashlib
import sqlite3
import unicodedata
from pathlib import Path

import pytest

from plcdesk.domain.exchange import ReceiptState
from plcdesk.domain.fields import Kind, Policy, spec_of
from plcdesk.domain.ids import uuid7
from plcdesk.domain.meetings import Meeting
from plcdesk.domain.people import Group, Person
from plcdesk.ledger.chain import dot_of
from plcdesk.ledger.commit import Op
from plcdesk.ledger.feed import FeedId, LogLine, Space, Tip
from plcdesk.sync.manifest import SpacePart
from tests.exchange.laptops import GROUP, MEETINGS, PERSON, Laptop
from tests.sync.making import Feed, bundle_bytes, manifest_of

SQL = "'); DROP TABLE meeting; --"


def feed_of(laptop: Laptop, *ops: Op, index: int = 0) -> Feed:
    """The work of a stranger in the programme of a laptop."""
    made = Feed(space=laptop.feeds.programme() or "")
    for op in ops:
        made.write(op, index=index)
    return made


def bundle_of(folder: Path, lines: list[LogLine], *feeds: Feed) -> Path:
    """A bundle signed by the first of some strangers, with the lines in this order."""
    first = feeds[0]
    tips = {FeedId(feed.space, feed.replica): (Tip(len(feed.lines), feed.hashes[-1]),) for feed in feeds}
    part = SpacePart(Space(first.space, "programme", "Program"), {}, tips, tuple(feed.stretch() for feed in feeds))
    path = folder / "stranger.plcb"
    path.write_bytes(bundle_bytes(first, folder, manifest=manifest_of(first, spaces=(part,)), lines=lines))
    return path


def write(venue: str, **more: object) -> Op:
    return Op("meeting", str(uuid7()), "set", ("venue",), (venue,), **more)  # type: ignore[arg-type]


def unchanged(laptop: Laptop, path: Path, state: ReceiptState) -> None:
    """Preview and merge say the same, and nothing is changed."""
    before = laptop.digest(), laptop.log()
    assert laptop.exchange.preview(path, accept_new=True).state is state
    assert laptop.merge(path).state is state
    assert (laptop.digest(), laptop.log()) == before
    assert laptop.verify().ok


@pytest.mark.parametrize("named", ["replaces", "life", "exceptions"])
def test_writes_that_nobody_ever_made_are_waited_for(two: list[Laptop], stick: Path, named: str) -> None:  # F22
    dots = ("A" * 22,)
    feed = feed_of(two[0], write("Aula", **{named: {"venue": dots} if named == "exceptions" else dots}))
    unchanged(two[1], bundle_of(stick, feed.lines, feed), ReceiptState.PARKED)


def test_a_write_cannot_name_itself(two: list[Laptop], stick: Path) -> None:  # F22
    # naming oneself changes one's name: what stands there is the name that was meant, and nobody bears it
    plain = feed_of(two[0], write("Aula"))
    named = Feed(plain.space, plain.replica, plain.key)
    named.write(write("Aula", replaces=(dot_of(plain.hashes[1]),)))
    unchanged(two[1], bundle_of(stick, named.lines, named), ReceiptState.PARKED)


def test_two_writes_that_wait_for_each_other(two: list[Laptop], stick: Path) -> None:  # F22
    first = feed_of(two[0], write("Aula"))
    second = Feed(space=first.space)
    second.write(write("Kelas", replaces=(dot_of(first.hashes[1]),)), index=1)
    circle = Feed(first.space, first.replica, first.key)
    circle.write(write("Aula", replaces=(dot_of(second.hashes[1]),)))
    unchanged(two[1], bundle_of(stick, [*circle.lines, *second.lines], circle, second), ReceiptState.PARKED)


def test_a_write_named_before_it_comes_is_waited_for_and_after_it_is_merged(two: list[Laptop], stick: Path) -> None:  # F22
    first = feed_of(two[0], write("Aula"))
    second = Feed(space=first.space)
    second.write(write("Kelas", replaces=(dot_of(first.hashes[1]),)), index=1)
    unchanged(two[1], bundle_of(stick, [*second.lines, *first.lines], first, second), ReceiptState.PARKED)
    path = bundle_of(stick, [*first.lines, *second.lines], first, second)
    assert two[1].merge(path).state is ReceiptState.APPLIED
    assert two[1].verify().ok


def test_two_commits_of_one_name_are_never_taken_for_one(two: list[Laptop], stick: Path) -> None:  # F23
    # nobody can find two hashes that begin alike, so the one held here is given the name of the one that comes
    feed = feed_of(two[0], write("Aula"))
    laptop = two[1]
    laptop.close()
    with sqlite3.connect(laptop.paths.database) as connection:
        connection.execute("UPDATE sync_commit SET dot = ? WHERE n = (SELECT max(n) FROM sync_commit)", (dot_of(feed.hashes[1]),))
    connection.close()
    laptop.open()
    before = laptop.log()
    path = bundle_of(stick, feed.lines, feed)
    assert laptop.exchange.preview(path, accept_new=True).state is ReceiptState.REFUSED
    assert laptop.merge(path).state is ReceiptState.REFUSED
    assert laptop.log() == before


BAIT = {
    "sql": SQL,
    "html": '<img src="file:///c:/x"><a href="javascript:alert(1)">x</a><script>1</script>&amp;',
    "formula": '=HYPERLINK("http://x";"y")',
    "format": "%s%n{0}{name}$(x)`x`\\u0000",
    "bidi": "\u202eguru\u202c \u2066SD\u2069 \u200f",
    "zero width": "Ba\u200bm\u200dbang\ufeff\u2060",
    "composed": unicodedata.normalize("NFC", "Éva Ñoño"),
    "decomposed": unicodedata.normalize("NFD", "Éva Ñoño"),
    "separators": "a\u2028b\u2029c\x85d\x0be\x1cf",
    "outside": "\U0001f600\U0010fffd\ufffe",
}


def texts_of(cls: type) -> list[str]:
    """The fields of a record that a person types freely."""
    return [field.name for field in spec_of(cls).fields.values() if field.policy in (Policy.VALUE, Policy.PARAGRAPHS)
            and field.refers is None and field.parts[0].kind in (Kind.TEXT, Kind.LONG)]


def test_texts_that_bait_other_programs_arrive_letter_by_letter(two: list[Laptop], stick: Path) -> None:  # F24, F25, F27
    a, b = two
    for bait in BAIT.values():
        for cls, key in ((Meeting, MEETINGS[0]), (Person, PERSON), (Group, GROUP)):
            found = a.get(cls, key)
            a.save(dataclasses.replace(found, **dict.fromkeys(texts_of(cls), bait)))
        assert b.merge(a.send(stick).file).state is ReceiptState.APPLIED
        assert b.get(Meeting, MEETINGS[0]) == a.get(Meeting, MEETINGS[0])
        assert b.get(Meeting, MEETINGS[0]).venue == bait
        assert b.get(Person, PERSON).name == bait
    assert a.digest() == b.digest()
    assert a.verify().ok
    assert b.verify().ok


def test_a_megabyte_of_marks_on_one_letter_arrives(two: list[Laptop], stick: Path) -> None:  # F27
    a, b = two
    heap = "e" + "\u0301\u0328" * 499_999
    a.save(dataclasses.replace(a.get(Meeting, MEETINGS[0]), opening=heap))
    assert b.merge(a.send(stick).file).state is ReceiptState.APPLIED
    assert hashlib.sha256(b.get(Meeting, MEETINGS[0]).opening.encode()).digest() == hashlib.sha256(heap.encode()).digest()


@pytest.mark.parametrize("table", ["sqlite_master", "sync_commit", "local", "drop", "meeting_fts", "pragma_table_info"])
def test_names_of_tables_and_fields_in_a_commit_are_never_names_in_the_database(two: list[Laptop], stick: Path,
                                                                                table: str) -> None:  # F24
    laptop = two[1]
    names = ("select", "rowid", "n", "sql", "table", "name")
    ops = [Op(table, str(uuid7()), "set", names, (SQL,) * len(names)),
           Op("meeting", MEETINGS[0], "set", (*names, "venue"), (*(SQL,) * len(names), SQL))]
    feed = feed_of(two[0], *ops)
    with sqlite3.connect(laptop.paths.database) as connection:
        before = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY 1").fetchall()
    assert laptop.merge(bundle_of(stick, feed.lines, feed)).state is ReceiptState.APPLIED
    after = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY 1").fetchall()
    connection.close()
    assert before == after
    assert laptop.get(Meeting, MEETINGS[0]) is not None
    assert laptop.verify().ok
