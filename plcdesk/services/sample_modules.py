"""The sample's modules from the first version to the final one, with their rounds and files (domain handbook 8.2)."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from plcdesk.domain.forms import LessonKind
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import rank_between
from plcdesk.domain.modules import (
    Author,
    Decided,
    Module,
    ModuleFile,
    ModuleFocus,
    ModuleKind,
    ModuleStatus,
    ModuleVersion,
    Round,
    Verdict,
    author_id,
    round_id,
    version_id,
)
from plcdesk.services.sample_data import Batch, ident, moment, person_id, table
from plcdesk.services.sample_lessons import Seen


@dataclass(frozen=True, slots=True)
class Story:
    """One module: its table, its school's table and the school's place."""

    told: dict[str, Any]
    school: dict[str, Any]
    place: int

    @property
    def id(self) -> Id:
        """The module's identity."""
        return ident("module", self.told["code"])

    @property
    def home(self) -> Id:
        """The school's identity."""
        return ident("school", self.school["code"])

    @property
    def lead(self) -> Id:
        """The first author."""
        return self.author(0)

    def author(self, rank: int) -> Id:
        """An author by rank."""
        return person_id(self.school["code"], self.told["authors"][rank])

    def day(self, name: str) -> date:
        """One of the days that all modules share."""
        found: date = table("modules")["dates"][name][self.place]
        return found

    def say(self, text: str) -> str:
        """A text with the module's own words; sentences begin with a capital."""
        done = text.format(**{name: self.told[name] for name in ("task", "concept", "product", "audience", "place")})
        return "\n\n".join(part[:1].upper() + part[1:] for part in done.split("\n\n"))

    def choose(self, texts: list[str]) -> str:
        """One of several texts, by the module's number."""
        return self.say(texts[int(self.told["code"][1:]) % len(texts)])


def stories(school: dict[str, Any], place: int) -> list[Story]:
    """The modules of a school."""
    return [Story(told, school, place) for told in table("modules")["modules"] if told["school"] == school["code"]]


def module_batches(story: Story) -> Iterator[Batch]:
    """A module through its two rounds, each step on its day; reviews come from elsewhere."""
    module, first = _module(story), _round(story, 1)
    rounds = table("modules")["rounds"]
    yield Batch(moment(story.day("made"), 16, story.place), story.lead, (
        module, *_authors(story), *_version(story, 1), first))
    taught = dataclasses.replace(
        first, taught_by=story.lead, taught_on=story.day("taught"), observers=_observers(story, 0),
        happened=story.choose(rounds["happened_1"]))
    yield Batch(moment(story.day("taught"), 12, 15), story.lead, (
        dataclasses.replace(module, status=ModuleStatus.TRIED), taught))
    yield Batch(moment(story.day("decided"), 15, 40), story.lead, (
        dataclasses.replace(module, status=ModuleStatus.REVIEWED), dataclasses.replace(
            taught, reflection=story.choose(rounds["reflection_1"]), changes=rounds["changes_1"],
            decided=Decided(Verdict.REVISE, story.day("decided"), rounds["reason_1"]))))
    second = _round(story, 2)
    yield Batch(moment(story.day("revised"), 16, 20), story.lead, (
        dataclasses.replace(module, status=ModuleStatus.REVISED), *_version(story, 2), second))
    seen = _lesson(story)
    again = dataclasses.replace(
        second, taught_by=person_id(story.school["code"], seen.index), taught_on=seen.day,
        observers=_observers(story, 1), happened=story.choose(rounds["happened_2"]))
    yield Batch(moment(seen.day, 12, 40), again.taught_by or story.lead, (again,))
    yield Batch(moment(story.day("final"), 15, 10), story.lead, (
        dataclasses.replace(module, status=ModuleStatus.FINAL), dataclasses.replace(
            again, reflection=story.choose(rounds["reflection_2"]), changes=rounds["changes_2"],
            decided=Decided(Verdict.USE, story.day("final"), rounds["reason_2"]))))


def module_files(stories_told: list[Story]) -> list[bytes]:
    """The bytes of the modules' files."""
    return [outline(story, number) for story in stories_told for number in (1, 2)]


def outline(story: Story, number: int) -> bytes:
    """The file of a version: the module in one page of plain text."""
    told, page = story.told, table("modules")["outline"]
    project = told["focus"] == "p5"
    names = ", ".join(story.school["teachers"][index - 1][1] for index in told["authors"])
    text = page["text"].format(
        **{name: told[name] for name in ("title", "classroom", "subject", "goal", "concept", "place", "task", "product",
                                         "audience")},
        heading="MODUL PROJEK PENGUATAN PROFIL PELAJAR PANCASILA" if project else "MODUL AJAR", names=names,
        school=story.school["name"], version=number, inside=page[f"v{number}"], field=("Tema" if project else "Mapel").ljust(11),
        local=page["local"].format(problem=told["problem"]) if told["local"] else "",
    )
    return text.lstrip().encode()


def _module(story: Story) -> Module:
    told = story.told
    project = told["focus"] == "p5"
    return Module(
        id=story.id, school_id=story.home, code=told["code"], title=told["title"], classroom=told["classroom"],
        kind=ModuleKind.PROJECT if project else ModuleKind.MODULE, subject=told["subject"], local=told["local"],
        focus=ModuleFocus.PROJECT if project else ModuleFocus.DIFFERENTIATION, problem=told["problem"],
        status=ModuleStatus.DRAFT,
    )


def _authors(story: Story) -> Iterator[Author]:
    rank = ""
    for index in story.told["authors"]:
        person = person_id(story.school["code"], index)
        rank = rank_between(rank, "")
        yield Author(id=author_id(story.id, person), module_id=story.id, person_id=person, rank=rank)


def _version(story: Story, number: int) -> Iterator[Any]:
    changes = table("modules")["changes"]
    version, data = version_id(story.id, number), outline(story, number)
    yield ModuleVersion(
        id=version, module_id=story.id, number=number, made_on=story.day("made" if number == 1 else "revised"),
        changes=changes["first"] if number == 1 else story.choose(changes[story.told["focus"]]),
    )
    yield ModuleFile(
        id=ident("module file", version), version_id=version, sha256=hashlib.sha256(data).hexdigest(),
        media_type="text/plain", size=len(data), name=f"{story.told['code']} {story.told['title']} v{number}.txt",
    )


def _round(story: Story, number: int) -> Round:
    teaches = table("programme")["teachers"]["teaches"]
    index = story.told["authors"][0]
    return Round(
        id=round_id(story.id, number), module_id=story.id, number=number, version_id=version_id(story.id, number),
        objective=story.say(table("modules")["rounds"][f"objective_{number}"]), classroom=teaches[index - 1],
        planned_on=story.day("taught") if number == 1 else _lesson(story).day,
    )


def _lesson(story: Story) -> Seen:
    """The lesson with the module that was seen: the first one of its authors."""
    index = min(index for index in story.told["authors"] if index <= 5)
    return Seen(story.school, story.place, index, LessonKind.MODULE)


def _observers(story: Story, turn: int) -> str:
    """Those who watched: the mentor, and a colleague who wrote the module too."""
    mentor = table("programme")["others"][0]["names"][table("coaching")["mentors"][story.place]]
    colleague = story.school["teachers"][story.told["authors"][-1] - 1][1]
    return colleague if turn == 0 else f"{mentor}; {colleague}"
