"""The sample's field notes: interviews, quotes, chat tallies, obstacles, what partners brought in (handbook 8.2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from plcdesk.domain.chat import Category
from plcdesk.domain.forms import Hour
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import meeting_id
from plcdesk.domain.notes import (
    Addressee,
    ChatTally,
    Interview,
    IssueStatus,
    Obstacle,
    Permission,
    Place,
    Quote,
    QuoteSource,
    Recommendation,
    TalkKind,
    Theme,
    tally_id,
)
from plcdesk.domain.partners import InputUse, PartnerInput, PartnerRole, use_id
from plcdesk.services.sample_data import Batch, group_id, ident, moment, other_id, person_id, slot_id, table
from plcdesk.services.sample_forms import filled, form_id, said
from plcdesk.services.sample_rubrics import held_days

PLACES = {"MEL": 0, "KEN": 1, "CEM": 2, "FLA": 3}
"""The place of a school in the list, by its code."""


def note_batches(schools: list[dict[str, Any]], weeks: int) -> Iterator[Batch]:
    """What stands on the page of field notes, except the journals and what concerns one school's chat."""
    told, mentor = table("notes"), other_id("pendamping", 0)
    yield Batch(moment(date(2024, 9, 2), 9), mentor, tuple(
        Theme(id=ident("theme", theme["key"]), name=theme["name"], meaning=theme["meaning"]) for theme in told["themes"]))
    for interview in told["interviews"]:
        by = other_id("pendamping", interview["by"])
        yield Batch(moment(interview["on"], 16, 30), by, tuple(_interview(interview, by)))
    for place, quote in enumerate(told["quotes"]):
        by = mentor if quote.get("who") else other_id("pendamping", 1)
        yield Batch(moment(quote["on"], 17, 10 + place), by, (_quote(quote, place, schools, weeks),))
    for obstacle in told["obstacles"]:
        yield Batch(moment(obstacle["on"], 15, 45), mentor, tuple(_obstacle(obstacle)))


def chat_batches(school: dict[str, Any]) -> Iterator[Batch]:
    """How many messages of each kind the group of a school wrote, counted by a student after each month."""
    told, group = table("notes")["chat"], group_id(school["code"])
    coder = other_id("mahasiswa", PLACES[school["code"]] % 2)
    for month, counts in zip(told["months"], told[school["code"]], strict=True):
        after = (month + timedelta(days=32)).replace(day=2)
        tallies = []
        for name, messages in zip(told["categories"], counts, strict=True):
            category = Category(name)  # type: ignore[call-arg]
            tallies.append(ChatTally(id=tally_id(group, month, category), group_id=group, month=month,
                                     category=category, messages=messages, coder_id=coder))
        yield Batch(moment(min(after, date(2024, 12, 30)), 10, PLACES[school["code"]]), coder, tuple(tallies))


def partner_batches(codes: list[str]) -> Iterator[Batch]:
    """What community figures proposed at the forum, and the modules that took it up."""
    forum = table("surveys")["forum"]["on"]
    for told in table("notes")["inputs"]:
        if told["school"] not in codes:
            continue
        given = PartnerInput(
            id=ident("input", told["module"]), school_id=ident("school", told["school"]), given_on=forum,
            meeting_id=ident("gathering", forum), role=PartnerRole(told["role"]), text=told["text"])  # type: ignore[call-arg]
        yield Batch(moment(forum, 13, PLACES[told["school"]]), other_id("mahasiswa", 1), (given,))
        module = ident("module", told["module"])
        revised = table("modules")["dates"]["revised"][PLACES[told["school"]]]
        yield Batch(moment(revised, 16, 40), person_id(told["school"], 4), (
            InputUse(id=use_id(given.id, module), input_id=given.id, module_id=module, note=told["note"]),))


def _person(told: dict[str, Any]) -> Id | None:
    return person_id(*told["who"]) if "who" in told else None


def _home(told: dict[str, Any]) -> Id | None:
    return ident("school", told["who"][0]) if "who" in told else None


def _interview(told: dict[str, Any], by: Id) -> Iterator[Any]:
    """The talk with what was noted to each question: private, it stays with the interviewer."""
    kind = TalkKind(told.get("kind", "wawancara"))  # type: ignore[call-arg]
    interview = Interview(
        id=ident("interview", told["key"]), school_id=_home(told), kind=kind, person_id=_person(told),
        speaker=told["speaker"], held_on=told["on"], venue=told["venue"], minutes=told["minutes"], interviewer_id=by,
        summary=told["summary"],
    )
    yield interview
    code = "W" if kind is TalkKind.INTERVIEW else "WF"
    answers = {item: said(text) for item, text in told["answers"].items()}
    yield from filled(code, form_id(code, interview.id), answers, private=True, school_id=interview.school_id,
                      interview_id=interview.id, person_id=interview.person_id, rater_id=by, hour=Hour(told["on"]))


def _quote(told: dict[str, Any], place: int, schools: list[dict[str, Any]], weeks: int) -> Quote:
    """What may be quoted stands in the school's space; the rest stays in its private interview."""
    private = "interview" in told
    meeting = None
    if "meeting" in told:
        school = next(school for school in schools if school["code"] == told["who"][0])
        meeting = meeting_id(slot_id(school["code"]), held_days(school, weeks)[told["meeting"] - 1])
    return Quote(
        id=ident("quote", told["on"], place), private=private, school_id=_home(told), person_id=_person(told),
        interview_id=ident("interview", told["interview"]) if private else None, meeting_id=meeting,
        speaker=told["speaker"], place=Place(told["on"], QuoteSource(told["source"])), text=told["text"],  # type: ignore[call-arg]
        code=told["code"], theme_id=ident("theme", told["theme"]),
        permission=Permission(told.get("permission", "ya")),  # type: ignore[call-arg]
    )


def _obstacle(told: dict[str, Any]) -> Iterator[Any]:
    home = ident("school", told["school"]) if "school" in told else None
    obstacle = Obstacle(
        id=ident("obstacle", told["key"]), school_id=home, category=told["category"], noted_on=told["on"],
        text=told["text"], evidence=told["evidence"], effort=told["effort"],
        status=IssueStatus(told["status"]),  # type: ignore[call-arg]
    )
    yield obstacle
    if "recommendation" in told:
        yield Recommendation(
            id=ident("recommendation", told["key"]), school_id=home, obstacle_id=obstacle.id,
            addressee=Addressee(told["addressee"]), text=told["recommendation"],  # type: ignore[call-arg]
            follow_up=told["follow_up"], status=IssueStatus(told["followed"]),  # type: ignore[call-arg]
        )
