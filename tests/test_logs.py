"""The log tells where the program stumbled and never quotes what someone typed."""

import logging
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from plcdesk import logs

SECRET = "NIP 19800115 200501 1 003"


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    logs.stop()


def stumble() -> Exception:
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as cause:
            raise ValueError(f"not a name: {SECRET}") from cause
    except ValueError as error:
        return error


def test_an_exception_is_logged_without_its_message(tmp_path: Path) -> None:
    logger = logs.start(tmp_path / "logs")
    logger.error("save did not finish", exc_info=stumble())
    logging.getLogger("plcdesk.storage").warning("slow")
    text = (tmp_path / "logs" / "plcdesk.log").read_text(encoding="utf-8")
    assert SECRET not in text
    assert "builtins.ValueError" in text
    assert "builtins.KeyError" in text
    assert "test_logs.py" in text
    assert "plcdesk.storage slow" in text


def test_the_log_does_not_grow_for_ever(tmp_path: Path) -> None:
    logger = logs.start(tmp_path)
    for _ in range(2000):
        logger.info("x" * 1000)
    files = sorted(file.name for file in tmp_path.iterdir())
    assert files == ["plcdesk.log", "plcdesk.log.1", "plcdesk.log.2"]
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 800 * 1024


def test_crash_notes_name_no_person_and_no_home_folder_and_the_last_five_stay(tmp_path: Path) -> None:
    notes = [logs.crash_note(tmp_path / "logs", stumble(), datetime(2025, 5, 12, 10, minute)) for minute in range(7)]
    text = notes[-1].read_text(encoding="utf-8")
    assert SECRET not in text
    assert str(Path(__file__).parent.parent) not in text
    assert sorted((tmp_path / "logs").iterdir()) == notes[2:]


def test_without_a_writable_folder_the_program_still_runs(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    logs.start(tmp_path / "file").info("nothing to see")
