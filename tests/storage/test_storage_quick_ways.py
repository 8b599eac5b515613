"""What is done a quicker way for thousands of rows must lead to the same as the plain way, and leave the same walls."""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from plcdesk.domain.people import Person
from plcdesk.domain.programme import Programme, School
from plcdesk.domain.records import SPECS
from plcdesk.storage import guard, projection
from plcdesk.storage.sql import fetch
from plcdesk.storage.storage import Storage
from plcdesk.storage.verify import rebuild


def _tables(storage: Storage) -> dict[str, list[tuple[Any, ...]]]:
    with storage.db.read() as connection:
        return {name: sorted(fetch(connection, f'SELECT * FROM "{name}"'), key=repr) for name in ("sync_row", *SPECS)}


def test_a_new_record_looks_as_if_its_registers_had_been_worked_out(
        storage: Storage, maker: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with storage.unit() as unit:
        unit.save(Programme(name="Program KBP"))
        unit.save(School(name="SD Melati 01"))
    with storage.unit() as unit:
        for table in SPECS:
            unit.save(maker.record(table))
            unit.save(SPECS[table].cls())  # nothing entered: an op without fields
    with storage.unit() as unit:
        unit.save(Person(id=storage.store.all(Person)[0].id, name="changed since"))
    rebuild(storage.db)
    quick = _tables(storage)
    monkeypatch.setattr(projection, "maker_of", lambda *_: None)
    rebuild(storage.db)
    assert _tables(storage) == quick


def _refused(storage: Storage) -> bool:
    try:
        with storage.db.write() as connection:
            connection.exec_driver_sql("INSERT INTO person (id) VALUES ('x')")
    except Exception as error:
        return guard.REFUSED in str(error)
    return False


def test_nobody_writes_past_the_log_after_a_receipt_failed_half_way_or_went_well(storage: Storage) -> None:
    assert _refused(storage)
    with pytest.raises(sqlite3.DatabaseError), storage.db.write() as connection, guard.lifted(connection):
        fetch(connection, "SELECT no_such_function()")
    assert _refused(storage)
    with storage.db.write() as connection, guard.lifted(connection):
        pass
    assert _refused(storage)


def test_memory_is_tidied_again_after_a_receipt_that_was_broken_off(laptop: Callable[..., Any]) -> None:
    a, b = laptop("a"), laptop("b")
    a.save(Programme(name="Program KBP"))
    meta, ranges, lines = a.bundle()

    def torn() -> Iterator[Any]:
        yield from lines
        raise OSError("the stick was pulled")

    with pytest.raises(OSError, match="pulled"):
        b.feeds.receive(meta, ranges, torn())
    assert gc.isenabled()
    assert b.store.all(Programme) == []
