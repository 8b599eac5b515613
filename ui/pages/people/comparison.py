"""Two records that may be one person, beside each other; what differs is chosen by a press."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from plcdesk.services.duplicate_views import Clash, Comparison, Counts, FieldPair, Pair, PersonSide
from plcdesk.words import NOTHING, Words
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.cards import Card
from ui.widgets.control import SMALLEST, tab_order
from ui.widgets.flow import FlowLayout
from ui.widgets.form_field import plain_label
from ui.widgets.levels import LevelCard

LABEL, NARROW = 120, 560


class ComparisonCard(Card):
    """One pair. The page shows the next one after `merged`, `different` or `later`. Nothing is chosen beforehand."""

    merged = Signal(dict)
    """The values chosen, by field."""
    different = Signal()
    later = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx.w("These two records may be the same person"))
        self.ctx, self.w = ctx, ctx.w
        w = self.w
        self.why, self.after = plain_label("", "help", wrap=True), plain_label("", "strong", wrap=True)
        self.clashes, self.missing = plain_label("", "help", wrap=True), plain_label("", "error", wrap=True)
        self.lines: list[Line] = []
        self._body = QVBoxLayout()
        self._body.setSpacing(8)
        self.apart = set_role(QPushButton(w("Not the same person")), "outlined")
        self.wait = set_role(QPushButton(w("Decide later")), "outlined")
        self.go = set_role(QPushButton(w("Merge into one")), "primary")
        once(self.apart, self.different.emit)
        once(self.wait, self.later.emit)
        once(self.go, self._merge)
        buttons = QWidget()
        flow = FlowLayout(buttons, spacing=8)
        for button in (self.apart, self.wait, self.go):
            button.setMinimumHeight(SMALLEST)
            flow.addWidget(button)
        self.body.addWidget(self.why)
        self.body.addLayout(self._body)
        for part in (self.clashes, self.after, self.missing, buttons):
            self.body.addWidget(part)
        self.missing.hide()

    def show_pair(self, pair: Pair, plan: Comparison, place: str) -> None:
        """Show another pair; `place` tells which of how many ("1 dari 2")."""
        w = self.w
        self.why.setText(" · ".join(part for part in (place, w(pair.why.label), self._moved(pair)) if part))
        for line in self.lines:
            self._body.removeWidget(line)
            line.hide()
            line.deleteLater()
        named = any(found.spec.name == "name" for found in plan.fields)
        heads = [_head(w, side, named=named) for side in (plan.one, plan.other)]
        self.lines = [Line(self.ctx, "", *heads)]
        self.lines += [self._line(found) for found in plan.fields]
        for line in self.lines:
            self._body.addWidget(line)
        self.clashes.setText("\n".join(self._clash(clash) for clash in plan.clashes))
        self.clashes.setVisible(bool(plan.clashes))
        self.after.setText(w("After merging: {counts}.", counts=told(w, plan.after)))
        self._complain([])
        self._fold()
        tab_order([*(card for line in self.lines for card in line.cards), self.apart, self.wait, self.go])
        self.setAccessibleName(f"{self.heading.text()}. {plan.one.name}, {plan.other.name}")

    def begin(self) -> None:
        """Put the keyboard on the first choice, or on the harmless button where there is none."""
        first = next((line for line in self.lines if line.open), None)
        (first.cards[0] if first is not None else self.wait).setFocus(Qt.FocusReason.TabFocusReason)

    def picked(self) -> Mapping[str, Any]:
        """The values chosen so far, by field."""
        return {line.field.spec.name: line.value() for line in self.lines if line.field is not None and line.chosen}

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Captions go above the values where it is narrow."""
        super().resizeEvent(event)
        self._fold()

    def _merge(self) -> None:
        waiting = [line for line in self.lines if line.open]
        self._complain(waiting)
        if waiting:
            waiting[0].cards[0].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.merged.emit(dict(self.picked()))

    def _complain(self, lines: Sequence[Line]) -> None:
        fields = ", ".join(line.caption.text() for line in lines)
        self.missing.setText(self.w("Choose one of the two: {fields}", fields=fields) if lines else "")
        self.missing.setVisible(bool(lines))

    def _line(self, found: FieldPair) -> Line:
        show = self.ctx.desk.history.show
        texts = [show(found.table, found.spec.name, value, self.w) for value in (found.one, found.other)]
        line = Line(self.ctx, self.w(found.spec.label), *texts, field=found)
        line.picked.connect(lambda: self._complain([one for one in self.lines if one.open])
                            if not self.missing.isHidden() else None)
        return line

    def _moved(self, pair: Pair) -> str:
        return self.w.plural("{n} new record under the old name", "{n} new records under the old name", pair.moved) \
            if pair.moved else ""

    def _clash(self, clash: Clash) -> str:
        w = self.w
        what = self.ctx.desk.records.title(clash.meeting, w) if clash.meeting is not None else w(clash.label)
        return w("{what}: “{kept}” holds, “{lost}” stays in History.", what=what, kept=w(clash.kept.label),
                 lost=w(clash.lost.label))

    def _fold(self) -> None:
        narrow = self.width() < self.ctx.theme.px(NARROW)
        for line in self.lines:
            line.fold(narrow=narrow)


class Line(QWidget):
    """A caption and the two values; where both are filled and differ, two cards of which one is chosen. Keys 1 and 2
    choose, arrows go over."""

    picked = Signal()

    def __init__(self, ctx: Context, caption: str, one: str, other: str, *, field: FieldPair | None = None) -> None:
        super().__init__()
        self.field = field
        self.caption = plain_label(caption, "label", wrap=True)
        self.caption.setFixedWidth(ctx.theme.px(LABEL))
        self.caption.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._width = ctx.theme.px(LABEL)
        self._turning = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._turning.setContentsMargins(0, 0, 0, 0)
        self._turning.addWidget(self.caption)
        row = QHBoxLayout()
        row.setSpacing(8)
        self._turning.addLayout(row, 1)
        self._group = QButtonGroup(self)
        self.cards: list[LevelCard] = []
        for at, text in enumerate((one, other)):
            row.addWidget(self._card(ctx, at, text) if field is not None and field.differ else
                          _text(text, "strong" if field is None else ""), 1)
        self._group.idClicked.connect(lambda _: self.picked.emit())

    @property
    def chosen(self) -> bool:
        """Whether one of the two was pressed."""
        return self._group.checkedId() >= 0

    @property
    def open(self) -> bool:
        """Whether somebody still has to choose."""
        return bool(self.cards) and not self.chosen

    def value(self) -> Any:
        """The value chosen."""
        assert self.field is not None
        return (self.field.one, self.field.other)[self._group.checkedId()]

    def fold(self, *, narrow: bool) -> None:
        """The caption above the values, or beside them; without one there is nothing above them."""
        way = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._turning.setDirection(way)
        self._turning.setSpacing(2 if narrow else 8)
        if narrow:
            self.caption.setMinimumWidth(0)
            self.caption.setMaximumWidth(16777215)
        else:
            self.caption.setFixedWidth(self._width)
        self.caption.setVisible(bool(self.caption.text()) or not narrow)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The digits of the cards."""
        keys = (Qt.Key.Key_1, Qt.Key.Key_2)
        if self.cards and event.key() in keys and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            card = self.cards[keys.index(Qt.Key(event.key()))]
            card.setFocus(Qt.FocusReason.OtherFocusReason)
            card.click()
        else:
            super().keyPressEvent(event)

    def _card(self, ctx: Context, at: int, text: str) -> LevelCard:
        card = LevelCard(ctx.theme, str(at + 1), text)
        card.setAccessibleName(f"{self.caption.text()}: {text}")
        card.moved.connect(lambda by: self.cards[max(0, min(1, at + by))].setFocus(Qt.FocusReason.OtherFocusReason))
        self._group.addButton(card, at)
        self.cards.append(card)
        return card


def told(w: Words, counts: Counts, between: str = ", ") -> str:
    """"22 kehadiran, 3 observasi": what hangs on somebody, without what is nought but for the attendance."""
    parts = [w.plural("{n} attendance mark", "{n} attendance marks", counts.attendances)]
    if counts.observations:
        parts.append(w.plural("{n} observation", "{n} observations", counts.observations))
    if counts.actions:
        parts.append(w.plural("{n} follow-up", "{n} follow-ups", counts.actions))
    if counts.others:
        parts.append(w.plural("{n} other record", "{n} other records", counts.others))
    return between.join(parts)


def _head(w: Words, side: PersonSide, *, named: bool) -> str:
    """What hangs on one of the two, below the name where no line of its own says it."""
    where = "" if side.here else w("In the Trash since they were merged")
    return "\n".join(part for part in ("" if named else side.name or NOTHING, told(w, side.counts, " · "), where) if part)


def _text(text: str, role: str) -> QLabel:
    label = plain_label(text or NOTHING, role, wrap=True)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return label
