"""The sample's journals: each teacher looks back on each month (domain handbook 3.2, 8.2; I2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from plcdesk.domain.forms import Hour, Rated, View
from plcdesk.services.sample_data import Batch, ident, moment, person_id, table
from plcdesk.services.sample_forms import filled, form_id, level, pick, said, turn
from plcdesk.services.sample_meetings import Week
from plcdesk.services.sample_rubrics import held_days

ABLE = ("333", "343", "334", "433")
NOT_YET = ("233", "323", "332")
"""F1 to F3: able means that none is below 3."""
TEXTS = {"J2": "worked", "J3": "hard", "J4": "change", "J5": "help"}
"""Which texts of the table answer an item."""


def journal_batches(school: dict[str, Any], place: int, teachers: int, weeks: int) -> Iterator[Batch]:
    """The journals of a school's teachers, each saved by its author on the evening of the last working day."""
    days = held_days(school, weeks)
    led = {(day.month, Week(school, place, number, day, teachers).leads[0]) for number, day in enumerate(days, 1)}
    for told in table("journals")["months"]:
        on: date = told["on"]
        for index in range(1, teachers + 1):
            person = person_id(school["code"], index)
            answers = _answers(told, school["code"], index, (on.month, index) in led, index <= told["able"][place])
            yield Batch(moment(on, 19, index * 4 + place), person, tuple(filled(
                "J", form_id("J", person, on), answers, private=False, school_id=ident("school", school["code"]),
                view=View.SELF, person_id=person, hour=Hour(on, None),
            )))


def _answers(told: dict[str, Any], code: str, index: int, led: bool, able: bool) -> dict[str, Rated]:
    month = told["on"].month
    # the place of the school moves the choice on, so that colleagues do not write the same words
    texts = {item: told[name][(index * 3 + turn(code, name, month)) % len(told[name])]
             for item, name in TEXTS.items()}
    digits = pick(ABLE if able else NOT_YET, code, index, month)
    return {
        "J1": level(1 if led else 0), **{item: said(text) for item, text in texts.items()},
        **{f"F{number}": level(digit) for number, digit in enumerate(digits, 1)},
    }
