"""Field notes: journals, talks, chats, what partners bring in, obstacles and recommendations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from plcdesk.domain.fields import mark
from plcdesk.domain.forms import Form
from plcdesk.domain.ids import Id
from plcdesk.domain.notes import ChatTally, Interview, Obstacle, Quote, Recommendation, Theme
from plcdesk.domain.partners import PartnerInput
from plcdesk.domain.people import Person
from ui.pages.notes.chat_tab import ChatTab
from ui.pages.notes.journals_tab import JournalsTab
from ui.pages.notes.obstacles_tab import ObstaclesTab
from ui.pages.notes.partners_tab import PartnersTab
from ui.pages.notes.talks_tab import TalksTab
from ui.runtime.context import Context
from ui.runtime.sizes import SizeClass
from ui.widgets.form_papers import blanks
from ui.widgets.page import Command, PageSpec
from ui.widgets.print_panel import Paper
from ui.widgets.printing_page import PrintingPage
from ui.widgets.record_history import RecordHistory
from ui.widgets.tabs import Tabs

JOURNALS, TALKS, CHAT, PARTNERS, OBSTACLES = "journals", "talks", "chat", "partners", "obstacles"
TABS = ((JOURNALS, mark("Reflection journals")), (TALKS, mark("Interviews and FGD")), (CHAT, mark("WhatsApp chats")),
        (PARTNERS, mark("Parents and community")), (OBSTACLES, mark("Obstacles and recommendations")))

PLACES: dict[type, str] = {
    Interview: TALKS, Quote: TALKS, Theme: TALKS, ChatTally: CHAT, PartnerInput: PARTNERS, Obstacle: OBSTACLES,
    Recommendation: OBSTACLES, Form: JOURNALS, Person: JOURNALS,
}  # fmt: skip
"""On which tab a kind of record is opened; the form of a talk on that of the talks."""
BLANKS = {JOURNALS: ("J",), TALKS: ("W", "WF"), PARTNERS: ("O",)}
"""The empty forms of a tab. What was said or written in them has no paper: it is private."""


class NotesPage(PrintingPage):
    """Five tabs; each is made when it is first looked at."""

    SPEC = PageSpec(
        id="notes", title=mark("Field notes"), icon="file-text",
        tables=frozenset({"form", "answer", "interview", "quote", "theme", "chat_tally", "partner_input", "input_use",
                          "obstacle", "recommendation", "person", "consent", "group", "school", "module", "meeting"}),
        primary=("new", mark("Add a note")),
        commands=(Command("take_quote", mark("Take the marked words as a quote"), "Ctrl+Shift+K"),),
    )

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        makers: dict[str, Callable[[Context, QWidget], QWidget]] = {
            JOURNALS: JournalsTab, TALKS: TalksTab, CHAT: ChatTab, PARTNERS: PartnersTab, OBSTACLES: ObstaclesTab}
        self._size: SizeClass | None = None
        self.tabs = Tabs()
        self.tabs.bar.setAccessibleName(self.w(self.SPEC.title))
        for key, label in TABS:
            self.tabs.add(key, self.w(label), partial(self._make, makers[key]))
        self.tabs.changed.connect(lambda _: self.refresh())
        self.body.setSpacing(8)
        self.body.addWidget(self.tabs, 1)
        self.tabs.page(JOURNALS)

    @property
    def tab(self) -> Any:
        """The tab on screen."""
        return self.tabs.page(self.tabs.current)

    @property
    def record_id(self) -> str | None:
        """What is open, remembered for the next start."""
        found: str | None = self.tab.record_id
        return found or self.tabs.current

    def refresh(self) -> None:
        """Read the tab on screen; the others when they are looked at."""
        self.tab.reload()
        self._turned()

    def open(self, record_id: str) -> None:
        """Open a tab by its key, or a record on the tab it belongs to."""
        self.close_print()
        if record_id in self.tabs.keys:
            self.tabs.select(record_id)
            return
        for cls, key in PLACES.items():
            record: Any = self.desk.records.get(cls, Id(record_id))
            if record is not None:
                talk = record.interview_id if isinstance(record, Form) else None
                self.tabs.select(TALKS if talk is not None else key)
                self.tab.open(talk or record_id)
                return

    def primary(self) -> None:
        """Add what belongs on the open tab."""
        self.tab.add()
        self._turned()

    def take_quote(self) -> None:
        """The marked words of a talk become a quote."""
        tab = self.tab
        if isinstance(tab, TalksTab):
            tab.take_quote()

    def fit(self, size_class: SizeClass, short: bool) -> None:
        """Arrange for the room there is."""
        super().fit(size_class, short)
        self._size = size_class
        self.tabs.set_dense(size_class.stacked)
        for page in self._made():
            page.fit(size_class)

    def leave(self) -> None:
        """Save what is half typed; a chat that is being coded waits in memory."""
        for page in self._made():
            page.commit()

    def hold_close(self, close: Callable[[], object]) -> bool:
        """A chat whose counts are not stored is not thrown away without a question."""
        going = self.desk.notes.chats.going
        if going is None or not going[1].done or going[1].stored:
            return False
        self.ctx.go(self.SPEC.id, CHAT)
        tab: Any = self.tabs.page(CHAT)
        tab.reload()
        tab.end(close)
        return True

    def find(self) -> bool:  # type: ignore[override]
        """Filter the list."""
        return bool(self.tab.find_in_list())

    def focus_list(self) -> bool:
        """Into the list."""
        return bool(self.tab.focus_list())

    def focus_detail(self) -> bool:
        """Into the open record."""
        return bool(self.tab.focus_detail())

    def edit(self) -> bool:
        """F2: into the open record."""
        return self.focus_detail()

    def delete(self) -> bool:
        """Del in the list: what is chosen goes to the Trash."""
        return bool(self.tab.delete_chosen())

    def finish(self) -> bool:
        """Ctrl+Enter: finish a journal or a talk, store counts."""
        return bool(self.tab.finish())

    def step(self, delta: int) -> bool:
        """The next or previous record."""
        return bool(self.tab.step(delta))

    def back(self) -> bool:
        """From the preview to the page, from the record to the list."""
        return self.close_print() or bool(self.tab.back())

    def papers(self) -> Sequence[Paper]:
        """The empty forms of the open tab."""
        return blanks(self.ctx, BLANKS.get(self.tabs.current, ()))

    def history(self) -> bool:
        """The history of what is open."""
        row = self.tab.row
        if row is None:
            return False
        self.ctx.panel.show(self.w("History"), RecordHistory(self.ctx, row))
        return True

    def _make(self, make: Callable[[Context, QWidget], Any]) -> Any:
        page = make(self.ctx, self)
        if isinstance(page, JournalsTab | TalksTab):
            page.line.addWidget(self.print_button(self.w("Blank form")))
        if self._size is not None:
            page.fit(self._size)
        page.turned.connect(self._turned)
        return page

    def _made(self) -> list[Any]:
        return [self.tabs.page(key) for key in self.tabs.keys if self.tabs.made(key)]

    def _turned(self) -> None:
        """While a record stands alone, its own line with the way back takes the place of the tabs."""
        self.tabs.head.setVisible(not self.tab.alone)
        self.primary_text(self.tab.add_text)
        self.quiet_header(self.tab.quiet)
