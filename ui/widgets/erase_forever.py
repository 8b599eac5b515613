"""Erasing for good: the one act that cannot be undone says first what it reaches, and what nobody can reach."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from plcdesk.domain.changes import Changes
from plcdesk.domain.errors import UserError
from plcdesk.domain.stewardship import ErasurePlan
from plcdesk.words import Words
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.widgets.control import SMALLEST
from ui.widgets.dialogs import ROOM, Answer, BaseDialog, ask
from ui.widgets.form_field import plain_label
from ui.widgets.notice import SignLine


def stewards_told(ctx: Context) -> str:
    """Who can erase for good, where this laptop may not; "" where it may."""
    stewards = ctx.desk.stewards
    if stewards.may_i():
        return ""
    names = [one.label or one.words for one in stewards.computers() if one.steward and not one.self]
    return ctx.w("Erasing for good is done on a steward's laptop: {names}.", names=", ".join(names) or "—")


class EraseForever(QObject):
    """`erased` follows when it is done; the plan is made behind the window, because old backups are looked through."""

    erased = Signal()

    def __init__(self, ctx: Context, owner: QWidget) -> None:
        super().__init__(owner)
        self.ctx, self.w, self._owner = ctx, ctx.w, owner
        self.dialog: BaseDialog | None = None

    def ask(self, title: str, plan: Callable[[], ErasurePlan], *, records: bool = True) -> None:
        """Show what would be erased of `title` and, on yes, erase it. Without `records` only former values go."""
        self.ctx.tasks.run(lambda _progress: plan(), lambda made: self._planned(title, made, records),
                           title=self.w("Looking for what would be erased"))

    def _planned(self, title: str, plan: ErasurePlan, records: bool) -> None:
        w = self.w
        who = stewards_told(self.ctx) if plan.shared else ""
        if not plan:
            self.ctx.notify.toast(w("Nothing of this is left in the history."))
        elif who:
            self.dialog = ask(self._owner.window(), w("Erase for good"), who, [Answer("close", w("Close"))],
                              lambda _key: None, details=[w("Nothing was changed. What is in the trash is on no list and no "
                                                            "paper.")])
        else:
            asked = self.dialog = ForeverDialog(self.ctx, title, plan, self._owner.window(), records=records)
            asked.decided.connect(lambda backups: self._erase(plan, backups))

    def _erase(self, plan: ErasurePlan, backups: bool) -> None:
        self.ctx.tasks.run(lambda _progress: self.ctx.desk.erasure.erase(plan, backups=backups), self._done,
                           title=self.w("Erasing"), failed=self._failed)

    def _done(self, changes: Changes) -> None:
        self.ctx.bus.announce(changes, None)
        self.erased.emit()
        self.ctx.notify.toast(self.w("Erased for good. Other laptops follow when they receive your next bundle."))

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self.ctx.notify.error(self.w.error(error))


class ForeverDialog(BaseDialog):
    """`decided` tells whether the backups of this computer go too."""

    decided = Signal(bool)

    def __init__(self, ctx: Context, title: str, plan: ErasurePlan, parent: QWidget, *, records: bool = True) -> None:
        w = ctx.w
        super().__init__(w("Erase for good"), parent)
        # of a person who stays under a pseudonym no record goes, but what was once written in some
        n = len(plan.rows) if records else plan.shared + plan.private
        self.question = plain_label(w.plural("Delete {n} record forever? This cannot be undone.",
                                             "Delete {n} records forever? This cannot be undone.", n), "subsection", wrap=True)
        self.question.setMinimumWidth(min(ctx.theme.px(460), ROOM))
        self.body.addWidget(self.question)
        self.body.addWidget(plain_label(f"“{title}”", "strong", wrap=True))
        for icon, text in reached(w, plan):
            self.body.addWidget(SignLine(ctx, icon, text))
        self.backups = QCheckBox(w.plural("Also remove {n} old backup of this laptop",
                                          "Also remove {n} old backups of this laptop", len(plan.backups)))
        self.backups.setChecked(True)
        self.backups.setMinimumHeight(SMALLEST)
        self.body.addWidget(self.backups)
        days = plain_label(w("They still hold it: {days}. A new backup is made first.", days=_days(ctx, plan)), "help", wrap=True)
        self.body.addWidget(days)
        for part in (self.backups, days):
            part.setVisible(bool(plan.backups))
        self.body.addWidget(plain_label(w("Out of reach: {list}.", list=", ".join(beyond(w, plan))), "help", wrap=True))
        self.body.addStretch(1)
        self.keep = self.add_button("keep", w("Cancel"))
        self.erase = self.add_button("erase", w("Erase for good"), "danger", closes=False)
        once(self.erase, self._decide)
        self.setAccessibleDescription(self.question.text())
        self.open()
        self.keep.setFocus(Qt.FocusReason.OtherFocusReason)

    def _decide(self) -> None:
        self.decided.emit(self.backups.isChecked() and not self.backups.isHidden())
        self.accept()


def reached(w: Words, plan: ErasurePlan) -> list[tuple[str, str]]:
    """What goes where, each with a sign."""
    found = []
    if plan.shared:
        places = ", ".join(w.plural("{place}: {n} change", "{place}: {n} changes", count, place=label or w("the programme"))
                           for label, count in plan.commits.items())
        found.append(("trash-2", w("Everything ever written in it goes, from the history too: {list}.", list=places)))
        found.append(("users", w("The other laptops erase it too, when they receive your next bundle.")))
    if plan.private:
        found.append(("lock", w.plural("{n} private entry on this laptop goes too.",
                                       "{n} private entries on this laptop go too.", plan.private)))
    if plan.differing:
        found.append(("info", w.plural("{n} differing entry still waits for a decision; its two values stay.",
                                       "{n} differing entries still wait for a decision; their values stay.",
                                       plan.differing)))
    if plan.living:
        found.append(("info", w.plural("{n} value still in use looks the same and stays.",
                                       "{n} values still in use look the same and stay.", plan.living)))
    return found


def beyond(w: Words, plan: ErasurePlan) -> list[str]:
    """What no program can reach."""
    found = [w("printed papers"), w("USB sticks"), w("laptops that receive no bundle")]
    if plan.parked:
        found.append(w.plural("{n} bundle waiting here", "{n} bundles waiting here", plan.parked))
    if plan.exports:
        found.append(w.plural("{n} file in the folder of exports", "{n} files in the folder of exports", plan.exports))
    return found


def _days(ctx: Context, plan: ErasurePlan) -> str:
    """The days of the backups; a long row is cut."""
    days = {one.path: one.at for one in ctx.desk.backups.list()}
    told = list(dict.fromkeys(ctx.w.short(days[path].date()) for path in plan.backups if path in days))
    return ", ".join(told[:4]) + (", …" if len(told) > 4 else "")
