"""The cards of the start page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.pages.home.columns import coming
from ui.pages.home.step import Step
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.cards import Card
from ui.widgets.control import SMALLEST
from ui.widgets.flow import FlowLayout
from ui.widgets.form_field import plain_label

SHOWN = 6
"""So many coming meetings; the schedule has the others."""
RECENT = 20
"""Lines of the exchange log looked through for the last receipt."""


class StepCard(QFrame):
    """Why now, what, and a button with the verb."""

    def __init__(self, step: Step, act: Callable[[], object], *, primary: bool) -> None:
        super().__init__()
        set_role(self, "card")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(plain_label(step.why, f"pill-{step.tone}"), 0, Qt.AlignmentFlag.AlignLeft)
        words.addWidget(plain_label(step.what, "subsection", wrap=True))
        row.addLayout(words, 1)
        self.button = _button(step.verb, "primary" if primary else "outlined", act)
        self.button.setAccessibleDescription(f"{step.why}: {step.what}")
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)


def coming_card(ctx: Context) -> Card:
    """The planned meetings of the next two weeks."""
    w, card = ctx.w, Card(ctx.w("Coming two weeks"))
    rows = coming(ctx.desk, w)
    if not rows:
        card.body.addWidget(plain_label(w("No meeting is planned. Set the fixed time of a group under People."), "help",
                                        wrap=True))
    for when, what in rows[:SHOWN]:
        line = QVBoxLayout()
        line.setSpacing(0)
        line.addWidget(plain_label(when, "strong", wrap=True))
        line.addWidget(plain_label(what, "help", wrap=True))
        card.body.addLayout(line)
    text, target = (w("Open the schedule"), ("meetings", "view:schedule")) if rows else \
        (w("Set a fixed time"), ("people", "groups"))
    card.body.addWidget(_button(text, "plain", partial(ctx.go, *target)), 0, Qt.AlignmentFlag.AlignLeft)
    card.body.addStretch(1)
    return card


def safety_card(ctx: Context) -> Card:
    """The newest backup and what was not sent yet; of the sample nothing needs keeping."""
    w, desk, card = ctx.w, ctx.desk, Card(ctx.w("Safe keeping"))
    if desk.is_sample:
        card.body.addWidget(plain_label(w("Try everything freely. Sample data is never sent and needs no backup."),
                                        "meta", wrap=True))
        card.body.addStretch(1)
        return card
    last = desk.backups.last()
    text = w("Last backup: {when}", when=w.moment(last.at)) if last else w("No backup yet")
    card.body.addWidget(plain_label(text, "meta", wrap=True))
    count, since = desk.exchange.unsent()
    if not count:
        card.body.addWidget(plain_label(w("Every change is in a bundle that was sent"), "meta", wrap=True))
    elif since is not None:
        card.body.addWidget(plain_label(w.plural("{n} change not sent since {date}", "{n} changes not sent since {date}",
                                                 count, date=w.day(since.date())), "meta", wrap=True))
    received = next((line for line in desk.exchange.log(RECENT) if line.direction == "in" and line.state == "applied"), None)
    if received is not None:
        card.body.addWidget(plain_label(w("Last received: {name}, {date}", name=received.peer or w("A laptop without a name"),
                                          date=w.day(received.at.astimezone().date())), "meta", wrap=True))
    waiting = len(desk.exchange.waiting())
    if waiting:
        card.body.addWidget(plain_label(w.plural("{n} bundle waits for an earlier one", "{n} bundles wait for an earlier one",
                                                 waiting), "meta", wrap=True))
    holder = set_role(QWidget(), "scrolled")
    row = FlowLayout(holder)
    for words, page, record in ((w("Send"), "exchange", "send"), (w("Receive"), "exchange", "receive"),
                                (w("Backups"), "settings", "backups")):
        row.addWidget(_button(words, "outlined", partial(ctx.go, page, record)))
    card.body.addWidget(holder)
    card.body.addStretch(1)
    return card


def _button(text: str, role: str, act: Callable[[], object]) -> QPushButton:
    button = set_role(QPushButton(text), role)
    button.setMinimumHeight(SMALLEST)
    once(button, act)
    return button
