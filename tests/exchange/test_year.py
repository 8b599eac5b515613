"""A year of exchange by a stick that loses every fourth file: nothing that was written is missing at the end."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from tests.exchange.year import Year


@pytest.mark.parametrize("weeks", [pytest.param(8, id="two months"), pytest.param(52, id="year", marks=pytest.mark.nightly)])
def test_everybody_ends_with_everything(tmp_path: Path, weeks: int) -> None:
    """With a cloned laptop and a hub put back to an older copy. Only what was in no file may go with the old hub."""
    with closing(Year(tmp_path, weeks)) as year:
        year.run()
        assert year.together()
        whole = set().union(*year.mentor.commits().values())
        assert len(year.made - whole) <= year.restored_lost
        assert year.stick.lost >= weeks // 2
        assert "refused" not in year.stick.states, year.stick.states
        assert year.mentor.desk.exchange.copied(), "nobody was told of the copied laptop"
