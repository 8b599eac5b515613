"""What the keys and commands of `actions.ACTIONS` do, and what the search box offers."""

from __future__ import annotations

import json
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from plcdesk.domain.changes import Row
from plcdesk.domain.errors import NoRoom, UserError
from plcdesk.domain.ids import is_id
from plcdesk.settings import TEXT_SCALES
from ui.runtime.context import Context
from ui.runtime.homes import home_of, tables_of
from ui.shell.actions import ACTIONS, PAGE_KEYS
from ui.shell.findings import MOST, Found, Group, matching
from ui.shell.search import SearchBox
from ui.shell.workspace import Workspace
from ui.widgets.page import Command

RECENT, KEPT = "window:recent", 5
LETTERS = 2
"""From this many letters on, people and meetings are looked up."""
HIDDEN = frozenset({"edit", "delete", "finish", "step", "next_tab"})
"""What means nothing while the print preview lies over the page's content."""


class Commands(QObject):
    """Keys, search and panes of one workspace."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._space, self._ctx = workspace, workspace.ctx
        self._pane = 0
        self.box = SearchBox(self._ctx, self.offers, workspace)
        workspace.header.searched.connect(self.box.open_box)
        workspace.ctx.navigator.asked.connect(self._opened)
        self.done_by: dict[str, Callable[[], object]] = self._table()
        for action in ACTIONS:
            self._install(action.words, action.keys, self.done_by[action.id], action.id)
        for entry, keys in zip(workspace.entries, PAGE_KEYS, strict=False):
            self._install(entry.title, (keys,), self._goer(entry.id), entry.id)

    def run(self, action_id: str) -> None:
        """Do an action by its id."""
        self.done_by[action_id]()

    def offers(self, text: str) -> tuple[Group, ...]:
        """What the search box shows for a text; for an empty one what was opened last, and the pages."""
        w = self._ctx.w
        pages = [Found(w(entry.title), "", keys, self._goer(entry.id))
                 for entry, keys in zip(self._space.entries, PAGE_KEYS, strict=False)]
        if not text:
            return (Group(w("Recently opened"), self._recent()), Group(w("Pages"), tuple(pages)))
        found = self._records(text) if len(text) >= LETTERS else ()
        return (Group(w("Pages"), matching(text, pages)), *found,
                Group(w("Commands"), matching(text, self._commands())))

    def _table(self) -> dict[str, Callable[[], object]]:
        page = self._on_page
        return {
            "help": self._space.show_help, "search": self.box.open_box, "saved": self._saved,
            "new": page("new"), "find": page("find"), "print": page("print"), "edit": page("edit"),
            "delete": page("delete"), "finish": page("finish"), "history": page("history"),
            "previous_record": page("step", -1), "next_record": page("step", 1),
            "next_tab": page("next_tab", 1), "previous_tab": page("next_tab", -1),
            "undo": self._ctx.undo.undo, "redo": self._ctx.undo.redo,
            "next_pane": lambda: self._cycle(1), "previous_pane": lambda: self._cycle(-1), "back": self._back,
            "larger": lambda: self._scale(1), "smaller": lambda: self._scale(-1),
            "normal": lambda: self._ctx.change(text_scale=100), "theme": self._theme,
        }  # fmt: skip

    def _install(self, words: str, keys: tuple[str, ...], act: Callable[[], object], name: str) -> None:
        if not keys:
            return
        action = QAction(self._ctx.w(words), self._space)
        action.setObjectName(name)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setAutoRepeat(name in ("undo", "redo", "next_record", "previous_record"))
        action.triggered.connect(lambda: self._safely(act))
        self._space.addAction(action)

    def _safely(self, act: Callable[[], object]) -> None:
        try:
            act()
        except NoRoom:
            self._ctx.disk.refused()
        except UserError as error:
            self._ctx.notify.error(self._ctx.w.error(error))

    def _on_page(self, method: str, *arguments: int) -> Callable[[], object]:
        def run() -> object:
            page = self._space.page
            if page is None or (page.covered and method in HIDDEN):
                return False
            if method in ("new", "find"):
                page.uncover()
            return getattr(page, method)(*arguments)

        return run

    def _saved(self) -> None:
        page, w = self._space.page, self._ctx.w
        if page is not None:
            page.leave()
        self._ctx.notify.toast(w("Already saved. Every change is saved automatically."))

    def _back(self) -> None:
        page = self._space.page
        if self.box.isVisible():
            self.box.close_box()
        elif self._space.panel.isVisible():
            self._ctx.panel.close()
        elif (page is None or not page.back()) and self._space.toasts.isVisible():
            self._space.toasts.put_away()

    def _scale(self, step: int) -> None:
        place = TEXT_SCALES.index(self._ctx.settings.text_scale) + step
        self._ctx.change(text_scale=TEXT_SCALES[max(0, min(place, len(TEXT_SCALES) - 1))])

    def _theme(self) -> None:
        self._ctx.change(theme="light" if self._ctx.tokens.dark else "dark")

    def _cycle(self, step: int) -> None:
        """Sidebar, list, detail, side panel: the next one that takes the keyboard."""
        page, focus = self._space.page, QApplication.focusWidget()
        panes: list[Callable[[], object]] = [self._focus_sidebar]
        if page is not None and not page.covered:
            panes += [page.focus_list, page.focus_detail]
        if self._space.panel.isVisible():
            panes.append(lambda: _focus(self._space.panel.close_button))
        if focus is not None and self._space.sidebar.isAncestorOf(focus):
            self._pane = 0
        for _ in panes:
            self._pane = (self._pane + step) % len(panes)
            if panes[self._pane]():
                return

    def _focus_sidebar(self) -> bool:
        if self._space.sidebar.isVisible():
            self._space.sidebar.focus()
            return True
        return _focus(self._space.header.menu)

    def _goer(self, page_id: str, record_id: str | None = None) -> Callable[[], None]:
        return lambda: self._ctx.go(page_id, record_id)

    def _commands(self) -> list[Found]:
        w, page = self._ctx.w, self._space.page
        own = () if page is None else page.SPEC.commands
        found = [] if page is None or not page.header_text else [
            Found(page.header_text, w(page.SPEC.title), "Ctrl+N", page.primary)]
        found += [Found(w(one.label), w(page.SPEC.title), one.keys, self._runner(one)) for one in own if page is not None]
        return found + [Found(w(action.words), "", action.keys[0] if action.keys else "", self.done_by[action.id])
                        for action in ACTIONS if action.place == "search"]

    def _runner(self, command: Command) -> Callable[[], object]:
        def run() -> None:
            if self._space.page is not None:
                self._space.page.run_command(command)

        return run

    def _records(self, text: str) -> tuple[Group, ...]:
        w, groups = self._ctx.w, []
        for group in self._ctx.desk.search.find(text, w, limit=MOST):
            found = [Found(hit.title, hit.snippet, "", self._goer(*home)) for hit in group.hits
                     if (home := home_of(self._ctx.desk, hit.open_row)) is not None]
            groups.append(Group(w(group.label), tuple(found)))
        return tuple(groups)

    def _recent(self) -> tuple[Found, ...]:
        titles = ((page, record, self._title(page, record)) for page, record in _recall(self._ctx))
        return tuple(Found(title, "", "", self._goer(page, record)) for page, record, title in titles if title)

    def _title(self, page: str, record: str) -> str:
        for table in tables_of(page):
            if self._ctx.desk.records.history(Row(table, record), limit=1):  # type: ignore[arg-type]
                return str(self._ctx.desk.records.title(Row(table, record), self._ctx.w))  # type: ignore[arg-type]
        return ""

    def _opened(self, page: str, record: str | None) -> None:
        if record is not None and is_id(record):  # pages have other words for their own parts
            others = [pair for pair in _recall(self._ctx) if pair != (page, record)]
            self._ctx.desk.drafts.remember(RECENT, json.dumps([(page, record), *others][:KEPT]))


def _recall(ctx: Context) -> list[tuple[str, str]]:
    try:
        return [(str(page), str(record)) for page, record in json.loads(ctx.desk.drafts.recall(RECENT) or "[]")]
    except ValueError:
        return []


def _focus(widget: QWidget) -> bool:
    widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
    return True
