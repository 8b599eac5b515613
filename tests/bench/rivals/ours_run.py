"""PLC Desk doing what the bench asks, as the others beside it: ``python -m tests.bench.rivals.ours_run ROWS FOLDER``.

Everything is done as the program does it: signed, with every check of the reader, the restore point, the search index and the
log. Prints one JSON object of seconds, bytes and megabytes.
"""

from __future__ import annotations

import dataclasses
import json
import subprocess
import sys
from datetime import date, time
from pathlib import Path
from typing import Any

from plcdesk import bootstrap
from plcdesk.domain.exchange import ReceiptState
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import Meeting, When
from plcdesk.paths import Paths
from plcdesk.services.desk import Desk
from plcdesk.settings import Settings
from tests.bench.timing import memory, once

FEW = 300
"""Commits of the receipt that is taken back."""


def main() -> None:
    """Play all stages, or (as a child that has written nothing) take one bundle in and tell the most memory that took."""
    if len(sys.argv) > 3:
        _take_in(Path(sys.argv[2]), Path(sys.argv[3]))
        return
    rows = [json.loads(line) for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
    folder = Path(sys.argv[2])
    one, two, three = (_desk(folder, name) for name in ("one", "two", "three"))
    one.programme.begin("Program KBP", "SD Melati 01", "Siti Rahmawati")
    two.exchange.join(one.exchange.send(folder).file)
    _told(two, one, folder)
    three.exchange.join(one.exchange.send(folder).file)
    three.close()
    group = one.groups.default()
    assert group is not None
    made = [_meeting(row, group.id) for row in rows]
    one.records.save_batches([[meeting] for meeting in made])
    del rows
    print(json.dumps(_measured(one, two, folder, made)))
    one.close()
    two.close()


def _measured(one: Desk, two: Desk, folder: Path, made: list[Meeting]) -> dict[str, float]:
    found: dict[str, float] = {}
    sent: list[Path] = []
    found["export"] = once(lambda: sent.append(_sent(one, two, folder)))
    bundle = sent.pop()
    found["bundle"] = bundle.stat().st_size
    found["preview"] = once(lambda: two.exchange.preview(bundle, accept_new=True))
    found["import"] = once(lambda: _merged(two, bundle))
    found["peak"] = float(subprocess.run([sys.executable, "-m", __spec__.name, "-", str(folder), str(bundle)], check=True,
                                         capture_output=True, text=True).stdout)
    found["again"] = once(lambda: _merged(two, bundle, ReceiptState.NOTHING_NEW))
    found["database"] = two.paths.database.stat().st_size
    _told(two, one, folder)
    share = len(made) // 10
    for desk, start, venue in ((one, 0, "Aula 0"), (two, share // 2, "Aula 1")):
        desk.records.save_batches([[dataclasses.replace(meeting, venue=venue)] for meeting in made[start:share]])
    changed = _sent(one, two, folder)
    found["edits"] = once(lambda: _merged(two, changed))
    found["edited"] = share
    _told(two, one, folder)
    one.records.save_batches([[dataclasses.replace(meeting, title="Diubah")] for meeting in made[-FEW:]])
    last = two.exchange.merge(_sent(one, two, folder), accept_new=True).bundle
    found["revert"] = once(lambda: two.exchange.undo(last))
    return found


def _desk(folder: Path, name: str) -> Desk:
    return bootstrap.build_desk(Paths(folder / name / "programme", folder / name / "state"), Settings())


def _take_in(folder: Path, bundle: Path) -> None:
    desk = _desk(folder, "three")
    _merged(desk, bundle)
    desk.close()
    print(memory("VmHWM"))


def _meeting(row: dict[str, Any], group: Id) -> Meeting:
    when = When(date.fromisoformat(row["held_on"]), time.fromisoformat(row["starts"]), time.fromisoformat(row["ends"]))
    return Meeting(id=Id(row["id"]), group_id=group, when=when, venue=row["venue"], title=row["title"])


def _sent(one: Desk, two: Desk, folder: Path) -> Path:
    """What the second laptop lacks, as far as it told; open, as the others seal nothing."""
    key = next(peer.key for peer in one.exchange.peers())
    return one.exchange.send(folder, key, sealed=False).file


def _told(desk: Desk, other: Desk, folder: Path) -> None:
    """Have `other` hear what `desk` holds."""
    other.exchange.merge(desk.exchange.ask(folder).file, accept_new=True)


def _merged(desk: Desk, bundle: Path, state: ReceiptState = ReceiptState.APPLIED) -> None:
    receipt = desk.exchange.merge(bundle, accept_new=True)
    assert receipt.state is state, (receipt.state, receipt.reason)


if __name__ == "__main__":
    main()
