"""Where things lie in the tree."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCK = ROOT / "requirements-dev.lock"
LOCALE = ROOT / "resources" / "locale"
SOURCES = ("plcdesk", "ui")
