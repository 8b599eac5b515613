"""A version of the program that is one ahead: another table, another field, another value of a choice.

Run as a process of its own (`python -m tests.exchange.model.newer`), because kinds of record are declared once in a process.
It takes one JSON command a line and answers with one line.
"""

from __future__ import annotations

import dataclasses
import hashlib
import importlib.util
import json
import sys
import types
from pathlib import Path
from typing import Any

FIELD = '    disturbed: int | None = value(None, label=mark("Minutes lost or outside working hours"))\n'
CHANGES = (
    (FIELD, FIELD + '    weather: str = value("", label=mark("Weather"), searchable=True)\n'),
    ('    FOCUS = "fgd", mark("Focus group discussion")\n',
     '    FOCUS = "fgd", mark("Focus group discussion")\n    VISIT = "studi", mark("Study visit")\n'),
    ('@record("decision",', '''@record("gadget", space=same_as("meeting_id"), label=mark("Gadget"))
class Gadget:
    id: Id = key()
    meeting_id: Id | None = once(refers="meeting", parent=True)
    text: str = value("", label=mark("Text"), searchable=True)


@record("decision",'''),
)
STATEMENTS = ("ALTER TABLE meeting ADD COLUMN weather TEXT",
              "CREATE TABLE gadget (id TEXT NOT NULL, meeting_id TEXT, text TEXT, PRIMARY KEY (id)) WITHOUT ROWID",
              "CREATE INDEX ix_gadget_meeting_id ON gadget (meeting_id)")


def become_newer() -> None:
    """Declare what the newer version declares, before anything else of the program is imported."""
    found = importlib.util.find_spec("plcdesk.domain.meetings")
    assert found is not None
    assert found.origin is not None
    source = Path(found.origin).read_text(encoding="utf-8")
    for old, new in CHANGES:
        assert source.count(old) == 1
        source = source.replace(old, new)
    module = importlib.util.module_from_spec(found)
    sys.modules[found.name] = module
    exec(compile(source, found.origin, "exec"), module.__dict__)
    import plcdesk.domain

    plcdesk.domain.meetings = module  # type: ignore[attr-defined]
    from plcdesk.storage import schema

    schema.VERSION += 1
    from plcdesk.storage import upgrade

    step = types.ModuleType("plcdesk.storage.migrations.m9999_newer")
    step.upgrade = lambda connection: [connection.exec_driver_sql(text) for text in STATEMENTS]  # type: ignore[attr-defined]
    sys.modules[step.__name__] = step
    upgrade.STEPS = (*upgrade.STEPS, "m9999_newer")


class Server:
    """The laptops that run the newer version, by folder."""

    def __init__(self) -> None:
        self.laptops: dict[str, Any] = {}

    def open(self, folder: str, name: str) -> None:
        from tests.exchange.laptops import Laptop

        self.laptops[folder] = Laptop(Path(folder), name)
        self.laptops[folder].guard.keep()

    def close(self, folder: str) -> None:
        self.laptops.pop(folder).close()

    def join(self, folder: str, path: str) -> str:
        return str(self.laptops[folder].join(Path(path)).state)

    def key(self, folder: str) -> str:
        return str(self.laptops[folder].key)

    def send(self, folder: str, stick: str, whom: str) -> list[Any]:
        from plcdesk.storage.feeds import Feeds

        laptop = self.laptops[folder]
        feeds: Feeds = laptop.feeds
        known = bool(whom) and feeds.peer(bytes.fromhex(whom)) is not None
        return [str(laptop.exchange.send(Path(stick), whom if known else None).file), known]

    def merge(self, folder: str, path: str) -> str:
        return str(self.laptops[folder].merge(Path(path)).state)

    def write(self, folder: str, spot: int, change: dict[str, str], gadget: str, strict: bool) -> None:
        """Change fields of a meeting and one gadget in it; `strict`: older versions may not show this save."""
        from plcdesk.domain.ids import derived
        from plcdesk.domain.meetings import Gadget, Meeting, MeetingKind  # type: ignore[attr-defined]
        from plcdesk.storage import authoring
        from tests.exchange.model.world import SPOTS, meeting_at

        laptop = self.laptops[folder]
        laptop.now += 1000
        fields: dict[str, Any] = dict(change)
        if "kind" in fields:
            fields["kind"] = MeetingKind(fields["kind"])
        usual = authoring.MIN_READER
        authoring.MIN_READER = authoring.VERSION if strict else usual
        try:
            before = laptop.get(Meeting, SPOTS[spot][0]) or meeting_at(spot)
            laptop.save(dataclasses.replace(before, **fields))
            if gadget:
                made = Gadget(id=derived("model", "gadget", spot), meeting_id=SPOTS[spot][0])
                laptop.save(dataclasses.replace(laptop.get(Gadget, made.id) or made, text=gadget))
        finally:
            authoring.MIN_READER = usual

    def newest(self, folder: str) -> dict[str, list[str | None]]:
        """Weather and kind per spot (None where the meeting is deleted), and the gadgets' texts."""
        from plcdesk.domain.ids import derived
        from plcdesk.domain.meetings import Gadget, Meeting  # type: ignore[attr-defined]
        from tests.exchange.model.world import SPOTS

        laptop = self.laptops[folder]
        found: dict[str, list[str | None]] = {"weather": [], "kind": [], "gadget": []}
        for spot, (meeting, _) in enumerate(SPOTS):
            record, gadget = laptop.get(Meeting, meeting), laptop.get(Gadget, derived("model", "gadget", spot))
            found["weather"].append(record.weather if record else None)
            found["kind"].append(record.kind.value if record and record.kind else None)
            found["gadget"].append(gadget.text if gadget else None)
        return found

    def state(self, folder: str) -> list[Any]:
        """Digest and log (see `told`), after everything was checked."""
        from tests.exchange import oracle

        laptop = self.laptops[folder]
        oracle.check(laptop)
        found = laptop.verify()
        assert found.ok, found.problems
        return [laptop.digest(), told(laptop)]


def told(laptop: Any) -> list[list[str]]:
    """Name and exact bytes (hashed) of every shared commit, by name."""
    return sorted([row[1], hashlib.sha256(row[3]).hexdigest(), hashlib.sha256(row[4]).hexdigest()] for row in laptop.log())


def main() -> None:
    """Answer commands until the other side is gone."""
    become_newer()
    server = Server()
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        try:
            answer = {"ok": getattr(server, name)(*arguments)}
        except Exception as error:
            answer = {"trouble": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
