"""What disks go through: cloned, copied aside, put back, started anew."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.exchange import oracle
from tests.exchange.model.world import MOST, Copy, World, which


class Copying(World):
    """Clones and older copies, noticed or not."""

    @precondition(lambda self: len(self.laptops) < MOST)
    @rule(who=which, noticed=st.booleans())
    def clone(self, who: int, noticed: bool) -> None:
        """A disk is copied, perhaps before its key was made: both go on under one replica until somebody notices."""
        laptop = self.any(who)
        self.note("cloned" if laptop.paths.device_key.exists() else "cloned before it had a key")
        twin = laptop.copy_to(self.folder / f"clone{len(self.laptops)}", f"{laptop.name}'")
        if noticed:
            twin.close()
            twin.open(check=True)
        self.laptops.append(twin)
        for (owner, maker), told in list(self.told.items()):
            if owner == id(laptop):
                self.told[id(twin), maker] = told

    @rule(who=which)
    def keep_copy(self, who: int) -> None:
        laptop = self.any(who)
        path = self.folder / f"copy{len(self.copies)}.db"
        laptop.snapshot(path)
        self.copies.append(Copy(laptop, path, self.heard(laptop)))

    @precondition(lambda self: self.copies)
    @rule(what=which, noticed=st.booleans())
    def put_back(self, what: int, noticed: bool) -> None:
        """An older copy of the database is put in place by hand. What was in no bundle is gone; nothing else is."""
        laptop, path, heard = self.copies[what % len(self.copies)]
        laptop.put_back(path, check=noticed)
        self.told = {pair: said for pair, said in self.told.items() if pair[0] != id(laptop)}
        self.told |= {(id(laptop), maker): said for maker, said in heard.items()}
        self.went_back(laptop)
        self.check(laptop)
        self.compare(laptop)
        self.note("put back" if noticed else "put back unnoticed")

    @rule(who=which, check=st.booleans())
    def restart(self, who: int, check: bool) -> None:
        laptop = self.any(who)
        before = oracle.state(laptop)
        laptop.close()
        laptop.open(check=check)
        assert oracle.state(laptop) == before
