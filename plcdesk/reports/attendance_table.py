"""The table of an attendance list, with room to sign or with what was recorded, and its totals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer, Table

from plcdesk.domain.meetings import ATTENDED, Presence
from plcdesk.domain.papers import AttendanceLine, PaperOptions
from plcdesk.reports.blocks import EMPTY, ruled_table
from plcdesk.reports.flow import Stack
from plcdesk.reports.fonts import clean, width_of
from plcdesk.reports.signatures import grouped_nip
from plcdesk.reports.styles import LEADING, Look
from plcdesk.words import Words

# A hand signs in no less than 9 mm.
_ROW = 9.01 * mm
# A name with a title on one line.
_NAME = 108.0


@dataclass(frozen=True, slots=True)
class Column:
    """A column besides the name: its head, the width it likes and the least it can do with, in points.

    A `firm` one gives way only after all others.
    """

    head: str
    width: float
    least: float
    firm: bool = False


def blank_table(lines: Sequence[AttendanceLine], spare: int, options: PaperOptions, look: Look, words: Words,
                width: float) -> Table:
    """Names with cells to sign in; `spare` rows more for those who come unannounced."""
    columns, cells = _people(lines, options, look, words)
    cells += [[look.in_cell(str(len(lines) + extra), align="center"), *(look.in_cell("") for _ in range(len(columns) + 1))]
              for extra in range(1, spare + 1)]
    rows = []
    for number, row in enumerate(cells, 1):
        mark = look.in_cell(f"{number}.")
        rows.append([*row, *(([mark, look.in_cell("")] if number % 2 else [look.in_cell(""), mark]) if options.staggered else [mark])])
    signing = len(columns) + 2
    columns.append(Column(words("Signature"), *((75.0, 60.0) if options.staggered else (140.0, 110.0))))
    # The number's cell makes the row high enough, so that a name on two lines adds little.
    padding = (_ROW - look.cell * LEADING) / 2
    extra: list[tuple[object, ...]] = [
        ("VALIGN", (0, 1), (-1, -1), "MIDDLE"), ("TOPPADDING", (0, 1), (0, -1), padding),
        ("BOTTOMPADDING", (0, 1), (0, -1), padding),
    ]
    if options.staggered:
        columns.append(Column("", 75.0, 60.0))
        extra.append(("SPAN", (signing, 0), (-1, 0)))
    return ruled_table(_head(columns, words), rows, _widths(columns, width), width, look, padding=2, extra=extra,
                       open_after=signing if options.staggered else None)


def filled_table(lines: Sequence[AttendanceLine], options: PaperOptions, look: Look, words: Words,
                 width: float) -> Table:
    """Names with what was recorded of each."""
    columns, cells = _people(lines, options, look, words)
    columns.append(Column(words("Attendance"), 100.0, 78.0))
    rows = [[*row, look.in_cell(words(line.presence.label) if line.presence else EMPTY, align="center")]
            for row, line in zip(cells, lines, strict=True)]
    return ruled_table(_head(columns, words), rows, _widths(columns, width), width, look, padding=3.4)


def totals(lines: Sequence[AttendanceLine], look: Look, words: Words, width: float) -> Flowable:
    """How many of each status, the rate, and where the entries come from."""
    counts = [(words(presence.label), sum(line.presence is presence for line in lines)) for presence in Presence]
    missing = sum(line.presence is None for line in lines)
    if missing:
        counts.append((words("Not recorded"), missing))
    counts.append((words("Total"), len(lines)))
    # Each column at least as wide as the longest word of its head.
    weights = [14 + max(width_of(word, look.cell, bold=True) for word in label.split()) for label, _ in counts]
    table = ruled_table([label for label, _ in counts],
                        [[look.in_cell(words.number(count), align="center") for _, count in counts]],
                        weights, width, look)
    there, recorded = sum(line.presence in ATTENDED for line in lines), len(lines) - missing
    rate = words("Attended: {n} of {total} people ({rate})", n=there, total=recorded,
                 rate=words.percent(there, recorded))
    return Stack([table, Spacer(0, look.body * 0.5), look.text(rate),
                  look.text(words("Summarised from the signed attendance list."), size=look.cell, quiet=True)])


def _people(lines: Sequence[AttendanceLine], options: PaperOptions, look: Look,
            words: Words) -> tuple[list[Column], list[list[Flowable]]]:
    """The columns that say who somebody is (after number and name), and all cells up to there."""
    schools = len({clean(line.school) for line in lines if clean(line.school)}) > 1
    columns = [Column(words("Position / class"), 92.0, 62.0)]
    if schools:
        columns.insert(0, Column(words("School"), 96.0, 70.0))
    if options.numbers:
        columns.insert(0, Column(words("NIP/NUPTK"), 112.0, 74.0, firm=True))
    cells = []
    for number, line in enumerate(lines, 1):
        row: list[Flowable] = [look.in_cell(str(number), align="center"), look.in_cell(line.name)]
        if options.numbers:
            row.append(look.text(grouped_nip(line.nip) or clean(line.nuptk) or EMPTY, size=min(9.0, look.cell)))
        if schools:
            row.append(look.in_cell(line.school))
        row.append(look.in_cell(line.duty))
        cells.append(row)
    return columns, cells


def _head(columns: Sequence[Column], words: Words) -> list[str]:
    return [words("No."), words("Name"), *(column.head for column in columns)]


def _widths(columns: Sequence[Column], width: float) -> list[float]:
    """Number, name and the other columns; these give way where the name would be cramped."""
    number = 27.0
    others = [column.width for column in columns]
    for firm in (False, True):
        lacking = _NAME - (width - number - sum(others))
        give = sum(column.width - column.least for column in columns if column.firm is firm)
        if lacking <= 0 or not give:
            continue
        share = min(1.0, lacking / give)
        others = [had - share * (column.width - column.least) if column.firm is firm else had
                  for had, column in zip(others, columns, strict=True)]
    return [number, width - number - sum(others), *others]
