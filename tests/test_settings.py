"""Settings: choices come back, and neither a broken file nor a later version's keys cost the user anything."""

import dataclasses
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plcdesk import settings as store
from plcdesk.settings import Settings

PLAIN = st.text(max_size=20) | st.integers(-(2**60), 2**60) | st.booleans() | st.floats(allow_nan=False) | st.dates()
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3))
NAMES = {field.name for field in dataclasses.fields(Settings)}
OTHER = st.dictionaries(st.text(min_size=1, max_size=12).filter(lambda key: key not in NAMES), VALUES, max_size=4)


def test_choices_come_back_and_the_file_can_be_read_by_people(tmp_path: Path) -> None:
    path = tmp_path / "state" / "settings.toml"
    chosen = Settings(language="en", theme="dark", text_scale=130, paper="f4", last_programme='C:\\Data\\"KBP" Ångström')
    store.save(chosen, path)
    assert store.load(path) == chosen
    assert 'language = "en"' in path.read_text(encoding="utf-8")
    assert [file.name for file in path.parent.iterdir()] == ["settings.toml"]


@given(OTHER)
def test_keys_of_a_later_version_survive(tmp_path_factory: pytest.TempPathFactory, other: dict[str, object]) -> None:
    path = tmp_path_factory.mktemp("state") / "settings.toml"
    store.save(Settings(other=other), path)
    again = store.load(path)
    store.save(dataclasses.replace(again, theme="dark"), path)
    assert store.load(path) == Settings(theme="dark", other=other)
    tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"language = ", b"[[[", "bahasa — ".encode()])
def test_a_broken_file_means_defaults(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(content)
    assert store.load(path) == Settings()


def test_a_value_out_of_its_list_is_replaced_and_the_others_kept(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text('theme = "pink"\ntext_scale = "130"\nlanguage = "en"\nlast_programme = 3\n', encoding="utf-8")
    assert store.load(path) == Settings(language="en")


def test_a_save_that_fails_leaves_the_old_choices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "settings.toml"
    store.save(Settings(theme="dark"), path)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError):
        store.save(Settings(theme="light"), path)
    assert store.load(path) == Settings(theme="dark")
    assert [file.name for file in tmp_path.iterdir()] == ["settings.toml"]
