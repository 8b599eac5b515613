"""Bundles narrowed to some schools: nothing of another school is in them (invariant 21), and nothing is lost by it."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plcdesk.domain.exchange import BundleKind, ReceiptState
from plcdesk.domain.meetings import Attachment, Meeting
from plcdesk.domain.people import PersonContact
from plcdesk.domain.programme import School
from tests.exchange.laptops import PERSON, Laptop, folder_in
from tests.exchange.schools import (
    GROUPS,
    LETTERS,
    MEETINGS,
    SCHOOLS,
    add_photo,
    opened,
    raw,
    sha,
    spaces,
    three_schools,
    word,
)


@pytest.fixture(scope="module")
def mentor(tmp_path_factory: pytest.TempPathFactory) -> Laptop:
    """The laptop of a mentor with three schools; tests that change it are told to copy it."""
    laptop = Laptop(tmp_path_factory.mktemp("mentor") / "m", "Mentor")
    three_schools(laptop)
    laptop.send(folder_in(laptop.paths.folder.parent, "first"))  # its key is made and its replica introduced
    return laptop


@pytest.fixture
def own(mentor: Laptop, tmp_path: Path) -> Laptop:
    """A mentor's laptop to work on."""
    return mentor.copy_to(tmp_path / "own", "Mentor")


def school_laptop(own: Laptop, letter: str, stick: Path) -> Laptop:
    """A laptop that joined with the bundle of one school, and told what it holds."""
    bundle = own.exchange.send(stick, spaces=spaces(own, letter), file_name=f"{letter}.plcb").file
    laptop = Laptop(stick.parent / f"laptop-{letter}", f"Laptop {letter}")
    assert laptop.join(bundle).state is ReceiptState.APPLIED
    own.merge(laptop.send(stick).file)
    return laptop


def test_a_bundle_for_one_school_tells_nothing_of_another(mentor: Laptop, stick: Path) -> None:
    result = mentor.exchange.send(stick, spaces=spaces(mentor, "B"))
    told = raw(result.file)
    bundle, lines = opened(result.file)
    assert word("B").encode() in told
    for letter in "AC":
        assert word(letter).encode() not in told
        assert sha(letter).encode() not in told, "the hash of a photo is told, in a member, a list or a commit"
        for space in spaces(mentor, letter):
            assert not [line for line in lines if bundle.manifest.ranges[line.feed].space == space]
            assert space not in {part.space.uid for part in bundle.manifest.spaces}
            assert space not in {feed.space for feed in bundle.manifest.tips}
    assert b"nip-rahasia" not in told
    manifest = (part.space.label for part in bundle.manifest.spaces)
    assert set(manifest) <= {"", "Program KBP", "SD B"}
    assert (result.photos, bundle.manifest.have, bundle.manifest.want) == (1, (sha("B"),), ())
    assert bundle.manifest.kind is BundleKind.FULL


def test_what_is_missing_of_another_school_is_not_asked_for(own: Laptop, stick: Path) -> None:
    add_photo(own, "A", 1, here=False)
    add_photo(own, "B", 1, here=False)
    manifest = opened(own.exchange.send(stick, spaces=spaces(own, "A")).file)[0].manifest
    assert manifest.want == (sha("A", 1),)
    assert set(opened(own.exchange.ask(stick).file)[0].manifest.want) == {sha("A", 1), sha("B", 1)}


def test_private_records_and_unknown_spaces_cannot_be_named(own: Laptop, stick: Path) -> None:
    own.save(PersonContact(id=PERSON, person_id=PERSON, phone="0812"))
    private = next(space.uid for space in own.feeds.spaces() if space.kind == "private")
    before = sorted(stick.iterdir())
    for space in (private, "0" * 32):
        with pytest.raises(ValueError):
            own.exchange.send(stick, spaces=frozenset({space}))
    assert sorted(stick.iterdir()) == before


def test_a_school_joins_works_and_comes_back(own: Laptop, stick: Path) -> None:
    """All that a school does with its bundle: join, write, send back; and the mentor answers with that school only."""
    laptop = school_laptop(own, "B", stick)
    assert laptop.get(Meeting, MEETINGS["B"]).title == word("B")
    assert laptop.get(Meeting, MEETINGS["A"]) is None
    assert laptop.get(School, SCHOOLS["A"]).name == "SD Melati 01", "the index of schools is everybody's"
    laptop.save(dataclasses.replace(laptop.get(Meeting, MEETINGS["B"]), venue="Aula"))
    own.merge(laptop.send(stick, own).file)
    own.save(dataclasses.replace(own.get(Meeting, MEETINGS["A"]), venue=word("A", 7)))
    own.save(dataclasses.replace(own.get(Meeting, MEETINGS["B"]), title=word("B", 7)))
    chosen = frozenset(scope.space for scope in own.exchange.scopes(laptop.key) if scope.chosen)
    assert chosen == spaces(own, "B") | {own.feeds.programme()}
    answer = own.exchange.send(stick, laptop.key, spaces=chosen, sealed=False)
    assert (answer.kind, answer.commits) == (BundleKind.INCREMENTAL, 1)
    assert word("A", 7).encode() not in raw(answer.file)
    assert laptop.merge(answer.file).state is ReceiptState.APPLIED
    assert laptop.get(Meeting, MEETINGS["B"]).title == word("B", 7)


def test_what_a_narrow_bundle_does_not_name_stays_believed(own: Laptop, stick: Path) -> None:
    """A hub that sends one school must not be taken for one that lost the others, nor for one that has what it lacks."""
    hub = Laptop(stick.parent / "hub", "Hub")
    hub.join(own.send(stick).file)
    own.merge(hub.send(stick).file)
    before = own.feeds.peer(bytes.fromhex(hub.key))
    assert before is not None
    hub.save(dataclasses.replace(hub.get(Meeting, MEETINGS["A"]), venue="Aula"))
    own.merge(hub.exchange.send(stick, own.key, spaces=spaces(hub, "A")).file)
    after = own.feeds.peer(bytes.fromhex(hub.key))
    assert after is not None
    untold = spaces(own, "BC")
    assert {feed: tips for feed, tips in before.tips.items() if feed.space in untold} \
        == {feed: tips for feed, tips in after.tips.items() if feed.space in untold}
    assert set(after.have) == {sha(letter) for letter in LETTERS}, "photos of the other schools would be sent again"
    own.save(dataclasses.replace(own.get(Meeting, MEETINGS["C"]), venue="Kelas"))
    answer = own.exchange.send(stick, hub.key)
    assert (answer.kind, answer.commits, answer.photos) == (BundleKind.INCREMENTAL, 1, 0)
    assert hub.merge(answer.file).state is ReceiptState.APPLIED
    assert hub.digest() == own.digest()


def test_what_is_ticked_before_anybody_chooses(own: Laptop, stick: Path) -> None:
    """One school: its own. Several, or none told: all."""
    every = own.exchange.scopes()
    assert [scope.label for scope in every] == ["", "SD B", "SD C", "SD Melati 01"]
    assert all(scope.chosen for scope in every)
    laptop = school_laptop(own, "C", stick)
    assert [scope.label for scope in own.exchange.scopes(laptop.key) if scope.chosen] == ["", "SD C"]
    hub = Laptop(stick.parent / "hub", "Hub")
    hub.join(own.exchange.send(stick, spaces=spaces(own, "AB")).file)
    own.merge(hub.send(stick).file)
    assert all(scope.chosen for scope in own.exchange.scopes(hub.key))


def test_only_what_went_counts_as_sent(own: Laptop, stick: Path) -> None:
    """"Not sent yet" must not forget a school that was left out, nor be fooled by a request."""
    own.send(stick)
    assert own.exchange.unsent()[0] == 0
    for letter in "AB":
        own.save(dataclasses.replace(own.get(Meeting, MEETINGS[letter]), venue="Aula"))
    own.exchange.ask(stick)
    assert own.exchange.unsent()[0] == 2
    own.exchange.send(stick, spaces=spaces(own, "A"))
    assert own.exchange.unsent()[0] == 1
    own.exchange.send(stick, spaces=spaces(own, "B"))
    assert own.exchange.unsent()[0] == 0


STEPS = st.lists(st.tuples(st.sampled_from(["new", "edit", "delete", "photo", "both"]), st.sampled_from(LETTERS)), max_size=10)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=STEPS, chosen=st.sets(st.sampled_from(LETTERS)), later=STEPS, more=st.sets(st.sampled_from(LETTERS)))
def test_no_commit_of_another_space_is_ever_in_a_narrow_bundle(
        mentor: Laptop, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str]], chosen: set[str],
        later: list[tuple[str, str]], more: set[str]) -> None:
    """Invariant 21 over small histories, full and incremental, searched raw; and invariant 11 for the spaces named."""
    folder = tmp_path_factory.mktemp("narrow")
    own, stick = mentor.copy_to(folder / "own", "Mentor"), folder_in(folder, "stick")
    numbers = iter(range(1, 100))
    try:
        _work(own, steps, numbers)
        first = own.exchange.send(stick, spaces=spaces(own, chosen))
        _holds_only(own, first.file, chosen)
        other = Laptop(folder / "other", "Lain")
        try:
            other.join(first.file)
            own.merge(other.send(stick).file)
            _work(own, later, numbers)
            second = own.exchange.send(stick, other.key, spaces=spaces(own, more), sealed=False)
            _holds_only(own, second.file, more)
            assert other.merge(second.file).state in (ReceiptState.APPLIED, ReceiptState.NOTHING_NEW)
            wanted = {own.feeds.programme(), *spaces(own, more)}
            assert {feed: tips for feed, tips in own.feeds.tips().items() if feed.space in wanted} \
                == {feed: tips for feed, tips in other.feeds.tips().items() if feed.space in wanted}
        finally:
            other.close()
    finally:
        own.close()


def _work(laptop: Laptop, steps: list[tuple[str, str]], numbers: Iterator[int]) -> None:
    for what, letter in steps:
        number = next(numbers)
        text = word(letter, number)
        current = laptop.get(Meeting, MEETINGS[letter])
        if what == "photo" and current is not None:
            add_photo(laptop, letter, number)
        elif what == "delete" and current is not None:
            with laptop.storage.unit() as unit:
                unit.delete(current)
        elif what == "both":  # one save over two spaces: two commits that share nothing but their stamp
            laptop.save(*(Meeting(group_id=GROUPS[each], title=word(each, number)) for each in LETTERS))
        elif what == "edit" and current is not None:
            laptop.save(dataclasses.replace(current, title=text))
        else:
            laptop.save(Meeting(group_id=GROUPS[letter], title=text))


def _holds_only(laptop: Laptop, path: Path, letters: set[str]) -> None:
    told = raw(path)
    bundle, lines = opened(path)
    allowed = {laptop.feeds.programme(), *spaces(laptop, letters)}
    assert {part.space.uid for part in bundle.manifest.spaces} == allowed
    assert {bundle.manifest.ranges[line.feed].space for line in lines} <= allowed
    for letter in set(LETTERS) - letters:
        assert f"kata-{letter}-".encode() not in told
        for found in laptop.storage.store.all(Attachment):
            if found.meeting_id == MEETINGS[letter]:
                assert found.sha256.encode() not in told
