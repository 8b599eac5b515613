"""The pages of a PDF on screen: those in sight are drawn, the others wait."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from plcdesk.words import Words
from ui.runtime.context import Look
from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST
from ui.widgets.form_field import plain_label
from ui.widgets.pdf_pages import POINT, PdfPages
from ui.widgets.segmented import Segmented

SCREEN = 96.0
_GAP, _KEPT = 12, 6


class PdfPaper(QAbstractScrollArea):
    """The scrolling pages. `fit` True: as wide as the view; False: 100 %."""

    turned = Signal(int, int)
    """Page in sight, from 1, and number of pages."""

    def __init__(self, theme: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pages: PdfPages | None = None
        self._drawn: OrderedDict[tuple[int, int], QPixmap] = OrderedDict()
        self._boxes: list[QRect] = []
        self.fit = True
        set_role(self, "plain")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().valueChanged.connect(self._tell)
        theme.changed.connect(self.viewport().update)

    def show_pdf(self, data: bytes) -> None:
        """Show another PDF from its first page. Raises ValueError for what is no PDF."""
        pages = PdfPages(data)
        self.clear()
        self._pages = pages
        self._lay()
        self.verticalScrollBar().setValue(0)
        self._tell()

    def clear(self) -> None:
        """Show nothing."""
        if self._pages is not None:
            self._pages.close()
        self._pages = None
        self._drawn.clear()
        self._boxes = []
        self.viewport().update()

    def set_fit(self, fit: bool) -> None:
        """As wide as the view, or 100 %."""
        self.fit = fit
        self._lay()

    @property
    def count(self) -> int:
        """Number of pages."""
        return len(self._boxes)

    @property
    def current(self) -> int:
        """The page in the middle of the view, from 0."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        return next((at for at, box in enumerate(self._boxes) if box.bottom() + _GAP >= middle), max(0, self.count - 1))

    def turn(self, by: int) -> None:
        """Go to a page further on (or back)."""
        at = max(0, min(self.count - 1, self.current + by))
        if self._boxes:
            self.verticalScrollBar().setValue(self._boxes[at].top() - _GAP)

    @property
    def drawn(self) -> set[int]:
        """The pages that have been drawn and are kept."""
        return {at for at, _ in self._drawn}

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is in sight."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), self._theme.tokens.color("surface-alt"))
        offset_x, offset_y = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        for at, box in enumerate(self._boxes):
            spot = box.translated(-offset_x, -offset_y)
            if spot.intersects(event.rect()):
                painter.drawPixmap(spot, self._picture(at, box.width()))
                painter.setPen(self._theme.tokens.color("line"))
                painter.drawRect(spot.adjusted(0, 0, -1, -1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the width anew."""
        super().resizeEvent(event)
        self._lay()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page keys turn pages, arrows scroll."""
        turns = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1, Qt.Key.Key_Home: -self.count, Qt.Key.Key_End: self.count}
        by = turns.get(Qt.Key(event.key())) if not event.modifiers() else None
        if by is None:
            super().keyPressEvent(event)
        else:
            self.turn(by)

    def _lay(self) -> None:
        if self._pages is None:
            return
        ratio = self.verticalScrollBar().value() / max(1, self.verticalScrollBar().maximum())
        room = self.viewport().width() - 2 * _GAP
        widest = max((size.width() for size in self._pages.sizes), default=1.0)
        scale = max(0.1, room / widest) if self.fit else SCREEN / POINT
        self._boxes, y = [], _GAP
        for size in self._pages.sizes:
            width, height = round(size.width() * scale), round(size.height() * scale)
            self._boxes.append(QRect(max(_GAP, (self.viewport().width() - width) // 2), y, width, height))
            y += height + _GAP
        wide = round(widest * scale) + 2 * _GAP
        self.verticalScrollBar().setRange(0, max(0, y - self.viewport().height()))
        self.verticalScrollBar().setPageStep(self.viewport().height())
        self.verticalScrollBar().setSingleStep(40)
        self.horizontalScrollBar().setRange(0, 0 if self.fit else max(0, wide - self.viewport().width()))
        self.horizontalScrollBar().setPageStep(self.viewport().width())
        self.verticalScrollBar().setValue(round(ratio * self.verticalScrollBar().maximum()))
        self.viewport().update()
        self._tell()

    def _picture(self, at: int, width: int) -> QPixmap:
        assert self._pages is not None
        ratio = self.devicePixelRatioF()
        key = at, round(width * ratio)
        if key in self._drawn:
            self._drawn.move_to_end(key)
            return self._drawn[key]
        image = self._pages.picture(at, POINT * width * ratio / self._pages.sizes[at].width())
        image.setDevicePixelRatio(ratio)
        self._drawn[key] = QPixmap.fromImage(image)
        if len(self._drawn) > _KEPT:
            self._drawn.popitem(last=False)
        return self._drawn[key]

    def _tell(self) -> None:
        self.viewport().update()
        self.turned.emit(self.current + 1 if self.count else 0, self.count)


class PdfView(QWidget):
    """The pages with a bar above: back, forth, page n of N, as wide as the view or 100 %."""

    def __init__(self, w: Words, theme: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.w = w
        self.paper = PdfPaper(theme)
        self.paper.setAccessibleName(w("Pages of the document"))
        self.number = plain_label("", "meta")
        self.zoom = Segmented(w("Size"), [(True, w("Fit width")), (False, "100%")])
        self.zoom.set_value(True)
        self.zoom.chosen.connect(self.paper.set_fit)
        back, forth = set_role(QPushButton(w("Previous")), "flat"), set_role(QPushButton(w("Next")), "flat")
        theme.dress(back, "chevron-left")
        theme.dress(forth, "chevron-right")
        for button, by in ((back, -1), (forth, 1)):
            button.setMinimumHeight(SMALLEST)
            button.clicked.connect(lambda _=False, by=by: self.paper.turn(by))
        bar = QHBoxLayout()
        bar.setSpacing(8)
        for part in (back, self.number, forth):
            bar.addWidget(part)
        bar.addStretch(1)
        bar.addWidget(self.zoom)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(bar)
        column.addWidget(self.paper, 1)
        self.paper.turned.connect(self._turned)

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Put the keyboard on the pages."""
        self.paper.setFocus(reason)

    def show_pdf(self, data: bytes) -> None:
        """Show a PDF. Raises ValueError for what is no PDF."""
        self.paper.show_pdf(data)

    def _turned(self, page: int, pages: int) -> None:
        text = self.w("Page {page} of {pages}", page=page, pages=pages) if pages else ""
        self.number.setText(text)
        self.paper.setAccessibleDescription(text)
