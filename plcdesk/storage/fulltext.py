"""Keeping the full-text index in step with the record tables; called by the projection only.

In a file the index (FTS5) holds no copy of the texts, so taking a document out needs the words that were put in: they are
read from the record's row before it changes. On a hub each document has its words in a column (`tsvector`, whole words
without accents, no stemming: Indonesian has no dictionary there).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from plcdesk.storage.columns import RecordColumns
from plcdesk.storage.sql import AMONG, fetch, fetch_one, listed, on_hub, quoted, run, run_many, stream_rows

Texts = dict[str, tuple[Any, ...]]
"""Columns of the searchable fields of one record, by field name."""

_PUT = "INSERT INTO search_index (rowid, text) VALUES (?, ?)"
_TAKE = "INSERT INTO search_index (search_index, rowid, text) VALUES ('delete', ?, ?)"


_SET = ("INSERT INTO search_doc (words, tbl, row_uid) VALUES (array_to_tsvector(CAST(? AS text[])), ?, ?) "
        "ON CONFLICT (tbl, row_uid) DO UPDATE SET words = excluded.words")
LONGEST, _MOST = 100, 900_000
"""Letters of a word and bytes of all words that a document of a hub takes (PostgreSQL's own limit is 1 MB)."""


def folded(text: str) -> str:
    """The text without case and accents, as it is compared."""
    flat = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in flat if not unicodedata.combining(sign))


def words_in(text: str) -> list[str]:
    """The words of a text, folded."""
    return re.findall(r"[^\W_]+", folded(text))


def text_of(columns: Iterable[Iterable[Any]]) -> str:
    """The text that is indexed: what the searchable fields hold, one below the other."""
    return "\n".join(item for field in columns for item in field if isinstance(item, str) and item)


def clear(connection: Connection) -> None:
    """Empty the index."""
    if on_hub(connection):
        run(connection, "DELETE FROM search_doc")
        return
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
    if on_hub(connection):
        # as PostgreSQL writes a tsvector: words hold neither quotes nor backslashes
        stream_rows(connection, "search_doc", ("tbl", "row_uid", "words"),
                    ((table, row_id, " ".join(f"'{word}'" for word in _words(text))) for row_id, text in texts))
        return
    last = fetch_one(connection, "SELECT coalesce(max(id), 0) FROM search_doc")
    start = (last[0] if last is not None else 0) + 1
    run_many(connection, "INSERT INTO search_doc (id, tbl, row_uid) VALUES (?, ?, ?)",
             [(start + index, table, row_id) for index, (row_id, _) in enumerate(texts)])
    run_many(connection, _PUT, [(start + index, text) for index, (_, text) in enumerate(texts)])


def _put(connection: Connection, table: str, texts: Iterable[tuple[str, str]]) -> None:
    """Keep the words of documents of a hub."""
    run_many(connection, _SET, [(_words(text), table, row_id) for row_id, text in texts])


def _words(text: str) -> list[str]:
    found: dict[str, None] = {}
    size = 0
    for word in words_in(text):
        cut = word[:LONGEST]
        if cut not in found:
            size += len(cut.encode()) + 4
            if size > _MOST:
                break
            found[cut] = None
    return list(found)


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
        if on_hub(connection):
            if after:
                fresh.append((row_id, after))
            elif document is not None:
                gone.append((document,))
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
    if on_hub(connection):
        _put(connection, table, fresh)
    elif fresh:
        _insert(connection, table, fresh)


def _by_field(columns: RecordColumns, row: tuple[Any, ...]) -> Texts:
    found: Texts = {}
    position = 0
    for name in columns.searchable:
        size = len(columns.fields[name].names)
        found[name] = row[position:position + size]
        position += size
    return found
