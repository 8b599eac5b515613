"""Strict reading of nested tables: every wrong or unknown entry is noted with the path to it, and reading goes on."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, NamedTuple, TypeVar

E = TypeVar("E", bound=enum.StrEnum)
N = TypeVar("N", int, None)
V = TypeVar("V")

LARGEST = 10**9
"""Whole numbers lie between this and its opposite; larger ones mean nothing here and would only cost time."""
_PLACES = 15
"""So many digits a number has before the point at most, and zeros behind it."""


class Fault(NamedTuple):
    """What is wrong with an entry: its path (``item.3.scale``, counted from 0) and the reason, in English."""

    path: str
    reason: str


class Table:
    """One table of the data. Each entry is asked for once; `nothing_else` then notes what nobody asked for."""

    def __init__(self, data: Mapping[str, Any], path: str, faults: list[Fault]) -> None:
        self._data = data
        self._path = path
        self._faults = faults
        self._asked: set[str] = set()
        self._inner: list[Table] = []

    def peek(self, key: str) -> Any:
        """The entry as it stands, or None."""
        return self._data.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        """A text; it may be empty, but without a default it must be there."""
        found = self._take(key, required=default is None)
        if found is None:
            return default or ""
        return found if _is_text(found) else self._wrong(key, "a text is expected", "")

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty when it is not there."""
        found = self._take(key, required=False)
        if found is None:
            return ()
        if isinstance(found, list) and all(map(_is_text, found)):
            return tuple(found)
        return self._wrong(key, "a list of texts is expected", ())

    def flag(self, key: str, default: bool) -> bool:
        """Yes or no."""
        found = self._take(key, required=False)
        if found is None:
            return default
        return found if isinstance(found, bool) else self._wrong(key, "true or false is expected", default)

    def number(self, key: str, default: N, *, required: bool = True) -> int | N:
        """A whole number."""
        found = self._take(key, required=required)
        if found is None:
            return default
        if isinstance(found, int) and not isinstance(found, bool) and abs(found) <= LARGEST:
            return found
        return self._wrong(key, "a whole number is expected", default)

    def decimal(self, key: str, default: Decimal | None = None) -> Decimal:
        """A number; without a default it must be there."""
        found = self._take(key, required=default is None)
        if found is None:
            return default or Decimal(0)
        if isinstance(found, int | float | Decimal) and not isinstance(found, bool):
            made = Decimal(found) if isinstance(found, int) else Decimal(str(found))
            if made.is_finite() and -_PLACES <= made.adjusted() <= _PLACES:
                return made
        return self._wrong(key, "a number is expected", Decimal(0))

    def choice(self, key: str, choices: type[E], default: E, *, required: bool = True) -> E:
        """One value of a closed list."""
        found = self._take(key, required=required)
        return default if found is None else self._choice(key, found, choices) or default

    def choices(self, key: str, choices: type[E]) -> tuple[E, ...]:
        """Some values of a closed list."""
        made = (self._choice(key, one, choices) for one in self.texts(key))
        return tuple(one for one in made if one is not None)

    def named(self, key: str, known: Mapping[str, V]) -> V | None:
        """One of the things that are known by a code; None when nothing is named."""
        code = self.text(key, "")
        if code and code not in known:
            self.fault(key, f"{key} {code!r} is not known; there are {', '.join(known) or 'none'}")
        return known.get(code)

    def table(self, key: str, *, required: bool = True) -> Table | None:
        """A table within this one."""
        found = self._take(key, required=required)
        if found is None:
            return None
        return self._open(key, found)

    def tables(self, key: str) -> list[Table]:
        """A list of tables within this one, empty when it is not there."""
        found = self._take(key, required=False)
        if found is None:
            return []
        if not isinstance(found, list):
            return self._wrong(key, "a list of tables is expected", [])
        made = (self._open(f"{key}.{place}", one) for place, one in enumerate(found))
        return [table for table in made if table is not None]

    def nothing_else(self) -> None:
        """Note the entries that nobody asked for, here and within."""
        for key in self._data:
            if key not in self._asked:
                self.fault(key, f"{key!r} is not known here")
        for table in self._inner:
            table.nothing_else()

    def fault(self, key: str, reason: str) -> None:
        """Note what is wrong with an entry."""
        self._faults.append(Fault(f"{self._path}.{key}".strip("."), reason))

    def _take(self, key: str, *, required: bool) -> Any:
        self._asked.add(key)
        found = self._data.get(key)
        if found is None and required:
            self.fault(key, f"{key!r} is missing")
        return found

    def _open(self, key: str, found: Any) -> Table | None:
        if not isinstance(found, dict):
            return self._wrong(key, "a table is expected", None)
        table = Table(found, f"{self._path}.{key}".strip("."), self._faults)
        self._inner.append(table)
        return table

    def _choice(self, key: str, found: Any, choices: type[E]) -> E | None:
        try:
            return choices(found)
        except ValueError:
            known = ", ".join(one.value for one in choices)
            return self._wrong(key, f"{found!r} is none of {known}", None)

    def _wrong(self, key: str, reason: str, instead: V) -> V:
        self.fault(key, reason)
        return instead


def _is_text(found: Any) -> bool:
    """Whether this is a text that can be kept and printed; JSON can name halves of characters that are none."""
    return isinstance(found, str) and not any("\ud800" <= sign <= "\udfff" for sign in found)
