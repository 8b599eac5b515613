"""Every list, figure and search of the program reads the same on a hub as on a laptop, in the same order."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from plcdesk.bootstrap import build_desk, join_programme, open_sample
from plcdesk.domain.changes import Row
from plcdesk.domain.forms import FormState
from plcdesk.domain.meetings import ActionStatus, Meeting, MeetingStatus
from plcdesk.domain.modules import ModuleStatus
from plcdesk.domain.people import Person
from plcdesk.domain.queries import ActionQuery, BatchQuery, FormQuery, MeetingQuery, ModuleQuery
from plcdesk.domain.records import SPECS
from plcdesk.paths import Paths
from plcdesk.services.desk import Desk
from plcdesk.settings import Settings
from plcdesk.storage.facts import read_facts
from plcdesk.storage.form_facts import read_form_facts
from plcdesk.storage.form_queries import FormQueries
from plcdesk.storage.queries import Queries
from plcdesk.storage.search import Search
from plcdesk.storage.sheet_queries import SheetQueries
from plcdesk.storage.storage import Storage
from plcdesk.words import Words
from tests.hub.cluster import Cluster

DAY = date(2025, 8, 1)


@dataclass
class Both:
    """The same programme on a file and on a server, with the storage of each."""

    file: Desk
    server: Desk

    def __iter__(self) -> Iterator[Storage]:
        for desk in (self.file, self.server):
            yield desk.records._storage


@pytest.fixture(scope="module")
def both(cluster: Cluster, empty_hub: str, lay_sample: Callable[[Path], Paths],
         tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    folder = tmp_path_factory.mktemp("both")
    with open_sample(lay_sample(folder), Settings()) as sample:
        bundle = sample.exchange.send(folder).file
    name = cluster.create(empty_hub)
    places = [Paths(folder / "file", folder / "state"), Paths(folder / "server", folder / "state", cluster.url(name))]
    for paths in places:
        join_programme(paths, bundle, Settings()).close()
    desks = [build_desk(paths, Settings()) for paths in places]
    for desk in desks:
        edit(desk)
    yield Both(*desks)
    for desk in desks:
        desk.close()


def edit(desk: Desk) -> None:
    """What only a hub's own saves lead to: a deleted meeting with all that belongs to it, a renamed person."""
    meeting = min(desk.records.all(Meeting), key=lambda one: one.id)
    desk.records.delete(Row("meeting", meeting.id))
    person = desk.records.load(Person, min(one.id for one in desk.records.all(Person)))
    assert person is not None
    desk.records.save(dataclasses.replace(person.record, teaches="Kelas Ä"), person)


def lists(storage: Storage) -> dict[str, Any]:
    """Every named list there is, some filtered."""
    db = storage.db
    queries, forms, sheets = Queries(db), FormQueries(db), SheetQueries(db)
    batches = [line.id for line in sheets.batches(BatchQuery())]
    rows = forms.forms(FormQuery())
    found: dict[str, Any] = {
        "meetings": queries.meetings(MeetingQuery(), DAY), "count": queries.count_meetings(MeetingQuery(text="rapat")),
        "some": queries.meetings(MeetingQuery(text="KBP % _", statuses=(MeetingStatus.HELD,)), DAY, 5, 2),
        "held": queries.meetings(MeetingQuery(since=date(2025, 1, 1), statuses=(MeetingStatus.HELD,)), DAY, 20),
        "actions": queries.actions(ActionQuery()), "open": queries.actions(ActionQuery(statuses=(ActionStatus.OPEN,)), 7, 1),
        "modules": queries.modules(ModuleQuery()), "drafts": queries.modules(ModuleQuery(status=ModuleStatus.DRAFT, text="a")),
        "forms": rows, "whole": forms.forms(FormQuery(state=FormState.COMPLETE, private=False)),
        "packed": {form: sorted(text.split("\x1e")) for form, text in forms.answers([row.id for row in rows]).items()},
        "batches": sheets.batches(BatchQuery()), "tallies": sheets.tallies(batches), "sheets": sheets.sheets(batches),
        "answers": sorted(sheets.answers([line.id for line in sheets.sheets(batches)]), key=repr),
        "latest": [sheets.latest(batch) for batch in batches],
        "facts": read_facts(db), "since": read_facts(db, date(2025, 1, 1), DAY), "form facts": read_form_facts(db),
        "history": [(line.commit, line.row, line.field, line.old, line.new, line.kind)
                    for line in storage.store.history(None, 300)],
        "deleted": [(line.row, line.record, line.with_parent) for line in storage.store.deleted()],
        "differing": storage.store.differing(),
    }
    return found | {table: storage.store.all(spec.cls) for table, spec in SPECS.items()}


def test_every_list_is_the_same(both: Both) -> None:
    file, server = (lists(storage) for storage in both)
    assert [name for name in file if file[name] != server[name]] == []
    assert all(file[name] for name in ("meetings", "actions", "modules", "forms", "packed", "tallies", "deleted"))


def test_the_search_finds_the_same(both: Both) -> None:
    """Beginnings of words, without accents and degrees; a hub lists the newest first."""
    file, server = (Search(storage.db) for storage in both)
    for text in ("rapat", "Drs. SITI", "ma ke", "kelas 5", "tidakadakata", "'; --", "a"):
        assert {hit.row for hit in server.find(text, 500)} == {hit.row for hit in file.find(text, 500)}, text
    assert server.find("siti")


def test_figures_and_reports_are_the_same(both: Both) -> None:
    words = Words("en")
    found = [[desk.indicators.as_json(finding, words) for finding in desk.indicators.all(None, None, None, None)]
             for desk in (both.file, both.server)]
    assert found[0] == found[1]
    asked: list[Callable[[Desk], Any]] = [
        lambda desk: desk.people.rows(), lambda desk: desk.groups.rows(),
        lambda desk: desk.records.counts(),
        lambda desk: [school.record for school in desk.programme.schools()],
    ]
    for ask in asked:
        assert ask(both.file) == ask(both.server)


def test_the_exchange_is_told_the_same(both: Both) -> None:
    """Who holds what, the log of bundles and one of them in full, what goes to whom."""
    asked: list[Callable[[Desk], Any]] = [
        lambda desk: [(peer.label, peer.lacks, peer.schools) for peer in desk.exchange.peers()],
        lambda desk: [(device.label, device.words) for device in desk.exchange.devices() if device.trust != "self"],
        lambda desk: desk.exchange.copied(), lambda desk: desk.exchange.waiting(),
        lambda desk: [(line.bundle, line.state, line.changes, line.undoable) for line in desk.exchange.log()],
        lambda desk: [(found.schools, found.line.changes) for line in desk.exchange.log()
                      if (found := desk.exchange.detail(line.bundle)) is not None],
        lambda desk: desk.exchange.scopes(), lambda desk: desk.exchange.unsent()[0],
    ]
    for number, ask in enumerate(asked):
        assert ask(both.file) == ask(both.server), number


def test_the_hub_agrees_with_its_log(both: Both, tmp_path: Path) -> None:
    assert both.server.upkeep.verify().ok
    both.server.upkeep.rebuild()
    assert both.server.upkeep.verify().ok
    assert both.server.upkeep.whole()
