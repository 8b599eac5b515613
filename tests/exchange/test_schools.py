"""A programme of many schools: what goes to a new laptop arrives whole, in whatever order the schools' spaces sort."""

from __future__ import annotations

from pathlib import Path

from plcdesk.domain.exchange import ReceiptState
from plcdesk.domain.meetings import Meeting
from plcdesk.domain.people import Group
from plcdesk.domain.programme import School
from tests.exchange.laptops import Laptop, folder_in


def test_a_programme_of_eight_schools_can_be_joined(tmp_path: Path) -> None:
    """Names and space ids sort differently: a bundle that counted its stretches in two orders would be refused."""
    first = Laptop(tmp_path / "a", "Laptop A")
    first.found()
    for number in range(8):
        school = School(name=f"SD Contoh {number:02}")
        group = Group(name=f"KBP {number}", school_id=school.id)
        first.save(school)
        first.save(group)
        first.save(Meeting(group_id=group.id, venue=f"Ruang {number}"))
    other = Laptop(tmp_path / "b", "Laptop B")
    receipt = other.join(first.send(folder_in(tmp_path, "stick")).file)
    assert receipt.state is ReceiptState.APPLIED, receipt.reason
    assert other.digest() == first.digest()
    first.close()
    other.close()
