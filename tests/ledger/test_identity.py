"""Device keys and introductions. A weak check here would let a stranger's stick speak for a colleague."""

import subprocess
import sys

import pytest

from plcdesk.ledger.chain import new_uid
from plcdesk.ledger.commit import BadCommit
from plcdesk.ledger.identity import DeviceKey, Hello, hello_message, manifest_message, read_hello, tip_message, verify
from plcdesk.ledger.six_words import WORDS, six_words


def test_only_the_key_makes_its_signature() -> None:
    mine, other = DeviceKey.generate(), DeviceKey.generate()
    signature = mine.sign(b"message")
    assert verify(mine.public, b"message", signature)
    assert not verify(other.public, b"message", signature)
    assert not verify(mine.public, b"messagf", signature)
    assert not verify(mine.public, b"message", signature[:-1])
    assert not verify(b"short", b"message", signature)


def test_a_signature_for_one_purpose_does_not_serve_another() -> None:
    messages = {hello_message(b"x"), manifest_message(b"x"), tip_message(new_uid(), new_uid(), 1, bytes(32))}
    assert len({message.split(b"\0")[0] for message in messages}) == 3


def test_the_secret_never_shows() -> None:
    key = DeviceKey.generate()
    assert key.secret.hex() not in repr(key)
    assert str(key.secret) not in repr(key)


def test_an_introduction_is_read_back() -> None:
    hello = Hello(new_uid(), DeviceKey.generate().public, "Laptop “guru” 1", "clone", new_uid())
    assert read_hello(hello.to_bytes()) == hello


@pytest.mark.parametrize("change", [
    (b'"install"', b'"other"'), (b'"label"', b'"name"'), (b'"Laptop"', b'7'), (b'"Laptop"', b'"' + b"x" * 81 + b'"'),
    (b'"replica":"', b'"replica":"g'), (b'"device":"', b'"device":"zz'), (b"}", b""),
])
def test_an_introduction_that_is_none_is_refused(change: tuple[bytes, bytes]) -> None:
    good = Hello(new_uid(), bytes(32), "Laptop").to_bytes()
    assert change[0] in good
    with pytest.raises(BadCommit):
        read_hello(good.replace(*change, 1))


def test_six_words_tell_keys_apart_and_stay_the_same() -> None:
    assert len(set(WORDS)) == 256
    assert all(word.isascii() and word.islower() and 3 <= len(word) <= 8 for word in WORDS)
    assert six_words(bytes(32)) == six_words(bytes(32)) != six_words(bytes(31) + b"\1")
    assert len(six_words(bytes(32)).split()) == 6


def test_the_program_starts_without_loading_cryptography() -> None:
    code = "import sys, plcdesk.ledger.identity, plcdesk.ledger.six_words; sys.exit('cryptography' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
