"""Two laptops that hold the same work but show it differently could never be reconciled."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from plcdesk.domain.changes import Row
from plcdesk.domain.programme import Programme, School
from plcdesk.domain.records import SPECS
from plcdesk.storage.revert import compensate

Make = Callable[..., Any]


def logged(peer: Any) -> list[Any]:
    with peer.storage.db.read() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(
            "SELECT dot, head, body FROM sync_commit c JOIN sync_feed f ON f.id = c.feed_id "
            "JOIN sync_space s ON s.id = f.space_id WHERE s.kind != 'private' ORDER BY dot")]


@pytest.mark.parametrize("seed", range(12))
def test_laptops_that_meet_in_any_way_end_equal(laptop: Make, make_maker: Any, seed: int) -> None:
    draw = random.Random(seed)
    peers = [laptop(name) for name in "abc"]
    maker = make_maker(seed)
    peers[0].save(Programme(name="P"), School(name="SD"))
    for peer in peers[1:]:
        peers[0].give(peer)
    tables = ["meeting", "attendance", "agenda_item", "person", "group"]
    ids: dict[str, list[str]] = {table: [maker.id() for _ in range(3)] for table in tables}
    parked = []
    for _ in range(40):
        peer = draw.choice(peers)
        table = draw.choice(tables)
        cls = SPECS[table].cls
        record_id = draw.choice(ids[table])
        doing = draw.random()
        if doing < 0.55:
            random_edit(peer, maker, table, record_id, draw)
        elif doing < 0.65:
            peer.delete(Row(table, record_id))
        elif doing < 0.72 and peer.store.differing():
            entry = draw.choice(peer.store.differing())
            with peer.storage.unit() as unit:
                unit.settle(entry.row, entry.field, draw.choice(entry.siblings).value)
        elif doing < 0.78:
            undo_something(peer, draw)
        else:
            other = draw.choice([item for item in peers if item is not peer])
            parked.append((other, peer.give(other, full=draw.random() < 0.3)))
        assert cls
    for _ in range(3):
        for one in peers:
            for other in peers:
                if one is not other:
                    one.give(other)
    assert len({peer.digest() for peer in peers}) == 1
    assert len({tuple(logged(peer)) for peer in peers}) == 1
    assert all(not intake.waits_for for _, intake in parked)


def random_edit(peer: Any, maker: Any, table: str, record_id: str, draw: random.Random) -> None:
    cls = SPECS[table].cls
    loaded = peer.store.load(cls, record_id)
    if loaded is None:
        fresh = {name: field.default for name, field in SPECS[table].fields.items()}
        chosen = draw.sample([name for name, field in SPECS[table].fields.items() if field.policy != "once"], 2)
        peer.save(cls(id=record_id, **(fresh | {name: maker.value(SPECS[table].fields[name]) for name in chosen})))
        return
    open_fields = [name for name, field in SPECS[table].fields.items() if field.policy != "once"]
    chosen = draw.sample(open_fields, draw.randrange(1, 3))
    peer.edit(cls, record_id, **{name: maker.value(SPECS[table].fields[name]) for name in chosen})


def undo_something(peer: Any, draw: random.Random) -> None:
    with peer.storage.db.read() as connection:
        (last,) = connection.exec_driver_sql("SELECT max(n) FROM sync_commit").first()
    some = sorted({draw.randrange(1, last + 1) for _ in range(draw.randrange(1, 4))})
    with peer.storage.unit() as unit:
        compensate(unit, some)
