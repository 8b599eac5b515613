"""A pasted list of names: one person a line, from a letter, a chat or a spreadsheet, becomes drafts."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator

from plcdesk.domain.changes import Problem
from plcdesk.domain.checks import SHORT
from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import mark
from plcdesk.domain.names import plain_name
from plcdesk.domain.people import Role
from plcdesk.domain.roster import PersonDraft

MOST = 2000
"""The longest list, in lines."""

_NUMBERING = re.compile(r"^\(?\d{1,4}(?:[.)\]:]+\s*|\s*[-–]\s+|\s+)(?=\D)")
_BULLET = re.compile(r"^(?:[-*•◦·▪‣●○□☐✓✔–—]\s*)+")
_COLUMNS = {
    "nama": "name", "nama guru": "name", "nama lengkap": "name", "name": "name", "full name": "name",
    "nama dan gelar": "titled", "name and titles": "titled",
    "peran": "role", "jabatan": "role", "role": "role", "tugas": "role",
    "sekolah": "school", "satuan pendidikan": "school", "unit kerja": "school", "school": "school",
    "kelas/mapel": "teaches", "kelas": "teaches", "mapel": "teaches", "class or subject": "teaches",
}
_ROLES = {
    "guru": Role.TEACHER, "teacher": Role.TEACHER, "wali kelas": Role.TEACHER,
    "fasilitator": Role.FACILITATOR, "facilitator": Role.FACILITATOR,
    "kepala sekolah": Role.PRINCIPAL, "ks": Role.PRINCIPAL, "kepsek": Role.PRINCIPAL, "principal": Role.PRINCIPAL,
    "pendamping": Role.MENTOR, "dosen": Role.MENTOR, "mentor": Role.MENTOR,
    "mahasiswa": Role.STUDENT, "university student": Role.STUDENT,
    "pengawas": Role.SUPERVISOR, "pengawas sekolah": Role.SUPERVISOR, "school supervisor": Role.SUPERVISOR,
    "orang tua": Role.PARENT, "parent": Role.PARENT,
    "tokoh masyarakat": Role.COMMUNITY, "community figure": Role.COMMUNITY,
    "operator": Role.OPERATOR, "operator sekolah": Role.OPERATOR, "school operator": Role.OPERATOR,
}


def parse_names(text: str) -> list[PersonDraft]:
    """The people of a pasted list, in its order; lines that cannot be taken over say why.

    Numbering and bullets in front go away; tabs and semicolons part columns, and so do commas below a heading line
    that names the columns. A comma elsewhere belongs to the titles (``Siti Rahmawati, S.Pd.``). Raises UserError when
    the list is longer than `MOST` lines.
    """
    drafts: list[PersonDraft] = []
    first_lines: dict[str, int] = {}
    for number, cells in _table(text):
        draft = _draft(number, cells)
        if draft is None:
            continue
        key = " ".join(plain_name(draft.name).casefold().split())
        before = first_lines.setdefault(key, number) if not draft.problems else number
        drafts.append(draft if before == number else _repeating(draft, before))
    return drafts


def _repeating(draft: PersonDraft, line: int) -> PersonDraft:
    return PersonDraft(draft.name, draft.role, draft.school, draft.teaches, draft.line, line)


def _table(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Line numbers (from 1) with cells by column name."""
    lines = [(number, line) for number, line in enumerate(_clean(text).split("\n"), 1) if line.strip(" \t;|")]
    if len(lines) > MOST:
        raise UserError(mark("This list has more than {n} lines. Nothing was added. Paste it in parts."), n=MOST)
    first = _cells(lines[0][1], ",") if lines else []
    comma = len(first) > 1 and _heading(first) is not None
    heading: list[str] | None = None
    for number, line in lines:
        cells = _cells(line, "," if comma else _separator(line))
        found = _heading(cells)
        if found is not None:
            heading = found
        elif heading is not None and len(cells) > 1:
            yield number, {name: cell for name, cell in zip(heading, cells, strict=False) if name}
        else:
            yield number, _guessed(cells)


def _clean(text: str) -> str:
    """One kind of line end and of space; what cannot be seen or printed goes away."""
    lines = unicodedata.normalize("NFC", "\n".join(text.splitlines()))
    signs = (" " if unicodedata.category(sign) == "Zs" else sign for sign in lines)
    return "".join(sign for sign in signs if sign in "\n\t" or unicodedata.category(sign)[0] != "C")


def _separator(line: str) -> str:
    return next((sign for sign in "\t;|" if sign in line), "")


def _cells(line: str, separator: str) -> list[str]:
    if not separator:
        return [_unquoted(line.strip())]
    try:
        parts = next(csv.reader([line], delimiter=separator, skipinitialspace=True), [])
    except csv.Error:  # a cell longer than any name
        parts = line.split(separator)
    return [_unquoted(part.strip()) for part in parts]


def _unquoted(cell: str) -> str:
    return cell[1:-1].strip() if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell


def _heading(cells: list[str]) -> list[str] | None:
    """The column names when the line is a heading: one of its cells says `Nama`, and there is more than one."""
    names = [_COLUMNS.get(cell.casefold().strip(" .:"), "") for cell in cells]
    alone = len(cells) == 1 and cells[0].casefold().strip(" .:") in {"nama", "nama guru", "nama lengkap"}
    return names if ("name" in names or "titled" in names) and (len(cells) > 1 or alone) else None


def _guessed(cells: list[str]) -> dict[str, str]:
    """Without a heading: the first cell with letters is the name, a cell that says a role is the role."""
    found: dict[str, str] = {}
    for cell in cells:
        if "name" not in found:
            if any(sign.isalpha() for sign in cell) or len(cells) == 1:
                found["name"] = cell
        elif "role" not in found and _role(cell)[0] is not None:
            found["role"] = cell
    return found


def _draft(number: int, cells: dict[str, str]) -> PersonDraft | None:
    name = _bare(cells.get("titled", "")) or _bare(cells.get("name", ""))
    if not name:
        return None
    role, teaches = _role(cells.get("role", ""))
    problems: tuple[Problem, ...] = ()
    if not any(sign.isalpha() for sign in name):
        problems = (Problem("name", mark("This line holds no name")),)
    elif len(name) > SHORT:
        problems = (Problem("name", mark("Use at most {n} characters"), {"n": SHORT}),)
    return PersonDraft(name, role, cells.get("school", ""), cells.get("teaches", "") or teaches, number, None, problems)


def _bare(name: str) -> str:
    """The name without numbering, bullets and spare spaces."""
    bare = _BULLET.sub("", " ".join(name.split()))
    return _BULLET.sub("", _NUMBERING.sub("", bare)).strip(" ;\t")


def _role(cell: str) -> tuple[Role | None, str]:
    """A role and, for ``Guru kelas 5``, what is taught."""
    words = " ".join(cell.split())
    role = _ROLES.get(words.casefold())
    if role is None and words.casefold().startswith("guru "):
        return Role.TEACHER, words[5:]
    return role, ""
