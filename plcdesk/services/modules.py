"""Teaching material, its versions, rounds and reviews (needs N8, N31-N33, N45, N48, N70)."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from plcdesk.domain.changes import Changes, Loaded, Row
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import rank_between
from plcdesk.domain.modules import (
    Author,
    Module,
    ModuleFocus,
    ModuleKind,
    ModuleRow,
    ModuleStatus,
    ModuleVersion,
    Round,
    Verdict,
    author_id,
    round_id,
    version_id,
)
from plcdesk.domain.partners import InputUse, PartnerInput
from plcdesk.domain.programme import School
from plcdesk.domain.queries import ModuleQuery
from plcdesk.services import module_rounds, ranks
from plcdesk.services.forms import Forms
from plcdesk.services.module_files import ModuleFiles
from plcdesk.services.module_reviews import ModuleReviews
from plcdesk.services.module_story import Story, tell
from plcdesk.services.module_views import (
    AuthorRow,
    Decision,
    Difference,
    ModuleDetail,
    ModuleFilter,
    VersionRow,
)
from plcdesk.services.records import Made, Records

if TYPE_CHECKING:
    from plcdesk.storage.queries import Queries

_NUMBERED = re.compile(r"M(\d+)").fullmatch


class Modules:
    """The teaching material of the programme; `files` and `reviews` are those of its versions."""

    def __init__(self, records: Records, forms: Forms, files: ModuleFiles, queries: Queries) -> None:
        self._records = records
        self._forms = forms
        self._queries = queries
        self.files = files
        self.reviews = ModuleReviews(records, forms)

    def rows(self, wanted: ModuleFilter | None = None) -> list[ModuleRow]:
        """The modules that pass the filter, by code and title."""
        asked = wanted or ModuleFilter()
        return [row for row in self._queries.modules(asked) if asked.step is None or row.step is asked.step]

    def row(self, module_id: Id) -> ModuleRow | None:
        """One module as the list shows it; None when it is gone."""
        return next(iter(self._queries.modules(ModuleQuery(id=module_id))), None)

    def detail(self, module_id: Id) -> ModuleDetail | None:
        """Everything of a module; None when it is gone."""
        records = self._records
        loaded = records.load(Module, module_id)
        if loaded is None:
            return None
        school_id = loaded.record.school_id
        versions = tuple(VersionRow(row, self.files.of(row.record.id)) for row in self._versions(module_id))
        rounds = tuple(module_rounds.round_row(records, row) for row in module_rounds.rounds(records, module_id))
        shown = {Row("module", module_id), *(Row("module_version", row.version.id) for row in versions),
                 *(Row("round", row.round.id) for row in rounds)}
        return ModuleDetail(
            loaded, records.get(School, school_id) if school_id is not None else None, self._authors(module_id),
            versions, rounds, self._inputs(module_id), records.names(),
            frozenset((found.row, found.field) for found in records.differing() if found.row in shown))

    def add(self, title: str, school_id: Id | None = None, kind: ModuleKind = ModuleKind.MODULE, *,
            focus: ModuleFocus | None = None, classroom: str = "", subject: str = "", authors: Iterable[Id] = (),
            ) -> Made:
        """A new module with its first version and its first round, in one save."""
        module = Module(school_id=school_id, code=self._next_code(), title=title.strip(), kind=kind, focus=focus,
                        classroom=classroom.strip(), subject=subject.strip())
        version = ModuleVersion(id=version_id(module.id, 1), module_id=module.id, number=1, made_on=self._records.today())
        first = Round(id=round_id(module.id, 1), module_id=module.id, number=1, version_id=version.id,
                      classroom=module.classroom)
        made: list[object] = [module, version, first]
        rank = ""
        for person in dict.fromkeys(authors):
            rank = rank_between(rank, "")
            made.append(Author(id=author_id(module.id, person), module_id=module.id, person_id=person, rank=rank))
        return Made(module.id, self._records.save_all((record, None) for record in made))

    def set_status(self, module_id: Id, status: ModuleStatus) -> Changes:
        """Where the module stands. Raises UserError for Final while something keeps it from that (see `decide`)."""
        loaded = self._records.need(Module, module_id)
        versions = self._versions(module_id)
        if status is ModuleStatus.FINAL and loaded.record.status is not status and versions:
            self.reviews.need_complete(versions[0].record)
        return self._records.save(dataclasses.replace(loaded.record, status=status), loaded)

    def advance(self, module_id: Id) -> Changes:
        """Let the status follow what is recorded: taught, then reviewed; a status set further on stays."""
        loaded = self._records.need(Module, module_id)
        status = loaded.record.status
        if status is ModuleStatus.DRAFT and any(
                row.record.taught_on for row in module_rounds.rounds(self._records, module_id)):
            status = ModuleStatus.TRIED
        if status in (ModuleStatus.DRAFT, ModuleStatus.TRIED) and any(
                self.reviews.filled(row.record.id) for row in self._versions(module_id)):
            status = ModuleStatus.REVIEWED
        return self._records.save(dataclasses.replace(loaded.record, status=status), loaded)

    def add_author(self, module_id: Id, person_id: Id) -> Changes:
        """One more author, behind the others; one who is an author already stays where they are."""
        record_id = author_id(module_id, person_id)
        if self._records.get(Author, record_id) is not None:
            return Changes()
        rank = ranks.last_rank(self._records.load_all(Author, module_id=module_id))
        return self._records.save(Author(id=record_id, module_id=module_id, person_id=person_id, rank=rank))

    def remove_author(self, author: Id) -> Changes:
        """Take an author off their module."""
        return self._records.delete(self._records.need(Author, author).record)

    def move_author(self, author: Id, steps: int) -> Changes:
        """Move an author up (negative) or down."""
        module_id = self._records.need(Author, author).record.module_id
        return ranks.move(self._records, self._records.load_all(Author, module_id=module_id), author, steps)

    def new_version(self, module_id: Id, changes: str = "") -> Made:
        """The next version, of today; it begins without files."""
        self._records.need(Module, module_id)
        versions = self._versions(module_id)
        number = (versions[0].record.number or 0) + 1 if versions else 1
        version = ModuleVersion(id=version_id(module_id, number), module_id=module_id, number=number,
                                made_on=self._records.today(), changes=changes.strip())
        return Made(version.id, self._records.save(version))

    def compare(self, older: Id, newer: Id) -> Difference:
        """What a version changed against an older one: the words about it, and the files by their content."""
        return self.files.compare(self._records.need(ModuleVersion, older).record,
                                  self._records.need(ModuleVersion, newer).record)

    def start_round(self, module_id: Id) -> Made:
        """The next round with objective and class of the last one, about the newest version ("Mulai siklus 2")."""
        module = self._records.need(Module, module_id).record
        found = module_rounds.rounds(self._records, module_id)
        last = found[-1].record if found else None
        number = (last.number or 0) + 1 if last is not None else 1
        versions = self._versions(module_id)
        made = Round(id=round_id(module_id, number), module_id=module_id, number=number,
                     version_id=versions[0].record.id if versions else None,
                     objective=last.objective if last is not None else "",
                     classroom=last.classroom if last is not None else module.classroom)
        return Made(made.id, self._records.save(made))

    def decide(self, round_id: Id, verdict: Verdict | None, reason: str = "") -> Decision:
        """The decision of a round, of today, with what it means for the module, in one save.

        Use it: the module is final, unless the minimal set is missing in its newest completeness review; then the
        decision is kept, the status stays, and `why_not` says why. Revise it: revised. Stop it: the status stays.
        """
        loaded = self._records.need(Round, round_id)
        module_id = loaded.record.module_id
        module = self._records.need(Module, module_id) if module_id is not None else None
        why_not = self.reviews.obstacle(self._version_of(loaded.record)) if verdict is Verdict.USE else None
        pairs: list[tuple[object, Loaded[object] | None]] = [
            (module_rounds.decided(loaded.record, verdict, self._records.today(), reason), loaded)]  # type: ignore[list-item]
        if module is not None:
            status = module_rounds.status_after(module.record.status, verdict, allowed=why_not is None)
            pairs.append((dataclasses.replace(module.record, status=status), module))  # type: ignore[arg-type]
        return Decision(self._records.save_all(pairs), why_not)

    def story(self, module_id: Id) -> Story | None:
        """What became of a module, from the problem to what changed for the pupils; None when it is gone."""
        detail = self.detail(module_id)
        return tell(detail, self._records, self.reviews) if detail is not None else None

    def _version_of(self, found: Round) -> ModuleVersion | None:
        version = self._records.get(ModuleVersion, found.version_id) if found.version_id is not None else None
        if version is None and found.module_id is not None:
            version = next((row.record for row in self._versions(found.module_id)), None)
        return version

    def _versions(self, module_id: Id) -> list[Loaded[ModuleVersion]]:
        rows = self._records.load_all(ModuleVersion, module_id=module_id)
        return sorted(rows, key=lambda row: (row.record.number or 0, row.record.id), reverse=True)

    def _authors(self, module_id: Id) -> tuple[AuthorRow, ...]:
        names = self._records.names()
        rows = ranks.ordered(self._records.load_all(Author, module_id=module_id))
        return tuple(AuthorRow(row, row.record.person_id, names.get(row.record.person_id or Id(""), "")) for row in rows)

    def _inputs(self, module_id: Id) -> tuple[PartnerInput, ...]:
        used = {row.input_id for row in self._records.all(InputUse, module_id=module_id)}
        found = (self._records.get(PartnerInput, one) for one in used if one is not None)
        return tuple(sorted((one for one in found if one is not None), key=lambda one: (str(one.given_on or ""), one.id)))

    def _next_code(self) -> str:
        """One more than the highest number in use: M01, M02."""
        numbers = [int(found[1]) for row in self._records.all(Module) if (found := _NUMBERED(row.code.strip()))]
        return f"M{max(numbers, default=0) + 1:02d}"
