"""What every test gets: no screen, no file of the real user, nothing of the interface left over for the next test."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.*=false")

import pytest
from hypothesis import HealthCheck, settings

# No deadline: a machine that is busy for a moment is not a mistake in the program.
settings.register_profile("quick", max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("nightly", max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow])

pytest_plugins = ["tests.desk_fixtures"]

HOMES = ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "APPDATA", "LOCALAPPDATA")


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a case that is a function by its argument: its address would differ in each process of one run."""
    return argname if callable(val) and not isinstance(val, type) else None


def pytest_configure(config: pytest.Config) -> None:
    settings.load_profile("nightly" if config.getoption("markexpr") == "nightly" else "quick")


@pytest.fixture(autouse=True)
def homes(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point every user folder at an empty one: a test that forgets to name its folder harms nobody."""
    home = tmp_path_factory.mktemp("home")
    for name in HOMES:
        monkeypatch.setenv(name, str(home / name.lower()))
    return home


@pytest.fixture(autouse=True)
def quiet_end(homes: Path) -> Iterator[None]:
    """Wait for background work and let Qt delete what is due, so that no test answers for the one before."""
    yield
    core = sys.modules.get("PySide6.QtCore")
    if core is None or core.QCoreApplication.instance() is None:
        return
    core.QThreadPool.globalInstance().waitForDone(5000)
    core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)
