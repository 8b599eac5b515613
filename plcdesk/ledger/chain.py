"""The chain of a feed: each commit's hash covers all before it, and a write is named by its hash, never by number.

Two copies of one disk may both write number 18; their hashes differ, so both are kept.
"""

from __future__ import annotations

import base64
import hashlib
import re
import secrets

from plcdesk.domain.ids import Dot

UID = re.compile(r"[0-9a-f]{32}").fullmatch
"""The shape of the uid of a space or replica: 16 random bytes in hexadecimal."""


def new_uid() -> str:
    """A new random uid for a space or a replica."""
    return secrets.token_hex(16)


def seed(space: str, replica: str) -> bytes:
    """The hash before the first commit of a feed. Both are uids; ValueError otherwise."""
    return hashlib.sha256(b"plc-feed-v1" + _raw(space) + _raw(replica)).digest()


def _raw(uid: str) -> bytes:
    if UID(uid) is None:
        raise ValueError("a uid of 32 hexadecimal digits expected")
    return bytes.fromhex(uid)


def link(previous: bytes, head: bytes, body_digest: bytes) -> bytes:
    """The hash of the commit that follows `previous` (32 bytes)."""
    return hashlib.sha256(previous + hashlib.sha256(head).digest() + body_digest).digest()


def dot_of(commit_hash: bytes) -> Dot:
    """The name of a commit's writes: the first 16 bytes of its hash in base64url, 22 characters."""
    return Dot(base64.urlsafe_b64encode(commit_hash[:16])[:22].decode())
