"""What to say of a sealed bundle that cannot be opened here."""

from __future__ import annotations

from collections.abc import Iterable

from plcdesk.domain.exchange import Reason, Receipt, ReceiptState
from plcdesk.domain.fields import mark
from plcdesk.ledger.feed import Device
from plcdesk.sync.age_header import Header, TooCostly, tag_of
from plcdesk.sync.sealing import ForOthers, NeedsPassphrase

LOCKED = (NeedsPassphrase, ForOthers, TooCostly)
"""Why a bundle stays closed."""


def locked(error: NeedsPassphrase | ForOthers | TooCostly, devices: Iterable[Device]) -> Receipt:
    """The report on a sealed bundle that was not opened; `devices` are those whose names are known here."""
    if isinstance(error, NeedsPassphrase):
        text = mark("This passphrase does not open the bundle. Nothing was changed; the bundle is still on the USB stick. Check "
                    "capital letters and spaces, or ask the sender for the passphrase.") if error.wrong else \
            mark("This bundle is locked with a passphrase. Nothing was changed. Type the passphrase the sender told you.")
        return Receipt(ReceiptState.NEEDS_PASSPHRASE, reason=Reason(text), sealed=True)
    if isinstance(error, TooCostly):
        return Receipt(ReceiptState.REFUSED, sealed=True, reason=Reason(mark(
            "This bundle was locked in a way that takes more memory than a laptop has. Nothing was changed. Ask the sender "
            "to save it again with PLC Desk.")))
    devices = list(devices)
    names = names_of(error.tags, devices)
    if names == names_of([tag_of(error.own)], devices) != ():
        reason = Reason(mark("This bundle is locked for a key that this computer has lost. Nothing was changed. Send a bundle "
                             "from here to the sender once, then ask for a new one."))
    elif names:
        reason = Reason(mark("This bundle is locked for {names}; only that computer can read it. Nothing was changed. Keep "
                             "it here to pass it on, or ask the sender for one for this computer."),
                        {"names": ", ".join(names)})
    else:
        reason = Reason(mark("This bundle is locked for another computer. Nothing was changed. Keep it here to pass it on, "
                             "or ask the sender for one for this computer."))
    return Receipt(ReceiptState.FOR_OTHERS, reason=reason, for_whom=names, sealed=True)


def lock_of(header: Header, own: Iterable[bytes], devices: Iterable[Device]) -> tuple[str, tuple[str, ...]]:
    """Who opens a sealed bundle, by its header alone: ``passphrase``, ``mine`` (one of the keys `own`) or ``others``, and
    the names of those others."""
    if header.passphrase:
        return "passphrase", ()
    if any(tag_of(key) in header.tags for key in own):
        return "mine", ()
    return "others", names_of(header.tags, devices)


def names_of(tags: Iterable[str], devices: Iterable[Device]) -> tuple[str, ...]:
    """The names of the devices behind the tags of their keys, as far as they are known here."""
    found = set(tags)
    return tuple(sorted({device.label for device in devices if device.label and tag_of(device.key) in found}))
