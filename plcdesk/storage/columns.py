"""Between the log's JSON, the columns of a table and the record itself; derived from the declarations."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from datetime import date, time
from typing import Any

from plcdesk.domain.fields import FieldSpec, Kind, Part, RecordSpec, encode
from plcdesk.domain.records import SPECS
from plcdesk.storage.schema import RECORDS
from plcdesk.storage.sql import quoted

_CACHE = 4096
_PLAIN = (Kind.TEXT, Kind.LONG, Kind.ID)
_encoder = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(data: Any) -> str:
    """The one JSON text of a log value; equal texts mean equal values."""
    return _encoder.encode(data)


def _column(part: Part, value: Any) -> Any:
    data = encode(part, value)
    if part.kind is Kind.BOOLEAN and data is not None:
        return int(data)
    if part.kind is Kind.LIST and data is not None:
        return canonical(data)
    return data


def _reader(part: Part) -> Callable[[Any], Any]:
    readers: dict[Kind, Callable[[Any], Any]] = {
        Kind.DATE: date.fromisoformat, Kind.TIME: time.fromisoformat, Kind.BOOLEAN: bool,
        Kind.LIST: lambda text: tuple(json.loads(text)),
    }
    if part.kind is Kind.CHOICE:
        assert part.choices is not None
        return {item.value: item for item in part.choices}.__getitem__
    return readers.get(part.kind, lambda data: data)


class FieldColumns:
    """One field: its column names and the ways between log value, columns and value."""

    def __init__(self, spec: FieldSpec) -> None:
        self.spec = spec
        self.names = tuple(part.name for part in spec.parts)
        self._readers = tuple(_reader(part) for part in spec.parts)
        self.default = self.of_value(spec.default)
        self.default_json = spec.to_json(spec.default)
        self._plain = spec.couple is None and spec.parts[0].kind in _PLAIN
        self._seen: dict[str, tuple[Any, ...]] = {}

    def of_value(self, value: Any) -> tuple[Any, ...]:
        """The columns of a value."""
        if self.spec.couple is None:
            return (_column(self.spec.parts[0], value),)
        return tuple(_column(part, item) for part, item in zip(self.spec.parts, value, strict=True))

    def of_json(self, data: Any) -> tuple[Any, ...]:
        """The columns of a log value. Raises ValueError when it does not fit."""
        if self._plain and type(data) is str:
            return (data,)
        key = repr(data)
        columns = self._seen.get(key)
        if columns is None:
            columns = self.of_value(self.spec.from_json(data))
            if len(self._seen) >= _CACHE:
                self._seen.clear()
            if len(key) < 200:
                self._seen[key] = columns
        return columns

    def value(self, columns: tuple[Any, ...]) -> Any:
        """The value in these columns."""
        if self.spec.couple is None:
            return None if columns[0] is None else self._readers[0](columns[0])
        items = (None if item is None else read(item) for read, item in zip(self._readers, columns, strict=True))
        return self.spec.couple(*items)


class RecordColumns:
    """One record kind: the columns of its table after `id`, field by field."""

    def __init__(self, spec: RecordSpec) -> None:
        self.spec = spec
        self.table = RECORDS[spec.table]
        self.fields = {name: FieldColumns(field) for name, field in spec.fields.items()}
        self.places: dict[str, slice] = {}
        position = 1
        for name, field in self.fields.items():
            self.places[name] = slice(position, position + len(field.names))
            position += len(field.names)
        self.select = f"SELECT {', '.join(quoted(column.name) for column in self.table.columns)} " \
                      f"FROM {quoted(spec.table)}"
        self.searchable = tuple(name for name, field in spec.fields.items() if field.searchable)
        self.search_places = tuple(place for name in self.searchable
                                   for place in range(self.places[name].start, self.places[name].stop))
        """Where the searchable columns stand in a whole row."""
        self._defaults = tuple(item for field in self.fields.values() for item in field.default)

    def record(self, row: tuple[Any, ...]) -> Any:
        """The record in a whole row of the table."""
        return self.spec.cls(id=row[0], **self.values(row))

    def values(self, row: tuple[Any, ...]) -> dict[str, Any]:
        """Field values of a whole row."""
        return {name: field.value(row[self.places[name]]) for name, field in self.fields.items()}

    def defaults(self, row_id: str) -> list[Any]:
        """A whole row of default values."""
        return [row_id, *self._defaults]


@functools.cache
def columns_of(table: str) -> RecordColumns:
    """The columns of a known record kind; KeyError for others."""
    return RecordColumns(SPECS[table])
