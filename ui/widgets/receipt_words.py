"""What a bundle brings, in words: the same on the preview, after merging and when somebody joins."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from plcdesk.domain.changes import Row
from plcdesk.domain.exchange import Receipt, RowChange
from plcdesk.domain.fields import SPECS
from plcdesk.words import Words

SHOWN = 20
"""Names listed of one kind of record."""


def counted(w: Words, table: str, n: int) -> str:
    """"3 pertemuan": how many records of a kind."""
    words = {
        "meeting": lambda: w.plural("{n} meeting", "{n} meetings", n),
        "attendance": lambda: w.plural("{n} attendance mark", "{n} attendance marks", n),
        "agenda_item": lambda: w.plural("{n} agenda item", "{n} agenda items", n),
        "decision": lambda: w.plural("{n} decision", "{n} decisions", n),
        "action": lambda: w.plural("{n} follow-up", "{n} follow-ups", n),
        "talk_turn": lambda: w.plural("{n} talk-turn count", "{n} talk-turn counts", n),
        "attachment": lambda: w.plural("{n} photo with caption", "{n} photos with captions", n),
        "module": lambda: w.plural("{n} module", "{n} modules", n),
        "author": lambda: w.plural("{n} author", "{n} authors", n),
        "module_version": lambda: w.plural("{n} version of a module", "{n} versions of modules", n),
        "module_file": lambda: w.plural("{n} file of a module", "{n} files of modules", n),
        "round": lambda: w.plural("{n} round of a module", "{n} rounds of modules", n),
        "person": lambda: w.plural("{n} person", "{n} people", n),
        "person_number": lambda: w.plural("{n} set of staff numbers", "{n} sets of staff numbers", n),
        "role_held": lambda: w.plural("{n} role held", "{n} roles held", n),
        "consent": lambda: w.plural("{n} consent", "{n} consents", n),
        "group": lambda: w.plural("{n} group", "{n} groups", n),
        "member": lambda: w.plural("{n} membership", "{n} memberships", n),
        "slot": lambda: w.plural("{n} meeting time", "{n} meeting times", n),
        "school": lambda: w.plural("{n} school", "{n} schools", n),
        "stage": lambda: w.plural("{n} stage", "{n} stages", n),
        "programme": lambda: w("programme details"),
    }.get(table)
    return words() if words is not None else w.plural("{n} other record", "{n} other records", n)


ORDER = (
    "meeting", "attendance", "agenda_item", "decision", "action", "talk_turn", "attachment", "module", "module_version",
    "module_file", "round", "author", "person", "person_number",
    "role_held", "consent", "group", "member", "slot", "school", "stage", "programme",
)  # fmt: skip
"""What people look for first stands first."""


def ordered(counts: Mapping[str, int]) -> list[str]:
    """The kinds of record in the order in which they are named."""
    return sorted(counts, key=lambda table: (ORDER.index(table) if table in ORDER else len(ORDER), table))


def brings(w: Words, counts: Mapping[str, int]) -> str:
    """"3 pertemuan, 12 kehadiran"."""
    return ", ".join(counted(w, table, counts[table]) for table in ordered(counts))


def names_behind(w: Words, receipt: Receipt, change: RowChange, title_of: Mapping[Row, str]) -> str:
    """The records behind a line of the preview, one line for each kind that has names."""
    kinds: dict[str, list[str]] = {}
    for row, found in receipt.intake.rows.items():
        if found is change:
            kinds.setdefault(row.table, []).append(_readable(w, title_of.get(row, "")))
    lines = []
    for table in ordered({table: len(titles) for table, titles in kinds.items()}):
        named = sorted({title for title in kinds[table] if title}, key=str.casefold)
        label = w(SPECS[table].label) if table in SPECS else counted(w, table, len(kinds[table]))
        if not named:
            lines.append(f"{label} ({w.number(len(kinds[table]))})")
            continue
        more = len(kinds[table]) - SHOWN
        rest = "; " + w("… and {n} more", n=more) if more > 0 else ""
        lines.append(f"{label}: {'; '.join(named[:SHOWN])}{rest}")
    return "\n".join(lines)


def _readable(w: Words, title: str) -> str:
    """A meeting without a title is called by its day, which comes in the form of ISO 8601."""
    try:
        return w.date(date.fromisoformat(title)) if len(title) == 10 else title
    except ValueError:
        return title
