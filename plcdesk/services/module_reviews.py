"""Reviews of a version: who filled in what, what they come to together, what keeps a module from being final.

A review is a form about a version: A authentic work, K creativity, L completeness (LP for a project module) - domain
handbook 3.5 to 3.7, needs N31 to N33 and N70.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from plcdesk.domain.changes import Changes
from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import mark
from plcdesk.domain.forms import FormState
from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import Instrument, Item, Text
from plcdesk.domain.modules import Module, ModuleKind, ModuleVersion
from plcdesk.domain.scoring import Score, joint, missing_minimal
from plcdesk.services.forms import Forms
from plcdesk.services.records import Made, Records

if TYPE_CHECKING:
    from plcdesk.services.form_views import FormRow

AUTHENTIC, CREATIVE, COMPLETE, COMPLETE_PROJECT = "A", "K", "L", "LP"
REVIEWERS = 2
"""How many reviewers a version should have, one of them a peer (domain handbook 3.5)."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """A dimension of a result: its mean over the reviewers, None while too little is rated; `met` is None where the
    instrument asks no least mean."""

    code: str
    label: Text
    mean: Fraction | None
    least: Fraction | None

    @property
    def met(self) -> bool | None:
        """Whether the mean reaches what the rule asks."""
        return self.mean >= self.least if self.mean is not None and self.least is not None else None


@dataclass(frozen=True, slots=True)
class Result:
    """What the finished reviews with one instrument come to; `met` is the rule of the instrument, None without one or
    without enough data. `missing` are the items of the minimal set that the newest of them misses."""

    code: str
    title: Text
    reviewers: int
    held_on: date | None
    score: Score
    criteria: tuple[Criterion, ...]
    met: bool | None
    missing: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class VersionReviews:
    """The reviews of a version, newest first. `filled` of `expected` reviewers finished all they began; `pairs` are two
    finished reviews with the same instrument, whose levels can be compared."""

    reviews: tuple[FormRow, ...]
    filled: int
    expected: int
    results: tuple[Result, ...]
    pairs: tuple[tuple[FormRow, FormRow], ...]

    def result(self, code: str) -> Result | None:
        """The result of one instrument."""
        return next((one for one in self.results if one.code == code), None)


class ModuleReviews:
    """The reviews of all modules."""

    def __init__(self, records: Records, forms: Forms) -> None:
        self._records = records
        self._forms = forms

    def instruments(self, module: Module) -> tuple[str, ...]:
        """The codes of what a module of this kind is reviewed with."""
        return AUTHENTIC, CREATIVE, COMPLETE_PROJECT if module.kind is ModuleKind.PROJECT else COMPLETE

    def of(self, version_id: Id) -> VersionReviews:
        """Everything about the reviews of a version."""
        rows = self._rows(version_id)
        started: dict[Id | str, list[FormRow]] = {}
        for row in rows:
            started.setdefault(row.rater_id or row.id, []).append(row)
        filled = sum(all(_finished(row) for row in own) for own in started.values())
        results, pairs = [], []
        for code in (AUTHENTIC, CREATIVE, COMPLETE, COMPLETE_PROJECT):
            done = [row for row in rows if row.instrument == code and _finished(row)]
            done = [row for row in done if row.version == done[0].version]
            if done:
                results.append(self._result(done))
            others = [row for row in done[1:] if row.rater_id != done[0].rater_id]
            if others:
                pairs.append((others[-1], done[0]))
        return VersionReviews(tuple(rows), filled, max(REVIEWERS, len(started)), tuple(results), tuple(pairs))

    def filled(self, version_id: Id) -> bool:
        """Whether somebody finished a review of this version."""
        return any(_finished(row) for row in self._rows(version_id))

    def start(self, version_id: Id, code: str, rater_id: Id | None = None) -> Made:
        """A review by this person (who sits here unless named); the one they began already, when there is one."""
        rater = rater_id or self._records.me()
        mine = next((row for row in self._rows(version_id) if row.instrument == code and row.rater_id == rater
                     and rater is not None), None)
        if mine is not None:
            return Made(mine.id, Changes())
        version = self._records.need(ModuleVersion, version_id).record
        module = self._records.need(Module, version.module_id).record if version.module_id is not None else None
        return self._forms.start(code, version_id=version_id, module_id=version.module_id, rater_id=rater, private=False,
                                 school_id=module.school_id if module is not None else None)

    def obstacle(self, version: ModuleVersion | None) -> UserError | None:
        """What keeps a module from being final with this version: the newest completeness review must be there and
        must not miss anything of the minimal set (domain handbook 3.7). None when nothing does."""
        if version is None:
            return UserError(mark("A module without a version cannot be final. Its status stays. Add a version first."))
        row = next((row for row in self._rows(version.id) if row.instrument in (COMPLETE, COMPLETE_PROJECT)
                    and _finished(row)), None)
        if row is None:
            return UserError(mark("Nobody has checked yet whether version {number} is complete. The status stays. "
                                  "Fill in a completeness review, then choose again."), number=version.number)
        missing = self._missing(row)
        if not missing:
            return None
        return UserError(mark("Version {number} is not complete enough to be final. The status stays. Still missing: "
                              "{items}."), number=version.number, items=together(item.label for item in missing))

    def need_complete(self, version: ModuleVersion) -> None:
        """Raises the `obstacle` as UserError, when there is one."""
        found = self.obstacle(version)
        if found is not None:
            raise found

    def _rows(self, version_id: Id) -> list[FormRow]:
        from plcdesk.services.form_views import FormFilter

        return self._forms.rows(FormFilter(version_id=version_id))

    def _result(self, rows: Sequence[FormRow]) -> Result:
        read = [found for row in rows if (found := self._forms.load(row.id)) is not None]
        instrument = read[0].instrument
        figures = joint(instrument, [one.rated for one in read])
        return Result(rows[0].instrument, instrument.title, len({row.rater_id or row.id for row in rows}),
                      max((row.held_on for row in rows if row.held_on is not None), default=None), figures,
                      _criteria(instrument, figures), next(iter(figures.rules.values()), None),
                      missing_minimal(instrument, read[0].rated))

    def _missing(self, row: FormRow) -> tuple[Item, ...]:
        found = self._forms.load(row.id)
        return missing_minimal(found.instrument, found.rated) if found is not None else ()


def together(texts: Iterable[Text]) -> Text:
    """Several texts as one, with commas."""
    found = list(texts)
    return Text(", ".join(text.id for text in found), ", ".join(text.en for text in found))


def _criteria(instrument: Instrument, found: Score) -> tuple[Criterion, ...]:
    least = {code: Fraction(rule.at_least) for rule in instrument.scoring.rules for code in rule.dimensions}
    return tuple(Criterion(one.dimension.code, one.dimension.label, one.mean, least.get(one.dimension.code))
                 for one in found.dimensions)


def _finished(row: FormRow) -> bool:
    """A review counts when it was finished, or nothing in it is open any more."""
    return row.state is FormState.COMPLETE or 0 < row.total <= row.done
