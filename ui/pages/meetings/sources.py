"""Rows of a list, read once for each question and kept until something changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ui.widgets.query import Query, id_of


class CachedSource:
    """A `RowSource` over a service that filters; `sorts` gives what a column sorts by, empty values sort last."""

    def __init__(self, read: Callable[[Query], Sequence[Any]],
                 sorts: Mapping[str, Callable[[Any], Any]] | None = None) -> None:
        self._read = read
        self._sorts = sorts or {}
        self._query: Query | None = None
        self._rows: Sequence[Any] = ()

    def forget(self) -> None:
        """Read anew at the next question."""
        self._query = None

    def count(self, query: Query) -> int:
        """How many rows pass."""
        return len(self._matching(query))

    def page(self, query: Query, offset: int, limit: int) -> Sequence[Any]:
        """Some of them."""
        return self._matching(query)[offset:offset + limit]

    def position(self, query: Query, row_id: object) -> int | None:
        """Where one of them stands."""
        return next((at for at, row in enumerate(self._matching(query)) if id_of(row) == row_id), None)

    def _matching(self, query: Query) -> Sequence[Any]:
        if query != self._query:
            self._rows = self._sorted(self._read(query), query)
            self._query = query
        return self._rows

    def _sorted(self, rows: Sequence[Any], query: Query) -> Sequence[Any]:
        by = self._sorts.get(query.sort or "")
        if by is None:
            return rows
        filled = [row for row in rows if by(row) not in (None, "")]
        empty = [row for row in rows if by(row) in (None, "")]
        return sorted(filled, key=by, reverse=query.descending) + empty
