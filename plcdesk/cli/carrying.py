"""The commands about sealed bundles: passphrases, and what is carried for others."""

from __future__ import annotations

import argparse
from pathlib import Path

from plcdesk.cli.answer import Answer, Session, existing, text_of
from plcdesk.domain.errors import UserError
from plcdesk.domain.exchange import Carried
from plcdesk.domain.fields import mark
from plcdesk.words import Words


def passphrase_in(path: Path | None) -> str | None:
    """The passphrase in a file, line ends apart; None without a file. On the command line itself others could read it."""
    return text_of(path).strip("\r\n") if path is not None else None


def carry(session: Session, arguments: argparse.Namespace) -> Answer:
    """Keep a sealed bundle for others."""
    file = existing(arguments.file)
    with session.desk() as desk:
        found = desk.exchange.carry(file)
    w = session.w
    return Answer(w("The bundle is kept, unread, to pass it on.") + "\n" + _line(found, w), _data(found))


def carried(session: Session, arguments: argparse.Namespace) -> Answer:
    """What is kept for others, or keep one no longer."""
    w = session.w
    with session.desk() as desk:
        found = desk.exchange.carried()
        if arguments.drop:
            wanted = [one for one in found if one.id.startswith(arguments.drop) or one.file == arguments.drop]
            if len(wanted) != 1:
                raise UserError(mark("There is no carried bundle “{name}”. Nothing was changed. See the list of carried "
                                     "bundles."), name=arguments.drop)
            desk.exchange.drop_carried(wanted[0].id)
            found = desk.exchange.carried()
    text = "\n".join(_line(one, w) for one in found) or w("No bundle is carried for others.")
    return Answer(text, [_data(one) for one in found])


def pass_on(session: Session, arguments: argparse.Namespace) -> Answer:
    """Write what is carried into a folder."""
    with session.desk() as desk:
        files = desk.exchange.pass_on(arguments.folder)
    text = session.w.plural("{n} carried bundle passed on and checked.", "{n} carried bundles passed on and checked.",
                            len(files))
    return Answer(text, {"files": [str(file) for file in files]})


def _line(one: Carried, w: Words) -> str:
    names = ", ".join(one.for_whom) or w("another computer")
    times = w.plural("passed on {n} time", "passed on {n} times", one.passed)
    return f"{one.id[:12]}  {one.file}  {w.size(one.size)}  {w('for {names}', names=names)}  {times}"


def _data(one: Carried) -> dict[str, object]:
    return {"id": one.id, "file": one.file, "bytes": one.size, "for": list(one.for_whom),
            "taken_at": one.taken_at.isoformat(), "passed": one.passed}
