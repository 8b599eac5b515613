"""What is asked before sending: for whom, and where to."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.exchange import Drive, Peer
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.banner import Strip
from ui.widgets.cards import Card
from ui.widgets.choice_field import ChoiceField
from ui.widgets.control import SMALLEST, tab_order
from ui.widgets.flow import FlowLayout
from ui.widgets.form_field import FormField, plain_label
from ui.widgets.sticks import Sticks

WHOM = "exchange:whom"


class SendForm(Card):
    """For whom and where to; a single stick is chosen by itself."""

    send_asked = Signal(object, object)
    """Where to (`Drive`), and the key of a known laptop or None for anyone."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.ctx, self.w = ctx, ctx.w
        w = self.w
        self.peers: list[Peer] = []
        self.chips: list[QPushButton] = []
        self._places: list[Drive] = []
        self._own: Drive | None = None
        self._chosen: Path | None = None
        self.trouble = Strip(action="")
        self.trouble.acted.connect(self.send)
        self.trouble.hide()
        self.whom = ChoiceField(w, [], none=w("Anyone"))
        self.whom.left.connect(self._explain_whom)
        self.whom_field = FormField(w, w("For whom"), self.whom, width=420)
        self._arrange()
        self.sticks = Sticks(ctx.desk.exchange.drives, self)
        self.sticks.changed.connect(self.show_places)
        ctx.theme.changed.connect(self._mark)

    @property
    def place(self) -> Drive | None:
        """Where the bundle goes; None while nothing is chosen."""
        return next((place for place in self._places if place.path == self._chosen), None)

    def reload(self) -> None:
        """Read the known laptops anew; the choice stays."""
        chosen = self.whom.value() if self.peers else self.ctx.desk.drafts.recall(WHOM) or None
        self.peers = self.ctx.desk.exchange.peers()
        self.whom.set_choices([(peer.key, peer.label or peer.key[:8]) for peer in self.peers])
        self.whom.set_value(chosen if any(peer.key == chosen for peer in self.peers) else None)
        self._explain_whom()

    def begin(self) -> None:
        """Put the keyboard where the next step is."""
        (self.go if self.place is not None else self.browse).setFocus(Qt.FocusReason.TabFocusReason)

    def use_folder(self, folder: Path) -> None:
        """Send into a folder that is no stick."""
        self._own = Drive(folder, folder.name or str(folder), _free(folder))
        self._chosen = folder
        self.show_places()

    def send(self) -> None:
        """Begin, or say what is still to be chosen. A stick plugged in again this moment is found."""
        self.sticks.look()
        if self.place is None:
            self.missing.setText(f"✕ {self.w('Choose where the bundle goes')}")
            self.missing.show()
            self.begin()
            return
        self.trouble.hide()
        self.ctx.desk.drafts.remember(WHOM, self.whom.value() or "")
        self.send_asked.emit(self.place, self.whom.value())

    def show_trouble(self, text: str) -> None:
        """Say why nothing was sent, with a button that tries again."""
        self.trouble.say(text, "danger", self.w("Send again"))
        self.trouble.show()
        self.trouble.action.setFocus(Qt.FocusReason.TabFocusReason)

    def show_places(self) -> None:
        """Show the sticks plugged in now, and a folder chosen by hand."""
        held = any(chip.hasFocus() for chip in self.chips)
        self._places = list(self.sticks.found)
        if self._own is not None and all(place.path != self._own.path for place in self._places):
            self._places.append(self._own)
        if self.place is None and len(self._places) == 1:
            self._chosen = self._places[0].path
        self._flow.removeWidget(self.browse)
        self._flow.clear()
        self.chips = [self._chip(place) for place in self._places]
        self._flow.addWidget(self.browse)
        self._mark()
        self._flow_box.updateGeometry()
        self.none.setVisible(not self.chips)
        tab_order([self.whom, *self.chips, self.browse, self.go])
        if held:
            self.begin()

    def _arrange(self) -> None:
        w = self.w
        self.body.addWidget(self.trouble)
        self.body.addWidget(self.whom_field)
        self.none = plain_label(w("Plug a USB stick into this computer"), "strong", wrap=True)
        self._group = QButtonGroup(self)
        self._flow_box = QWidget()
        self._flow = FlowLayout(self._flow_box, 8)
        self.missing = plain_label("", "error", wrap=True)
        self.missing.hide()
        self.browse = set_role(QPushButton(w("Choose a folder")), "outlined")
        once(self.browse, self._browse)
        self._flow.addWidget(self.browse)
        self.go = set_role(QPushButton(w("Send now")), "primary")
        self.ctx.theme.dress(self.go, "usb", tint="on-primary")
        once(self.go, self.send)
        for button in (self.browse, self.go):
            button.setMinimumHeight(SMALLEST)
        place = QVBoxLayout()
        place.setSpacing(4)
        for part in (plain_label(w("Where to"), "label"), self.none, self._flow_box, self.missing):
            place.addWidget(part)
        self.body.addLayout(place)
        self.body.addWidget(self.go, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(plain_label(
            w("Phone numbers and e-mail addresses stay on this computer; everything else of the programme is sent."),
            "help", wrap=True))

    def _chip(self, place: Drive) -> QPushButton:
        chip = set_role(QPushButton(), "chip")
        chip.setCheckable(True)
        chip.setToolTip(str(place.path))
        chip.clicked.connect(partial(self._choose, place))
        self._group.addButton(chip)
        self._flow.addWidget(chip)
        chip.show()
        return chip

    def _choose(self, place: Drive) -> None:
        self._chosen = place.path
        self._mark()

    def _mark(self) -> None:
        w = self.w
        for chip, place in zip(self.chips, self._places, strict=True):
            chosen = place.path == self._chosen
            text = w("{name} · {size} free", name=place.label, size=w.size(place.free))
            chip.setText((f"✓ {text}" if chosen else text).replace("&", "&&"))
            # the chosen one is bold, which Qt does not count when it asks how wide a button is
            bold = QFontMetrics(self.ctx.theme.font("strong"))
            chip.setMinimumWidth(bold.horizontalAdvance(f"✓ {text}") + self.ctx.theme.px(32))
            chip.setAccessibleName(text)
            chip.setChecked(chosen)
        if self.place is not None:
            self.missing.hide()

    def _browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.w("Choose a folder"))
        if folder:
            self.use_folder(Path(folder))

    def _explain_whom(self) -> None:
        w = self.w
        peer = next((peer for peer in self.peers if peer.key == self.whom.value()), None)
        if peer is None:
            text = w("Holds everything, for any laptop of this programme, and for those who want to join it.")
        elif peer.seen_at is None:
            text = w("Holds what this laptop does not have yet.")
        else:
            text = w("Holds what this laptop did not have when it last told: {date}.", date=w.moment(peer.seen_at))
        self.whom_field.set_note(text)


def _free(folder: Path) -> int:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return 0
