"""Who a device is: its Ed25519 key, how it introduces a replica, and how it vouches for the end of a chain.

The cryptography library is loaded at first use, not when the program starts.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from plcdesk.ledger.chain import UID
from plcdesk.ledger.commit import BadCommit, clean, parse

_HELLO = b"plc-hello-v1\0"
_TIP = b"plc-tip-v1\0"
_MANIFEST = b"plc-manifest-v1\0"
MAX_LABEL = 80
"""Characters of the name a device gives itself."""
BORN = frozenset({"install", "clone", "restore", "undo"})
"""Why a replica came to be."""


@dataclass(frozen=True)
class DeviceKey:
    """The private key of this device, 32 bytes; never shown, never sent."""

    secret: bytes

    def __repr__(self) -> str:
        return "DeviceKey(…)"

    @staticmethod
    def generate() -> DeviceKey:
        """A new random key."""
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return DeviceKey(Ed25519PrivateKey.generate().private_bytes_raw())

    @property
    def public(self) -> bytes:
        """The public key, 32 bytes; the device's name among devices."""
        return self._key().public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """The signature over `message`, 64 bytes."""
        return self._key().sign(message)

    def openssh(self) -> bytes:
        """The private key as an OpenSSH file without a passphrase, for tools that open what is sealed for this device."""
        from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

        return bytes(self._key().private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption()))

    def _key(self) -> Any:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self.secret)


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `signature` over `message` was made with the key behind `public`."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class Hello:
    """How a device introduces a replica: uid, public key, the device's name for itself, why the replica was born
    and from which one (empty for an installation)."""

    replica: str
    device_key: bytes
    label: str
    born: str = "install"
    parent: str = ""

    def to_bytes(self) -> bytes:
        """The form that is signed and sent."""
        data = {"replica": self.replica, "device": self.device_key.hex(), "label": clean(self.label)[:MAX_LABEL],
                "born": self.born, "parent": self.parent}
        return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def read_hello(data: bytes) -> Hello:
    """The introduction in these bytes. Raises BadCommit when they are none."""
    found = parse(data)
    if type(found) is not dict or found.keys() != {"replica", "device", "label", "born", "parent"} \
            or not all(type(value) is str for value in found.values()):
        raise BadCommit("no introduction")
    if UID(found["replica"]) is None or (found["parent"] and UID(found["parent"]) is None):
        raise BadCommit("no uid of a replica")
    if found["born"] not in BORN or len(found["label"]) > MAX_LABEL:
        raise BadCommit("no introduction")
    return Hello(found["replica"], public_key(found["device"]), found["label"], found["born"], found["parent"])


def public_key(text: Any) -> bytes:
    """A public key from its 64 lower-case hexadecimal digits. Raises BadCommit otherwise."""
    if type(text) is not str or len(text) != 64 or text.strip("0123456789abcdef"):
        raise BadCommit("no public key")
    return bytes.fromhex(text)


def hello_message(hello: bytes) -> bytes:
    """What the device signs to introduce a replica."""
    return _HELLO + hello


def tip_message(space: str, replica: str, seq: int, tip: bytes) -> bytes:
    """What is signed to vouch for a chain up to its commit number `seq` with hash `tip`."""
    return _TIP + bytes.fromhex(space) + bytes.fromhex(replica) + seq.to_bytes(8, "big") + tip


def manifest_message(manifest: bytes) -> bytes:
    """What the exporting device signs for a whole bundle."""
    return _MANIFEST + manifest
