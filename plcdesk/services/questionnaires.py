"""Batches of questionnaire sheets: preparing them, keying the sheets, checking a tenth, counting."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from plcdesk.domain.changes import Changes
from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import mark
from plcdesk.domain.forms import Batch, Form, FormState, Hour, Mode, Rated, View
from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import About, Instrument, Occasion
from plcdesk.domain.people import TEACHING, Person, PersonStatus
from plcdesk.domain.queries import BatchQuery
from plcdesk.domain.scoring import answered
from plcdesk.services import second_entry
from plcdesk.services.instruments import Instruments
from plcdesk.services.questionnaire_pairs import Pairs, compare_pairs
from plcdesk.services.questionnaire_progress import QuestionnaireProgress
from plcdesk.services.questionnaire_results import Results, SheetAnswers, count
from plcdesk.services.questionnaire_views import (
    BatchRow,
    Difference,
    EntryAgreement,
    SheetRow,
    SheetThere,
    SheetToFill,
    asked_items,
    asks_role,
    batch_row,
)
from plcdesk.services.records import Made, Records
from plcdesk.storage.sheet_queries import BatchTally, SheetLine, SheetQueries

_DOUBLE_NUMBER = mark("Sheet number {no} already exists. Open it or use another number.")
_DOUBLE_RESPONDENT = mark("“{name}” already has sheet {no} in this questionnaire. Open it or choose someone else.")
MOST_SHEETS = 99_999
"""The highest number of a sheet."""
_NO_NAMES = mark("This questionnaire is anonymous. Nothing was stored. Leave the person empty.")


class Questionnaires:
    """Batches and their sheets. A second, blind entry of a sheet is never counted in any list or result."""

    def __init__(self, records: Records, instruments: Instruments, queries: SheetQueries) -> None:
        self._records = records
        self._instruments = instruments
        self._queries = queries
        self.progress = QuestionnaireProgress(records, instruments, queries)

    def batches(self, wanted: BatchQuery | None = None) -> list[BatchRow]:
        """The batches that were asked for, newest first."""
        return self._rows(wanted or BatchQuery())

    def batch(self, batch_id: Id) -> BatchRow | None:
        """One batch; None when it is gone."""
        return next(iter(self._rows(BatchQuery(ids=(batch_id,)))), None)

    def target_teachers(self, school_id: Id | None) -> int:
        """How many teachers a questionnaire for teachers is handed to: teachers and facilitators of the school who are
        active or on leave (domain handbook 4.1)."""
        if school_id is None:
            return 0
        return sum(person.role in TEACHING and person.status is not PersonStatus.MOVED
                   for person in self._records.all(Person, school_id=school_id))

    def add_batch(self, code: str, school_id: Id | None, *, occasion: Occasion | None = None,
                  held_on: date | None = None, expected: int | None = None, title: str = "",
                  meeting_id: Id | None = None) -> Made:
        """Hand out a questionnaire in its newest published version.

        Without a day it is today's, without a number of people asked it is the school's target teachers (nothing for
        one that is filled by others, such as parents). Raises UserError for an instrument that has no sheets.
        """
        instrument = self._instruments.current(code)
        if instrument.about is not About.SHEET:
            raise UserError(mark("This instrument is not filled on sheets. Nothing was stored. Choose another one."))
        if expected is None and not asks_role(instrument):
            expected = self.target_teachers(school_id) or None
        batch = Batch(school_id=school_id, instrument=instrument.code, version=instrument.version, title=title.strip(),
                      occasion=occasion, held_on=held_on or self._records.today(), meeting_id=meeting_id,
                      expected=expected)
        return Made(batch.id, self._records.save(batch))

    def instrument(self, batch_id: Id) -> Instrument:
        """The version of the questionnaire that a batch uses. Raises UserError when it is not on this computer."""
        batch = self._records.need(Batch, batch_id).record
        return self._instruments.need(batch.instrument, batch.version or 1)

    def sheets(self, batch_id: Id) -> list[SheetRow]:
        """The sheets of a batch by number, those without one last."""
        batch = self._records.get(Batch, batch_id)
        if batch is None:
            return []
        lines = self._queries.sheets([batch_id])
        firsts = [line for line in lines if line.second_of is None]
        seconds = {line.second_of: line for line in lines if line.second_of is not None}
        instrument = self._instruments.get(batch.instrument, batch.version or 1)
        answers = self._answers(line.id for line in lines)
        drawn = second_entry.drawn(batch_id, firsts, seconds)
        numbers = Counter(line.number for line in firsts if line.number is not None)
        people = Counter(_who(line, instrument) for line in firsts)
        found = []
        for line in firsts:
            items = asked_items(instrument, batch.occasion, line.respondent) if instrument is not None else ()
            second, who = seconds.get(line.id), _who(line, instrument)
            done = second is not None and second.state is FormState.COMPLETE
            still_open = second_entry.differences(items, answers[line.id], answers[second.id], done) if second else ()
            found.append(SheetRow(
                line.id, batch_id, line.number, line.person_id, line.name, line.alias, line.respondent,
                sum(answered(item, answers[line.id]) for item in items), len(items), line.state,
                line.number is not None and numbers[line.number] > 1, bool(who) and people[who] > 1,
                line.id in drawn, second.id if second else None, done, len(still_open)))
        return found

    def next_number(self, batch_id: Id) -> int:
        """The number after the highest one of the batch."""
        numbers = [line.number for line in self._queries.sheets([batch_id])
                   if line.number is not None and line.number < MOST_SHEETS]
        return max(numbers, default=0) + 1

    def new_sheet(self, batch_id: Id, number: int | None = None, person_id: Id | None = None, respondent: str = "",
                  ) -> Made:
        """Begin a sheet; without a number it gets the next one.

        Raises SheetThere when the number or the respondent has a sheet already, UserError for a person on an anonymous
        questionnaire. Nothing is stored then.
        """
        batch = self._records.need(Batch, batch_id).record
        number = _possible(number or self.next_number(batch_id))
        self._check(batch, None, number, person_id, respondent)
        form = Form(instrument=batch.instrument, version=batch.version, school_id=batch.school_id, view=View.SELF,
                    batch_id=batch_id, meeting_id=batch.meeting_id, person_id=person_id, respondent=respondent.strip(),
                    number=number, hour=Hour(batch.held_on), mode=Mode.PAPER)
        return Made(form.id, self._records.save(form))

    def there(self, batch_id: Id, number: int | None, person_id: Id | None = None, respondent: str = "",
              form_id: Id | None = None) -> SheetThere | None:
        """Another sheet of the batch that has this number or respondent, as `new_sheet` would raise it. What the sheet
        `form_id` has already is not asked about again."""
        form = self._records.get(Form, form_id) if form_id is not None else None
        try:
            self._check(self._records.need(Batch, batch_id).record, form, number, person_id, respondent)
        except SheetThere as there:
            return there
        return None

    def set_head(self, form_id: Id, number: int, person_id: Id | None, respondent: str = "") -> Changes:
        """Say which sheet this is and from whom; its second entry follows. Raises as `new_sheet`."""
        loaded = self._records.need(Form, form_id)
        batch = self._records.need(Batch, loaded.record.batch_id or Id("")).record
        self._check(batch, loaded.record, number if number == loaded.record.number else _possible(number), person_id,
                    respondent)
        both = [loaded, *self._records.load_all(Form, second_of=form_id)]
        return self._records.save_all((dataclasses.replace(
            one.record, number=number, person_id=person_id, respondent=respondent.strip()), one) for one in both)

    def renumber(self, form_id: Id, number: int) -> Changes:
        """Give a sheet another number. Raises SheetThere when it is taken."""
        form = self._records.need(Form, form_id).record
        return self.set_head(form_id, number, form.person_id, form.respondent)

    def fill(self, form_id: Id) -> SheetToFill:
        """A sheet or a second entry, ready to be filled; a second entry comes without the first one's answers.

        Raises UserError when the sheet is gone or its questionnaire is not on this computer.
        """
        loaded = self._records.need(Form, form_id)
        row = self.batch(loaded.record.batch_id or Id(""))
        if row is None:
            raise UserError(mark("This entry is no longer here. Nothing was changed. Look in the Trash, "
                                 "or choose another one."))
        instrument = self._instruments.need(loaded.record.instrument, loaded.record.version or 1)
        items = asked_items(instrument, row.occasion, loaded.record.respondent)
        return SheetToFill(loaded, row, instrument,
                           items if loaded.record.second_of is None else second_entry.checked(items),
                           self._answers([form_id])[form_id])

    def draw(self, batch_id: Id) -> tuple[SheetRow, ...]:
        """The tenth of the complete sheets that is entered a second time: at least one, rounded up, the same ones for
        the same sheets every time; sheets entered twice already are among them."""
        return tuple(row for row in self.sheets(batch_id) if row.drawn)

    def start_second(self, form_id: Id) -> Made:
        """Begin (or go on with) the second, blind entry of a sheet. Raises UserError when the sheet is gone."""
        return second_entry.start(self._records, form_id)

    def differences(self, form_id: Id) -> tuple[Difference, ...]:
        """The items of a sheet on which its two entries differ and nobody has decided yet."""
        sheet = self.fill(form_id)
        second = next(iter(self._records.all(Form, second_of=form_id)), None)
        if second is None:
            return ()
        return second_entry.differences(sheet.items, sheet.rated, self._answers([second.id])[second.id],
                                        second.state is FormState.COMPLETE)

    def settle(self, form_id: Id, code: str, rated: Rated) -> Changes:
        """Decide a difference: the sheet gets `rated`, the second entry stays as it was keyed."""
        return second_entry.settle(self._records, self.fill(form_id), code, rated)

    def agreement(self, batch_id: Id) -> EntryAgreement:
        """How far the second entries of a batch agree with the first ones; settled differences still count as such."""
        instrument = self.instrument(batch_id)
        batch = self._records.need(Batch, batch_id).record
        lines = {line.id: line for line in self._queries.sheets([batch_id])}
        answers = self._answers(lines)
        total = EntryAgreement()
        for line in lines.values():
            first = lines.get(line.second_of) if line.second_of is not None else None
            if first is not None:
                items = asked_items(instrument, batch.occasion, first.respondent)
                total = second_entry.add(total, items, answers[first.id], answers[line.id],
                                         line.state is FormState.COMPLETE)
        return total

    def results(self, batch_ids: Sequence[Id]) -> Results:
        """Count the answers of batches of one questionnaire. Raises UserError for none, or several questionnaires."""
        return count(self._counted(batch_ids))

    def pairs(self, start_ids: Sequence[Id], end_ids: Sequence[Id]) -> Pairs:
        """The same people at the start and at the end, matched by person or respondent code; nobody is named."""
        return compare_pairs(self._counted(start_ids), self._counted(end_ids))

    def _counted(self, batch_ids: Sequence[Id]) -> list[SheetAnswers]:
        batches = self._queries.batches(BatchQuery(ids=tuple(batch_ids)))
        if not batches or len({batch.instrument for batch in batches}) > 1:
            raise UserError(mark("Choose one questionnaire to see its results."))
        found = [SheetAnswers(batch, self._instruments.need(batch.instrument, batch.version)) for batch in batches]
        lines = [line for line in self._queries.sheets(batch_ids) if line.second_of is None]
        answers = self._answers(line.id for line in lines)
        for batch in found:
            for line in lines:
                if line.batch_id == batch.batch.id:
                    batch.add(line, answers[line.id])
        return found

    def _rows(self, query: BatchQuery) -> list[BatchRow]:
        lines = self._queries.batches(query)
        tallies = self._queries.tallies(line.id for line in lines)
        twice = [line for line in lines if line.id in tallies and tallies[line.id].seconds]
        still_open = {line.id: sum(row.open_differences for row in self.sheets(line.id)) for line in twice}
        return [batch_row(line, self._instruments.get(line.instrument, line.version), tallies.get(line.id, BatchTally()),
                          still_open.get(line.id, 0)) for line in lines]

    def _answers(self, forms: Iterable[Id]) -> Mapping[Id, dict[str, Rated]]:
        found: defaultdict[Id, dict[str, Rated]] = defaultdict(dict)
        for line in self._queries.answers(list(forms)):
            found[line.form_id][line.item] = line.rated
        return found

    def _check(self, batch: Batch, form: Form | None, number: int | None, person_id: Id | None, respondent: str,
               ) -> None:
        instrument = self._instruments.need(batch.instrument, batch.version or 1)
        if person_id is not None and instrument.anonymous:
            raise UserError(_NO_NAMES)
        code = "" if asks_role(instrument) else respondent.strip()
        if form is not None:
            number = None if number == form.number else number
            person_id = None if person_id == form.person_id else person_id
            code = "" if code == form.respondent else code
        others = [line for line in self._queries.sheets([batch.id])
                  if line.second_of is None and (form is None or line.id != form.id)]
        same = next((line for line in others if number is not None and line.number == number), None)
        if same is not None:
            raise SheetThere(same.id, _DOUBLE_NUMBER, no=str(number))
        same = next((line for line in others if (person_id is not None and line.person_id == person_id)
                     or (code and line.respondent == code)), None)
        if same is not None:
            raise SheetThere(same.id, _DOUBLE_RESPONDENT, name=same.name or code, no=str(same.number or "—"))


def _possible(number: int) -> int:
    """The number of a sheet. Raises UserError for one that cannot be."""
    if not 1 <= number <= MOST_SHEETS:
        raise UserError(mark("A sheet has a number from 1 to {n}. Nothing was stored. Type the one on the paper."),
                        n=MOST_SHEETS)
    return number


def _who(line: SheetLine, instrument: Instrument | None) -> str:
    """What tells a respondent apart: the person, else the code; nothing on anonymous sheets and where it is a role."""
    if line.person_id is not None:
        return line.person_id
    return line.respondent if instrument is not None and not asks_role(instrument) else ""
