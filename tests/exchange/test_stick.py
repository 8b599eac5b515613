"""Putting a bundle on a stick. "You can unplug it" must be true, and trouble must leave nothing half-written behind."""

import errno
import hashlib
import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest

from plcdesk.domain.errors import Cancelled, UserError
from plcdesk.domain.progress import Progress
from plcdesk.services.stick import Disk, deliver, plain_size, told
from plcdesk.sync.writer import Written

CONTENT = bytes(range(256)) * 1000


def put(file: IO[bytes]) -> Written:
    for start in range(0, len(CONTENT), 10_000):
        file.write(CONTENT[start:start + 10_000])
    return Written(len(CONTENT), hashlib.sha256(CONTENT).hexdigest())


def deliver_to(folder: Path, disk: Disk, progress: Progress | None = None) -> Path:
    return deliver(folder, "KBP_SD-1_2025-05-12_1042_7.plcb", len(CONTENT), put, progress or Progress(), disk)


class Faulty(Disk):
    """A disk on which the call number `at` goes wrong; every call is counted."""

    def __init__(self, at: int = -1, error: Callable[[], BaseException] = lambda: OSError(errno.ENOSPC, "full")) -> None:
        self.at = at
        self.error = error
        self.calls = 0

    def count(self) -> None:
        self.calls += 1
        if self.calls - 1 == self.at:
            raise self.error()

    def create(self, path: Path) -> IO[bytes]:
        self.count()
        disk = self

        class Counting(io.FileIO):
            def write(self, data: object) -> int:
                disk.count()
                return super().write(data)  # type: ignore[arg-type]

        return Counting(path, "xb")  # type: ignore[return-value]

    def sync(self, file: IO[bytes]) -> None:
        self.count()
        super().sync(file)

    def rename(self, path: Path, to: Path) -> None:
        self.count()
        super().rename(path, to)

    def reopen(self, path: Path) -> IO[bytes]:
        self.count()
        return super().reopen(path)


def test_what_is_delivered_is_whole_and_alone(tmp_path: Path) -> None:
    path = deliver_to(tmp_path, Disk())
    assert path.read_bytes() == CONTENT
    assert list(tmp_path.iterdir()) == [path]


def test_no_file_is_ever_overwritten(tmp_path: Path) -> None:
    paths = [deliver_to(tmp_path, Disk()) for _ in range(3)]
    assert [path.name.removeprefix("KBP_SD-1_2025-05-12_1042_7") for path in paths] == [".plcb", "_2.plcb", "_3.plcb"]
    assert all(path.read_bytes() == CONTENT for path in paths)


FAULTS = {
    "full": (lambda: OSError(errno.ENOSPC, "full"), "The stick is full"),
    "too large": (lambda: OSError(errno.EFBIG, "large"), "The stick is full"),
    "locked": (lambda: OSError(errno.EROFS, "locked"), "This stick is locked"),
    "pulled": (lambda: OSError(errno.EIO, "gone"), "The stick was removed"),
    "no device": (lambda: OSError(errno.ENODEV, "gone"), "The stick was removed"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_trouble_at_any_moment_is_told_and_leaves_nothing(tmp_path: Path, fault: str) -> None:
    error, words = FAULTS[fault]
    counting = Faulty()
    deliver_to(tmp_path, counting).unlink()
    assert counting.calls > 20
    for at in range(counting.calls):
        with pytest.raises(UserError, match=words):
            deliver_to(tmp_path, Faulty(at, error))
        assert list(tmp_path.iterdir()) == []


def test_a_stick_known_to_be_too_small_is_not_even_touched(tmp_path: Path) -> None:
    class Small(Faulty):
        def free(self, folder: Path) -> int:
            return 100_000

    disk = Small()
    with pytest.raises(UserError, match="The stick is full: 314 KB needed, 97 KB free"):
        deliver_to(tmp_path, disk)
    assert disk.calls == 0


def test_what_a_pulled_stick_was_left_with_is_swept_away(tmp_path: Path) -> None:
    (tmp_path / ".old.plcb.tmp").write_bytes(b"half")
    (tmp_path / "mine.tmp").write_bytes(b"not ours")
    path = deliver_to(tmp_path, Disk())
    assert {file.name for file in tmp_path.iterdir()} == {path.name, "mine.tmp"}


def test_a_folder_that_is_gone_counts_as_removed(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="The stick was removed"):
        deliver_to(tmp_path / "gone", Disk())


@pytest.mark.parametrize("lie", ["change", "shorten", "longer"])
def test_what_reads_back_otherwise_is_never_called_saved(tmp_path: Path, lie: str) -> None:
    class Lying(Disk):
        def reopen(self, path: Path) -> IO[bytes]:
            with path.open("r+b") as file:
                if lie == "change":
                    file.seek(123_456)
                    file.write(b"!")
                else:
                    file.truncate(len(CONTENT) + (1 if lie == "longer" else -1))
            return super().reopen(path)

    with pytest.raises(UserError, match="did not keep"):
        deliver_to(tmp_path, Lying())
    assert list(tmp_path.iterdir()) == []


def test_cancel_while_reading_back_takes_the_file_away(tmp_path: Path) -> None:
    progress = Progress()

    class Slow(Disk):
        def reopen(self, path: Path) -> IO[bytes]:
            progress.cancelled = True
            return super().reopen(path)

    with pytest.raises(Cancelled):
        deliver_to(tmp_path, Slow(), progress)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="the limit of a process on file sizes is a Unix thing")
def test_a_real_limit_of_the_system_is_met(tmp_path: Path) -> None:
    code = (
        "import resource, signal, sys\nfrom pathlib import Path\nsignal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "from plcdesk.domain.errors import UserError\nfrom plcdesk.services.stick import Disk\n"
        "from tests.exchange.test_stick import deliver_to\n"
        "try:\n    deliver_to(Path(sys.argv[1]), Disk())\nexcept UserError as error:\n    print(error.text)\n"
    )
    stick = tmp_path / "stick"
    stick.mkdir()
    root = Path(__file__).resolve().parents[2]
    found = subprocess.run([sys.executable, "-c", code, str(stick)], cwd=root, capture_output=True, text=True, check=False,
                           env=os.environ | {"PYTHONPATH": str(root)})
    assert found.stdout.startswith("The stick is full"), found.stderr
    assert list(stick.iterdir()) == []


def test_windows_numbers_are_understood(tmp_path: Path) -> None:
    for number, words in ((112, "is full"), (39, "is full"), (19, "is locked"), (5, "is locked"), (21, "was removed")):
        error = OSError(errno.EINVAL, "x")
        error.winerror = number  # type: ignore[attr-defined]
        assert words in str(told(error, tmp_path, 1, Disk()))


def test_sizes_are_rounded_to_the_careful_side() -> None:
    assert plain_size(1, up=True) == "1 KB"
    assert plain_size(1023) == "0 KB"
    assert (plain_size(10_485_761, up=True), plain_size(10_485_761)) == ("11 MB", "10 MB")
