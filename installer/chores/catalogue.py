"""The chores by name. Each takes the rest of the command line and returns an exit code."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from chores import compiled, environment, system
from chores.console import Stop, say
from chores.places import LOCALE, LOCK, ROOT, VENV_PYTHON

NO_SCREEN = (
    "There is no screen here (neither DISPLAY nor WAYLAND_DISPLAY is set): try `python3 installer/dev.py run --smoke`."
)
OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}
HERE = Path(__file__).parent


def run(arguments: list[str]) -> int:
    smoke = "--smoke" in arguments
    if not smoke and not system.has_screen():
        raise Stop(NO_SCREEN, code=2)
    environment.ensure(window=not smoke)
    _compile_words()
    return _become(["main.py", *arguments], OFFSCREEN if smoke else {})


def test(arguments: list[str]) -> int:
    environment.ensure()
    if not arguments or any("hub" in word for word in arguments):
        system.offer_server()
    _compile_words()
    # many tests start the program in a process of its own: what is compiled is kept, also where the user wants no .pyc
    platform = {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"), "PYTHONDONTWRITEBYTECODE": "",
                "PYTHONPYCACHEPREFIX": str(ROOT / "build" / "pycache")}
    # the whole run is worth a process per core; a few named tests start sooner without
    return _become(["-m", "pytest", *(arguments or ["-q", "-n", "auto", "--dist", "loadfile"])], platform)


def lint(arguments: list[str]) -> int:
    """All three, even when the first complains: one look shows everything."""
    environment.ensure()
    codes = [
        _call("Style", ["-m", "ruff", "check", *arguments, "."]),
        _call("Types", ["-m", "mypy"]),
        _call("Contracts, sizes and guards", ["-m", "pytest", "-q", "tests/architecture"]),
    ]
    return max(codes)


def words(arguments: list[str]) -> int:
    environment.ensure()
    return _become([str(HERE / "words.py"), *(arguments or ["extract", "update", "compile"])])


def screens(arguments: list[str]) -> int:
    environment.ensure()
    _compile_words()
    return _become([str(HERE / "screens.py"), *arguments], OFFSCREEN)


def bench(arguments: list[str]) -> int:
    environment.ensure()
    _compile_words()
    return _become(["-m", "tests.bench", *arguments], OFFSCREEN)


def lock(arguments: list[str]) -> int:
    """Resolve for every system and Python at once; uv is asked because pip-compile knows only the machine it runs on."""
    oldest = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--quiet", *arguments]
    groups = (
        ("requirements.lock", []),
        (LOCK.name, ["--group", "dev"]),
        ("requirements-build.lock", ["--group", "build"]),
    )
    for name, group in groups:
        try:
            code = subprocess.call(["uv", "pip", "compile", "pyproject.toml", "-o", name, *group, *oldest], cwd=ROOT)
        except FileNotFoundError:
            raise Stop("The lock is made by uv: install it (`pip install uv`) and start again.") from None
        if code:
            return code
        say(f"{name} is up to date.")
    return 0


def _compile_words() -> None:
    if compiled.stale(LOCALE):
        _call("Words", [str(HERE / "words.py"), "compile"])


def _call(title: str, command: list[str]) -> int:
    say(f"== {title}")
    return subprocess.call([str(VENV_PYTHON), *command], cwd=ROOT)


def _become(command: list[str], variables: dict[str, str] | None = None) -> int:
    """Turn into the command inside .venv; Windows has no true exec, so there we wait for it."""
    os.chdir(ROOT)
    line, variables = [str(VENV_PYTHON), *command], os.environ | (variables or {})
    if os.name == "nt":
        return subprocess.call(line, env=variables)
    sys.stdout.flush()
    os.execve(line[0], line, variables)


CHORES: dict[str, Callable[[list[str]], int]] = {
    chore.__name__: chore for chore in (run, test, lint, words, screens, bench, lock)
}
