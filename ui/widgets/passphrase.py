"""Passphrases: one that opens a bundle, and one that is chosen for a bundle and typed twice."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.changes import Problem
from plcdesk.words import Words
from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST
from ui.widgets.fields import LineField
from ui.widgets.form_field import FormField, plain_label

SHORTEST = 8
"""Characters of a passphrase; fewer are guessed too soon."""
WIDTH = 420


class PassphraseField(QWidget):
    """A line that shows dots, with a button that shows the letters. Never drafted, never remembered."""

    edited = Signal()
    left = Signal()
    entered = Signal()

    def __init__(self, w: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.w = w
        self.line = LineField()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        for name in ("edited", "left", "entered"):
            getattr(self.line, name).connect(getattr(self, name))
        self.show_button = set_role(QPushButton(w("Show")), "outlined")
        self.show_button.setMinimumHeight(SMALLEST)
        self.show_button.clicked.connect(self._turn)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.show_button)
        self.setFocusProxy(self.line)

    def setAccessibleName(self, name: str) -> None:
        """The line is what is named; the button says what it shows."""
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)
        self.show_button.setAccessibleName(f"{self.show_button.text()}: {name}")

    def value(self) -> str:
        """The passphrase as typed."""
        return self.line.text()

    def set_value(self, value: str | None) -> None:
        """Fill the line."""
        self.line.setText(value or "")

    def raw(self) -> str:
        """Nothing: it is not kept anywhere."""
        return ""

    def set_raw(self, text: str) -> None:
        """Nothing was kept."""

    def readable(self) -> bool:
        """Any text will do."""
        return True

    def problem(self) -> Problem | None:
        """What is wrong is said by who asks for it."""
        return None

    @property
    def shown(self) -> bool:
        """Whether the letters are in sight."""
        return self.line.echoMode() is QLineEdit.EchoMode.Normal

    def set_shown(self, shown: bool) -> None:
        """Show letters or dots."""
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.show_button.setText(self.w("Hide") if shown else self.w("Show"))
        self.setAccessibleName(self.accessibleName())

    def _turn(self) -> None:
        self.set_shown(not self.shown)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)


class NewPassphrase(QWidget):
    """A tick, and below it the passphrase twice. `value` is None while it is not ticked."""

    changed = Signal()

    def __init__(self, w: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.w = w
        self.tick = QCheckBox(w("Protect it with a passphrase"))
        self.tick.setMinimumHeight(SMALLEST)
        self.first, self.second = PassphraseField(w), PassphraseField(w)
        self.first_field = FormField(w, w("Passphrase"), self.first, width=WIDTH, help=w(
            "At least {n} characters, for example three words.", n=SHORTEST))
        self.second_field = FormField(w, w("The same passphrase once more"), self.second, width=WIDTH)
        self._fields = QWidget()
        inner = QVBoxLayout(self._fields)
        inner.setContentsMargins(26, 0, 0, 0)
        inner.setSpacing(8)
        for field in (self.first_field, self.second_field):
            inner.addWidget(field)
            field.control.edited.connect(self._edited)
        inner.addWidget(plain_label(w("Tell the receiver the passphrase by telephone or in person. Without it nobody can "
                                      "open the bundle, not even you."), "help", wrap=True))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.tick)
        column.addWidget(self._fields)
        self._fields.hide()
        self.tick.toggled.connect(self._ticked)
        self.first.show_button.clicked.connect(lambda: self.second.set_shown(self.first.shown))

    def value(self) -> str | None:
        """The passphrase; None when none is wanted."""
        return self.first.value() if self.tick.isChecked() else None

    def check(self) -> bool:
        """Whether it can be used; if not, it is said at the field, which gets the keyboard."""
        if not self.tick.isChecked():
            return True
        wrong = self.first_field if len(self.first.value()) < SHORTEST else \
            self.second_field if self.first.value() != self.second.value() else None
        if wrong is None:
            return True
        wrong.set_error(self.w("Use at least {n} characters", n=SHORTEST) if wrong is self.first_field else
                        self.w("The two passphrases differ. Type the second one again."))
        wrong.control.line.setFocus(Qt.FocusReason.OtherFocusReason)
        return False

    def clear(self) -> None:
        """Forget what was typed."""
        self.tick.setChecked(False)
        for field in (self.first, self.second):
            field.set_value("")
            field.set_shown(False)

    def _ticked(self, on: bool) -> None:
        self._fields.setVisible(on)
        if on:
            self.first.line.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            for field in (self.first_field, self.second_field):
                field.control.set_value("")
                field.set_error("")
        self.changed.emit()

    def _edited(self) -> None:
        for field in (self.first_field, self.second_field):
            field.set_error("")
