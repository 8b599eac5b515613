"""Search over everything: people, meetings, what was said, decided and agreed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from plcdesk.domain.changes import Row
from plcdesk.domain.fields import SPECS, mark
from plcdesk.domain.names import search_key
from plcdesk.services.people import People
from plcdesk.services.records import Records
from plcdesk.words import Words

if TYPE_CHECKING:
    from plcdesk.storage.search import Search as SearchIndex

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (mark("People"), ("person",)),
    (mark("Meetings"), ("meeting", "agenda_item", "decision", "attachment")),
    (mark("Follow-ups"), ("action",)),
    (mark("Modules"), ("module", "module_version", "round", "module_file")),
    (mark("Field notes"), ("interview", "quote", "theme", "partner_input", "obstacle", "recommendation")),
    (mark("Observations and forms"), ("form", "answer")),
    (mark("Groups"), ("group",)),
    (mark("Schools"), ("school", "programme")),
)
"""The headings of the results with the record kinds below them."""
_PARTS = {"module_version", "round"}
"""Kinds that are no page of their own: their whole is opened."""
_MANY = 60


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One result; `open_row` is the person, meeting or group to open for it."""

    row: Row
    title: str
    snippet: str
    open_row: Row


@dataclass(frozen=True, slots=True)
class SearchGroup:
    """Results of one heading, the best first."""

    label: str
    hits: tuple[SearchHit, ...]


class Search:
    """The search of this programme."""

    def __init__(self, records: Records, people: People, index: SearchIndex) -> None:
        self._records = records
        self._people = people
        self._index = index

    def find(self, text: str, w: Words, limit: int = 6) -> list[SearchGroup]:
        """What matches the typed beginnings of words, at most `limit` under each heading."""
        if not search_key(text):
            return []
        found: dict[str, list[SearchHit]] = {}
        for person in self._people.find(text, limit=limit):
            row = Row("person", person.id)
            found.setdefault("person", []).append(SearchHit(row, person.name, person.school, row))
        for hit in self._index.find(text, _MANY):
            if hit.row.table == "person":
                continue
            hits = found.setdefault(hit.row.table, [])
            if len(hits) < limit:
                opens = self._opens(hit.row)
                title = self._records.title(hit.row, w) or self._records.title(opens, w)
                hits.append(SearchHit(hit.row, title, _snippet(hit.snippet, title), opens))
        groups = []
        for label, tables in GROUPS:
            hits = [hit for table in tables for hit in found.get(table, [])]
            if hits:
                groups.append(SearchGroup(label, tuple(hits[:limit])))
        return groups

    def _opens(self, row: Row) -> Row:
        """The record itself, or the whole it is part of; of a part of a module the module."""
        whole = self._whole(row) if row.table != "meeting" else row
        while whole.table in _PARTS and (above := self._whole(whole)) != whole:
            whole = above
        return whole

    def _whole(self, row: Row) -> Row:
        record = self._records.get(SPECS[row.table].cls, row.id)
        named = ((field.refers, getattr(record, field.name, None)) for field in SPECS[row.table].parents)
        return next((Row(table, key) for table, key in named if table is not None and key is not None), row)


def _snippet(snippet: str, title: str) -> str:
    text = " ".join(snippet.split())
    return "" if text == title else text
