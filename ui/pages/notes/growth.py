"""How the three facilitation skills grew, in a person's own eyes and in an observer's (domain handbook 3.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from plcdesk.services.journals import SKILLS, GrowthPoint
from ui.runtime.context import Context
from ui.runtime.tips import plain_tip
from ui.widgets.cards import Card
from ui.widgets.flow import FlowLayout
from ui.widgets.form_field import plain_label

WIDTH, HEIGHT = 250, 130
HIGHEST = 4
OWN, SEEN = "chart-1", "chart-2"


class GrowthCard(Card):
    """A small chart for each skill; hides itself while there is nothing to draw."""

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx.w("Growth"))
        self.ctx = ctx
        self.lines = {code: SkillLine(ctx) for code in SKILLS}
        row = QWidget()
        flow = FlowLayout(row, 12)
        flow.setContentsMargins(0, 0, 0, 0)
        for line in self.lines.values():
            flow.addWidget(line)
        self.body.addWidget(row)
        self.body.addWidget(plain_label(ctx.w("● in their own journal · ■ by an observer"), "help", wrap=True))

    def show_points(self, points: Sequence[GrowthPoint], titles: Mapping[str, str]) -> None:
        """Draw the months; `titles` are the words of the skills."""
        self.setVisible(bool(points))
        for code, line in self.lines.items():
            line.show_points(titles.get(code, code), [(point.month, point.own.get(code), point.seen.get(code))
                                                      for point in points])


class SkillLine(QWidget):
    """One skill by month, levels 1 to 4: dots are the person's own, squares the observer's."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.ctx, self.w = ctx, ctx.w
        self._title = ""
        self._points: list[tuple[date, int | None, int | None]] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        ctx.theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Three of them stand beside each other where there is room."""
        return QSize(self.ctx.theme.px(WIDTH), self.ctx.theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """As large as it wishes."""
        return self.sizeHint()

    def show_points(self, title: str, points: list[tuple[date, int | None, int | None]]) -> None:
        """Draw a skill; what is drawn is told in words too."""
        self._title, self._points = title, points
        told = [self.w("{month}: own {own}, observer {seen}", month=self.w.month(month),
                       own="—" if own is None else str(own), seen="—" if seen is None else str(seen))
                for month, own, seen in points]
        self.setAccessibleName(title)
        self.setAccessibleDescription("; ".join(told))
        self.setToolTip(plain_tip("\n".join((title, *told))))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paper, levels, months, both lines."""
        theme = self.ctx.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme.tokens.color("chart-paper"))
        painter.setFont(theme.font("help"))
        metrics = painter.fontMetrics()
        height = metrics.height()
        painter.setPen(theme.tokens.color("chart-ink"))
        title = metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, self.width() - 16)
        painter.drawText(QRectF(8, 4, self.width() - 16, height), title)
        plot = QRectF(28, height + 12, self.width() - 44, self.height() - 2 * height - 22)
        self._levels(painter, plot)
        self._months(painter, plot, height)
        self._line(painter, plot, OWN, [own for _, own, _ in self._points])
        self._line(painter, plot, SEEN, [seen for _, _, seen in self._points])

    def _levels(self, painter: QPainter, plot: QRectF) -> None:
        for level in range(1, HIGHEST + 1):
            y = self._y(plot, level)
            painter.setPen(QPen(self.ctx.tokens.color("chart-5"), 1))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            painter.setPen(self.ctx.tokens.color("chart-ink"))
            painter.drawText(QRectF(4, y - 9, 18, 18), Qt.AlignmentFlag.AlignCenter, str(level))

    def _months(self, painter: QPainter, plot: QRectF, height: int) -> None:
        painter.setPen(self.ctx.tokens.color("chart-ink"))
        every = max(1, -(-len(self._points) * 40 // max(1, int(plot.width()))))
        for at, (month, _, _) in enumerate(self._points):
            if at % every == 0:
                x = self._x(plot, at)
                painter.drawText(QRectF(x - 24, plot.bottom() + 6, 48, height), Qt.AlignmentFlag.AlignHCenter,
                                 self.w.month(month)[:3])

    def _line(self, painter: QPainter, plot: QRectF, colour: str, values: list[int | None]) -> None:
        ink = self.ctx.tokens.color(colour)
        style = Qt.PenStyle.SolidLine if colour == OWN else Qt.PenStyle.DashLine
        places = [QPointF(self._x(plot, at), self._y(plot, value)) for at, value in enumerate(values)
                  if value is not None]
        painter.setPen(QPen(ink, 2, style))
        for before, after in pairwise(places):
            painter.drawLine(before, after)
        painter.setPen(QPen(self.ctx.tokens.color("chart-ink"), 1))
        painter.setBrush(ink)
        for place in places:
            if colour == OWN:
                painter.drawEllipse(place, 4.5, 4.5)
            else:
                painter.drawRect(QRectF(place.x() - 4, place.y() - 4, 8, 8))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _x(self, plot: QRectF, at: int) -> float:
        return plot.left() + plot.width() * (at + 0.5) / max(1, len(self._points))

    def _y(self, plot: QRectF, level: int) -> float:
        return plot.bottom() - plot.height() * (level - 1) / (HIGHEST - 1)
