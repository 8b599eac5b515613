"""How a group talks: messages of each kind by month (domain handbook 3.13, I7; needs N36, N52).

A chat is read into memory and coded there (`chat_coding`); only the counts of whole months are stored.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from plcdesk.domain.changes import Changes, Loaded
from plcdesk.domain.chat import Category, Chat, Message
from plcdesk.domain.ids import Id
from plcdesk.domain.months import first_day
from plcdesk.domain.names import sort_key
from plcdesk.domain.notes import ChatTally, tally_id
from plcdesk.domain.people import REFUSED, Consent, ConsentKind, Group, Member
from plcdesk.domain.progress import Progress
from plcdesk.services.chat_coding import ChatCoding, Counts
from plcdesk.services.records import Records

CODED = tuple(category for category in Category if category is not Category.UNCODED)
"""The categories that make up the pattern; what is not coded stands apart."""


@dataclass(frozen=True, slots=True)
class TallyMonth:
    """The counts of one group and month; a category nobody counted is left out of `counts`."""

    group_id: Id
    group: str
    month: date
    counts: Mapping[Category, int]
    coder_id: Id | None

    @property
    def id(self) -> str:
        """What tells it apart in a list."""
        return f"{self.group_id}/{self.month.isoformat()}"

    @property
    def coded(self) -> int:
        """n: the messages with one of the four categories."""
        return sum(self.counts.get(category, 0) for category in CODED)

    @property
    def total(self) -> int:
        """All messages, those not coded too."""
        return sum(self.counts.values())

    @property
    def shares(self) -> Mapping[Category, int]:
        """Whole percents of the coded messages that sum to 100; empty when there are none."""
        return largest_remainder({category: self.counts.get(category, 0) for category in CODED})


@dataclass(frozen=True, slots=True)
class MonthToStore:
    """A month that was coded now, beside what is stored of it (None: nothing)."""

    month: date
    new: Mapping[Category, int]
    here: TallyMonth | None

    @property
    def same(self) -> bool:
        """Whether both counts agree."""
        return self.here is not None and dict(self.here.counts) == dict(self.new)


class ChatTallies:
    """The monthly counts; never a message, never a sender."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self.going: tuple[Id, ChatCoding] | None = None
        """The group whose chat is being coded, and the coding; in memory only, it ends with the program."""

    def read(self, path: Path, progress: Progress | None = None, day_first: bool | None = None) -> Chat:
        """The chat in an exported file, in memory. Raises UserError without a name or a sentence in it, Cancelled."""
        from plcdesk.importers.chat import read_chat

        return read_chat(path, progress, day_first)

    def suggest(self, message: Message) -> Category:
        """What the words of a message speak for; a person decides."""
        from plcdesk.importers.chat import suggest

        return suggest(message)

    def months(self, group_id: Id | None = None) -> list[TallyMonth]:
        """The counted months, the newest first, then by group."""
        groups = {group.id: group.name for group in self._records.all(Group)}
        found: dict[tuple[Id, date], dict[Category, int]] = {}
        coders: dict[tuple[Id, date], Id | None] = {}
        for tally in self._records.all(ChatTally, **({"group_id": group_id} if group_id is not None else {})):
            if tally.group_id not in groups or tally.month is None or tally.category is None:
                continue
            if tally.messages is not None:
                found.setdefault((tally.group_id, tally.month), {})[tally.category] = tally.messages
                coders[tally.group_id, tally.month] = tally.coder_id
        rows = [TallyMonth(group, groups[group], month, counts, coders[group, month])
                for (group, month), counts in found.items()]
        return sorted(rows, key=lambda row: (-row.month.toordinal(), sort_key(row.group)))

    def beside(self, group_id: Id, counts: Counts) -> tuple[MonthToStore, ...]:
        """What was coded now beside what is stored, month by month."""
        here = {row.month: row for row in self.months(group_id)}
        months = sorted({month for month, _ in counts})
        return tuple(
            MonthToStore(month, {category: counts.get((month, category), 0) for category in Category}, here.get(month))
            for month in months
        )

    def save(self, group_id: Id, counts: Counts, months: Collection[date]) -> Changes:
        """Store the counts of `months`, over what is stored of them; one save."""
        changed: list[tuple[ChatTally, Loaded[ChatTally] | None]] = []
        for month in sorted(months):
            for category in Category:
                changed.append(self._tally(group_id, month, category, counts.get((month, category), 0)))
        return self._records.save_all(changed)

    def set_count(self, group_id: Id, month: date, category: Category, messages: int | None) -> Changes:
        """Put in or correct one count by hand (one was counted on paper)."""
        return self._records.save_all([self._tally(group_id, first_day(month), category, messages)])

    def remove(self, row: TallyMonth) -> Changes:
        """Move the counts of a month to the Trash."""
        with self._records.writing() as unit:
            for category in row.counts:
                tally = self._records.get(ChatTally, tally_id(row.group_id, row.month, category))
                if tally is not None:
                    unit.delete(tally)
        return unit.changes

    def without_consent(self, group_id: Id) -> tuple[str, ...]:
        """Members who said no to the use of the chat: their messages are left out before the file is read."""
        members = [member.person_id for member in self._records.all(Member, group_id=group_id)]
        refused = {consent.person_id for consent in self._records.all(Consent, kind=ConsentKind.CHAT)
                   if consent.answer.answer in REFUSED}
        names = self._records.names()
        return tuple(sorted(names.get(person or Id(""), "") for person in members if person in refused))

    def _tally(self, group_id: Id, month: date, category: Category, messages: int | None,
               ) -> tuple[ChatTally, Loaded[ChatTally] | None]:
        loaded = self._records.load(ChatTally, tally_id(group_id, month, category))
        before = loaded.record if loaded is not None else ChatTally(
            id=tally_id(group_id, month, category), group_id=group_id, month=month, category=category)
        if messages == before.messages:
            return before, loaded
        return dataclasses.replace(before, messages=messages, coder_id=self._records.me()), loaded


def largest_remainder(counts: Mapping[Category, int]) -> dict[Category, int]:
    """Whole percents that sum to 100: each is rounded down, the rest goes to the largest remainders (I7)."""
    total = sum(counts.values())
    if not total:
        return {}
    shares = {category: count * 100 // total for category, count in counts.items()}
    rest = sorted(counts, key=lambda category: (-(counts[category] * 100 % total), list(counts).index(category)))
    for category in rest[: 100 - sum(shares.values())]:
        shares[category] += 1
    return shares
