"""Where something is saved: the sticks plugged in now, or a folder chosen by hand."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.sticks import Drive
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.runtime.tips import plain_tip
from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST, tab_order
from ui.widgets.flow import FlowLayout
from ui.widgets.form_field import plain_label
from ui.widgets.sticks import Sticks


class PlaceBox(QWidget):
    """One stick is chosen by itself; sticks that are plugged in meanwhile appear."""

    changed = Signal()

    def __init__(self, ctx: Context, heading: str, missing: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ctx, self.w = ctx, ctx.w
        w = self.w
        self._complaint = missing or w("Choose where the bundle goes")
        self.chips: list[QPushButton] = []
        self._places: list[Drive] = []
        self._own: Drive | None = None
        self._chosen: Path | None = None
        self.none = plain_label(w("Plug a USB stick into this computer"), "strong", wrap=True)
        self._group = QButtonGroup(self)
        self._flow_box = QWidget()
        self._flow = FlowLayout(self._flow_box, 8)
        self.missing = plain_label("", "error", wrap=True)
        self.missing.hide()
        self.browse = set_role(QPushButton(w("Choose a folder")), "outlined")
        self.browse.setMinimumHeight(SMALLEST)
        once(self.browse, self._browse)
        self._flow.addWidget(self.browse)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (plain_label(heading, "subsection", wrap=True), self.none, self._flow_box, self.missing):
            column.addWidget(part)
        self.sticks = Sticks(ctx.desk.exchange.drives, self)
        self.sticks.changed.connect(self.show_places)
        ctx.theme.changed.connect(self._mark)

    @property
    def place(self) -> Drive | None:
        """The chosen one; None while nothing is."""
        return next((place for place in self._places if place.path == self._chosen), None)

    def use_folder(self, folder: Path) -> None:
        """Offer a folder that is no stick, and choose it."""
        self._own = Drive(folder, folder.name or str(folder), _free(folder))
        self._chosen = folder
        self.show_places()

    def complain(self) -> None:
        """Say that a place is still to be chosen."""
        self.missing.setText(f"✕ {self._complaint}")
        self.missing.show()
        self.browse.setFocus(Qt.FocusReason.TabFocusReason)

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
        tab_order([*self.chips, self.browse])
        if held:
            (self.chips or [self.browse])[0].setFocus(Qt.FocusReason.TabFocusReason)
        self.changed.emit()

    def _chip(self, place: Drive) -> QPushButton:
        chip = set_role(QPushButton(), "chip")
        chip.setCheckable(True)
        chip.setToolTip(plain_tip(str(place.path)))
        chip.clicked.connect(partial(self._choose, place))
        self._group.addButton(chip)
        self._flow.addWidget(chip)
        chip.show()
        return chip

    def _choose(self, place: Drive) -> None:
        self._chosen = place.path
        self._mark()
        self.changed.emit()

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


def _free(folder: Path) -> int:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return 0
