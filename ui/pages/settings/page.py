"""Settings: five tabs, none of them needed to begin working."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from plcdesk import __version__
from plcdesk.domain.fields import mark
from ui.pages.settings.backups import BackupsCard
from ui.pages.settings.look import LookCard
from ui.pages.settings.programme import MeCard, ProgrammeCard
from ui.pages.settings.trash import TrashCard
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.cards import Card
from ui.widgets.form_field import plain_label
from ui.widgets.page import Page, PageSpec
from ui.widgets.tabs import Tabs

TABS = ("programme", "look", "backups", "trash", "about")


class SettingsPage(Page):
    """The programme, the look, backups, the trash, about."""

    SPEC = PageSpec(id="settings", title=mark("Settings"), icon="settings", tables=frozenset({"programme", "person"}))

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        w = self.w
        self.programme, self.me = ProgrammeCard(ctx), MeCard(ctx)
        self.look, self.backups, self.trash = LookCard(ctx), BackupsCard(ctx), TrashCard(ctx)
        self.tabs = Tabs()
        self.tabs.add("programme", w("Programme"), scrolled(self.programme, self.me))
        self.tabs.add("look", w("Look and paper"), scrolled(self.look))
        self.tabs.add("backups", w("Backups"), scrolled(self.backups))
        self.tabs.add("trash", w("Trash"), scrolled(self.trash))
        self.tabs.add("about", w("About"), scrolled(self._about()))
        self.tabs.changed.connect(self._show)
        self.body.addWidget(self.tabs, 1)

    def refresh(self) -> None:
        """Read what the open tab shows."""
        current = self.desk.programme.current()
        self.programme.form.open(current.record.id if current is not None else None)
        self.me.show_people()
        self._show(self.tabs.current)

    def open(self, record_id: str) -> None:
        """Open a tab by its key."""
        if record_id in TABS:
            self.tabs.select(record_id)

    def leave(self) -> None:
        """Save what is half typed."""
        self.programme.form.commit()

    def focus_detail(self) -> bool:
        """The tab bar."""
        self.tabs.bar.setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _show(self, key: str) -> None:
        if key == "backups":
            self.backups.show_backups()
        elif key == "trash":
            self.trash.show_lines()

    def _about(self) -> Card:
        w = self.w
        card = Card(w("About"))
        for text in (
            w("PLC Desk {version}", version=__version__),
            w("Everything stays on this computer and on the USB sticks you hand on. The program never uses a network."),
            w("Free software under the MIT licence. Qt is used under the LGPL; the fonts Noto Sans and DejaVu and the "
              "Lucide icons under their own free licences."),
        ):
            card.body.addWidget(plain_label(text, "meta", wrap=True))
        return card


def scrolled(*cards: QWidget) -> QScrollArea:
    """Cards below each other in one scrolling column of readable width."""
    content = set_role(QWidget(), "page")
    content.setMaximumWidth(760)
    column = QVBoxLayout(content)
    column.setContentsMargins(0, 0, 4, 0)
    column.setSpacing(12)
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    area = QScrollArea()
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area
