"""Day and month names, signs of numbers and times: one small table per language.

Held against QLocale and Babel by a test, so the run time needs neither.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Calendar:
    """How one language writes days, months, times and numbers."""

    days: tuple[str, ...]
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    clock: str
    """What stands between hours and minutes."""
    decimal: str
    thousands: str
    at: str
    """What stands between a date and a time."""
    open_end: str
    """A time span without an end; `{start}` holds the time with its zone."""
    byte: tuple[str, str]

    def long(self, day: dt.date) -> str:
        """``Selasa, 15 Oktober 2024``."""
        return f"{self.days[day.weekday()]}, {self.plain(day)}"

    def plain(self, day: dt.date) -> str:
        """``15 Oktober 2024``."""
        return f"{day.day} {self.months[day.month - 1]} {day.year}"

    def short(self, day: dt.date) -> str:
        """``15 Okt``."""
        return f"{day.day} {self.short_months[day.month - 1]}"

    def time(self, moment: dt.time) -> str:
        """``13.00``."""
        return f"{moment.hour:02d}{self.clock}{moment.minute:02d}"


INDONESIAN = Calendar(
    days=("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    months=("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
            "November", "Desember"),
    short_months=("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
    clock=".", decimal=",", thousands=".", at=" pukul ", open_end="{start} s.d. selesai", byte=("byte", "byte"),
)

ENGLISH = Calendar(
    days=("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    months=("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December"),
    short_months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    clock=":", decimal=".", thousands=",", at=", ", open_end="from {start}", byte=("byte", "bytes"),
)

CALENDARS = {"id": INDONESIAN, "en": ENGLISH}

ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
