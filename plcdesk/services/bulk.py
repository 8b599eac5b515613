"""Many records from a file of JSON lines, for scripts and tests."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import SPECS, mark
from plcdesk.domain.ids import is_id
from plcdesk.domain.stewardship import STATEMENTS
from plcdesk.services.records import Records


def import_lines(records: Records, lines: Iterable[str]) -> int:
    """Save the records of `lines`, each line one commit, all in one transaction. Returns how many records.

    A line is an object ``{"table": "meeting", "id": "...", "title": "...", "when": ["2024-10-15", "13:00", null]}``
    (the id may be left out; fields as in the log) or a list of such objects. Raises UserError that names the first
    bad line; then nothing was written.
    """
    reading = _Reading()
    try:
        records.save_batches(reading.batches(lines))
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise UserError(mark("Line {n} cannot be taken in: {reason}. Nothing was changed. Mend it, then try again."),
                        n=reading.line, reason=str(error)) from error
    return reading.count


class _Reading:
    """Reads as the records are saved, so that whatever goes wrong belongs to the line just read."""

    def __init__(self) -> None:
        self.line = 0
        self.count = 0

    def batches(self, lines: Iterable[str]) -> Iterator[list[Any]]:
        for self.line, line in enumerate(lines, 1):
            if line.strip():
                line.encode()  # bytes that were no UTF-8 come as lone surrogates
                data = json.loads(line)
                batch = [record_of(item) for item in (data if isinstance(data, list) else [data])]
                self.count += len(batch)
                yield batch


def record_of(item: Any) -> Any:
    """The record that a JSON object describes. Raises ValueError, TypeError or KeyError."""
    if not isinstance(item, dict):
        raise ValueError("an object expected")
    fields = dict(item)
    table = fields.pop("table", None)
    if table not in SPECS or table in STATEMENTS:
        raise ValueError(f"unknown table {table!r}")
    spec = SPECS[table]
    values: dict[str, Any] = {}
    if "id" in fields:
        if not is_id(fields["id"]):
            raise ValueError("the id is no UUID in lower case")
        values["id"] = fields.pop("id")
    for name, data in fields.items():
        if name not in spec.fields:
            raise ValueError(f"{table} has no field {name!r}")
        values[name] = spec.fields[name].from_json(data)
    return spec.cls(**values)
