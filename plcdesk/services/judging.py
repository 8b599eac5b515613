"""Whether a checked bundle is for this programme, whose work it carries, and how to say what became of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plcdesk.domain.exchange import BundleKind, DeviceSeen, Intake, Reason, Receipt, ReceiptState
from plcdesk.domain.fields import mark
from plcdesk.ledger.commit import BadCommit
from plcdesk.ledger.feed import BundleMeta, Device
from plcdesk.ledger.six_words import six_words
from plcdesk.sync import limits
from plcdesk.sync.container import Bundle
from plcdesk.sync.errors import BadBundle, Fault, damaged
from plcdesk.sync.manifest import hello_of

if TYPE_CHECKING:
    from plcdesk.storage.feeds import Feeds


@dataclass(frozen=True)
class Finding:
    """What is known of a bundle before its commits are looked at. A `reason` means it is refused."""

    bundle: Bundle
    meta: BundleMeta
    devices: tuple[DeviceSeen, ...]
    reason: Reason | None
    applied_before: bool

    @property
    def strangers(self) -> bool:
        """Whether it carries work of devices that nobody here has accepted yet."""
        return any(device.trust == "unknown" for device in self.devices)

    def with_restore_point(self, name: str) -> BundleMeta:
        """What to keep about the bundle, with the restore point made before it."""
        return dataclasses.replace(self.meta, restore_point=name)

    def receipt(self, state: ReceiptState, intake: Intake | None = None, photos: int = 0,
                reason: Reason | None = None) -> Receipt:
        """The report to the user."""
        manifest = self.bundle.manifest
        return Receipt(state, manifest.bundle, manifest.sender.label, manifest.made_at, manifest.kind, intake or Intake(),
                       self.devices, reason or self.reason, photos, len(self.bundle.missing), self.applied_before)

    def parked(self, intake: Intake) -> Receipt:
        """The report on a bundle that builds on commits not held here."""
        manifest = self.bundle.manifest
        labels = {found.feed: hello_of(found).label for found in manifest.ranges}
        names = {labels[feed] for space, replica in intake.waits_for
                 for feed in labels if feed == (space, replica) and labels[feed]}
        reason = Reason(mark("This bundle builds on earlier changes by {names} that are not here yet. Nothing was changed; "
                             "the bundle is kept and merged as soon as they arrive. Or ask the sender for a full bundle."),
                        {"names": ", ".join(sorted(names)) or manifest.sender.label})
        return self.receipt(ReceiptState.PARKED, intake, reason=reason)


def judge(bundle: Bundle, feeds: Feeds, file: str, *, accept_new: bool, joining: bool) -> Finding:
    """Look at programme, devices and trust of a bundle. `accept_new` accepts the devices not seen before; `joining`
    takes over the programme of the bundle, because there is none here yet."""
    manifest = bundle.manifest
    found = _devices(bundle)
    spaces = [part.space.uid for part in manifest.spaces]
    sender = manifest.sender.device
    pairs = {(key, space) for key, held in found.items() for space in (spaces if key == sender else held.spaces)}
    trust = {pair: feeds.trust(*pair) for pair in pairs}
    accepted = frozenset(pair for pair, state in trust.items() if state == "unknown") if accept_new else frozenset()
    known = {device.label: device.key for device in feeds.devices() if device.label}
    devices = tuple(
        _seen(held, {"accepted" if (key, space) in accepted else trust[key, space]
                     for space in (spaces if key == sender else held.spaces)}, known)
        for key, held in sorted(found.items(), key=lambda item: (item[0] != sender, item[1].device.label))
    )
    meta = BundleMeta(
        manifest.bundle, bundle.sha256, file, manifest.manifest_no, found[sender].device, manifest.sender.replica,
        tuple(part.space for part in manifest.spaces), manifest.tips, tuple(held.device for held in found.values()), accepted,
        sender_have=manifest.have,
    )
    return Finding(bundle, meta, devices, _refusal(bundle, feeds, devices, joining=joining),
                   feeds.state(manifest.bundle) == "reverted")


@dataclass(slots=True)
class _Held:
    device: Device
    spaces: set[str]
    vouched_by: str = ""


def _devices(bundle: Bundle) -> dict[bytes, _Held]:
    """Every device whose word counts in the bundle: the sender, the writers, and who vouched for writers."""
    manifest = bundle.manifest
    sender = manifest.sender
    found = {sender.device: _Held(Device(sender.device, sender.label, six_words(sender.device)), set())}
    for stretch in manifest.ranges:
        label = hello_of(stretch).label
        for key, name in ((stretch.device_key, label), (stretch.signer, "")):
            held = found.get(key)
            if held is None:
                held = found[key] = _Held(Device(key, name, six_words(key)), set())
            held.spaces.add(stretch.space)
        if stretch.signer != stretch.device_key:
            found[stretch.device_key].vouched_by = stretch.signer.hex()
    return found


def _seen(held: _Held, states: set[str], known: Mapping[str, bytes]) -> DeviceSeen:
    device = held.device
    state = next(word for word in ("blocked", "unknown", "accepted", "self") if word in states) if states else "accepted"
    other = known.get(device.label, device.key) != device.key
    return DeviceSeen(device.key.hex(), device.label, device.words, state, other and state == "unknown", held.vouched_by)


def _refusal(bundle: Bundle, feeds: Feeds, devices: tuple[DeviceSeen, ...], *, joining: bool) -> Reason | None:
    manifest = bundle.manifest
    programme = feeds.programme()
    if programme is None and joining:
        if any(part.space.uid == manifest.programme for part in manifest.spaces) and manifest.kind is BundleKind.FULL:
            return None
        return Reason(mark("One cannot join with this bundle: it holds only changes. Nothing was changed. Ask the sender "
                           "for a bundle for anyone."))
    if programme != manifest.programme:
        return Reason(mark("This bundle belongs to “{name}”. Nothing was changed. Open that programme or join it as a new "
                           "one."), {"name": manifest.programme_name})
    blocked = [device.label for device in devices if device.trust == "blocked"]
    if blocked:
        return Reason(mark("This bundle carries work of a computer that is blocked here: {names}. Nothing was changed."),
                      {"names": ", ".join(blocked)})
    return None


def refused(error: BadBundle | BadCommit) -> Receipt:
    """The report on a file that is no bundle, or no whole one."""
    if isinstance(error, BadCommit):
        error = damaged(str(error))
    if error.fault is Fault.FOREIGN:
        reason = Reason(mark("This file is not a PLC Desk bundle. Nothing was changed. Choose a {ext} file."),
                        {"ext": limits.EXTENSION})
    elif error.fault is Fault.NEWER:
        reason = Reason(mark("This bundle comes from a newer version ({v}). Nothing was changed. Install it, then receive "
                             "again."), {"v": error.version or "?"})
    else:
        reason = Reason(mark("This bundle is incomplete. Nothing was changed. Ask the sender to save it again."))
    return Receipt(ReceiptState.REFUSED, reason=reason)


def combined(first: Receipt, late: Iterable[Receipt]) -> Receipt:
    """One report on a bundle and those that waited for it."""
    intake = first.intake
    photos = first.photos
    for receipt in late:
        more = receipt.intake
        intake = Intake({**intake.rows, **more.rows}, intake.differing + more.differing, intake.suspect + more.suspect,
                        intake.newer + more.newer, intake.commits + more.commits, intake.present + more.present,
                        intake.changes | more.changes)
        photos += receipt.photos
    return dataclasses.replace(first, intake=intake, photos=photos)
