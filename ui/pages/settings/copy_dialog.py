"""Asking which stick a backup is copied to."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.widgets.dialogs import ROOM, BaseDialog
from ui.widgets.form_field import plain_label
from ui.widgets.place_box import PlaceBox


class CopyDialog(BaseDialog):
    """`chosen` tells the folder; a stick that is plugged in meanwhile appears by itself."""

    chosen = Signal(object)

    def __init__(self, ctx: Context, parent: QWidget) -> None:
        w = ctx.w
        super().__init__(w("Copy to a USB stick"), parent)
        self.places = PlaceBox(ctx, w("Where to?"), w("Choose where the backup goes"))
        self.places.setMinimumWidth(min(ctx.theme.px(460), ROOM))
        self.body.addWidget(self.places)
        self.body.addWidget(plain_label(w("A new backup is made, copied and read back. It holds everything, private "
                                          "records too."), "help", wrap=True))
        self.body.addStretch(1)
        self.keep = self.add_button("keep", w("Cancel"))
        self.copy = self.add_button("copy", w("Copy"), "primary", closes=False)
        once(self.copy, self._copy)
        self.open()
        self.copy.setFocus(Qt.FocusReason.OtherFocusReason)

    def _copy(self) -> None:
        place = self.places.place
        if place is None:
            self.places.complain()
            return
        self.chosen.emit(place.path)
        self.accept()
