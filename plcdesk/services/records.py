"""The records as such: read, save, delete, undo, what differs, what lies in the Trash."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from plcdesk.domain.changes import Changes, Differing, HistoryLine, Loaded, Row
from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import SPECS, mark
from plcdesk.domain.ids import Id
from plcdesk.domain.likeness import follow
from plcdesk.domain.people import Person, Sameness, SamePerson
from plcdesk.domain.programme import Programme, School
from plcdesk.domain.stewardship import STATEMENTS
from plcdesk.services.titles import title_of
from plcdesk.storage import local
from plcdesk.words import Words

if TYPE_CHECKING:
    from plcdesk.storage.storage import Storage
    from plcdesk.storage.unit import Unit

R = TypeVar("R")


class Made(NamedTuple):
    """A new record and the changes that made it."""

    id: Id
    changes: Changes


@dataclass(frozen=True, slots=True)
class TrashLine:
    """A deleted record: what it was called, its kind (source text), when and by whom it was deleted."""

    row: Row
    title: str
    kind_label: str
    deleted_at: datetime
    by: str


class _Labels(NamedTuple):
    """The names of people and schools and the word for a learning group, after so many writes."""

    writes: int
    people: Mapping[Id, str]
    schools: Mapping[Id, str]
    group: str


class Records:
    """Every record of the programme, whatever its kind. Each write is one transaction."""

    def __init__(self, storage: Storage, clock: Callable[[], datetime]) -> None:
        self._storage = storage
        self._clock = clock
        self._listeners: list[Callable[[Changes], None]] = []
        self._me: Id | None = None
        self._writes = 0
        self._labels: _Labels | None = None
        self._followed: tuple[int, Id, Id] | None = None
        storage.on_commit = self._tell

    def today(self) -> date:
        """The local day."""
        return self._clock().date()

    def on_change(self, listener: Callable[[Changes], None]) -> None:
        """Have `listener` called after each write, in the thread that wrote."""
        self._listeners.append(listener)

    def me(self) -> Id | None:
        """The id of the person at this computer; None before they said who they are.

        Where two records of them were merged, here or elsewhere, it is the one that was kept.
        """
        if self._me is None:
            with self._storage.db.read() as connection:
                found = local.get(connection, local.ME)
            self._me = Id(found) if found else None
        if self._me is not None and (self._followed is None or self._followed[:2] != (self._writes, self._me)):
            self._followed = (self._writes, self._me, self._merged_into(self._me))
        return self._followed[2] if self._me is not None and self._followed is not None else None

    def set_me(self, person_id: Id) -> None:
        """Say who is at this computer; written behind every later save."""
        with self._storage.db.write() as connection:
            local.put(connection, local.ME, person_id)
        self._me = person_id

    def forget(self) -> None:
        """Forget what is kept in memory: another state of the database was put in place."""
        self._me = None
        self._tell(Changes(frozenset(Row(table, Id("")) for table in SPECS)))

    def load(self, cls: type[R], record_id: Id) -> Loaded[R] | None:
        """A record with the writes behind it; None when it is gone."""
        return self._storage.store.load(cls, record_id)

    def need(self, cls: type[R], record_id: Id) -> Loaded[R]:
        """As `load`. Raises UserError when the record is gone."""
        found = self.load(cls, record_id)
        if found is None:
            raise UserError(mark("This entry is no longer here. Nothing was changed. Look in the Trash, "
                                 "or choose another one."))
        return found

    def get(self, cls: type[R], record_id: Id) -> R | None:
        """A record as it is shown; None when it is gone."""
        return self._storage.store.get(cls, record_id)

    def all(self, cls: type[R], **equals: Any) -> list[R]:
        """The records of one kind whose columns have these values."""
        return self._storage.store.all(cls, **equals)

    def load_all(self, cls: type[R], **equals: Any) -> list[Loaded[R]]:
        """As `all`, with the writes behind each."""
        return self._storage.store.load_all(cls, **equals)

    def buried(self, cls: type[R]) -> list[R]:
        """The deleted records of one kind, as they last were."""
        return [line.record for line in self._storage.store.deleted(cls)]

    def count(self, cls: type[Any], **equals: Any) -> int:
        """How many records `all` would give."""
        return self._storage.store.count(cls, **equals)

    def counts(self) -> dict[str, int]:
        """How many records there are of each kind."""
        return {table: self._storage.store.count(spec.cls) for table, spec in SPECS.items() if table not in STATEMENTS}

    def names(self) -> Mapping[Id, str]:
        """The display names of all people."""
        return self._known().people

    def school_names(self) -> Mapping[Id, str]:
        """The names of all schools."""
        return self._known().schools

    @contextmanager
    def writing(self, by: Id | None = None) -> Iterator[Unit]:
        """One save of several steps; everything in the block is kept, or nothing when it raises.

        With `by` that person is at this computer from this save on.
        """
        with self._storage.unit(by or self.me()) as unit:
            if by is not None:
                local.put(unit.reader.connection, local.ME, by)
            yield unit
        self._me = by or self._me

    def save(self, record: Any, loaded: Loaded[Any] | None = None) -> Changes:
        """Save a new record, or a changed one over what was loaded."""
        return self.save_all([(record, loaded)])

    def save_all(self, pairs: Iterable[tuple[Any, Loaded[Any] | None]]) -> Changes:
        """Save several records at once. What is unchanged is not written; nothing to write is no save."""
        changed = [(record, loaded) for record, loaded in pairs if loaded is None or record != loaded.record]
        if not changed:
            return Changes()
        with self.writing() as unit:
            for record, loaded in changed:
                unit.save(record, loaded)
        return unit.changes

    def save_batches(self, batches: Iterable[Iterable[Any]]) -> Changes:
        """Save many records in one transaction, each batch as a save of its own; all of them or, on error, none."""
        from plcdesk.storage.unit import Unit

        by = self.me() or ""
        rows: set[Row] = set()
        commits: list[int] = []
        with self._storage.db.write() as connection:
            for batch in batches:
                unit = Unit(connection, self._storage.clock, by)
                for record in batch:
                    unit.save(record)
                found = unit.finish()
                rows |= found.rows
                commits += found.commits
        changes = Changes(frozenset(rows), tuple(commits))
        if changes:
            self._tell(changes)
        return changes

    def delete(self, target: Any) -> Changes:
        """Move a record (itself or its Row) with all that belongs to it to the Trash."""
        with self.writing() as unit:
            unit.delete(target)
        return unit.changes

    def restore(self, row: Row) -> Changes:
        """Bring a record back from the Trash with what was deleted along with it."""
        with self.writing() as unit:
            unit.restore(row)
        return unit.changes

    def undo(self, changes: Changes) -> Changes:
        """Take a write back; later entries over it stay. The answer can be undone in turn.

        Raises UserError where part of it was erased for good.
        """
        from plcdesk.storage.log import erased
        from plcdesk.storage.revert import compensate

        if not changes:
            return Changes()
        with self.writing() as unit:
            if erased(unit.reader.connection, changes.commits):
                raise UserError(mark("This cannot be undone: part of it was erased for good. Nothing was changed."))
            compensate(unit, changes.commits)
        return unit.changes

    def differing(self) -> list[Differing]:
        """The entries that were changed on two computers and wait for a decision."""
        return [entry for entry in self._storage.store.differing() if entry.row.table not in STATEMENTS]

    def settle(self, row: Row, field: str, value: Any) -> Changes:
        """Decide a differing entry; for the record's life (field ``""``) True keeps it, False deletes it."""
        with self.writing() as unit:
            unit.settle(row, field, value)
        return unit.changes

    def history(self, row: Row | None = None, limit: int = 200, *, by: Id | None = None, since: str | None = None,
                ) -> list[HistoryLine]:
        """The newest changes of one record with its parts, or of everything; `since` = ISO time in UTC."""
        return self._storage.store.history(row, limit, children=row is not None, by=by, since=since)

    def trash(self, w: Words) -> list[TrashLine]:
        """The deleted records, the newest deletion first; what was deleted along with its whole is not listed."""
        names, label = self.names(), self.label()
        return [
            TrashLine(line.row, title_of(line.record, names, w, label, self._look), SPECS[line.row.table].label,
                      datetime.fromisoformat(line.at).astimezone(), names.get(Id(line.by), ""))
            for line in self._storage.store.deleted() if not line.with_parent
        ]

    def title(self, row: Row, w: Words) -> str:
        """What a record is called; empty when it is not here."""
        spec = SPECS.get(row.table)
        record = self.get(spec.cls, row.id) if spec is not None else None
        return title_of(record, self.names(), w, self.label(), self._look) if record is not None else ""

    def label(self) -> str:
        """The programme's word for a learning group."""
        return self._known().group

    def parent_of(self, row: Row) -> Id | None:
        """The record that a record belongs to; None when it stands alone or is gone."""
        spec = SPECS[row.table]
        record: Any = self.get(spec.cls, row.id)
        return getattr(record, spec.parents[0].name) if record is not None and spec.parents else None

    def _look(self, cls: type[Any], record_id: Id | None) -> Any:
        return self.get(cls, record_id) if record_id is not None else None

    def _known(self) -> _Labels:
        """What things are called, kept until the next write: lists and histories ask for it line by line."""
        known, writes = self._labels, self._writes
        if known is None or known.writes != writes:
            people = self._people()
            schools = {school.id: school.name for school in self.all(School)}
            labels = (programme.group_label for programme in self.all(Programme) if programme.group_label)
            known = self._labels = _Labels(writes, people, schools, next(labels, "KBP"))
        return known

    def _people(self) -> dict[Id, str]:
        """Names by id. Who was merged away is called like the person kept: they still stand behind former saves."""
        here = {person.id: person.name for person in self.all(Person)}
        merged = self.all(SamePerson, verdict=Sameness.MERGED)
        gone = {key for one in merged for key in (one.person_id, one.other_id) if key is not None and key not in here}
        kept = {key: follow(key, merged, here.__contains__) for key in gone}
        return here | {key: here[target] for key, target in kept.items() if target is not None}

    def _merged_into(self, person: Id) -> Id:
        is_here = lambda key: self.get(Person, key) is not None  # noqa: E731
        if is_here(person):
            return person
        return follow(person, self.all(SamePerson, verdict=Sameness.MERGED), is_here) or person

    def _tell(self, changes: Changes) -> None:
        self._writes += 1
        for listener in list(self._listeners):
            listener(changes)

