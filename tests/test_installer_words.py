"""The chore that keeps the catalogues: a translator's work must survive every change of the source."""

import gettext
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from chores import words

SOURCE = """
title = w("Save")
label = mark("Venue")
# Words: a count of people
line = self.w.plural("{n} teacher", "{n} teachers", n)
other = words("Save")
inside = f"{self.w('Inside')} · {w('Today' if today else 'Later')}"
ignored = w(key) + words(f.text) + name("Elsewhere")
"""


@pytest.fixture
def template(tmp_path: Path) -> Catalog:
    (tmp_path / "ui" / "pages").mkdir(parents=True)
    (tmp_path / "ui" / "pages" / "home.py").write_text(SOURCE, encoding="utf-8")
    return words.collect(tmp_path, ["ui"])


def ids(catalog: Catalog) -> set[str]:
    return {m.id if isinstance(m.id, str) else m.id[0] for m in catalog if m.id}


def test_literals_are_collected_with_their_file(template: Catalog) -> None:
    assert ids(template) == {"Save", "Venue", "{n} teacher", "Inside", "Today", "Later"}
    assert {where for where, _line in template["Save"].locations} == {"ui/pages/home.py"}
    assert template["{n} teacher"].auto_comments == ["Words: a count of people"]


def test_english_is_complete_by_itself(template: Catalog) -> None:
    english = words.updated("en", None, template)
    assert words.untranslated(english) == []
    assert english["{n} teacher"].string == ("{n} teacher", "{n} teachers")


def test_a_translation_survives_and_what_left_the_source_is_gone(template: Catalog, tmp_path: Path) -> None:
    catalog = words.updated("id", None, template)
    catalog["Save"].string = "Simpan"
    catalog["Venue"].string = "Tempat"
    without = Catalog()
    without.add("Venue")
    words.write(tmp_path / "plcdesk.po", words.updated("id", catalog, without))
    text = (tmp_path / "plcdesk.po").read_text(encoding="utf-8")
    assert 'msgstr "Tempat"' in text
    assert "Simpan" not in text


def test_the_head_of_a_file_holds_no_placeholder(template: Catalog, tmp_path: Path) -> None:
    for language, forms in (("id", "nplurals=1;"), ("en", "nplurals=2;")):
        path = tmp_path / f"{language}.po"
        words.write(path, words.updated(language, None, template))
        head = path.read_text(encoding="utf-8").split("\n\n")[0]
        assert f"Language: {language}" in head
        assert forms in head
        assert not [word for word in ("FIRST AUTHOR", "EMAIL", "FULL NAME", "VERSION", "LANGUAGE", "fuzzy") if word in head]


def test_a_changed_message_is_not_guessed(template: Catalog) -> None:
    catalog = words.updated("id", None, template)
    catalog["Save"].string = "Simpan"
    changed = Catalog()
    changed.add("Save!")
    catalog = words.updated("id", catalog, changed)
    assert not catalog["Save!"].string
    assert not catalog["Save!"].fuzzy


def test_a_run_without_changes_changes_no_file(template: Catalog, tmp_path: Path) -> None:
    path = tmp_path / "plcdesk.po"
    words.write(path, words.updated("id", None, template))
    first = path.read_bytes()
    assert b"Creation-Date" not in first
    words.write(path, words.updated("id", words.read(path, "id"), template))
    assert path.read_bytes() == first


def test_what_is_compiled_can_be_read_by_gettext(
    template: Catalog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(words, "LOCALE", tmp_path)
    catalog = words.updated("id", None, template)
    catalog["Save"].string = "Simpan"
    catalog["{n} teacher"].string = ("{n} guru",)
    words.write(words.path_of("id"), catalog)
    assert words.compile_all() == 0
    read = gettext.translation("plcdesk", tmp_path, ["id"])
    assert read.gettext("Save") == "Simpan"
    assert read.gettext("Venue") == "Venue"
    assert read.ngettext("{n} teacher", "{n} teachers", 3) == "{n} guru"
    assert read.ngettext("{n} teacher", "{n} teachers", 1) == "{n} guru"
