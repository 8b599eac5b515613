"""Choosing a bundle: those found on the sticks, and a place to drop or browse for a file."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.exchange import BundleKind
from plcdesk.domain.progress import Progress
from plcdesk.domain.sticks import Candidate
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.runtime.tips import plain_tip
from ui.theme.roles import set_role
from ui.widgets.cards import Card
from ui.widgets.control import SMALLEST, tab_order
from ui.widgets.drop_zone import DropZone
from ui.widgets.form_field import plain_label
from ui.widgets.relist import relist
from ui.widgets.sticks import Sticks

SHOWN = 12
UNBROKEN = "\u00a0"
"""Between a number and its unit, so that no line ends there."""
ANY_FILE = ("",)
"""Bundles are told by what is in them; a file of any name may be one."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of a bundle's file name: words for a pill and its tone; `own` ones stand last."""

    text: str
    tone: str
    own: bool = False


class BundleRow(QPushButton):
    """One bundle: from whom and when, below it what and where."""

    def __init__(self, ctx: Context, title: str, sub: str, known: Known | None, icon_name: str = "download") -> None:
        super().__init__()
        set_role(self, "card-button")
        icon = QLabel()
        icon.setPixmap(ctx.theme.pixmap(icon_name, "text-2", 20))
        words = QVBoxLayout()
        words.setSpacing(4)
        labels = [plain_label(title, "strong", wrap=True), plain_label(sub, "help", wrap=True)]
        for label in labels:
            words.addWidget(label)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 8, 12, 8)
        self._row.setSpacing(12)
        self._row.addWidget(icon)
        self._row.addLayout(words, 1)
        if known is not None:
            labels.append(plain_label(known.text, f"pill-{known.tone}"))
            self._row.addWidget(labels[-1], 0, Qt.AlignmentFlag.AlignVCenter)
        arrow = QLabel()
        arrow.setPixmap(ctx.theme.pixmap("chevron-right", "text-2", 20))
        self._row.addWidget(arrow)
        for part in (icon, arrow, *labels):
            # the labels are the face of the button: a press on them is a press on it
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName(", ".join(label.text() for label in labels))

    def sizeHint(self) -> QSize:
        """As large as its words."""
        return self._row.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """As large as its words can be wrapped."""
        return self._row.minimumSize()

    def hasHeightForWidth(self) -> bool:
        """Narrow rows wrap their words."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height at a width."""
        return self._row.totalHeightForWidth(width)


class BundlePicker(QWidget):
    """Nothing is opened here: `picked` tells which file the user means."""

    picked = Signal(object)
    """The file, as `Path`."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ctx, self.w = ctx, ctx.w
        self.rows: list[BundleRow] = []
        self._known: dict[str, Known] = {}
        self._found: list[tuple[str, Candidate]] = []
        self._looking = False
        self._all = False
        self._list: QWidget | None = None
        self.card = Card(self.w("Bundles on the USB stick"))
        self.state = plain_label("", "meta", wrap=True)
        self.card.body.addWidget(self.state)
        self.drop = DropZone(self.w, self.w("Is the bundle elsewhere, for example from WhatsApp? Drag its file here, or"), ANY_FILE)
        self.drop.dropped.connect(lambda paths: self.picked.emit(paths[0]))
        self.drop.browse.connect(self.browse)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.card)
        column.addWidget(self.drop)
        self.sticks = Sticks(ctx.desk.exchange.drives, self)
        self.sticks.changed.connect(self.look)
        self.show_found()

    def look(self) -> None:
        """Search the sticks for bundles."""
        if self._looking:
            return
        self._looking = True
        drives = list(self.sticks.found)
        exchange = self.ctx.desk.exchange

        def search(progress: Progress) -> tuple[list[Any], dict[str, Known]]:
            found = [(drive.label, candidate) for drive in drives for candidate in exchange.candidates(drive.path)]
            return found, self._remembered()

        task = self.ctx.tasks.run(search, self._take)
        task.ended.connect(self._looked)
        self.show_found()

    def browse(self) -> None:
        """Choose a file anywhere."""
        start = str(self.sticks.found[0].path) if self.sticks.found else ""
        path, _ = QFileDialog.getOpenFileName(self, self.w("Choose a bundle file"), start)
        if path:
            self.picked.emit(Path(path))

    def begin(self) -> None:
        """Put the keyboard on the first bundle, or where one can be browsed for."""
        (self.rows[0] if self.rows else self.drop.button).setFocus(Qt.FocusReason.TabFocusReason)

    def _remembered(self) -> dict[str, Known]:
        """What the log says of files by their names, which are never used twice."""
        w = self.w
        known: dict[str, Known] = {}
        for line in self.ctx.desk.exchange.log():
            if line.direction == "out":
                known[line.file] = Known(w("From this computer"), "neutral", own=True)
            elif line.state == "applied":
                known[line.file] = Known(w("Already received"), "success")
            elif line.state == "parked":
                known[line.file] = Known(w("Waiting"), "warning")
            elif line.state == "reverted":
                known[line.file] = Known(w("Undone"), "neutral")
            elif line.state == "rejected":
                known[line.file] = Known(w("Could not be received"), "danger")
        for kept in self.ctx.desk.exchange.carried():
            known.setdefault(kept.file, Known(w("Carried along"), "info"))
        return known

    def _take(self, result: tuple[list[tuple[str, Candidate]], dict[str, Known]]) -> None:
        self._found, self._known = result
        # what was sent from here stands last, before it what is for others
        self._found.sort(key=lambda item: (self._is_own(item[1]), item[1].lock == "others"))
        self.show_found()
        if self.drop.button.hasFocus() and self.rows:
            self.begin()

    def _is_own(self, candidate: Candidate) -> bool:
        known = self._known.get(candidate.path.name)
        return known is not None and known.own

    def _looked(self) -> None:
        self._looking = False
        self.show_found()

    def show_found(self) -> None:
        """Show what the last search found."""
        w, focus = self.w, any(row.hasFocus() for row in self.rows)
        shown = self._found if self._all else self._found[:SHOWN]
        self.rows = [self._row(place, candidate) for place, candidate in shown]
        parts: list[QWidget] = list(self.rows)
        if len(shown) < len(self._found):
            more = set_role(QPushButton(w("Show all {n}", n=len(self._found))), "link")
            more.setMinimumHeight(SMALLEST)
            more.clicked.connect(self._show_all)
            parts.append(more)
        if focus:  # hiding what has the keyboard would hand it on, and scroll away to where it went
            self.drop.button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._list = relist(self._list, self.card.body, parts, 8)
        column = self._list.layout()
        if len(parts) > len(self.rows) and column is not None:
            column.setAlignment(parts[-1], Qt.AlignmentFlag.AlignLeft)
        tab_order([*self._list.findChildren(QPushButton), self.drop.button])
        self.state.setText(self._state_words())
        self.state.setVisible(bool(self.state.text()))
        if focus:
            self.begin()

    def _state_words(self) -> str:
        w = self.w
        if self._found:
            return ""
        if self._looking:
            return w("Looking for bundles…")
        if not self.sticks.found:
            return w("Plug a USB stick into this computer")
        return w("There is no bundle on {name}.", name=", ".join(drive.label for drive in self.sticks.found))

    def _row(self, place: str, candidate: Candidate) -> BundleRow:
        w = self.w
        title, hint, icon = self._told(candidate)
        saved = w("saved {date}", date=w.moment(candidate.saved_at)) if candidate.saved_at is not None else ""
        sub = " · ".join(part for part in (hint, saved, candidate.programme, w.size(candidate.size).replace(" ", UNBROKEN), place) if part)
        row = BundleRow(self.ctx, title, sub, self._known.get(candidate.path.name), icon)
        row.setToolTip(plain_tip(candidate.path.name))
        once(row, partial(self.picked.emit, candidate.path))
        return row

    def _told(self, candidate: Candidate) -> tuple[str, str, str]:
        """Title, hint and sign of a bundle: from whom it is, or who opens it."""
        w = self.w
        if candidate.lock == "mine":
            return w("Bundle for you"), w("locked, only you can open it"), "lock"
        if candidate.lock == "passphrase":
            return w("Bundle with a passphrase"), w("locked, the sender knows the passphrase"), "lock"
        if candidate.sealed:
            names = ", ".join(candidate.for_whom)
            title = w("Bundle for {name}", name=names) if names else w("Bundle for another laptop")
            return title, w("locked, you can carry it there"), "lock"
        if candidate.made_at is None or not candidate.sender:
            return candidate.path.name, "", "download"
        if candidate.kind is BundleKind.REQUEST:
            asked = w("request of {date}", date=w.moment(candidate.made_at))
            return w("{name} asks for data", name=candidate.sender), asked, "hand-helping"
        return w("From {name}, {date}", name=candidate.sender, date=w.moment(candidate.made_at)), "", "download"

    def _show_all(self) -> None:
        self._all = True
        self.show_found()
