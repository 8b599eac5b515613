"""On a slow disk every library read at start is seconds of waiting: the heavy ones are read on demand."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
HEAVY = {"pandas", "numpy", "reportlab", "openpyxl", "PIL", "cryptography", "pypdfium2", "pyrage", "matplotlib"}

PROBE = """
import json, sys
from ui.app import Program
from ui.shell.start import application, parse
from PySide6.QtCore import QTimer

app = application(["plcdesk"])
program = Program(app, parse(["--data", sys.argv[1], "--lang", "id", *sys.argv[2:]]))
told = {}

def rested():
    import linecache
    told["rested"] = sorted(sys.modules)
    told["read"] = sorted(linecache.cache)
    told["page"] = type(program.session.body).__name__
    program.window.close()
    app.quit()

# the reminders look a moment after the start; they belong to it
program.ready.connect(lambda: QTimer.singleShot(700, rested))
program.start()
app.exec()
print(json.dumps(told))
"""


def start(folder: Path, *arguments: str) -> dict[str, Any]:
    """Start the program in a process of its own and tell which modules it held when."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "*=false"}
    done = subprocess.run([sys.executable, "-c", PROBE, str(folder), *arguments], cwd=ROOT, env=environment,
                          capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


@pytest.fixture(scope="module")
def second_start(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The first start makes the sample's data, the second one only opens it."""
    folder = tmp_path_factory.mktemp("start") / "sample"
    start(folder, "--sample")
    return start(folder, "--sample")


def test_a_start_with_data_reads_no_heavy_library(second_start: dict[str, Any]) -> None:
    assert second_start["page"] == "Workspace"
    assert HEAVY.isdisjoint(second_start["rested"])


def test_the_core_is_read_by_python_s_own_importer(second_start: dict[str, Any]) -> None:
    """PySide6's importer reads the source text of every module it meets: half a second and 40 MB for SQLAlchemy."""
    assert "sqlalchemy" in second_start["rested"]
    assert [path for path in second_start["read"] if "/sqlalchemy/sql/" in path.replace(os.sep, "/")] == []
