"""Photos: cut off, flipped, left out for size, lost from the disk, met again later. What is shown is what was attached."""

from __future__ import annotations

import hashlib
from pathlib import Path

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from plcdesk.domain.exchange import ReceiptState
from plcdesk.domain.ids import derived
from plcdesk.domain.meetings import Attachment
from plcdesk.sync import layout
from plcdesk.sync.container import Bundle
from tests.exchange.laptops import Laptop, folder_in
from tests.exchange.model.world import SPOTS, World, which

SIZES = st.sampled_from([0, 1, 700, 5_000, 70_000])
CAPS = st.sampled_from([0, 1_000, 6_000, 10**8])


class Attaching(World):
    """Invariant 23."""

    name = "attachments"

    def __init__(self) -> None:
        super().__init__()
        self.contents: dict[str, bytes] = {}
        self.files: list[Path] = []

    @rule(who=which, spot=st.integers(0, 1), size=SIZES, twin=st.booleans())
    def attach(self, who: int, spot: int, size: int, twin: bool) -> None:
        """A photo; perhaps one that somebody else attached too."""
        number = len(self.contents) - twin
        data = hashlib.sha256(b"%d" % number).digest() * (size // 32) + b"%d" % number
        sha256 = self.any(who).blobs.put(data)
        self.contents[sha256] = data
        self.any(who).save(Attachment(id=derived("photo", sha256, who), meeting_id=SPOTS[0][0], sha256=sha256, size=len(data),
                                      caption=f"Foto {spot}"))

    attach_again = attach

    @rule(who=which, whom=which, cap=CAPS, sealed=st.booleans())
    def carry(self, who: int, whom: int, cap: int, sealed: bool) -> None:
        sender, receiver = self.any(who), self.other(who, whom)
        known = sender.knows(receiver)
        self.keyed(sender)
        path = sender.exchange.send(self.stick, receiver.key if known else None, photo_cap=cap, sealed=sealed and known).file
        with (receiver if known else sender).opened(path) as opened:
            carried = opened.bundle.photos
        self.take(receiver, path, carried)
        if not (sealed and known):
            self.files.append(path)

    carry_again = carry

    @rule(who=which, whom=which, size=SIZES, photo=which, at=which, bit=st.integers(0, 7), cut=st.booleans())
    def carry_and_damage_a_photo(self, who: int, whom: int, size: int, photo: int, at: int, bit: int, cut: bool) -> None:
        """The photo is missing and everything else is there; cut off, so are the photos behind it."""
        self.attach(who, 0, size, False)
        sender = self.any(who)
        self.keyed(sender)
        path = sender.send(self.stick).file
        self.files.append(path)
        bundle = Bundle.open(path)
        if not bundle.photos:
            return
        hurt = bundle.photos[photo % len(bundle.photos)]
        member = bundle.manifest.member(layout.BLOBS + hurt)
        place = member.offset + at % member.size
        data = bytearray(path.read_bytes())
        data[place] ^= 1 << bit
        damaged = self.folder / "damaged.plcb"
        damaged.write_bytes(data[:place] if cut else data)
        gone = [one for one in bundle.photos if bundle.manifest.member(layout.BLOBS + one).offset >= member.offset] if cut else [hurt]
        laptop = self.other(who, whom)
        had = self.shown(laptop)
        receipt = self.take(laptop, damaged, tuple(one for one in bundle.photos if one not in gone))
        assert receipt is None or (receipt == len(gone) and not (set(gone) - had) & self.shown(laptop))
        self.note("received: a photo cut off" if cut else "received: a photo damaged")

    @precondition(lambda self: self.files)
    @rule(who=which, what=which)
    def receive_again(self, who: int, what: int) -> None:
        """An earlier bundle, whole: what was missing comes now."""
        path = self.files[what % len(self.files)]
        self.take(self.any(who), path, Bundle.open(path).photos)

    @rule(who=which, which_one=which, how=st.sampled_from(["lost", "changed", "emptied"]))
    def spoil(self, who: int, which_one: int, how: str) -> None:
        """The disk loses or changes a photo that lies here."""
        laptop = self.any(who)
        here = sorted(self.shown(laptop))
        if not here:
            return
        path = laptop.blobs.path(here[which_one % len(here)])
        assert path is not None
        if how == "lost":
            path.unlink()
        else:
            path.write_bytes(b"" if how == "emptied" else b"x" + path.read_bytes())
        self.note(f"a photo {how} on disk")

    def take(self, laptop: Laptop, path: Path, carried: tuple[str, ...]) -> int | None:
        """Receive; every photo that came whole can be shown. The number of photos said to be missing, None when parked."""
        receipt = laptop.merge(path)
        assert receipt.state in (ReceiptState.APPLIED, ReceiptState.NOTHING_NEW, ReceiptState.PARKED)
        self.note(f"received: {receipt.state}")
        if receipt.state is ReceiptState.PARKED:
            return None
        assert all(laptop.blobs.sound(sha256) for sha256 in carried)  # 23
        return receipt.photos_missing

    def shown(self, laptop: Laptop) -> set[str]:
        """The photos that can be shown: their bytes are exactly those that were attached."""
        found = set()
        for record in laptop.storage.store.all(Attachment):
            if laptop.blobs.sound(record.sha256):
                assert laptop.blobs.read(record.sha256) == self.contents[record.sha256]  # 23
                found.add(record.sha256)
        return found

    def come_together(self) -> None:
        """Whoever lacks a photo that somebody has gets it in the end."""
        super().come_together()
        everywhere = set().union(*(self.shown(laptop) for laptop in self.laptops))
        stick = folder_in(self.folder, "photos")
        for sender, receiver in [*self.routes(), *self.routes()]:
            self.keyed(sender)
            receiver.merge(sender.send(stick).file)
        for laptop in self.laptops:
            assert self.shown(laptop) == everywhere
