"""The sample's tables and texts as the resource files hold them, and the identities derived from them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from typing import Any

from plcdesk.domain.ids import Id, derived
from plcdesk.paths import RESOURCES

FOLDER = RESOURCES / "sample"
WIB = timezone(timedelta(hours=7), "WIB")
TEAM, CROSS = "team", "cross"


@dataclass(frozen=True, slots=True)
class Batch:
    """What one person saved at one moment; a record that stands in a later batch again was changed then."""

    at: datetime
    by: Id
    records: tuple[Any, ...]


def in_order(batches: Iterable[Batch]) -> list[Batch]:
    """The saves in order of time."""
    return sorted(batches, key=lambda batch: (batch.at, batch.by))


@cache
def table(name: str) -> dict[str, Any]:
    """A resource file of the sample, read once."""
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def ident(*parts: object) -> Id:
    """An identity of the sample: the same on every computer, so two samples are one programme."""
    return derived("sample", *parts)


def person_id(code: str, index: int) -> Id:
    """A teacher of a school by index; 0 is the principal."""
    return ident("person", code, index)


def other_id(role: str, index: int) -> Id:
    """Somebody who belongs to no school, by role and place in the list."""
    return ident("person", role, index)


def group_id(name: str) -> Id:
    """The group of a school (by its code), the facilitator team, the cross-school group or a thematic one."""
    return ident("group", name)


def slot_id(code: str) -> Id:
    """The weekly meeting time of a school's group."""
    return ident("slot", code)


def moment(day: date, hours: int, minutes: int = 0) -> datetime:
    """A moment on the clock of the sample's city."""
    return datetime.combine(day, time(hours, minutes), WIB)


def clock(text: str) -> time:
    """``13.00`` as the resource files write it."""
    return time.fromisoformat(text.replace(".", ":"))


def short_name(entry: list[str]) -> str:
    """How colleagues say it in the minutes: ``Bu Siti``."""
    return f"{entry[0]} {entry[1].split()[0]}"


def inside(text: str) -> str:
    """A label as it stands inside a sentence: ``Kelas 3A`` -> ``kelas 3A``."""
    return text[:1].lower() + text[1:]
