"""What a printed paper says: plain data that services fill and reports set (domain handbook 5).

Nothing here is stored. Texts that a person typed are printed as they are; texts of ours (labels, roles, statuses)
stay English source texts or choices and are translated when the paper is set.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date, time

from plcdesk.domain.fields import Choice, mark
from plcdesk.domain.meetings import ATTENDED, ActionStatus, Focus, Presence
from plcdesk.domain.programme import Zone


class PaperSize(Choice):
    """A sheet. F4 is 215 x 330 mm; what libraries call Folio is not."""

    A4 = "a4", mark("A4")
    F4 = "f4", mark("F4 (21.5 × 33 cm)")


class Orientation(Choice):
    """How the sheet is held."""

    PORTRAIT = "tegak", mark("Portrait")
    LANDSCAPE = "mendatar", mark("Landscape")


class Signatory(Choice):
    """In what office somebody signs."""

    PRINCIPAL = "kepala_sekolah", mark("School Principal")
    NOTETAKER = "notulis", mark("Note-taker")
    FACILITATOR = "fasilitator", mark("Facilitator")
    CHAIR = "pimpinan_rapat", mark("Chair of the meeting")
    SUPERVISOR = "pengawas", mark("School Supervisor")
    OBSERVER = "pengamat", mark("Observer")
    TEACHER = "guru", mark("Teacher")
    MENTOR = "pendamping", mark("Mentor")
    REVIEWER = "penelaah", mark("Reviewer")
    GIVER = "menyerahkan", mark("Handed over by")
    TAKER = "menerima", mark("Received by")


class AttendanceForm(enum.Enum):
    """An attendance list to sign, or one that shows what was recorded."""

    BLANK = "blank"
    FILLED = "filled"


@dataclass(frozen=True, slots=True)
class PaperOptions:
    """How a paper is to look; the same for every kind of paper.

    `language` ("id" or "en") is the language of the document; whoever calls passes the words of it.
    `numbers` adds a column NIP/NUPTK to attendance lists; signature blocks show the number they are given anyway.
    `attendance_at_end` belongs to minutes, `half_page` (two slips a sheet) to invitations, `staggered` (signature
    cells odd left, even right) to blank attendance lists, `scores` (of a single person) to observation reports.
    """

    paper: PaperSize = PaperSize.A4
    orientation: Orientation = Orientation.PORTRAIT
    letterhead: bool = True
    signatures: bool = True
    save_ink: bool = False
    language: str = "id"
    attendance_at_end: bool = False
    draft: bool = False
    numbers: bool = False
    half_page: bool = False
    staggered: bool = True
    scores: bool = False


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The lines on top (1 to 5), the school's name to know the line that is set large, and a logo (PNG or JPEG)."""

    lines: tuple[str, ...]
    unit: str = ""
    logo: bytes | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs as what. An empty name leaves a dotted line to write on; NIP goes before NUPTK."""

    role: Signatory
    name: str = ""
    nip: str = ""
    nuptk: str = ""


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """Left acknowledges, right signs under place and date; a third one may countersign below."""

    city: str
    signed_on: date | None
    right: Signature
    left: Signature | None = None
    third: Signature | None = None


@dataclass(frozen=True, slots=True)
class Occasion:
    """When and where people meet."""

    held_on: date | None = None
    starts: time | None = None
    ends: time | None = None
    zone: Zone = Zone.WEST
    venue: str = ""


@dataclass(frozen=True, slots=True)
class AttendanceLine:
    """One person of an attendance list, in the order to print; `duty` is class, subject or office."""

    name: str
    duty: str = ""
    nip: str = ""
    nuptk: str = ""
    school: str = ""
    presence: Presence | None = None


@dataclass(frozen=True, slots=True)
class AgendaLine:
    """One topic and what was said about it; paragraphs of `discussion` are separated by line ends."""

    topic: str
    minutes: int | None = None
    lead: str = ""
    discussion: str = ""


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One follow-up; `result` is shown as its note."""

    what: str
    owner: str = ""
    due_on: date | None = None
    measure: str = ""
    status: ActionStatus | None = None
    result: str = ""


@dataclass(frozen=True, slots=True)
class PaperPhoto:
    """A picture (JPEG or PNG) with its caption."""

    data: bytes
    caption: str = ""


@dataclass(frozen=True, slots=True)
class MinutesPaper:
    """The minutes of one meeting.

    `group_label` is the programme's word for a learning group (KBP), `number` the meeting's place in the group
    (None when unknown), `previous` the follow-ups of the last meeting, which was on `previous_on`.
    """

    occasion: Occasion
    letterhead: Letterhead | None = None
    signatures: SignatureBlock | None = None
    group_label: str = "KBP"
    group_name: str = ""
    number: int | None = None
    title: str = ""
    cancelled: bool = False
    cancel_reason: str = ""
    chair: str = ""
    facilitator: str = ""
    notetaker: str = ""
    focus: Focus | None = None
    evidence: str = ""
    opening: str = ""
    agenda: tuple[AgendaLine, ...] = ()
    previous_on: date | None = None
    previous: tuple[ActionLine, ...] = ()
    decisions: tuple[str, ...] = ()
    actions: tuple[ActionLine, ...] = ()
    closing: str = ""
    next_meeting: Occasion | None = None
    attendance: tuple[AttendanceLine, ...] = ()
    photos: tuple[PaperPhoto, ...] = ()

    @property
    def recorded(self) -> tuple[AttendanceLine, ...]:
        """The people whose attendance was recorded."""
        return tuple(line for line in self.attendance if line.presence is not None)

    @property
    def present(self) -> int:
        """How many of them were there (late ones included)."""
        return sum(line.presence in ATTENDED for line in self.recorded)


@dataclass(frozen=True, slots=True)
class AttendancePaper:
    """An attendance list: to sign (BLANK, with `spare_rows` empty ones) or as recorded (FILLED)."""

    occasion: Occasion
    form: AttendanceForm = AttendanceForm.BLANK
    letterhead: Letterhead | None = None
    signatures: SignatureBlock | None = None
    group_label: str = "KBP"
    group_name: str = ""
    activity: str = ""
    lines: tuple[AttendanceLine, ...] = ()
    spare_rows: int = 5


@dataclass(frozen=True, slots=True)
class InvitationPaper:
    """A letter that invites to a meeting.

    No `addressees`: "Bapak/Ibu Guru". `signatures.right` signs; its `signed_on` is the date of the letter.
    `bring` are the things to bring.
    """

    occasion: Occasion
    signatures: SignatureBlock
    letterhead: Letterhead | None = None
    group_label: str = "KBP"
    group_name: str = ""
    school: str = ""
    letter_number: str = ""
    attachment: str = ""
    activity: str = ""
    addressees: tuple[str, ...] = ()
    agenda: tuple[str, ...] = ()
    bring: tuple[str, ...] = ()
