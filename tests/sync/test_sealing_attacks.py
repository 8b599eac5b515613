"""Sealed files made to harm (fault F15): none costs memory, none hands over a byte that was not sealed as it stands."""

import base64
import io
import os
import sys
import tracemalloc
from collections.abc import Callable

import pyrage
import pytest

from plcdesk.ledger.identity import DeviceKey
from plcdesk.sync import age_payload, limits
from plcdesk.sync.age_header import MAGIC, TooCostly, encoded, read_header, tag_of
from plcdesk.sync.errors import BadBundle, Fault
from plcdesk.sync.sealing import ForOthers, NeedsPassphrase, seal, unseal

KEY = DeviceKey.generate()
STEP = limits.AGE_CHUNK + age_payload.TAG
DATA = os.urandom(5 * limits.AGE_CHUNK + 100)
BODY = encoded(bytes(32))


def sealed(passphrase: str | None) -> bytes:
    target = io.BytesIO()
    seal([DATA], target, to=[] if passphrase else [KEY.public], passphrase=passphrase)
    return target.getvalue()


WHOLE = {"laptop": sealed(None), "passphrase": sealed("x")}
START = {way: read_header(io.BytesIO(data)).size + age_payload.NONCE for way, data in WHOLE.items()}


def opened(data: bytes, passphrase: str | None = "x") -> bytes:
    found: list[bytes] = []
    unseal(io.BytesIO(data), found.append, key=lambda: KEY, passphrase=passphrase)
    return b"".join(found)


def head(*stanzas: str, end: str = "--- " + BODY + "\n") -> bytes:
    return MAGIC + "".join(stanzas).encode() + end.encode()


def scrypt(log_n: object, salt: str = encoded(bytes(16)), body: str = BODY) -> str:
    return f"-> scrypt {salt} {log_n}\n{body}\n"


def peak_memory() -> int:
    """KiB this process ever held at once; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


SSH = f"-> ssh-ed25519 {tag_of(KEY.public)} {BODY}\n{BODY}\n"
CHANGES: dict[str, Callable[[bytes, int], bytes]] = {
    "a chunk truncated": lambda data, start: data[:start + 2 * STEP - 7],
    "cut between chunks": lambda data, start: data[:start + 2 * STEP],
    "the last byte gone": lambda data, start: data[:-1],
    "cut in the nonce": lambda data, start: data[:start - 5],
    "nothing but the header": lambda data, start: data[:start - age_payload.NONCE],
    "two chunks swapped": lambda data, start: data[:start] + data[start + STEP:start + 2 * STEP] + data[start:start + STEP]
    + data[start + 2 * STEP:],
    "a chunk twice": lambda data, start: data[:start + STEP] + data[start:],
    "a chunk left out": lambda data, start: data[:start + STEP] + data[start + 2 * STEP:],
    "the last chunk first": lambda data, start: data[:start] + data[start + 5 * STEP:],
    "bytes after the end": lambda data, start: data + b"\0",
    "a chunk after the end": lambda data, start: data + data[start:start + STEP],
    "a bit of the content": lambda data, start: data[:start + 99] + bytes([data[start + 99] ^ 1]) + data[start + 100:],
    "a bit of the nonce": lambda data, start: data[:start - 1] + bytes([data[start - 1] ^ 1]) + data[start:],
    "the code of the header": lambda data, start: data[:start - 30] + (b"A" if data[start - 30:start - 29] != b"A" else b"B")
    + data[start - 29:],
    "the payload of another file": lambda data, start: data[:start - 16] + sealed("y")[START["passphrase"] - 16:],
    "one kind of newline": lambda data, start: data[:start - 16].replace(b"\n", b"\r\n") + data[start - 16:],
}


@pytest.mark.parametrize("way", WHOLE)
@pytest.mark.parametrize("change", CHANGES)
def test_a_sealed_file_that_was_changed_is_refused(change: str, way: str) -> None:  # fault F15
    assert opened(WHOLE[way]) == DATA
    with pytest.raises(BadBundle):
        opened(CHANGES[change](WHOLE[way], START[way]))


@pytest.mark.parametrize("way", WHOLE)
def test_only_what_was_sealed_is_handed_over_before_it_is_refused(way: str) -> None:
    found: list[bytes] = []
    data = CHANGES["two chunks swapped"](WHOLE[way], START[way])
    with pytest.raises(BadBundle):
        unseal(io.BytesIO(data), found.append, key=lambda: KEY, passphrase="x")
    assert DATA.startswith(b"".join(found))


@pytest.mark.parametrize("way", WHOLE)
def test_every_bit_of_the_header_counts(way: str) -> None:
    # whoever is named by a changed header may be another laptop, or nobody; nothing is ever opened
    data = WHOLE[way]
    cheap = data.replace(f" {limits.AGE_LOG_N}\n".encode(), b" 1\n", 1)  # the same question, asked at less cost
    source = cheap if way == "passphrase" else data
    end = source.index(b"---") + 3
    for at in range(end):
        for bit in range(8):
            changed = source[:at] + bytes([source[at] ^ 1 << bit]) + source[at + 1:]
            with pytest.raises((BadBundle, ForOthers, NeedsPassphrase, TooCostly)):
                opened(changed, passphrase="x" if bit == at % 8 else None)


@pytest.mark.parametrize("log_n", [18, 22, 30, 63, 64, 255, 999])
def test_a_passphrase_that_costs_too_much_is_refused_before_any_memory_is_spent(log_n: int) -> None:  # fault F15
    tracemalloc.start()
    peak = peak_memory()
    with pytest.raises(TooCostly):
        opened(head(scrypt(log_n)))
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()
    assert peak_memory() - peak < 8 * 1024


def test_the_most_work_that_is_accepted_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "AGE_LOG_N", limits.AGE_LOG_N_MOST)
    found = io.BytesIO()
    seal([b"isi"], found, passphrase="x")
    assert read_header(io.BytesIO(found.getvalue())).secret().log_n == limits.AGE_LOG_N_MOST
    assert opened(found.getvalue()) == b"isi"


REFUSED = {
    "work with a zero in front": head(scrypt("015")),
    "work of nothing": head(scrypt("0")),
    "work below nothing": head(scrypt("-1")),
    "work of words": head(scrypt("lima")),
    "work in other digits": head(scrypt("١٥")),
    "a passphrase beside a laptop": head(scrypt(15), SSH),
    "a laptop beside a passphrase": head(SSH, scrypt(15)),
    "two passphrases": head(scrypt(15), scrypt(15)),
    "a short salt": head(scrypt(15, salt=encoded(bytes(15)))),
    "a long wrapped key": head(scrypt(15, body=encoded(bytes(33)))),
    "no wrapped key": head(f"-> scrypt {encoded(bytes(16))} 15\n\n"),
    "words too many": head(f"-> scrypt {encoded(bytes(16))} 15 x\n{BODY}\n"),
    "words too few": head(f"-> ssh-ed25519 {tag_of(KEY.public)}\n{BODY}\n"),
    "a tag of five bytes": head(f"-> ssh-ed25519 {encoded(bytes(5))} {BODY}\n{BODY}\n"),
    "no recipient": head(),
    "no kind": head(f"-> \n{BODY}\n"),
    "two spaces": head(f"-> x  y\n{BODY}\n"),
    "padding": head(scrypt(15, body=BODY + "=")),
    "bits left over": head(scrypt(15, body=BODY[:-1] + "B")),
    "a short code": head(SSH, end="--- " + encoded(bytes(31)) + "\n"),
    "a code with a space": head(SSH, end="---  " + BODY + "\n"),
    "no end": MAGIC + SSH.encode(),
    "an end without line end": head(SSH, end="--- " + BODY),
    "ten thousand recipients": head(SSH * 10_000),
    "one recipient too many": head(SSH * (limits.AGE_STANZAS + 1)),
    "a header of a megabyte": head("-> x\n" + ("A" * 64 + "\n") * 16_000 + "\n", SSH),
    "a line of a megabyte": head("-> " + "x" * 1_000_000 + "\n\n", SSH),
    "a body line too long": head("-> x\n" + "A" * 65 + "\n", SSH),
    "a body that never ends": MAGIC + b"-> x\n" + (b"A" * 64 + b"\n") * 900,
    "NUL": head("-> x\0\n\n", SSH),
    "another language": head("-> é\n\n", SSH),
    "a tab": head("-> x\ty\n\n", SSH),
    "all zeros after the beginning": MAGIC + bytes(5000),
}


@pytest.mark.parametrize("attack", REFUSED)
def test_a_header_that_is_not_as_the_format_has_it_is_refused(attack: str) -> None:  # fault F15
    tracemalloc.start()
    with pytest.raises(BadBundle) as caught:
        opened(REFUSED[attack] + bytes(100))
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()
    assert caught.value.fault is Fault.DAMAGED


def test_as_many_recipients_as_allowed_are_read() -> None:
    stranger = SSH.replace(tag_of(KEY.public), "AAAAAA")
    with pytest.raises(ForOthers) as caught:
        opened(head(stranger * limits.AGE_STANZAS))
    assert len(caught.value.tags) == limits.AGE_STANZAS


@pytest.mark.parametrize("data", [
    b"", MAGIC[:-1], b"age-encryption.org/v2\n" + SSH.encode(), b"\xef\xbb\xbf" + head(SSH),
    b"-----BEGIN AGE ENCRYPTED FILE-----\n" + base64.encodebytes(WHOLE["laptop"]) + b"-----END AGE ENCRYPTED FILE-----\n",
])
def test_an_armoured_file_and_other_formats_are_none_of_ours(data: bytes) -> None:  # fault F15
    with pytest.raises(BadBundle) as caught:
        opened(data)
    assert caught.value.fault is Fault.FOREIGN


def test_a_recipient_that_only_pretends_to_be_this_laptop_opens_nothing() -> None:
    with pytest.raises(BadBundle):
        opened(head(SSH) + bytes(100))


def test_the_library_agrees_on_what_is_refused() -> None:
    identity = pyrage.ssh.Identity.from_buffer(KEY.openssh())
    for change in CHANGES.values():
        with pytest.raises((pyrage.DecryptError, OSError)):
            pyrage.decrypt(change(WHOLE["laptop"], START["laptop"]), [identity])
