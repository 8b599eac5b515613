"""What is erased for good must be gone everywhere, and nothing else may change by it (invariant 20)."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plcdesk.domain.changes import Row
from plcdesk.domain.errors import UserError
from plcdesk.domain.ids import derived
from plcdesk.domain.meetings import Meeting
from plcdesk.domain.people import Person, PersonContact
from plcdesk.domain.programme import Programme, School
from plcdesk.domain.records import SPECS
from plcdesk.domain.stewardship import STATEMENTS, Act, DeviceNotice, Erasure
from plcdesk.storage import erasure, stewards, traces
from plcdesk.storage.engine import open_database
from plcdesk.storage.erasure import NotErased, carry_out
from plcdesk.storage.revert import compensate
from plcdesk.storage.search import Search
from plcdesk.storage.sql import fetch
from plcdesk.storage.storage import Storage
from plcdesk.storage.traces import Traces
from tests.storage.conftest import Laptop, Ticks

DAY = date(2026, 3, 4)
SCHOOL = derived("test", "school")
ROWS = [derived("test", number) for number in range(3)]
FIELDS = ("title", "venue", "evidence", "opening")
"""A plain text, another, and one that merges by paragraphs."""


def erase(laptop: Laptop, found: Traces, *, backups: bool = False) -> Any:
    with laptop.storage.unit() as unit:
        unit.changes = carry_out(unit, found, reason="", backups=backups, day=DAY)
    erasure.scrub(laptop.storage.db)
    return unit.changes


def traces_of(laptop: Laptop, *rows: Any) -> Traces:
    with laptop.storage.db.read() as connection:
        return traces.of_rows(connection, [(row.table, str(row.id)) for row in rows])


def told(laptop: Laptop) -> Any:
    """Every visible record, every entry that differs with its values in order, every deleted record."""
    store = laptop.store
    tables = [spec for table, spec in SPECS.items() if table not in STATEMENTS]
    return ({(spec.table, record.id): record for spec in tables for record in store.all(spec.cls)},
            {(entry.row, entry.field): [str(sibling.value) for sibling in entry.siblings] for entry in store.differing()
             if entry.field},
            {line.row: line.record for line in store.deleted()})


def bytes_of(folder: Path) -> bytes:
    return b"\n".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def terms(laptop: Laptop) -> set[str]:
    """What the full-text index really holds."""
    with laptop.storage.db.write() as connection:
        connection.exec_driver_sql("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, search_index, 'row')")
        found = {term for (term,) in fetch(connection, "SELECT term FROM temp.vocabulary")}
        connection.exec_driver_sql("DROP TABLE temp.vocabulary")
    return found


class Class:
    """Laptops of one programme in a folder of their own. The first is the steward."""

    def __init__(self, folder: Path, count: int = 3) -> None:
        self.folder = folder
        self.ticks = Ticks()
        self.laptops = [self.laptop(name) for name in "abcdef"[:count]]
        self.first = self.laptops[0]
        self.first.save(Programme(name="Program"), School(id=SCHOOL, name="SD Melati"))
        self.tokens = 0

    def laptop(self, name: str) -> Laptop:
        return Laptop(Storage.open(self.folder / name / "data.db", create=True, now=self.ticks), self.folder / name, name)

    def meet(self, rounds: int = 3) -> None:
        for _ in range(rounds):
            for one in self.laptops:
                for other in self.laptops:
                    if one is not other:
                        one.give(other)

    def token(self) -> str:
        self.tokens += 1
        return f"zq{self.tokens:04d}xkv"

    def close(self) -> None:
        for one in self.laptops:
            one.storage.close()


@pytest.fixture
def three(tmp_path: Path) -> Iterator[Class]:
    found = Class(tmp_path)
    found.meet(1)
    yield found
    found.close()


def values_of(laptop: Laptop, number: int) -> bytes:
    with laptop.storage.db.read() as connection:
        return bytes(fetch(connection, "SELECT body FROM sync_commit WHERE n = ?", number)[0][0] or b"")


def shared(laptop: Laptop) -> list[int]:
    """The commits that an order may name."""
    with laptop.storage.db.read() as connection:
        return [number for number, head in fetch(
            connection, "SELECT c.n, c.head FROM sync_commit c JOIN sync_feed f ON f.id = c.feed_id JOIN sync_space s "
                        "ON s.id = f.space_id WHERE s.kind != 'private' AND c.body IS NOT NULL ORDER BY c.n")
                if erasure.erasable(head)]


steps = st.lists(st.one_of(
    st.tuples(st.just("edit"), st.integers(0, 2), st.integers(0, 1), st.sampled_from(FIELDS)),
    st.tuples(st.just("edit"), st.just(0), st.just(0), st.sampled_from(FIELDS[:2])),
    st.tuples(st.just("again"), st.integers(0, 2), st.just(0), st.sampled_from(FIELDS[:2])),
    st.tuples(st.just("delete"), st.integers(0, 2), st.integers(0, 2), st.just("")),
    st.tuples(st.just("copied"), st.integers(0, 2), st.just(0), st.just("")),
    st.tuples(st.just("give"), st.integers(0, 2), st.integers(0, 2), st.just("")),
    st.tuples(st.just("give"), st.integers(0, 2), st.integers(0, 2), st.just("")),
), min_size=4, max_size=14)


def play(group: Class, doings: list[Any]) -> None:
    for doing, who, what, field in doings:
        laptop = group.laptops[who]
        if doing == "again" and (record := laptop.store.get(Meeting, ROWS[what])) is not None:
            # a value that the next one takes away: nothing but the history tells of it then
            for _ in range(2):
                laptop.edit(Meeting, ROWS[what], **{field: group.token()})
        elif doing == "edit":
            record = laptop.store.get(Meeting, ROWS[what])
            text = group.token()
            if field == "opening" and record is not None:
                # long text grows by a paragraph, so that both sides' paragraphs can merge
                text = f"{text}\n\n{record.opening}" if who % 2 else f"{record.opening}\n\n{text}"
            if record is None:
                laptop.save(Meeting(id=ROWS[what], **{field: text}))
            else:
                laptop.edit(Meeting, ROWS[what], **{field: text})
        elif doing == "delete" and laptop.store.get(Meeting, ROWS[what]) is not None:
            laptop.delete(Row("meeting", ROWS[what]))
        elif doing == "copied":
            laptop.feeds.mint("clone")
        elif doing == "give" and who != what:
            laptop.give(group.laptops[what])


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(before=steps, after=steps, draw=st.randoms(use_true_random=False), many=st.integers(1, 8))
def test_an_erasure_reaches_everybody_and_changes_nothing_else(before: Any, after: Any, draw: Any, many: int) -> None:
    folder = Path(tempfile.mkdtemp(prefix="plcdesk-erasing-"))
    try:
        group = Class(folder)
        for other in group.laptops[1:]:
            group.first.give(other)
        play(group, before)
        first = group.first
        words = {number: values_of(first, number) for number in shared(first)}
        living = repr(told(first)).encode()
        past = [number for number, found in words.items() if b"xkv" in found
                and not any(token in living for token in re.findall(rb"zq\d+xkv", found))]
        going = sorted({*past[:many], *draw.sample(shared(first), min(many, len(shared(first))))})
        was = told(first)
        erase(first, Traces(set(going)))
        assert told(first) == was, "nothing else changes where it was ordered"
        tokens = [f"zq{number:04d}xkv".encode() for number in range(1, group.tokens + 1)]
        gone = {token for token in tokens if any(token in words[number] for number in going) and token not in living
                and not any(token in found for number, found in words.items() if number not in going)}
        kept = {token for token in tokens if token in living}
        play(group, after)
        # what others wrote over it without knowing may quote it (a long text that grew by a paragraph): that is theirs
        quoted = {token for token in gone for one in group.laptops for number in shared(one)
                  if token in values_of(one, number) and not _is_of(one, number, first, going)}
        group.meet()
        everywhere = {laptop.digest() for laptop in group.laptops}  # checks that rows follow from the log, and all chains
        assert len(everywhere) == 1
        fresh = group.laptop("f")
        group.laptops.append(fresh)
        group.laptops[1].give(fresh, full=True)
        assert fresh.digest() in everywhere
        for laptop in group.laptops:
            assert not {token.decode() for token in gone - quoted} & terms(laptop)
        group.close()
        for laptop in group.laptops:
            raw = bytes_of(folder / laptop.label)
            assert not [token for token in gone - quoted if token in raw]
            assert not kept or any(token in raw for token in kept), "the search finds what is there"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_of(one: Laptop, number: int, first: Laptop, going: list[int]) -> bool:
    """Whether a commit of one laptop is among those that the first erased."""
    def dots(laptop: Laptop, numbers: list[int]) -> set[str]:
        with laptop.storage.db.read() as connection:
            return set(erasure.dots(connection, numbers))

    return dots(one, [number]) <= dots(first, going)


def test_values_that_differ_go_on_differing_in_the_same_order(three: Class) -> None:
    a, b, _ = three.laptops
    a.save(Meeting(id=ROWS[0], title="rapat", venue="lama"))
    three.meet(1)
    older = a.edit(Meeting, ROWS[0], venue="Aula").commits
    b.edit(Meeting, ROWS[0], venue="Ruang guru")
    three.meet(1)
    was = told(a)
    assert list(was[1].values()) == [["Ruang guru", "Aula"]]
    for going in (set(older), set(shared(a)) - {1}):  # the one that is not shown alone, then all
        erase(a, Traces(going & set(shared(a))))
        assert told(a) == was
    three.meet(1)
    assert [told(laptop) for laptop in three.laptops] == [was] * 3
    assert len({laptop.digest() for laptop in three.laptops}) == 1


def test_a_text_shown_merged_is_shown_so_after_its_origin_is_gone(three: Class) -> None:
    a, b, _ = three.laptops
    made = a.save(Meeting(id=ROWS[0], opening="satu\n\ndua\n\ntiga"))
    three.meet(1)
    a.edit(Meeting, ROWS[0], opening="SATU\n\ndua\n\ntiga")
    b.edit(Meeting, ROWS[0], opening="satu\n\ndua\n\nTIGA")
    three.meet(1)
    assert a.store.get(Meeting, ROWS[0]).opening == "SATU\n\ndua\n\nTIGA"
    erase(a, Traces(set(made.commits)))
    three.meet(1)
    for laptop in three.laptops:
        assert laptop.store.get(Meeting, ROWS[0]).opening == "SATU\n\ndua\n\nTIGA"
        assert laptop.store.differing() == []


def test_the_trash_keeps_what_shared_a_save_with_what_went(three: Class) -> None:
    a, b, _ = three.laptops
    a.save(Meeting(id=ROWS[0], title="dibuang"), Person(id=ROWS[1], name="Bambang Suryana"))
    a.delete(Row("meeting", ROWS[0]))
    three.meet(1)
    erase(a, traces_of(a, Row("person", ROWS[1])))
    three.meet(1)
    for laptop in (a, b):
        assert {line.row: line.record.title for line in laptop.store.deleted(Meeting)} == {Row("meeting", ROWS[0]): "dibuang"}
        assert laptop.store.get(Meeting, ROWS[0]) is None
        assert laptop.store.get(Person, ROWS[1]) is None
        assert laptop.store.deleted(Person) == [], "what is erased cannot be brought back"
    with b.storage.unit() as unit:
        unit.restore(Row("meeting", ROWS[0]))
    assert b.store.get(Meeting, ROWS[0]).title == "dibuang"


def test_an_order_waits_for_what_it_names(three: Class) -> None:
    """C told B; B hears of the order, and only then of the words, from somebody who has not heard of it."""
    a, b, c = three.laptops
    c.save(Person(id=ROWS[1], name="Zubaidahxq"))
    c.give(a)
    stale = c.bundle()
    erase(a, traces_of(a, Row("person", ROWS[1])))
    fresh = three.laptop("d")
    three.laptops.append(fresh)
    a.give(fresh, full=True)
    assert fresh.take(stale).erased == 0, "it was held already, without words"
    a.give(b)
    assert b.take(stale).commits == 0
    c.take(a.bundle())
    for laptop in three.laptops:
        assert Search(laptop.storage.db).find("Zubaidahxq", 5) == []
        assert [line.kind for line in laptop.store.history(Row("person", ROWS[1]), 50)] == ["del", "erased"]


def test_an_order_reaches_words_that_came_before_it(three: Class) -> None:
    a, b, c = three.laptops
    c.save(Person(id=ROWS[1], name="Zubaidahxq"))
    c.give(a)
    words = c.bundle()
    erase(a, traces_of(a, Row("person", ROWS[1])))
    order = a.bundle()
    assert b.take(words).erased == 0
    assert b.store.get(Person, ROWS[1]) is not None
    assert b.take(order).erased == 1
    assert b.store.get(Person, ROWS[1]) is None
    assert b.digest() == a.digest()


def test_words_that_come_after_the_order_go_at_once(three: Class) -> None:
    """An order that names what is not here yet: it comes from a steward who holds more."""
    a, b, c = three.laptops
    made = c.save(Person(id=ROWS[1], name="Zubaidahxq"))
    forged(a, hashes(c, made.commits))  # as a steward would who has it from a stick that B never sees
    a.give(b)
    assert c.give(b).erased == 1
    assert b.store.get(Person, ROWS[1]).name == ""
    three.meet(1)
    assert len({laptop.digest() for laptop in three.laptops}) == 1


@pytest.mark.parametrize("who", [1, 2])
def test_only_a_steward_can_order_it(three: Class, who: int) -> None:
    a = three.first
    laptop = three.laptops[who]
    a.save(Person(id=ROWS[1], name="Zubaidahxq"))
    three.meet(1)
    with pytest.raises(NotErased):
        erase(laptop, traces_of(laptop, Row("person", ROWS[1])))
    assert laptop.store.get(Person, ROWS[1]).name == "Zubaidahxq", "nothing was changed"


def forged(laptop: Laptop, commits: tuple[str, ...]) -> None:
    laptop.save(Erasure(school_id=None, commits=commits))


def hashes(laptop: Laptop, numbers: Any) -> tuple[str, ...]:
    with laptop.storage.db.read() as connection:
        return tuple(bytes(found).hex() for n, found in fetch(connection, "SELECT n, hash FROM sync_commit") if n in numbers)


def test_an_order_of_somebody_else_is_kept_and_does_nothing(three: Class) -> None:
    a, b, c = three.laptops
    made = a.save(Person(id=ROWS[1], name="Zubaidahxq"))
    three.meet(1)
    forged(b, hashes(a, made.commits))
    three.meet(1)
    for laptop in three.laptops:
        assert laptop.store.get(Person, ROWS[1]).name == "Zubaidahxq"
    assert c.store.history(Row("person", ROWS[1]), 9)[0].kind == "new"
    # named as steward afterwards: from then on the order holds, on every laptop and in whatever order they hear of it
    a.save(DeviceNotice(act=Act.STEWARD, device=b.key.public.hex()))
    three.meet(2)
    for laptop in three.laptops:
        assert laptop.store.get(Person, ROWS[1]).name == ""
    assert len({laptop.digest() for laptop in three.laptops}) == 1


def test_statements_themselves_are_never_erased(three: Class) -> None:
    a, b, _ = three.laptops
    named = a.save(DeviceNotice(act=Act.STEWARD, device=b.key.public.hex()))
    forged(a, hashes(a, named.commits))
    three.meet(1)
    with b.storage.db.read() as connection:
        assert b.key.public.hex() in stewards.standing(connection).stewards


def test_a_private_record_is_erased_without_an_order(three: Class) -> None:
    b = three.laptops[1]
    b.save(PersonContact(id=ROWS[2], person_id=ROWS[1], phone="0812-zqx"))
    erase(b, traces_of(b, Row("person_contact", ROWS[2])))
    assert b.store.all(PersonContact) == []
    assert b.digest()
    three.close()
    assert b"0812-zqx" not in bytes_of(three.folder / "b")


def test_what_a_save_erased_cannot_be_taken_back(three: Class) -> None:
    a = three.first
    made = a.save(Meeting(id=ROWS[0], title="rapat"), Person(id=ROWS[1], name="Zubaidahxq"))
    a.edit(Meeting, ROWS[0], title="rapat besar")
    erase(a, traces_of(a, Row("person", ROWS[1])))
    with a.storage.unit() as unit:
        left = compensate(unit, made.commits)
    assert left
    assert a.store.get(Meeting, ROWS[0]).title == "rapat besar"


def test_a_file_that_is_cleaned_later_is_cleaned_at_the_next_chance(tmp_path: Path) -> None:
    group = Class(tmp_path, 1)
    a = group.first
    a.save(Person(id=ROWS[1], name="Zubaidahxq"))
    with a.storage.db.read() as reader:
        fetch(reader, "SELECT count(*) FROM sync_commit")
        erase(a, traces_of(a, Row("person", ROWS[1])))
        with a.storage.db.read() as connection:
            assert erasure.owed(connection) == erasure.FILE
    assert erasure.scrub(a.storage.db) == ""
    group.close()
    assert b"Zubaidahxq" not in bytes_of(tmp_path / "a")
    open_database(tmp_path / "a" / "data.db").close()


def test_what_a_newer_version_wrote_is_not_erased_half(three: Class, monkeypatch: Any) -> None:
    a = three.first
    monkeypatch.setattr("plcdesk.storage.authoring.MIN_READER", 99)
    changes = a.save(Person(id=ROWS[1], name="Zubaidahxq"), Meeting(id=ROWS[0], title="rapat"))
    monkeypatch.undo()
    with pytest.raises(UserError):
        erase(a, Traces(set(changes.commits)))
    assert a.digest()
