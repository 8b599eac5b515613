"""Who works without a mouse must see where the keyboard is, on every kind of control and in every place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLineEdit,
    QListWidget,
    QPushButton,
    QScrollArea,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from ui.theme.focus_ring import FocusRing
from ui.theme.theme import Theme


@pytest.fixture
def ring(qapp: QApplication, theme: Theme) -> Iterator[FocusRing]:
    made = FocusRing(qapp, theme)
    yield made
    made.stop()


@pytest.fixture
def window(qtbot: Any) -> QWidget:
    made = QWidget()
    made.setLayout(QVBoxLayout())
    made.resize(400, 400)
    qtbot.addWidget(made)
    return made


def shown(window: QWidget, qtbot: Any) -> None:
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def test_a_text_field_always_shows_it(ring: FocusRing, window: QWidget, qtbot: Any) -> None:
    field, button = QLineEdit(), QPushButton("Lihat")
    window.layout().addWidget(button)
    window.layout().addWidget(field)
    shown(window, qtbot)
    qtbot.mouseClick(field, Qt.MouseButton.LeftButton)
    field.setFocus(Qt.FocusReason.MouseFocusReason)
    assert ring.shown_around is field


def test_a_button_shows_it_when_the_keyboard_came_there(ring: FocusRing, window: QWidget, qtbot: Any) -> None:
    first, second = QPushButton("Satu"), QPushButton("Dua")
    window.layout().addWidget(first)
    window.layout().addWidget(second)
    shown(window, qtbot)
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    first.setFocus()
    assert ring.shown_around is None
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    assert ring.shown_around is second
    qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    assert ring.shown_around is None


def test_it_stands_four_pixels_outside(ring: FocusRing, window: QWidget, qtbot: Any) -> None:
    field = QLineEdit()
    window.layout().addWidget(field)
    shown(window, qtbot)
    field.setFocus()
    overlay = window.findChild(QWidget, "focusRing")
    assert overlay.geometry() == field.geometry().adjusted(-4, -4, 4, 4)
    assert overlay.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    window.resize(500, 300)
    assert overlay.geometry() == field.geometry().adjusted(-4, -4, 4, 4)


def test_in_a_list_it_surrounds_the_row(ring: FocusRing, window: QWidget, qtbot: Any) -> None:
    names = QListWidget()
    names.addItems(["satu", "dua", "tiga"])
    names.setCurrentRow(0)
    button = QPushButton("Lihat")
    window.layout().addWidget(button)
    window.layout().addWidget(names)
    shown(window, qtbot)
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Tab)
    qtbot.keyClick(names, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: ring_row(window, names) == names.visualItemRect(names.item(1)).top())


def ring_row(window: QWidget, names: QListWidget) -> int:
    overlay = window.findChild(QWidget, "focusRing")
    return int(names.viewport().mapFrom(window, overlay.geometry().topLeft()).y())


def test_in_a_row_of_tabs_it_surrounds_the_tab(ring: FocusRing, window: QWidget, qtbot: Any) -> None:
    bar, button = QTabBar(), QPushButton("Lihat")
    for name in ("Kehadiran", "Agenda"):
        bar.addTab(name)
    window.layout().addWidget(button)
    window.layout().addWidget(bar)
    shown(window, qtbot)
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Tab)
    overlay = window.findChild(QWidget, "focusRing")
    assert overlay.width() == bar.tabRect(0).width()


def test_a_scroll_area_cuts_it(ring: FocusRing, window: QWidget, qtbot: Any) -> None:
    area, inner, field = QScrollArea(), QWidget(), QLineEdit()
    inner.setLayout(QVBoxLayout())
    inner.layout().addWidget(field)
    for _ in range(30):
        inner.layout().addWidget(QPushButton("Lihat"))
    area.setWidget(inner)
    window.layout().addWidget(area)
    shown(window, qtbot)
    field.setFocus()
    assert ring.shown_around is field
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    assert ring.shown_around is None


def test_it_survives_the_widget_it_surrounds(ring: FocusRing, window: QWidget, qtbot: Any) -> None:
    field, other = QLineEdit(), QLineEdit()
    window.layout().addWidget(field)
    window.layout().addWidget(other)
    shown(window, qtbot)
    field.setFocus()
    field.deleteLater()
    del field
    qtbot.waitUntil(lambda: ring.shown_around is not None or other.hasFocus() or window.focusWidget() is None)
    other.setFocus()
    assert ring.shown_around is other


def test_the_end_of_the_ring_in_another_window_leaves_no_second_one_behind(
        ring: FocusRing, window: QWidget, qtbot: Any, qapp: QApplication) -> None:
    first, second = QLineEdit(), QLineEdit()
    window.layout().addWidget(first)
    shown(window, qtbot)
    first.setFocus()
    dialog = QDialog(window)
    dialog.setLayout(QVBoxLayout())
    dialog.layout().addWidget(second)
    dialog.open()
    qtbot.waitUntil(second.hasFocus)
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    dialog.resize(300, 200)
    assert ring.shown_around is second
    assert len(dialog.findChildren(QWidget, "focusRing")) == 1
