"""A process that is killed at a chosen write, and the one that lets it be killed again and again.

``python -m tests.journeys.killing SCENARIO FOLDER`` prepares a programme in FOLDER, forks a child for each chosen point,
which does the work of the scenario and is killed there by SIGKILL, then looks at what is left. One JSON object a line.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from plcdesk import bootstrap
from plcdesk.domain.exchange import ReceiptState
from plcdesk.domain.meetings import Meeting
from plcdesk.paths import Paths
from plcdesk.services import bundle_names
from plcdesk.services.desk import Desk
from plcdesk.settings import Settings

Say = Callable[[str], None]
FILE_EVENTS = {"open", "os.rename", "os.remove", "os.mkdir", "os.truncate"}
VENUES = ("Aula", "Perpustakaan", "Ruang kelas IV")
ENOUGH = 18
"""Kill points of a scenario: every commit and every change of a file name, the rest spread evenly."""


class Points:
    """Counts what this process writes: statements to SQLite, files opened for writing, renamed, removed."""

    def __init__(self, kill_at: int | None) -> None:
        self.kill_at = kill_at
        self.seen: list[str] = []
        self.counting = False

    def install(self) -> None:
        """Hear of every write from now on; for the rest of the life of this process."""
        connect = sqlite3.connect

        def listened(*args: Any, **kwargs: Any) -> sqlite3.Connection:
            connection = connect(*args, **kwargs)
            connection.set_trace_callback(_Statements(self._point))
            return connection

        sqlite3.connect = sqlite3.dbapi2.connect = listened  # type: ignore[assignment,attr-defined]
        sys.addaudithook(self._event)

    def _event(self, name: str, args: tuple[Any, ...]) -> None:
        if name in FILE_EVENTS and (name != "open" or _writes(args)):
            self._point(name)

    def _point(self, what: str) -> None:
        if not self.counting:
            return
        self.seen.append(what)
        if len(self.seen) == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)


class _Statements:
    """Tells of each statement of a connection that writes; a transaction in which was only read leaves nothing to lose."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self._tell, self._reading = tell, False

    def __call__(self, text: str) -> None:
        if text.startswith(("SELECT", "PRAGMA", "--")):
            return
        only_read = text == "BEGIN" or (self._reading and text in ("COMMIT", "ROLLBACK"))
        self._reading = text == "BEGIN"
        if not only_read:
            self._tell(text.split(None, 1)[0])


def _writes(args: tuple[Any, ...]) -> bool:
    flags = args[2] if len(args) > 2 and isinstance(args[2], int) else 0
    return bool(flags & (os.O_WRONLY | os.O_RDWR))


class Scenario:
    """Something that is done on a prepared programme and killed in the middle. Files lie below `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.mine = Paths(root / "mine" / "programme", root / "mine" / "state")
        self.theirs = Paths(root / "theirs" / "programme", root / "theirs" / "state")
        self.stick = root / "stick"
        self.meeting = ""

    def prepare(self) -> None:
        """Two laptops of one programme with a meeting; the other one has something to send."""
        self.stick.mkdir(parents=True)
        with opened(self.theirs) as desk:
            desk.programme.begin("Program KBP", "SD Melati 01", "Siti Rahmawati")
            group = desk.groups.default()
            assert group is not None
            desk.people.add_names(["Nur Hidayah", "Agus Priyatno"], group.school_id, group.id)
            self.meeting = desk.meetings.new(group.id).id
            first = desk.exchange.send(self.stick).file
        with opened(self.mine) as desk:
            desk.exchange.join(first)
            desk.programme.set_me(desk.people.find("Nur")[0].id)
        with opened(self.theirs) as desk:
            desk.attendance.mark_all_present(self.meeting)
            self.bundle = desk.exchange.send(self.stick).file
        first.unlink()

    def work(self, desk: Desk, say: Say) -> None:
        """What is killed; `say` acknowledges a step to the user."""
        raise NotImplementedError

    def judge(self, desk: Desk, said: list[str]) -> list[str]:
        """What was lost or is half there, in words; nothing when all is well."""
        raise NotImplementedError


class Saving(Scenario):
    """Three saves, one after the other."""

    def work(self, desk: Desk, say: Say) -> None:
        for venue in VENUES:
            loaded = desk.records.load(Meeting, self.meeting)
            assert loaded is not None
            desk.records.save(dataclasses.replace(loaded.record, venue=venue), loaded)
            say(venue)

    def judge(self, desk: Desk, said: list[str]) -> list[str]:
        stored = desk.records.get(Meeting, self.meeting)
        told = {line.new for line in desk.records.history() if line.field == "venue"}
        lost = [f"the saved “{venue}” is not in the history" for venue in said if venue not in told]
        due = ("", *VENUES)[len(said):len(said) + 2]
        if stored is None or stored.venue not in due:
            lost.append(f"saved {said}, stored {stored}")
        return lost


class Sending(Scenario):
    """One bundle onto the stick."""

    def work(self, desk: Desk, say: Say) -> None:
        say(desk.exchange.send(self.stick).file.name)

    def judge(self, desk: Desk, said: list[str]) -> list[str]:
        found = sorted(path.name for path in self.stick.iterdir() if path.suffix == ".plcb" and path != self.bundle)
        lost = [f"{name} was said to be there" for name in said if name not in found]
        with opened(self.theirs) as other:
            for name in found:
                receipt = other.exchange.preview(self.stick / name, accept_new=True)
                if receipt.state is ReceiptState.REFUSED:
                    lost.append(f"{name} has its final name and is not whole")
        again = desk.exchange.send(self.stick).file
        if again.name in found or not bundle_names.candidates(self.stick):
            lost.append("the next bundle did not arrive under a name of its own")
        return lost


class Receiving(Scenario):
    """The other laptop's bundle is merged."""

    def prepare(self) -> None:
        super().prepare()
        with opened(self.mine) as desk:
            self.before = desk.upkeep.verify().digest
        with opened(self.theirs) as desk:
            self.after = desk.upkeep.verify().digest
        assert self.before != self.after

    def work(self, desk: Desk, say: Say) -> None:
        receipt = desk.exchange.merge(self.bundle)
        assert receipt.state is ReceiptState.APPLIED, receipt
        say("merged")

    def judge(self, desk: Desk, said: list[str]) -> list[str]:
        now = desk.upkeep.verify().digest
        if now not in ([self.after] if said else [self.before, self.after]):
            return ["neither the old state nor the new one"]
        desk.exchange.merge(self.bundle)
        return [] if desk.upkeep.verify().digest == self.after else ["merging again does not lead to the new state"]


@contextlib.contextmanager
def opened(paths: Paths) -> Iterator[Desk]:
    desk = bootstrap.build_desk(paths, Settings())
    try:
        yield desk
    finally:
        desk.close()


def attempt(scenario: Scenario, kill_at: int | None) -> tuple[list[str], list[str], bool]:
    """Do the work in a child: what it acknowledged, the writes it counted (only when it lived), whether it was killed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _be_killed(scenario, kill_at, writing)
    os.close(writing)
    with os.fdopen(reading) as told:
        lines = [json.loads(line) for line in told]
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status) and os.waitstatus_to_exitcode(status) != 0:
        raise RuntimeError("the child failed by itself")
    said = [line["said"] for line in lines if "said" in line]
    return said, next((line["seen"] for line in lines if "seen" in line), []), os.WIFSIGNALED(status)


def _be_killed(scenario: Scenario, kill_at: int | None, writing: int) -> None:
    code = 1
    try:
        points = Points(kill_at)
        points.install()

        def tell(**what: Any) -> None:
            os.write(writing, (json.dumps(what) + "\n").encode())

        with opened(scenario.mine) as desk:
            points.counting = True
            scenario.work(desk, lambda text: tell(said=text))
            points.counting = False
        tell(seen=points.seen)
        code = 0
    finally:
        os._exit(code)


def chosen(seen: list[str]) -> list[int]:
    """The points to be killed at, counted from 1."""
    edges = {at for at, what in enumerate(seen, 1) if what.startswith(("COMMIT", "os."))}
    edges |= {at + 1 for at in edges}
    step = max(1, len(seen) // max(1, ENOUGH - len(edges)))
    return sorted(at for at in edges | set(range(1, len(seen) + 1, step)) if at <= len(seen))


def run(kind: type[Scenario], folder: str) -> None:
    """Kill, look, put back, kill again."""
    root, kept = Path(folder) / "now", Path(folder) / "kept"
    scenario = kind(root)
    scenario.prepare()
    shutil.copytree(root, kept)
    _, seen, _ = attempt(scenario, None)
    print(json.dumps({"writes": len(seen)}), flush=True)
    for at in chosen(seen):
        shutil.rmtree(root)
        shutil.copytree(kept, root)
        said, _, killed = attempt(scenario, at)
        with opened(scenario.mine) as desk:
            found = desk.upkeep.verify()
            trouble = [] if found.ok else ["verify: " + "; ".join(map(str, found.problems))]
            trouble += scenario.judge(desk, said)
        print(json.dumps({"at": at, "what": seen[at - 1], "killed": killed, "trouble": trouble}), flush=True)


if __name__ == "__main__":
    run({"saving": Saving, "sending": Sending, "receiving": Receiving}[sys.argv[1]], sys.argv[2])
