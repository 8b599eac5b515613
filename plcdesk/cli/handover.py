"""The commands about a change of laptop: hand over, archive."""

from __future__ import annotations

import argparse

from plcdesk.cli.answer import Answer, Session
from plcdesk.domain.papers import PaperOptions, PaperSize


def hand_over(session: Session, arguments: argparse.Namespace) -> Answer:
    """Put a full bundle, a backup and a guide on a stick."""
    options = PaperOptions(PaperSize(arguments.paper or session.settings.paper), language=session.w.language)  # type: ignore[call-arg]
    with session.desk() as desk:
        package = desk.handover.pack(arguments.folder, arguments.to or "", options, backup=not arguments.without_backup)
    w = session.w
    lines = [w("Everything was saved in {folder} and checked.", folder=str(package.folder)),
             w("Bundle {file}, check code {code}", file=package.bundle.file.name, code=package.bundle_code)]
    if package.backup is not None:
        lines.append(w("Backup {file}, check code {code}", file=package.backup.name, code=package.backup_code))
    if package.private:
        lines.append(w.plural("{n} private record lies in the backup only. Whoever has that file can read it.",
                              "{n} private records lie in the backup only. Whoever has that file can read them.",
                              package.private))
    data = {
        "folder": str(package.folder), "bundle": str(package.bundle.file), "guide": str(package.guide),
        "backup": str(package.backup) if package.backup is not None else None, "private": package.private,
        "check": {"bundle": package.bundle_code, "backup": package.backup_code},
    }
    return Answer("\n".join(lines), data)


def archive(session: Session, arguments: argparse.Namespace) -> Answer:
    """Make this folder an archive that is only read, or go on working in it."""
    with session.desk() as desk:
        if arguments.reopen:
            desk.handover.reopen()
        else:
            desk.handover.archive()
        archived = desk.handover.archived
    w = session.w
    text = w("Read-only: you can view and print, but not edit yet.") if archived else w("This computer is worked on again.")
    return Answer(text, {"archived": archived})
