"""The papers of a meeting, as the print preview wants them."""

from __future__ import annotations

from functools import partial

from plcdesk.services.meeting_views import MeetingDetail
from plcdesk.services.papers import PaperKind
from ui.runtime.context import Context
from ui.widgets.print_panel import Paper

SWITCHES = {
    PaperKind.MINUTES: frozenset({"attendance_at_end"}),
    PaperKind.ATTENDANCE_BLANK: frozenset({"numbers", "staggered"}),
    PaperKind.ATTENDANCE_FILLED: frozenset({"numbers"}),
    PaperKind.INVITATION: frozenset({"half_page"}),
}


def papers_of(ctx: Context, detail: MeetingDetail) -> list[Paper]:
    """Minutes, both attendance lists and the invitation of a meeting; minutes of an unfinished one are a draft."""
    meeting = detail.meeting.id
    draft = not detail.meeting.held and not detail.meeting.cancelled
    return [
        Paper(
            kind.value, ctx.w(kind.label), partial(ctx.desk.papers.pdf, kind, meeting),
            partial(ctx.desk.papers.file_name, kind, meeting, ctx.w), SWITCHES[kind],
            landscape=kind in {PaperKind.ATTENDANCE_BLANK, PaperKind.ATTENDANCE_FILLED},
            draft=draft and kind is PaperKind.MINUTES,
        )
        for kind in PaperKind
    ]
