"""Tooltips show what people typed as it was typed: Qt takes a text that looks like HTML for HTML, and a picture named in it
would be fetched from wherever it says."""

from __future__ import annotations

import html

from PySide6.QtGui import Qt


def plain_tip(text: str) -> str:
    """The text for a tooltip, made harmless where Qt would read it as HTML."""
    return f"<p>{html.escape(text)}</p>" if Qt.mightBeRichText(text) else text
