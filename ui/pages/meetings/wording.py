"""How meetings and follow-ups are put into a few words and a colour."""

from __future__ import annotations

from datetime import date

from plcdesk.domain.meetings import MeetingKind, MeetingStatus
from plcdesk.services.meeting_views import MeetingDetail, MeetingRow
from plcdesk.words import Words
from ui.widgets.two_line_list import Line

STATUS_TONES = {
    MeetingStatus.PLANNED: "info", MeetingStatus.ONGOING: "warning", MeetingStatus.HELD: "success",
    MeetingStatus.CANCELLED: "neutral",
}  # fmt: skip


def short_day(day: date | None, today: date, w: Words) -> str:
    """``12 Mei``; in another year ``12 Mei 2024``, the month shortened too; empty without a day."""
    if day is None:
        return ""
    return w.short(day) if day.year == today.year else f"{w.short(day)} {day.year}"


def list_line(row: MeetingRow, w: Words, today: date, *, groups: bool) -> Line:
    """The two lines of a meeting in the list; `groups` puts the group's name first where there are several."""
    day = short_day(row.held_on, today, w)
    if row.title.strip():
        title, rest = row.title.strip(), [day]
    elif row.kind is MeetingKind.ROUTINE and row.number is not None:
        title, rest = f"{w('no. {n}', n=str(row.number))} · {day}", []
    else:
        title, rest = " · ".join(part for part in (w(row.kind.label), day) if part), []
    # with several groups the name counts most: marks are told in figures, and a held meeting by them alone
    rest += [row.group, _figures(row) or attendance_words(row, w)] if groups else [attendance_words(row, w)]
    pill = w(row.status.label) if row.status is not MeetingStatus.HELD else ""
    return Line(title, " · ".join(part for part in rest if part), pill, STATUS_TONES[row.status])


def _figures(row: MeetingRow) -> str:
    """``9/10``, empty while nothing was marked."""
    if row.status is MeetingStatus.CANCELLED or row.due == 0 or row.blank == row.due:
        return ""
    return f"{row.attended}/{row.due}"


def attendance_words(row: MeetingRow, w: Words) -> str:
    """``9 dari 10 hadir``, or what stands in its place while nothing was marked."""
    if row.status is MeetingStatus.CANCELLED:
        return ""
    if row.due == 0 or row.blank == row.due:
        return w.hours(row.starts, row.ends) if row.starts is not None else w("not filled in")
    return w("{n} of {m} present", n=row.attended, m=row.due)


def date_line(detail: MeetingDetail, w: Words) -> str:
    """``Senin, 12 Mei 2025 · 13.00–14.30 WIB · Ruang guru``, as far as it is known; why it was called off comes first."""
    meeting = detail.meeting
    zone = detail.school.zone.value if detail.school is not None else None
    parts = [meeting.state.reason] if meeting.cancelled and meeting.state.reason else []
    parts += [w.date(meeting.when.held_on) if meeting.when.held_on is not None else w("no date yet")]
    if meeting.when.starts is not None:
        parts.append(w.hours(meeting.when.starts, meeting.when.ends, zone))
    parts.append(meeting.venue.strip())
    if detail.group is not None:
        parts.append(detail.group.name)
    return " · ".join(part for part in parts if part)
