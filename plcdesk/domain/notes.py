"""Field notes: interviews with quotes and themes, chat tallies, obstacles and recommendations.

Domain handbook 1.4, 3.11, 3.13; needs N34, N43, N52, N56, N60, N77. Journals are forms of instrument J.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from plcdesk.domain.chat import Category
from plcdesk.domain.fields import (
    PROGRAMME,
    Choice,
    coupled,
    key,
    mark,
    once,
    paragraphs,
    record,
    same_as,
    school_of,
    value,
)
from plcdesk.domain.ids import Id, derived


class TalkKind(Choice):
    """One person, or a group."""

    INTERVIEW = "wawancara", mark("Interview")
    FOCUS = "fgd", mark("Focus group discussion")


class QuoteSource(Choice):
    """Where somebody said it."""

    MINUTES = "notulen", mark("Minutes")
    INTERVIEW = "wawancara", mark("Interview")
    JOURNAL = "jurnal", mark("Reflection journal")
    FOCUS = "fgd", mark("Focus group discussion")


class Permission(Choice):
    """Whether it may be quoted; without permission it is neither shared nor printed."""

    ASKED = "belum", mark("Not asked yet")
    GIVEN = "ya", mark("May be quoted")
    REFUSED = "tidak", mark("May not be quoted")


class Place(NamedTuple):
    """The day something was said and in which record."""

    said_on: date | None = None
    source: QuoteSource | None = None


class IssueStatus(Choice):
    """Where an obstacle or a recommendation stands."""

    OPEN = "terbuka", mark("Unsolved")
    HANDLED = "ditangani", mark("Being handled")
    SOLVED = "selesai", mark("Solved")


class Addressee(Choice):
    """Whom a recommendation is for (need N60)."""

    SCHOOL = "sekolah", mark("School")
    OFFICE = "dinas", mark("Education office")
    TRAINER = "lptk", mark("Teacher training institution")


@record("interview", space=school_of("school_id", unless="private"), label=mark("Interview"))
class Interview:
    """A talk by the guide of instrument W; its answers are a form. Private unless shared."""

    id: Id = key()
    private: bool = once(True, label=mark("Private"))
    school_id: Id | None = once(None, refers="school")
    kind: TalkKind = value(TalkKind.INTERVIEW, label=mark("Kind"))
    person_id: Id | None = value(None, label=mark("Person interviewed"), refers="person")
    speaker: str = value("", label=mark("Pseudonym or participants"))
    held_on: date | None = value(None, label=mark("Date"))
    venue: str = value("", label=mark("Place"))
    minutes: int | None = value(None, label=mark("Length in minutes"))
    interviewer_id: Id | None = value(None, label=mark("Interviewer"), refers="person")
    summary: str = paragraphs(label=mark("Summary"))


@record("theme", space=PROGRAMME, label=mark("Theme"))
class Theme:
    """What several quotes are about (need N25)."""

    id: Id = key()
    name: str = value("", label=mark("Theme"), searchable=True)
    meaning: str = value("", label=mark("Meaning"), long=True)


@record("quote", space=school_of("school_id", unless="private"), label=mark("Quote"))
class Quote:
    """Something said, under a pseudonym (needs N42, N43); private unless shared."""

    id: Id = key()
    private: bool = once(True, label=mark("Private"))
    school_id: Id | None = once(None, refers="school")
    interview_id: Id | None = once(None, refers="interview", parent=True)
    meeting_id: Id | None = value(None, label=mark("Meeting"), refers="meeting")
    person_id: Id | None = value(None, label=mark("Speaker"), refers="person")
    speaker: str = value("", label=mark("Pseudonym of the speaker"))
    place: Place = coupled(Place, label=mark("Date and source"))
    text: str = value("", label=mark("Quote"), searchable=True, long=True)
    code: str = value("", label=mark("Code (theme)"))
    theme_id: Id | None = value(None, label=mark("Theme"), refers="theme")
    permission: Permission = value(Permission.ASKED, label=mark("Permission to quote"))


@record("chat_tally", space=same_as("group_id"), label=mark("Chat tally"))
class ChatTally:
    """How many messages of one kind a group wrote in one month; never the messages (I7, need N52).

    The id is derived from group, month and category.
    """

    id: Id = key()
    group_id: Id | None = once(refers="group", parent=True)
    month: date | None = once(None, label=mark("Month"))
    category: Category | None = once(None, label=mark("Category"))
    messages: int | None = value(None, label=mark("Messages"))
    coder_id: Id | None = value(None, label=mark("Coded by"), refers="person")


@record("obstacle", space=school_of("school_id"), label=mark("Obstacle"))
class Obstacle:
    """What stood in the way, with evidence and what was done about it (needs N56, N77)."""

    id: Id = key()
    school_id: Id | None = once(None, refers="school")
    category: str = value("", label=mark("Category"))
    noted_on: date | None = value(None, label=mark("Date"))
    text: str = value("", label=mark("Description"), searchable=True, long=True)
    evidence: str = value("", label=mark("Evidence"), long=True)
    effort: str = value("", label=mark("What was done"), long=True)
    status: IssueStatus = value(IssueStatus.OPEN, label=mark("Status"))


@record("recommendation", space=school_of("school_id"), label=mark("Recommendation"))
class Recommendation:
    """What should be done by whom (need N60)."""

    id: Id = key()
    school_id: Id | None = once(None, refers="school")
    obstacle_id: Id | None = value(None, label=mark("Obstacle"), refers="obstacle")
    addressee: Addressee | None = value(None, label=mark("Addressee"))
    text: str = value("", label=mark("Recommendation"), searchable=True, long=True)
    follow_up: str = value("", label=mark("Follow-up"), long=True)
    status: IssueStatus = value(IssueStatus.OPEN, label=mark("Status"))


def tally_id(group: Id, month: date, category: Category) -> Id:
    """The identity of a tally; `month` is its first day."""
    return derived("chat_tally", group, month.isoformat(), category.value)
