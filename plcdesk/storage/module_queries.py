"""The list of teaching material: filtered and sorted in the database."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import Connection

from plcdesk.domain.modules import ModuleFocus, ModuleKind, ModuleRow, ModuleStatus, Verdict
from plcdesk.domain.queries import ModuleQuery
from plcdesk.storage.engine import Database
from plcdesk.storage.filters import Where, day_in
from plcdesk.storage.sql import fetch

_AUTHORS = "(SELECT group_concat(p.name, ' ') FROM author a JOIN person p ON p.id = a.person_id WHERE a.module_id = m.id)"
_VERSION = "(SELECT max(v.number) FROM module_version v WHERE v.module_id = m.id)"
_REVIEWERS = ("(SELECT count(DISTINCT coalesce(f.rater_id, f.id)) FROM form f JOIN module_version v ON v.id = f.version_id "
              f"WHERE v.module_id = m.id AND v.number = {_VERSION})")


def modules(db: Database, query: ModuleQuery) -> list[ModuleRow]:
    """The modules by code and title; those without a code come last."""
    where = Where()
    where.equal("m.id", query.id)
    where.equal("m.school_id", query.school_id)
    for column, chosen in (("m.status", query.status), ("m.focus", query.focus), ("m.kind", query.kind)):
        where.equal(column, chosen.value if chosen is not None else None)
    where.text(query.text, "m.code", "m.title", "m.subject", "m.classroom", "m.problem", _AUTHORS)
    with db.read() as connection:
        authors = _authors(connection)
        rows = fetch(
            connection,
            "SELECT m.id, m.code, m.title, m.kind, m.focus, m.classroom, m.subject, m.school_id, coalesce(s.name, ''), "
            f"m.status, m.local, coalesce({_VERSION}, 0), {_REVIEWERS}, r.id, coalesce(r.number, 0), "
            "coalesce(r.objective, ''), r.taught_on, coalesce(r.happened, ''), r.verdict "
            "FROM module m LEFT JOIN school s ON s.id = m.school_id LEFT JOIN round r ON r.module_id = m.id AND "
            f"r.number = (SELECT max(o.number) FROM round o WHERE o.module_id = m.id){where} "
            "ORDER BY m.code = '', m.code, m.title, m.id", *where.parameters)
    return [ModuleRow(
        *row[:3], ModuleKind(row[3]), ModuleFocus(row[4]) if row[4] else None, *row[5:9], ModuleStatus(row[9]),  # type: ignore[call-arg]
        bool(row[10]), *row[11:16], day_in(row[16]), row[17], Verdict(row[18]) if row[18] else None,  # type: ignore[call-arg]
        tuple(authors.get(row[0], ()))) for row in rows]


def _authors(connection: Connection) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for module, name in fetch(connection, "SELECT a.module_id, p.name FROM author a JOIN person p ON p.id = a.person_id "
                                          "ORDER BY a.rank, a.id"):
        found[module].append(name)
    return found
