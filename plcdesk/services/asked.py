"""What is asked in a form, and how far one with certain answers is."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from plcdesk.domain.forms import Rated
from plcdesk.domain.instruments import Instrument, Item, Occasion, Text
from plcdesk.domain.scoring import Score, Scorer, answered, exact
from plcdesk.storage.form_answers import unpack

_KEPT = 20_000
"""How many different sheets of answers are remembered with their figures: a list is shown anew after each save."""


class Standing(NamedTuple):
    """How far a form is, and its figures."""

    done: int
    total: int
    nilai: Decimal | None
    category: Text | None


class Asked:
    """The items asked in one sort of form: of one instrument version, on one occasion, of one role."""

    def __init__(self, instrument: Instrument, items: tuple[Item, ...]) -> None:
        self.items = items
        self._scorer = Scorer(instrument, items)
        self.standing = lru_cache(maxsize=_KEPT)(self._standing)
        """How far a form with these answers (packed) is."""

    def score(self, rated: Mapping[str, Rated]) -> Score:
        """The figures of a form with these answers."""
        return self._scorer.score(rated)

    def _standing(self, packed: str) -> Standing:
        rated = unpack(packed)
        score = self.score(rated)
        nilai = exact(score.nilai) if score.nilai is not None else None
        return Standing(sum(answered(item, rated) for item in self.items), len(self.items), nilai, score.category)


class Askings:
    """The sorts of forms met so far."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int], tuple[Instrument, frozenset[str]]] = {}
        self._sorts: dict[tuple[str, int], dict[tuple[Occasion | None, str | None], Asked]] = {}

    def of(self, instrument: Instrument, occasion: Occasion | None, *roles: str | None) -> Asked:
        """What is asked; of the `roles` (the respondent's, the person's) the first that matters counts."""
        telling = self._telling(instrument)
        role = next((role for role in roles if role in telling), None)
        sorts = self._sorts[instrument.key]
        if (occasion, role) not in sorts:
            sorts[occasion, role] = Asked(instrument, instrument.asked(occasion, role))
        return sorts[occasion, role]

    def _telling(self, instrument: Instrument) -> frozenset[str]:
        """The roles that are not asked everything. What is known of an edition ends when it was settled anew."""
        known = self._known.get(instrument.key)
        if known is None or (known[0] is not instrument and known[0] != instrument):
            self._sorts[instrument.key] = {}
            known = instrument, frozenset(role for item in instrument.items for role in item.skip_for)
        self._known[instrument.key] = instrument, known[1]
        return known[1]
