"""Papers: what the records say, handed to the reports room, which sets them as PDF."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from datetime import date

from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import Choice, mark
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import Action
from plcdesk.domain.names import sort_key
from plcdesk.domain.papers import (
    ActionLine,
    AgendaLine,
    AttendanceForm,
    AttendanceLine,
    AttendancePaper,
    InvitationPaper,
    Letterhead,
    MinutesPaper,
    Occasion,
    PaperOptions,
    PaperPhoto,
    Signatory,
    Signature,
    SignatureBlock,
)
from plcdesk.domain.people import Person, PersonNumber, Role, Slot, number_id
from plcdesk.domain.programme import School
from plcdesk.services.attendance import AttendanceRow
from plcdesk.services.meeting_views import MeetingDetail
from plcdesk.services.meetings import Meetings
from plcdesk.services.photos import Photos
from plcdesk.services.programme import Programmes
from plcdesk.services.records import Records
from plcdesk.words import Words


class PaperKind(Choice):
    """What can be printed of a meeting."""

    MINUTES = "minutes", mark("Minutes")
    ATTENDANCE_BLANK = "attendance-blank", mark("Attendance list to sign")
    ATTENDANCE_FILLED = "attendance-filled", mark("Attendance list as recorded")
    INVITATION = "invitation", mark("Invitation")


class Papers:
    """The papers of the meetings."""

    def __init__(self, records: Records, programme: Programmes, meetings: Meetings, photos: Photos) -> None:
        self._records = records
        self._programme = programme
        self._meetings = meetings
        self._photos = photos

    def pdf(self, kind: PaperKind, meeting_id: Id, options: PaperOptions | None = None) -> bytes:
        """The PDF of one paper, the same bytes for the same records; minutes not finished are marked as a draft.

        Raises UserError when the meeting is gone.
        """
        options = options or PaperOptions()
        words = Words(options.language)
        detail = self._detail(meeting_id)
        if kind is PaperKind.MINUTES:
            from plcdesk.reports.minutes import make_minutes

            unfinished = options.draft or not (detail.meeting.held or detail.meeting.cancelled)
            return make_minutes(self.minutes(detail, words), dataclasses.replace(options, draft=unfinished), words)
        if kind is PaperKind.INVITATION:
            from plcdesk.reports.invitation import make_invitation

            return make_invitation(self.invitation(detail, words), options, words)
        from plcdesk.reports.attendance import make_attendance

        filled = kind is PaperKind.ATTENDANCE_FILLED
        form = AttendanceForm.FILLED if filled else AttendanceForm.BLANK
        return make_attendance(self.attendance(detail, form, words), options, words)

    def file_name(self, kind: PaperKind, meeting_id: Id, words: Words) -> str:
        """A name for the PDF that says what it is: ``Notulen_KBP-SD-Melati-01_2024-10-15.pdf``."""
        detail = self._detail(meeting_id)
        day = detail.meeting.when.held_on or detail.meeting.planned_on
        group = detail.group.name if detail.group is not None else ""
        parts = (words(kind.label), group, day.isoformat() if day is not None else "")
        return "_".join(file_part(part) for part in parts if part) + ".pdf"

    def minutes(self, detail: MeetingDetail, words: Words) -> MinutesPaper:
        """What the minutes of a meeting say."""
        meeting = detail.meeting
        notetaker = meeting.notetaker_id or meeting.facilitator_id
        office = Signatory.NOTETAKER if meeting.notetaker_id is not None else Signatory.FACILITATOR
        return MinutesPaper(
            occasion=_occasion(detail),
            letterhead=self.letterhead(detail.school),
            signatures=self._signatures(detail, self.signature(office, notetaker), self._principal(detail)),
            group_label=detail.label, group_name=detail.group.name if detail.group is not None else "",
            number=detail.number, title=meeting.title, cancelled=meeting.cancelled,
            cancel_reason=meeting.state.reason or "", chair=detail.name(meeting.chair_id),
            facilitator=detail.name(meeting.facilitator_id), notetaker=detail.name(meeting.notetaker_id),
            focus=meeting.focus, evidence=meeting.evidence, opening=meeting.opening,
            agenda=tuple(
                AgendaLine(item.record.topic, item.record.minutes, detail.name(item.record.lead_id),
                           item.record.discussion)
                for item in detail.agenda
            ),
            previous_on=detail.last.when.held_on if detail.last is not None else None,
            previous=self._previous(detail),
            decisions=tuple(decision.record.text for decision in detail.decisions),
            actions=tuple(_action_line(action.record, detail) for action in detail.actions),
            closing=meeting.closing, next_meeting=self._next(detail),
            attendance=self._lines(detail.attendance, words),
            photos=tuple(
                PaperPhoto(photo.path.read_bytes(), photo.caption) for photo in detail.photos if photo.path is not None
            ),
        )

    def attendance(self, detail: MeetingDetail, form: AttendanceForm, words: Words) -> AttendancePaper:
        """What an attendance list says; the blank one holds the members only."""
        rows = detail.attendance
        if form is AttendanceForm.BLANK:
            rows = tuple(row for row in rows if not row.guest)
        return AttendancePaper(
            occasion=_occasion(detail), form=form, letterhead=self.letterhead(detail.school),
            signatures=self._signatures(detail, self._principal(detail)), group_label=detail.label,
            group_name=detail.group.name if detail.group is not None else "", activity=detail.heading(words),
            lines=self._lines(rows, words),
        )

    def invitation(self, detail: MeetingDetail, words: Words) -> InvitationPaper:
        """What the letter of invitation says; it is dated today, or the day of the meeting when that is past."""
        meeting = detail.meeting
        day = meeting.when.held_on or self._records.today()
        return InvitationPaper(
            occasion=_occasion(detail),
            signatures=self._signatures(detail, self._principal(detail), signed_on=min(day, self._records.today())),
            letterhead=self.letterhead(detail.school), group_label=detail.label,
            group_name=detail.group.name if detail.group is not None else "",
            school=detail.school.name if detail.school is not None else "", letter_number=meeting.letter_number,
            activity=detail.heading(words), agenda=tuple(item.record.topic for item in detail.agenda),
        )

    def _detail(self, meeting_id: Id) -> MeetingDetail:
        detail = self._meetings.detail(meeting_id)
        if detail is None:
            raise UserError(mark("There is no such meeting here. Nothing was printed. Choose one of the list."))
        return detail

    def letterhead(self, school: School | None) -> Letterhead | None:
        """The letterhead of a school; its name and address where none was written, None without a school."""
        if school is None:
            return None
        lines = tuple(line for line in school.letterhead if line.strip())
        lines = lines or tuple(line for line in (school.name, school.address) if line.strip())
        logo = self._programme.logo(school.id)
        return Letterhead(lines, school.name, logo.read_bytes() if logo is not None else None) if lines else None

    def _signatures(self, detail: MeetingDetail, right: Signature, left: Signature | None = None, *,
                    signed_on: date | None = None) -> SignatureBlock:
        city = detail.school.city if detail.school is not None else ""
        return SignatureBlock(city, signed_on or detail.meeting.when.held_on, right, left)

    def principal(self, school: School | None) -> Signature:
        """The principal of a school."""
        return self.signature(Signatory.PRINCIPAL, school.principal_id if school is not None else None)

    def _principal(self, detail: MeetingDetail) -> Signature:
        person_id = detail.school.principal_id if detail.school is not None else None
        if person_id is None and detail.group is not None:
            chair = self._records.get(Person, detail.group.chair_id) if detail.group.chair_id is not None else None
            person_id = chair.id if chair is not None and chair.role is Role.PRINCIPAL else None
        return self.signature(Signatory.PRINCIPAL, person_id)

    def signature(self, office: Signatory, person_id: Id | None) -> Signature:
        """Who signs in an office; a dotted line for nobody."""
        person = self._records.get(Person, person_id) if person_id is not None else None
        if person is None:
            return Signature(office)
        numbers = self._records.get(PersonNumber, number_id(person.id))
        return Signature(office, person.name, numbers.nip if numbers else "", numbers.nuptk if numbers else "")

    def _lines(self, rows: tuple[AttendanceRow, ...], words: Words) -> tuple[AttendanceLine, ...]:
        people = {person.id: person for person in self._records.all(Person)}
        schools = self._records.school_names()
        numbers = {number.person_id: number for number in self._records.all(PersonNumber)}
        lines = []
        for row in sorted(rows, key=lambda row: (row.guest, sort_key(row.name))):
            person = people.get(row.person_id) if row.person_id is not None else None
            number = numbers.get(row.person_id) if row.person_id is not None else None
            teaches = person.teaches if person is not None else ""
            school = schools.get(person.school_id, "") if person is not None and person.school_id is not None else ""
            lines.append(AttendanceLine(
                row.name, teaches or words(row.role), number.nip if number else "", number.nuptk if number else "",
                school, row.presence,
            ))
        return tuple(lines)

    def _previous(self, detail: MeetingDetail) -> tuple[ActionLine, ...]:
        if detail.last is None:
            return ()
        return tuple(_action_line(action.record, detail) for action in self._meetings.actions_of(detail.last.id))

    def _next(self, detail: MeetingDetail) -> Occasion | None:
        if detail.next_on is None or detail.group is None:
            return None
        slot = next(iter(self._records.all(Slot, group_id=detail.group.id)), Slot())
        zone = detail.school.zone if detail.school is not None else Occasion().zone
        return Occasion(detail.next_on, slot.hours.starts, slot.hours.ends, zone, slot.venue)


def _occasion(detail: MeetingDetail) -> Occasion:
    meeting = detail.meeting
    held_on, starts, ends = meeting.when
    zone = detail.school.zone if detail.school is not None else Occasion().zone
    return Occasion(held_on, starts, ends, zone, meeting.venue)


def _action_line(action: Action, detail: MeetingDetail) -> ActionLine:
    return ActionLine(
        action.what, detail.name(action.owner_id), action.due_on, action.measure, action.outcome.status, action.result,
    )


def file_part(text: str) -> str:
    """A text as part of a file name: plain letters, digits and hyphens."""
    flat = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^0-9A-Za-z]+", "-", flat).strip("-")[:60]
