"""Undangan: the letter that invites to a meeting, one page, or two slips on a sheet (domain handbook 5)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from reportlab.lib.colors import HexColor
from reportlab.lib.units import cm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, FrameBreak, PageBreak, PageTemplate, Spacer, Table

from plcdesk.domain.papers import InvitationPaper, PaperOptions
from plcdesk.reports.attendance import when_and_where
from plcdesk.reports.blocks import EMPTY, facts, numbered, title
from plcdesk.reports.document import SIZES, Footer, Margins, Sheet, make_pdf, sheet_of
from plcdesk.reports.flow import Stack, capped
from plcdesk.reports.fonts import clean, width_of
from plcdesk.reports.letterhead import letterhead_story
from plcdesk.reports.signatures import place_and_date, signature_block
from plcdesk.reports.styles import BARE, BODY, Look
from plcdesk.words import Words

# More names than this go on a list of their own, as offices do.
_NAMES_IN_LETTER = 8
_SMALLEST = 7.0
# More than any real signature needs; it only stops a name without end.
_SIGNATURE = 220.0
_SLIP_BODY = 9.5
_SLIP_MARGINS = Margins(top=1.5 * cm, bottom=1.4 * cm, left=1.7 * cm, right=1.7 * cm)


def make_invitation(paper: InvitationPaper, options: PaperOptions, words: Words) -> bytes:
    """The PDF of an invitation.

    A whole-page letter to more than eight names says "list attached" and has the list on the page after it. Slips
    are made two of a kind without names, else one for each name.
    """
    return _slips(paper, options, words) if options.half_page else _letter(paper, options, words)


def _letter(paper: InvitationPaper, options: PaperOptions, words: Words) -> bytes:
    sheet = sheet_of(options)
    names = [name for name in paper.addressees if clean(name)]
    listed = len(names) > _NAMES_IN_LETTER

    def compose(body: float) -> Stack:
        look = Look(options.save_ink, body)
        to = [words("The participants listed in the attachment")] if listed else names
        attachment = paper.attachment or (words("1 sheet") if listed else "")
        return _text(paper, to, attachment, options, look, words, sheet.text_width)

    story: list[Flowable] = [_largest(compose, BODY, sheet.text_width, sheet.text_height)]
    if listed:
        look = Look(options.save_ink)
        story += [PageBreak(), *_attached_names(paper, names, look, words)]
    return make_pdf(story, sheet, Footer(lonely=False), options, words, _subject(paper, words))


def _slips(paper: InvitationPaper, options: PaperOptions, words: Words) -> bytes:
    height, width = SIZES[options.paper]
    half = Sheet(width / 2, height, _SLIP_MARGINS)
    names = [name for name in paper.addressees if clean(name)]

    def slip(to: Sequence[str]) -> Stack:
        def compose(body: float) -> Stack:
            look = Look(options.save_ink, body)
            return _text(paper, to, paper.attachment, options, look, words, half.text_width)
        return _largest(compose, _SLIP_BODY, half.text_width, half.text_height)

    receivers = [[name] for name in names] if len(names) > 1 else [names, names]
    story: list[Flowable] = []
    for to in receivers:
        story += [slip(to), FrameBreak()]
    boxes = [half.frame(), Frame(width / 2 + half.margins.left, half.margins.bottom, half.text_width,
                                 half.text_height, 0, 0, 0, 0)]
    template = PageTemplate("slips", boxes, onPage=_cut_line)
    # Slips are cut apart: a page number would stay on one of them.
    plain = Sheet(width, height, Margins(_SLIP_MARGINS.top, _SLIP_MARGINS.bottom, 1.7 * cm, 1.7 * cm))
    return make_pdf(story[:-1], plain, Footer(counted=False), replace(options, draft=False), words,
                    _subject(paper, words), template=template)


def _text(paper: InvitationPaper, to: Sequence[str], attachment: str, options: PaperOptions, look: Look, words: Words,
          width: float) -> Stack:
    scale = look.body / BODY
    indent = look.body * 2
    parts: list[Flowable] = [
        *letterhead_story(paper.letterhead, look, width, shown=options.letterhead, scale=scale),
        _reference(paper, attachment, look, words, width), Spacer(0, look.body),
        *_addressed(paper, to, look, words), Spacer(0, look.body),
        look.text(words("Dear Sir or Madam,"), after=look.body * 0.5),
        look.text(words("We kindly invite you to attend the {label} meeting, which will be held as follows:",
                        label=paper.group_label), after=look.body * 0.4),
        facts(_what(paper, words), look, width, indent=indent), Spacer(0, look.body * 0.4),
    ]
    bring = [item for item in paper.bring if clean(item)]
    if bring:
        parts += [look.text(words("Please bring:"), after=look.body * 0.2), *numbered(bring, look),
                  Spacer(0, look.body * 0.4)]
    parts.append(look.text(words("As this meeting matters, we kindly ask you to be on time. Thank you for your "
                                 "attention and your presence.")))
    if options.signatures:
        parts += [Spacer(0, look.body * 1.6), signature_block(paper.signatures, look, words, width,
                                                                     _SIGNATURE, dated=False)]
    if options.half_page and options.draft:
        # Slips are cut apart, so each carries the mark that otherwise stands at the foot of the page.
        parts.append(look.text(words("DRAFT"), bold=True, size=look.cell, before=look.body))
    return Stack(parts)


def _reference(paper: InvitationPaper, attachment: str, look: Look, words: Words, width: float) -> Table:
    """Number, attachment and subject at the left, place and date at the right."""
    date_line = place_and_date(paper.signatures, words)
    right = min(width * 0.48, width_of(date_line, look.body) + 4)
    pairs = [(words("Number"), paper.letter_number), (words("Attachment"), attachment or EMPTY),
             (words("Regarding"), _subject(paper, words))]
    left = facts(pairs, look, width - right)
    return Table([[left, look.text(date_line, align="right")]], [width - right, right], style=list(BARE))


def _addressed(paper: InvitationPaper, to: Sequence[str], look: Look, words: Words) -> list[Flowable]:
    if len(to) > 1:
        names: list[Flowable] = [look.text(words("To:")), *numbered(to, look)]
    else:
        names = [look.text(words("To {name}", name=clean(to[0]) if to else words("All teachers")))]
    school = [look.text(paper.school)] if clean(paper.school) else []
    return [*names, *school, look.text(words("By hand"))]


def _what(paper: InvitationPaper, words: Words) -> list[tuple[str, str | Sequence[str]]]:
    pairs: list[tuple[str, str | Sequence[str]]] = [*when_and_where(paper.occasion, words)]
    activity = clean(paper.activity) or clean(paper.group_name) or words("{label} meeting", label=paper.group_label)
    pairs.append((words("Event"), activity))
    agenda = [item for item in paper.agenda if clean(item)]
    if agenda:
        pairs.append((words("Agenda"), agenda if len(agenda) > 1 else agenda[0]))
    return pairs


def _attached_names(paper: InvitationPaper, names: Sequence[str], look: Look, words: Words) -> list[Flowable]:
    number = words("Attachment to letter no. {number}", number=clean(paper.letter_number) or EMPTY)
    day = words.day(paper.signatures.signed_on) if paper.signatures.signed_on else ""
    return [look.text(number, size=look.cell), look.text(day, size=look.cell, after=10),
            *title(words("LIST OF INVITED PARTICIPANTS"), [paper.group_name], look), *numbered(names, look)]


def _subject(paper: InvitationPaper, words: Words) -> str:
    return words("Invitation to the {label} meeting", label=paper.group_label)


def _largest(compose: Callable[[float], Stack], body: float, width: float, height: float) -> Flowable:
    """The letter in the largest type, up to `body` points, at which it fits the page; shrunk whole at the last."""
    size = body
    while size > _SMALLEST and compose(size).wrap(width, height)[1] > height:
        size -= 0.5
    return capped(compose(size), width, height)


def _cut_line(canvas: Canvas, paper: BaseDocTemplate) -> None:
    """Dashes down the middle, to cut along."""
    width, height = paper.pagesize
    canvas.saveState()
    canvas.setStrokeColor(HexColor(0x999999))
    canvas.setLineWidth(0.4)
    canvas.setDash(3, 4)
    canvas.line(width / 2, 0, width / 2, height)
    canvas.restoreState()
