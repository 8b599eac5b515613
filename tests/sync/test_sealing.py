"""Sealed bundles are ordinary age files: what is sealed here the standard tools open, what they seal is opened here."""

import base64
import hashlib
import io
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plcdesk.domain.errors import Cancelled, UserError
from plcdesk.ledger.identity import DeviceKey
from plcdesk.sync import limits
from plcdesk.sync.age_header import is_sealed, read_header, ssh_form, tag_of
from plcdesk.sync.sealing import ForOthers, NeedsPassphrase, passphrase_of, seal, sealed_size, unseal

KEY = DeviceKey.generate()
OTHER = DeviceKey.generate()
CHUNK = limits.AGE_CHUNK
EDGES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 17]
AGE = shutil.which("age")


def sealed(data: bytes, *, key: DeviceKey = KEY, passphrase: str | None = None, step: int = 100_000) -> bytes:
    target = io.BytesIO()
    pieces = (data[at:at + step] for at in range(0, len(data), step))
    written = seal(pieces, target, to=[] if passphrase else [key.public], passphrase=passphrase)
    found = target.getvalue()
    assert (written.size, written.sha256) == (len(found), hashlib.sha256(found).hexdigest())
    assert len(found) <= sealed_size(len(data))
    assert is_sealed(found[:64])
    return found


def opened(data: bytes, *, key: DeviceKey = KEY, passphrase: str | None = None) -> bytes:
    found: list[bytes] = []
    unseal(io.BytesIO(data), found.append, key=lambda: key, passphrase=passphrase)
    return b"".join(found)


def ssh(key: DeviceKey) -> pyrage.ssh.Identity:
    return pyrage.ssh.Identity.from_buffer(key.openssh())


@pytest.mark.parametrize("size", EDGES)
def test_what_is_sealed_opens_again_here_and_with_standard_age(size: int) -> None:
    data = os.urandom(size)
    for_laptop = sealed(data)
    assert opened(for_laptop) == data
    assert pyrage.decrypt(for_laptop, [ssh(KEY)]) == data
    secret = sealed(data, passphrase="tujuh belas")
    assert opened(secret, passphrase="tujuh belas") == data
    assert pyrage.passphrase.decrypt(secret, "tujuh belas") == data


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 3), st.integers(1, 200_000), st.binary(min_size=32, max_size=32))
def test_any_content_in_any_pieces_survives(data: bytes, chunks: int, step: int, secret: bytes) -> None:
    data += bytes(chunks * CHUNK)
    key = DeviceKey(secret)
    assert opened(sealed(data, key=key, step=step), key=key) == data


@settings(max_examples=4, deadline=None)  # each costs the work of three passphrases
@given(st.text(st.characters(exclude_characters="\r\n", exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_any_passphrase_opens_what_it_sealed(passphrase: str) -> None:
    found = sealed(b"isi", passphrase=passphrase)
    assert opened(found, passphrase=passphrase + "\r\n") == b"isi"
    assert pyrage.passphrase.decrypt(found, passphrase) == b"isi"


def test_a_stranger_opens_nothing_and_learns_for_whom_it_is() -> None:
    found = sealed(b"rahasia", key=KEY)
    with pytest.raises(ForOthers) as caught:
        opened(found, key=OTHER)
    assert caught.value.tags == (tag_of(KEY.public),)
    with pytest.raises(ForOthers):
        opened(found, key=OTHER, passphrase="coba")
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(found, [ssh(OTHER)])


def test_a_wrong_passphrase_hands_over_nothing() -> None:
    found = sealed(b"rahasia", passphrase="benar")
    for passphrase, wrong in ((None, False), ("Benar", True), ("benar ", True), ("bena\N{LATIN SMALL LETTER R WITH CARON}", True)):
        pieces: list[bytes] = []
        with pytest.raises(NeedsPassphrase) as caught:
            unseal(io.BytesIO(found), pieces.append, key=lambda: KEY, passphrase=passphrase)
        assert (caught.value.wrong, pieces) == (wrong, [])


def test_an_empty_passphrase_is_none() -> None:
    for text in ("", "\n", "\r\n\r\n"):
        with pytest.raises(UserError, match="passphrase is empty"):
            sealed(b"x", passphrase=text or "\n")
        with pytest.raises(UserError, match="passphrase is empty"):
            passphrase_of(text)
    assert passphrase_of(" ada spasi \r\n") == " ada spasi "


def test_sealing_twice_gives_nothing_away() -> None:
    assert sealed(b"sama") != sealed(b"sama")
    assert sealed(b"sama", passphrase="x")[-40:] != sealed(b"sama", passphrase="x")[-40:]


def test_what_others_seal_is_opened() -> None:
    text = f"ssh-ed25519 {base64.b64encode(ssh_form(KEY.public)).decode()} laptop"
    several = pyrage.encrypt(b"isi", [pyrage.ssh.Recipient.from_str(text), pyrage.x25519.Identity.generate().to_public()])
    assert opened(several) == b"isi"
    with pytest.raises(ForOthers) as caught:
        opened(pyrage.encrypt(b"isi", [pyrage.x25519.Identity.generate().to_public()]))
    assert caught.value.tags == ()


@pytest.mark.skipif(AGE is None, reason="the age tool is not installed here")
def test_the_age_tool_opens_what_is_sealed_for_a_laptop_and_seals_for_it(tmp_path: Path) -> None:
    assert AGE is not None
    data = os.urandom(2 * CHUNK + 5)
    key = tmp_path / "key"
    key.write_bytes(KEY.openssh())
    key.chmod(0o600)
    (tmp_path / "b.age").write_bytes(sealed(data))
    found = subprocess.run([AGE, "-d", "-i", str(key), str(tmp_path / "b.age")], capture_output=True, check=True)
    assert found.stdout == data
    (tmp_path / "plain").write_bytes(data)
    public = f"ssh-ed25519 {base64.b64encode(ssh_form(KEY.public)).decode()}"
    subprocess.run([AGE, "-r", public, "-o", str(tmp_path / "theirs.age"), str(tmp_path / "plain")], check=True)
    assert opened((tmp_path / "theirs.age").read_bytes()) == data


@pytest.mark.skipif(AGE is None or sys.platform == "win32", reason="the age tool asks for a passphrase at a terminal")
def test_the_age_tool_opens_a_passphrase_given_at_its_terminal(tmp_path: Path) -> None:
    import pty

    (tmp_path / "b.age").write_bytes(sealed(b"isi paket", passphrase="kata sandi"))
    process, terminal = pty.fork()
    if process == 0:
        os.execv(AGE or "", ["age", "-d", "-o", str(tmp_path / "plain"), str(tmp_path / "b.age")])
    heard = b""
    while b"assphrase" not in heard:
        heard += os.read(terminal, 1000)
    os.write(terminal, b"kata sandi\n")
    assert os.waitpid(process, 0)[1] == 0
    os.close(terminal)
    assert (tmp_path / "plain").read_bytes() == b"isi paket"


def test_trouble_of_the_source_or_the_target_is_told_as_it_was() -> None:
    class Full(io.RawIOBase):
        def write(self, data: object) -> int:
            raise OSError(28, "full")

    def cancelled() -> Iterator[bytes]:
        yield bytes(CHUNK * 3)
        raise Cancelled

    for passphrase in (None, "x"):
        to = [] if passphrase else [KEY.public]
        with pytest.raises(OSError, match="full") as caught:
            seal([bytes(CHUNK * 3)], Full(), to=to, passphrase=passphrase)
        assert caught.value.errno == 28
        with pytest.raises(Cancelled):
            seal(cancelled(), io.BytesIO(), to=to, passphrase=passphrase)
        found = sealed(bytes(CHUNK * 3), passphrase=passphrase)
        with pytest.raises(OSError, match="full") as caught:
            unseal(io.BytesIO(found), Full().write, key=lambda: KEY, passphrase=passphrase)
        assert caught.value.errno == 28


def test_sealed_for_nobody_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="nobody"):
        seal([b"x"], io.BytesIO())


@pytest.mark.skipif(sys.platform == "win32", reason="the peak of memory is told by a Unix call")
@pytest.mark.parametrize("way", ["to=[KEY.public]", "passphrase='x'"])
def test_memory_does_not_grow_with_the_file(way: str, tmp_path: Path) -> None:  # invariant 26
    code = f"""
import resource, sys
from plcdesk.ledger.identity import DeviceKey
from plcdesk.sync.sealing import seal, unseal
KEY = DeviceKey(bytes(32))
peaks = []
for size in (8, 72):
    with open(sys.argv[1], "wb") as file:
        seal((bytes(1 << 20) for _ in range(size)), file, {way})
    held = 0
    def count(piece):
        global held
        held += len(piece)
    with open(sys.argv[1], "rb") as file:
        unseal(file, count, key=lambda: KEY, passphrase="x")
    assert held == size << 20
    peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
print(peaks[1] - peaks[0])
"""
    root = Path(__file__).resolve().parents[2]
    found = subprocess.run([sys.executable, "-c", code, str(tmp_path / "file")], cwd=root, capture_output=True, text=True,
                           check=True, env=os.environ | {"PYTHONPATH": str(root)})
    assert int(found.stdout) < 16 * 1024, "KiB more for 64 MB more"


def test_the_header_read_here_is_the_one_written() -> None:
    header = read_header(io.BytesIO(sealed(b"", passphrase="x")))
    secret = header.secret()
    assert (header.passphrase, secret.log_n, header.tags) == (True, limits.AGE_LOG_N, ())
    header = read_header(io.BytesIO(sealed(b"")))
    assert (header.passphrase, header.tags) == (False, (tag_of(KEY.public),))
