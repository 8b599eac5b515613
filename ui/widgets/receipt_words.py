"""What a bundle brings, in words: the same on the preview, after merging and when somebody joins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from plcdesk.domain.changes import Row
from plcdesk.domain.exchange import Receipt, RowChange
from plcdesk.domain.fields import SPECS
from plcdesk.words import Words

if TYPE_CHECKING:
    from plcdesk.services.records import Records

SHOWN = 20
"""Names listed of one kind of record."""
NAMED = 5
"""Differing entries named in the preview."""


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
        "device_notice": lambda: w.plural("{n} word of a steward", "{n} words of stewards", n),
        "erasure": lambda: w.plural("{n} order to erase", "{n} orders to erase", n),
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


def changes_of(w: Words, receipt: Receipt) -> list[tuple[RowChange, str, dict[str, int]]]:
    """What a bundle does to records: the change, what it is called, and how many of each kind; without empty ones."""
    found = [(RowChange.NEW, w("New data"), receipt.new), (RowChange.CHANGED, w("Updated"), receipt.changed),
             (RowChange.DELETED, w("Deleted"), receipt.deleted)]
    return [line for line in found if line[2]]


def change_name(w: Words, change: RowChange) -> str:
    """One change on one record, as a pill says it."""
    return {RowChange.NEW: w("New"), RowChange.CHANGED: w("Updated"), RowChange.DELETED: w("Deleted")}[change]


def entry_name(w: Words, row: Row, field: str, title: str) -> str:
    """An entry: its record and the field ("Rapat mingguan · Tempat")."""
    spec = SPECS.get(row.table)
    found = spec.fields.get(field) if spec is not None else None
    kind = w(spec.label) if spec is not None else row.table
    return " · ".join((readable(w, title) or kind, w(found.label) if found is not None else w("Keep or delete")))


def entries_named(w: Words, opened: Sequence[tuple[Row, str]], titles: Mapping[Row, str], count: int) -> str:
    """The first differing entries of `count`, one a line."""
    lines = [entry_name(w, row, field, titles.get(row, "")) for row, field in opened[:NAMED]]
    if lines and count > len(lines):
        lines.append(w("… and {n} more", n=count - len(lines)))
    return "\n".join(lines)


def remarks(w: Words, receipt: Receipt) -> list[tuple[str, str]]:
    """What else is to be known about a bundle, with a sign for each."""
    missing, suspect, newer = receipt.photos_missing, receipt.intake.suspect, receipt.intake.newer
    found = [
        (missing, "camera", w.plural("{n} photo or file did not arrive whole and comes with a later bundle.",
                                     "{n} photos and files did not arrive whole and come with a later bundle.", missing)),
        (suspect, "timer", w.plural("{n} change carries a time far ahead: the clock of that laptop may be wrong.",
                                    "{n} changes carry a time far ahead: the clock of that laptop may be wrong.", suspect)),
        (newer, "info", w.plural("{n} change comes from a newer version; what this version does not know is kept unseen.",
                                 "{n} changes come from a newer version; what this version does not know is kept unseen.",
                                 newer)),
    ]
    copied = [("triangle-alert", w("The laptop “{name}” was copied: two laptops use the same data folder. Nothing is lost. "
                                   "Ask its owner to keep using only one.", name=name)) for name in receipt.intake.copied]
    return [(icon, text) for count, icon, text in found if count] + copied


def titles_here(records: Records, w: Words, receipt: Receipt) -> dict[Row, str]:
    """What the first records of each kind are called that are here already; looks into the database."""
    found: dict[Row, str] = {}
    asked: Counter[tuple[str, RowChange]] = Counter()
    for row, change in receipt.intake.rows.items():
        asked[row.table, change] += 1
        title = records.title(row, w) if asked[row.table, change] <= SHOWN else ""
        if title:
            found[row] = title
    for row, _ in receipt.intake.opened[:SHOWN]:
        found[row] = records.title(row, w) or found.get(row, "")
    return found


def names_behind(w: Words, receipt: Receipt, change: RowChange, title_of: Mapping[Row, str]) -> str:
    """The records behind a line of the preview, one line for each kind that has names."""
    kinds: dict[str, list[str]] = {}
    for row, found in receipt.intake.rows.items():
        if found is change:
            kinds.setdefault(row.table, []).append(readable(w, title_of.get(row, "")))
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


def readable(w: Words, title: str) -> str:
    """A meeting without a title is called by its day, which comes in the form of ISO 8601."""
    try:
        return w.date(date.fromisoformat(title)) if len(title) == 10 else title
    except ValueError:
        return title
