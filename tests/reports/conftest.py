"""Expected pages: text and its place on every page, kept in tests/golden.

``pytest tests/reports --rewrite-golden`` writes them anew; the difference is then reviewed like code.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from plcdesk.words import Words
from tests.reports.pages import pages_of

GOLDEN = Path(__file__).resolve().parents[1] / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="write the expected pages of paper anew")


@pytest.fixture
def same_as_before(request: pytest.FixtureRequest) -> Callable[[str, bytes], None]:
    """Compare the pages of a PDF with the expected ones of that name."""
    rewrite = request.config.getoption("--rewrite-golden", default=False)

    def compare(name: str, pdf: bytes) -> None:
        path = GOLDEN / f"{name}.txt"
        found = "\n".join(page.described() for page in pages_of(pdf))
        if rewrite:
            path.write_text(found, encoding="utf-8", newline="\n")
        assert found == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def indonesian() -> Words:
    return Words("id")


@pytest.fixture
def english() -> Words:
    return Words("en")
