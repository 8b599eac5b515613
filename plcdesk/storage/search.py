"""Search over everything that was written down."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection

from plcdesk.domain.changes import Row
from plcdesk.domain.ids import Id
from plcdesk.domain.names import TITLES
from plcdesk.storage.columns import columns_of
from plcdesk.storage.engine import Database
from plcdesk.storage.fulltext import LONGEST, folded, text_of, words_in
from plcdesk.storage.sql import AMONG, fetch, listed, on_hub
from plcdesk.storage.titles import title_of

_DEGREES = frozenset({"s", "m", "pd", "si", "ag", "kom", "hum", "sos", "st", "sp", "spd", "mpd", "ssi", "msi", "sag", "mag",
                      "gr", "ama"})
"""What is left of degrees behind a name once the dots are gone."""
_AROUND = 60
"""Characters of a snippet before and after the word found."""
_RANKED = 3
"""Letters from which the best matches come first; for shorter beginnings the newest do, which is quicker."""


class Hit(NamedTuple):
    """A record that was found: its own title ("" if it has none) and the words around the first match."""

    row: Row
    title: str
    snippet: str


class Search:
    """The full-text index; safe from any thread."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def find(self, text: str, limit: int = 50) -> list[Hit]:
        """Records that hold, for each word typed, a word that begins with it; titles before and behind names are ignored.

        Case and accents do not matter. One hit per record, at most `limit`.
        """
        words = words_of(text)
        if not words:
            return []
        with self._db.read() as connection:
            return _hits(connection, _found(connection, words, limit), words)


def _found(connection: Connection, words: list[str], limit: int) -> list[tuple[str, str]]:
    """Table and id of the records that hold the words. On a hub the newest come first whatever is looked for."""
    if on_hub(connection):
        query = " & ".join(f"'{word[:LONGEST]}':*" for word in words)
        return fetch(connection, "SELECT tbl, row_uid FROM search_doc WHERE words @@ CAST(? AS tsquery) "
                                 "ORDER BY id DESC LIMIT ?", query, limit)
    query = " ".join(f'"{word}"*' for word in words)
    order = "rank" if min(map(len, words)) >= _RANKED else "rowid DESC"
    return fetch(connection, "SELECT d.tbl, d.row_uid FROM (SELECT rowid FROM search_index "
                             f"WHERE search_index MATCH ? ORDER BY {order} LIMIT ?) i "
                             "JOIN search_doc d ON d.id = i.rowid", query, limit)


def words_of(text: str) -> list[str]:
    """The words to look for: folded, without titles and degrees unless nothing else was typed."""
    typed = words_in(text)
    words = [word for word in typed if word not in TITLES and word not in _DEGREES]
    longer = [word for word in words or typed if len(word) > 1]
    return longer or words or typed


def _hits(connection: Connection, found: list[tuple[str, str]], words: list[str]) -> list[Hit]:
    by_table: dict[str, list[str]] = defaultdict(list)
    for table, row in found:
        by_table[table].append(row)
    hits: dict[tuple[str, str], Hit] = {}
    for table, rows in by_table.items():
        columns = columns_of(table)
        for whole in fetch(connection, f"{columns.select} WHERE id IN {AMONG}", listed(rows)):
            text = text_of(whole[columns.places[name]] for name in columns.searchable)
            hits[table, whole[0]] = Hit(Row(table, Id(whole[0])), title_of(columns.record(whole)), snippet(text, words))
    return [hits[key] for key in found if key in hits]


def snippet(text: str, words: Iterable[str]) -> str:
    """The text around the first word that was looked for, cut at blanks, with … where something is left out."""
    flat = folded(text)
    if len(flat) != len(text):
        flat = text.casefold()
    places = [match.start() for word in words if (match := re.search(rf"\b{re.escape(word)}", flat)) is not None]
    at = min(places, default=0)
    start, end = max(0, at - _AROUND), min(len(text), at + _AROUND)
    if start:
        start = text.find(" ", start, at) + 1 or start
    if end < len(text):
        cut = text.rfind(" ", at, end)
        end = cut if cut > at else end
    body = " ".join(text[start:end].split())
    return ("…" if start else "") + body + ("…" if end < len(text) else "")
