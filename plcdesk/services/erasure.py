"""Erasing for good: values leave the history too, here and, by a steward's order, on every computer.

Papers that were printed, sticks, and bundles that somebody has kept are out of reach; the plan says what is in reach.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from plcdesk.domain.changes import Changes, Row
from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import SPECS, mark
from plcdesk.domain.ids import Id
from plcdesk.domain.people import Person, contact_id, number_id
from plcdesk.domain.stewardship import ErasurePlan, Occurrence
from plcdesk.services.backups import Backups
from plcdesk.services.drafts import Drafts
from plcdesk.services.privacy import Privacy, instead
from plcdesk.services.records import Records
from plcdesk.services.stewards import Stewards

if TYPE_CHECKING:
    from plcdesk.paths import Paths
    from plcdesk.storage.storage import Storage
    from plcdesk.storage.traces import Traces, Typed

LISTED = 20
"""Places of a word that a plan names; the others are counted."""


class Erasures:
    """What can be erased for good, and doing it. It cannot be undone."""

    def __init__(self, storage: Storage, records: Records, privacy: Privacy, stewards: Stewards, backups: Backups,
                 drafts: Drafts, paths: Paths) -> None:
        self._storage = storage
        self._records = records
        self._privacy = privacy
        self._stewards = stewards
        self._backups = backups
        self._drafts = drafts
        self._paths = paths
        self._no_backup = False
        records.on_change(lambda _: self.clean())

    def plan(self, rows: Iterable[Row], title: str = "") -> ErasurePlan:
        """Erasing records, deleted ones too, with all that ever belonged to them and all they ever said."""
        from plcdesk.storage import traces

        wanted = [(row.table, str(row.id)) for row in rows]
        with self._storage.db.read() as connection:
            found = traces.of_rows(connection, wanted)
        return self._plan(found, title)

    def plan_person(self, person_id: Id, words: Iterable[str] = ()) -> ErasurePlan:
        """Erasing what the history still tells of a person whose name was replaced (`Privacy.erase`): former names in all
        texts, former entries, numbers and contacts.

        `words` are looked for as well, as they are typed: a laptop that had not heard of an erasure brings back a name that
        no history here knows any more. What is still in use with such a word gets the pseudonym in its place.

        Raises UserError while the name still stands somewhere: it has to be replaced first; and for a word that is too short
        or part of the pseudonym.
        """
        from plcdesk.storage import traces

        person = self._records.need(Person, person_id).record
        details = {("person_number", str(number_id(person_id))), ("person_contact", str(contact_id(person_id)))}
        pattern = self._privacy.former_names(person)
        with self._storage.db.read() as connection:
            found = traces.of_person(connection, ("person", str(person_id)), details, pattern, self._typed(person, words))
        if not _forgotten(person):
            raise UserError(mark("The name of {name} is still in use. Nothing was erased. Erase the personal data first, "
                                 "then erase it from the history."), name=person.name)
        return dataclasses.replace(self._plan(found, person.name), person=person.id, words=tuple(words))

    def check(self, person_id: Id, words: Iterable[str], reason: str) -> None:
        """Raise UserError where `plan_person` would refuse one of these words, and where the reason names the person."""
        person = self._records.need(Person, person_id).record
        patterns = self._privacy.former_names(person), self._privacy.typed(person, words)
        if any(pattern is not None and pattern.search(reason) for pattern in patterns):
            # it travels with the order, which nothing ever erases
            raise UserError(mark("The reason holds the name, and it is never erased. Nothing was changed. Give a reason "
                                 "without the name."))

    def erase(self, plan: ErasurePlan, *, reason: str = "", backups: bool = True) -> Changes:
        """Do what a plan says, in one transaction; then clean the files and, with `backups`, make a new backup and remove
        those that still hold it.

        Raises UserError where only a steward may, where nothing is left to erase, where the reason names the person, and
        where what was planned changed meanwhile; nothing was changed then.
        """
        from plcdesk.storage import erasure
        from plcdesk.storage.traces import Traces

        if not plan:
            raise UserError(mark("Nothing of this is left in the history. Nothing was changed."))
        if plan.shared:
            self._stewards.need()
        typed = None
        if plan.person is not None:
            self.check(plan.person, plan.words, reason)
            person = self._records.need(Person, plan.person).record
            if not _forgotten(person):
                raise _meanwhile()  # the replacing was undone: there is no pseudonym to write
            typed = self._typed(person, plan.words)
        found = Traces(set(plan.numbers), {(row.table, str(row.id)) for row in plan.rows},
                       {(row.table, str(row.id), name) for row, name in plan.lost})
        try:
            with self._records.writing() as unit:
                if erasure.readable(unit.reader.connection, plan.numbers) != plan.numbers:
                    raise _meanwhile()
                total = erasure.carry_out(unit, found, reason=reason.strip(), backups=backups, day=self._records.today(),
                                          instead=typed.instead if typed is not None else None)
                unit.changes = total
        except erasure.NotErased:
            raise _meanwhile() from None
        for row in plan.rows:
            self._drafts.clear(row)
        self._no_backup = False
        self.clean()
        return total

    def catch_up(self) -> None:
        """Erase what was ordered while this program, or the version before it, could not; at the start."""
        from plcdesk.storage import erasure

        db = self._storage.db
        with db.read() as connection:
            waiting, _ = erasure.due(connection)
        if waiting:
            with db.write() as connection:
                erasure.apply(connection)
        self.clean()

    def clean(self) -> None:
        """Take erased values out of the files, where that is still owed; also after somebody else's order came in."""
        from plcdesk.storage import erasure

        if erasure.scrub(self._storage.db) != erasure.COPIES or self._no_backup:
            return
        old = self._holding()
        if old:
            try:
                self._backups.make()
            except UserError:
                self._no_backup = True  # not one backup goes before a new one is there; the next start tries again
                return
        for path in old:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        if not self._holding():
            erasure.paid(self._storage.db)

    def _holding(self, numbers: frozenset[int] | None = None) -> tuple[Path, ...]:
        """The copies of the database on this computer that hold values of these commits, or of any that was erased."""
        from plcdesk.storage import erasure
        from plcdesk.storage.copies import held

        with self._storage.db.read() as connection:
            dots = erasure.dots(connection, numbers)
        files = [backup.path for backup in self._backups.list()]
        files += sorted(self._paths.database.parent.glob(f"{self._paths.database.stem}.schema*{self._paths.database.suffix}"))
        return tuple(path for path in files if held(path, dots))

    def _typed(self, person: Person, words: Iterable[str]) -> Typed | None:
        from plcdesk.storage.traces import Typed

        pattern = self._privacy.typed(person, words)
        return Typed(pattern, instead(pattern, person.alias)) if pattern is not None else None

    def _plan(self, found: Traces, title: str) -> ErasurePlan:
        from plcdesk.storage import spaces, traces

        with self._storage.db.read() as connection:
            shares = traces.shares(connection, found.numbers)
            beside = traces.neighbours(connection, found)
            differing = traces.differing(connection, beside | found.gone)
        numbers = frozenset(found.numbers)
        commits: dict[str, int] = {}
        for share in shares:
            if share.kind != spaces.PRIVATE:
                commits[share.label] = commits.get(share.label, 0) + share.commits
        return ErasurePlan(
            title, numbers, frozenset(Row(table, Id(row)) for table, row in found.gone),
            frozenset((Row(table, Id(row)), name) for table, row, name in found.lost), commits,
            sum(share.commits for share in shares if share.kind == spaces.PRIVATE), len(beside),
            self._holding(numbers) if numbers else (), _files(self._paths.quarantine) + _files(self._paths.carried),
            _files(self._paths.exports), differing, found.living, occurrences=_occurrences(found),
            places=len(found.occurrences), replaced=len(found.replaced))


def _forgotten(person: Person) -> bool:
    return bool(person.alias) and person.name == person.alias


def _meanwhile() -> UserError:
    return UserError(mark("The entries changed meanwhile. Nothing was erased. Look at what would be erased again."))


def _occurrences(found: Traces) -> tuple[Occurrence, ...]:
    """The first of them, those in use before the others."""
    keys = sorted(found.occurrences, key=lambda key: key not in found.replaced)[:LISTED]
    return tuple(Occurrence(Row(table, Id(row)), _label(table, name), found.occurrences[table, row, name],
                            (table, row, name) in found.replaced) for table, row, name in keys)


def _label(table: str, name: str) -> str:
    field = SPECS[table].fields.get(name) if table in SPECS else None
    return field.label if field is not None else name


def _files(folder: Path) -> int:
    return sum(1 for path in folder.rglob("*") if path.is_file() and path.suffix != ".json") if folder.is_dir() else 0
