"""Coding a chat: one message after the other, in memory only (domain handbook 3.13, I7; need N52)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from plcdesk.domain.chat import Category, Chat, Message, count

Counts = Mapping[tuple[date, Category], int]
KEYS: tuple[tuple[str, Category], ...] = (
    ("1", Category.RESOURCES), ("2", Category.CONSULTATION), ("3", Category.COORDINATION), ("4", Category.ENCOURAGEMENT),
    ("0", Category.UNCODED),
)
"""The keys that confirm a category."""


class MonthProgress(NamedTuple):
    """How far one month is: `done` of `total` messages have a category."""

    month: date
    done: int
    total: int

    @property
    def finished(self) -> bool:
        """Whether nothing is left to code in it."""
        return self.done == self.total


class ChatCoding:
    """The messages of an export and the categories a person gave them.

    It lives as long as the screen that shows it and is written nowhere; what comes out of it are counts. What nobody
    codes (notices, stickers, deleted and short replies) counts as not coded.
    """

    __slots__ = ("_at", "_chat", "_given", "_kept", "_messages", "_order")

    def __init__(self, chat: Chat) -> None:
        self._chat = chat
        self._messages = chat.coded
        self._given: dict[int, Category] = {}
        self._order: list[int] = []
        self._kept: frozenset[tuple[tuple[date, Category], int]] = frozenset()
        self._at = 0

    def __repr__(self) -> str:
        return f"<{len(self._given)} of {len(self._messages)} messages coded>"

    @property
    def message(self) -> Message | None:
        """The message to code now; None when all have their category."""
        return self._messages[self._at] if self._at < len(self._messages) else None

    @property
    def given(self) -> Category | None:
        """The category that the present message has already."""
        return self._given.get(self._at)

    @property
    def before(self) -> Message | None:
        """The message before, for what this one answers to; of the same month."""
        now = self.message
        earlier = self._messages[self._at - 1] if now is not None and self._at else None
        return earlier if earlier is not None and now is not None and earlier.month == now.month else None

    @property
    def done(self) -> int:
        """How many messages have a category."""
        return len(self._given)

    @property
    def total(self) -> int:
        """How many messages are to be coded."""
        return len(self._messages)

    @property
    def month(self) -> MonthProgress | None:
        """The month of the present message; of the last one when all is done."""
        now = self.message or (self._messages[-1] if self._messages else None)
        return next((line for line in self.months() if now is not None and line.month == now.month), None)

    def give(self, category: Category) -> None:
        """Give the present message its category and go on to the next without one."""
        if self.message is None:
            return
        self._given[self._at] = category
        if self._at in self._order:
            self._order.remove(self._at)
        self._order.append(self._at)
        self._at = next((at for at in range(self._at + 1, self.total) if at not in self._given), self._first_open())

    def back(self) -> bool:
        """Return to the message coded last; it is to be coded anew. False at the beginning."""
        if not self._order:
            return False
        self._at = self._order.pop()
        del self._given[self._at]
        return True

    def months(self) -> tuple[MonthProgress, ...]:
        """Every month of the export, in order; a month without words of people is finished from the start."""
        total = dict.fromkeys(self._chat.months, 0)
        done = dict(total)
        for at, message in enumerate(self._messages):
            total[message.month] += 1
            done[message.month] += at in self._given
        return tuple(MonthProgress(month, done[month], total[month]) for month in self._chat.months)

    def finished_months(self) -> tuple[date, ...]:
        """The months in which nothing is left to code."""
        return tuple(line.month for line in self.months() if line.finished)

    def counts(self) -> dict[tuple[date, Category], int]:
        """The counts of the finished months, every category of each."""
        marks = [(self._messages[at], category) for at, category in self._given.items()]
        skipped = [(message, Category.UNCODED) for message in self._chat.messages if not message.kind.coded]
        return count(self.finished_months(), [*marks, *skipped])

    def keep(self, months: Collection[date]) -> None:
        """Remember that these months were stored, or deliberately not, as they are now."""
        self._kept |= {(place, number) for place, number in self.counts().items() if place[0] in months}

    @property
    def stored(self) -> bool:
        """Whether everything coded so far is stored as it is."""
        touched = {self._messages[at].month for at in self._given}
        counts = self.counts()
        return touched <= {month for month, _ in counts} and all(
            (place, number) in self._kept for place, number in counts.items() if place[0] in touched)

    def _first_open(self) -> int:
        return next((at for at in range(self.total) if at not in self._given), self.total)
