"""What a user has chosen for the program: a small readable TOML file in the state folder."""

from __future__ import annotations

import dataclasses
import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from pathlib import Path
from types import MappingProxyType
from typing import Any

LANGUAGES = ("id", "en")
THEMES = ("follow", "light", "dark")
TEXT_SCALES = (100, 115, 130, 150)
PAPERS = ("a4", "f4")


@dataclass(frozen=True, slots=True)
class Settings:
    """The user's choices. `other` holds keys of a later version; they survive a save."""

    language: str = "id"
    theme: str = "follow"
    text_scale: int = 100
    """Per cent."""
    paper: str = "a4"
    last_programme: str = ""
    """The folder that was open last; empty before the first."""
    other: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))


_ALLOWED: dict[str, tuple[Any, ...]] = {
    "language": LANGUAGES, "theme": THEMES, "text_scale": TEXT_SCALES, "paper": PAPERS,
}
_NAMES = tuple(item.name for item in dataclasses.fields(Settings) if item.name != "other")


def load(path: Path) -> Settings:
    """The settings in `path`. A missing or unreadable file, or a value out of its list, means the default."""
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return Settings()
    known = {name: found.pop(name) for name in _NAMES if name in found}
    return Settings(**{name: value for name, value in known.items() if _fits(name, value)}, other=found)


def save(settings: Settings, path: Path) -> None:
    """Write the settings whole or not at all. Raises OSError when the folder cannot be written."""
    known = {name: getattr(settings, name) for name in _NAMES}
    import tempfile  # half of what it brings is not needed at start

    text = "\n".join(_lines({**settings.other, **known})) + "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, partial = tempfile.mkstemp(dir=path.parent, prefix=path.name, suffix=".partial")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
    except BaseException:
        Path(partial).unlink(missing_ok=True)
        raise


def _fits(name: str, value: Any) -> bool:
    default = getattr(Settings(), name)
    return type(value) is type(default) and (name not in _ALLOWED or value in _ALLOWED[name])


def _lines(table: Mapping[str, Any], prefix: str = "") -> list[str]:
    """TOML lines: plain values first, then tables."""
    plain = [f"{_text(key)} = {_value(value)}" for key, value in table.items() if not isinstance(value, dict)]
    for key, value in table.items():
        if isinstance(value, dict):
            name = f"{prefix}{_text(key)}"
            plain += ["", f"[{name}]", *_lines(value, f"{name}.")]
    return plain


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_text(key)} = {_value(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value).lower() if isinstance(value, bool | float | int) else _quoted(str(value))


def _text(key: str) -> str:
    return key if key.isascii() and key.replace("-", "").replace("_", "").isalnum() else _quoted(key)


def _quoted(text: str) -> str:
    # a JSON string is a TOML basic string, but for the delete sign
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
