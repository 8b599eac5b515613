"""The command of a hub: take in a folder of bundles, and say who delivered what."""

from __future__ import annotations

import argparse
import shutil
import sys
from typing import TYPE_CHECKING, Any

from plcdesk.cli.answer import Answer, Session
from plcdesk.domain.errors import UserError
from plcdesk.domain.exchange import DONE, ReceiptState
from plcdesk.domain.fields import mark
from plcdesk.domain.progress import Progress
from plcdesk.words import Words

if TYPE_CHECKING:
    from plcdesk.services.collecting import Collected, Delivery

_STATES = {
    ReceiptState.APPLIED: mark("merged"), ReceiptState.NOTHING_NEW: mark("was here already"),
    ReceiptState.PARKED: mark("waits for others"), ReceiptState.REFUSED: mark("not taken"),
    ReceiptState.NEEDS_TRUST: mark("new computer"), ReceiptState.NEEDS_PASSPHRASE: mark("passphrase missing"),
    ReceiptState.FOR_OTHERS: mark("for others"),
}
_WIDE, _BAR = 28, 30
"""Letters of a column of text, and of the bar."""


def collect(session: Session, arguments: argparse.Namespace) -> Answer:
    """Take in every bundle of a folder."""
    if arguments.preview or arguments.passphrase_file:
        raise UserError(mark("A folder is received without --preview and without a passphrase. Nothing was changed. Name a "
                             "single bundle for that."))
    shown = sys.stderr.isatty() and not arguments.json
    bar = _Bar(session.w)
    with session.desk() as desk:
        try:
            found = desk.exchange.collect(arguments.file, accept_new=arguments.accept_new, jobs=arguments.jobs,
                                          progress=Progress(bar.show if shown else None))
        finally:
            bar.end()
    rows = [_row(delivery, session.w) for delivery in found.deliveries]
    data = {"bundles": rows, "silent": list(found.silent), "complete": found.complete}
    return Answer(_told(found, rows, session.w), data, 0 if found.complete else 1)


class _Bar:
    """How far it is, on one line of a terminal."""

    def __init__(self, w: Words) -> None:
        self._w = w
        self._long = 0

    def show(self, text: str, done: int, total: int) -> None:
        filled = _BAR * done // total if total else 0
        line = f"{self._w(text)} [{'#' * filled}{'.' * (_BAR - filled)}] {done}/{total}"
        line = line[: shutil.get_terminal_size().columns - 1]
        sys.stderr.write("\r" + line.ljust(self._long))
        sys.stderr.flush()
        self._long = len(line)

    def end(self) -> None:
        if self._long:
            sys.stderr.write("\r" + " " * self._long + "\r")


def _row(delivery: Delivery, w: Words) -> dict[str, Any]:
    receipt = delivery.receipt
    return {
        "file": delivery.file, "sender": receipt.sender, "schools": list(delivery.schools),
        "made_at": receipt.made_at.isoformat() if receipt.made_at is not None else None,
        "state": receipt.state.value, "new": sum(receipt.new.values()), "changed": sum(receipt.changed.values()),
        "deleted": sum(receipt.deleted.values()), "differing": receipt.differing,
        "reason": w(receipt.reason.text, **receipt.reason.values) if receipt.reason is not None else None,
    }


def _told(found: Collected, rows: list[dict[str, Any]], w: Words) -> str:
    if not rows:
        return w("There is no bundle in this folder.")
    titles = (w("From"), w("School"), w("Made"), w("State"), w("New"), w("Changed"), w("Differing"))
    lines = [[
        _short(row["sender"] or row["file"]), _short(", ".join(row["schools"])),
        w.moment(delivery.receipt.made_at.astimezone()) if delivery.receipt.made_at is not None else "",
        w(_STATES[delivery.receipt.state]), str(row["new"]), str(row["changed"]), str(row["differing"]),
    ] for delivery, row in zip(found.deliveries, rows, strict=True)]
    widths = [max(len(line[at]) for line in (titles, *lines)) for at in range(len(titles))]
    told = [_line(titles, widths), "  ".join("-" * width for width in widths)]
    for line, row in zip(lines, rows, strict=True):
        told.append(_line(line, widths))
        if row["reason"]:
            told.append(f"    {_flat(row['file'])}: {_flat(row['reason'])}")
    done = sum(delivery.receipt.state in DONE for delivery in found.deliveries)
    told += ["", w("{n} of {total} bundles are in.", n=done, total=len(rows))]
    if found.silent:
        told.append(w("Nothing came from: {names}", names=", ".join(found.silent)))
    return "\n".join(told)


def _line(cells: Any, widths: list[int]) -> str:
    parts = [cell.rjust(width) if at > 3 else cell.ljust(width) for at, (cell, width) in enumerate(zip(cells, widths, strict=True))]
    return "  ".join(parts).rstrip()


def _short(text: str) -> str:
    flat = _flat(text)
    return flat if len(flat) <= _WIDE else flat[: _WIDE - 1] + "…"


def _flat(text: str) -> str:
    """The text on one line, without signs that would speak to the terminal: names come from files of others."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
