"""Notulen: the minutes of a meeting (domain handbook 5)."""

from __future__ import annotations

from reportlab.platypus import Flowable, PageBreak

from plcdesk.domain.meetings import ATTENDED, ActionStatus
from plcdesk.domain.papers import ActionLine, MinutesPaper, PaperOptions
from plcdesk.reports.attendance import hours_of, when_and_where
from plcdesk.reports.attendance_table import filled_table, totals
from plcdesk.reports.blocks import (
    EMPTY,
    facts,
    headed_table,
    heading,
    numbered,
    ruled_table,
    running_text,
    subheading,
    title,
)
from plcdesk.reports.document import Footer, Sheet, make_pdf, sheet_of
from plcdesk.reports.flow import Tail
from plcdesk.reports.fonts import clean
from plcdesk.reports.letterhead import letterhead_story
from plcdesk.reports.photos import photo_table
from plcdesk.reports.signatures import signature_block
from plcdesk.reports.styles import Look
from plcdesk.words import Words

_INDENT = 17.0


def make_minutes(paper: MinutesPaper, options: PaperOptions, words: Words) -> bytes:
    """The PDF of the minutes: six numbered parts, signatures, and what is attached."""
    sheet, look = sheet_of(options), Look(options.save_ink)
    story = [
        *letterhead_story(paper.letterhead, look, sheet.text_width, shown=options.letterhead),
        *title(words("MINUTES OF THE {label} MEETING", label=paper.group_label), _under_title(paper, words), look),
        facts(_identity(paper, words), look, sheet.text_width),
        *_opening(paper, look, words),
        *_last_time(paper, look, words, sheet.text_width),
        *_discussion(paper, look, words),
        *_decisions(paper, look, words),
        *_follow_up(paper, look, words, sheet.text_width),
        *_closing(paper, options, look, words, sheet),
        *_attached(paper, options, look, words, sheet),
    ]
    day = words.date(paper.occasion.held_on) if paper.occasion.held_on else ""
    name = words("Minutes of the {label} meeting", label=paper.group_label)
    footer = Footer(" · ".join(filter(None, [name, paper.group_name, day])))
    return make_pdf(story, sheet, footer, options, words, f"{name} {day}")


def _under_title(paper: MinutesPaper, words: Words) -> list[str]:
    number = words("Meeting no. {n}", n=paper.number) if paper.number is not None else ""
    return [" · ".join(filter(None, [clean(paper.group_name), number])), paper.title]


def _identity(paper: MinutesPaper, words: Words) -> list[tuple[str, str | list[str]]]:
    pairs: list[tuple[str, str | list[str]]] = [*when_and_where(paper.occasion, words)]
    if paper.cancelled:
        reason = clean(paper.cancel_reason)
        called_off = words("Cancelled: {reason}", reason=reason) if reason else words("Cancelled")
        pairs.append((words("Status"), called_off))
    pairs += [
        (words("Chair of the meeting"), paper.chair), (words("Facilitator"), paper.facilitator),
        (words("Note-taker"), paper.notetaker),
    ]
    if paper.focus is not None:
        pairs.append((words("Focus"), words(paper.focus.label)))
    pairs.append((words("Agenda"), [line.topic for line in paper.agenda if clean(line.topic)]))
    if paper.recorded:
        pairs.append((words("Participants"), words("{n} of {total} people present", n=paper.present,
                                                   total=len(paper.recorded))))
    away = [words("{name} ({reason})", name=clean(line.name), reason=words(line.presence.label).lower())
            for line in paper.recorded if line.presence is not None and line.presence not in ATTENDED]
    if away:
        pairs.append((words("Not present"), ", ".join(away)))
    return pairs


def _opening(paper: MinutesPaper, look: Look, words: Words) -> list[Flowable]:
    return [*heading("1.  " + words("Opening"), look), *_typed(paper.opening, look, words)]


def _last_time(paper: MinutesPaper, look: Look, words: Words, width: float) -> list[Flowable]:
    name = "2.  " + words("Follow-up of the last meeting")
    if not paper.previous:
        return [*heading(name, look), _none(look, words("No follow-ups from the last meeting."))]
    agreed: list[Flowable] = []
    if paper.previous_on is not None:
        agreed = [look.text(words("Agreed on {day}:", day=words.date(paper.previous_on)), indent=_INDENT, after=4)]
    rows: list[list[Flowable]] = [
        [look.in_cell(str(number), align="center"), look.in_cell(line.what), look.in_cell(line.owner or EMPTY),
         look.in_cell(_due(line, words)), look.in_cell(_standing(line, words))]
        for number, line in enumerate(paper.previous, 1)
    ]
    head = [words("No."), words("Activity"), words("Responsible"), words("Due"), words("Status")]
    table = ruled_table(head, rows, [25, 150, 92, 73, 99], width, look)
    return headed_table(name, table, look, width, agreed)


def _discussion(paper: MinutesPaper, look: Look, words: Words) -> list[Flowable]:
    story = heading("3.  " + words("Discussion"), look)
    if clean(paper.evidence):
        story += running_text(words("Student data discussed: {data}", data=paper.evidence), look, indent=_INDENT)
    if not paper.agenda:
        return [*story, _none(look, words("Nothing was recorded."))]
    for number, line in enumerate(paper.agenda, 1):
        topic = subheading(f"3.{number}  {clean(line.topic) or EMPTY}", look)
        details = [words("led by {name}", name=clean(line.lead)) if clean(line.lead) else "",
                   words("{n} minutes", n=line.minutes) if line.minutes else ""]
        under = ", ".join(filter(None, details))
        story += topic
        if under:
            story.append(look.text(under[0].upper() + under[1:], indent=_INDENT, size=look.cell, quiet=True, after=2))
        story += _typed(line.discussion, look, words)
    return story


def _decisions(paper: MinutesPaper, look: Look, words: Words) -> list[Flowable]:
    story = heading("4.  " + words("Decisions"), look)
    decided = [text for text in paper.decisions if clean(text)]
    if not decided:
        return [*story, _none(look, words("No decisions were recorded."))]
    for line in numbered(decided, look):
        line.style = line.style.clone("decision", leftIndent=line.style.leftIndent + _INDENT, bulletIndent=_INDENT)
        story.append(line)
    return story


def _follow_up(paper: MinutesPaper, look: Look, words: Words, width: float) -> list[Flowable]:
    name = "5.  " + words("Follow-up plan")
    if not paper.actions:
        return [*heading(name, look), _none(look, words("No follow-ups were agreed."))]
    rows: list[list[Flowable]] = [
        [look.in_cell(str(number), align="center"), look.in_cell(line.what), look.in_cell(line.owner or EMPTY),
         look.in_cell(_due(line, words)), look.in_cell(line.measure or EMPTY), look.in_cell(_remark(line, words))]
        for number, line in enumerate(paper.actions, 1)
    ]
    head = [words("No."), words("Activity"), words("Responsible"), words("Due"), words("Measure of success"),
            words("Remarks")]
    return headed_table(name, ruled_table(head, rows, [25, 116, 86, 73, 84, 67], width, look), look, width)


def _closing(paper: MinutesPaper, options: PaperOptions, look: Look, words: Words, sheet: Sheet) -> list[Flowable]:
    story = heading("6.  " + words("Closing"), look)
    story += running_text(paper.closing, look, indent=_INDENT)
    if paper.occasion.ends is not None and not paper.cancelled:
        ended = f"{words.time(paper.occasion.ends)} {paper.occasion.zone.value}"
        story.append(look.text(words("The meeting was closed at {time}.", time=ended), indent=_INDENT, after=4))
    following = paper.next_meeting
    if following is None or following.held_on is None:
        last = words("The date of the next meeting has not been set.")
    else:
        where = [words.date(following.held_on), hours_of(following, words), clean(following.venue)]
        last = words("Next meeting: {details}.", details=", ".join(filter(None, where)))
    end: Flowable = look.text(last, indent=_INDENT)
    if options.signatures and paper.signatures is not None:
        block = signature_block(paper.signatures, look, words, sheet.text_width, sheet.text_height * 0.7)
        end = Tail(end, block, full=sheet.text_height, gap=look.body * 1.8)
    return [*story, end]


def _attached(paper: MinutesPaper, options: PaperOptions, look: Look, words: Words, sheet: Sheet) -> list[Flowable]:
    story: list[Flowable] = []
    parts: list[tuple[str, list[Flowable]]] = []
    if paper.photos:
        parts.append((words("PHOTOS"), [photo_table(paper.photos, look, words, sheet.text_width)]))
    if options.attendance_at_end and paper.attendance:
        table = filled_table(paper.attendance, options, look, words, sheet.text_width)
        counts = totals(paper.attendance, look, words, sheet.text_width)
        parts.append((words("ATTENDANCE LIST"), [Tail(table, counts, full=sheet.text_height)]))
    for number, (name, flowables) in enumerate(parts, 1):
        mark = words("ATTACHMENT {n}", n=number) if len(parts) > 1 else words("ATTACHMENT")
        below = [" · ".join(filter(None, [clean(paper.group_name), words.date(paper.occasion.held_on)]))]
        story += [PageBreak(), look.text(mark, size=look.cell, after=6), *title(name, below, look), *flowables]
    return story


def _typed(text: str, look: Look, words: Words) -> list[Flowable]:
    return running_text(text, look, indent=_INDENT) or [_none(look, words("Nothing was recorded."))]


def _none(look: Look, text: str) -> Flowable:
    return look.text(text, indent=_INDENT, quiet=True)


def _due(line: ActionLine, words: Words) -> str:
    return words.day(line.due_on) if line.due_on else EMPTY


def _standing(line: ActionLine, words: Words) -> str:
    """The status, and the result under it in a word or two."""
    status = words(line.status.label) if line.status is not None else EMPTY
    return f"{status}: {clean(line.result)}" if clean(line.result) else status


def _remark(line: ActionLine, words: Words) -> str:
    """A new follow-up is open by nature; only what goes beyond that is worth a remark."""
    if line.status in {None, ActionStatus.OPEN}:
        return clean(line.result)
    return _standing(line, words)
