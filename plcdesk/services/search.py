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
    (mark("Groups"), ("group",)),
    (mark("Schools"), ("school", "programme")),
)
"""The headings of the results with the record kinds below them."""
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
                title = self._records.title(hit.row, w)
                hits.append(SearchHit(hit.row, title, _snippet(hit.snippet, title), self._opens(hit.row)))
        groups = []
        for label, tables in GROUPS:
            hits = [hit for table in tables for hit in found.get(table, [])]
            if hits:
                groups.append(SearchGroup(label, tuple(hits[:limit])))
        return groups

    def _opens(self, row: Row) -> Row:
        parents = SPECS[row.table].parents
        parent = self._records.parent_of(row) if parents and row.table != "meeting" else None
        return Row(parents[0].refers or row.table, parent) if parent is not None else row


def _snippet(snippet: str, title: str) -> str:
    text = " ".join(snippet.split())
    return "" if text == title else text
