"""Counts of the options of one item as horizontal bars: words, bar, count and percent; painted, not built of widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.runtime.context import Look

GAP, BAR = 12, 14
WORDS = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignVCenter)
FIGURES = int(Qt.AlignmentFlag.AlignRight) | int(Qt.AlignmentFlag.AlignVCenter)


@dataclass(frozen=True, slots=True)
class Bar:
    """One option: its words, its part of the base (0 to 1), count and percent written behind the bar."""

    label: str
    share: float
    count: str
    percent: str


class OptionBars(QWidget):
    """Rows of bars. All bars start at zero and share one scale, so that they can be compared by length."""

    def __init__(self, theme: Look, name: str, bars: Sequence[Bar]) -> None:
        super().__init__()
        self._theme = theme
        self.bars = tuple(bars)
        self._measured: tuple[int, list[int]] = (-1, [])
        self.setAccessibleName(name)
        self.setAccessibleDescription("; ".join(f"{bar.label}: {bar.count}, {bar.percent}" for bar in self.bars))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self._forget)

    def hasHeightForWidth(self) -> bool:
        """Long words wrap where it is narrow."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of all rows."""
        return sum(self._heights(width))

    def sizeHint(self) -> QSize:
        """Wide enough for words, bar and figures."""
        width = self._theme.px(480)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Narrow windows wrap the words."""
        width = self._theme.px(220)
        return QSize(width, min(self._heights(width), default=0))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Words left, bar in the middle, figures right."""
        painter = QPainter(self)
        tokens = self._theme.tokens
        words, counts, percents = self._columns(self.width())
        percent_at = self.width() - percents
        count_at = percent_at - GAP - counts
        bar_at, bar_width = words + GAP, max(0, count_at - words - 2 * GAP)
        thick = min(self._theme.px(BAR), self._line())
        top = 0
        for bar, height in zip(self.bars, self._heights(self.width()), strict=True):
            painter.setPen(tokens.color("text"))
            painter.drawText(QRect(0, top, words, height), WORDS, bar.label)
            painter.drawText(QRect(count_at, top, counts, height), FIGURES, bar.count)
            painter.drawText(QRect(percent_at, top, percents, height), FIGURES, bar.percent)
            ground = QRect(bar_at, top + (height - thick) // 2, bar_width, thick)
            painter.fillRect(ground, tokens.color("surface-alt"))
            length = round(bar_width * bar.share)
            if bar.share > 0:
                painter.fillRect(QRect(ground.x(), ground.y(), max(2, length), thick), tokens.color("primary"))
            top += height

    def _line(self) -> int:
        return self.fontMetrics().height() + 6

    def _columns(self, width: int) -> tuple[int, int, int]:
        """Widths of words, counts and percentages; the bar gets the rest, nearly half of it at least."""
        words, counts, percents = (self._widest(texts) for texts in zip(
            *((bar.label, bar.count, bar.percent) for bar in self.bars), strict=True))
        most = max(self._theme.px(90), (width - counts - percents - 3 * GAP) * 11 // 20)
        return min(words, most), counts, percents

    def _widest(self, texts: Sequence[str]) -> int:
        return max(self.fontMetrics().horizontalAdvance(text) for text in texts) + 4

    def changeEvent(self, event: QEvent) -> None:
        """Another font has other measures."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._forget()

    def _forget(self) -> None:
        self._measured = (-1, [])
        self.updateGeometry()

    def _heights(self, width: int) -> list[int]:
        """Measured once for a width: layouts ask again and again."""
        if self._measured[0] != width:
            self._measured = width, self._measure(width)
        return self._measured[1]

    def _measure(self, width: int) -> list[int]:
        words = self._columns(width)[0]
        metrics = self.fontMetrics()
        return [max(self._line(), metrics.boundingRect(QRect(0, 0, words, 10000), WORDS, bar.label).height() + 6)
                for bar in self.bars]
