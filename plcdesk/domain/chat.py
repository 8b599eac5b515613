"""The conversation of a group as it is coded: messages, the categories of the coding rule, the monthly counts.

Nothing here is a record. A chat lives in memory while a person codes it; what is kept afterwards are counts. Neither
`Message` nor `Chat` shows a name or a sentence when it is printed, so that no log and no problem report can hold one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from plcdesk.domain.fields import Choice, mark
from plcdesk.domain.months import first_day


class Category(Choice):
    """What a message is for (domain handbook 3.13); one category each, by its main purpose."""

    RESOURCES = "sumber", mark("Resource sharing")
    CONSULTATION = "konsultasi", mark("Consultation")
    COORDINATION = "koordinasi", mark("Coordination of the agenda")
    ENCOURAGEMENT = "motivasi", mark("Encouragement")
    UNCODED = "tidak_dikode", mark("Not coded")


class MessageKind(Choice):
    """What stands in a line of the export. Only words and attachments of people are coded."""

    TEXT = "text", mark("Words")
    MEDIA = "media", mark("Photo, video or file")
    STICKER = "sticker", mark("Sticker")
    DELETED = "deleted", mark("Deleted message")
    SYSTEM = "system", mark("Notice by WhatsApp")
    ACK = "ack", mark("Short reply")

    @property
    def coded(self) -> bool:
        """Whether a person gives such a message a category."""
        return self in (MessageKind.TEXT, MessageKind.MEDIA)


class Message(NamedTuple):
    """One message, with the time on the clock of the phone that exported it; a notice by WhatsApp has no sender."""

    at: datetime
    sender: str
    text: str
    kind: MessageKind

    @property
    def month(self) -> date:
        """The first day of its month."""
        return first_day(self.at.date())

    def __repr__(self) -> str:
        return f"<a message, {self.kind.value}>"


@dataclass(frozen=True, slots=True, repr=False)
class Chat:
    """An export that was read.

    `months` holds the first day of every month with a message, in order; `skipped` how many messages are not coded, by
    kind. `ambiguous` when nothing in the file tells whether the day or the month comes first: `day_first` is then a
    guess, and the person is asked.
    """

    messages: tuple[Message, ...]
    months: tuple[date, ...]
    skipped: Mapping[MessageKind, int]
    day_first: bool = True
    ambiguous: bool = False

    @property
    def coded(self) -> tuple[Message, ...]:
        """The messages that a person gives a category."""
        return tuple(message for message in self.messages if message.kind.coded)

    def __repr__(self) -> str:
        return f"<a chat of {len(self.messages)} messages in {len(self.months)} months>"


def count(months: Iterable[date], marks: Iterable[tuple[Message, Category]]) -> dict[tuple[date, Category], int]:
    """How many messages of each category each month has: every month with every category, 0 where there was none.

    Messages of other months are left out.
    """
    counts = {(month, category): 0 for month in months for category in Category}
    for message, category in marks:
        place = (message.month, category)
        if place in counts:
            counts[place] += 1
    return counts
