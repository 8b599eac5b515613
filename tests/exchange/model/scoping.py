"""Bundles for some schools only: nothing of another school is in them, and all who hold a school hold the same of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from plcdesk.domain.exchange import BundleKind, ReceiptState
from plcdesk.domain.people import Group
from plcdesk.domain.programme import School
from plcdesk.storage.sql import fetch
from plcdesk.sync import lines
from tests.exchange.laptops import SCHOOL, Laptop, folder_in
from tests.exchange.model.editing import changes, write
from tests.exchange.model.world import OTHER_SCHOOL, SPOTS, World, spots, topologies, which

NAMES = {"a": "mentor", "s": "first school", "t": "second school"}


def _split(folder: Callable[[], Any]) -> Any:
    """Beside the template's two laptops: one of each school that joined by a bundle with that school alone."""
    path = folder()
    if not (path / "s").exists():
        mentor = Laptop(path / "a", "Laptop A")
        for name, school in (("s", SCHOOL), ("t", OTHER_SCHOOL)):
            only = frozenset({mentor.get(School, school).space})
            bundle = mentor.exchange.send(folder_in(path, "stick"), spaces=only).file
            joined = Laptop(path / name, NAMES[name])
            assert joined.join(bundle).state is ReceiptState.APPLIED
            joined.close()
        mentor.close()
    return path


class Scope(World):
    """Invariant 21, with a mentor who holds both schools and a laptop in each."""

    name = "scope"

    def __init__(self) -> None:
        super().__init__()
        self.scope: dict[int, frozenset[str]] = {}
        """The spaces that belong on a laptop."""
        self.files: list[tuple[Any, frozenset[str]]] = []

    @initialize(topology=topologies)
    def begin(self, topology: str) -> None:
        self.topology = topology
        template = _split(self.template)
        for name, label in NAMES.items():
            shutil.copytree(template / name, self.folder / name)
            laptop = Laptop(self.folder / name, label)
            laptop.guard.keep()
            self.laptops.append(laptop)
        self.stick = folder_in(self.folder, "stick")
        every = self.laptops[0].feeds.spaces()
        self.programme = next(space.uid for space in every if space.kind == "programme")
        self.schools = [self.laptops[0].get(School, school).space for school in (SCHOOL, OTHER_SCHOOL)]
        for laptop, some in zip(self.laptops, (self.schools, self.schools[:1], self.schools[1:]), strict=True):
            self.scope[id(laptop)] = frozenset({self.programme, *some})

    @rule(who=which, spot=spots, change=changes)
    def edit(self, who: int, spot: int, change: dict[str, Any]) -> None:
        laptop = self.any(who)
        if laptop.get(Group, SPOTS[spot][1]) is not None:
            write(laptop, spot, change)

    edit_again = edit

    @rule(who=which, whom=which, sealed=st.booleans(), full=st.booleans(), keep=st.booleans())
    def carry(self, who: int, whom: int, sealed: bool, full: bool, keep: bool) -> None:
        """What the other one may have of what is here, and nothing more."""
        sender, receiver = self.any(who), self.other(who, whom)
        path, only = self.made(sender, receiver, sealed, full)
        if not keep:
            self.take(receiver, path)
        elif not sealed:
            self.files.append((path, only))

    carry_again = carry

    @precondition(lambda self: self.files)
    @rule(what=which, who=which)
    def receive_late(self, what: int, who: int) -> None:
        path, only = self.files[what % len(self.files)]
        if only <= self.scope[id(self.any(who))]:
            self.take(self.any(who), path)

    @rule(who=which)
    def widen(self, who: int) -> None:
        """A teacher now works at both schools: the next bundles bring the other one."""
        laptop = self.any(who)
        self.scope[id(laptop)] = self.scope[id(laptop)] | frozenset(self.schools)
        self.note("scope widened")

    def made(self, sender: Laptop, receiver: Laptop, sealed: bool, full: bool) -> tuple[Any, frozenset[str]]:
        held = {space.uid for space in sender.feeds.spaces() if space.kind != "private"}
        only = frozenset(held & self.scope[id(receiver)])
        known = sender.knows(receiver)
        self.keyed(sender)
        path = sender.exchange.send(self.stick, receiver.key if known else None, kind=BundleKind.FULL if full else None,
                                    spaces=only - {self.programme}, sealed=sealed and known).file
        with (receiver if known else sender).opened(path) as opened:
            manifest = opened.bundle.manifest
            assert {part.space.uid for part in manifest.spaces} == only  # 21
            dots = {line.dot for line in lines.check(manifest.ranges, opened.bundle.lines())}
            data = opened.bundle.path.read_bytes()
        assert dots <= self.dots(sender, only)
        for uid in held - only:
            assert uid.encode() not in data, "a space that does not belong there is named"
        self.note("sent scoped" if len(only) < len(held) else "sent all")
        return path, only

    def take(self, receiver: Laptop, path: Any) -> None:
        state = receiver.merge(path).state
        assert state in (ReceiptState.APPLIED, ReceiptState.NOTHING_NEW, ReceiptState.PARKED)
        self.note(f"received: {state}")
        self.apart(receiver)

    def apart(self, laptop: Laptop) -> None:
        """Nothing of a school that does not belong on this laptop ever came here."""
        here = {space.uid for space in laptop.feeds.spaces() if space.kind != "private"}
        assert here <= self.scope[id(laptop)]  # 21

    @staticmethod
    def dots(laptop: Laptop, spaces: frozenset[str]) -> set[str]:
        with laptop.storage.db.read() as connection:
            return {dot for dot, uid in fetch(connection, "SELECT c.dot, s.uid FROM sync_commit c JOIN sync_feed f ON "
                                                          "f.id = c.feed_id JOIN sync_space s ON s.id = f.space_id") if uid in spaces}

    def routes(self) -> list[tuple[Laptop, Laptop]]:
        """A school's data goes only where it belongs: through the mentor."""
        self.topology = "mesh" if self.topology == "mesh" else "star"
        return super().routes()

    def come_together(self) -> None:
        def lacking() -> bool:
            return any(len({frozenset(self.dots(laptop, frozenset({uid}))) for laptop in self.laptops if uid in self.scope[id(laptop)]}) > 1
                       for uid in (self.programme, *self.schools))

        rounds = 0
        while lacking():
            rounds += 1
            assert rounds <= 9, "no end of exchange: somebody still lacks something"  # 4
            for sender, receiver in self.routes():
                self.take(receiver, self.made(sender, receiver, True, rounds == 1)[0])
        for laptop in self.laptops:
            self.apart(laptop)
            self.check(laptop)
        alike: dict[frozenset[str], str] = {}
        for laptop in self.laptops:
            assert alike.setdefault(self.scope[id(laptop)], laptop.digest()) == laptop.digest()
        found = self.any(self.steps).verify()
        assert found.ok, found.problems
