"""Filled forms: start, answer, finish, compare. One engine for every instrument (design 3, "One form engine")."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from plcdesk.domain import agreement
from plcdesk.domain.changes import Changes, Loaded, Row
from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import mark
from plcdesk.domain.form_checks import check_count, check_form, checked
from plcdesk.domain.forms import (
    Answer,
    Counted,
    Form,
    FormState,
    Note,
    Rated,
    Sweep,
    View,
    answer_id,
    same_subject,
    sweep_id,
    with_note,
)
from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import About, AnswerKind, Instrument, Item
from plcdesk.domain.meetings import Meeting
from plcdesk.domain.months import first_day, last_day
from plcdesk.services.asked import Asked
from plcdesk.services.form_heads import head
from plcdesk.services.form_lists import FormLists
from plcdesk.services.form_views import (
    Comparison,
    Filled,
    Finished,
    FormFilter,
    FormReport,
    FormRow,
    SelfAndOther,
    nothing_yet,
    rows_of,
    stand_in,
)
from plcdesk.services.instruments import Instruments
from plcdesk.services.programme import ProblemsFound
from plcdesk.services.records import Made, Records
from plcdesk.services.sharing import Audience, Sharing

if TYPE_CHECKING:
    from plcdesk.storage.form_queries import FormQueries
    from plcdesk.storage.queries import Queries


class Forms:
    """The filled forms of the programme."""

    def __init__(self, records: Records, instruments: Instruments, queries: Queries, forms: FormQueries) -> None:
        self.sharing = Sharing(records, forms)
        self._records = records
        self._instruments = instruments
        self._lists = FormLists(queries, forms, instruments, records.today, records.label)

    def start(self, code: str, **fields: Any) -> Made:
        """A new form of the newest version. What is not given follows from what it is about (see `form_heads`).

        Raises UserError when there is no such instrument.
        """
        form = self.fresh(code, **fields)
        return Made(form.id, self._records.save(form))

    def fresh(self, code: str, **fields: Any) -> Form:
        """As `start`, not saved yet: for a save that makes more than the form. What is about to be saved along with it
        is not looked at."""
        return head(self._records, self._instruments.current(code), fields)

    def rows(self, wanted: FormFilter | None = None, limit: int | None = None, offset: int = 0) -> list[FormRow]:
        """The forms that pass the filter, newest first; `limit` of them from the one at `offset` on.

        Second (blind) entries are left out unless asked for.
        """
        return self._lists.rows(wanted or FormFilter(), limit, offset)

    def row(self, form_id: Id) -> FormRow | None:
        """One form as the list shows it; None when it is gone."""
        listed = self._lists.one(form_id)
        return listed[1] if listed is not None else None

    def load(self, form_id: Id) -> Filled | None:
        """The whole form; None when it is gone. One of an unknown instrument version can be read (`Filled.known`)."""
        loaded, listed = self._records.load(Form, form_id), self._lists.one(form_id)
        if loaded is None or listed is None:
            return None
        line, row = listed
        answers = self._answers(form_id)
        rated = _rated(answers)
        sweeps = tuple(sorted(self._records.load_all(Sweep, form_id=form_id), key=lambda one: one.record.number or 0))
        known = self._instruments.get(line.instrument, line.version)
        instrument = known or stand_in(line.instrument, line.version, row.about, rated)
        asked = self._lists.asked(known, line) if known is not None else Asked(instrument, instrument.items)
        parts = {Row("form", form_id), *(Row("answer", one.record.id) for one in answers.values()),
                 *(Row("sweep", one.record.id) for one in sweeps)}
        differing = frozenset((entry.row, entry.field) for entry in self._records.differing() if entry.row in parts)
        return Filled(loaded, instrument, known is not None, asked.items, answers, sweeps, asked.score(rated), row,
                      self._records.names(), differing)

    def need(self, form_id: Id) -> Filled:
        """As `load`. Raises UserError when the form is gone."""
        self._records.need(Form, form_id)
        filled = self.load(form_id)
        assert filled is not None
        return filled

    def held(self, form_id: Id, code: str) -> Loaded[Answer]:
        """The answer as it stands now, to hand back to `answer`; also where there is none yet."""
        return self._records.load(Answer, answer_id(form_id, code)) or nothing_yet(form_id, code)

    def answer(self, form_id: Id, code: str, rated: Rated, loaded: Loaded[Answer] | None = None) -> Changes:
        """Keep an answer; an empty one clears it.

        With `loaded` (see `held`) what arrived in between stays beside the new answer as a differing entry; without, the
        answer that is shown now is replaced. Raises UserError for a score off the scale: then nothing is stored.
        """
        item = self._item(form_id, code)
        if item.kind is AnswerKind.MANY and code != item.code:
            return self.tick(form_id, item.code, code, rated.score == 1)
        rated = checked(item, rated)
        key = answer_id(form_id, code)
        with self._records.writing() as unit:
            there = unit.current("answer", key)
            base = loaded.record if loaded is not None else there or nothing_yet(form_id, code).record
            if rated != base.rated:
                # a held "none yet" says nothing about an answer that was deleted: only beside one that is there it counts
                held = loaded if loaded is not None and (loaded.seen or there is not None) else None
                unit.save(dataclasses.replace(base, rated=rated), held)
            if item.kind is AnswerKind.MANY and rated.skipped:
                for tick in item.codes:
                    unit.delete(Row("answer", answer_id(form_id, tick)))
        return unit.changes

    def tick(self, form_id: Id, item_code: str, code: str, on: bool) -> Changes:
        """Tick a choice of an item, or take the tick away. An exclusive choice ends the others, and they end it."""
        item = self._item(form_id, item_code)
        choice = next((tick for tick in item.ticks if tick.code == code), None)
        if choice is None:
            raise _strange()
        ends = [tick.code for tick in item.ticks if tick.code != code and (choice.exclusive or tick.exclusive)]
        with self._records.writing() as unit:
            for other in (*ends, item.code) if on else (code,):
                unit.delete(Row("answer", answer_id(form_id, other)))
            if on:
                ticked = dataclasses.replace(nothing_yet(form_id, code).record, rated=Rated(1))
                unit.save(ticked)
        return unit.changes

    def note(self, form_id: Id, code: str, note: Note) -> Changes:
        """Add a line to the evidence of an item; its score stays as it is."""
        item = self._item(form_id, code)
        held = self.held(form_id, code)
        before = held.record.rated
        rated = checked(item, Rated(before.score, with_note(before.evidence, note), before.skipped))
        return self.answer(form_id, code, rated, held)

    def count(self, form_id: Id, number: int, counted: Counted, minute: int | None = None,
              loaded: Loaded[Sweep] | None = None) -> Changes:
        """Keep a sweep over the class, from 1; `minute` of the lesson. Raises ProblemsFound when the numbers cannot be
        (0 ≤ a ≤ e ≤ n): then nothing is stored."""
        self._instrument(form_id)
        problems = check_count(counted)
        if problems:
            raise ProblemsFound(tuple(problems))
        key = sweep_id(form_id, number)
        loaded = loaded or self._records.load(Sweep, key)
        sweep = loaded.record if loaded is not None else Sweep(id=key, form_id=form_id, number=number)
        return self._records.save(dataclasses.replace(
            sweep, counted=counted, minute=sweep.minute if minute is None else minute), loaded)

    def uncount(self, form_id: Id, number: int) -> Changes:
        """Take a sweep away."""
        return self._records.delete(Row("sweep", sweep_id(form_id, number)))

    def check(self, form_id: Id) -> FormReport:
        """How the form would stand if it were finished now; writes nothing."""
        filled = self.need(form_id)
        form = filled.form
        meeting = self._records.get(Meeting, form.meeting_id) if form.meeting_id is not None else None
        problems = check_form(form, filled.instrument, filled.rated, [one.record for one in filled.sweeps], meeting,
                              self._records.today())
        return FormReport(filled.done, filled.total, filled.missing, tuple(problems))

    def finish(self, form_id: Id) -> Finished:
        """Set the form to complete. What is missing is told; it never stands in the way, and nothing is filled in."""
        report = self.check(form_id)
        return Finished(report, self._set_state(form_id, FormState.COMPLETE))

    def reopen(self, form_id: Id) -> Changes:
        """Take a finished form up again; the history shows it."""
        return self._set_state(form_id, FormState.PARTIAL)

    def twins(self, form_id: Id) -> list[FormRow]:
        """The forms that rate the same thing by the same version; of a sheet its first or second entry only."""
        form = self._records.need(Form, form_id).record
        if form.batch_id is not None:
            found = self._records.all(Form, second_of=form_id)
            ids = [one.id for one in found] + ([form.second_of] if form.second_of is not None else [])
        else:
            alike = ["instrument", "version", "version_id", "interview_id", "cycle_id"]
            alike += [] if form.version_id is not None else ["meeting_id", "person_id"]
            kin = self._records.all(Form, **{name: getattr(form, name) for name in alike})
            ids = [one.id for one in kin if same_subject(form, one)]
        return self.rows(FormFilter(ids=tuple(ids))) if ids else []

    def compare(self, one_id: Id, other_id: Id) -> Comparison:
        """Two forms of one instrument version side by side, and how far their raters agree (I20)."""
        one, other = self.need(one_id), self.need(other_id)
        if one.instrument.key != other.instrument.key:
            raise UserError(mark("These two forms ask different things. Nothing was compared. Choose another one."))
        rows = rows_of(one.instrument.items, one.rated, other.rated)
        scales: dict[tuple[int, int], list[tuple[int, int]]] = defaultdict(list)
        for row in rows:
            scale, first, second = row.item.scale, row.first.score, row.second.score
            if scale is not None and first is not None and second is not None:
                scales[scale.lowest, scale.highest].append((first, second))
        pairs = [pair for some in scales.values() for pair in some]
        found = agreement.agreement(pairs)
        # levels of scales of different length are no common measure
        kappa = found.kappa if len(scales) == 1 else None
        return Comparison(rows, found.rated, found.equal, found.within_one, kappa)

    def self_and_other(self, person_id: Id, month: date, code: str = "F") -> SelfAndOther | None:
        """What a person says of themselves (a form about oneself, or the journal) beside what an observer saw, the newest
        of each in the month; None when there is neither."""
        found = self.rows(FormFilter(person_id=person_id, since=first_day(month), until=last_day(month)))
        mine = next((row for row in found if row.view is View.SELF
                     and (row.instrument == code or row.about is About.JOURNAL)), None)
        other = next((row for row in found if row.view is View.OTHER and row.instrument == code), None)
        if mine is None and other is None:
            return None
        items = self._instruments.current(code).items if other is None else self._instruments.need(
            other.instrument, other.version).items
        answers = [_rated(self._answers(row.id)) if row is not None else {} for row in (mine, other)]
        return SelfAndOther(mine.id if mine is not None else None, other.id if other is not None else None,
                            rows_of(items, answers[0], answers[1]))

    def audience(self, row: Row) -> Audience:
        """Who would see a private record when it is shared."""
        return self.sharing.audience(row)

    def share(self, row: Row) -> Made:
        """Share a private form, interview or quote. Raises UserError when that may not be."""
        return self.sharing.share(row)

    def _answers(self, form_id: Id) -> dict[str, Loaded[Answer]]:
        return {one.record.item: one for one in self._records.load_all(Answer, form_id=form_id)}

    def _instrument(self, form_id: Id) -> Instrument:
        form = self._records.need(Form, form_id).record
        return self._instruments.need(form.instrument, form.version or 0)

    def _item(self, form_id: Id, code: str) -> Item:
        item = self._instrument(form_id).item(code)
        if item is None:
            raise _strange()
        return item

    def _set_state(self, form_id: Id, state: FormState) -> Changes:
        loaded = self._records.need(Form, form_id)
        return self._records.save(dataclasses.replace(loaded.record, state=state), loaded)


def _rated(answers: dict[str, Loaded[Answer]]) -> dict[str, Rated]:
    return {code: one.record.rated for code, one in answers.items() if not one.record.rated.blank}


def _strange() -> UserError:
    return UserError(mark("This form does not ask that. Nothing was changed. Open the form again."))
