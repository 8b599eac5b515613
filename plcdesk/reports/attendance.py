"""Daftar hadir: the attendance list to sign, and the one that shows what was recorded (domain handbook 5)."""

from __future__ import annotations

from reportlab.platypus import Flowable, Spacer

from plcdesk.domain.papers import AttendanceForm, AttendancePaper, Occasion, PaperOptions
from plcdesk.reports.attendance_table import blank_table, filled_table, totals
from plcdesk.reports.blocks import facts, title
from plcdesk.reports.document import Footer, make_pdf, sheet_of
from plcdesk.reports.flow import Stack, Tail
from plcdesk.reports.letterhead import letterhead_story
from plcdesk.reports.signatures import signature_block
from plcdesk.reports.styles import Look
from plcdesk.words import Words


def make_attendance(paper: AttendancePaper, options: PaperOptions, words: Words) -> bytes:
    """The PDF of an attendance list, blank or filled."""
    sheet, look = sheet_of(options), Look(options.save_ink)
    width = sheet.text_width
    name = words("ATTENDANCE LIST")
    blank = paper.form is AttendanceForm.BLANK
    activity = paper.activity or words("{label} meeting", label=paper.group_label)
    story: list[Flowable] = [
        *letterhead_story(paper.letterhead, look, width, shown=options.letterhead),
        *title(name, [paper.group_name], look),
        facts(_occasion(activity, paper.occasion, words), look, width),
        Spacer(0, look.body * 0.5),
    ]
    if blank:
        table = blank_table(paper.lines, paper.spare_rows, options, look, words, width)
    else:
        table = filled_table(paper.lines, options, look, words, width)
    end: list[Flowable] = [] if blank else [totals(paper.lines, look, words, width)]
    if options.signatures and paper.signatures is not None:
        end += [*([Spacer(0, look.body)] if end else []), signature_block(paper.signatures, look, words, width, sheet.text_height * 0.6)]
    story.append(Tail(table, Stack(end), full=sheet.text_height) if end else table)
    day = words.date(paper.occasion.held_on) if paper.occasion.held_on else ""
    footer = Footer(" · ".join(filter(None, [words("Attendance list"), paper.group_name, day])))
    return make_pdf(story, sheet, footer, options, words, f"{words('Attendance list')} {day}")


def _occasion(activity: str, occasion: Occasion, words: Words) -> list[tuple[str, str]]:
    """What, when and where in three lines: ten people and five more are to fit one sheet."""
    when = [words.date(occasion.held_on) if occasion.held_on else "", hours_of(occasion, words)]
    return [(words("Activity"), activity), (words("Day/date"), ", ".join(filter(None, when))),
            (words("Place"), occasion.venue)]


def when_and_where(occasion: Occasion, words: Words) -> list[tuple[str, str]]:
    """Day, time and place as labelled lines."""
    return [
        (words("Day/date"), words.date(occasion.held_on) if occasion.held_on else ""),
        (words("Time"), hours_of(occasion, words)),
        (words("Place"), occasion.venue),
    ]


def hours_of(occasion: Occasion, words: Words) -> str:
    """``pukul 13.00–14.30 WIB``, or nothing where no time is set."""
    if occasion.starts is None:
        return ""
    # Words: Indonesian letters say "pukul" before the hours, English ones nothing.
    return words("{hours}", hours=words.hours(occasion.starts, occasion.ends, occasion.zone.value))
