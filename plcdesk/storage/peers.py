"""What other laptops said they hold; moved only by their own manifests.

Behind one name may stand several machines: copies of one disk write under one replica or one key until they notice,
and what one of them said it holds must not be believed of another. So each manifest is kept by device and replica,
those of one replica side by side where the later does not cover the former, and a bundle for a laptop is made for what
all machines that may stand behind its key hold. Too much is sent then, never too little.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from plcdesk.ledger.feed import BundleMeta, Tips
from plcdesk.storage import devices, outgoing, spaces, tips
from plcdesk.storage.sql import fetch


class PeerState(NamedTuple):
    """A laptop that told what it holds: key, label, when, tips, the photos it has (SHA-256)."""

    key: bytes
    label: str
    seen_at: datetime | None
    tips: Tips
    have: tuple[str, ...]


class _Manifest(NamedTuple):
    """One manifest: its name here (replica/bundle), its number, and what it told of each space (uid)."""

    name: str
    number: int
    seen_at: str
    have: tuple[str, ...]
    told: dict[str, Tips]

    @property
    def replica(self) -> str:
        return self.name.partition("/")[0]


def note(connection: Connection, meta: BundleMeta, at: str) -> None:
    """Take what the sender says of itself.

    It takes the place of what the same replica said before of the same spaces and what it covers. An older manifest,
    met late, says something only where the newer ones do not cover it: then two machines go by one name. So do they
    where two manifests have one number, as those of two copies that speak in the same second, or whose clocks stand
    still: of these neither is the later, and both count.
    """
    device = devices.meet(connection, meta.sender)
    former = _manifests(connection, device, meta.sender_replica)
    held = {space.uid: space.id for space in spaces.all_spaces(connection)}
    told = {space.uid: {feed: ends for feed, ends in meta.sender_tips.items() if feed.space == space.uid}
            for space in meta.spaces if space.uid in held}
    name = f"{meta.sender_replica}/{meta.uid}/{device}"  # who passes a bundle on as his own cannot speak for its maker
    newest = all(meta.manifest_no > manifest.number for manifest in former)
    if not newest:
        later = [manifest for manifest in former if manifest.number > meta.manifest_no or manifest.name == name]
        told = {uid: ends for uid, ends in told.items()
                if not any(tips.covers(connection, manifest.told[uid], ends)
                           for manifest in later if uid in manifest.told)}
        if not told:
            return
    forked = False
    for manifest in former:
        for uid in told.keys() & manifest.told.keys():
            if newest and tips.covers(connection, told[uid], manifest.told[uid]):
                connection.exec_driver_sql("DELETE FROM sync_peer WHERE replica_uid = ? AND space_id = ?",
                                           (manifest.name, held[uid]))
            else:
                forked = True
    have = json.dumps(_photos(connection, meta, former))
    connection.exec_driver_sql(
        "INSERT INTO sync_manifest (replica_uid, device_id, manifest_no, seen_at, have) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT (replica_uid) DO UPDATE SET manifest_no = excluded.manifest_no, seen_at = excluded.seen_at, "
        "have = excluded.have", (name, device, meta.manifest_no, at, have))
    for uid, ends in told.items():
        connection.exec_driver_sql(
            "INSERT INTO sync_peer (replica_uid, space_id, tips) VALUES (?, ?, ?) "
            "ON CONFLICT (replica_uid, space_id) DO UPDATE SET tips = excluded.tips",
            (name, held[uid], tips.to_json(ends, uid)))
    for manifest in former:
        if manifest.name != name:
            _settle(connection, manifest.name, have if newest and not forked else None)


def _photos(connection: Connection, meta: BundleMeta, former: Sequence[_Manifest]) -> list[str]:
    """The photos the sender has: those it names, and of what it told before those of spaces that it does not name now."""
    found = dict.fromkeys(meta.sender_have)
    named = frozenset(space.uid for space in meta.spaces)
    if former and not named.issuperset(uid for manifest in former for uid in manifest.told):
        here = {sha256 for sha256, _ in outgoing.files(connection, named)}
        found.update(dict.fromkeys(sha256 for sha256 in former[-1].have if sha256 not in here))
    return list(found)


def _settle(connection: Connection, name: str, have: str | None) -> None:
    """Forget a former manifest of which nothing is left; else it has the photos that its replica now says it has."""
    connection.exec_driver_sql("DELETE FROM sync_manifest WHERE replica_uid = ? AND NOT EXISTS "
                               "(SELECT 1 FROM sync_peer p WHERE p.replica_uid = sync_manifest.replica_uid)", (name,))
    if have is not None:
        connection.exec_driver_sql("UPDATE sync_manifest SET have = ? WHERE replica_uid = ?", (have, name))


def all_peers(connection: Connection) -> list[PeerState]:
    """Every other laptop that ever told what it holds: what all that may go by its key have said they hold."""
    found = []
    for device, key, label in fetch(
            connection, "SELECT d.id, d.pubkey, d.label FROM sync_device d WHERE d.self = 0 AND EXISTS "
                        "(SELECT 1 FROM sync_manifest m WHERE m.device_id = d.id) ORDER BY "
                        "(SELECT max(m.manifest_no) FROM sync_manifest m WHERE m.device_id = d.id), d.id"):
        manifests = _manifests(connection, device)
        live = _living(connection, manifests)
        seen_at = max(manifests, key=lambda manifest: manifest.number).seen_at
        have = set.intersection(*(set(manifest.have) for group in live for manifest in group)) if live else set()
        found.append(PeerState(key, label, datetime.fromisoformat(seen_at), _told(connection, live), tuple(sorted(have))))
    return found


def _told(connection: Connection, groups: Sequence[Sequence[_Manifest]]) -> Tips:
    """What all replicas of a device hold; of a space that one of them never spoke of nothing is known."""
    found: Tips = {}
    for uid in {uid for group in groups for manifest in group for uid in manifest.told}:
        said = [[manifest.told[uid] for manifest in group if uid in manifest.told] for group in groups]
        if all(said):
            found.update(tips.common(connection, [ends for group in said for ends in group]))
    return found


def _living(connection: Connection, manifests: Iterable[_Manifest]) -> list[list[_Manifest]]:
    """The manifests by replica, without replicas that are known to be gone.

    A replica is gone when an older state was put in its place: the replica that began then has it for a parent. One
    that spoke once more after that goes on elsewhere. A replica that began as a copy says nothing about its parent.
    """
    groups: dict[str, list[_Manifest]] = {}
    for manifest in manifests:
        groups.setdefault(manifest.replica, []).append(manifest)
    last = {replica: max(manifest.number for manifest in group) for replica, group in groups.items()}
    gone = set()
    for replica, parent in fetch(connection, "SELECT uid, parent FROM sync_replica WHERE born IN ('restore', 'undo')"):
        if parent in last and last.get(replica, last[parent] + 1) > last[parent]:
            gone.add(parent)
    return [group for replica, group in groups.items() if replica not in gone]


def _manifests(connection: Connection, device: int, replica: str | None = None) -> list[_Manifest]:
    """The manifests of a device (under one of its replicas), with what still counts of them."""
    found = [_Manifest(name, number, seen_at, tuple(json.loads(have)), {}) for name, number, seen_at, have in fetch(
        connection, "SELECT replica_uid, manifest_no, seen_at, have FROM sync_manifest WHERE device_id = ? ORDER BY id",
        device)]
    found = [manifest for manifest in found if replica in (None, manifest.replica)]
    for manifest in found:
        for uid, text in fetch(connection, "SELECT s.uid, p.tips FROM sync_peer p JOIN sync_space s ON s.id = p.space_id "
                                           "WHERE p.replica_uid = ?", manifest.name):
            manifest.told[uid] = tips.from_json(text, uid)
    return found
