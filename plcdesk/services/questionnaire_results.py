"""Counting questionnaires: answers for each option, who answered, mean and Nilai, exactly from whole numbers.

Domain handbook 4.1: survey figures are based on `n`, the respondents who answered that item; a percentage is written
from its counts, never averaged. Nothing here names a respondent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from plcdesk.domain.form_checks import allows
from plcdesk.domain.forms import FormState, Rated
from plcdesk.domain.instruments import AnswerKind, Instrument, Item, Method, Text
from plcdesk.domain.scoring import Score, Scorer, answered
from plcdesk.services.questionnaire_views import asked_items, asks_role

if TYPE_CHECKING:
    from plcdesk.storage.sheet_queries import BatchLine, SheetLine

FEW = 5
"""Below so many answers a figure is marked ("n kecil"), and a table that splits respondents further hides the row."""


@dataclass(frozen=True, slots=True)
class CountedSheet:
    """One sheet as it is counted: `who` tells respondents apart and is never shown, `role` is a partner's role."""

    who: str
    role: str
    complete: bool
    items: tuple[Item, ...]
    rated: Mapping[str, Rated]
    score: Score


@dataclass(slots=True)
class SheetAnswers:
    """A batch with its questionnaire and the sheets that bear at least one answer."""

    batch: BatchLine
    instrument: Instrument
    sheets: list[CountedSheet] = field(default_factory=list)
    _scorers: dict[tuple[Item, ...], Scorer] = field(default_factory=dict)

    def add(self, line: SheetLine, rated: Mapping[str, Rated]) -> None:
        """Take a sheet in; an empty one is none, and a score off the scale (from elsewhere) is no answer."""
        items = asked_items(self.instrument, self.batch.occasion, line.respondent)
        asked = {code: item for item in items for code in (item.code, *item.codes)}
        rated = {code: said for code, said in rated.items()
                 if said.score is None or (code in asked and allows(asked[code], said.score))}
        if any(answered(item, rated) for item in items):
            role = line.respondent if asks_role(self.instrument) else ""
            who = "" if self.instrument.anonymous else line.person_id or ("" if role else line.respondent)
            if items not in self._scorers:
                self._scorers[items] = Scorer(self.instrument, items)
            self.sheets.append(CountedSheet(who, role, line.state is FormState.COMPLETE, items, rated,
                                            self._scorers[items].score(rated)))


@dataclass(frozen=True, slots=True)
class OptionCount:
    """How many chose one option (or ticked one choice); `score` is the option's."""

    label: Text
    score: int
    count: int


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What was answered to one item of one version.

    `asked` = sheets that have the item, `n` = those that answered it, `skipped` = those that left it out on purpose.
    `mean` is of the scores after a reversed item was turned round; `correct` counts right answers. The counts of a
    many-choice item do not sum to n. `texts` stand in alphabetical order, so that they tell nothing about the sheet.
    """

    item: Item
    version: int
    asked: int
    n: int
    skipped: int
    counts: tuple[OptionCount, ...] = ()
    mean: Fraction | None = None
    correct: int | None = None
    texts: tuple[str, ...] = ()

    @property
    def few(self) -> bool:
        """Whether so few answered that the figure says little."""
        return 0 < self.n < FEW

    @property
    def mode(self) -> int:
        """The largest count."""
        return max((count.count for count in self.counts), default=0)


@dataclass(frozen=True, slots=True)
class PartScore:
    """The mean of a dimension over the `n` sheets with enough answers in it."""

    label: Text
    n: int
    mean: Fraction | None


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How many sheets meet a rule of the questionnaire, of those that can be judged."""

    label: Text
    met: int
    n: int


@dataclass(frozen=True, slots=True)
class CrossRow:
    """Part of the respondents (a school, a role); `hidden` where single people would show through, without figures then."""

    key: str
    sheets: int
    nilai: Fraction | None
    hidden: bool


@dataclass(frozen=True, slots=True)
class Results:
    """The counted answers of some batches. `expected` = people asked, None when a batch does not say.

    `nilai` is the mean Nilai of `scored` sheets that have enough answers.
    """

    instrument: Instrument
    batches: int
    sheets: int
    partial: int
    expected: int | None
    items: tuple[ItemResult, ...]
    parts: tuple[PartScore, ...] = ()
    rules: tuple[RuleCount, ...] = ()
    scored: int = 0
    nilai: Fraction | None = None
    schools: tuple[CrossRow, ...] = ()
    roles: tuple[CrossRow, ...] = ()


def count(batches: Sequence[SheetAnswers]) -> Results:
    """Count batches of one questionnaire; items that changed between versions stand apart."""
    newest = max((batch.instrument for batch in batches), key=lambda instrument: instrument.version)
    sheets = [sheet for batch in batches for sheet in batch.sheets]
    expected = [batch.batch.expected for batch in batches]
    values = [sheet.score.nilai for sheet in sheets if sheet.score.nilai is not None]
    return Results(
        newest, len(batches), len(sheets), sum(not sheet.complete for sheet in sheets),
        None if None in expected else sum(people or 0 for people in expected), _items(batches),
        _parts(sheets, newest), _rules(sheets, newest), len(values), mean_of(values),
        _cross([(batch.batch.school, sheet) for batch in batches for sheet in batch.sheets]),
        _cross([(sheet.role, sheet) for sheet in sheets if sheet.role]),
    )


def value_of(item: Item, sheet: CountedSheet) -> int | None:
    """The score of an item on a sheet, a reversed one turned round, a knowledge item as right (1) or wrong (0)."""
    found = sheet.rated.get(item.code, Rated()).score
    if found is None:
        return None
    if item.correct is not None:
        return int(found == item.correct)
    return item.scale.lowest + item.scale.highest - found if item.reversed and item.scale is not None else found


def mean_of(values: Iterable[Fraction | int]) -> Fraction | None:
    """The exact mean; None of nothing."""
    found = list(values)
    return Fraction(sum(found)) / len(found) if found else None


def alike(item: Item) -> tuple[object, ...]:
    """What must be equal for answers of two versions to be counted together."""
    return item.code, item.kind, item.label, item.scale, item.ticks, item.reversed, item.correct


def _items(batches: Sequence[SheetAnswers]) -> tuple[ItemResult, ...]:
    found: dict[tuple[object, ...], tuple[Item, int]] = {}
    for batch in sorted(batches, key=lambda one: -one.instrument.version):
        asked = {item.code for sheet in batch.sheets for item in sheet.items}
        asked |= {item.code for item in asked_items(batch.instrument, batch.batch.occasion, "")}
        for item in batch.instrument.items:
            if item.code in asked:
                found.setdefault(alike(item), (item, batch.instrument.version))
    sheets: dict[tuple[object, ...], list[CountedSheet]] = {key: [] for key in found}
    for batch in batches:
        for sheet in batch.sheets:
            for item in sheet.items:
                sheets[alike(item)].append(sheet)
    return tuple(_item(item, version, sheets[key]) for key, (item, version) in found.items())


def _item(item: Item, version: int, sheets: Sequence[CountedSheet]) -> ItemResult:
    rated = [sheet.rated.get(item.code, Rated()) for sheet in sheets]
    skipped = sum(bool(one.skipped) for one in rated)
    if item.kind is AnswerKind.TEXT or item.kind is AnswerKind.DATE:
        texts = sorted((one.evidence.strip() for one in rated if one.evidence and one.evidence.strip()),
                       key=str.casefold)
        return ItemResult(item, version, len(sheets), len(texts), skipped, texts=tuple(texts))
    if item.kind is AnswerKind.MANY:
        chosen = [{tick.code for tick in item.ticks if sheet.rated.get(tick.code, Rated()).score} for sheet in sheets]
        counts = tuple(OptionCount(tick.label, 1, sum(tick.code in one for one in chosen)) for tick in item.ticks)
        return ItemResult(item, version, len(sheets), sum(bool(one) for one in chosen), skipped, counts)
    scores = [one.score for one in rated if one.score is not None]
    values = [value for sheet in sheets if (value := value_of(item, sheet)) is not None]
    options = item.scale.options if item.scale is not None else ()
    counts = tuple(OptionCount(option.label, option.score, scores.count(option.score)) for option in options)
    correct = sum(values) if item.correct is not None else None
    return ItemResult(item, version, len(sheets), len(scores), skipped, counts, mean_of(values), correct)


def _parts(sheets: Sequence[CountedSheet], newest: Instrument) -> tuple[PartScore, ...]:
    if newest.scoring.method is not Method.DIMENSIONS:
        return ()
    means: dict[str, list[Fraction]] = {}
    for sheet in sheets:
        for part in sheet.score.dimensions:
            if part.mean is not None:
                means.setdefault(part.dimension.code, []).append(part.mean)
    return tuple(PartScore(part.label, len(means.get(part.code, ())), mean_of(means.get(part.code, ())))
                 for part in newest.dimensions if part.scored)


def _rules(sheets: Sequence[CountedSheet], newest: Instrument) -> tuple[RuleCount, ...]:
    met: dict[str, list[bool]] = {}
    for sheet in sheets:
        for code, verdict in sheet.score.rules.items():
            if verdict is not None:
                met.setdefault(code, []).append(verdict)
    return tuple(RuleCount(rule.label, sum(met[rule.code]), len(met[rule.code]))
                 for rule in newest.scoring.rules if met.get(rule.code))


def _cross(parts: Sequence[tuple[str, CountedSheet]]) -> tuple[CrossRow, ...]:
    """The respondents split; a single small part takes the next smallest with it, else a subtraction would show it."""
    split: dict[str, list[CountedSheet]] = {}
    for key, sheet in parts:
        split.setdefault(key, []).append(sheet)
    if len(split) < 2:
        return ()
    small = sorted((key for key in split if len(split[key]) < FEW), key=lambda key: len(split[key]))
    if len(small) == 1:
        small.append(min((key for key in split if key not in small), key=lambda key: (len(split[key]), key)))
    rows = []
    for key in sorted(split):
        values = [sheet.score.nilai for sheet in split[key] if sheet.score.nilai is not None]
        rows.append(CrossRow(key, len(split[key]), None if key in small else mean_of(values), key in small))
    return tuple(rows)
