"""Where files lie: a programme is one folder, and the sample never stands among the user's own."""

from pathlib import Path

import pytest

from plcdesk.paths import RESOURCES, Paths


def test_a_programme_keeps_everything_in_its_folder(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "data", tmp_path / "state")
    inside = (paths.database, paths.drafts, paths.blobs, paths.backups, paths.quarantine,
              paths.device_key, paths.exports)
    assert all(path.parent == paths.folder for path in inside)
    assert len(set(inside)) == len(inside)
    assert paths.folder not in paths.anchor.parents
    assert not list(tmp_path.iterdir())


def test_a_copied_programme_has_another_anchor(tmp_path: Path) -> None:
    paths = Paths(tmp_path / "a", tmp_path / "state")
    assert paths.anchor != paths.at(tmp_path / "b").anchor
    assert paths.anchor == paths.at(tmp_path / "b" / ".." / "a").anchor


def test_programmes_are_found_and_the_sample_is_not_among_them(tmp_path: Path) -> None:
    assert Paths.programmes(tmp_path) == []
    folders = [Paths.new_programme_folder(tmp_path) for _ in range(3)]
    for folder in [*folders[:2], Paths.sample_folder(tmp_path)]:
        folder.mkdir(exist_ok=True)
        Paths(folder, tmp_path).database.touch()
    assert len(set(folders)) == 3
    assert Paths.programmes(tmp_path) == folders[:2]


def test_user_folders_follow_the_system(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", "not/absolute")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    assert Paths.default_root() == tmp_path / "plcdesk"
    assert Paths.default_state() == tmp_path / "home" / ".local" / "state" / "plcdesk"
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert Paths.default_root() == tmp_path / "PLC Desk"
    assert Paths.default_root() in Paths.default_state().parents


def test_the_program_brings_its_resources() -> None:
    assert (RESOURCES / "fonts").is_dir()
