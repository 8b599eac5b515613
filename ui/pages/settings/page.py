"""Settings: seven tabs, none of them needed to begin working."""

from __future__ import annotations

from PySide6.QtCore import Qt

from plcdesk.domain.fields import mark
from ui.pages.settings.about import AboutCard
from ui.pages.settings.backups import BackupsCard
from ui.pages.settings.computers import ComputersCard
from ui.pages.settings.handover import HandoverView
from ui.pages.settings.look import LookCard
from ui.pages.settings.me import MeCard
from ui.pages.settings.programme import ProgrammeCard
from ui.pages.settings.stages import StagesCard
from ui.pages.settings.trash import TrashCard
from ui.runtime.context import Context
from ui.runtime.sizes import SizeClass
from ui.widgets.form_field import LINE
from ui.widgets.page import PageSpec
from ui.widgets.printing_page import PrintingPage
from ui.widgets.scrolling import scrolled
from ui.widgets.tabs import Tabs

PROGRAMME, LOOK, COMPUTERS, BACKUPS = "programme", "look", "computers", "backups"
HANDOVER, TRASH, ABOUT = "handover", "trash", "about"


class SettingsPage(PrintingPage):
    """The programme, the look, its computers, backups, handover, the trash, about."""

    SPEC = PageSpec(id="settings", title=mark("Settings"), icon="settings",
                    tables=frozenset({"programme", "person", "stage", "group", "meeting", "action", "decision", "slot",
                                      "device_notice"}))

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        w = self.w
        self.programme, self.stages, self.me = ProgrammeCard(ctx, self), StagesCard(ctx, self), MeCard(ctx)
        self.look, self.backups, self.trash = LookCard(ctx), BackupsCard(ctx), TrashCard(ctx)
        self.computers, self.handover = ComputersCard(ctx), HandoverView(ctx)
        self.handover.paper_asked.connect(lambda paper: self.show_papers([paper]))
        self.tabs = Tabs()
        self.tabs.bar.setAccessibleName(w(self.SPEC.title))
        self.tabs.add(PROGRAMME, w("Programme"), scrolled(self.programme, self.stages, self.me))
        self.tabs.add(LOOK, w("Look and paper"), scrolled(self.look))
        self.tabs.add(COMPUTERS, w("Computers"), scrolled(self.computers))
        self.tabs.add(BACKUPS, w("Backups"), scrolled(self.backups.aside, self.backups))
        self.tabs.add(HANDOVER, w("Handover"), scrolled(self.handover))
        self.tabs.add(TRASH, w("Trash"), scrolled(self.trash))
        self.tabs.add(ABOUT, w("About"), scrolled(AboutCard(ctx), widest=LINE))
        self.tabs.changed.connect(self._show)
        self.body.setSpacing(8)
        self.body.addWidget(self.tabs, 1)

    @property
    def record_id(self) -> str | None:
        """The open tab."""
        return self.tabs.current

    def refresh(self) -> None:
        """Read what the open tab shows."""
        self._show(self.tabs.current)

    def open(self, record_id: str) -> None:
        """Open a tab by its key."""
        if record_id in self.tabs.keys:
            self.close_print()
            self.tabs.select(record_id)

    def leave(self) -> None:
        """Save what is half typed; backups may be made and things deleted meanwhile."""
        self.programme.form.commit()
        self.stages.commit()
        self.stale = True

    def back(self) -> bool:
        """Out of the print preview, then from what came of a handover to its form."""
        return self.close_print() or (self.tabs.current == HANDOVER and self.handover.back())

    def fit(self, size_class: SizeClass, short: bool) -> None:
        """The tabs stand closer where there is little room."""
        super().fit(size_class, short)
        self.tabs.set_dense(size_class.stacked)

    def focus_list(self) -> bool:
        """The tabs."""
        self.tabs.bar.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def focus_detail(self) -> bool:
        """What the open tab begins with."""
        first = {PROGRAMME: self.programme.begin, LOOK: self.look.begin, COMPUTERS: self.computers.begin,
                 BACKUPS: self.backups.begin, HANDOVER: self.handover.begin, TRASH: self.trash.begin}
        begin = first.get(self.tabs.current)
        return begin is not None and begin()

    def _show(self, key: str) -> None:
        if key == PROGRAMME:
            current = self.desk.programme.current()
            self.programme.show_programme(current)
            self.stages.open(current.record.id if current is not None else None)
            self.me.show_people()
        elif key == COMPUTERS:
            self.computers.show_computers()
        elif key == BACKUPS:
            self.backups.show_backups()
        elif key == HANDOVER:
            self.handover.reload()
        elif key == TRASH:
            self.trash.show_lines()
