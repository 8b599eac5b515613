"""Handing the pages of a PDF to a printer, exactly as they were shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from ui.widgets.pdf_pages import POINT, PdfPages

SHARPEST = 300.0
"""Pages are drawn at no more dots an inch: text is sharp, and a page stays below 30 MB."""


def open_print_dialog(parent: QWidget, pdf: bytes, name: str, grey: bool, done: Callable[[bool], object]) -> None:
    """Ask for a printer and print; `done` hears whether the printer took the pages. Cancelling tells nothing."""
    printer = printer_for(pdf, name)
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintToFile, False)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    # the dialog keeps the printer alive until it has been used
    dialog.accepted.connect(lambda: done(print_pages(pdf, printer, grey)))
    dialog.open()  # type: ignore[call-arg]


def printer_for(pdf: bytes, name: str) -> QPrinter:
    """A printer set to the paper of the PDF (F4 is a size of its own), without margins: the PDF has its own."""
    pages = PdfPages(pdf)
    size = pages.sizes[0]
    pages.close()
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    landscape = size.width() > size.height()
    upright = size.transposed() if landscape else size
    paper = QPageSize(QSizeF(upright), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    turn = QPageLayout.Orientation.Landscape if landscape else QPageLayout.Orientation.Portrait
    printer.setPageLayout(QPageLayout(paper, turn, QMarginsF(0, 0, 0, 0)))
    printer.setFullPage(True)
    return printer


def print_pages(pdf: bytes, printer: QPrinter, grey: bool = False) -> bool:
    """Draw the pages (those the user asked for) on the printer; False when it does not respond."""
    painter = QPainter()
    if not printer.isValid() or not painter.begin(printer):
        return False
    pages = PdfPages(pdf)
    good = True
    dpi = min(float(printer.resolution()), SHARPEST)
    first = max(1, printer.fromPage())
    last = min(printer.toPage() or len(pages.sizes), len(pages.sizes))
    for place, at in enumerate(range(first - 1, last)):
        if place > 0 and not printer.newPage():
            good = False
            break
        full = pages.sizes[at] * (printer.resolution() / POINT)
        painter.drawImage(QRectF(0, 0, full.width(), full.height()), pages.picture(at, dpi, grey))
    pages.close()
    return painter.end() and good
