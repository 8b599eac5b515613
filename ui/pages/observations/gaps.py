"""What is still open when an observation is to be finished, and the two ways on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from plcdesk.services.form_views import FormReport
from plcdesk.words import Words
from ui.runtime.clicks import once
from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST
from ui.widgets.flow import FlowLayout
from ui.widgets.form_field import plain_label

NAMED = 6
"""So many items are named."""


class GapsStrip(QFrame):
    """Names the items without a level. Finishing anyway leaves them blank: nothing is filled in."""

    anyway = Signal()
    fill = Signal()

    def __init__(self, w: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.w = w
        set_role(self, "banner", tone="warning")
        self.text = plain_label("", "strong", wrap=True)
        self.names = plain_label("", "help", wrap=True)
        self.fill_button = set_role(QPushButton(w("Fill in first")), "outlined")
        self.anyway_button = set_role(QPushButton(w("Finish anyway")), "primary")
        self.anyway_button.setToolTip("Ctrl+Enter")
        holder = QWidget()
        flow = FlowLayout(holder, 8)
        for button, signal in ((self.fill_button, self.fill), (self.anyway_button, self.anyway)):
            button.setMinimumHeight(SMALLEST)
            once(button, signal.emit)
            flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 8, 6)
        column.setSpacing(4)
        for part in (self.text, self.names, holder):
            column.addWidget(part)
        self.hide()

    def show_report(self, report: FormReport, numbers: Sequence[int]) -> None:
        """Say how it stands; `numbers` are the places of the missing items. The keyboard goes to the first button."""
        w = self.w
        missing = len(report.missing)
        self.text.setText(" ".join(part for part in (
            w.plural("{n} item has no level yet; {done} of {total} are filled. You can still finish.",
                     "{n} items have no level yet; {done} of {total} are filled. You can still finish.", missing,
                     done=report.done, total=report.total) if missing else "",
            *(w.problem(problem) + "." for problem in report.problems)) if part))
        named = ", ".join(f"{number}. {item.label.to(w.language)}"
                          for number, item in list(zip(numbers, report.missing, strict=True))[:NAMED])
        if missing > NAMED:
            named = w("{names} and {n} more", names=named, n=missing - NAMED)
        self.names.setText(named)
        self.names.setVisible(bool(named))
        self.fill_button.setVisible(bool(missing))
        self.setAccessibleName(self.text.text())
        self.setAccessibleDescription(named)
        self.show()
        (self.fill_button if missing else self.anyway_button).setFocus(Qt.FocusReason.OtherFocusReason)
