"""The second sample's month-end evaluations, teaching material and partners (domain handbook 8.3)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

from plcdesk.domain.forms import Counted, Hour, Lesson, LessonKind, Rated, Sweep, View, sweep_id
from plcdesk.domain.instruments import Occasion
from plcdesk.domain.modules import (
    Author,
    Module,
    ModuleKind,
    ModuleStatus,
    ModuleVersion,
    Round,
    author_id,
    round_id,
    version_id,
)
from plcdesk.domain.notes import (
    Addressee,
    Interview,
    IssueStatus,
    Obstacle,
    Permission,
    Place,
    Quote,
    QuoteSource,
    Recommendation,
)
from plcdesk.domain.partners import InputUse, PartnerInput, PartnerRole, use_id
from plcdesk.services.sample_data import Batch, ident, moment, table
from plcdesk.services.sample_forms import around, filled, form_id, level, levels, numbered, pick, said, spread, turn
from plcdesk.services.sample_journals import ABLE, NOT_YET, TEXTS
from plcdesk.services.sample_lessons import SWEEPS, TALKERS
from plcdesk.services.sample_sheets import Handout, Sheet
from plcdesk.services.sample_tebo import SIZE, gathering_id, sessions, tebo_other, tebo_person, tebo_school
from plcdesk.services.sample_training import LEFT_OUT

PUPILS = (28, 30, 26, 32, 24)


def evaluation_batches() -> Iterator[Batch]:
    """Three times: lessons seen, journals, a questionnaire, an interview, and the rubric on one meeting of each month."""
    for number, told in enumerate(table("tebo")["evaluations"]):
        groups = table("tebo")["groups"]
        for place, group in enumerate(groups):
            observer = tebo_other("pengawas" if place % 2 else "pendamping", number % 2)
            yield Batch(moment(told["on"] - timedelta(days=place % 3 + 1), 11, place), observer, tuple(
                _lesson(told, group, place, observer)))
            for index in range(1, SIZE + 1):
                yield Batch(moment(told["on"], 19, place * 5 + index), tebo_person(group["key"], index), tuple(
                    _journal(told, group["key"], index)))
        yield from _questionnaire(number, told)
        yield Batch(moment(told["on"], 17), tebo_other("pendamping", 0), tuple(_interview(told)))
        yield _rubric(number)
    for obstacle in table("tebo")["obstacles"]:
        yield Batch(moment(obstacle["on"], 16, 30), tebo_other("pendamping", 0), tuple(_obstacle(obstacle)))


def module_batches() -> Iterator[Batch]:
    """One lesson plan from each group: written in March, tried out before the holidays."""
    for place, group in enumerate(table("tebo")["groups"]):
        key, author = ident("tebo", "module", group["key"]), tebo_person(group["key"], 2)
        made = sessions(place)[2].day
        module = Module(
            id=key, school_id=tebo_school(), code=f"M{place + 1:02d}", title=group["module"], kind=ModuleKind.PLAN,
            classroom="Kelas 8", subject=group["subject"], local=True, problem=group["problem"],
            status=ModuleStatus.TRIED,
        )
        yield Batch(moment(made, 16, place), author, (
            module, Author(id=author_id(key, author), module_id=key, person_id=author, rank="i"),
            ModuleVersion(id=version_id(key, 1), module_id=key, number=1, made_on=made, changes="Versi pertama."),
            Round(id=round_id(key, 1), module_id=key, number=1, version_id=version_id(key, 1), classroom="Kelas 8A",
                  objective=f"Mencoba apakah siswa bertanya tentang {group['matter']}.", planned_on=date(2025, 3, 18),
                  taught_by=author, taught_on=date(2025, 3, 18), observers=group["people"][2][1],
                  happened="Siswa bercerita panjang pada pembuka; tugas menulis terlalu panjang bagi enam siswa."),
        ))


def forum_batches() -> Iterator[Batch]:
    """What eight parents and three community figures answered, and one proposal that a module took up."""
    told, clerk = table("tebo")["forum"], tebo_other("pendamping", 1)
    usual: dict[str, int] = table("surveys")["usual"]["O"]
    roles = [PartnerRole.PARENT] * 8 + [PartnerRole.COMMUNITY] * 3
    sheets = []
    for number, role in enumerate(roles, 1):
        asked = {item: level(around(score, 1, 4, "tebo", number, item)) for item, score in usual.items()
                 if role is PartnerRole.PARENT or item not in LEFT_OUT}
        sheets.append(Sheet(number, {**asked, "O9": said(told["contents"][number % 5]), "O10": said("")}, respondent=role.value))
    yield from Handout("O", ("tebo",), told["title"], told["on"], len(roles), clerk, school_id=tebo_school(),
                       meeting_id=gathering_id(told["on"])).saves(sheets)
    given = PartnerInput(id=ident("tebo", "input"), school_id=tebo_school(), meeting_id=gathering_id(told["on"]),
                         given_on=told["on"], role=PartnerRole.COMMUNITY, text=told["contents"][2])
    module = ident("tebo", "module", "sen")
    yield Batch(moment(told["on"], 13, 45), clerk, (given, InputUse(
        id=use_id(given.id, module), input_id=given.id, module_id=module, note="Penganyam menjadi narasumber.")))


def _lesson(told: dict[str, Any], group: dict[str, Any], place: int, observer: Any) -> Iterator[Any]:
    """A lesson of the second teacher of a group."""
    pupils, kind = PUPILS[place], LessonKind(told["kind"])  # type: ignore[call-arg]
    form, day = form_id("tebo", "D", group["key"], told["on"]), told["on"] - timedelta(days=place % 3 + 1)
    engaged = pupils * SWEEPS * (told["share"] + place - 2) // 100
    digits = told["levels"][place:] + told["levels"][:place]
    yield from filled(
        "D", form, {"D1": level(4 * engaged // (SWEEPS * pupils) + 1), **levels(numbered("D", 12, 2), digits)},
        private=False, school_id=tebo_school(), person_id=tebo_person(group["key"], 2), rater_id=observer,
        module_id=ident("tebo", "module", group["key"]) if kind is LessonKind.MODULE else None,
        hour=Hour(day, time(9, 10)), lesson=Lesson(f"Kelas 8{'ABCDE'[place]}", group["subject"], kind, pupils),
        seconds=35 * 60,
    )
    swing = table("lessons")["lessons"]["swing"]
    for number, count in enumerate(spread(engaged, SWEEPS, place), 1):
        seen = count + swing[(number + place) % SWEEPS]
        yield Sweep(id=sweep_id(form, number), form_id=form, number=number, minute=2 + number * 3,
                    counted=Counted(pupils, seen, seen // 2, TALKERS[told["talk"][(number + place) % SWEEPS]]))


def _journal(told: dict[str, Any], group: str, index: int) -> Iterator[Any]:
    person, month = tebo_person(group, index), told["on"].month
    words = table("journals")["months"][month - 2]
    texts = {item: said(words[name][turn(person, name) % len(words[name])])
             for item, name in TEXTS.items()}
    digits = pick(ABLE if index <= told["able"] else NOT_YET, person, month)
    answers = {"J1": level(turn(person, month) % 2), **texts, **levels(numbered("F", 3), digits)}
    yield from filled("J", form_id("tebo", "J", person, told["on"]), answers, private=False, school_id=tebo_school(),
                      view=View.SELF, person_id=person, hour=Hour(told["on"]))


def _questionnaire(number: int, told: dict[str, Any]) -> Iterator[Batch]:
    people = [tebo_person(group["key"], index) for group in table("tebo")["groups"] for index in range(1, SIZE + 1)]
    occasion = Occasion(told["occasion"]) if "occasion" in told else None  # type: ignore[call-arg]
    sheets = [Sheet(place, _motivation(number, person, occasion), person) for place, person in enumerate(people, 1)]
    yield from Handout("M", ("tebo", number), told["title"], told["on"], len(people), tebo_other("pendamping", 1), occasion,
                       tebo_school()).saves(sheets)


def _motivation(number: int, person: Any, occasion: Occasion | None) -> dict[str, Rated]:
    usual = table("surveys")["usual"]["M"]
    answers = {item: level(around(pair[number > 1], 1, 4, person, item, number)) for item, pair in usual.items()}
    if occasion is Occasion.START:
        return answers
    applied = turn(person, number) % 4 > 0
    answers |= {item: level(pick((3, 4, 4, 5), person, item, number)) for item in ("M11", "M12", "S4", "S5")}
    answers |= {"S1": level(applied), "S3": level(3 if applied else 1)}
    answers["S2"] = said(pick(table("surveys")["texts"]["strategies"], person, number) if applied else "")
    answers["M13"] = said("")
    ticked = {pick(("H1", "H2", "H4"), person, number), pick(("H3", "H5", "H6", "H9"), person, number)}
    return answers | {item: level(1) for item in sorted(ticked)}


def _interview(told: dict[str, Any]) -> Iterator[Any]:
    person, by = tebo_person(*told["who"]), tebo_other("pendamping", 0)
    talk = Interview(id=ident("tebo", "interview", told["on"]), school_id=tebo_school(), person_id=person,
                     speaker=told["speaker"], held_on=told["on"], venue="Ruang perpustakaan", minutes=40,
                     interviewer_id=by, summary=told["summary"])
    yield talk
    yield from filled("W", form_id("tebo", "W", told["on"]), {item: said(text) for item, text in told["answers"].items()},
                      private=True, school_id=tebo_school(), interview_id=talk.id, person_id=person, rater_id=by,
                      hour=Hour(told["on"]))
    yield Quote(id=ident("tebo", "quote", told["on"]), private=False, school_id=tebo_school(), person_id=person,
                speaker=told["speaker"], place=Place(told["on"], QuoteSource.INTERVIEW), text=told["quote"],
                permission=Permission.GIVEN)


def _rubric(number: int) -> Batch:
    """The rubric on a meeting of the group whose turn it was."""
    session, mentor = sessions(number)[(1, 2, 3)[number]], tebo_other("pendamping", 0)
    answers = {f"P{dimension}.{item}": level(around(2 + (number > 0), 1, 4, "tebo", number, dimension, item))
               for dimension in range(1, 6) for item in range(1, 5)}
    return Batch(moment(session.day, 16), mentor, tuple(filled(
        "P", form_id("P", session.id), answers, private=False, school_id=tebo_school(), meeting_id=session.id,
        rater_id=mentor, hour=Hour(session.day, time(13, 30)))))


def _obstacle(told: dict[str, Any]) -> Iterator[Any]:
    obstacle = Obstacle(id=ident("tebo", "obstacle", told["on"]), school_id=tebo_school(), category=told["category"],
                        noted_on=told["on"], text=told["text"], effort=told["effort"], status=IssueStatus.HANDLED)
    yield obstacle
    yield Recommendation(id=ident("tebo", "recommendation", told["on"]), school_id=tebo_school(),
                         obstacle_id=obstacle.id, addressee=Addressee(told["addressee"]),  # type: ignore[call-arg]
                         text=told["recommendation"])
