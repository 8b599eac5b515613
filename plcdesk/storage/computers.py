"""The computers met, with all that is known of how far each is trusted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import Connection

from plcdesk.domain.stewardship import Computer
from plcdesk.ledger.six_words import six_words
from plcdesk.storage import clones, cutoff, devices, local, peers, spaces, stewards
from plcdesk.storage.sql import fetch, fetch_one
from plcdesk.storage.stewards import KEYLESS, Standing


def computers(connection: Connection, names: Mapping[str, str]) -> list[Computer]:
    """Every computer met or spoken of by a steward, this one first, then by name. `names` is what the schools' spaces
    (uids) are called now."""
    now = stewards.standing(connection)
    met = {bytes(key).hex() if key is not None else KEYLESS: (label, words) for key, label, words in fetch(
        connection, "SELECT pubkey, label, words FROM sync_device")}
    for notice in stewards.notices(connection, now):
        key = str(notice.says.get("device", ""))
        if key not in met and len(stewards.raw(key)) == 32:
            met[key] = (str(notice.says.get("name") or ""), six_words(stewards.raw(key)))
    own = own_key(connection)
    told = {peer.key.hex(): peer.seen_at for peer in peers.all_peers(connection)}
    copied = {one.key for one in clones.copied(connection)}
    trusted = _trusted(connection)
    programme = next((space.uid for space in spaces.all_spaces(connection) if space.kind == spaces.PROGRAMME), "")
    found = []
    for key, (label, words) in met.items():
        cuts = now.cuts.get(key, [])
        word = _word(key, own, trusted[key], now, programme)
        active = {space for space, state in trusted[key].items() if state != devices.BLOCKED}
        found.append(Computer(
            "" if key == KEYLESS else key, label, words, word, key in now.stewards, key == own, bool(cuts),
            str(cuts[-1].says.get("reason") or "") if cuts else "", stewards.said_on(cuts[-1]) if cuts else None,
            word == devices.ACCEPTED and (key, programme) in now.accepted,
            told.get(key), tuple(sorted(name for space in active if (name := names.get(space)))), key in copied,
            cutoff.after_cut(connection, key, cuts) if cuts else 0))
    return sorted(found, key=lambda one: (not one.self, one.label.casefold(), one.key))


def own_key(connection: Connection) -> str:
    """The key (hex) of this computer; KEYLESS before it has one."""
    row = fetch_one(connection, "SELECT pubkey FROM sync_device WHERE id = ?", int(local.get(connection, local.DEVICE) or 0))
    return bytes(row[0]).hex() if row is not None and row[0] is not None else KEYLESS


def ends(connection: Connection, key: str) -> tuple[str, ...]:
    """The newest commits held of a computer's feeds in shared spaces, as a notice names them."""
    return tuple(f"{space}/{replica}/{seq}/{bytes(found).hex()}" for space, replica, seq, found in fetch(
        connection, "SELECT s.uid, f.replica_uid, c.seq, c.hash FROM sync_tip t JOIN sync_commit c ON c.n = t.n "
                    "JOIN sync_feed f ON f.id = t.feed_id JOIN sync_device d ON d.id = f.device_id "
                    "JOIN sync_space s ON s.id = f.space_id WHERE d.pubkey = ? AND s.kind != 'private' "
                    "ORDER BY s.uid, f.replica_uid, c.seq, c.hash", stewards.raw(key)))


def where(connection: Connection, key: str) -> tuple[str, ...]:
    """The shared spaces (uids) that a computer writes in or is trusted in, and the programme's."""
    active = {space for space, state in _trusted(connection)[key].items() if state != devices.BLOCKED}
    return tuple(space.uid for space in spaces.all_spaces(connection)
                 if space.kind == spaces.PROGRAMME or (space.kind == spaces.SCHOOL and space.uid in active))


def _word(key: str, own: str, trusted: Mapping[str, str], now: Standing, programme: str) -> str:
    if key == own:
        return devices.SELF
    if devices.BLOCKED in trusted.values():
        return devices.BLOCKED
    if now.cuts.get(key):
        return devices.CUT
    if trusted.get(programme) == devices.ACCEPTED or (key, programme) in now.accepted:
        return devices.ACCEPTED
    return devices.UNKNOWN


def _trusted(connection: Connection) -> dict[str, dict[str, str]]:
    """By key (hex): the shared spaces a computer writes in ("") or somebody here decided about, with the decision."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for key, space in fetch(
            connection, "SELECT DISTINCT d.pubkey, s.uid FROM sync_feed f JOIN sync_device d ON d.id = f.device_id "
                        "JOIN sync_space s ON s.id = f.space_id WHERE s.kind != 'private' AND d.pubkey IS NOT NULL"):
        found[bytes(key).hex()][space] = ""
    for key, space, state in fetch(
            connection, "SELECT d.pubkey, s.uid, t.state FROM sync_trust t JOIN sync_device d ON d.id = t.device_id "
                        "JOIN sync_space s ON s.id = t.space_id WHERE d.pubkey IS NOT NULL"):
        found[bytes(key).hex()][space] = state
    return found

