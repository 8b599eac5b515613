"""The same respondents at the start and at the end: who went up, who stayed, who went down. Nobody is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from plcdesk.domain.instruments import AnswerKind, Instrument, Item
from plcdesk.services.questionnaire_results import FEW, CountedSheet, SheetAnswers, alike, mean_of, value_of


@dataclass(frozen=True, slots=True)
class Moved:
    """How `n` pairs moved, with both means. Reversed items are turned round first: up is always for the better."""

    n: int
    up: int
    same: int
    down: int
    start: Fraction | None
    end: Fraction | None


@dataclass(frozen=True, slots=True)
class PairedItem:
    """An item that was asked both times; `moved` is None where fewer than five pairs would show the single person."""

    item: Item
    n: int
    moved: Moved | None


@dataclass(frozen=True, slots=True)
class Pairs:
    """`pairs` respondents have a sheet both times, out of so many sheets each time; `unclear` respondents had two
    sheets at one time and are left out. `nilai` compares the Nilai."""

    instrument: Instrument
    pairs: int
    start_sheets: int
    end_sheets: int
    unclear: int
    items: tuple[PairedItem, ...]
    nilai: Moved | None


Pair = tuple[CountedSheet, CountedSheet]


def compare_pairs(starts: Sequence[SheetAnswers], ends: Sequence[SheetAnswers]) -> Pairs:
    """Match sheets by person or respondent code and compare the items that are the same in both versions."""
    before, twice_before = _by_respondent(starts)
    after, twice_after = _by_respondent(ends)
    pairs = [(before[who], after[who]) for who in sorted(before.keys() & after.keys())]
    newest = max((batch.instrument for batch in [*starts, *ends]), key=lambda instrument: instrument.version)
    wanted = [item for item in newest.items if item.kind in (AnswerKind.LEVEL, AnswerKind.NUMBER)]
    items = [paired for item in wanted if (paired := _item(item, pairs)) is not None]
    values = [(one.score.nilai, other.score.nilai) for one, other in pairs
              if one.score.nilai is not None and other.score.nilai is not None]
    return Pairs(newest, len(pairs), sum(len(batch.sheets) for batch in starts),
                 sum(len(batch.sheets) for batch in ends), len(twice_before | twice_after), tuple(items),
                 _moved(values) if len(values) >= FEW else None)


def _by_respondent(batches: Sequence[SheetAnswers]) -> tuple[dict[str, CountedSheet], set[str]]:
    found = [sheet for batch in batches for sheet in batch.sheets if sheet.who]
    times = Counter(sheet.who for sheet in found)
    once = {sheet.who: sheet for sheet in found if times[sheet.who] == 1}
    return once, {who for who, count in times.items() if count > 1}


def _item(item: Item, pairs: Sequence[Pair]) -> PairedItem | None:
    """One item over the pairs; None where nobody was asked it both times."""
    values = []
    asked = False
    for before, after in pairs:
        if any(alike(one) == alike(item) for one in before.items) and any(alike(one) == alike(item)
                                                                          for one in after.items):
            asked = True
            first, second = value_of(item, before), value_of(item, after)
            if first is not None and second is not None:
                values.append((first, second))
    if not asked:
        return None
    return PairedItem(item, len(values), _moved(values) if len(values) >= FEW else None)


def _moved(values: Sequence[tuple[Fraction | int, Fraction | int]]) -> Moved:
    return Moved(len(values), sum(end > start for start, end in values), sum(end == start for start, end in values),
                 sum(end < start for start, end in values), mean_of(start for start, _ in values),
                 mean_of(end for _, end in values))
