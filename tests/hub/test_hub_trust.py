"""A hub follows the stewards like any laptop: what they order to be erased goes from its tables, who they cut off is asked
about."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from plcdesk.domain.exchange import BundleKind, ReceiptState
from plcdesk.domain.people import Person
from plcdesk.storage import traces
from plcdesk.storage.erasure import carry_out
from plcdesk.storage.sql import fetch
from tests.exchange.laptops import PERSON, folder_in, founded, meeting
from tests.exchange.test_trust import seen, stewards
from tests.hub.hubs import Hub


def test_a_hub_does_what_stewards_say(tmp_path: Path, hub_url: str) -> None:
    one, other = founded(tmp_path)
    stick = folder_in(tmp_path, "round")
    hub = Hub(tmp_path / "hub", "Hub", hub_url)
    hub.join(next((tmp_path / "stick").iterdir()))
    other.save(meeting(1, venue="Aula"))
    for receiver in (one, hub):
        receiver.merge(other.send(stick, kind=BundleKind.FULL).file)
    with one.storage.db.read() as connection:
        found = traces.of_rows(connection, [("person", str(PERSON))])
    with one.storage.unit() as unit:
        unit.changes = carry_out(unit, found, reason="", backups=False, day=date(2026, 3, 4))
    stewards(one).cut_off(other.key, "hilang")
    receipt = hub.merge(one.send(stick, kind=BundleKind.FULL).file)
    assert (receipt.state, receipt.intake.erased) == (ReceiptState.APPLIED, len(found.numbers))
    assert hub.get(Person, PERSON) is None
    with hub.storage.db.read() as connection:
        assert not [body for (body,) in fetch(connection, "SELECT body FROM sync_commit WHERE body IS NOT NULL")
                    if b"Bambang" in bytes(body)]
    assert hub.digest() == one.digest()
    assert hub.verify().ok
    assert seen(hub, other).cut
    other.save(meeting(2, venue="sesudah"))
    late = other.send(stick, kind=BundleKind.FULL).file
    assert hub.merge(late, accept_new=False).state is ReceiptState.NEEDS_TRUST
    assert hub.merge(late, accept_new=True).state is ReceiptState.APPLIED
    for laptop in (one, other, hub):
        laptop.close()
