"""Sealing a bundle with age (age-encryption.org/v1), so that only the laptop it is for, or who knows its passphrase, can
read it. The standard age tool opens what is sealed here: with the device's key in OpenSSH form, or with the passphrase.

For a laptop, the key it signs with is the one it is sealed for; nothing else has to be exchanged. A passphrase is used as
it was typed, only line ends are taken off: the format knows no other equality of texts. Both directions work piece by
piece; the header is checked strictly and in full before anything is decrypted. The libraries are loaded at first use.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
from collections.abc import Callable, Iterable, Iterator
from typing import IO, TYPE_CHECKING

from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import mark
from plcdesk.sync import limits
from plcdesk.sync.age_header import END, MAGIC, Header, Secret, encoded, read_header, ssh_form, tag_of
from plcdesk.sync.age_payload import NONCE, TAG, derived, opened, sealed
from plcdesk.sync.errors import damaged
from plcdesk.sync.writer import Target, Written

if TYPE_CHECKING:
    from plcdesk.ledger.identity import DeviceKey

_SCRYPT = b"age-encryption.org/v1/scrypt"
_ROOM = 1024
"""Bytes a header takes at most beside its recipients: begin, end and a recipient that means nothing, put in by the
library so that readers learn to skip what they do not know."""
_RECIPIENT = 128


class NeedsPassphrase(Exception):
    """The file is sealed with a passphrase; `wrong` says that one was given and does not open it."""

    def __init__(self, *, wrong: bool) -> None:
        super().__init__("another passphrase" if wrong else "a passphrase")
        self.wrong = wrong


class ForOthers(Exception):
    """The file is sealed for other devices, named by the `tags` of their keys; `own` is the public key of this one."""

    def __init__(self, tags: tuple[str, ...], own: bytes) -> None:
        super().__init__("sealed for others")
        self.tags = tags
        self.own = own


def passphrase_of(text: str) -> str:
    """A passphrase as it is used: without the line ends that a file or a clipboard adds. Raises UserError when empty."""
    found = text.strip("\r\n")
    if not found:
        raise UserError(mark("The passphrase is empty. Nothing was changed. Type one, or go on without."))
    return found


def sealed_size(plain: int, recipients: int = 1) -> int:
    """Bytes that a sealed file of `plain` bytes takes at most."""
    chunks = plain // limits.AGE_CHUNK + 1
    return plain + chunks * TAG + NONCE + _ROOM + recipients * _RECIPIENT


def seal(pieces: Iterable[bytes], target: Target, *, to: Iterable[bytes] = (), passphrase: str | None = None) -> Written:
    """Write the sealed form of what comes in `pieces`, for the devices with the public keys `to` or for a passphrase.

    Returns size and SHA-256 of what was written. What `pieces` or `target` raise comes through as it is.
    """
    sink = _Sink(target.write)
    if passphrase is None:
        _seal_for(list(to), _Source(pieces), sink)
    else:
        for piece in _with_passphrase(pieces, passphrase_of(passphrase)):
            sink.write(piece)
    return Written(sink.size, sink.sha256)


def unseal(file: IO[bytes], write: Callable[[bytes], object], *, key: Callable[[], DeviceKey],
           passphrase: str | None = None) -> None:
    """Hand the plain text of a sealed file to `write`, each piece checked; `key` is this device's.

    Raises NeedsPassphrase, ForOthers or TooCostly where it cannot be opened here, BadBundle where it is not whole (pieces
    handed over before that must be thrown away), and what `write` raises as it is.
    """
    header = read_header(file)
    if header.passphrase:
        _unseal_secret(file, header, write, passphrase)
    elif tag_of((own := key()).public) in header.tags:
        file.seek(0)
        _unseal_own(file, _Sink(write, most=limits.FILE), own)
    else:
        raise ForOthers(header.tags, own.public)


def _seal_for(keys: list[bytes], source: _Source, sink: _Sink) -> None:
    import pyrage

    to = [pyrage.ssh.Recipient.from_str(f"ssh-ed25519 {base64.b64encode(ssh_form(key)).decode()}") for key in keys]
    if not to:
        raise ValueError("sealed for nobody")
    try:
        pyrage.encrypt_io(source, sink, to)
    except Exception:
        # the library tells of trouble in its own words; here it is said again as it was
        _raise_first(source.failure, sink.failure)
        raise


def _unseal_own(file: IO[bytes], sink: _Sink, key: DeviceKey) -> None:
    import pyrage

    source = _Source(iter(lambda: file.read(limits.AGE_CHUNK), b""))
    try:
        pyrage.decrypt_io(source, sink, [pyrage.ssh.Identity.from_buffer(key.openssh())])
    except Exception:
        _raise_first(source.failure, sink.failure)
        raise damaged("a sealed file that was changed or cut") from None


def _raise_first(*failures: BaseException | None) -> None:
    """Raise the first failure there is."""
    for failure in failures:
        if failure is not None:
            raise failure from None


def _with_passphrase(pieces: Iterable[bytes], passphrase: str) -> Iterator[bytes]:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    key, salt = os.urandom(16), os.urandom(16)
    wrapping = _worked(passphrase, salt, limits.AGE_LOG_N)
    wrapped = ChaCha20Poly1305(wrapping).encrypt(bytes(12), key, None)
    signed = b"%s-> scrypt %s %d\n%s\n%s" % (MAGIC, encoded(salt).encode(), limits.AGE_LOG_N, encoded(wrapped).encode(), END)
    yield b"%s %s\n" % (signed, encoded(_code(key, signed)).encode())
    yield from sealed(pieces, key, os.urandom(NONCE))


def _unseal_secret(file: IO[bytes], header: Header, write: Callable[[bytes], object], passphrase: str | None) -> None:
    secret = header.secret()
    if passphrase is None:
        raise NeedsPassphrase(wrong=False)
    key = _unwrapped(secret, passphrase_of(passphrase))
    if not hmac.compare_digest(_code(key, header.signed), header.code):
        raise damaged("a header that was changed")
    sink = _Sink(write, most=limits.FILE)
    for piece in opened(file, key):
        sink.write(piece)


def _unwrapped(secret: Secret, passphrase: str) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    try:
        return ChaCha20Poly1305(_worked(passphrase, secret.salt, secret.log_n)).decrypt(bytes(12), secret.wrapped, None)
    except InvalidTag:
        raise NeedsPassphrase(wrong=True) from None


def _worked(passphrase: str, salt: bytes, log_n: int) -> bytes:
    """The key that wraps the file's key; takes 1 KiB of memory times 2 to the power of `log_n`."""
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    return Scrypt(salt=_SCRYPT + salt, length=32, n=1 << log_n, r=8, p=1).derive(passphrase.encode("utf-8", "surrogatepass"))


def _code(key: bytes, signed: bytes) -> bytes:
    return hmac.digest(derived(key, b"", b"header"), signed, "sha256")


class _Source:
    """Pieces of any size, read as the library asks for them."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._piece = memoryview(b"")
        self.failure: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes; none at the end."""
        try:
            while not self._piece:
                self._piece = memoryview(next(self._pieces))
        except StopIteration:
            return b""
        except BaseException as error:
            self.failure = error
            raise
        found = bytes(self._piece[:size] if size >= 0 else self._piece)
        self._piece = self._piece[len(found):]
        return found


class _Sink:
    """Takes pieces, counts and hashes them, and hands them on; more than `most` bytes are refused."""

    def __init__(self, write: Callable[[bytes], object], most: int | None = None) -> None:
        self._write = write
        self._most = most
        self._hash = hashlib.sha256()
        self.size = 0
        self.failure: BaseException | None = None

    def write(self, data: bytes) -> int:
        """Hand on a piece."""
        try:
            if self._most is not None and self.size + len(data) > self._most:
                raise damaged("larger than a bundle may be")
            self._write(data)
        except BaseException as error:
            self.failure = error
            raise
        self._hash.update(data)
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    @property
    def sha256(self) -> str:
        """Of all that was handed on, in hexadecimal."""
        return self._hash.hexdigest()
