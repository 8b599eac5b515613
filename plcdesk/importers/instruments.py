"""The instruments that come with the program: one TOML file each, read when they are asked for.

A file's name is its instrument's code in small letters, with ``-100`` and so on for later versions. ``scales.toml``
holds what they share, ``lists.toml`` the fixed lists. `check_files` tells what is wrong with a file, and where.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from plcdesk.domain.changes import Problem
from plcdesk.domain.instruments import About, Instrument, Text
from plcdesk.importers.instrument_check import problems_of, problems_of_scale
from plcdesk.importers.instrument_shape import NotReadable, Shared, instrument_from, shared_from
from plcdesk.importers.instrument_table import Fault, Table

SCALES, LISTS = "scales.toml", "lists.toml"
STEP = 100
"""Our versions are 1, 100, 200 …: the numbers between belong to the programmes, so the two never meet."""
OWN = "X"
"""How the codes of a programme's separate instruments begin; ours never do."""

_ERROR_AT = re.compile(r"(.*) \(at (?:line (\d+), column \d+|end of document)\)", re.DOTALL)


class Trouble(NamedTuple):
    """What is wrong with a file, in which line (counted from 1), and why."""

    file: str
    line: int
    reason: str


class Header(NamedTuple):
    """What the head of a file says."""

    code: str
    version: int
    title: Text
    about: About
    private: bool


Choices = tuple[tuple[str, Text], ...]


def files(folder: Path) -> list[Path]:
    """The files of instruments, by name."""
    return sorted(path for path in folder.glob("*.toml") if path.name not in (SCALES, LISTS))


def read_header(path: Path) -> Header:
    """The head of a file without the rest of it, which takes most of the time."""
    data = tomllib.loads(path.read_text(encoding="utf-8").partition("\n[[")[0])
    return Header(data["code"], data["version"], Text(**data["title"]), About(data["about"]),
                  data.get("private", False))


def read_shared(folder: Path) -> Shared:
    """The scales and descriptors that all instruments share."""
    return shared_from(_data(folder / SCALES))


def read_instrument(path: Path, shared: Shared) -> Instrument:
    """One instrument. Raises NotReadable."""
    return instrument_from(_data(path), shared)


def read_lists(folder: Path) -> dict[str, Choices]:
    """The fixed lists by name, each choice with its value and its words. Raises NotReadable."""
    faults: list[Fault] = []
    table = Table(_data(folder / LISTS), "", faults)
    lists = {
        part.text("name"): tuple((one.text("value"), Text(one.text("id"), one.text("en")))
                                 for one in part.tables("choices"))
        for part in table.tables("list")
    }
    table.nothing_else()
    if faults:
        raise NotReadable(faults)
    return lists


def check_files(folder: Path) -> list[Trouble]:
    """Everything that is wrong with the files of a folder."""
    troubles = _check(folder / LISTS, lambda _: read_lists(folder))
    found = _check(folder / SCALES, lambda _: read_shared(folder))
    if found:  # every other file would be wrong for the same reason
        return troubles + found
    shared = read_shared(folder)
    troubles += _check_scales(folder / SCALES, shared)
    keys: dict[tuple[str, int], str] = {}
    for path in files(folder):
        found = _check(path, lambda data: instrument_from(data, shared))
        troubles += found or _check_instrument(path, read_instrument(path, shared), keys)
    return troubles


def _check_scales(path: Path, shared: Shared) -> list[Trouble]:
    text = path.read_text(encoding="utf-8")
    return [_trouble(path, text, problem) for place, scale in enumerate(shared.scales.values())
            for problem in problems_of_scale(scale, place)]


def _trouble(path: Path, text: str, problem: Problem) -> Trouble:
    return Trouble(path.name, line_of(text, problem.field), problem.text.format(**problem.values))


def _check_instrument(path: Path, made: Instrument, keys: dict[tuple[str, int], str]) -> list[Trouble]:
    text = path.read_text(encoding="utf-8")
    # a shared scale is judged where it stands, not in every file that uses it
    troubles = [_trouble(path, text, problem) for problem in problems_of(made)
                if not problem.field.startswith("scale") or "\n[[scale]]" in text]
    wanted = f"{made.code.lower()}.toml" if made.version == 1 else f"{made.code.lower()}-{made.version}.toml"
    if path.name != wanted:
        troubles.append(Trouble(path.name, line_of(text, "code"), f"the file must be called {wanted}"))
    if made.version != 1 and made.version % STEP:
        troubles.append(Trouble(path.name, line_of(text, "version"), f"the version must be 1 or a multiple of {STEP}"))
    if made.code.startswith(OWN):
        troubles.append(Trouble(path.name, line_of(text, "code"), f"codes that begin with {OWN} are the programmes'"))
    other = keys.setdefault(made.key, path.name)
    if other != path.name:
        troubles.append(Trouble(path.name, line_of(text, "code"), f"the same code and version as {other}"))
    return troubles


def _check(path: Path, read: Callable[[dict[str, Any]], object]) -> list[Trouble]:
    """What keeps a file from being read at all."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        return [Trouble(path.name, 1, f"cannot be read: {error.strerror}")]
    except UnicodeDecodeError as error:
        return [Trouble(path.name, path.read_bytes()[: error.start].count(b"\n") + 1, "this is not UTF-8")]
    try:
        read(_parse(text))
    except tomllib.TOMLDecodeError as error:
        found = _ERROR_AT.fullmatch(str(error))
        line = int(found[2]) if found and found[2] else text.count("\n") + 1
        return [Trouble(path.name, line, found[1] if found else str(error))]
    except NotReadable as error:
        return [Trouble(path.name, line_of(text, fault.path), fault.reason) for fault in error.faults]
    return []


def line_of(text: str, path: str) -> int:
    """The line of an entry (``item.3.anchors.2.en``) in the text of a TOML file, or of what it should stand in."""
    lines = text.split("\n")
    parts = path.split(".")
    start, end = 0, len(lines)
    if len(parts) > 1 and parts[1].isdigit():
        starts = [number for number, line in enumerate(lines) if line.strip() == f"[[{parts[0]}]]"]
        if int(parts[1]) >= len(starts):
            return 1
        start = starts[int(parts[1])]
        end = next((number for number in range(start + 1, len(lines)) if lines[number].startswith("[")), end)
        parts = parts[2:]
    if not parts or not parts[0]:
        return start + 1
    key = re.compile(rf"\s*{re.escape(parts[0])}\s*=")
    found = next((number for number in range(start, end) if key.match(lines[number])), None)
    if found is None:
        return next((number for number in range(start, end) if lines[number].strip() == f"[[{parts[0]}]]"), start) + 1
    return _inner_line(lines, found, end, parts[1:]) + 1


def _inner_line(lines: list[str], first: int, end: int, parts: list[str]) -> int:
    """The line of the n-th table of a list that begins in line `first`."""
    if not parts or not parts[0].isdigit():
        return first
    left = int(parts[0])
    for number in range(first, end):
        left -= lines[number].count("{")
        if left < 0:
            return number
    return first


def _data(path: Path) -> Mapping[str, Any]:
    return _parse(path.read_text(encoding="utf-8"))


def _parse(text: str) -> dict[str, Any]:
    return tomllib.loads(text, parse_float=Decimal)
