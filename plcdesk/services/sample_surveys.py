"""The sample's surveys of the teachers: needs, motivation and obstacles, technology (domain handbook 3.9, 3.10, 8.2)."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from plcdesk.domain.forms import Hour, Mode, Rated, View, second_id
from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import Occasion
from plcdesk.services.sample_data import Batch, ident, moment, other_id, person_id, table
from plcdesk.services.sample_forms import SKIPPED, around, filled, level, pick, said, turn
from plcdesk.services.sample_sheets import Handout, Sheet

MENTEES = 4
"""Colleagues whom each of the two trained teachers of a school helps with technology (8.2: 8 × 4 = 32)."""


@dataclasses.dataclass(frozen=True, slots=True)
class Respondent:
    """A teacher who answers: the school's table and place, the index, how many teachers there are."""

    school: dict[str, Any]
    place: int
    index: int
    teachers: int = 10

    @property
    def id(self) -> Id:
        """The person."""
        return person_id(self.school["code"], self.index)

    def among_lowest(self, name: str) -> bool:
        """Whether this is one of the lowest indexes that the table counts."""
        return bool(self.index <= table("surveys")["counts"][name][self.place])

    def among_highest(self, name: str) -> bool:
        """Whether this is one of the highest indexes that the table counts."""
        return bool(self.index > self.teachers - table("surveys")["obstacles"][name][self.place])

    def usual(self, code: str, moment_index: int) -> dict[str, Rated]:
        """Levels near the usual ones."""
        return {item: level(around(levels[moment_index], 1, 4, self.id, item, moment_index))
                for item, levels in table("surveys")["usual"][code].items()}


def needs_batches(schools: list[dict[str, Any]], teachers: int) -> Iterator[Batch]:
    """The survey before anything began: one batch for everybody, and the second entry of a tenth of its sheets."""
    told = table("surveys")["needs"]
    clerk = other_id("mahasiswa", 0)
    handout = Handout("V", (), told["title"], told["on"], len(schools) * teachers, clerk, Occasion.START)
    sheets = [
        Sheet(place * teachers + index, _needs(Respondent(school, place, index)), person_id(school["code"], index),
              school_id=ident("school", school["code"]))
        for place, school in enumerate(schools) for index in range(1, teachers + 1)
    ]
    yield from handout.saves(sheets)
    for turn_now, number in enumerate(told["again"]):
        if number <= len(sheets):
            at = moment(told["on"] + timedelta(days=1), 9, 5 * turn_now)
            yield Batch(at, other_id("mahasiswa", 1), tuple(_second(handout, sheets[number - 1])))


def survey_batches(school: dict[str, Any], place: int, teachers: int) -> Iterator[Batch]:
    """Motivation and technology, at the start and at the end, in one school."""
    answers = {"M_awal": _motivation, "M_akhir": _end, "U_awal": _technology, "U_akhir": _technology}
    for name, told in table("surveys")["batches"].items():
        code, when = name.split("_")
        occasion = Occasion(when)  # type: ignore[call-arg]
        handout = Handout(
            code, (when, school["code"]), told["title"], told["on"][place], teachers, other_id("mahasiswa", place % 2),
            occasion, ident("school", school["code"]), hour=14 if code == "M" else 15)
        yield from handout.saves([
            Sheet(index, answers[name](Respondent(school, place, index), occasion), person_id(school["code"], index))
            for index in range(1, teachers + 1)
        ])


def _needs(who: Respondent) -> dict[str, Rated]:
    low = {name: who.among_lowest(name) for name in ("V1", "V2", "V3")}
    return {
        "V1": level(not low["V1"]), "V2": level(not low["V2"]), "V3": level(low["V3"]),
        "V4": level(turn(who.id, "V4") % 5 == 0), "V5": level(turn(who.id, "V5") % 3 > 0),
        **{item: level(around(usual, 1, 4, who.id, item)) for item, usual in table("surveys")["usual"]["V"].items()},
    }


def _second(handout: Handout, sheet: Sheet) -> Iterator[Any]:
    """The blind second entry: typed by somebody else, who misread one item on two of the sheets."""
    first = handout.sheet(sheet.number)
    answers = dict(sheet.answers)
    item = table("surveys")["needs"]["differ"].get(str(sheet.number))
    if item:
        score = answers[item].score or 0
        answers[item] = level(1 - score if item == "V4" else score - 1 or 2)
    return filled(
        handout.code, second_id(first), answers, view=View.SELF, batch_id=handout.id, second_of=first,
        school_id=sheet.school_id, person_id=sheet.person_id, number=sheet.number, hour=Hour(handout.held_on),
        mode=Mode.PAPER,
    )


def _motivation(who: Respondent, occasion: Occasion) -> dict[str, Rated]:
    return who.usual("M", 0 if occasion is Occasion.START else 1)


def _end(who: Respondent, occasion: Occasion) -> dict[str, Rated]:
    texts = table("surveys")["texts"]
    risen, applied = who.among_lowest("motivated"), who.among_lowest("S1")
    answers = _motivation(who, occasion)
    if risen:
        answers |= {"M11": level(pick((4, 4, 5), who.id, "M11")), "M12": level(pick((4, 5, 4), who.id, "M12"))}
    else:
        answers |= {"M11": level(3), "M12": level(pick((3, 4), who.id, "M12"))}
    answers["S1"] = level(applied)
    answers["S2"] = said(pick(texts["strategies"], who.id, "S2") if applied else "")
    answers |= {"S3": level(pick((3, 4, 4), who.id, "S3") if applied else 1),
                "S4": level(4 if applied else 3), "S5": level(pick((4, 4, 5), who.id, "S5") if applied else 3)}
    ticked = [item for item in table("surveys")["obstacles"] if who.among_highest(item)]
    answers |= {item: level(1) for item in ticked or ["H0"]}
    answers["M13"] = said(pick(texts["proposals"], who.id, "M13") if len(ticked) >= 5 else "")
    return answers


def _technology(who: Respondent, occasion: Occasion) -> dict[str, Rated]:
    end = occasion is Occasion.END
    mentors = end and who.index <= 2
    return {
        "U1": level(_often(who, "U1") if end else pick((2, 3, 3, 2, 1), who.id, "U1")),
        "U2": level(_often(who, "U2") if end else pick((1, 1, 2), who.id, "U2")), **who.usual("U", int(end)),
        "U11": level(pick((2, 2, 3), who.id, "U11") if end or who.index % 4 else 1), "U12": level(mentors),
        "U12n": level(MENTEES) if mentors else SKIPPED,
    }


def _often(who: Respondent, item: str) -> int:
    return pick((4, 5, 4), who.id, item) if who.among_lowest(item) else pick((2, 3), who.id, item)
