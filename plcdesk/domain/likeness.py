"""Which people may be one person entered twice (sync 3.4; domain handbook 6 and 8.1 on Indonesian names).

Names are compared by their search key: no titles, degrees, case or doubled letters. Nobody is compared with everybody:
people meet who share a number, a key, or a key with one letter left out, so 400 take a few hundredths of a second.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from plcdesk.domain.fields import Choice, mark
from plcdesk.domain.ids import Id
from plcdesk.domain.names import search_key
from plcdesk.domain.people import SamePerson

SHORTEST_NUMBER = 6
"""Signs of an official number; what is shorter is a dash or a remark."""
SHORTEST_WORD = 4
"""Letters of a word of which one may differ: Eka and Ika, Guru A and Guru B are two people."""


class Why(Choice):
    """What makes two records look like one person, the surest first."""

    MOVED = "moved", mark("Merged before; new records came under the old name")
    NUMBER = "number", mark("Same NIP or NUPTK")
    HERE = "here", mark("Same name at the same school")
    NAME = "name", mark("Same name")
    NEAR = "near", mark("Names that differ in one letter")


@dataclass(frozen=True, slots=True)
class Known:
    """What of a person is compared; `numbers` are NIP and NUPTK, in this order, empty where unknown."""

    id: Id
    name: str
    school_id: Id | None
    numbers: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Alike:
    """Two people who may be one, in order of their ids."""

    one: Id
    other: Id
    why: Why


def alike(people: Iterable[Known]) -> list[Alike]:
    """The pairs that may be one person, each once, in order of their ids."""
    found: dict[tuple[Id, Id], Why] = {}
    for one, other in _met(list(people)):
        key = (one.id, other.id) if one.id < other.id else (other.id, one.id)
        if one.id != other.id and key not in found:
            why = reason(one, other)
            if why is not None:
                found[key] = why
    return [Alike(*key, why) for key, why in sorted(found.items())]


def follow(person: Id, merged: Iterable[SamePerson], is_here: Callable[[Id], bool]) -> Id | None:
    """Whom somebody was merged into, through several merges: the nearest person who is here; None without one."""
    beside: dict[Id | None, list[Id]] = defaultdict(list)
    for decision in merged:
        if decision.person_id is not None and decision.other_id is not None:
            beside[decision.person_id].append(decision.other_id)
            beside[decision.other_id].append(decision.person_id)
    waiting = [person]
    for one in waiting:
        if is_here(one):
            return one
        waiting.extend(other for other in sorted(beside[one]) if other not in waiting)
    return None


def reason(one: Known, other: Known) -> Why | None:
    """What speaks for two records being one person; None when nothing does, or when something speaks against it.

    Two people of one name at two schools are common, as are two of one single name: only at the same school a single
    name is enough, and only there (or where a school is missing) may a letter differ.
    """
    numbers = [(_number(mine), _number(theirs)) for mine, theirs in zip(one.numbers, other.numbers, strict=True)]
    if any(mine and mine == theirs for mine, theirs in numbers):
        return Why.NUMBER
    against = any(mine and theirs for mine, theirs in numbers)
    same_school = one.school_id == other.school_id
    mine, theirs = search_key(one.name), search_key(other.name)
    if mine and mine == theirs:
        if same_school:
            return Why.HERE
        return Why.NAME if " " in mine and not against else None
    near_school = same_school or None in (one.school_id, other.school_id)
    return Why.NEAR if near_school and not against and near(mine, theirs) else None


def near(one: str, other: str) -> bool:
    """Whether two search keys differ in one letter, one swap of neighbours or one space, in a word long enough."""
    if not _one_apart(one, other):
        return False
    mine, theirs = one.split(), other.split()
    if len(mine) != len(theirs):
        return True
    if len(mine) < 2:
        return False
    return all(min(len(left), len(right)) >= SHORTEST_WORD for left, right in zip(mine, theirs, strict=True)
               if left != right)


def _number(text: str) -> str:
    signs = "".join(sign for sign in text if sign.isalnum())
    return signs if len(signs) >= SHORTEST_NUMBER else ""


def _one_apart(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    at = next((at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right),
              min(len(one), len(other)))
    if len(one) == len(other):
        swapped = one[at:at + 2] == other[at:at + 2][::-1] and one[at + 2:] == other[at + 2:]
        return swapped or one[at + 1:] == other[at + 1:]
    longer, shorter = (one, other) if len(one) > len(other) else (other, one)
    return longer[at + 1:] == shorter[at:]


def _met(people: list[Known]) -> Iterator[tuple[Known, Known]]:
    """The pairs worth a look."""
    by_number: dict[tuple[int, str], list[Known]] = defaultdict(list)
    by_key: dict[str, list[Known]] = defaultdict(list)
    for person in people:
        for at, text in enumerate(person.numbers):
            if _number(text):
                by_number[at, _number(text)].append(person)
        key = search_key(person.name)
        if key:
            by_key[key].append(person)
    for group in (*by_number.values(), *by_key.values()):
        yield from combinations(group, 2)
    for mine, theirs in _close(by_key):
        yield from ((one, other) for one in by_key[mine] for other in by_key[theirs])


def _close(keys: Iterable[str]) -> set[tuple[str, str]]:
    """Keys that may be one letter apart: those that are equal once a letter is left out of one or of both."""
    buckets: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        for form in {key, *(key[:at] + key[at + 1:] for at in range(len(key)))}:
            buckets[form].append(key)
    return {pair for bucket in buckets.values() if len(bucket) > 1 for pair in combinations(bucket, 2)
            if near(*pair)}
