"""The header of a file in the age format, version 1 (age-encryption.org/v1), read strictly and under limits.

It is read before anything is decrypted: what a hostile header asks for (memory, thousands of recipients) is refused here.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from typing import IO

from plcdesk.sync import limits
from plcdesk.sync.errors import BadBundle, Fault, damaged

MAGIC = b"age-encryption.org/v1\n"
END = b"---"
_COLUMNS = 64
_SALT = 16
_WRAPPED = 32
_SSH = "ssh-ed25519"
_WORK = re.compile(r"[1-9][0-9]{0,2}").fullmatch


class TooCostly(Exception):
    """The passphrase of a file was given so much work that opening it needs `memory` bytes."""

    def __init__(self, log_n: int) -> None:
        super().__init__(f"work factor {log_n}")
        self.memory = 1024 << log_n


@dataclass(frozen=True, slots=True)
class Stanza:
    """One way to the key of the file: its kind, further words, and the wrapped key."""

    kind: str
    words: tuple[str, ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Secret:
    """What a passphrase is worked on with: salt, power of two of the work, and the wrapped key of the file."""

    salt: bytes
    log_n: int
    wrapped: bytes


@dataclass(frozen=True, slots=True)
class Header:
    """A whole header. `signed` are the bytes its authentication code `code` covers, `size` is where the payload begins."""

    stanzas: tuple[Stanza, ...]
    signed: bytes
    code: bytes
    size: int

    @property
    def tags(self) -> tuple[str, ...]:
        """The devices it is sealed for, each by the tag of its key (see `tag_of`)."""
        return tuple(stanza.words[0] for stanza in self.stanzas if stanza.kind == _SSH)

    @property
    def passphrase(self) -> bool:
        """Whether it is sealed with a passphrase."""
        return self.stanzas[0].kind == "scrypt"

    def secret(self) -> Secret:
        """How its passphrase is tried. Raises TooCostly before any memory is spent."""
        salt, work = self.stanzas[0].words
        if int(work) > limits.AGE_LOG_N_MOST:
            raise TooCostly(int(work))
        return Secret(decoded(salt), int(work), self.stanzas[0].body)


def is_sealed(start: bytes) -> bool:
    """Whether a file that starts with these bytes (22 are enough) is in the age format."""
    return start.startswith(MAGIC)


def tag_of(public: bytes) -> str:
    """How a header names the device with this public key (32 bytes): four bytes of the hash of its SSH form."""
    return encoded(hashlib.sha256(ssh_form(public)).digest()[:4])


def ssh_form(public: bytes) -> bytes:
    """The public key as SSH writes it (RFC 8709)."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in (_SSH.encode(), public))


def encoded(data: bytes) -> str:
    """Base64 without padding."""
    return base64.b64encode(data).decode().rstrip("=")


def decoded(text: str) -> bytes:
    """The bytes of canonical base64 without padding. Raises BadBundle for any other text."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        raise damaged("no base64 in the header") from None
    if encoded(data) != text:
        raise damaged("base64 with bits left over")
    return data


def read_header(file: IO[bytes]) -> Header:
    """The header at the start of a file, which is left where the payload begins.

    Raises BadBundle for what is no header of version 1 or exceeds the limits; nothing was decrypted then.
    """
    data = file.read(limits.AGE_HEADER)
    if not is_sealed(data):
        raise BadBundle(Fault.FOREIGN, "not the beginning of a sealed file")
    lines = _Lines(data, len(MAGIC))
    stanzas: list[Stanza] = []
    while not (line := lines.next()).startswith("--- "):
        if len(stanzas) >= limits.AGE_STANZAS:
            raise damaged("too many recipients")
        stanzas.append(_stanza(line, lines))
    code = decoded(line[4:])
    if not stanzas or len(code) != _WRAPPED:
        raise damaged("no recipient or no authentication code")
    if len(stanzas) > 1 and any(stanza.kind == "scrypt" for stanza in stanzas):
        raise damaged("a passphrase beside other recipients")
    file.seek(lines.at)
    return Header(tuple(stanzas), data[:lines.at - len(line) - 1 + len(END)], code, lines.at)


class _Lines:
    """The lines of the header, one after the other."""

    def __init__(self, data: bytes, at: int) -> None:
        self._data = data
        self.at = at

    def next(self) -> str:
        end = self._data.find(b"\n", self.at)
        if end < 0:
            raise damaged("a header without an end")
        line = self._data[self.at:end]
        self.at = end + 1
        if any(byte < 32 or byte > 126 for byte in line):
            raise damaged("a header that is no text")
        return line.decode("ascii")


def _stanza(line: str, lines: _Lines) -> Stanza:
    mark, *words = line.split(" ")
    if mark != "->" or not words or not all(words):
        raise damaged("no recipient where one must be")
    body = ""
    while True:
        more = lines.next()
        body += more
        if len(more) < _COLUMNS:
            break
        if len(more) > _COLUMNS:
            raise damaged("a line of the header is too long")
    found = Stanza(words[0], tuple(words[1:]), decoded(body))
    if not _right(found):
        raise damaged(f"no {found.kind} recipient as the format has it")
    return found


def _right(found: Stanza) -> bool:
    """Whether a recipient of a kind known here is as the format has it; the others are skipped by every reader."""
    words = found.words
    if found.kind == "scrypt":
        return len(words) == 2 and len(decoded(words[0])) == _SALT and _WORK(words[1]) is not None \
            and len(found.body) == _WRAPPED
    if found.kind == _SSH:
        return len(words) == 2 and len(decoded(words[0])) == 4 and len(decoded(words[1])) == 32 \
            and len(found.body) == _WRAPPED
    return True
