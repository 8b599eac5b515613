"""A database and a bundle of an earlier version must go on as if nothing had happened.

The files were made by the program as it was at schema 2: two laptops of one programme, one entry that differs, one deleted
meeting; the bundle is what the second laptop sent then.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from plcdesk.domain.exchange import ReceiptState
from plcdesk.domain.meetings import Meeting
from plcdesk.storage import stewards, upgrade
from plcdesk.storage.schema import VERSION
from plcdesk.storage.sql import fetch
from tests.exchange.laptops import MEETINGS, Laptop, founded

FILES = Path(__file__).parent.parent / "old_databases"
DIGEST = "d0cadd385500b83599dc52c76d65e30bbb00dd42ef7658a4b869a2309c841cc2"
"""What the earlier version said of it."""


@pytest.fixture
def old(tmp_path: Path) -> Iterator[Laptop]:
    folder = tmp_path / "b"
    (folder / "programme").mkdir(parents=True)
    probe = Laptop(tmp_path / "probe", "")
    name = probe.paths.database.name
    probe.close()
    (folder / "programme" / name).write_bytes(gzip.decompress((FILES / "schema2.db.gz").read_bytes()))
    assert upgrade.check(folder / "programme" / name) == 2
    laptop = Laptop(folder, "Laptop B")
    yield laptop
    laptop.close()


def test_an_old_database_opens_with_all_it_held(old: Laptop) -> None:
    found = old.verify()
    assert (found.ok, found.digest, found.commits) == (True, DIGEST, 7)
    assert upgrade.check(old.paths.database) == VERSION
    assert old.paths.database.with_name(f"{old.paths.database.stem}.schema2{old.paths.database.suffix}").exists()
    (entry,) = old.storage.store.differing()
    assert {sibling.value for sibling in entry.siblings} == {"Aula", "Ruang guru"}
    assert [line.record.title for line in old.storage.store.deleted(Meeting)] == ["Dihapus"]


def test_who_began_the_programme_is_known_from_what_was_signed_then(old: Laptop) -> None:
    with old.storage.db.read() as connection:
        (key,), = fetch(connection, "SELECT pubkey FROM sync_device WHERE label = 'Laptop A'")
        assert stewards.standing(connection).stewards == {bytes(key).hex()}


def test_an_old_bundle_is_received_and_its_database_too(old: Laptop, tmp_path: Path) -> None:
    assert old.merge(FILES / "schema2.plcb").state is ReceiptState.NOTHING_NEW
    new = Laptop(tmp_path / "new", "Laptop N")
    assert new.join(FILES / "schema2.plcb").state is ReceiptState.APPLIED
    assert (new.verify().ok, new.digest()) == (True, DIGEST)
    assert new.get(Meeting, MEETINGS[0]) == old.get(Meeting, MEETINGS[0])
    new.close()


def test_a_bundle_of_another_programme_stays_outside(tmp_path: Path) -> None:
    (other,) = founded(tmp_path, 1)
    assert other.merge(FILES / "schema2.plcb").state is ReceiptState.REFUSED
    other.close()
