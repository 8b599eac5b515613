"""A programme of three schools on one laptop, each with words of its own that must not turn up where they do not belong."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from plcdesk.domain.ids import Id, derived
from plcdesk.domain.meetings import Attachment, Meeting
from plcdesk.domain.people import Group, Person, PersonNumber, number_id
from plcdesk.domain.programme import School
from plcdesk.ledger.feed import LogLine
from plcdesk.sync.container import Bundle
from tests.exchange.laptops import GROUP, PERSON, SCHOOL, Laptop

LETTERS = "ABC"
SCHOOLS = {"A": SCHOOL, "B": derived("school", "B"), "C": derived("school", "C")}
GROUPS = {"A": GROUP, "B": derived("group", "B"), "C": derived("group", "C")}
MEETINGS = {letter: derived("meeting", letter) for letter in LETTERS}


def word(letter: str, number: int = 0) -> str:
    """A word that only records of this school hold."""
    return f"kata-{letter}-{number:04}-rahasia"


def three_schools(laptop: Laptop) -> None:
    """Found a programme and give each of three schools a group, a meeting, a person's number and a photo."""
    laptop.found()
    for letter in "BC":
        laptop.save(School(id=SCHOOLS[letter], name=f"SD {letter}"),
                    Group(id=GROUPS[letter], name=f"KBP {letter}", school_id=SCHOOLS[letter]))
    laptop.save(PersonNumber(id=number_id(PERSON), person_id=PERSON, school_id=SCHOOL, nip="kata-A-nip-rahasia"))
    for letter in LETTERS:
        laptop.save(Meeting(id=MEETINGS[letter], group_id=GROUPS[letter], title=word(letter)))
        add_photo(laptop, letter)


def photo(letter: str, number: int = 0) -> bytes:
    return f"foto {word(letter, number)}".encode()


def sha(letter: str, number: int = 0) -> str:
    return hashlib.sha256(photo(letter, number)).hexdigest()


def add_photo(laptop: Laptop, letter: str, number: int = 0, *, here: bool = True) -> None:
    """Attach a photo to a school's meeting; not `here`, its file is somewhere else."""
    data = photo(letter, number)
    if here:
        laptop.blobs.put(data)
    laptop.save(Attachment(id=derived("photo", letter, number), meeting_id=MEETINGS[letter], sha256=sha(letter, number),
                           size=len(data)))


def spaces(laptop: Laptop, letters: Iterable[str]) -> frozenset[str]:
    """The spaces (uids) of these schools."""
    return frozenset(laptop.get(School, SCHOOLS[letter]).space for letter in letters)


def opened(path: Path) -> tuple[Bundle, list[LogLine]]:
    """A bundle that is not sealed, with its commits unpacked."""
    bundle = Bundle.open(path)
    return bundle, list(bundle.lines())


def raw(path: Path) -> bytes:
    """Everything a bundle says: the file as it is, and its commits unpacked."""
    return path.read_bytes() + b"".join(line.head + (line.body or b"") for line in opened(path)[1])


def person(number: int, letter: str) -> Person:
    """Somebody of a school; people are known throughout the programme."""
    return Person(id=Id(derived("person", letter, number)), name=f"Orang {letter} {number}", school_id=SCHOOLS[letter])
