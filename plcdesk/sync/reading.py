"""Small strict readers for the parts of a manifest; each raises BadBundle when something else stands there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from plcdesk.ledger.chain import UID
from plcdesk.ledger.commit import MAX_INTEGER
from plcdesk.sync.errors import damaged

T = TypeVar("T")


class Fields:
    """The entries of one JSON object: each asked for by name and kind, none left over unless `lenient`."""

    def __init__(self, data: Any, names: str, *, lenient: bool = False) -> None:
        wanted = set(names.split())
        if type(data) is not dict or not (wanted <= data.keys() if lenient else wanted == data.keys()):
            raise damaged(f"not an object with {names}")
        self._data = data

    def raw(self, name: str) -> Any:
        """The entry as it is."""
        return self._data[name]

    def text(self, name: str, longest: int) -> str:
        """A text of at most `longest` characters."""
        value = self._data[name]
        if type(value) is not str or len(value) > longest:
            raise damaged(f"{name} is no text")
        return value

    def choice(self, name: str, allowed: Iterable[str]) -> str:
        """One of the allowed words."""
        value = self.text(name, 80)
        if value not in allowed:
            raise damaged(f"{name} is none of the known words")
        return value

    def number(self, name: str, low: int = 0, high: int = MAX_INTEGER) -> int:
        """A whole number within bounds."""
        return number(self._data[name], name, low, high)

    def uid(self, name: str) -> str:
        """A uid of 32 hexadecimal digits."""
        return uid(self._data[name], name)

    def octets(self, name: str, size: int) -> bytes:
        """Exactly `size` bytes written in lower-case hexadecimal."""
        return octets(self._data[name], name, size)

    def items(self, name: str, most: int, read: Callable[[Any], T]) -> tuple[T, ...]:
        """A list of at most `most` things."""
        value = self._data[name]
        if type(value) is not list or len(value) > most:
            raise damaged(f"{name} is no list")
        return tuple(map(read, value))


def number(value: Any, name: str, low: int = 0, high: int = MAX_INTEGER) -> int:
    """A whole number within bounds."""
    if type(value) is not int or not low <= value <= high:
        raise damaged(f"{name} is no number")
    return value


def uid(value: Any, name: str = "uid") -> str:
    """A uid of 32 hexadecimal digits."""
    if type(value) is not str or UID(value) is None:
        raise damaged(f"{name} is no uid")
    return value


def octets(value: Any, name: str, size: int) -> bytes:
    """Exactly `size` bytes written in lower-case hexadecimal."""
    if type(value) is not str or len(value) != 2 * size or value.strip("0123456789abcdef"):
        raise damaged(f"{name} is no hash or key")
    return bytes.fromhex(value)


def sha256(value: Any) -> str:
    """A SHA-256 in hexadecimal."""
    return octets(value, "sha256", 32).hex()
