"""What the window reminds of by itself: differing entries, unsent changes, old backups, the sample."""

from __future__ import annotations

from datetime import datetime, timedelta

from PySide6.QtCore import QObject, QTimer

from plcdesk.domain.errors import UserError
from ui.runtime import archive
from ui.runtime.context import Context
from ui.runtime.notify import Banner, Rank

MANY, OLD = 20, timedelta(days=14)
"""Unsent changes are worth a banner from this number or age on."""
SOON = 400


class Reminders(QObject):
    """Looks after each change, a moment later, so that a burst of saves is looked at once."""

    def __init__(self, ctx: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._over = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SOON)
        self._timer.timeout.connect(self.look)
        ctx.bus.changed.connect(lambda _changes, _origin: self._timer.start())

    def stop(self) -> None:
        """Look no more: the programme is about to be closed."""
        self._over = True
        self._timer.stop()

    def look(self) -> None:
        """Look now and show or clear each banner."""
        if self._over:
            return
        for remind in (self._archive, self._sample, self._differing, self._unsent, self._backup):
            try:
                remind()
            except (UserError, OSError):
                continue  # a reminder that cannot be worked out is no reason to disturb anybody

    def _archive(self) -> None:
        archive.show(self._ctx)

    def _sample(self) -> None:
        w = self._ctx.w
        if self._ctx.desk.is_sample:
            text = w("This is sample data. It is kept apart from your own.")
            self._ctx.notify.banner(Banner("sample", text, Rank.SAMPLE, "warning", w("Leave the sample"),
                                           self._ctx.host.leave_sample, later=False))

    def _differing(self) -> None:
        w, count = self._ctx.w, len(self._ctx.desk.records.differing())
        if not count:
            self._ctx.notify.clear("differing")
            return
        text = w.plural("{n} differing entry awaits your decision. Everything else is merged.",
                        "{n} differing entries await your decision. Everything else is merged.", count)
        self._ctx.notify.banner(Banner("differing", text, Rank.DIFFERING, "warning", w("Decide now"),
                                           lambda: self._ctx.go("exchange", "differences")))

    def _unsent(self) -> None:
        w, desk = self._ctx.w, self._ctx.desk
        if desk.is_sample:
            return
        count, since = desk.exchange.unsent()
        self._ctx.notify.unsent(count, w.short(since.date()) if since is not None else "")
        if count and since is not None and (count >= MANY or _age(since, desk.clock()) >= OLD):
            text = w.plural("{n} change not sent since {date}", "{n} changes not sent since {date}", count,
                            date=w.day(since.date()))
            self._ctx.notify.banner(Banner("unsent", text, Rank.UNSENT, "info", w("Send to USB stick"),
                                           lambda: self._ctx.go("exchange", "send")))
        else:
            self._ctx.notify.clear("unsent")

    def _backup(self) -> None:
        w, desk = self._ctx.w, self._ctx.desk
        days = 0 if desk.is_sample else desk.backups.days_without_copy()
        if days < OLD.days:
            self._ctx.notify.clear("backup")
            return
        text = w.plural("Backup not copied to a USB stick for {n} day",
                        "Backup not copied to a USB stick for {n} days", days)
        self._ctx.notify.banner(Banner("backup", text, Rank.BACKUP, "info", w("Backups"),
                                       lambda: self._ctx.go("settings", "backups")))


def _age(since: datetime, now: datetime) -> timedelta:
    return now - since if since.tzinfo is not None else now.replace(tzinfo=None) - since
