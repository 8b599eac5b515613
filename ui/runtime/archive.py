"""A laptop that keeps the programme as an archive: a calm strip says so on every page, and leads back."""

from __future__ import annotations

from plcdesk.domain.changes import Changes, Row
from plcdesk.domain.fields import SPECS
from plcdesk.domain.ids import Id
from ui.runtime.context import Context
from ui.runtime.notify import Banner, Rank

KEY = "archive"


def show(ctx: Context) -> None:
    """Show the strip, or clear it, as the programme is now."""
    w = ctx.w
    if ctx.desk.handover.archived:
        ctx.notify.banner(Banner(KEY, w("Read-only: you can view and print, but not edit yet."), Rank.ARCHIVE, "info",
                                 w("Open for editing again"), lambda: reopen(ctx), later=False))
    else:
        ctx.notify.clear(KEY)


def archive(ctx: Context) -> None:
    """Make this laptop an archive, of which everything can be seen and printed."""
    ctx.desk.handover.archive()
    show(ctx)
    _reread(ctx)
    ctx.notify.toast(ctx.w("This computer is an archive now. Nothing was removed."), ctx.w("Undo"), lambda: reopen(ctx))


def reopen(ctx: Context) -> None:
    """Work on this laptop again; what was typed meanwhile and could not be saved is saved now."""
    ctx.desk.handover.reopen()
    show(ctx)
    ctx.disk.room_again.emit()
    _reread(ctx)
    ctx.notify.toast(ctx.w("This computer is worked on again."))


def _reread(ctx: Context) -> None:
    # no commit tells of it, and any page may show what can be done now
    ctx.bus.changed.emit(Changes(frozenset(Row(table, Id("")) for table in SPECS)), None)
