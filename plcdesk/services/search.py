"""Search over everything: people, meetings, what was said, decided and agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from plcdesk.domain.changes import Row
from plcdesk.domain.fields import SPECS, mark
from plcdesk.domain.forms import Batch, Form
from plcdesk.domain.ids import Id
from plcdesk.domain.names import matches, search_key
from plcdesk.services.people import People
from plcdesk.services.records import Records
from plcdesk.words import Words

if TYPE_CHECKING:
    from plcdesk.storage.search import Search as SearchIndex

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (mark("People"), ("person",)),
    (mark("Meetings"), ("meeting", "agenda_item", "decision", "attachment")),
    (mark("Follow-ups"), ("action",)),
    (mark("Modules"), ("module", "module_version", "round", "module_file", "review")),
    (mark("Observations"), ("observation",)),
    (mark("Coaching"), ("visit", "conversation")),
    (mark("Questionnaires"), ("batch", "instrument_edition", "sheet")),
    (mark("Field notes"), ("interview", "quote", "theme", "partner_input", "obstacle", "recommendation", "note")),
    (mark("Groups"), ("group",)),
    (mark("Schools"), ("school", "programme")),
)
"""The headings of the results with what stands below them: kinds of records, of forms what they are filled for."""
_FILLED_FOR = (("batch_id", "sheet"), ("cycle_id", "conversation"), ("version_id", "review"), ("interview_id", "note"))
_JOURNAL = "J"
_PARTS = {"module_version", "round"}
"""Kinds that are no page of their own: their whole is opened."""
_WHOLE = {"meeting", "quote"}
"""Kinds that are opened themselves although they belong to something."""
_MANY = 120


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
        found["batch"] = self._batches(text, w, limit)
        for hit in self._index.find(text, _MANY):
            if hit.row.table in ("person", "batch"):
                continue
            opens = self._opens(hit.row)
            hits = found.setdefault(self._kind(hit.row, opens), [])
            if len(hits) < limit:
                # of an answer the words that were found say more than which item it is
                title = self._records.title(opens if hit.row.table == "answer" else hit.row, w)
                said = _snippet(hit.snippet, title) or (self._records.title(opens, w) if opens != hit.row else "")
                hits.append(SearchHit(hit.row, title, said if said != title else "", opens))
        groups = []
        for label, tables in GROUPS:
            hits = [hit for table in tables for hit in found.get(table, [])]
            if hits:
                groups.append(SearchGroup(label, tuple(hits[:limit])))
        return groups

    def _batches(self, text: str, w: Words, limit: int) -> list[SearchHit]:
        """The newest batches of questionnaires by what they are called: that is seldom stored with them."""
        batches = sorted(self._records.all(Batch), key=lambda one: (one.held_on or date.max, one.id), reverse=True)
        schools = self._records.school_names()
        hits: list[SearchHit] = []
        for batch in batches:
            if len(hits) == limit:
                break
            row = Row("batch", batch.id)
            title = self._records.title(row, w)
            if matches(text, title):
                hits.append(SearchHit(row, title, schools.get(batch.school_id or Id(""), ""), row))
        return hits

    def _kind(self, row: Row, opens: Row) -> str:
        """Below what a result stands: its kind; of an answer what its form is filled for."""
        if row.table != "answer":
            return row.table
        form = self._records.get(Form, opens.id)
        if form is None:
            return row.table
        filled_for = next((kind for field, kind in _FILLED_FOR if getattr(form, field) is not None), "observation")
        return "note" if form.instrument == _JOURNAL else filled_for

    def _opens(self, row: Row) -> Row:
        """The record itself, or the whole it is part of; of a part of a module the module."""
        whole = self._whole(row) if row.table not in _WHOLE else row
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
