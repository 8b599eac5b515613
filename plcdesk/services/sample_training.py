"""The sample's evaluation of the training on four levels, and the parents' forum (domain handbook 3.8, 3.12, 8.2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from plcdesk.domain.forms import Rated
from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import Occasion
from plcdesk.services.sample_data import Batch, ident, other_id, person_id, table
from plcdesk.services.sample_forms import around, level, levels, numbered, said
from plcdesk.services.sample_people import schools, team
from plcdesk.services.sample_sheets import Handout, Sheet

FIRST_DAY, LAST_DAY, LATER, END = date(2024, 8, 5), date(2024, 8, 9), date(2024, 10, 4), date(2024, 12, 18)
TRUE = {"R9", "R11", "R13", "R15"}
"""The statements of the test that are right."""
LEFT_OUT = {"O4", "O5", "O7"}
"""What community figures are not asked."""


def training_batches() -> Iterator[Batch]:
    """Reaction, learning before and after, behaviour eight weeks later, results as the principals see them."""
    told = table("surveys")["training"]
    people = [(person, ident("school", school["code"])) for school in schools(4) for person in team(4)
              if person in {person_id(school["code"], index) for index in (0, 1, 2)}]
    for occasion, day, correct in ((Occasion.START, FIRST_DAY, told["before"]), (Occasion.END, LAST_DAY, told["after"])):
        title = "Tes awal pelatihan" if occasion is Occasion.START else "Tes akhir pelatihan"
        yield from _handout("R2", day, title, occasion, 12).saves([
            Sheet(number, _test(number, right), person, school_id=home)
            for number, ((person, home), right) in enumerate(zip(people, correct, strict=True), 1)
        ])
    yield from _handout("R1", LAST_DAY, "Tanggapan peserta pelatihan", None, 12, 15).saves(
        [Sheet(number, _reaction(number)) for number in range(1, 13)])
    yield from _handout("R3", LATER, "Perilaku delapan pekan sesudah pelatihan", None, 12).saves([
        Sheet(number, levels(numbered("R", 22, 17), digits), person, school_id=home)
        for number, ((person, home), digits) in enumerate(zip(people, told["behaviour"], strict=True), 1)
    ])
    usual = table("surveys")["usual"]["R4"]
    yield from _handout("R4", END, "Hasil menurut kepala sekolah", None, 4).saves([
        Sheet(number, _around(usual, "R4", number), person_id(school["code"], 0), school_id=ident("school", school["code"]))
        for number, school in enumerate(schools(4), 1)
    ])


def forum_batches() -> Iterator[Batch]:
    """The sheets of the parents and community figures, who bear no name."""
    told = table("surveys")["forum"]
    meeting = ident("gathering", told["on"])
    sheets = [Sheet(number, _feedback(number, *sheet), respondent=sheet[0])
              for number, sheet in enumerate(told["sheets"], 1)]
    yield from Handout("O", (told["on"],), told["title"], told["on"], 8, other_id("mahasiswa", 0),
                       meeting_id=meeting).saves(sheets)


def _handout(code: str, day: date, title: str, occasion: Occasion | None, expected: int, hour: int = 14) -> Handout:
    clerk: Id = other_id("mahasiswa", 1)
    return Handout(code, (day,), title, day, expected, clerk, occasion, hour=hour)


def _test(number: int, right: int) -> dict[str, Rated]:
    """`right` of the eight statements are judged rightly; who errs, errs on the hard ones."""
    hardest: list[str] = table("surveys")["training"]["hardest"]
    shift = number % 3
    wrong = {hardest[(place + shift) % len(hardest)] for place in range(len(hardest) - right)}
    return {item: level((item in TRUE) is not (item in wrong)) for item in numbered("R", 16, 9)}


def _reaction(number: int) -> dict[str, Rated]:
    told = table("surveys")
    answers = _around(told["usual"]["R1"], "R1", number)
    return {**answers, "RS": said(told["texts"]["reactions"].get(str(number), ""))}


def _feedback(number: int, role: str, content: str, wish: str) -> dict[str, Rated]:
    usual: dict[str, Any] = table("surveys")["usual"]["O"]
    asked = {item: score for item, score in usual.items() if role == "orang_tua" or item not in LEFT_OUT}
    return {**_around(asked, "O", number), "O9": said(content), "O10": said(wish)}


def _around(usual: dict[str, int], code: str, number: int) -> dict[str, Rated]:
    return {item: level(around(score, 1, 4, code, number, item)) for item, score in usual.items()}
