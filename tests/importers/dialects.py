"""How phones write an exported chat: languages, systems and clocks, as one line of each shows."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

Line = tuple[datetime, str, str]
"""When, who (nobody for a notice) and what."""


@dataclass(frozen=True)
class Dialect:
    """A way to write the beginning of a line, and the file around it."""

    name: str
    stamp: Callable[[datetime], str]
    day_first: bool = True
    encoding: str = "utf-8"
    newline: str = "\n"
    lead: str = ""
    """What stands before the line."""
    behind: str = " "
    """What stands between the colon and the words."""
    around: tuple[str, str] = ("", "")
    """What stands around the sender."""

    def line(self, at: datetime, sender: str, text: str) -> str:
        before, after = self.around
        who = f"{before}{sender}{after}:{self.behind}" if sender else ""
        return f"{self.lead}{self.stamp(at)}{who}{text}".replace("\n", self.newline)

    def text(self, lines: Iterable[Line]) -> str:
        return "".join(self.line(*line) + self.newline for line in lines)

    def write(self, folder: Path, lines: Iterable[Line]) -> Path:
        path = folder / f"chat{next(_numbers)}.txt"
        path.write_bytes(self.text(lines).encode(self.encoding))
        return path


_numbers = itertools.count()


def _half(at: datetime, morning: str, evening: str) -> str:
    return morning if at.hour < 12 else evening


def _twelve(at: datetime) -> int:
    return at.hour % 12 or 12


DIALECTS = [
    Dialect("Indonesian iPhone", lambda at: f"[{at:%d/%m/%y %H.%M.%S}] "),
    Dialect("Indonesian iPhone, long year, marks", lambda at: f"[{at:%d/%m/%Y %H.%M.%S}] ", lead="\u200e",
            around=("\u202a", "\u202c"), newline="\r\n"),
    Dialect("Indonesian Android", lambda at: f"{at:%d/%m/%y %H.%M} - "),
    Dialect("Indonesian Android, long year, mark behind the colon", lambda at: f"{at:%d/%m/%Y %H.%M} - ",
            behind=" \u200e"),
    Dialect("Indonesian Android with a byte order mark", lambda at: f"{at:%d/%m/%y %H.%M} - ", encoding="utf-8-sig",
            newline="\r\n"),
    Dialect("Indonesian Android, UTF-16", lambda at: f"{at:%d/%m/%y %H.%M} - ", encoding="utf-16"),
    Dialect("iPhone, UTF-16 without a mark", lambda at: f"[{at:%d/%m/%y, %H:%M:%S}] ", encoding="utf-16-le"),
    Dialect("British Android", lambda at: f"{at:%d/%m/%Y, %H:%M} - "),
    Dialect("British Android, 12 hours", lambda at: f"{at:%d/%m/%Y}, {_twelve(at)}:{at:%M} {_half(at, 'am', 'pm')} - "),
    Dialect("Indian Android", lambda at: f"{at:%d/%m/%y}, {_twelve(at)}:{at:%M}\u202f{_half(at, 'am', 'pm')} - "),
    Dialect("padded day, capital PM", lambda at: f"{at:%d/%m/%Y}, {_twelve(at)}:{at:%M} {_half(at, 'AM', 'PM')} - "),
    Dialect("dots as in German", lambda at: f"{at:%d.%m.%y, %H:%M} - "),
    Dialect("dots in brackets", lambda at: f"[{at:%d.%m.%y, %H:%M:%S}] "),
    Dialect("dashes as in Dutch", lambda at: f"{at:%d-%m-%Y %H:%M} - "),
    Dialect("dashes in brackets", lambda at: f"[{at:%d-%m-%Y %H:%M:%S}] "),
    Dialect("Spanish half days", lambda at: f"{at.day}/{at.month}/{at.year} {_twelve(at)}:{at:%M} "
            + _half(at, "a.\u00a0m. - ", "p.\u00a0m. - ")),
    Dialect("American Android", lambda at: f"{at.month}/{at.day}/{at:%y}, {_twelve(at)}:{at:%M} "
            f"{_half(at, 'AM', 'PM')} - ", day_first=False),
    Dialect("American Android, narrow space", lambda at: f"{at.month}/{at.day}/{at:%y}, {_twelve(at)}:{at:%M}\u202f"
            f"{_half(at, 'AM', 'PM')} - ", day_first=False),
    Dialect("American Android, 24 hours", lambda at: f"{at.month}/{at.day}/{at:%y}, {at:%H:%M} - ", day_first=False),
    Dialect("American iPhone", lambda at: f"[{at.month}/{at.day}/{at:%y}, {_twelve(at)}:{at:%M:%S}\u202f"
            f"{_half(at, 'AM', 'PM')}] ", day_first=False, around=("~\u202f", "")),
    Dialect("Canadian Android", lambda at: f"{at:%Y-%m-%d}, {_twelve(at)}:{at:%M} {_half(at, 'a.m.', 'p.m.')} - ",
            day_first=False),
    Dialect("Canadian iPhone", lambda at: f"[{at:%Y-%m-%d}, {_twelve(at)}:{at:%M:%S} {_half(at, 'AM', 'PM')}] ",
            day_first=False),
    Dialect("Swedish Android", lambda at: f"{at:%Y-%m-%d %H:%M} - ", day_first=False),
    Dialect("year, month, day with strokes", lambda at: f"[{at.year}/{at.month}/{at.day} {at:%H:%M:%S}] ",
            day_first=False),
]
_BY_NAME = {dialect.name: dialect for dialect in DIALECTS}
ANDROID = _BY_NAME["Indonesian Android"]
IPHONE = _BY_NAME["Indonesian iPhone"]
MARKED_IPHONE = _BY_NAME["Indonesian iPhone, long year, marks"]
AMERICAN = _BY_NAME["American Android"]
AMERICAN_24 = _BY_NAME["American Android, 24 hours"]
INDIAN = _BY_NAME["Indian Android"]
TALK = [
    (datetime(2024, 10, 28, 7, 5, 9), "Bu Ani SD 3", "Siswa saya sulit membaca jam: bagaimana caranya?"),
    (datetime(2024, 10, 28, 12, 0, 0), "+62 812-3456-7890", "Coba pakai jam dari kardus.\n\nBesok saya bawa"),
    (datetime(2024, 10, 31, 0, 30, 59), "Pak Joko 🌻", "Lihat https://contoh.id/a: ya"),
    (datetime(2024, 11, 1, 23, 59, 1), "Guru-guru KBP (Melati)", "28/10/24 kita mulai, lalu 29/10/24 09.00 selesai"),
    (datetime(2024, 11, 13, 9, 15, 0), "Ma’mun, S.Ag.", "Rapat pukul 09.00 - 10.00 [aula]"),
]
"""A group that says hard things: colons, dates, empty lines, a number for a name."""
