"""Who signed what in a bundle. The bundle as a whole is signed by its sender, each stretch of a feed by its own
device (or one that vouches for it), so work passed on by a third laptop still shows whose it is."""

from __future__ import annotations

from plcdesk.ledger.feed import FeedRange
from plcdesk.ledger.identity import DeviceKey, hello_message, manifest_message, tip_message, verify
from plcdesk.sync.errors import damaged
from plcdesk.sync.manifest import Manifest, hello_of


def sign_manifest(key: DeviceKey, manifest: bytes) -> bytes:
    """The content of ``manifest.sig``, 64 bytes."""
    return key.sign(manifest_message(manifest))


def check_manifest(sender: bytes, manifest: bytes, signature: bytes) -> None:
    """Raise BadBundle unless the sender's key made this signature over the manifest."""
    if not verify(sender, manifest_message(manifest), signature):
        raise damaged("the signature does not fit the manifest")


def sign_tip(key: DeviceKey, found: FeedRange) -> bytes:
    """The signature for the end of a stretch, 64 bytes."""
    return key.sign(tip_message(found.space, found.replica, found.to_seq, found.to_hash))


def check_ranges(manifest: Manifest) -> None:
    """Raise BadBundle unless every stretch carries a signed introduction and a signed end."""
    introduced: set[tuple[bytes, bytes, bytes]] = set()
    for found in manifest.ranges:
        hello_of(found)
        hello = (found.device_key, found.hello, found.hello_signature)
        if hello not in introduced and not verify(found.device_key, hello_message(found.hello), found.hello_signature):
            raise damaged("an introduction signed by somebody else")
        introduced.add(hello)
        message = tip_message(found.space, found.replica, found.to_seq, found.to_hash)
        if not verify(found.signer, message, found.tip_signature):
            raise damaged("the end of a chain signed by somebody else")
