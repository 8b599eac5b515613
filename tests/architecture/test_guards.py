"""Mistakes that no other test would notice before a user does."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.source import calls, files, imports, name, tree

NETWORK = (
    "aiohttp", "ftplib", "http", "httpx", "imaplib", "poplib", "requests", "smtplib", "socket", "socketserver",
    "telnetlib", "urllib.request", "urllib3", "xmlrpc", "PySide6.QtNetwork", "PySide6.QtWebSockets",
)  # fmt: skip
TRANSLATIONS = ("w", "words", "plural", "mark")
HEX_COLOUR = re.compile(r"#(?:[0-9A-Fa-f]{8}|[0-9A-Fa-f]{6})\b|^#[0-9A-Fa-f]{3,4}$")


def test_qt_does_not_leak_none(qtbot) -> None:  # type: ignore[no-untyped-def]
    """Some releases of PySide6 drop one reference to None with each call; after some thousand calls the program dies."""
    if sys.version_info >= (3, 12):
        pytest.skip("None is immortal in this Python")
    from PySide6.QtWidgets import QLabel

    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for _ in range(500):
        label.setText("a")
    assert sys.getrefcount(None) > before - 50


def test_nothing_reaches_for_the_network() -> None:
    """Schools are offline, and people's data stays where it is: no module that opens a connection is imported."""
    found = [
        f"{name(path)}:{line} imports {module}"
        for path in files("main.py", "plcdesk", "ui")
        for line, module in imports(path)
        if any(module == banned or module.startswith(banned + ".") for banned in NETWORK)
    ]
    assert not found, "\n".join(found)


def test_colours_come_from_the_theme() -> None:
    """A colour written elsewhere is wrong in the dark theme and was never checked for contrast."""
    paths = [path for path in files("main.py", "plcdesk", "ui") if not name(path).startswith("ui/theme/")]
    found = [
        f"{name(path)}:{node.lineno} {node.value[:60]!r}"
        for path in paths
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and HEX_COLOUR.search(node.value)
    ]
    assert not found, "\n".join(found)


def test_messages_are_whole_literals() -> None:
    """A message put together before the look-up is found in no catalogue and stays English for every teacher."""
    found = [
        f"{name(path)}:{call.lineno}"
        for path in files("plcdesk", "ui")
        for call in calls(path, *TRANSLATIONS)
        for argument in call.args
        if is_put_together(argument)
    ]
    assert not found, "\n".join(found)


def is_put_together(node: ast.expr) -> bool:
    """An f-string, "..." % x, "..." + x or "...".format(x)."""
    if isinstance(node, ast.Call):
        method = node.func
        return isinstance(method, ast.Attribute) and method.attr == "format" and is_text(method.value)
    if isinstance(node, ast.BinOp):
        return any(is_text(side) or is_put_together(side) for side in (node.left, node.right))
    return isinstance(node, ast.JoinedStr)


def is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def test_the_event_loop_is_never_pumped_by_hand() -> None:
    """processEvents runs the next click in the middle of this one; a save then happens twice or half."""
    assert [f"{name(path)}:{call.lineno}" for path, call in pumped()] == []


def pumped() -> Iterator[tuple[Path, ast.Call]]:
    for path in files("main.py", "plcdesk", "ui"):
        for call in calls(path, "processEvents"):
            yield path, call


@pytest.mark.parametrize(
    ("text", "bad"),
    [
        ('w("a")', False),
        ('w(f"a {b}")', True),
        ('w("a" + b)', True),
        ('w("a {b}".format(b=b))', True),
        ("w(key)", False),
    ],
)
def test_the_guard_sees_messages_put_together(text: str, bad: bool) -> None:
    call = ast.parse(text).body[0].value  # type: ignore[attr-defined]
    assert is_put_together(call.args[0]) is bad


@pytest.mark.parametrize(
    ("text", "bad"),
    [("color: #0B5A8C;", True), ("#FFF", True), ("#80FFFFFF", True), ("meeting #12", False), ("#1234567", False)],
)
def test_the_guard_sees_colours(text: str, bad: bool) -> None:
    assert bool(HEX_COLOUR.search(text)) is bad
