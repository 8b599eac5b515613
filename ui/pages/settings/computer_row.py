"""One computer of the programme: its name and six words, how it stands, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.stewardship import Computer
from plcdesk.words import Words
from ui.pages.settings.computer_words import facts, name_of, pills, standing
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST, tab_order
from ui.widgets.flow import FlowLayout
from ui.widgets.form_field import LINE, plain_label
from ui.widgets.notice import Notice

ACCEPT, CUT, BACK, STEWARD, BLOCK, UNBLOCK = "accept", "cut", "back", "steward", "block", "unblock"


@dataclass(frozen=True, slots=True)
class Act:
    """A button: what it does, its words, its role."""

    key: str
    text: str
    role: str = "outlined"


def acts(w: Words, computer: Computer, steward: bool) -> list[Act]:
    """What can be done about a computer from here; `steward` = whether this one may speak for all."""
    if computer.self or not computer.key:
        return []
    found = []
    if steward and computer.cut:
        found.append(Act(BACK, w("Let back in…")))
    elif steward:
        if not computer.by_steward and not computer.steward:
            found.append(Act(ACCEPT, w("Accept on every laptop…")))
        if not computer.steward:
            found.append(Act(STEWARD, w("Name as steward…")))
        found.append(Act(CUT, w("Cut off…"), "danger-flat"))
    if computer.trust == "blocked":
        found.append(Act(UNBLOCK, w("Accept again on this computer")))
    elif not computer.cut and not steward:
        found.append(Act(BLOCK, w("Block on this computer…"), "danger-flat"))
    return found


class ComputerRow(QFrame):
    """Nothing is done here: `asked` tells which button was pressed."""

    asked = Signal(str)

    def __init__(self, ctx: Context, computer: Computer, steward: bool) -> None:
        super().__init__()
        self.computer = computer
        w = ctx.w
        set_role(self, "row")
        name = name_of(w, computer)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 12)
        column.setSpacing(4)
        column.addWidget(self._head(name, pills(w, computer)))
        if computer.words:
            words = plain_label(computer.words, "subsection", wrap=True)
            words.setAccessibleName(w("Six words: {words}", words=computer.words))
            column.addWidget(words)
        for text, role in ((standing(w, computer), ""), (facts(w, computer), "help")):
            if text:
                label = plain_label(text, role, wrap=True)
                label.setMaximumWidth(ctx.theme.px(LINE))
                column.addWidget(label)
        if computer.copied:
            column.addWidget(Notice(ctx, "warning", "triangle-alert", [
                (w("This laptop was copied once: {name}", name=name), "strong"),
                (w("Its data folder is used on two laptops. Nothing is lost. Keep using only one of them."), "")]))
        self.buttons = [self._button(act, name) for act in acts(w, computer, steward)]
        if self.buttons:
            column.addSpacing(4)
            column.addWidget(self._flow(self.buttons))
            tab_order(self.buttons)

    def _head(self, name: str, marks: list[tuple[str, str]]) -> QWidget:
        return self._flow([plain_label(name, "strong"), *(plain_label(text, role) for text, role in marks)])

    def _flow(self, parts: Sequence[QWidget]) -> QWidget:
        box = QWidget()
        flow = FlowLayout(box, 8)
        for part in parts:
            flow.addWidget(part)
        return box

    def _button(self, act: Act, name: str) -> QPushButton:
        button = set_role(QPushButton(act.text), act.role)
        button.setMinimumHeight(SMALLEST)
        button.setAccessibleName(f"{act.text} {name}")
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        once(button, lambda: self.asked.emit(act.key))
        return button
