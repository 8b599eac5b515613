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
from plcdesk.services import waiting
from plcdesk.services.quarantine import Opened
from plcdesk.services.waiting import Missing
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
        """Whether it carries work of devices that nobody here has accepted yet, or that a steward has cut off since."""
        return any(device.trust in ("unknown", "cut") for device in self.devices)

    def with_restore_point(self, name: str) -> BundleMeta:
        """What to keep about the bundle, with the name of its restore point."""
        return dataclasses.replace(self.meta, restore_point=name)

    def receipt(self, state: ReceiptState, intake: Intake | None = None, photos: int = 0,
                reason: Reason | None = None) -> Receipt:
        """The report to the user."""
        manifest = self.bundle.manifest
        return Receipt(state, manifest.bundle, manifest.sender.label, manifest.made_at, manifest.kind, intake or Intake(),
                       self.devices, reason or self.reason, photos, len(self.bundle.missing), self.applied_before,
                       sealed=self.meta.sealed, sender_key=manifest.sender.device.hex(), schools=self._schools())

    def _schools(self) -> tuple[str, ...]:
        named = {space.uid for space in self.meta.spaces if space.kind == "school"}
        return tuple(sorted(named & {found.space for found in self.bundle.manifest.ranges} or named))

    def parked(self, intake: Intake, lacks: Missing) -> Receipt:
        """The report on a bundle that builds on commits not held here."""
        return self.receipt(ReceiptState.PARKED, intake, reason=waiting.reason(lacks, self.bundle.manifest.sender.label))


def judge(opened: Opened, feeds: Feeds, file: str, *, accept_new: bool, joining: bool,
          tried: Intake | None = None) -> Finding:
    """Look at programme, devices and trust of a bundle. `accept_new` accepts the devices not seen before and work from
    after a cut; `joining` takes over the programme of the bundle, because there is none here yet. `tried` is what the
    bundle would do: words of stewards that it brings itself count already."""
    bundle = opened.bundle
    manifest = bundle.manifest
    found = _devices(bundle)
    spaces = [part.space.uid for part in manifest.spaces]
    sender = manifest.sender.device
    pairs = {(key, space) for key, held in found.items() for space in (spaces if key == sender else held.spaces)}
    trust = {pair: feeds.trust(*pair) for pair in pairs}
    known: dict[str, set[bytes]] = {}
    for device in feeds.devices():
        known.setdefault(device.label, set()).add(device.key)
    welcome = feeds.welcome() | (tried.welcome if tried is not None else frozenset())
    accepted = frozenset(
        (key, space) for (key, space), state in trust.items() if state == "unknown"
        and (accept_new or ((key.hex(), space) in welcome and not _taken(found[key].device, known))))
    if tried is not None and not accept_new:
        trust |= {pair: "cut" for pair in pairs if pair[0].hex() in tried.cut}
    devices = tuple(
        _seen(held, {"accepted" if (key, space) in accepted else trust[key, space]
                     for space in (spaces if key == sender else held.spaces)}, known)
        for key, held in sorted(found.items(), key=lambda item: (item[0] != sender, item[1].device.label))
    )
    meta = BundleMeta(
        manifest.bundle, opened.sha256, file, manifest.manifest_no, found[sender].device, manifest.sender.replica,
        tuple(part.space for part in manifest.spaces), manifest.tips, tuple(held.device for held in found.values()), accepted,
        sender_have=manifest.have, kind=manifest.kind.value, made_at=manifest.made_at, size=opened.size,
        sealed=opened.sealed, photos=len(tuple(manifest.photos())), overrule=accept_new,
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


def _seen(held: _Held, states: set[str], known: Mapping[str, set[bytes]]) -> DeviceSeen:
    device = held.device
    state = next(word for word in ("blocked", "cut", "unknown", "accepted", "self") if word in states) if states else "accepted"
    return DeviceSeen(device.key.hex(), device.label, device.words, state,
                      state == "unknown" and _taken(device, known), held.vouched_by)


def _taken(device: Device, known: Mapping[str, set[bytes]]) -> bool:
    """Whether another device here goes by its name: then a person has to look, whatever anybody said."""
    return bool(device.label and known.get(device.label, set()) - {device.key})


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
        intake += receipt.intake
        photos += receipt.photos
    return dataclasses.replace(first, intake=intake, photos=photos)
