"""Pages of a PDF as pictures. PDFium works in one thread at a time, so every call here holds one lock."""

from __future__ import annotations

import threading
from typing import Any

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage

_LOCK = threading.Lock()
POINT = 72.0
"""Points of a PDF in one inch."""


class PdfPages:
    """An open PDF; `close` it when done. May be used from any thread. Raises `ValueError` for what is no PDF."""

    def __init__(self, data: bytes) -> None:
        # not at program start: the library costs 20 MB and is needed for previews and printing only
        import pypdfium2

        with _LOCK:
            try:
                self._document: Any = pypdfium2.PdfDocument(data)
            except pypdfium2.PdfiumError as error:
                raise ValueError("not a PDF that can be shown") from error
            sizes = [self._document.get_page_size(at) for at in range(len(self._document))]
        self.sizes = [QSizeF(width, height) for width, height in sizes]
        """Width and height of each page in points."""

    def picture(self, at: int, dpi: float, grey: bool = False) -> QImage:
        """One page at `dpi` pixels an inch."""
        with _LOCK:
            page = self._document[at]
            bitmap = page.render(scale=dpi / POINT, prefer_bgrx=True, grayscale=grey)
            shape = QImage.Format.Format_Grayscale8 if grey else QImage.Format.Format_RGB32
            # the copy outlives the library's buffer
            image = QImage(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, shape).copy()
            bitmap.close()
            page.close()
        return image

    def close(self) -> None:
        """Give the memory back."""
        with _LOCK:
            self._document.close()
