"""Opening a programme: quick, apart from the sample, and never over somebody's own data."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from plcdesk import bootstrap
from plcdesk.domain.errors import Cancelled, UserError
from plcdesk.domain.progress import Progress
from plcdesk.paths import Paths
from plcdesk.services.desk import Desk
from plcdesk.settings import Settings
from tests.desk_fixtures import StandingClock, Story

HEAVY = ("pandas", "numpy", "reportlab", "openpyxl", "cryptography", "PIL", "pyrage", "PySide6")


def test_opening_loads_no_heavy_library(desk: Desk, story: Story, paths: Paths) -> None:
    story.a_meeting(attended_by=1)
    desk.close()
    code = (
        "import sys\nfrom pathlib import Path\nfrom plcdesk.bootstrap import build_desk\n"
        "from plcdesk.paths import Paths\nfrom plcdesk.settings import Settings\n"
        f"desk = build_desk(Paths(Path({str(paths.folder)!r}), Path({str(paths.state)!r})), Settings())\n"
        "desk.meetings.rows(); desk.meetings.today(); desk.meetings.unfinished(); desk.actions.rows()\n"
        "desk.exchange.unsent(); desk.backups.last(); desk.close()\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])\n"
    )
    root = Path(bootstrap.__file__).parents[1]
    found = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, timeout=60, check=True)
    assert found.stdout.strip() == "[]"


def test_an_empty_folder_opens_and_asks(paths: Paths, clock: StandingClock) -> None:
    with bootstrap.build_desk(paths, Settings(), clock) as desk:
        assert desk.programme.current() is None
        assert desk.programme.me() is None
        assert desk.meetings.rows() == []
        assert desk.groups.default() is None
        assert desk.exchange.unsent() == (0, None)


def test_the_folder_opened_last_is_chosen(tmp_path: Path) -> None:
    first = Paths.new_programme_folder(tmp_path)
    assert bootstrap.choose_folder(tmp_path, Settings()) != first
    (first / "plcdesk.sqlite").write_bytes(b"")
    assert bootstrap.choose_folder(tmp_path, Settings()) == first
    assert bootstrap.choose_folder(tmp_path, Settings(last_programme=str(tmp_path / "gone"))) == first


def test_the_sample_knows_that_it_is_one(paths: Paths, clock: StandingClock) -> None:
    with bootstrap.open_sample(paths, Settings(), clock, size="small") as desk:
        assert desk.is_sample
        assert len(desk.meetings.rows()) == 3
        me = desk.programme.me()
    with bootstrap.open_sample(paths, Settings(), clock) as again:
        assert again.programme.me() == me
        assert len(again.meetings.rows()) == 3


def test_a_sample_half_made_is_made_anew(paths: Paths, clock: StandingClock) -> None:
    progress = Progress()
    progress.cancelled = True
    with pytest.raises(Cancelled):
        bootstrap.open_sample(paths, Settings(), clock, size="small", progress=progress)
    with bootstrap.open_sample(paths, Settings(), clock, size="small") as desk:
        assert len(desk.meetings.rows()) == 3


def test_a_sample_never_grows_into_a_programme(desk: Desk, paths: Paths, clock: StandingClock) -> None:
    desk.close()
    with pytest.raises(UserError):
        bootstrap.open_sample(paths, Settings(), clock, size="small")
    with bootstrap.build_desk(paths, Settings(), clock) as again:
        assert not again.is_sample
        assert len(again.programme.schools()) == 1
