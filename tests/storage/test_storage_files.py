"""Power cuts, old files and full disks: whatever happens to the file, nothing saved may be lost."""

from __future__ import annotations

import contextlib
import importlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, inspect
from sqlalchemy.exc import DBAPIError

from plcdesk.domain.errors import UserError
from plcdesk.domain.forms import Answer, Form, Rated, answer_id
from plcdesk.domain.meetings import Action, Meeting
from plcdesk.domain.people import Person
from plcdesk.storage import upgrade
from plcdesk.storage.copies import count_of
from plcdesk.storage.drafts import Drafts
from plcdesk.storage.engine import open_database
from plcdesk.storage.schema import APPLICATION_ID, RECORDS, VERSION, metadata
from plcdesk.storage.sql import fetch
from plcdesk.storage.storage import Storage
from plcdesk.storage.trouble import DiskFull, NewerSchema, Unreadable
from plcdesk.storage.verify import digest, verify

WRITER = """
import sys
from pathlib import Path
from plcdesk.domain.meetings import AgendaItem, Meeting
from plcdesk.storage.drafts import Drafts
from plcdesk.storage.storage import Storage

folder = Path(sys.argv[1])
storage = Storage.open(folder / "data.db", create=True)
drafts = Drafts(folder / "drafts.db")
number = 0
while True:
    number += 1
    meeting = Meeting(title=f"Pertemuan {number}", opening="teks " * 50)
    drafts.put("meeting", meeting.id, "title", meeting.title)
    with storage.unit() as unit:
        unit.save(meeting)
        for index in range(3):
            unit.save(AgendaItem(meeting_id=meeting.id, topic=f"{number}.{index}"))
    print(number, flush=True)
"""


def test_a_program_that_is_killed_loses_no_finished_save(tmp_path: Path) -> None:
    draw = random.Random(4)
    for round_ in range(5):
        folder = tmp_path / str(round_)
        folder.mkdir()
        with subprocess.Popen([sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, text=True,
                              cwd=Path(__file__).parents[2]) as writer:
            assert writer.stdout is not None
            told = 0
            for _ in range(draw.randrange(1, 40)):
                told = int(writer.stdout.readline())
            os.kill(writer.pid, signal.SIGKILL)
            told = max([told, *(int(line) for line in writer.stdout.read().split("\n") if line.strip().isdigit())])
        storage = Storage.open(folder / "data.db")
        try:
            meetings = storage.store.count(Meeting)
            assert meetings in (told, told + 1)
            assert count_of(folder / "data.db", "agenda_item") == 3 * meetings, "whole saves only"
            assert verify(storage.db).problems == ()
        finally:
            storage.close()
        drafts = Drafts(folder / "drafts.db")
        assert len(drafts.all()) >= meetings
        drafts.close()


def test_the_migrations_make_the_declared_tables(tmp_path: Path) -> None:
    path = tmp_path / "made.db"
    db = open_database(path, create=True)
    db.close()
    other = create_engine(f"sqlite:///{tmp_path / 'declared.db'}")
    metadata.create_all(other)
    made = create_engine(f"sqlite:///{path}")
    try:
        for name in metadata.tables:
            assert _shape(made, name) == _shape(other, name), (
                f"table {name}: the declarations (right) are no longer what the migrations make (left). Leave the released "
                "steps alone, add the next one: CONTRIBUTING.md, “A migration”")
        assert len(upgrade.STEPS) == VERSION, "each step in upgrade.STEPS leads to one more schema.VERSION"
    finally:
        made.dispose()
        other.dispose()


def _shape(engine: Engine, table: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Columns and indexes by name; a column added by a later step stands behind the others, so their order says nothing."""
    found = inspect(engine)
    columns = {item["name"]: (str(item["type"]), item["nullable"], item["primary_key"]) for item in found.get_columns(table)}
    indexes = {str(item["name"]): (item["column_names"], item["unique"]) for item in found.get_indexes(table)}
    return columns, indexes


def test_an_older_file_takes_the_next_step_and_keeps_its_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "data.db"
    storage = Storage.open(path, create=True)
    with storage.unit() as unit:
        unit.save(Person(name="Ani"))
    storage.close()
    step = ModuleType("step")
    step.upgrade = lambda connection: connection.exec_driver_sql(  # type: ignore[attr-defined]
        "ALTER TABLE person ADD COLUMN nickname TEXT")
    monkeypatch.setitem(sys.modules, "plcdesk.storage.migrations.m0002_nickname", step)
    for module in ("upgrade", "engine"):
        monkeypatch.setattr(f"plcdesk.storage.{module}.VERSION", VERSION + 1)
    monkeypatch.setattr(upgrade, "STEPS", (*upgrade.STEPS, "m0002_nickname"))
    again = Storage.open(path)
    with again.db.read() as connection:
        assert fetch(connection, "SELECT name, nickname FROM person") == [("Ani", None)]
        assert fetch(connection, "PRAGMA user_version") == [(VERSION + 1,)]
    assert verify(again.db).ok
    again.close()
    assert (tmp_path / f"data.schema{VERSION}.db").exists()


def test_a_file_of_the_first_schema_is_upgraded_and_shows_what_it_could_not_show(tmp_path: Path) -> None:
    """A file as the first version left it: it holds forms that a newer laptop sent, in its log only."""
    newer = Storage.open(tmp_path / "newer.db", create=True)
    with newer.unit() as unit:
        unit.save(Person(name="Ani"))
        unit.save(Action(what="Baca modul"))
        form = Form(instrument="P", version=1)
        unit.save(form)
        unit.save(Answer(id=answer_id(form.id, "P1.1"), form_id=form.id, item="P1.1", rated=Rated(3, "Bukti")))
    with newer.db.read() as connection:
        told = digest(connection)
    newer.close()
    path = tmp_path / "data.db"
    _first_schema(path, tmp_path / "newer.db")
    storage = Storage.open(path)
    assert [person.name for person in storage.store.all(Person)] == ["Ani"]
    assert [(action.what, action.round_id) for action in storage.store.all(Action)] == [("Baca modul", None)]
    assert storage.store.all(Form) == [form]
    assert [answer.rated for answer in storage.store.all(Answer)] == [Rated(3, "Bukti")]
    found = verify(storage.db)
    assert (found.ok, found.digest) == (True, told)
    with storage.unit() as unit:
        unit.save(Form(instrument="F", version=1))
    storage.close()
    assert (tmp_path / "data.schema1.db").exists()


def _first_schema(path: Path, source: Path) -> None:
    """A file of schema 1 with all of another one that it has tables and columns for."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        importlib.import_module("plcdesk.storage.migrations.m0001_first").upgrade(connection)
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.exec_driver_sql("PRAGMA user_version = 1")
    engine.dispose()
    with contextlib.closing(sqlite3.connect(path)) as target:
        target.execute("ATTACH ? AS newer", (str(source),))
        tables = [name for (name,) in target.execute(
            "SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
            "AND name NOT LIKE 'search%'")]
        for table in tables:
            columns = ", ".join(f'"{row[1]}"' for row in target.execute(f'PRAGMA main.table_info("{table}")'))
            target.execute(f'DELETE FROM main."{table}"')
            target.execute(f'INSERT INTO main."{table}" ({columns}) SELECT {columns} FROM newer."{table}"')
        target.execute("UPDATE sync_local SET value = 'first' WHERE key = 'fingerprint'")
        target.commit()


def test_no_two_fields_of_a_record_share_a_column() -> None:
    for table in RECORDS.values():
        names = [column.name for column in table.columns]
        assert len(set(names)) == len(names)


def test_a_file_of_something_else_is_left_alone(tmp_path: Path) -> None:
    text = tmp_path / "surat.db"
    text.write_bytes(b"Kepada Yth. " * 1000)
    other = tmp_path / "other.db"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE notes (id)")
    connection.close()
    for path in (text, other):
        before = path.read_bytes()
        with pytest.raises(Unreadable):
            open_database(path)
        assert path.read_bytes() == before
    with pytest.raises(FileNotFoundError):
        open_database(tmp_path / "none.db")


def test_a_newer_file_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    open_database(path, create=True).close()
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(NewerSchema):
        open_database(path)
    assert path.read_bytes() == before


def test_a_step_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "data.db"
    storage = Storage.open(path, create=True)
    with storage.unit() as unit:
        unit.save(Person(name="Ani"))
    storage.close()
    monkeypatch.setattr(upgrade, "VERSION", VERSION + 1)
    monkeypatch.setattr("plcdesk.storage.engine.VERSION", VERSION + 1)
    monkeypatch.setattr(upgrade, "STEPS", (*upgrade.STEPS, "m0001_first"))
    with pytest.raises((DBAPIError, UserError)):
        open_database(path)
    monkeypatch.undo()
    assert (tmp_path / f"data.schema{VERSION}.db").exists()
    again = Storage.open(path)
    assert [person.name for person in again.store.all(Person)] == ["Ani"]
    again.close()


def test_what_the_declarations_changed_is_projected_anew(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    storage = Storage.open(path, create=True)
    with storage.unit() as unit:
        unit.save(Person(name="Ani"))
    storage.close()
    connection = sqlite3.connect(path)
    connection.execute("UPDATE person SET name = 'salah'")
    connection.execute("UPDATE sync_local SET value = 'older' WHERE key = 'fingerprint'")
    connection.commit()
    connection.close()
    again = Storage.open(path)
    assert [person.name for person in again.store.all(Person)] == ["Ani"]
    again.close()


def test_a_changed_table_is_found_out_and_mended(storage: Storage) -> None:
    from plcdesk.storage.guard import opened
    from plcdesk.storage.verify import rebuild

    with storage.unit() as unit:
        unit.save(Person(name="Ani"))
    good = verify(storage.db)
    assert good.ok
    with storage.db.write() as connection, opened(connection):
        connection.exec_driver_sql("UPDATE person SET name = 'Budi'")
    found = verify(storage.db)
    assert not found.ok
    assert found.digest != good.digest
    rebuild(storage.db)
    assert verify(storage.db) == good
    with storage.db.write() as connection, opened(connection):
        connection.exec_driver_sql("UPDATE sync_commit SET body = CAST(replace(body, 'Ani', 'Ida') AS BLOB)")
    assert any("damaged" in problem for problem in verify(storage.db).problems)


def test_readers_see_one_state_while_another_saves(storage: Storage) -> None:
    with storage.unit() as unit:
        unit.save(Person(name="a"))
    with storage.db.read() as connection:
        before = connection.exec_driver_sql("SELECT count(*) FROM person").scalar()
        with storage.unit() as unit:
            unit.save(Person(name="b"))
        assert connection.exec_driver_sql("SELECT count(*) FROM person").scalar() == before
    assert storage.store.count(Person) == 2


def test_saves_from_several_threads_wait_for_each_other(storage: Storage) -> None:
    def work(name: str) -> None:
        for number in range(10):
            with storage.unit() as unit:
                unit.save(Person(name=f"{name}{number}"))

    threads = [threading.Thread(target=work, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert storage.store.count(Person) == 30
    assert verify(storage.db).problems == ()


def save_people(storage: Storage, count: int) -> None:
    with storage.unit() as unit:
        for number in range(count):
            unit.save(Person(name=f"Orang {number}"))


def test_a_full_disk_is_told_and_nothing_is_half_written(storage: Storage) -> None:
    with storage.unit() as unit:
        unit.save(Person(name="Ani"))
    with storage.db.write() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    assert storage.db._writer is not None
    storage.db._writer.connection.driver_connection.execute(f"PRAGMA max_page_count = {pages}").close()
    with pytest.raises(DiskFull) as told:
        save_people(storage, 2000)
    assert "{mb}" in told.value.text
    assert storage.store.count(Person) == 1
    storage.db._writer.connection.driver_connection.execute("PRAGMA max_page_count = 1000000").close()
    with storage.unit() as unit:
        unit.save(Person(name="Budi"))
    assert verify(storage.db).problems == ()


def test_a_write_inside_a_write_is_refused(storage: Storage) -> None:
    with storage.db.write(), pytest.raises(RuntimeError), storage.db.write():
        pass


def test_a_database_that_another_program_holds_is_not_called_unsaved_entries(tmp_path: Path) -> None:
    path = tmp_path / "data.db"
    Storage.open(path, create=True).close()
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("PRAGMA locking_mode=EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    with pytest.raises(UserError) as told:
        Storage.open(path)
    assert "cannot be opened" in told.value.text
    holder.close()
    Storage.open(path).close()
