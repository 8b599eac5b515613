"""The one stylesheet of the application: a template filled with colours and scaled sizes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from string import Template

from ui.theme.tokens import FOLDER, SYSTEM, Tokens


class Values(Mapping[str, str]):
    """What the template may ask for: ``c_text_2`` a colour, ``px_15`` a scaled length, ``art`` the drawings,
    ``control``/``row`` the heights of the moment."""

    def __init__(self, tokens: Tokens, scale: float, short: bool, art: str) -> None:
        self._tokens, self._scale, self._short, self._art = tokens, scale, short, art

    def __getitem__(self, key: str) -> str:
        kind, _, rest = key.partition("_")
        if kind == "c":
            return self._colour(rest.replace("_", "-"))
        if kind == "px":
            return f"{max(1, round(int(rest) * self._scale))}px"
        if kind == "control":
            # inside the border of 1 px
            return f"{round((32 if self._short else 36) * self._scale) - 2}px"
        if kind == "title":
            return f"{round((20 if self._short else 24) * self._scale)}px"
        if kind == "art":
            return self._art
        raise KeyError(key)

    def _colour(self, name: str) -> str:
        if not self._tokens.high_contrast or name not in self._tokens.colours:
            return self._tokens[name]
        ground = name.endswith("-bg") or name.startswith("diff")
        return f"palette({SYSTEM.get(name, 'window' if ground else 'window-text')})"

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


@cache
def template() -> Template:
    """The rules, read once."""
    return Template((FOLDER / "application.qss").read_text(encoding="utf-8"))


def stylesheet(tokens: Tokens, scale: float, short: bool, art: str) -> str:
    """The rules for a theme, a text scale and a window that is short or not."""
    return template().substitute(Values(tokens, scale, short, art))
