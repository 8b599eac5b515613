"""The second, blind entry of a tenth of the sheets: which ones, what differs, and what it is settled to."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from plcdesk.domain.changes import Changes, Loaded, Row
from plcdesk.domain.forms import Answer, Form, FormState, Rated, answer_id, second_id
from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import AnswerKind, Item
from plcdesk.domain.scoring import answered
from plcdesk.services.questionnaire_views import DECIDED, Difference, EntryAgreement, SheetToFill, ticked
from plcdesk.services.records import Made, Records

if TYPE_CHECKING:
    from plcdesk.storage.sheet_queries import SheetLine

Rates = Mapping[str, Rated]
SHARE = 10
"""One sheet in so many is entered twice (ux 5.6)."""


def drawn(batch: Id, sheets: Iterable[SheetLine], entered_twice: Collection[Id | None]) -> frozenset[Id]:
    """A tenth of the complete sheets, at least one, rounded up, with those that have a second entry already.

    The order is a hash of batch and sheet: the same on every computer, and nobody can choose it.
    """
    complete = [sheet.id for sheet in sheets if sheet.state is FormState.COMPLETE]
    twice = {sheet for sheet in entered_twice if sheet is not None}
    order = sorted(complete, key=lambda sheet: hashlib.sha256(f"{batch}|{sheet}".encode()).digest())
    wanted = -(-len(complete) // SHARE)
    rest = [sheet for sheet in order if sheet not in twice]
    return frozenset(twice | set(rest[: max(0, wanted - len(twice))]))


def start(records: Records, form_id: Id) -> Made:
    """Begin the second entry; one that is there already is gone on with."""
    first = records.need(Form, form_id).record
    second = second_id(first.id)
    if records.get(Form, second) is not None:
        return Made(second, Changes())
    made = dataclasses.replace(first, id=second, second_of=first.id, rater_id=None, seconds=None,
                               state=FormState.PARTIAL)
    return Made(second, records.save(made))


def checked(items: Iterable[Item]) -> tuple[Item, ...]:
    """The items that are entered a second time: free words are not, nobody types them alike."""
    return tuple(item for item in items if item.kind is not AnswerKind.TEXT)


def compared(items: Iterable[Item], first: Rates, second: Rates, complete: bool) -> list[Difference]:
    """Both entries of every item that the second entry has reached, of all once it is complete; each choice of a
    many-choice item stands on its own."""
    found = []
    for item in checked(items):
        if not complete and not answered(item, second):
            continue
        if item.kind is AnswerKind.MANY:
            found += [Difference(ticked(item, tick), _tick(first, tick.code), _tick(second, tick.code))
                      for tick in item.ticks]
        else:
            found.append(Difference(item, first.get(item.code, Rated()), second.get(item.code, Rated())))
    return found


def differences(items: Iterable[Item], first: Rates, second: Rates, complete: bool) -> tuple[Difference, ...]:
    """The items that differ and are not settled. One that was settled and then changed on the sheet counts again."""
    return tuple(pair for pair in compared(items, first, second, complete)
                 if not _same(pair.first, pair.second) and not _decided(pair, second))


def add(total: EntryAgreement, items: tuple[Item, ...], first: Rates, second: Rates, complete: bool) -> EntryAgreement:
    """The figures with one sheet more; what was settled still counts as a difference of the two entries."""
    counted = compared(items, first, second, complete)
    equal = sum(_same(pair.first, pair.second) and DECIDED + pair.item.code not in second for pair in counted)
    return EntryAgreement(total.sheets + 1, total.items + len(counted), total.equal + equal,
                     total.open + len(differences(items, first, second, complete)))


def settle(records: Records, sheet: SheetToFill, code: str, rated: Rated) -> Changes:
    """Write what was decided on the sheet; the second entry keeps the decision beside what was keyed."""
    form, second = sheet.form.record.id, second_id(sheet.form.record.id)
    item = sheet.instrument.item(code)
    many = item is not None and item.kind is AnswerKind.MANY
    decision = _changed(records, second, DECIDED + code, rated)
    mine = records.load(Answer, answer_id(form, code))
    with records.writing() as unit:
        if not many or rated.score:
            record, loaded = _changed(records, form, code, rated)
            unit.save(record, loaded)
        elif mine is not None:
            unit.delete(Row("answer", mine.record.id))
        unit.save(*decision)
    return unit.changes


def _changed(records: Records, form: Id, code: str, rated: Rated) -> tuple[Answer, Loaded[Any] | None]:
    loaded = records.load(Answer, answer_id(form, code))
    if loaded is None:
        return Answer(id=answer_id(form, code), form_id=form, item=code, rated=rated), None
    return dataclasses.replace(loaded.record, rated=rated), loaded


def _tick(rated: Rates, code: str) -> Rated:
    return Rated(score=1 if rated.get(code, Rated()).score else 0)


def _decided(pair: Difference, second: Rates) -> bool:
    decided = second.get(DECIDED + pair.item.code)
    return decided is not None and _same(decided, pair.first)


def _same(one: Rated, other: Rated) -> bool:
    """Not answered and never reached are the same: there is no answer on the paper."""
    return one.score == other.score and (one.evidence or "") == (other.evidence or "")
