"""The summary of a meeting for the group's chat: plain text, bold marks of the messenger, no attendance reasons."""

from __future__ import annotations

from plcdesk.domain.meetings import Action
from plcdesk.services.meeting_views import MeetingDetail
from plcdesk.words import Words


def summary(detail: MeetingDetail, w: Words) -> str:
    """What was held when, how many came, what was decided, who does what until when. Who was absent is not told."""
    meeting = detail.meeting
    held_on, starts, ends = meeting.when
    lines = [f"*{detail.heading(w)}*"]
    if detail.group is not None:
        lines.append(detail.group.name)
    zone = detail.school.zone.value if detail.school is not None else None
    when = w.date(held_on) if held_on is not None else ""
    if starts is not None:
        when = f"{when}, {w.hours(starts, ends, zone)}" if when else w.hours(starts, ends, zone)
    lines += [line for line in (when, meeting.venue.strip()) if line]
    if detail.counts.total > detail.counts.blank:
        lines.append(w("Present: {n} of {m}", n=detail.counts.attended, m=detail.counts.total))
    topics = [item.record.topic for item in detail.agenda if item.record.topic.strip()]
    decisions = [decision.record.text.strip() for decision in detail.decisions if decision.record.text.strip()]
    actions = [_action(action.record, detail, w) for action in detail.actions if action.record.what.strip()]
    for title, items in ((w("Agenda"), topics), (w("Decisions"), decisions), (w("Follow-ups"), actions)):
        if items:
            lines += ["", f"*{title}*", *(f"{number}. {item}" for number, item in enumerate(items, 1))]
    if detail.next_on is not None:
        lines += ["", w("Next meeting: {date}", date=w.date(detail.next_on))]
    return "\n".join(lines)


def _action(action: Action, detail: MeetingDetail, w: Words) -> str:
    text = action.what.strip()
    owner = detail.name(action.owner_id)
    if owner:
        text += f" — {owner}"
    return f"{text}, {w.day(action.due_on)}" if action.due_on is not None else text
