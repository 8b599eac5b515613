"""Erasing for good: the one act that cannot be undone says first what it reaches, and what nobody can reach."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.changes import Changes
from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import SPECS
from plcdesk.domain.stewardship import ErasurePlan
from plcdesk.words import Words
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST
from ui.widgets.dialogs import ROOM, Answer, BaseDialog, ask
from ui.widgets.fields import TextField
from ui.widgets.form_field import FormField, plain_label
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

    def ask(self, title: str, plan: Callable[[], ErasurePlan]) -> None:
        """Show what would be erased of `title` and, on yes, erase it."""
        self._look(plan, lambda made: self._planned(title, made))

    def ask_person(self, name: str, plan: Callable[[str], ErasurePlan]) -> None:
        """As `ask`, for the former values of a person; `plan` is made anew for a word that is typed to be looked for too."""
        self._look(lambda: plan(""), lambda made: self._planned(name, made, plan))

    def _look(self, plan: Callable[[], ErasurePlan], done: Callable[[ErasurePlan], object],
              failed: Callable[[Exception], object] | None = None) -> None:
        self.ctx.tasks.run(lambda _progress: plan(), done, failed, title=self.w("Looking for what would be erased"))

    def _planned(self, title: str, plan: ErasurePlan, search: Callable[[str], ErasurePlan] | None = None) -> None:
        w = self.w
        who = stewards_told(self.ctx) if plan.shared else ""
        if not plan and search is None:
            self.ctx.notify.toast(w("Nothing of this is left in the history."))
        elif who:
            self.dialog = ask(self._owner.window(), w("Erase for good"), who, [Answer("close", w("Close"))],
                              lambda _key: None, details=[w("Nothing was changed. What is in the trash is on no list and no "
                                                            "paper.")])
        else:
            asked = self.dialog = ForeverDialog(self.ctx, title, plan, self._owner.window(), searches=search is not None)
            asked.decided.connect(lambda backups: self._erase(asked.plan, backups))
            if search is not None:
                asked.searched.connect(lambda word: self._search(asked, lambda: search(word)))
                asked.finished.connect(lambda _: self._closed())

    def _search(self, asked: ForeverDialog, plan: Callable[[], ErasurePlan]) -> None:
        def still(then: Callable[[Any], object]) -> Callable[[Any], object]:
            return lambda told: then(told) if self.dialog is asked else None  # it may have been closed meanwhile

        self._look(plan, still(asked.show_plan), still(asked.refuse))

    def _closed(self) -> None:
        self.dialog = None

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
    """`decided` tells whether the backups of this computer go too; `searched` what else is to be looked for."""

    decided = Signal(bool)
    searched = Signal(str)

    def __init__(self, ctx: Context, title: str, plan: ErasurePlan, parent: QWidget, *, searches: bool = False) -> None:
        w = ctx.w
        super().__init__(w("Erase for good"), parent)
        self.ctx, self.w, self.plan, self._below = ctx, w, plan, parent.window()
        self.question = plain_label("", "subsection", wrap=True)
        self.question.setMinimumWidth(min(ctx.theme.px(560 if searches else 460), ROOM))
        self.body.addWidget(self.question)
        self.body.addWidget(plain_label(f"“{title}”", "strong", wrap=True))
        self.word = WordSearch(w) if searches else None
        if self.word is not None:
            self.body.addWidget(self.word)
            self.word.searched.connect(self._search)
        self._reach = QVBoxLayout()
        self._reach.setSpacing(12)
        self._lines: list[SignLine] = []
        self.body.addLayout(self._reach)
        self.backups = QCheckBox()
        self.backups.setChecked(True)
        self.backups.setMinimumHeight(SMALLEST)
        self.body.addWidget(self.backups)
        self._days = plain_label("", "help", wrap=True)
        self.body.addWidget(self._days)
        self._beyond = plain_label("", "help", wrap=True)
        self.body.addWidget(self._beyond)
        self.body.addStretch(1)
        self.keep = self.add_button("keep", w("Cancel"))
        self.erase = self.add_button("erase", w("Erase for good"), "danger", closes=False)
        once(self.erase, self._decide)
        self.show_plan(plan)
        self.open()
        self.keep.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_plan(self, plan: ErasurePlan) -> None:
        """Say what this plan reaches."""
        w, self.plan = self.w, plan
        self.question.setText(question(w, plan))
        for line in self._lines:
            self._reach.removeWidget(line)
            line.deleteLater()
        self._lines = [SignLine(self.ctx, icon, text) for icon, text in (*found(self.ctx, plan), *reached(w, plan))]
        for line in self._lines:
            self._reach.addWidget(line)
        self.backups.setText(w.plural("Also remove {n} old backup of this computer",
                                      "Also remove {n} old backups of this computer", len(plan.backups)))
        self._days.setText(w("They still hold it: {days}. A new backup is made first.", days=_days(self.ctx, plan)))
        for part in (self.backups, self._days):
            part.setVisible(bool(plan.backups))
        self._beyond.setText(w("Out of reach: {list}.", list=", ".join(beyond(w, plan))))
        self._beyond.setVisible(bool(plan))
        self.erase.setEnabled(bool(plan))
        self.setAccessibleDescription(self.question.text())
        if self.word is not None:
            self.word.found(plan.words)
        if self.isVisible():
            self.resize(self.size().expandedTo(self.sizeHint()).boundedTo(self._below.size()))

    def refuse(self, error: Exception) -> None:
        """What was typed cannot be looked for."""
        if not isinstance(error, UserError) or self.word is None:
            raise error
        self.erase.setEnabled(bool(self.plan))
        self.word.refuse(self.w.error(error))

    def _search(self, word: str) -> None:
        self.erase.setEnabled(False)
        self.searched.emit(word)

    def _decide(self) -> None:
        if self.word is not None and self.word.waiting():
            self.word.search()  # what was typed and not looked for yet is shown before anything goes
            return
        self.decided.emit(self.backups.isChecked() and not self.backups.isHidden())
        self.accept()


class WordSearch(QWidget):
    """A word to look for besides the names that the history knows; `searched` tells it."""

    searched = Signal(str)

    def __init__(self, w: Words) -> None:
        super().__init__()
        self._shown = ""
        self.line = TextField()
        self.button = set_role(QPushButton(w("Search")), "outlined")
        self.button.setMinimumHeight(SMALLEST)
        self.button.setAutoDefault(False)
        control = QWidget()
        control.setFocusProxy(self.line)
        row = QHBoxLayout(control)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.button)
        self.field = FormField(w, w("Also look for this word"), control, optional=True, help=w(
            "A former name that came back, as it stands in the text."))
        self.line.setAccessibleName(self.field.label)
        self.button.clicked.connect(self.search)
        self.line.entered.connect(self.search)
        self.line.edited.connect(lambda: self.field.set_error(""))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.field)

    def search(self) -> None:
        """Have it looked for."""
        if self.button.isEnabled():
            self.button.setEnabled(False)
            self.searched.emit(self.line.value())

    def found(self, words: tuple[str, ...]) -> None:
        """It was looked for."""
        self._shown = "".join(words)
        self.field.set_error("")
        self.button.setEnabled(True)

    def refuse(self, text: str) -> None:
        """Say why it cannot be looked for."""
        self.field.set_error(text)
        self.button.setEnabled(True)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def waiting(self) -> bool:
        """Whether something was typed that was not looked for."""
        return self.line.value() != self._shown


def question(w: Words, plan: ErasurePlan) -> str:
    """What is asked; of a person no record goes, but what was once written in some."""
    if not plan:
        return w("Nothing of this is left in the history.")
    if plan.person is None:
        return w.plural("Delete {n} record forever? This cannot be undone.",
                        "Delete {n} records forever? This cannot be undone.", len(plan.rows))
    return w.plural("Erase {n} change from the history for good? This cannot be undone.",
                    "Erase {n} changes from the history for good? This cannot be undone.", plan.shared + plan.private)


def reached(w: Words, plan: ErasurePlan) -> list[tuple[str, str]]:
    """What goes where, each with a sign."""
    found = []
    if plan.shared:
        places = ", ".join(w.plural("{place}: {n} change", "{place}: {n} changes", count, place=label or w("the programme"))
                           for label, count in plan.commits.items())
        found.append(("trash-2", w("Everything ever written in it goes, from the history too: {list}.", list=places)))
        found.append(("users", w("The other laptops erase it too, when they receive your next bundle.")))
    if plan.private:
        found.append(("lock", w.plural("{n} private entry on this computer goes too.",
                                       "{n} private entries on this computer go too.", plan.private)))
    if plan.differing:
        found.append(("info", w.plural("{n} differing entry still waits for a decision; its two values stay.",
                                       "{n} differing entries still wait for a decision; their values stay.",
                                       plan.differing)))
    if plan.living:
        found.append(("info", w.plural("{n} value still in use looks the same and stays.",
                                       "{n} values still in use look the same and stay.", plan.living)))
    return found


def found(ctx: Context, plan: ErasurePlan) -> list[tuple[str, str]]:
    """Where a word that was typed stands."""
    w = ctx.w
    if plan.words and not plan.places:
        return [("info", w("“{word}” stands nowhere here.", word=" ".join(plan.words)))]
    lines = []
    if plan.replaced:
        lines.append(("pencil", w.plural("{n} text still in use gets the pseudonym in its place.",
                                         "{n} texts still in use get the pseudonym in its place.", plan.replaced)))
    for one in plan.occurrences:
        kind = w(SPECS[one.row.table].label) if one.row.table in SPECS else one.row.table
        title = ctx.desk.records.title(one.row, w)
        called = f" “{title}”" if title and title != one.text else ""
        lines.append(("search", f"{kind}{called} · {w(one.field)}: {one.text}"))
    more = plan.places - len(plan.occurrences)
    if more:
        lines.append(("search", w.plural("and {n} more place", "and {n} more places", more)))
    return lines


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
