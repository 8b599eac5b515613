"""Faults F44 to F48: disks are cloned and older states put back; nobody's work may be lost or taken for somebody else's."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from plcdesk.domain.exchange import ReceiptState
from plcdesk.domain.meetings import Meeting
from tests.exchange import oracle
from tests.exchange.laptops import GROUP, MEETINGS, Laptop, exchange_all, meeting

MONTH = 30 * 24 * 3_600_000


def renamed(laptop: Laptop, venue: str) -> None:
    laptop.save(dataclasses.replace(laptop.get(Meeting, MEETINGS[0]), venue=venue))


def alike(*laptops: Laptop) -> None:
    assert len({laptop.digest() for laptop in laptops}) == 1
    for laptop in laptops:
        assert laptop.verify().ok
        oracle.check(laptop)


def test_twenty_laptops_set_up_from_one_disk_after_a_year_write_the_same_field(two: list[Laptop], stick: Path,
                                                                               tmp_path: Path) -> None:  # F44, F45, F55
    image, hub = two
    for number in range(52):
        image.save(Meeting(group_id=GROUP, title=f"Pekan {number}"))
    hub.merge(image.send(stick).file)
    twins = [image.copy_to(tmp_path / f"twin{number}", f"Laptop {number}") for number in range(20)]
    for number, twin in enumerate(twins):
        twin.now += number * 60_000
        renamed(twin, f"Ruang {number}")
        twin.save(Meeting(group_id=GROUP, title=f"Hanya di {number}"))
    for twin in twins:
        assert hub.merge(twin.send(stick).file).state is ReceiptState.APPLIED
    (item,) = hub.storage.store.differing()
    assert {sibling.value for sibling in item.siblings} == {f"Ruang {number}" for number in range(20)}
    titles = {one.title for one in hub.storage.store.all(Meeting)}
    assert {f"Hanya di {number}" for number in range(20)} <= titles
    back = hub.send(stick).file
    for twin in twins:
        twin.merge(back)
    assert len({twin.digest() for twin in twins} | {hub.digest()}) == 1
    alike(twins[0], twins[19], hub)
    for twin in twins:
        twin.close()


def test_a_database_carried_by_hand_and_back_a_month_later(two: list[Laptop], stick: Path, tmp_path: Path) -> None:  # F46
    a, b = two
    a.snapshot(tmp_path / "carried.db")
    away = Laptop(tmp_path / "away", "Laptop Z")
    away.put_back(tmp_path / "carried.db", check=True)
    assert away.feeds.own()[0] != a.feeds.own()[0]  # it noticed
    away.save(meeting(1, venue="Di tempat lain"))
    a.save(meeting(2, venue="Di sini"))
    b.merge(a.send(stick).file)
    away.now += MONTH
    away.snapshot(tmp_path / "back.db")
    a.now += MONTH
    a.put_back(tmp_path / "back.db", check=True)
    assert a.feeds.own()[0] not in (away.feeds.own()[0], None)
    assert a.get(Meeting, MEETINGS[1]).venue == "Di tempat lain"
    a.save(meeting(0, venue="Setelah kembali"))
    exchange_all([a, b, away], stick)
    assert a.get(Meeting, MEETINGS[2]).venue == "Di sini"  # what the copying by hand had overwritten, from the others
    alike(a, b, away)
    away.close()


def test_who_went_back_and_wrote_on_gets_the_old_bundles_of_the_others(two: list[Laptop], stick: Path, tmp_path: Path) -> None:
    a, b = two  # F47
    a.snapshot(tmp_path / "point.db")
    b.save(meeting(1, venue="Lama"))
    old = b.send(stick).file
    a.merge(old)
    renamed(a, "Sebelum kembali")
    b.merge(a.send(stick).file)
    a.put_back(tmp_path / "point.db", check=True)
    renamed(a, "Sesudah kembali")
    assert a.merge(old).state is ReceiptState.APPLIED  # a bundle it had received before counts again
    exchange_all([a, b], stick)
    (item,) = a.storage.store.differing()
    assert {sibling.value for sibling in item.siblings} == {"Sebelum kembali", "Sesudah kembali"}
    alike(a, b)
