"""The payload of a file in the age format, version 1: ChaCha20-Poly1305 over chunks of 64 KiB, each checked before it
is used, so that memory does not grow with the file and nothing forged is ever handed on.

The cryptography library is loaded at first use, not when the program starts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO

from plcdesk.sync import limits
from plcdesk.sync.errors import damaged

NONCE = 16
"""Bytes in front of the chunks from which the key of the payload is derived."""
TAG = 16
"""Bytes by which a sealed chunk is longer than its plain text."""
_MOST = limits.FILE // limits.AGE_CHUNK + 2


def derived(key: bytes, salt: bytes, purpose: bytes) -> bytes:
    """A key of 32 bytes for one purpose (HKDF with SHA-256, RFC 5869)."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=purpose).derive(key)


def sealed(pieces: Iterable[bytes], key: bytes, nonce: bytes) -> Iterator[bytes]:
    """The payload of a plain text that comes in pieces of any size; `key` is the file's, 16 bytes."""
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    cipher = ChaCha20Poly1305(derived(key, nonce, b"payload"))
    yield nonce
    number, waiting = 0, bytearray()
    for piece in pieces:
        waiting += piece
        while len(waiting) > limits.AGE_CHUNK:  # the last chunk is sealed as the last, so one is always held back
            yield cipher.encrypt(_count(number, last=False), bytes(waiting[:limits.AGE_CHUNK]), None)
            del waiting[:limits.AGE_CHUNK]
            number += 1
    yield cipher.encrypt(_count(number, last=True), bytes(waiting), None)


def opened(file: IO[bytes], key: bytes) -> Iterator[bytes]:
    """The plain text of a payload, chunk by chunk. Raises BadBundle where it was cut, changed or put in another order."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    nonce = file.read(NONCE)
    if len(nonce) != NONCE:
        raise damaged("a sealed file without content")
    cipher = ChaCha20Poly1305(derived(key, nonce, b"payload"))
    chunk = file.read(limits.AGE_CHUNK + TAG)
    for number in range(_MOST):
        following = file.read(limits.AGE_CHUNK + TAG)
        last = not following
        try:
            plain = cipher.decrypt(_count(number, last=last), chunk, None)
        except InvalidTag:
            raise damaged("a sealed chunk was changed, moved or cut") from None
        if not plain and number:
            raise damaged("an empty chunk at the end")
        yield plain
        if last:
            return
        chunk = following
    raise damaged("larger than a bundle may be")


def _count(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\1" if last else b"\0")
