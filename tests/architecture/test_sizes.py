"""Sizes that keep a file readable in one sitting, and packages without hidden work."""

import ast
from pathlib import Path

import pytest

from tests.architecture.source import files, name, tree

FILES = files("main.py", "plcdesk", "ui", "installer")
FILE, FUNCTION, CLASS = 300, 50, 250


def length(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


@pytest.mark.parametrize("path", FILES, ids=name)
def test_nothing_grows_past_its_size(path: Path) -> None:
    long = []
    lines = len(path.read_text(encoding="utf-8").splitlines())
    if lines >= FILE:
        long.append(f"the file has {lines} lines, the limit is {FILE - 1}")
    for node in ast.walk(tree(path)):
        limit = {ast.FunctionDef: FUNCTION, ast.AsyncFunctionDef: FUNCTION, ast.ClassDef: CLASS}.get(type(node))
        if limit and length(node) >= limit:
            long.append(f"line {node.lineno}: {node.name} has {length(node)} lines, the limit is {limit - 1}")
    assert not long, "\n".join([name(path), *long])


@pytest.mark.parametrize("path", [path for path in FILES if path.name == "__init__.py"], ids=name)
def test_a_package_file_only_names_things(path: Path) -> None:
    """Importing a package must cost nothing and do nothing: start-up time and the layers depend on it."""
    assert [f"{name(path)}:{node.lineno}" for node in tree(path).body if not is_naming(node)] == []


def is_naming(node: ast.stmt) -> bool:
    if isinstance(node, ast.Import | ast.ImportFrom):
        return True
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    targets = [getattr(target, "id", "") for target in node.targets] if isinstance(node, ast.Assign) else [""]
    return all(target in ("__all__", "__version__") for target in targets)
