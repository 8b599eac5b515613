"""The colours of a theme by name, read from ``resources/themes``."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PySide6.QtGui import QColor, QPalette

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "themes"
SPACE = (4, 8, 12, 16, 24, 32)
"""The only distances between things, in pixels at text size 100 %."""

SYSTEM = {
    "window": "window", "surface": "base", "surface-alt": "alternate-base", "sidebar": "window", "text": "window-text",
    "text-2": "window-text", "disabled": "mid", "border": "window-text", "line": "window-text", "primary": "highlight",
    "primary-hover": "highlight", "primary-pressed": "highlight", "on-primary": "highlighted-text",
    "selected": "highlight", "hover": "base", "danger": "window-text", "on-danger": "base",
    "toast": "window", "toast-text": "window-text", "toast-action": "window-text",
    "focus-outer": "highlight", "focus-gap": "window",
}  # fmt: skip
"""Names of the system palette that stand for our colours while the user asked for high contrast."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours by name. `high_contrast` tells that they are the system's and ours must not be mixed in."""

    name: str
    dark: bool
    colours: Mapping[str, str]
    high_contrast: bool = False

    def __getitem__(self, name: str) -> str:
        """The colour as ``#RRGGBB``. Raises KeyError for an unknown name."""
        return self.colours[name]

    def color(self, name: str) -> QColor:
        """The colour for a painter."""
        return QColor(self.colours[name])


@cache
def load(name: str) -> Tokens:
    """The theme called `name` ("light" or "dark")."""
    data = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    charts = tomllib.loads((FOLDER / "charts.toml").read_text(encoding="utf-8"))
    return Tokens(data["name"], data["dark"], {**charts["colours"], **data["colours"]})


def guess(choice: str, system: QPalette) -> str:
    """The theme of the first picture: the user's choice, or what the system's own colours look like."""
    if choice in ("light", "dark"):
        return choice
    return "dark" if system.window().color().lightness() < 128 else "light"


def contrast(one: str, other: str) -> float:
    """The contrast of two colours after WCAG 2.2, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
