"""What a list is asked for and where its rows come from, page by page."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

PAGE = 200
"""Rows read at once."""

_KEPT = 20


@dataclass(frozen=True, slots=True)
class Query:
    """Text to look for, chosen filters (None is left out), and the order."""

    text: str = ""
    choices: Mapping[str, Any] = field(default_factory=dict)
    sort: str | None = None
    descending: bool = False

    @property
    def filtered(self) -> bool:
        """Whether anything is left out."""
        return bool(self.text.strip()) or bool(self.choices)

    def chosen(self, key: str, value: Any) -> Query:
        """The same query with one filter set, or taken away by None."""
        rest = {name: item for name, item in self.choices.items() if name != key}
        return replace(self, choices=rest if value is None else {**rest, key: value})


class RowSource(Protocol):
    """Rows that are counted, sorted and filtered at their source."""

    def count(self, query: Query) -> int:
        """How many rows there are."""

    def page(self, query: Query, offset: int, limit: int) -> Sequence[Any]:
        """Rows `offset` to `offset + limit` in the order of the query."""

    def position(self, query: Query, row_id: object) -> int | None:
        """Where the row with this id stands, None when it is not among them."""


class MemorySource:
    """Rows held in memory; meant for fewer than a thousand.

    `text_of` gives what the filter text is looked for in, `choices` the value a filter compares, `sorts` what a
    column sorts by. Empty values sort last, upwards and downwards.
    """

    def __init__(self, rows: Sequence[Any], text_of: Callable[[Any], str] = str,
                 choices: Mapping[str, Callable[[Any], Any]] | None = None,
                 sorts: Mapping[str, Callable[[Any], Any]] | None = None) -> None:
        self._rows = rows
        self._text_of = text_of
        self._choices = choices or {}
        self._sorts = sorts or {}
        self._last: tuple[Query, list[Any]] | None = None

    def count(self, query: Query) -> int:
        """How many rows match."""
        return len(self._matching(query))

    def page(self, query: Query, offset: int, limit: int) -> Sequence[Any]:
        """A slice of the matching rows."""
        return self._matching(query)[offset:offset + limit]

    def position(self, query: Query, row_id: object) -> int | None:
        """Where a row stands."""
        return next((at for at, row in enumerate(self._matching(query)) if id_of(row) == row_id), None)

    def _matching(self, query: Query) -> list[Any]:
        if self._last is not None and self._last[0] == query:
            return self._last[1]
        words = query.text.casefold().split()
        rows = [row for row in self._rows if self._fits(row, words, query)]
        by = self._sorts.get(query.sort or "")
        if by is not None:
            filled = [row for row in rows if by(row) not in (None, "")]
            empty = [row for row in rows if by(row) in (None, "")]
            rows = sorted(filled, key=lambda row: _folded(by(row)), reverse=query.descending) + empty
        self._last = query, rows
        return rows

    def _fits(self, row: Any, words: list[str], query: Query) -> bool:
        if any(self._choices[key](row) != value for key, value in query.choices.items()):
            return False
        text = self._text_of(row).casefold() if words else ""
        return all(word in text for word in words)


class FetchSource:
    """Rows read by callbacks (a query in SQL). Without `position` a row is looked for page by page."""

    def __init__(self, count: Callable[[Query], int], page: Callable[[Query, int, int], Sequence[Any]],
                 position: Callable[[Query, object], int | None] | None = None) -> None:
        self.count = count
        self.page = page
        self._position = position

    def position(self, query: Query, row_id: object) -> int | None:
        """Where a row stands."""
        if self._position is not None:
            return self._position(query, row_id)
        for offset in range(0, self.count(query), PAGE):
            for at, row in enumerate(self.page(query, offset, PAGE)):
                if id_of(row) == row_id:
                    return offset + at
        return None


class PagedRows:
    """The rows of one query, read when they are looked at; the last pages stay in memory."""

    def __init__(self, source: RowSource, query: Query) -> None:
        self.source = source
        self.query = query
        self.count = source.count(query)
        self._pages: OrderedDict[int, Sequence[Any]] = OrderedDict()

    def __getitem__(self, at: int) -> Any:
        number, place = divmod(at, PAGE)
        if number in self._pages:
            self._pages.move_to_end(number)
        else:
            self._pages[number] = self.source.page(self.query, number * PAGE, PAGE)
            if len(self._pages) > _KEPT:
                self._pages.popitem(last=False)
        page = self._pages[number]
        # the source may have shrunk since it was counted; a blank row until the reload that follows
        return page[place] if place < len(page) else None

    def position(self, row_id: object) -> int | None:
        """Where the row with this id stands."""
        return None if row_id is None else self.source.position(self.query, row_id)


def id_of(row: Any) -> object:
    """The identity of a row: its `id`, or the row itself."""
    return getattr(row, "id", row)


def _folded(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value
