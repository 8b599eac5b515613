"""Papers of forms, coaching, modules and questionnaires (domain handbook 5): what is said goes to the reports room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from plcdesk.domain.coaching import Cycle
from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import Choice, mark
from plcdesk.domain.forms import LessonKind
from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import About, Instrument, Occasion
from plcdesk.domain.papers import PaperOptions, Signatory, Signature, SignatureBlock
from plcdesk.domain.partners import PartnerRole
from plcdesk.domain.programme import School
from plcdesk.domain.sheets import BlankForm, SheetPaper
from plcdesk.services.coaching import INSTRUMENT, Coaching
from plcdesk.services.form_sheets import SHORT, coaching_boxes, observation_blocks
from plcdesk.services.form_views import Filled
from plcdesk.services.forms import Forms
from plcdesk.services.instruments import Instruments
from plcdesk.services.modules import Modules
from plcdesk.services.papers import Papers, file_part
from plcdesk.services.questionnaire_views import BatchRow, asks_role
from plcdesk.services.questionnaires import Questionnaires
from plcdesk.services.records import Records
from plcdesk.services.work_sheets import results_blocks, review_blocks
from plcdesk.words import Words


class FormPaperKind(Choice):
    """What can be printed beside the papers of a meeting; the value is the kind on the command line."""

    INSTRUMENT = "instrument", mark("Blank form")
    OBSERVATION = "observation", mark("Observation report")
    COACHING = "coaching", mark("Coaching form")
    REVIEW = "review", mark("Module review")
    RESULTS = "questionnaire", mark("Questionnaire summary")


OBSERVED = frozenset({About.MEETING, About.LEADER, About.LESSON})
"""What has an observation report. Journals and interviews have no paper: they are private."""
_HEADINGS = {
    About.MEETING: (mark("Group"), mark("Date of the meeting"), mark("Observer"), mark("People present")),
    About.LEADER: (mark("Discussion leader"), mark("Date of the meeting"), mark("Observer"), mark("Group")),
    About.LESSON: (mark("Teacher"), mark("Observer"), mark("Class"), mark("Subject"), mark("Date"), mark("Starts at"),
                   mark("Module"), mark("Students present")),
    About.CYCLE: (mark("Teacher"), mark("Mentor"), mark("School"), mark("Cycle")),
    About.MODULE: (mark("Title"), mark("Version"), mark("Reviewer"), mark("Date")),
    About.JOURNAL: (mark("Teacher"), mark("Month")),
    About.SHEET: (mark("School"), mark("Date"), mark("Sheet number"), mark("Pseudonym code")),
    About.INTERVIEW: (mark("Pseudonym"), mark("Interviewer"), mark("Date"), mark("Place"), mark("Starts at"),
                      mark("Ends at")),
}
"""The lines to fill in on top. Respondents write a code and interviewed people a pseudonym, never a name."""
_ANONYMOUS = (mark("School"), mark("Date"), mark("Sheet number"))


class FormPapers:
    """Makes the PDFs; the same bytes for the same records. Each method raises UserError when its record is gone."""

    def __init__(self, records: Records, papers: Papers, instruments: Instruments, forms: Forms, coaching: Coaching,
                 modules: Modules, questionnaires: Questionnaires) -> None:
        self._records, self._papers = records, papers
        self._instruments, self._forms, self._coaching = instruments, forms, coaching
        self._modules, self._questionnaires = modules, questionnaires

    def blank(self, code: str, options: PaperOptions | None = None, *, version: int | None = None,
              occasion: Occasion | None = None, role: str | None = None, school_id: Id | None = None) -> bytes:
        """An instrument to fill in by pen; the newest version unless told."""
        from plcdesk.reports.instrument import make_blank

        options = options or PaperOptions()
        w = Words(options.language)
        instrument = self._instruments.need(code, version) if version else self._newest(code)
        heading = _ANONYMOUS if instrument.anonymous else _HEADINGS[instrument.about]
        school = self._records.get(School, school_id) if school_id else None
        signed = SignatureBlock(school.city if school is not None else "", None, Signature(Signatory.MENTOR),
                                Signature(Signatory.TEACHER)) if instrument.about is About.CYCLE else None
        return make_blank(BlankForm(
            instrument, tuple(w(label) for label in heading), _choices(instrument, role, w),
            (w(occasion.label),) if occasion is not None and any(item.occasions for item in instrument.items) else (),
            occasion, role, SHORT, self._papers.letterhead(school), signed), options, w)

    def observation(self, form_id: Id, options: PaperOptions | None = None) -> bytes:
        """The report of an observed meeting, leader or lesson; scores of a person only with `options.scores`.

        Raises UserError for any other form: journals and interviews have no paper.
        """
        options = options or PaperOptions()
        w, filled = Words(options.language), self._forms.need(form_id)
        if filled.instrument.about not in OBSERVED:
            raise UserError(mark("Only observations have a report. Nothing was printed. Choose an observation."))
        meeting = filled.row.meeting.heading(w) if filled.row.meeting is not None else ""
        school = self._records.get(School, filled.row.school_id) if filled.row.school_id else None
        right = self._papers.signature(Signatory.OBSERVER, filled.form.rater_id)
        left = self._papers.signature(Signatory.TEACHER, filled.form.person_id) if filled.form.person_id else None
        return self._sheet(SheetPaper(
            filled.instrument.title.to(w.language).upper(),
            observation_blocks(filled, meeting, school.name if school is not None else "", w, scores=options.scores),
            below=(filled.row.heading(w),), footer=self._footer(filled, w), letterhead=self._papers.letterhead(school),
            signatures=_block(school, filled.form.hour.held_on, right, left)), options, w)

    def coaching(self, cycle_id: Id, options: PaperOptions | None = None) -> bytes:
        """The form of a coaching cycle in three boxed parts, signed by both; the teacher's ratings only with
        `options.scores`."""
        options = options or PaperOptions()
        w, detail = Words(options.language), self._coaching.detail(cycle_id)
        if detail is None:
            raise UserError(mark("There is no such coaching cycle here. Nothing was printed. Choose one of the list."))
        cycle = detail.cycle
        instrument = detail.form.instrument if detail.form is not None else self._newest(INSTRUMENT)
        school = self._records.get(School, cycle.school_id) if cycle.school_id else None
        right = self._papers.signature(Signatory.MENTOR, cycle.mentor_id)
        left = self._papers.signature(Signatory.TEACHER, cycle.person_id)
        return self._sheet(SheetPaper(
            w("COACHING FORM"), coaching_boxes(detail, instrument, w, scores=options.scores), below=(detail.teacher,),
            footer=" · ".join((_edition(instrument, w), w("Coaching form"), detail.teacher,
                               w("Cycle {n}", n=str(detail.number)))), letterhead=self._papers.letterhead(school),
            signatures=_block(school, cycle_day(cycle), right, left)), options, w)

    def review(self, module_id: Id, options: PaperOptions | None = None, *, version_id: Id | None = None) -> bytes:
        """The reviews of a module's version (the newest unless told), the decision, and its rounds."""
        options = options or PaperOptions()
        w, detail = Words(options.language), self._modules.detail(module_id)
        version = next((one for one in detail.versions if version_id in (None, one.loaded.record.id)),
                       None) if detail is not None else None
        if detail is None or version is None:
            raise UserError(mark("There is no such module here. Nothing was printed. Choose one of the list."))
        found = self._modules.reviews.of(version.loaded.record.id)
        by_code: dict[str, list[Filled]] = {}
        for row in reversed(found.reviews):
            filled = self._forms.load(row.id)
            if filled is not None:
                by_code.setdefault(row.instrument, []).append(filled)
        signed = [row for row in found.reviews if row.rater_id is not None]
        right = self._papers.signature(Signatory.REVIEWER, signed[0].rater_id if signed else None)
        left = self._papers.principal(detail.school)
        day = max((row.held_on for row in found.reviews if row.held_on is not None), default=None)
        return self._sheet(SheetPaper(
            w("REVIEW OF TEACHING MATERIAL"), review_blocks(detail, version, by_code, found.results, w),
            below=(detail.module.title,), footer=" · ".join(part for part in (
                detail.module.code, w("Version {n}", n=str(version.loaded.record.number)), w("Module review"),
                detail.module.title) if part),
            letterhead=self._papers.letterhead(detail.school), signatures=_block(detail.school, day, right, left)),
            options, w)

    def results(self, batch_ids: Sequence[Id], options: PaperOptions | None = None) -> bytes:
        """The summary of one or several batches of a questionnaire."""
        options = options or PaperOptions()
        w = Words(options.language)
        rows = [row for batch in batch_ids for row in (self._questionnaires.batch(batch),) if row is not None]
        if not rows:
            raise UserError(mark("There is no such questionnaire here. Nothing was printed. Choose one of the list."))
        found = self._questionnaires.results([row.id for row in rows])
        schools = {row.school_id for row in rows}
        only = next(iter(schools)) if len(schools) == 1 else None
        school = self._records.get(School, only) if only is not None else None
        return self._sheet(SheetPaper(
            w("QUESTIONNAIRE SUMMARY"), results_blocks(found, _counted(rows, w), w),
            below=(found.instrument.title.to(w.language),),
            footer=" · ".join((_edition(found.instrument, w), w("Questionnaire summary"))),
            letterhead=self._papers.letterhead(school)), options, w)

    def file_name(self, kind: FormPaperKind, name: str, w: Words, day: date | None = None) -> str:
        """A name for the PDF: ``Laporan-observasi_Guru-A_2024-10-15.pdf``."""
        parts = (w(kind.label), name, day.isoformat() if day is not None else "")
        return "_".join(file_part(part) for part in parts if part) + ".pdf"

    def _sheet(self, paper: SheetPaper, options: PaperOptions, w: Words) -> bytes:
        from plcdesk.reports.sheet import make_sheet

        return make_sheet(paper, options, w)

    def _newest(self, code: str) -> Instrument:
        if code not in {instrument.code for instrument in self._instruments.all()}:
            raise UserError(mark("There is no instrument {code}. Nothing was printed."), code=code)
        return self._instruments.current(code)

    def _footer(self, filled: Filled, w: Words) -> str:
        code = _edition(filled.instrument, w)
        day = w.date(filled.form.hour.held_on) if filled.form.hour.held_on is not None else ""
        return " · ".join(part for part in (code, filled.row.heading(w), day) if part)


def _edition(instrument: Instrument, w: Words) -> str:
    return w("{code}, version {n}", code=instrument.code, n=str(instrument.version))


def _choices(instrument: Instrument, role: str | None, w: Words) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """What is ticked on top of an empty form: the kind of lesson, the role of a partner."""
    if instrument.about is About.LESSON:
        return ((w("Kind of lesson"), tuple(w(kind.label) for kind in LessonKind)),)
    if asks_role(instrument):
        return ((w("Role"), tuple(w(one.label) for one in PartnerRole if role in (None, one.value))),)
    return ()


def _counted(rows: Sequence[BatchRow], w: Words) -> tuple[tuple[str, str], ...]:
    """Which batches were counted, of which schools and when."""
    schools = ", ".join(sorted({row.school for row in rows if row.school}))
    days = sorted({row.held_on for row in rows if row.held_on is not None})
    span = " – ".join(w.day(day) for day in ((days[0], days[-1]) if len(days) > 1 else days))
    pairs = ((w("Batches"), "; ".join(dict.fromkeys(row.heading(w) for row in rows))), (w("School"), schools),
             (w("Date"), span))
    return tuple((label, value) for label, value in pairs if value)


def cycle_day(cycle: Cycle) -> date | None:
    """The last day of a cycle, for the name of its file."""
    return cycle.after_on or cycle.lesson_on or cycle.before_on


def _block(school: School | None, day: date | None, right: Signature, left: Signature | None) -> SignatureBlock:
    return SignatureBlock(school.city if school is not None else "", day, right, left)
