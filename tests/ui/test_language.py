"""No English word is left for somebody who works in Indonesian: labels, buttons, tips, names for a screen reader, menus."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from babel.messages.pofile import read_po
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QMenu,
    QTabBar,
    QTableView,
    QTreeView,
    QWidget,
)

from plcdesk.words import LOCALE, Words
from tests.indonesian import BORROWED, SHARED, words
from ui.pages.meetings.cancel_dialog import CancelDialog
from ui.pages.meetings.due_dialog import DueDialog
from ui.pages.meetings.guest_dialog import GuestDialog
from ui.pages.meetings.new_dialog import NewDialog
from ui.pages.people.add_dialog import AddGroup, AddPerson, AddSchool
from ui.pages.people.paste_dialog import PasteDialog
from ui.selftest import SIZES, Opened, sample, settle
from ui.shell.actions import ACTIONS
from ui.shell.pages import ENTRIES, FIRST_RUN, existing
from ui.widgets.progress_dialog import ProgressDialog

SAID_AS = ("text", "title", "toolTip", "statusTip", "whatsThis", "accessibleName", "accessibleDescription",
           "placeholderText", "windowTitle")
ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
VIEWS = ("schedule", "actions", "list")
ROWS = 12
"""As many rows of a list are read: the words around the data are the same in all."""
OF_THE_SAMPLE = frozenset(("made", "bank"))
"""Words of the sample's own text that English has too: a first name of Bali, the bank of waste."""
NAMES = ("English", "Authentic Intellectual Work", "Creative Product Analysis Matrix")
"""Names that are not translated: of the other language on its own button, of two published instruments."""
UNREAD = re.compile(r"<[^>]+>|\b(?:" + "|".join(NAMES) + r")\b|\S*[/\\]\S*|\b(?:(?:Ctrl|Shift|Alt)\+?)+[A-Z]?\b")
"""Marks of rich text, names, paths, keys."""
PAGES = tuple(entry.id for entry in ENTRIES if entry in existing())


@cache
def english() -> frozenset[str]:
    """Every English word of the program that no Indonesian text has."""
    with (LOCALE / "id" / "LC_MESSAGES" / "plcdesk.po").open("rb") as file:
        messages = [message for message in read_po(file, locale="id") if message.id]
    ours = {word for message in messages for text in _each(message.id) for word in words(text)}
    theirs = {word for message in messages for text in _each(message.string) for word in words(text)}
    return frozenset(ours - theirs - BORROWED - SHARED - OF_THE_SAMPLE)


def _each(text: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def said(root: QWidget) -> Iterator[tuple[str, str]]:
    """Everything that the widgets of a window say or would say, shown now or not, with the kind of widget."""
    for widget in (root, *root.findChildren(QWidget)):
        kind = type(widget).__name__
        for name in SAID_AS:
            text = widget.property(name)
            if isinstance(text, str) and text:
                yield f"{kind}.{name}", text
        if isinstance(widget, QComboBox):
            yield from ((kind, widget.itemText(at)) for at in range(widget.count()))
        if isinstance(widget, QTabBar):
            yield from ((kind, text) for at in range(widget.count()) for text in (widget.tabText(at), widget.tabToolTip(at)))
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            yield from ((kind, text) for text in _of_a_list(widget))
        yield from ((f"{kind} menu", text) for action in widget.actions() for text in _of_an_action(action))
        if isinstance(widget, QMenu):
            widget.aboutToShow.emit()
            yield from (("QMenu", text) for action in widget.actions() for text in _of_an_action(action))


def _of_a_list(view: QAbstractItemView) -> Iterator[str]:
    model: QAbstractItemModel = view.model()
    columns = range(1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex()))
    if isinstance(view, QTableView | QTreeView):
        yield from _texts(model.headerData(at, Qt.Orientation.Horizontal, role) for at in columns for role in ROLES)
    for row in range(min(ROWS, model.rowCount(QModelIndex()))):
        yield from _texts(model.index(row, at).data(role) for at in columns for role in ROLES)


def _of_an_action(action: QAction) -> Iterator[str]:
    yield from _texts(iter((action.text(), action.toolTip())))


def _texts(found: Iterator[Any]) -> Iterator[str]:
    return (text for text in found if isinstance(text, str) and text)


def left(root: QWidget) -> list[str]:
    """The English words that something below `root` says, each text once."""
    texts = {UNREAD.sub(" ", text): where for where, text in said(root)}
    return sorted(f"{where}: {text!r}: {found}" for text, where in texts.items()
                  if (found := [word for word in words(text) if len(word) > 1 and word in english()]))  # O is a code


@pytest.fixture(scope="module")
def opened(qapp: QApplication) -> Iterator[Opened]:
    """The program in Indonesian with the sample."""
    with sample(None, "id") as running:
        yield running


def parts(opened: Opened, page_id: str) -> Iterator[tuple[str, QWidget]]:
    """The page, its first record, each of its tabs and views, and its help: each as it is shown."""
    opened.show(page_id, SIZES[0])
    page: Any = opened.space.page
    yield page_id, page
    if page.step(1):
        settle(20)
        yield f"{page_id}: a record", page
    for holder in (page, getattr(page, "detail", None)):
        bar = getattr(getattr(holder, "tabs", None), "bar", None)
        for at in range(bar.count() if bar is not None else 0):
            bar.setCurrentIndex(at)
            page.step(1)
            settle(20)
            yield f"{page_id}: {bar.tabText(at)}", page
    for view in VIEWS if page_id == "meetings" else ():
        page.show_view(view)
        settle(20)
        yield f"{page_id}: {view}", page
    opened.space.show_help()
    settle(20)
    yield f"{page_id}: help", opened.space.panel


@pytest.mark.parametrize("page_id", PAGES)
def test_no_page_says_an_english_word(page_id: str, opened: Opened) -> None:
    found = {f"{part}: {line}" for part, root in parts(opened, page_id) for line in left(root)}
    assert not found, "\n".join(["", *sorted(found)])


def test_the_window_around_the_pages_says_no_english_word(opened: Opened) -> None:
    assert not left(opened.program.window)


def test_the_first_window_says_no_english_word(opened: Opened) -> None:
    page = FIRST_RUN.load()(opened.space.ctx)
    try:
        assert not left(page)
    finally:
        page.deleteLater()


def test_no_dialog_says_an_english_word(opened: Opened) -> None:
    ctx, window = opened.space.ctx, opened.program.window
    groups = ctx.desk.groups.rows()
    dialogs = (
        CancelDialog(ctx, "Pertemuan ke-3", window), GuestDialog(ctx, window), DueDialog(ctx, "Menyusun modul", window),
        *(NewDialog(ctx, groups, groups[0].id, window, planned=planned) for planned in (False, True)),
        AddPerson(ctx, window), AddGroup(ctx, window), AddSchool(ctx, window), PasteDialog(ctx, window, "Siti\nSiti\n1"),
        ProgressDialog(ctx.w, "Menyimpan paket", window),
    )
    try:
        assert not [line for dialog in dialogs for line in left(dialog)]
    finally:
        for dialog in dialogs:
            dialog.deleteLater()


def test_every_command_has_an_indonesian_name() -> None:
    w = Words("id")
    titles = [w(action.words) for action in ACTIONS] + [w(command.label) for page in existing()
                                                        for command in page.load().SPEC.commands]
    assert not [title for title in titles if [word for word in words(title) if word in english()]]


def test_the_look_finds_an_english_word(qapp: QApplication, qtbot: Any) -> None:
    """The walk above would see a word that nobody translated."""
    given = QWidget()
    qtbot.addWidget(given)
    given.setToolTip("Nothing was saved")
    given.setAccessibleName("Daftar hadir")
    assert [line.split(": ")[0] for line in left(given)] == ["QWidget.toolTip"]
