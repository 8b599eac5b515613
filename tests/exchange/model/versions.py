"""An older version between newer ones: it passes on, bit by bit, what it cannot show, and never spoils it."""

from __future__ import annotations

import atexit
import contextlib
import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, rule

from plcdesk.domain.changes import Row
from plcdesk.domain.errors import UserError
from plcdesk.domain.exchange import ReceiptState
from tests.exchange.laptops import Laptop, folder_in
from tests.exchange.model.editing import changes, write
from tests.exchange.model.newer import told
from tests.exchange.model.world import SPOTS, World, spots, which

ROOT = Path(__file__).resolve().parents[3]
news = st.fixed_dictionaries({}, optional={
    "weather": st.sampled_from(["Hujan", "Cerah"]), "kind": st.sampled_from(["studi", "rutin", "fgd"]),
    "venue": st.sampled_from(["Aula", "Lapangan"])})


class Newer:
    """The process that runs the newer version, one for all lives of this one."""

    process: subprocess.Popen[str] | None = None

    def __getattr__(self, name: str) -> Callable[..., Any]:
        return lambda *arguments: self._ask(name, *arguments)

    def _ask(self, *command: Any) -> Any:
        if Newer.process is None:
            Newer.process = subprocess.Popen([sys.executable, "-m", "tests.exchange.model.newer"], cwd=ROOT, text=True,
                                             stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            atexit.register(end)
        process = Newer.process
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps([str(part) if isinstance(part, Path) else part for part in command]) + "\n")
        process.stdin.flush()
        answer = json.loads(process.stdout.readline())
        assert "ok" in answer, f"the newer version: {answer['trouble']}"
        return answer["ok"]


def end() -> None:
    """End the newer version's process."""
    process, Newer.process = Newer.process, None
    if process is not None:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        process.wait()
        process.stdout.close()


NEWER = Newer()


class Versions(World):
    """Invariant 14: two laptops with today's version, one with the next."""

    name = "versions"

    @classmethod
    def template(cls) -> Path:
        folder = super().template()
        if not (folder / "n").exists():
            first = Laptop(folder / "a", "Laptop A")
            bundle = first.send(folder_in(folder, "stick")).file
            first.close()
            NEWER.open(folder / "n", "Laptop N")
            assert NEWER.join(folder / "n", bundle) == ReceiptState.APPLIED
            NEWER.key(folder / "n")
            NEWER.close(folder / "n")
        return folder

    @initialize()
    def newer(self) -> None:
        self.new = self.folder / "n"
        shutil.copytree(self.template() / "n", self.new)
        NEWER.open(self.new, "Laptop N")
        self.expected: dict[str, dict[int, str]] = {"weather": {}, "gadget": {}}

    @rule(who=which, spot=spots, change=changes)
    def edit(self, who: int, spot: int, change: dict[str, Any]) -> None:
        """The older version changes what it knows; where it may not, it says so."""
        try:
            write(self.any(who), spot, change)
        except UserError:
            self.note("read only here")

    edit_again = edit

    @rule(who=which, spot=spots, back=st.booleans())
    def delete(self, who: int, spot: int, back: bool) -> None:
        with contextlib.suppress(UserError), self.any(who).storage.unit() as unit:
            unit.delete(Row("meeting", SPOTS[spot][0]))
        if back:
            with contextlib.suppress(UserError), self.any(who).storage.unit() as unit:
                unit.restore(Row("meeting", SPOTS[spot][0]))

    @rule(spot=spots, change=news, gadget=st.sampled_from(["", "Proyektor", "Papan tulis"]), strict=st.sampled_from([False, False, True]))
    def write_newer(self, spot: int, change: dict[str, str], gadget: str, strict: bool) -> None:
        NEWER.write(self.new, spot, change, gadget, strict)
        if "weather" in change:
            self.expected["weather"][spot] = change["weather"]
        if gadget:
            self.expected["gadget"][spot] = gadget
        self.note("written for newer versions only" if strict else "written by the newer version")

    write_newer_again = write_newer

    @rule(who=which)
    def from_newer(self, who: int) -> None:
        laptop = self.any(who)
        path, _ = NEWER.send(self.new, self.stick, laptop.key if laptop.paths.device_key.exists() else "")
        self.taken(laptop.merge(Path(path)).state)

    @rule(who=which)
    def to_newer(self, who: int) -> None:
        self.taken(NEWER.merge(self.new, self.sent(self.any(who))))

    @rule(who=which)
    def from_older_to_older(self, who: int) -> None:
        sender, receiver = self.any(who), self.any(who + 1)
        self.keyed(sender)
        self.taken(receiver.merge(sender.send(self.stick, receiver if sender.knows(receiver) else None).file).state)

    def sent(self, laptop: Laptop) -> Path:
        self.keyed(laptop)
        key = NEWER.key(self.new)
        known = laptop.feeds.peer(bytes.fromhex(key)) is not None
        return laptop.exchange.send(self.stick, key if known else None).file

    def taken(self, state: str) -> None:
        assert state in (ReceiptState.APPLIED, ReceiptState.NOTHING_NEW, ReceiptState.PARKED)
        self.note(f"received: {ReceiptState(state)}")

    def come_together(self) -> None:
        if not hasattr(self, "new"):
            return
        newest = NEWER.state(self.new)
        rounds = 0
        while any(told(laptop) != newest[1] for laptop in self.laptops):
            rounds += 1
            assert rounds <= 6, "no end of exchange, or what was passed on is not what was written"  # 14
            for who in (0, 1):
                self.to_newer(who)
            for who in (0, 1):
                self.from_newer(who)
            newest = NEWER.state(self.new)
        first, second = self.laptops
        assert first.digest() == second.digest()
        found = first.verify()
        assert found.ok, found.problems
        shown = NEWER.newest(self.new)
        for field, values in self.expected.items():
            for spot, value in values.items():
                assert shown[field][spot] in (None, value), f"{field} was changed by a version that does not know it"  # 14
        self.upgrade(first, newest[0], shown)
        NEWER.close(self.new)

    def upgrade(self, laptop: Laptop, digest: str, shown: dict[str, Any]) -> None:
        """The older laptop gets the newer version: it shows what the newer one shows, and wrote no commit for it."""
        folder = self.folder / "upgraded"
        laptop.copy_to(folder, "upgraded").close()
        NEWER.open(folder, "upgraded")
        try:
            state, log = NEWER.state(folder)
            assert (state, log) == (digest, told(laptop))
            assert NEWER.newest(folder) == shown  # 14
        finally:
            NEWER.close(folder)
