"""The manifest of a bundle: who made it, for which spaces, which stretches of which feeds, which files."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from plcdesk.domain.exchange import BundleKind
from plcdesk.ledger.commit import BadCommit, parse
from plcdesk.ledger.feed import FeedId, FeedRange, Space, Tip, Tips
from plcdesk.ledger.identity import MAX_LABEL, Hello, read_hello
from plcdesk.sync import layout, limits
from plcdesk.sync.errors import BadBundle, Fault, damaged
from plcdesk.sync.limits import Limits
from plcdesk.sync.reading import Fields, number, octets, sha256, uid

_BLOCK = 512
"""Manifests are filled up to a multiple of this with blanks, so that offsets written in them do not move them."""


@dataclass(frozen=True, slots=True)
class Sender:
    """The exporting device: public key, its replica, and the name it gives itself."""

    device: bytes
    replica: str
    label: str


@dataclass(frozen=True, slots=True)
class SpacePart:
    """What the bundle holds of one space: the tips it builds on, the sender's own tips, and stretches of feeds."""

    space: Space
    base: Tips
    tips: Tips
    feeds: tuple[FeedRange, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """A file in the bundle: name, position of its first byte, size and SHA-256, both also unpacked."""

    name: str
    offset: int
    size: int
    sha256: str
    raw_size: int
    raw_sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything a bundle says about itself; see the module's description."""

    bundle: str
    manifest_no: int
    made_at: datetime
    app: str
    programme: str
    programme_name: str
    sender: Sender
    kind: BundleKind
    spaces: tuple[SpacePart, ...]
    have: tuple[str, ...] = ()
    want: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()
    comment: str = ""
    format: tuple[int, int] = limits.FORMAT

    @property
    def ranges(self) -> tuple[FeedRange, ...]:
        """All stretches, in the order that commit lines count them."""
        return tuple(found for part in self.spaces for found in part.feeds)

    @property
    def tips(self) -> Tips:
        """What the sender says it holds."""
        return {feed: tips for part in self.spaces for feed, tips in part.tips.items()}

    def member(self, name: str) -> Member:
        """The member of this name. Raises BadBundle when there is none."""
        for found in self.members:
            if found.name == name:
                return found
        raise damaged(f"no {name}")

    def photos(self) -> Iterator[Member]:
        """The photos in the bundle."""
        return (found for found in self.members if found.name.startswith(layout.BLOBS))


def hello_of(found: FeedRange) -> Hello:
    """How the device of a stretch introduces itself. Raises BadBundle when that does not fit the stretch."""
    try:
        hello = read_hello(found.hello)
    except BadCommit as error:
        raise damaged(str(error)) from None
    if hello.replica != found.replica or hello.device_key != found.device_key:
        raise damaged("an introduction of another replica")
    return hello


def to_bytes(manifest: Manifest) -> bytes:
    """The manifest as written: JSON in one line, filled up with blanks."""
    data = {
        "format": list(manifest.format), "bundle": manifest.bundle, "manifest_no": manifest.manifest_no,
        "made_at": manifest.made_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "app": manifest.app,
        "programme": {"uid": manifest.programme, "name": manifest.programme_name},
        "sender": {"device": manifest.sender.device.hex(), "replica": manifest.sender.replica,
                   "label": manifest.sender.label},
        "kind": manifest.kind.value, "spaces": [_space_to_json(part) for part in manifest.spaces],
        "have": list(manifest.have), "want": list(manifest.want),
        "members": [dataclasses.asdict(member) for member in manifest.members], "comment": manifest.comment,
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    return text + b" " * (-len(text) % _BLOCK)


def _space_to_json(part: SpacePart) -> dict[str, Any]:
    return {"uid": part.space.uid, "kind": part.space.kind, "label": part.space.label, "base": _tips_to_json(part.base),
            "tips": _tips_to_json(part.tips), "feeds": [_range_to_json(found) for found in part.feeds]}


def _tips_to_json(tips: Tips) -> list[list[Any]]:
    return [[feed.replica, tip.seq, tip.hash.hex()] for feed, found in sorted(tips.items()) for tip in sorted(found)]


def _range_to_json(found: FeedRange) -> dict[str, Any]:
    return {"replica": found.replica, "device": found.device_key.hex(), "hello": found.hello.decode(),
            "hello_sig": found.hello_signature.hex(), "from_seq": found.from_seq, "from_hash": found.from_hash.hex(),
            "to_seq": found.to_seq, "to_hash": found.to_hash.hex(), "signer": found.signer.hex(),
            "tip_sig": found.tip_signature.hex(), "count": found.count}


def from_bytes(data: bytes, bounds: Limits = limits.REAL) -> Manifest:
    """The manifest in these bytes. Raises BadBundle: NEWER for a later major format, else DAMAGED."""
    try:
        found = parse(data, bounds.manifest_values)
    except BadCommit as error:
        raise damaged(f"manifest: {error}") from None
    major, minor = _format(found, bounds)
    names = "format bundle manifest_no made_at app programme sender kind spaces have want members comment"
    fields = Fields(found, names, lenient=minor > limits.FORMAT[1])
    programme = Fields(fields.raw("programme"), "uid name")
    sender = Fields(fields.raw("sender"), "device replica label")
    manifest = Manifest(
        fields.uid("bundle"), fields.number("manifest_no", 1), _moment(fields.text("made_at", 20)),
        fields.text("app", bounds.app), programme.uid("uid"), programme.text("name", bounds.name),
        Sender(sender.octets("device", 32), sender.uid("replica"), sender.text("label", MAX_LABEL)),
        BundleKind(fields.choice("kind", set(BundleKind))),
        fields.items("spaces", bounds.spaces, lambda space: _space(space, bounds)),
        fields.items("have", bounds.blobs, sha256), fields.items("want", bounds.blobs, sha256),
        fields.items("members", bounds.blobs + 2, lambda member: _member(member, bounds)),
        fields.text("comment", bounds.comment), (major, minor),
    )
    _check(manifest, bounds)
    return manifest


def _format(found: Any, bounds: Limits) -> tuple[int, int]:
    if type(found) is not dict or type(found.get("format")) is not list or len(found["format"]) != 2:
        raise damaged("no format")
    major = number(found["format"][0], "major", 1)
    if major > limits.FORMAT[0]:
        app = found.get("app")
        raise BadBundle(Fault.NEWER, f"format {major}", app if type(app) is str and len(app) <= bounds.app else "")
    return major, number(found["format"][1], "minor")


def _moment(text: str) -> datetime:
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise damaged("made_at is no time") from None


def _space(data: Any, bounds: Limits) -> SpacePart:
    fields = Fields(data, "uid kind label base tips feeds")
    space = Space(fields.uid("uid"), fields.choice("kind", ("programme", "school")), fields.text("label", bounds.name))
    return SpacePart(space, _tips(fields, "base", space.uid, bounds), _tips(fields, "tips", space.uid, bounds),
                     fields.items("feeds", bounds.feeds, lambda found: _range(found, space.uid, bounds)))


def _tips(fields: Fields, name: str, space: str, bounds: Limits) -> Tips:
    found: dict[FeedId, list[Tip]] = {}
    for replica, tip in fields.items(name, bounds.tips, _tip):
        found.setdefault(FeedId(space, replica), []).append(tip)
    return {feed: tuple(tips) for feed, tips in found.items()}


def _tip(data: Any) -> tuple[str, Tip]:
    if type(data) is not list or len(data) != 3:
        raise damaged("no tip")
    return uid(data[0], "replica"), Tip(number(data[1], "seq", 1), octets(data[2], "tip", 32))


def _range(data: Any, space: str, bounds: Limits) -> FeedRange:
    fields = Fields(data, "replica device hello hello_sig from_seq from_hash to_seq to_hash signer tip_sig count")
    made = FeedRange(
        space, fields.uid("replica"), fields.octets("device", 32), fields.text("hello", bounds.hello).encode(),
        fields.octets("hello_sig", 64), fields.number("from_seq"), fields.octets("from_hash", 32),
        fields.number("to_seq", 1), fields.octets("to_hash", 32), fields.octets("signer", 32),
        fields.octets("tip_sig", 64), fields.number("count", 1),
    )
    if made.to_seq - made.from_seq != made.count:
        raise damaged("a stretch whose numbers do not add up")
    return made


def _member(data: Any, bounds: Limits) -> Member:
    fields = Fields(data, "name offset size sha256 raw_size raw_sha256")
    return Member(fields.text("name", 80), fields.number("offset", 0, bounds.file), fields.number("size", 0, bounds.file),
                  sha256(fields.raw("sha256")), fields.number("raw_size", 0, bounds.file), sha256(fields.raw("raw_sha256")))


def _check(manifest: Manifest, bounds: Limits) -> None:
    uids = [part.space.uid for part in manifest.spaces]
    programmes = [part.space.uid for part in manifest.spaces if part.space.kind == "programme"]
    if len(set(uids)) != len(uids) or programmes not in ([], [manifest.programme]):
        raise damaged("a space twice, or of another programme")
    if sum(len(part.feeds) for part in manifest.spaces) > bounds.feeds:
        raise damaged("too many stretches")
    if sum(len(tips) for part in manifest.spaces for held in (part.base, part.tips) for tips in held.values()) > bounds.tips:
        raise damaged("too many tips")
    _check_members(manifest.members, bounds)


def _check_members(members: tuple[Member, ...], bounds: Limits) -> None:
    names = [member.name for member in members]
    if names[:2] != [layout.README, layout.RECORDS] or len(set(names)) != len(names):
        raise damaged("not the members of a bundle")
    for member in members[2:]:
        if layout.BLOB_NAME(member.name) is None or member.name[len(layout.BLOBS):] != member.sha256:
            raise damaged("a member that is no photo")
        if member.size > bounds.blob or (member.raw_size, member.raw_sha256) != (member.size, member.sha256):
            raise damaged("a photo out of bounds")
    records = members[1]
    if records.raw_size > min(bounds.records_raw, max(bounds.records_free, bounds.ratio * records.size)):
        raise damaged("more commits than a bundle may hold")
    if records.size > records.raw_size + records.raw_size // 64 + bounds.packed_spare:
        raise damaged("less packed than padded")
