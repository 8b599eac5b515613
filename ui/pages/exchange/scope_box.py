"""What goes along: the schools, when there are several, and what stays on this computer in any case."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from plcdesk.domain.exchange import Peer, Scope
from plcdesk.domain.forms import Form
from plcdesk.domain.notes import Interview, Quote
from ui.pages.exchange.whom_box import name_of
from ui.runtime.context import Context
from ui.widgets.control import SMALLEST, tab_order
from ui.widgets.flow import FlowLayout
from ui.widgets.form_field import plain_label
from ui.widgets.notice import SignLine
from ui.widgets.receipt_words import brings

TOLD = ("meeting", "action", "module", "form", "person")
"""The kinds of records that are counted before sending; the rest belongs to them."""
PRIVATE = (Form, Interview, Quote)


class ScopeBox(QWidget):
    """Tick boxes only where there is more than one school; in words what leaves the computer and what does not."""

    changed = Signal()

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ctx, self.w = ctx, ctx.w
        w = self.w
        self.scopes: list[Scope] = []
        self.boxes: dict[str, QCheckBox] = {}
        self._peer: Peer | None = None
        self._offered: tuple[str, ...] | None = None
        self.what = SignLine(ctx, "upload")
        self.stays = SignLine(ctx, "lock", role="meta")
        self._schools = QWidget()
        self._list = FlowLayout(self._schools, 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(plain_label(w("2. What goes along?"), "subsection", wrap=True))
        for part in (self._schools, self.what, self.stays):
            column.addWidget(part)

    @property
    def spaces(self) -> frozenset[str] | None:
        """The spaces that go; None while all of them do."""
        if len(self.boxes) < 2 or all(box.isChecked() for box in self.boxes.values()):
            return None
        return frozenset(scope.space for scope in self.scopes
                         if scope.space not in self.boxes or self.boxes[scope.space].isChecked())

    def show_for(self, peer: Peer | None) -> None:
        """Tick what usually goes to this laptop, or to anyone; what the user ticked stays while the question is the same."""
        w = self.w
        self._peer = peer
        self.scopes = self.ctx.desk.exchange.scopes(peer.key if peer is not None else None)
        offered = (peer.key if peer is not None else "", *(f"{scope.space} {scope.label}" for scope in self.scopes))
        if offered == self._offered:
            self._told()
            return
        self._offered = offered
        for box in self.boxes.values():
            box.hide()
            box.deleteLater()
        self.boxes = {}
        schools = [scope for scope in self.scopes if scope.label]
        for scope in schools if len(schools) > 1 else ():
            new = peer is not None and scope.label not in peer.schools
            text = w("{school} — not there yet", school=scope.label) if new else scope.label
            box = QCheckBox(f"{text}   ".replace("&", "&&"))
            box.setAccessibleName(text)
            box.setMinimumHeight(SMALLEST)
            box.setChecked(scope.chosen)
            box.toggled.connect(lambda _: self._told())
            self._list.addWidget(box)
            self.boxes[scope.space] = box
        self._schools.setVisible(bool(self.boxes))
        tab_order(list(self.boxes.values()))
        self._told()

    def _told(self) -> None:
        w, peer = self.w, self._peer
        if peer is not None:
            mine = w.plural("{n} change made here", "{n} changes made here", peer.lacks) if peer.lacks else ""
            text = w("What the laptop of {name} does not have yet: {mine}, and what others did.", name=name_of(w, peer),
                     mine=mine) if mine else w("What the laptop of {name} does not have yet of the work of others.",
                                               name=name_of(w, peer))
        elif self.spaces is not None:
            text = w("Everything shared in the ticked schools, with photos and files.")
        else:
            text = w("Everything shared: {what}, with photos and files.", what=self._counts())
        self.what.say(text)
        private = sum(self.ctx.desk.records.count(cls, private=True) for cls in PRIVATE)
        kept = w.plural("{n} private observation or note of yours", "{n} private observations and notes of yours", private) \
            if private else ""
        self.stays.say(w("Stays on this computer: phone numbers, e-mail addresses, {private}.", private=kept) if kept else
                       w("Stays on this computer: phone numbers and e-mail addresses."))
        self.changed.emit()

    def _counts(self) -> str:
        records = self.ctx.desk.records
        found = {table: count for table, count in records.counts().items() if table in TOLD}
        found["form"] = found.get("form", 0) - records.count(Form, private=True)
        return brings(self.w, {table: count for table, count in found.items() if count}) or self.w("programme details")
