"""A bundle that is locked: the passphrase is asked for in place, and one for others can be carried to them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from plcdesk.domain.exchange import Receipt
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.cards import Card
from ui.widgets.control import SMALLEST
from ui.widgets.flow import FlowLayout
from ui.widgets.form_field import FormField, plain_label
from ui.widgets.notice import Notice, SignLine
from ui.widgets.passphrase import WIDTH, PassphraseField


class _Buttons(QWidget):
    """A row of buttons that wraps."""

    def __init__(self) -> None:
        super().__init__()
        self._row = FlowLayout(self, 8)

    def add(self, text: str, role: str, act: object) -> QPushButton:
        button = set_role(QPushButton(text), role)
        button.setMinimumHeight(SMALLEST)
        once(button, act)  # type: ignore[arg-type]
        self._row.addWidget(button)
        return button


class PassphraseCard(Card):
    """Asks for the passphrase of a bundle until it opens, or the user gives up."""

    given = Signal(str)
    cancelled = Signal()

    def __init__(self, ctx: Context, file_name: str, *, cancel: str = "") -> None:
        w = ctx.w
        super().__init__(w("This bundle is locked with a passphrase"))
        self.w = w
        self.line = PassphraseField(w)
        self.field = FormField(w, w("Passphrase"), self.line, width=WIDTH, help=w(
            "Whoever made the bundle knows it. Ask by telephone or in person."))
        self.line.edited.connect(lambda: self.field.set_error(""))
        self.line.entered.connect(self.give)
        self.body.addWidget(plain_label(w("File: {name}", name=file_name), "help", wrap=True))
        self.body.addWidget(self.field)
        buttons = _Buttons()
        self.cancel = buttons.add(cancel or w("Cancel"), "outlined", self.cancelled.emit)
        self.go = buttons.add(w("Open the bundle"), "primary", self.give)
        self.body.addWidget(SignLine(ctx, "info", w("Opening the bundle changes nothing yet.")))
        self.foot: QWidget = buttons
        self.body.addWidget(buttons)

    def begin(self) -> None:
        """Put the keyboard where the passphrase is typed."""
        self.line.line.setFocus(Qt.FocusReason.TabFocusReason)

    def give(self) -> None:
        """Try what was typed."""
        if not self.line.value():
            self.field.set_error(self.w("Type the passphrase"))
            self.begin()
        else:
            self.given.emit(self.line.value())

    def wrong(self) -> None:
        """It did not open the bundle: say so, keep what was typed, ready for the next try."""
        self.field.set_error(self.w("This passphrase does not open the bundle. Mind capital and small letters, "
                                    "then try again."))
        self.line.set_shown(True)
        self.line.line.selectAll()
        self.begin()


class OthersCard(Card):
    """A bundle sealed for other laptops: this one cannot read it, but it can carry it."""

    carry_asked = Signal()
    cancelled = Signal()

    def __init__(self, ctx: Context, receipt: Receipt, file_name: str) -> None:
        w = ctx.w
        super().__init__(w("This bundle is locked for somebody else"))
        names = ", ".join(receipt.for_whom)
        own = [device.label for device in ctx.desk.exchange.devices() if device.trust == "self"]
        lost = bool(receipt.for_whom) and set(receipt.for_whom) <= set(own)
        if lost and receipt.reason is not None:
            self.body.addWidget(Notice(ctx, "warning", "lock", [
                (w("This computer cannot open it any more"), "subsection"), (w(receipt.reason.text, **receipt.reason.values), "")]))
        else:
            whom = w("Only the laptop of {name} can open it. Nothing was changed here.", name=names) if names else \
                w("Only the laptop it was made for can open it; it is not known here. Nothing was changed.")
            self.body.addWidget(Notice(ctx, "info", "lock", [
                (w("For: {name}", name=names) if names else w("For a laptop that is not known here"), "subsection"),
                (whom, "")]))
            self.body.addWidget(plain_label(w(
                "Can you take it there? It is kept here and goes along on the USB stick whenever you send."), "",
                wrap=True))
        self.body.addWidget(plain_label(w("File: {name}", name=file_name), "help", wrap=True))
        buttons = _Buttons()
        self.cancel = buttons.add(w("Close"), "outlined", self.cancelled.emit)
        self.go = buttons.add(w("Carry this bundle"), "primary", self.carry_asked.emit)
        self.go.setVisible(not lost)
        self.foot: QWidget = buttons
        self.body.addWidget(buttons)

    def begin(self) -> None:
        """Put the keyboard on the harmless button."""
        self.cancel.setFocus(Qt.FocusReason.TabFocusReason)


class KeptCard(Card):
    """A bundle for others is kept here now."""

    closed = Signal()
    list_asked = Signal()

    def __init__(self, ctx: Context, for_whom: tuple[str, ...]) -> None:
        w = ctx.w
        super().__init__(w("Kept for others"))
        text = w("It goes along on the USB stick whenever you send. Your own data did not change.")
        names = ", ".join(for_whom)
        heading = w("Kept here for {name}", name=names) if names else w("Kept here for another laptop")
        self.body.addWidget(Notice(ctx, "success", "check", [(heading, "subsection"), (text, "")]))
        buttons = _Buttons()
        self.list = buttons.add(w("Show what is kept for others"), "outlined", self.list_asked.emit)
        self.close_button = buttons.add(w("Close"), "primary", self.closed.emit)
        self.foot: QWidget = buttons
        self.body.addWidget(buttons)

    def begin(self) -> None:
        """Put the keyboard on the way back."""
        self.close_button.setFocus(Qt.FocusReason.TabFocusReason)
