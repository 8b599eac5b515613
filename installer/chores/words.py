"""Collect, update and compile the words with Babel. Runs inside .venv: words.py [extract] [update] [compile].

The source language is English. A message is a literal in w("...") or words("..."), in .plural("one", "many", n) of either,
or in mark("..."); `self.w` and `ctx.w` are as good as `w`.
"""

import ast
import sys
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import IO

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from chores.compiled import stale
from chores.console import complain, say
from chores.places import LOCALE, ROOT, SOURCES

DOMAIN = "plcdesk"
LANGUAGES = ("id", "en")
KEYWORDS = {"w": None, "words": None, "plural": (1, 2), "mark": None}
PLURALS = {"id": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);"}  # Babel does not know Indonesian's
TEMPLATE = LOCALE / f"{DOMAIN}.pot"
UNKEPT = ('"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By')
"""Header lines that would change with each run."""

Found = tuple[int, str, str | tuple[str, ...], list[str]]


def calls(source: IO[bytes], keywords: Collection[str], tags: Iterable[str], options: object) -> Iterator[Found]:
    """Babel's extraction method for our source: line, function, message, comments.

    Unlike Babel's own it reads the syntax tree: it sees a call inside an f-string on every Python, and both texts of
    ``w("a" if x else "b")`` as two messages.
    """
    text = source.read().decode("utf-8")
    lines = text.splitlines()
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name not in keywords:
            continue
        comments = list(_comments(lines[: node.lineno - 1], tuple(tags)))
        if name == "plural":
            both = tuple(one for argument in node.args[:2] for one in _literals(argument))
            if len(both) == 2:
                yield node.lineno, name, both, comments
        else:
            yield from ((node.lineno, name, one, comments) for one in _literals(*node.args[:1]))


def _literals(node: ast.expr | None = None) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _literals(node.body)
        yield from _literals(node.orelse)


def _comments(above: list[str], tags: tuple[str, ...]) -> Iterator[str]:
    """The comment that ends right above the call, from the line with a tag on."""
    first = len(above)
    while first and above[first - 1].lstrip().startswith("#"):
        first -= 1
    texts = [line.strip().lstrip("#").strip() for line in above[first:]]
    tagged = [at for at, text in enumerate(texts) if text.startswith(tags)]
    yield from texts[tagged[0]:] if tagged else ()


def collect(root: Path, sources: Iterable[str] = SOURCES) -> Catalog:
    """Every message of the source, with the files it stands in; a comment starting `Words:` goes along."""
    catalog = Catalog(project="PLC Desk", copyright_holder="PLC Desk developers", charset="utf-8", fuzzy=False)
    for source in sources:
        found = extract_from_dir(root / source, [("**.py", "chores.words:calls")], keywords=KEYWORDS, comment_tags=("Words:",))
        for name, _line, message, comments, context in sorted(found, key=lambda row: (row[0], row[1])):
            where = [(f"{source}/{Path(name).as_posix()}", None)]
            catalog.add(message, locations=where, auto_comments=comments, context=context)
    return catalog


def updated(language: str, old: Catalog | None, template: Catalog) -> Catalog:
    """The old translations under the new messages, without guesses: a changed message waits until somebody looks.

    A message that left the source leaves the catalogue: the repository remembers it.
    """
    catalog = old or Catalog(locale=language, project="PLC Desk", charset="utf-8", fuzzy=False)
    catalog.update(template, no_fuzzy_matching=True)
    catalog.mime_headers = [("Plural-Forms", PLURALS[language])]
    for message in catalog:
        if isinstance(message.string, tuple | list):
            message.string = tuple(message.string[: catalog.num_plurals])
    catalog.obsolete.clear()
    if language == "en":
        for message in untranslated(catalog):
            message.string = message.id
    return catalog


def untranslated(catalog: Catalog) -> list[Message]:
    return [m for m in catalog if m.id and not all(m.string if isinstance(m.string, tuple | list) else (m.string,))]


def path_of(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def write(path: Path, catalog: Catalog) -> None:
    """Write without dates and line numbers, so that a run without changes changes no file."""
    catalog.project, catalog.version, catalog.msgid_bugs_address = "PLC Desk", "", ""
    catalog.last_translator = "PLC Desk developers"
    catalog.language_team = catalog.locale_identifier or ""
    catalog.header_comment = "# Words of PLC Desk. Made by `installer/dev.py words`; translate the msgstr lines."
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    with partial.open("wb") as out:
        write_po(out, catalog, width=120, sort_output=True, include_lineno=False, omit_header=False)
    lines = partial.read_text(encoding="utf-8").splitlines(keepends=True)
    text = "".join(line for line in lines if not line.startswith(UNKEPT))
    partial.unlink()
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8", newline="\n")


def read(path: Path, language: str | None = None) -> Catalog | None:
    if not path.exists():
        return None
    with path.open("rb") as source:
        return read_po(source, locale=language)


def update_all() -> int:
    template = read(TEMPLATE)
    if template is None:
        complain("There is no template: start with `words.py extract`.")
        return 1
    for language in LANGUAGES:
        catalog = updated(language, read(path_of(language), language), template)
        write(path_of(language), catalog)
        say(f"{language}: {len(catalog)} messages, {len(untranslated(catalog))} without translation")
    return 0


def compile_all() -> int:
    for source in stale(LOCALE):
        catalog = read(source, source.parents[1].name)
        assert catalog is not None
        with source.with_suffix(".mo").open("wb") as out:
            write_mo(out, catalog)
    return 0


def main(steps: list[str]) -> int:
    if "extract" in steps:
        template = collect(ROOT)
        write(TEMPLATE, template)
        say(f"{TEMPLATE.relative_to(ROOT)}: {len(template)} messages")
    code = update_all() if "update" in steps else 0
    return code or (compile_all() if "compile" in steps else 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
