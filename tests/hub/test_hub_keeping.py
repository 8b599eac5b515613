"""What keeps a hub sound: its gate, its schema, its backups by the server's own tools (fault F48), its previews."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from plcdesk.bootstrap import create_programme
from plcdesk.domain.changes import Row
from plcdesk.domain.exchange import ReceiptState
from plcdesk.domain.meetings import MeetingKind, When
from plcdesk.domain.people import Person
from plcdesk.paths import Paths
from plcdesk.settings import Settings
from plcdesk.storage import dialects, guard, server_schema
from plcdesk.storage.postgres import ServerDatabase, open_server
from plcdesk.storage.schema import VERSION, metadata
from plcdesk.storage.sql import fetch, run
from plcdesk.storage.storage import Storage
from tests.exchange.laptops import PERSON, Laptop, folder_in, founded, meeting
from tests.hub.cluster import Cluster
from tests.hub.hubs import Hub
from tests.hub.test_hub_digest import sums

psycopg = pytest.importorskip("psycopg")


def test_a_hub_put_back_to_last_week_gets_everything_again(tmp_path: Path, cluster: Cluster, hub_url: str) -> None:
    """Laptops believe what the hub says it holds now, not what they once sent; its own lost saves stay lost nowhere
    else (fault F48)."""
    one, other = founded(tmp_path)
    stick = folder_in(tmp_path, "round")
    hub = Hub(tmp_path / "hub", "Hub", hub_url)
    hub.join(next((tmp_path / "stick").iterdir()))
    meet(hub, one, other, stick)
    name = hub_url.partition("@/")[2].partition("?")[0]
    dump = cluster.run("pg_dump", "--format=custom", name)
    before = hub.digest()
    one.save(meeting(1, venue="Aula"))
    other.save(meeting(2, venue="Kelas IV"))
    meet(hub, one, other, stick)
    hub.save(dataclasses.replace(hub.get(Person, PERSON), name="Bambang S."))
    meet(hub, one, other, stick)
    after = one.digest()
    assert hub.digest() == other.digest() == after != before
    replica = hub.feeds.own()[0]
    hub.close()
    cluster.restore(name, dump)
    hub.open(check=True)
    assert hub.digest() == before
    assert hub.feeds.own()[0] != replica, "what was lost must not be numbered a second time"
    hub.save(meeting(0, venue="Ruang guru"))
    meet(hub, one, other, stick)
    assert hub.digest() == one.digest() == other.digest()
    assert hub.get(Person, PERSON).name == "Bambang S."
    assert hub.verify().ok
    for laptop in (one, other, hub):
        laptop.close()


def meet(hub: Laptop, one: Laptop, other: Laptop, stick: Path) -> None:
    """The hub tells what it holds; both laptops give it what it lacks and take what they lack."""
    for _ in range(2):
        for laptop in (one, other):
            laptop.merge(hub.send(stick, laptop if hub.knows(laptop) else None).file)
            hub.merge(laptop.send(stick, hub).file)
    for laptop in (one, other):
        laptop.merge(hub.send(stick, laptop).file)


def test_the_preview_says_what_the_receipt_does_and_keeps_nothing(tmp_path: Path, hub_url: str) -> None:
    one, *rest = founded(tmp_path, 1)
    hub = Hub(tmp_path / "hub", "Hub", hub_url)
    hub.join(one.send(folder_in(tmp_path, "stick")).file)
    one.save(meeting(1, venue="Aula"), Person(name="Guru Baru"))
    path = one.send(tmp_path / "stick").file
    before, digest = sums(hub), hub.digest()
    preview = hub.exchange.preview(path)
    assert (sums(hub), hub.digest()) == (before, digest)
    receipt = hub.merge(path)
    assert receipt.state is preview.state is ReceiptState.APPLIED
    assert (receipt.new, receipt.changed, receipt.intake.rows) == (preview.new, preview.changed, preview.intake.rows)
    assert (receipt.new, rest) == ({"meeting": 1, "person": 1}, [])
    for laptop in (one, hub):
        laptop.close()


def test_erasing_for_good_works_on_a_hub(tmp_path: Path, hub_url: str) -> None:
    """The values leave the server's log as well, the chain still verifies, and no backup of ours is promised."""
    paths = Paths(tmp_path / "hub", tmp_path / "state", hub_url)
    with create_programme(paths, "Program KBP", "SD Melati 01", "Siti Rahmawati", Settings()) as desk:
        group = desk.groups.default()
        assert group is not None
        wanted = desk.meetings.new(group.id, MeetingKind.ROUTINE, When(date(2025, 5, 5)), "Rahasia")
        desk.records.delete(Row("meeting", wanted.id))
        assert count(desk.records._storage, "body IS NULL") == 0
        desk.erasure.erase(desk.erasure.plan([Row("meeting", wanted.id)]))
        assert count(desk.records._storage, "body IS NULL") > 0
        assert count(desk.records._storage, "position('Rahasia'::bytea IN body) > 0") == 0
        assert desk.upkeep.verify().ok
        assert not list(tmp_path.rglob("*.db"))


def count(storage: Storage, what: str) -> int:
    with storage.db.read() as connection:
        return int(fetch(connection, f"SELECT count(*) FROM sync_commit WHERE {what}")[0][0])


def test_nobody_writes_past_the_log(hub_url: str) -> None:
    """Not even an administrator with psql: what is no commit would be gone after a rebuild."""
    with psycopg.connect(hub_url.replace("+psycopg", "")) as connection:
        for statement in ("INSERT INTO person (id) VALUES ('x')", "DELETE FROM sync_commit", "TRUNCATE meeting",
                          "UPDATE sync_row SET alive = 0"):
            with pytest.raises(psycopg.errors.RaiseException, match=guard.REFUSED), connection.transaction():
                connection.execute(statement)
    database = open_server(hub_url)
    with database.trial() as found, guard.opened(found):
        run(found, "INSERT INTO person (id) VALUES ('x')")
        with guard.opened(found):
            pass
        run(found, "DELETE FROM person")  # the inner block did not close the outer one's gate
    with pytest.raises((psycopg.errors.RaiseException, DBAPIError)), database.write() as found:
        run(found, "DELETE FROM person")
    with database.read() as found:
        assert fetch(found, "SELECT count(*) FROM person") == [(0,)]
    with pytest.raises(RuntimeError), database.write(), database.write():
        pass
    database.close()


def test_a_newer_version_adds_what_it_declares(cluster: Cluster, hub_url: str) -> None:
    """A hub of an older version gets the tables and columns it lacks, and shows again what its log holds."""
    with psycopg.connect(hub_url.replace("+psycopg", "")) as connection:
        connection.execute("ALTER TABLE person DROP COLUMN alias")
        connection.execute("DROP TABLE theme")
        connection.execute(f"UPDATE plcdesk_schema SET version = {VERSION - 1}")
    database = open_server(hub_url)
    with database.read() as found:
        assert fetch(found, "SELECT alias FROM person") == fetch(found, "SELECT id FROM theme") == []
        assert server_schema.version_of(found) == VERSION
    with pytest.raises(psycopg.errors.RaiseException), database.write() as found:
        run(found, "INSERT INTO theme (id) VALUES ('x')")
    database.close()


def test_no_declared_name_means_something_else_to_postgresql(cluster: Cluster) -> None:
    """Names are quoted by SQLite's rules; one that only PostgreSQL reserves would break every statement with it."""
    with psycopg.connect(cluster.url("postgres").replace("+psycopg", "")) as connection:
        reserved = {word for (word,) in connection.execute("SELECT word FROM pg_get_keywords() WHERE catcode IN ('R', 'T')")}
    names = {table.name for table in metadata.tables.values()} | {
        column.name for table in metadata.tables.values() for column in table.columns}
    from plcdesk.storage.sql import quoted

    assert {name for name in names & reserved if not quoted(name).startswith('"')} == set()


CASES = {
    "SELECT a FROM t WHERE b = ? AND c LIKE '100%?'": "SELECT a FROM t WHERE b = %s AND c ILIKE '100%%?'",
    "SELECT a FROM t ORDER BY held_on DESC, id LIMIT ?":
        "SELECT a FROM t ORDER BY held_on DESC NULLS LAST, id LIMIT nullif(%s, -1)",
    "SELECT x, row_number() OVER (PARTITION BY a ORDER BY coalesce(b, ','), t.id) FROM t ORDER BY x":
        "SELECT x, row_number() OVER (PARTITION BY a ORDER BY coalesce(b, ',') NULLS FIRST, t.id) FROM t ORDER BY x NULLS FIRST",
    "INSERT OR REPLACE INTO sync_local (key, value) VALUES (?, ?)":
        "INSERT INTO sync_local (key, value) VALUES (%s, %s) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
    'SELECT "?" FROM t WHERE p = x\'\'': 'SELECT "?" FROM t WHERE p = \'\'::bytea',
}


@pytest.mark.parametrize("sql", CASES)
def test_statements_are_translated(sql: str) -> None:
    assert dialects.postgres(sql).text == CASES[sql]


def test_lists_become_arrays(hub_urls: Callable[[], str]) -> None:
    found = dialects.postgres(f"SELECT 1 WHERE ? = 1 AND x IN {dialects.AMONG} AND y NOT IN {dialects.AMONG}")
    assert found.text == "SELECT 1 WHERE %s = 1 AND x = ANY(%s) AND y <> ALL(%s)"
    assert found.bound((1, "[2]", '["a"]')) == [1, [2], ["a"]]
    database: ServerDatabase = open_server(hub_urls())
    with database.read() as connection:
        for items, count in ((), 0), ((1, 2, 2**40), 1), ((2,), 0):
            assert fetch(connection, f"SELECT count(*) FROM (SELECT CAST(1 AS BIGINT) AS n) t WHERE n IN {dialects.AMONG}",
                         str(list(items))) == [(count,)]
    database.close()
