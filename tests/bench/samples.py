"""Large programmes, made once and kept in the build folder: making it takes longer than all the measuring."""

from __future__ import annotations

import itertools
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from plcdesk.ledger.clock import Clock
from plcdesk.paths import Paths
from plcdesk.services.sample_large import LARGE, SCHOOLS, WEEKS, large_batches, large_teacher
from plcdesk.storage import local
from plcdesk.storage.schema import VERSION
from plcdesk.storage.storage import Storage

PLACE = Path(__file__).parents[2] / "build" / "bench"
WHOLE = (LARGE - 1 - SCHOOLS) * WEEKS


def large(meetings: int) -> Paths:
    """The folder of a programme with about so many meetings (forty a batch, ten of them a meeting's people)."""
    return kept(f"large-{meetings}", lambda paths: _make(paths, meetings))


def kept(name: str, make: Callable[[Paths], None]) -> Paths:
    """The folder of a programme that is made once for each schema."""
    place = PLACE / f"{name}-schema-{VERSION}"
    if not (place / "done").exists():
        shutil.rmtree(place, ignore_errors=True)
        print(f"making the programme {name} in {place} (once)", file=sys.stderr, flush=True)
        make(Paths(place / "programme", place / "state"))
        (place / "done").touch()
    return Paths(place / "programme", place / "state")


def _make(paths: Paths, meetings: int) -> None:
    now = 0
    storage = Storage.open(paths.database, create=True)
    try:
        storage.clock = Clock(lambda: now)
        for batch in itertools.islice(large_batches(), 1 + SCHOOLS + meetings // WEEKS):
            now = int(batch.at.timestamp() * 1000)
            with storage.unit(batch.by) as unit:
                for record in batch.records:
                    unit.save(record)
        with storage.db.write() as connection:
            local.put(connection, local.ME, large_teacher(0, 1))
    finally:
        storage.close()
