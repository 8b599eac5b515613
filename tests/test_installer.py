"""The chores of a developer: what goes wrong here, goes wrong in the first five minutes of a newcomer."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from chores import catalogue, compiled, environment, screens, system
from chores.console import Stop

ROOT = Path(__file__).resolve().parents[1]
DEV = ROOT / "installer" / "dev.py"


def dev(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    kept = {
        key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    return subprocess.run(
        [sys.executable, str(DEV), *arguments], capture_output=True, text=True, env=kept | variables, check=False
    )


def pins(lock: str) -> set[str]:
    return set(re.findall(r"^([a-z0-9][\w.-]*==[^ ;\\]+)", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))


def test_help_names_every_chore() -> None:
    done = dev("--help")
    assert done.returncode == 0
    assert all(f"\n  {chore} " in done.stdout for chore in catalogue.CHORES)


def test_an_unknown_chore_shows_the_usage() -> None:
    done = dev("tset")
    assert done.returncode == 2
    assert "no chore called 'tset'" in done.stderr
    assert "usage:" in done.stderr


def test_no_chore_shows_the_usage() -> None:
    assert dev().returncode == 2


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a screen")
def test_run_without_a_screen_says_so_in_one_sentence() -> None:
    done = dev("run")
    assert done.returncode == 2
    assert done.stderr.strip() == catalogue.NO_SCREEN
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize("version", [(3, 8, 18), (3, 10, 0), (3, 15, 0)])
def test_a_wrong_python_is_named(version: tuple[int, int, int], monkeypatch, capsys) -> None:  # type: ignore[no-untyped-def]
    import dev as front_door

    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(SystemExit) as stop:
        front_door.check_python()
    assert stop.value.code == 2
    assert f"this is 3.{version[1]}:" in capsys.readouterr().err


def test_the_front_door_is_readable_for_an_old_python() -> None:
    """No f-string, annotation or walrus: a Python of ten years ago must reach the sentence that it is too old."""
    text = DEV.read_text(encoding="utf-8")
    assert not re.search(r"\bf\"|\bf'|->|:=|^\s*match ", text, re.MULTILINE)


def test_missing_libraries_are_those_the_loader_does_not_know() -> None:
    known = {"libGL.so.1", "libEGL.so.1", "libglib-2.0.so.0", "libfontconfig.so.1", "libdbus-1.so.3"}
    assert system.missing_libraries(system.OFFSCREEN, known) == ["libxkbcommon.so.0"]
    assert system.missing_libraries(system.OFFSCREEN, None) == []


@pytest.fixture
def bare_debian(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """A Debian as a newcomer has it: no python3-venv, one library of Qt missing, and he is not root."""
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(system, "known_libraries", lambda: set(system.OFFSCREEN | system.X11) - {"libEGL.so.1"})
    monkeypatch.setattr(system, "_can_make_venv", lambda: False)
    monkeypatch.setattr(system, "_is_debian", lambda: True)
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    return monkeypatch


def test_a_user_is_told_the_one_line_to_run(bare_debian: pytest.MonkeyPatch) -> None:
    with pytest.raises(Stop, match=r"sudo apt install python3-venv libegl1$"):
        system.ensure(window=False)


def test_root_gets_the_packages_installed(bare_debian: pytest.MonkeyPatch) -> None:
    installed: list[str] = []

    def install(packages: list[str]) -> None:
        installed.extend(packages)
        bare_debian.setattr(system, "_can_make_venv", lambda: True)

    bare_debian.setattr(system, "_apt_install", install)
    bare_debian.setattr(system, "known_libraries", lambda: set(system.OFFSCREEN))
    system.ensure(window=False)
    assert installed == ["python3-venv"]
    system.ensure(window=True)
    assert installed[1:] == list(system.X11.values())


def test_another_linux_is_told_the_names_of_the_libraries(bare_debian: pytest.MonkeyPatch) -> None:
    bare_debian.setattr(system, "_is_debian", lambda: False)
    with pytest.raises(Stop, match=r"libEGL\.so\.1$"):
        system.ensure(window=False)


def test_the_tests_of_the_hub_get_a_server_or_are_skipped(bare_debian: pytest.MonkeyPatch,
                                                          capsys: pytest.CaptureFixture[str]) -> None:
    """Who may not install is told the line; root gets it; no network is no reason to stop."""
    installed: list[str] = []

    def no_network(packages: list[str]) -> None:
        raise Stop("no network")

    bare_debian.setattr(system, "has_server", lambda: False)
    system.offer_server()
    assert "sudo apt install postgresql" in capsys.readouterr().out
    bare_debian.setattr(os, "geteuid", lambda: 0, raising=False)
    bare_debian.setattr(system, "_apt_install", installed.extend)
    system.offer_server()
    assert installed == ["postgresql"]
    bare_debian.setattr(system, "_apt_install", no_network)
    system.offer_server()
    assert "skipped" in capsys.readouterr().out


@pytest.fixture
def stamp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tree whose .venv exists and whose builder only notes that it was called."""
    path = tmp_path / "stamp.json"
    monkeypatch.setattr(environment, "STAMP", path)
    monkeypatch.setattr(environment, "VENV_PYTHON", Path(sys.executable))
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.setattr(environment, "_build", lambda wanted, found: path.write_text(json.dumps(wanted)))
    return path


def test_a_fitting_stamp_leaves_everything_alone(stamp: Path) -> None:
    environment.ensure()
    written = stamp.stat().st_mtime_ns
    environment.ensure()
    assert stamp.stat().st_mtime_ns == written


@pytest.mark.parametrize("content", ["", "[]", '{"lock": "other"}'])
def test_a_stamp_that_does_not_fit_is_made_again(stamp: Path, content: str) -> None:
    stamp.write_text(content)
    environment.ensure()
    assert json.loads(stamp.read_text())["lock"] != "other"


def test_a_window_needs_more_of_the_machine_and_tests_keep_it(stamp: Path) -> None:
    environment.ensure()
    assert json.loads(stamp.read_text())["window"] is False
    environment.ensure(window=True)
    assert json.loads(stamp.read_text())["window"] is True
    environment.ensure()
    assert json.loads(stamp.read_text())["window"] is True


def test_a_changed_catalogue_is_compiled_before_the_next_start(tmp_path: Path) -> None:
    source = tmp_path / "id" / "LC_MESSAGES" / "plcdesk.po"
    source.parent.mkdir(parents=True)
    source.write_text("")
    assert compiled.stale(tmp_path) == [source]
    target = source.with_suffix(".mo")
    target.write_text("")
    os.utime(target, ns=(source.stat().st_mtime_ns, source.stat().st_mtime_ns + 1))
    assert compiled.stale(tmp_path) == []
    os.utime(source, ns=(source.stat().st_mtime_ns, source.stat().st_mtime_ns + 2))
    assert compiled.stale(tmp_path) == [source]


def test_the_locks_agree() -> None:
    """What is tested is what is packaged: the three locks name the same version of everything they share."""
    runtime = pins("requirements.lock")
    assert runtime
    assert runtime <= pins("requirements-dev.lock")
    assert runtime <= pins("requirements-build.lock")


def test_every_library_is_pinned_with_hashes() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock", "requirements-build.lock"):
        text = (ROOT / lock).read_text(encoding="utf-8")
        blocks = re.split(r"\n(?=[a-z0-9])", text)
        assert all("--hash=sha256:" in block for block in blocks if "==" in block), lock


def test_sizes_of_pictures_are_read() -> None:
    options = screens.parse(["--size", "1366x768", "1024X600", "--lang", "id"])
    assert options.size == [(1366, 768), (1024, 600)]
    assert options.lang == ["id"]
