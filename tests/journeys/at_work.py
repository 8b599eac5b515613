"""The program in a process of its own with somebody at work in its window."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


@contextmanager
def at_work(module: str, folder: Path, *arguments: str) -> Iterator[Iterator[dict[str, Any]]]:
    """What `module`, run on the programme in `folder`, tells line by line; it is killed at the end."""
    child = subprocess.Popen([sys.executable, "-m", module, str(folder), *arguments], cwd=ROOT, stdout=subprocess.PIPE,
                             text=True)
    try:
        assert child.stdout is not None
        yield (json.loads(line) for line in child.stdout if line.startswith("{"))
    finally:
        child.kill()
        child.wait()
        assert child.stdout is not None
        child.stdout.close()
