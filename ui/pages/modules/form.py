"""The open module: its head and its five tabs."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from plcdesk.domain.changes import Row
from plcdesk.domain.fields import SPECS
from plcdesk.domain.ids import Id
from plcdesk.services.module_views import ModuleDetail
from ui.pages.modules.design_tab import DesignTab
from ui.pages.modules.lookup import Lookup
from ui.pages.modules.reviews_tab import ReviewsTab
from ui.pages.modules.rounds_tab import RoundsTab
from ui.pages.modules.story_tab import StoryTab
from ui.pages.modules.versions_tab import VersionsTab
from ui.runtime.context import Context
from ui.widgets.banner import Strip
from ui.widgets.record_head import RecordHead
from ui.widgets.tabs import Tabs

DESIGN, ROUNDS, VERSIONS, REVIEWS, STORY = "design", "rounds", "versions", "reviews", "story"


class ModuleForm(QWidget):
    """Tabs are made when they are first looked at, and show the module as it is when they come into sight.

    `changed` follows a save that the list shows too; `filling(bool)`: a review is being filled in.
    """

    changed = Signal()
    filling = Signal(bool)

    def __init__(self, ctx: Context, origin: QObject) -> None:
        super().__init__()
        self.ctx, self.w, self.desk, self._origin = ctx, ctx.w, ctx.desk, origin
        w = ctx.w
        self.detail: ModuleDetail | None = None
        self._dated: set[str] = set()
        self._people = Lookup(ctx.desk)
        self.head = RecordHead(w("Move to Trash"), self.delete)
        self.differing = Strip("", "warning", w("Decide"))
        self.differing.acted.connect(lambda: ctx.go("exchange"))
        self.differing.hide()
        self.tabs = Tabs()
        self.tabs.bar.setAccessibleName(w("Parts of the module"))
        makers: dict[str, tuple[str, Any]] = {
            DESIGN: (w("Design"), lambda: DesignTab(ctx, origin, self._people)),
            ROUNDS: (w("Rounds"), lambda: RoundsTab(ctx, origin, self._people)),
            VERSIONS: (w("Versions"), lambda: VersionsTab(ctx, origin)),
            REVIEWS: (w("Reviews"), lambda: ReviewsTab(ctx, origin, self._people)),
            STORY: (w("Story"), lambda: StoryTab(ctx, origin)),
        }
        self._labels = {key: label for key, (label, _) in makers.items()}
        for key, (label, make) in makers.items():
            self.tabs.add(key, label, partial(self._make, key, make))
        self.tabs.changed.connect(self._turned)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.differing)
        column.addWidget(self.tabs, 1)

    @property
    def part(self) -> Any:
        """The tab in sight."""
        return self._bring(self.tabs.current)

    @property
    def version(self) -> Id | None:
        """The version whose reviews are looked at; None for the newest."""
        chosen = self._reviews().overview.version if self.tabs.made(REVIEWS) else None
        rows = self.detail.versions if self.detail is not None else ()
        return next((row.version.id for row in rows if row.version.id == chosen), None)

    def open(self, module_id: Id) -> bool:
        """Show a module; False when there is none of this id."""
        detail = self.desk.modules.detail(module_id)
        if detail is None:
            return False
        if self.detail is not None and self.detail.module.id != module_id:
            self.let_go()
        self._show(detail)
        return True

    def commit(self) -> bool:
        """Save what is half typed."""
        done = [part.commit() for part in self._made()]
        return all(done)

    def let_go(self) -> None:
        """Save what is half typed and let go of the module."""
        for part in self._made():
            part.let_go()
        self.detail = None

    def begin(self) -> None:
        """Put the keyboard where work on the tab in sight begins."""
        self.part.start()

    def select(self, key: str) -> None:
        """Show a tab."""
        self.tabs.select(key)

    def finish(self) -> bool:
        """Finish the review that is being filled in."""
        return self.tabs.current == REVIEWS and bool(self._reviews().finish())

    def back(self) -> bool:
        """From a review to all of them."""
        return self.tabs.current == REVIEWS and bool(self._reviews().back())

    def handle(self, event: QKeyEvent) -> bool:
        """Give a key to the review that is being filled in; False when none is, or the key means nothing to it."""
        return self.tabs.current == REVIEWS and bool(self._reviews().handle(event))

    def delete(self) -> None:
        """Move the module to the trash; the toast brings it back."""
        if self.detail is None:
            return
        self.commit()
        module = self.detail.module
        self.let_go()
        if self.ctx.write(lambda: self.desk.records.delete(Row("module", module.id)), self.w("Teaching material")):
            self.ctx.notify.undo_toast(self.w("“{title}” moved to Trash", title=module.title or module.code or "—"))

    def _show(self, detail: ModuleDetail) -> None:
        self.detail = detail
        self._people.school_id = detail.module.school_id
        self._dated = set(self._labels)
        self._bring(self.tabs.current)
        w, module = self.w, detail.module
        facts = [detail.school.name if detail.school is not None else "", w(module.kind.label), module.classroom,
                 w(module.status.label)]
        self.head.say(detail.heading(w), " · ".join(part for part in facts if part))
        count = sum(len(row.files) for row in detail.versions)
        self.tabs.set_label(VERSIONS, f"{self._labels[VERSIONS]} ({w.number(count)})" if count else self._labels[VERSIONS])
        names = sorted({w(_label(row, field)) for row, field in detail.differing})
        self.differing.setVisible(bool(names))
        self.differing.say(w.plural("{n} entry was changed on two computers: {names}",
                                    "{n} entries were changed on two computers: {names}", len(names),
                                    names=", ".join(names)), "warning", w("Decide"))

    def _bring(self, key: str) -> Any:
        """Let a tab show what the module has become since it was last in sight."""
        page: Any = self.tabs.page(key)
        if self.detail is not None and key in self._dated:
            self._dated.discard(key)
            page.show_detail(self.detail)
        return page

    def _turned(self, key: str) -> None:
        self._bring(key)
        self.filling.emit(key == REVIEWS and self._reviews().open_form is not None)

    def _make(self, key: str, make: Any) -> QWidget:
        page: Any = make()
        page.changed.connect(self._written)
        if key == ROUNDS:
            page.reviews_asked.connect(partial(self._lead_to, REVIEWS))
            page.versions_asked.connect(partial(self._lead_to, VERSIONS))
        if key == REVIEWS:
            page.filling.connect(self.filling)
        shown: QWidget = page
        return shown

    def _lead_to(self, key: str) -> None:
        self.tabs.select(key)
        self.part.start()

    def _written(self) -> None:
        """Something was saved: every tab is to show it, the list too."""
        if self.detail is None:
            return
        detail = self.desk.modules.detail(self.detail.module.id)
        if detail is not None:
            self._show(detail)
        self.changed.emit()

    def _reviews(self) -> Any:
        return self.tabs.page(REVIEWS)

    def _made(self) -> list[Any]:
        return [self.tabs.page(key) for key in self.tabs.keys if self.tabs.made(key)]


def _label(row: Row, field: str) -> str:
    spec = SPECS[row.table]
    return spec.fields[field].label if field in spec.fields else spec.label
