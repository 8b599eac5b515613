"""What records are called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection

from plcdesk.domain.changes import Row
from plcdesk.domain.ids import Id
from plcdesk.domain.records import SPECS
from plcdesk.storage.reading import Reader
from plcdesk.storage.sql import AMONG, fetch, listed, quoted

_FIELDS = ("name", "title", "topic", "what", "text", "caption")
_PERSON = "(SELECT p.name FROM person p WHERE p.id = person_id)"
_MODULE = "(SELECT m.title FROM module m WHERE m.id = module_id)"
_OTHERS = {
    "meeting": "coalesce(nullif(title, ''), held_on, planned_on)",
    "attendance": f"coalesce({_PERSON}, guest_name)", "talk_turn": _PERSON, "member": _PERSON, "person_number": _PERSON,
    "role_held": _PERSON, "consent": _PERSON, "author": _PERSON, "module_version": _MODULE, "round": _MODULE,
}  # fmt: skip
"""Kinds without words of their own: a meeting's day (ISO), the person a record is about."""


def title_of(record: Any) -> str:
    """The words a record is known by: its name, title, topic or text; "" where it has none of its own."""
    for name in _FIELDS:
        found = getattr(record, name, "")
        if found:
            return str(found)
    return ""


def titles_of(connection: Connection, rows: Iterable[Row], gone: int = 200) -> dict[Row, str]:
    """The titles of these records, deleted ones too (at most `gone` of them); those without one are left out.

    A meeting without a title is called by its day (ISO), what belongs to a person by that person's name.
    """
    by_table: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        by_table[row.table].append(row.id)
    found: dict[Row, str] = {}
    reader = Reader(connection)
    for table, ids in by_table.items():
        name = next((name for name in _FIELDS if table in SPECS and name in SPECS[table].fields), None)
        words = _OTHERS.get(table) or (quoted(name) if name is not None else None)
        if words is None:
            continue
        shown = dict(fetch(connection, f"SELECT id, {words} FROM {quoted(table)} WHERE id IN {AMONG}", listed(ids)))
        for row_id in ids:
            title = shown.get(row_id)
            if title is None and gone > 0:
                gone -= 1
                registers = reader.registers(table, row_id)
                title = title_of(reader.rebuilt(table, row_id, registers.state)) if registers is not None else ""
            if title:
                found[Row(table, Id(row_id))] = str(title)
    return found
