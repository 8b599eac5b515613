"""How the program begins: the frame before the core, one window per programme, no work lost over a crash."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from plcdesk.paths import Paths
from plcdesk.settings import Settings
from ui import app as program
from ui.shell.instance import Instance
from ui.shell.start import has_screen, parse

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"pandas", "numpy", "reportlab", "openpyxl", "PIL", "pypdfium2"}

LATER = ("plcdesk.importers", "plcdesk.insights", "plcdesk.reports", "plcdesk.services", "plcdesk.storage", "ui.pages")
"""Rooms of the program that the first picture does without."""

LOOK = """
import json, sys
from ui.app import Program, application, parse
from PySide6.QtCore import QTimer

app = application(["plcdesk"])
running = Program(app, parse(sys.argv[1:]))
seen = {}

def painted():
    seen["painted"] = sorted(sys.modules)

def ready():
    body = running.session.body
    seen["ready"] = sorted(sys.modules)
    seen["body"] = type(body).__name__
    seen["page"] = body.page.SPEC.id if body.page is not None else None
    seen["banner"] = body.banners.shown.key if body.banners.shown is not None else None
    seen["says"] = body.banners.shown.text if body.banners.shown is not None else ""
    QTimer.singleShot(100, running.window.close)

running.window.painted.connect(painted)
running.ready.connect(ready)
seen["started"] = running.start()
if seen["started"]:
    app.exec()
print(json.dumps(seen))
"""


def look(*arguments: str) -> dict[str, Any]:
    """Run the program off-screen in a process of its own until its first page is there, and ask what it has loaded."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", LOOK, *arguments], capture_output=True, text=True, timeout=60,
                          env=environment, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.fixture
def begun(paths: Paths, desk: Any) -> Path:
    """The folder of a programme that nobody has open."""
    desk.close()
    return paths.folder


def test_the_frame_is_on_screen_before_the_core_is_loaded(begun: Path) -> None:
    seen = look("--data", str(begun))
    assert "sqlalchemy" not in seen["painted"]
    assert HEAVY & set(seen["painted"]) == set()
    # the first picture does without words, log, stylesheet and icons; see ui/shell/window.py
    assert {"plcdesk.words", "logging.handlers", "ui.theme.theme", "ui.crash", "PySide6.QtSvg", "hashlib"} & set(
        seen["painted"]) == set()
    assert [name for name in seen["painted"] if name.startswith(LATER)] == []
    assert "sqlalchemy" in seen["ready"]
    others = [name for name in seen["ready"] if re.match(r"plcdesk\.reports|ui\.pages\.(?!home\.)\w+\.", name)]
    assert others == [], "pages and papers are loaded when they are wanted"
    assert HEAVY & set(seen["ready"]) == set()
    assert "cryptography" not in seen["painted"]
    assert (seen["body"], seen["page"]) == ("Workspace", "home")


def test_the_first_run_asks_before_there_is_a_programme(tmp_path: Path) -> None:
    seen = look("--data", str(tmp_path / "new"))
    assert (seen["body"], seen["page"]) == ("PlainSpace", "first_run")
    assert HEAVY & set(seen["ready"]) == set()


def test_an_orderly_end_is_not_called_a_crash(begun: Path) -> None:
    look("--data", str(begun))
    assert look("--data", str(begun))["banner"] != "recovered"


def test_after_a_crash_the_same_page_opens_with_a_strip(begun: Path, paths: Paths, clock: Any) -> None:
    from plcdesk.bootstrap import build_desk

    desk = build_desk(paths, Settings(), clock)
    desk.drafts.started()
    desk.drafts.remember("window:page", "meetings")
    desk.close()
    seen = look("--data", str(begun))
    assert (seen["page"], seen["banner"]) == ("meetings", "recovered")


def test_the_strip_never_names_an_end_before_the_last_save(begun: Path, paths: Paths, clock: Any) -> None:
    from plcdesk.bootstrap import build_desk

    desk = build_desk(paths, Settings(), clock)
    desk.drafts.started()
    desk.drafts.remember("window:saved_at", "2099-05-12T10:42:00+00:00")
    desk.close()
    first, second = re.findall(r"\d{1,2}[.:]\d\d", look("--data", str(begun))["says"])
    assert first == second


def test_a_second_start_shows_the_first_window(begun: Path, qtbot: Any) -> None:
    first = Instance(begun)
    assert first.take()
    with qtbot.waitSignal(first.raised):
        assert look("--data", str(begun))["started"] is False
    first.release()
    assert look("--data", str(begun))["started"] is True


STAY = """
import sys
from ui.app import Program, application, parse
app = application(["plcdesk"])
running = Program(app, parse(sys.argv[1:]))
coming = running._come_forward

def come_forward():
    coming()
    print("raised", running.session.body.toasts.text.text(), flush=True)
    running.window.close()

running._come_forward = come_forward
running.ready.connect(lambda: print("ready", flush=True))
assert running.start()
app.exec()
"""


def test_two_starts_on_one_folder_are_one_window(begun: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    words = ["--data", str(begun), "--lang", "id"]
    with subprocess.Popen([sys.executable, "-c", STAY, *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                          env=environment, cwd=ROOT) as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "ready\n"
        second = subprocess.run([sys.executable, "main.py", *words], capture_output=True, text=True, timeout=60,
                                env=environment, cwd=ROOT, check=False)
        assert second.returncode == 0, second.stderr
        assert second.stdout.strip() == "PLC Desk sudah terbuka. Jendelanya ditampilkan."
        assert first.stdout.readline().strip() == "raised PLC Desk sudah terbuka. Jendelanya ditampilkan."
        assert first.wait(30) == 0


def test_a_lock_left_by_a_crash_does_not_keep_anybody_out(begun: Path) -> None:
    killed = ("from ui.shell.instance import Instance; import os, pathlib, sys;"
              "i = Instance(pathlib.Path(sys.argv[1])); assert i.take(); os._exit(9)")
    subprocess.run([sys.executable, "-c", killed, str(begun)], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
                   check=False, timeout=30)
    again = Instance(begun)
    assert again.take()
    again.release()


def test_without_a_screen_it_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    if not sys.platform.startswith("linux"):
        assert has_screen()
        return
    assert program.run(["plcdesk"]) == 2
    assert "--smoke" in capsys.readouterr().err


def test_the_command_line() -> None:
    options = parse(["--data", "x", "--sample", "--lang", "en"])
    assert (options.data, options.sample, options.lang, options.smoke) == (Path("x"), True, "en", False)


def test_every_page_can_be_built_with_the_sample() -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "main.py", "--smoke"], cwd=ROOT, env=environment, capture_output=True,
                          text=True, timeout=110, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
