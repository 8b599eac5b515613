"""Keeping the full-text index in step with the record tables; called by the projection only.

The index holds no copy of the texts, so taking a document out needs the words that were put in: they are read from
the record's row before it changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from plcdesk.storage.columns import RecordColumns
from plcdesk.storage.sql import AMONG, fetch, fetch_one, listed, quoted, run_many

Texts = dict[str, tuple[Any, ...]]
"""Columns of the searchable fields of one record, by field name."""

_PUT = "INSERT INTO search_index (rowid, text) VALUES (?, ?)"
_TAKE = "INSERT INTO search_index (search_index, rowid, text) VALUES ('delete', ?, ?)"


def text_of(columns: Iterable[Iterable[Any]]) -> str:
    """The text that is indexed: what the searchable fields hold, one below the other."""
    return "\n".join(item for field in columns for item in field if isinstance(item, str) and item)


def clear(connection: Connection) -> None:
    """Empty the index."""
    connection.exec_driver_sql("INSERT INTO search_index (search_index) VALUES ('delete-all')")
    connection.exec_driver_sql("DELETE FROM search_doc")


def add(connection: Connection, columns: RecordColumns, rows: Sequence[tuple[Any, ...]]) -> None:
    """Put new records into the index; whole rows of the table."""
    if not columns.searchable:
        return
    places = columns.search_places
    found = ((row[0], text_of([[row[place] for place in places]])) for row in rows)
    texts = [(row_id, text) for row_id, text in found if text]
    if texts:
        _insert(connection, columns.spec.table, texts)


def _insert(connection: Connection, table: str, texts: Sequence[tuple[str, str]]) -> None:
    last = fetch_one(connection, "SELECT coalesce(max(id), 0) FROM search_doc")
    start = (last[0] if last is not None else 0) + 1
    run_many(connection, "INSERT INTO search_doc (id, tbl, row_uid) VALUES (?, ?, ?)",
             [(start + index, table, row_id) for index, (row_id, _) in enumerate(texts)])
    run_many(connection, _PUT, [(start + index, text) for index, (_, text) in enumerate(texts)])


def change(connection: Connection, columns: RecordColumns, changes: Mapping[str, Texts | None]) -> None:
    """Follow changed records (their changed fields) and vanished ones (None), before their rows are written."""
    if not columns.searchable or not changes:
        return
    table = columns.spec.table
    names = [name for field in columns.searchable for name in columns.fields[field].names]
    old = {row[0]: row[1:] for row in fetch(
        connection, f"SELECT id, {', '.join(map(quoted, names))} FROM {quoted(table)} WHERE id IN {AMONG}",
        listed(changes))}
    documents: dict[str, int] = dict(fetch(
        connection, f"SELECT row_uid, id FROM search_doc WHERE tbl = ? AND row_uid IN {AMONG}", table, listed(changes)))
    take, put, fresh, gone = [], [], [], []
    for row_id, changed in changes.items():
        former = _by_field(columns, old.get(row_id, ()))
        before = text_of(former.values())
        after = text_of({**former, **changed}.values()) if changed is not None else ""
        document = documents.get(row_id)
        if before == after:
            continue
        if document is not None:
            take.append((document, before))
        if document is not None and after:
            put.append((document, after))
        elif after:
            fresh.append((row_id, after))
        elif document is not None:
            gone.append((document,))
    run_many(connection, _TAKE, take)
    run_many(connection, _PUT, put)
    run_many(connection, "DELETE FROM search_doc WHERE id = ?", gone)
    if fresh:
        _insert(connection, table, fresh)


def _by_field(columns: RecordColumns, row: tuple[Any, ...]) -> Texts:
    found: Texts = {}
    position = 0
    for name in columns.searchable:
        size = len(columns.fields[name].names)
        found[name] = row[position:position + size]
        position += size
    return found
