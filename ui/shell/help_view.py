"""How a page's help looks in the side panel, and on paper."""

from __future__ import annotations

import html
import re

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.shell.actions import ACTIONS
from ui.shell.help import HELP
from ui.theme.roles import set_role
from ui.widgets.page import PageSpec

_BOLD = re.compile(r"\*\*(.+?)\*\*")


class HelpView(QWidget):
    """Numbered sentences, then keys, then a button that prints both."""

    def __init__(self, ctx: Context, spec: PageSpec) -> None:
        super().__init__()
        self._ctx, self._spec = ctx, spec
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        for number, sentence in enumerate(HELP.get(spec.id, ()), start=1):
            label = QLabel(f"{number}. {rich(ctx.w(sentence))}")
            label.setTextFormat(Qt.TextFormat.RichText)
            label.setWordWrap(True)
            column.addWidget(label)
        column.addSpacing(8)
        column.addWidget(set_role(QLabel(ctx.w("Keys")), "subsection"))
        column.addLayout(self._keys())
        button = QPushButton(ctx.w("Print this guide"))
        ctx.theme.dress(button, "printer")
        once(button, self._print)
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)

    def _keys(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for row, (keys, words) in enumerate(key_list(self._ctx, self._spec)):
            for place, (text, role) in enumerate(((keys, "help"), (words, "help"))):
                label = set_role(QLabel(text), role)
                label.setTextFormat(Qt.TextFormat.PlainText)
                label.setWordWrap(place == 1)
                grid.addWidget(label, row, place, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(1, 1)
        return grid

    def _print(self) -> None:
        # printing is rare: its library is loaded when it is asked for
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: guide(self._ctx, self._spec).print_(printer))
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()


def guide(ctx: Context, spec: PageSpec) -> QTextDocument:
    """The help of a page as a document for the printer."""
    steps = "".join(f"<li>{rich(ctx.w(sentence))}</li>" for sentence in HELP.get(spec.id, ()))
    keys = "".join(f"<tr><td width=160>{html.escape(key)}</td><td>{html.escape(words)}</td></tr>"
                   for key, words in key_list(ctx, spec))
    title, heading = html.escape(ctx.w(spec.title)), html.escape(ctx.w("Keys"))
    document = QTextDocument()
    document.setHtml(f"<h1>{title}</h1><ol>{steps}</ol><h2>{heading}</h2><table>{keys}</table>")
    return document


def key_list(ctx: Context, spec: PageSpec) -> list[tuple[str, str]]:
    """Keys and what they do, the page's own first."""
    own = [(command.keys, ctx.w(command.label)) for command in spec.commands if command.keys]
    return own + [(action.keys[0], ctx.w(action.words)) for action in ACTIONS if action.keys]


def rich(text: str) -> str:
    """The sentence with its labels in bold."""
    return _BOLD.sub(r"<b>\1</b>", html.escape(text))


def bold(text: str) -> list[str]:
    """The labels that a sentence names."""
    return _BOLD.findall(text)
