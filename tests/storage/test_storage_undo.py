"""An undo that does not bring back exactly what was there is worse than none."""

from __future__ import annotations

import dataclasses
import random
from typing import Any

import pytest

from plcdesk.domain.changes import Row
from plcdesk.domain.records import SPECS
from plcdesk.storage.revert import compensate
from plcdesk.storage.storage import Storage
from plcdesk.storage.verify import digest, verify

TABLES = ("group", "meeting", "agenda_item", "attendance", "action", "person")


def shown(storage: Storage) -> str:
    with storage.db.read() as connection:
        return digest(connection)


def some_save(storage: Storage, maker: Any, draw: random.Random) -> Any:
    """A save of several steps: new records below others, edits, deletions with children, restorations."""
    with storage.unit() as unit:
        for _ in range(draw.randrange(1, 4)):
            table = draw.choice(TABLES)
            cls = SPECS[table].cls
            there = storage.store.all(cls)
            doing = draw.random()
            if not there or doing < 0.4:
                given = {}
                for field in SPECS[table].fields.values():
                    named = storage.store.all(SPECS[field.refers].cls) if field.parent and field.refers else []
                    if named:
                        given[field.name] = draw.choice(named).id
                unit.save(maker.record(table, **given))
            elif doing < 0.75:
                record = unit.current(table, draw.choice(there).id)
                if record is not None:
                    names = [name for name, field in SPECS[table].fields.items() if field.policy != "once"]
                    changed = draw.sample(names, draw.randrange(1, 4))
                    unit.save(dataclasses.replace(
                        record, **{name: maker.value(SPECS[table].fields[name]) for name in changed}))
            elif doing < 0.9:
                unit.delete(draw.choice(there))
            elif gone := storage.store.deleted():
                unit.restore(draw.choice(gone).row)
    return unit.changes


@pytest.mark.parametrize("seed", range(10))
def test_undoing_any_saves_backwards_goes_back_step_by_step(storage: Storage, make_maker: Any, seed: int) -> None:
    draw, maker = random.Random(seed), make_maker(seed)
    states, saves = [shown(storage)], []
    for _ in range(15):
        changes = some_save(storage, maker, draw)
        if changes:
            saves.append(changes)
            states.append(shown(storage))
    undone = []
    for changes, before in zip(reversed(saves), reversed(states[:-1]), strict=True):
        with storage.unit() as unit:
            assert compensate(unit, changes.commits) == []
        assert shown(storage) == before
        undone.append(unit.changes)
    for changes, after in zip(reversed(undone), states[1:], strict=True):
        with storage.unit() as unit:
            assert compensate(unit, changes.commits) == []
        assert shown(storage) == after
    assert verify(storage.db).problems == ()


def test_undoing_all_saves_at_once_empties_the_programme(storage: Storage, maker: Any) -> None:
    draw = random.Random(3)
    commits = [number for _ in range(12) for number in some_save(storage, maker, draw).commits]
    full = shown(storage)
    with storage.unit() as unit:
        assert compensate(unit, commits) == []
    assert all(storage.store.count(spec.cls) == 0 for spec in SPECS.values())
    with storage.unit() as back:
        assert compensate(back, unit.changes.commits) == []
    assert shown(storage) == full


def test_undo_survives_a_restart(storage: Storage, maker: Any) -> None:
    person = maker.record("person")
    with storage.unit() as made:
        unit_record = person
        made.save(unit_record)
    with storage.unit() as edited:
        edited.save(dataclasses.replace(person, name="Lain"))
    with storage.unit() as undone:
        compensate(undone, edited.changes.commits)
    again = Storage.open(storage.db.path)
    try:
        with again.unit() as unit:
            assert compensate(unit, made.changes.commits) == []
        assert again.store.get(type(person), person.id) is None
        assert again.store.deleted()[0].row == Row("person", person.id)
    finally:
        again.close()
