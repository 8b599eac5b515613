"""The pad of one sweep: a number typed, two counts, and who talks; one key each."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.fields import mark
from plcdesk.domain.forms import Counted, Talker
from plcdesk.words import NOTHING, Words
from ui.runtime.context import Look
from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST
from ui.widgets.flow import FlowLayout
from ui.widgets.form_field import plain_label
from ui.widgets.key_pad import KeyPad
from ui.widgets.segmented import Segmented

MOST = 999
TALKER_KEYS = {"g": Talker.TEACHER, "s": Talker.STUDENTS, "b": Talker.BOTH, "h": Talker.SILENCE}
"""Guru, siswa, bersama, hening: the letters are the same in both languages, so that hands need not learn twice."""
NOBODY = mark("Type how many pupils are present, then count the engaged ones.")
TOO_MANY = mark("More pupils cannot be engaged than are present ({n}). Correct the number present first.")
TOO_ACTIVE = mark("More pupils cannot take part than are engaged ({n}). Count the engaged ones first.")


def refusal(counted: Counted) -> tuple[str, int]:
    """Why a count cannot be (an English source text and its number), or an empty text."""
    if counted.present is None:
        return NOBODY, 0
    if (counted.engaged or 0) > counted.present:
        return TOO_MANY, counted.present
    if (counted.active or 0) > (counted.engaged or 0):
        return TOO_ACTIVE, counted.engaged or 0
    return "", 0


class _Count(QWidget):
    """A caption, minus, the number, plus."""

    stepped = Signal(int)

    def __init__(self, w: Words, theme: Look, caption: str, key: str) -> None:
        super().__init__()
        self._theme = theme
        self.caption = caption
        self.number: QLabel = plain_label(NOTHING, "section")
        self.number.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.less, self.more = QPushButton("−"), QPushButton("+")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(plain_label(w("{caption} ({key})", caption=caption, key=key), "label"))
        line = QWidget()
        row = FlowLayout(line, 8)
        for button, by, words in ((self.less, -1, w("One less: {caption}", caption=caption)),
                                  (self.more, 1, w("One more: {caption}", caption=caption))):
            set_role(button, "outlined")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setAccessibleName(words)
            button.setAutoRepeat(True)
            button.clicked.connect(lambda _=False, by=by: self.stepped.emit(by))
        for part in (self.less, self.number, self.more):
            row.addWidget(part)
        column.addWidget(line)
        self.fit()

    def fit(self) -> None:
        """Take the size of the present text scale: large enough to hit without looking."""
        for button in (self.less, self.more):
            button.setFixedSize(max(44, self._theme.px(48)), max(SMALLEST, self._theme.px(44)))
        self.number.setMinimumWidth(self._theme.px(56))

    def show_number(self, number: int | None) -> None:
        """Show a count."""
        self.number.setText(NOTHING if number is None else str(number))


class SweepPad(KeyPad):
    """Has the keyboard itself. Digits: present · Space or + one engaged · A one active · − and Shift+A one less ·
    G S B H who talks · Backspace takes the last digit away · Enter done."""

    changed = Signal()
    entered = Signal()
    refused = Signal(str, int)
    """An English source text and its number."""

    def __init__(self, w: Words, theme: Look, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.w = w
        self._now = Counted()
        self._fresh = True
        set_role(self, "card")
        self.present = _Count(w, theme, w("Present"), w("digits"))
        self.engaged = _Count(w, theme, w("Engaged"), w("Space"))
        self.active = _Count(w, theme, w("Taking part actively"), "A")
        self.talker = Segmented(w("Who talks"), [(talker, w("{caption} ({key})", caption=w(talker.label), key=key.upper()))
                                                 for key, talker in TALKER_KEYS.items()])
        for button in self.talker.findChildren(QPushButton):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._arrange()
        self.present.stepped.connect(lambda by: self._count("present", by))
        self.engaged.stepped.connect(lambda by: self._count("engaged", by))
        self.active.stepped.connect(lambda by: self._count("active", by))
        self.talker.chosen.connect(lambda talker: self._become(self._now._replace(talker=talker)))
        theme.changed.connect(self._fit)
        self._show()

    def value(self) -> Counted:
        """What is counted."""
        return self._now

    def set_value(self, counted: Counted) -> None:
        """Show a count; the next digit begins a new number of those present."""
        self._now, self._fresh = counted, True
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key for each count."""
        if event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier):
            super().keyPressEvent(event)
            return
        text = event.text().lower()
        less = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif text.isdigit():
            self._digit(text)
        elif event.key() == Qt.Key.Key_Backspace:
            self._shorten()
        elif text in (" ", "+", "="):
            self._count("engaged", 1)
        elif text in ("-", "_"):
            self._count("engaged", -1)
        elif text == "a":
            self._count("active", -1 if less else 1)
        elif text in TALKER_KEYS:
            self._become(self._now._replace(talker=TALKER_KEYS[text]))
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Single letters count here, also where the window has them as shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and not event.modifiers():
            text = event.text().lower()
            if text.isdigit() or text in TALKER_KEYS or text in (" ", "a", "+", "-") or event.key() == Qt.Key.Key_Backspace:
                event.accept()
                return True
        return super().event(event)

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(8)
        counts = QWidget()
        flow = FlowLayout(counts, 24)
        for part in (self.present, self.engaged, self.active):
            flow.addWidget(part)
        column.addWidget(counts)
        column.addWidget(plain_label(self.w("Who talks right now"), "label"))
        column.addWidget(self.talker)
        column.addWidget(plain_label(self.w("Keys: digits present · Space engaged · − one less · A active · Shift+A one less "
                                            "· G S B H who talks · Enter done"), "help", wrap=True))

    def _fit(self) -> None:
        for part in (self.present, self.engaged, self.active):
            part.fit()

    def _digit(self, text: str) -> None:
        before = "" if self._fresh or self._now.present is None else str(self._now.present)
        self._fresh = False
        self._become(self._now._replace(present=min(MOST, int(before + text))))

    def _shorten(self) -> None:
        shorter = str(self._now.present)[:-1] if self._now.present is not None else ""
        self._fresh = False
        self._become(self._now._replace(present=int(shorter) if shorter else None))

    def _count(self, name: str, by: int) -> None:
        now = self._now
        if name == "present":
            self._become(now._replace(present=max(0, min(MOST, (now.present or 0) + by))))
        elif name == "engaged":
            self._try(now._replace(engaged=max(0, (now.engaged or 0) + by)))
        else:
            self._try(now._replace(active=max(0, (now.active or 0) + by)))

    def _try(self, counted: Counted) -> None:
        text, n = refusal(counted)
        if text:
            self.refused.emit(text, n)
        else:
            self._become(counted)

    def _become(self, counted: Counted) -> None:
        self._now = counted
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        now = self._now
        self.present.show_number(now.present)
        self.engaged.show_number(now.engaged)
        self.active.show_number(now.active)
        self.talker.set_value(now.talker)
        said = [f"{count.caption} {count.number.text()}" for count in (self.present, self.engaged, self.active)]
        self.setAccessibleName(", ".join((*said, *([self.w(now.talker.label)] if now.talker else []))))
