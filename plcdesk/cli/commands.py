"""The commands about this computer's programme: make, fill, show, keep."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from plcdesk.cli.answer import Answer, Session, existing, text_of
from plcdesk.domain.changes import Loaded
from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import mark
from plcdesk.domain.programme import School
from plcdesk.paths import Paths

if TYPE_CHECKING:
    from plcdesk.services.desk import Desk
    from plcdesk.services.sample import SampleSize


def a_day(text: str) -> date:
    """A date written 2024-10-15. Raises ValueError, which argparse tells as wrong usage."""
    return date.fromisoformat(text)


def init(session: Session, arguments: argparse.Namespace) -> Answer:
    """Begin a programme in an empty folder."""
    from plcdesk.bootstrap import create_programme
    from plcdesk.services.programme import ProblemsFound

    w = session.w
    try:
        desk = create_programme(session.paths, arguments.name, arguments.school, arguments.me, session.settings)
    except ProblemsFound as found:
        return Answer("\n".join(w.problem(problem) for problem in found.problems),
                      {"problems": [problem.field for problem in found.problems]}, 1)
    with desk:
        current = desk.programme.current()
        data = {"folder": str(session.paths.folder), "programme": current.record.id if current else None}
    text = w("The programme “{name}” is ready in {folder}.", name=arguments.name, folder=str(session.paths.folder))
    return Answer(text, data)


def sample(session: Session, arguments: argparse.Namespace) -> Answer:
    """Make the sample programme in an empty folder, or open the one that is there."""
    from plcdesk.bootstrap import open_sample

    size: SampleSize = next((name for name in ("small", "tebo", "large") if getattr(arguments, name)), "full")
    paths = session.paths if arguments.data else session.paths.at(_sample_folder(size))
    with open_sample(paths, session.settings, size=size) as desk:
        counts = desk.records.counts()
    data = {"folder": str(paths.folder), "size": size, "records": counts}
    return Answer(session.w("The sample is ready in {folder}.", folder=str(paths.folder)), data)


def _sample_folder(size: SampleSize) -> Path:
    """Where a sample lies when no folder is named: the second programme beside the first."""
    folder = Paths.sample_folder(Paths.default_root())
    return folder.with_name("sample-tebo") if size == "tebo" else folder


def people_import(session: Session, arguments: argparse.Namespace) -> Answer:
    """Add the people of a list of names to a school and its group."""
    text = text_of(arguments.file)
    with session.desk() as desk:
        school = _school(desk, arguments.school) or _only_school(desk)
        group = next((row for row in desk.groups.rows(school.record.id)), None)
        drafts = desk.people.read_names(text)
        added = desk.people.add_names(drafts, school.record.id, group.id if group else None)
    w = session.w
    lines = [w.plural("{n} person added", "{n} people added", len(added.ids))]
    lines += [w("Already there: {name}", name=name) for name in added.known]
    left = [{"line": draft.line, "reason": w.problem(draft.problems[0]) if draft.problems else
             w("this name stands in line {n} already", n=draft.repeats)} for draft in drafts if not draft.usable]
    lines += [w("Line {n} was left out: {reason}", n=one["line"], reason=one["reason"]) for one in left]
    data = {"added": len(added.ids), "known": list(added.known), "ids": list(added.ids), "left_out": left}
    return Answer("\n".join(lines), data)


def import_records(session: Session, arguments: argparse.Namespace) -> Answer:
    """Add records from a file; refused whole on the first bad line."""
    from plcdesk.services.bulk import import_lines

    with existing(arguments.file).open(encoding="utf-8-sig", errors="surrogateescape") as lines, session.desk() as desk:
        count = import_lines(desk.records, lines)
    text = session.w.plural("{n} record taken in", "{n} records taken in", count)
    return Answer(text, {"records": count})


def indicators(session: Session, arguments: argparse.Namespace) -> Answer:
    """The figures, each with numerator, denominator and period."""
    with session.desk() as desk:
        school = _school(desk, arguments.school)
        findings = desk.indicators.all(school.record.id if school else None, None, arguments.since, arguments.until)
        found = [desk.indicators.as_json(finding, session.w) for finding in findings]
    lines = [f"{row['id']:<6} {row['label']}: {row['words']}" for row in found]
    return Answer("\n".join(lines), found)


def export(session: Session, arguments: argparse.Namespace) -> Answer:
    """Write one table a record kind."""
    from plcdesk.services.exports import export_csv

    with session.desk() as desk:
        files = export_csv(desk.records, arguments.folder, pseudonyms=arguments.pseudonyms)
    text = session.w.plural("{n} table saved in {folder}", "{n} tables saved in {folder}", len(files),
                            folder=str(arguments.folder))
    return Answer(text, {"folder": str(arguments.folder), "files": [file.name for file in files]})


def verify(session: Session, _: argparse.Namespace) -> Answer:
    """Compare the records with what the log says, and the log with its chain."""
    with session.desk() as desk:
        found = desk.upkeep.verify()
    w = session.w
    text = w("The records agree with the log.") if found.ok else w("The records do not agree with the log. "
                                                                   "Run rebuild, or restore a backup.")
    data = {"ok": found.ok, "digest": found.digest, "commits": found.commits}
    return Answer(f"{text}\n{found.digest}", data, 0 if found.ok else 1)


def rebuild(session: Session, _: argparse.Namespace) -> Answer:
    """Build the records anew from the log."""
    with session.desk() as desk:
        desk.upkeep.rebuild()
        found = desk.upkeep.verify()
    data = {"ok": found.ok, "digest": found.digest, "commits": found.commits}
    return Answer(session.w("The records were built anew from the log."), data, 0 if found.ok else 1)


def backup(session: Session, arguments: argparse.Namespace) -> Answer:
    """Make a backup, or say which there are."""
    with session.desk() as desk:
        desk.backups.check()
        made = desk.backups.list() if arguments.list else [desk.backups.make()]
        copied = [str(desk.backups.copy_to(one, arguments.to)) for one in made[:1]] if arguments.to else []
    rows = [{"name": one.name, "at": one.at.isoformat(), "reason": one.reason, "bytes": one.size,
             "meetings": one.count("meeting")} for one in made]
    return Answer("\n".join(str(row["name"]) for row in rows), {"backups": rows, "copies": copied})


def restore(session: Session, arguments: argparse.Namespace) -> Answer:
    """Go back to a backup, the present state being backed up first; or add what a backup holds beyond the present state.

    Where that shows again what was erased for good, without --yes only say so: code 1, nothing is changed."""
    with session.desk() as desk:
        desk.backups.check()
        wanted = next((one for one in desk.backups.list() if one.name == arguments.backup), None)
        if wanted is None:
            raise UserError(mark("There is no backup {name}. Nothing was changed. See backup --list."),
                            name=arguments.backup)
        if arguments.add:
            added = desk.backups.bring_back(wanted).commits
            text = session.w.plural("{n} change brought back.", "{n} changes brought back.", added)
            return Answer(text, {"added": added, "from": wanted.name})
        again = desk.backups.would_show(wanted)
        if again and not arguments.yes:
            told = session.w.plural("{n} change that was erased for good stands in this backup and can be read again then.",
                                    "{n} changes that were erased for good stand in this backup and can be read again then.", again)
            asks = session.w("Nothing was changed. Go back to it with --yes.")
            return Answer(f"{told}\n{asks}", {"restored": None, "erased": again}, 1)
        desk.backups.restore(wanted)
    text = session.w("Data restored to {moment}.", moment=session.w.moment(wanted.at))
    return Answer(text, {"restored": wanted.name, "erased": again})


def _school(desk: Desk, wanted: str | None) -> Loaded[School] | None:
    if wanted is None:
        return None
    schools = desk.programme.schools()
    found = [row for row in schools if wanted in {row.record.id, row.record.npsn or None}]
    found += [row for row in schools if wanted.casefold() in row.record.name.casefold()]
    if not found:
        raise UserError(mark("There is no school “{name}” here. Nothing was changed. Check its name."), name=wanted)
    return found[0]


def _only_school(desk: Desk) -> Loaded[School]:
    schools = desk.programme.schools()
    if len(schools) != 1:
        raise UserError(mark("There is more than one school. Nothing was added. Name one with --school."))
    return schools[0]

