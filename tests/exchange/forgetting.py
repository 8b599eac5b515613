"""Two laptops of one programme with somebody who asks to be forgotten."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from plcdesk.bootstrap import create_programme, join_programme
from plcdesk.cli.program import main
from plcdesk.domain.exchange import BundleKind
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import Meeting
from plcdesk.domain.people import Person, PersonNumber, number_id
from plcdesk.paths import Paths
from plcdesk.services.desk import Desk
from plcdesk.settings import Settings
from tests.desk_fixtures import StandingClock

PERSON = Id("0190a5f2-1c1e-7a30-8a1b-2f5f7a1c9ea1")
MEETING = Id("0190a5f2-1c1e-7a30-8a1b-2f5f7a1c9ea2")
NAME = "Zubaidahxq Wijayantixq"


def two_desks(place: Path) -> tuple[Desk, Desk]:
    """Two laptops of one programme with one teacher, whom minutes mention; the first is the steward's."""
    clock = StandingClock()
    paths = [Paths(place / name / "programme", place / name / "state") for name in "ab"]
    first = create_programme(paths[0], "Program KBP", "SD Melati", "Siti Rahmawati", Settings(), clock)
    first.records.save(Person(id=PERSON, name=NAME, teaches="IPA"))
    first.records.save(PersonNumber(id=number_id(PERSON), person_id=PERSON, nip="198703zqx"))
    first.records.save(Meeting(id=MEETING, title="Rapat", opening=f"Salam dari {NAME}.\n\nDoa."))
    stick = place / "stick"
    stick.mkdir()
    second = join_programme(paths[1], first.exchange.send(stick, kind=BundleKind.FULL).file, Settings(), clock)
    return first, second


def hand(sender: Desk, receiver: Desk, stick: Path) -> Any:
    path = sender.exchange.send(stick, kind=BundleKind.FULL).file
    receipt = receiver.exchange.merge(path, accept_new=True)
    path.unlink()
    return receipt


def forget(desk: Desk) -> Any:
    desk.privacy.erase(PERSON)
    return desk.erasure.plan_person(PERSON)


def files_with(folder: Path, word: str) -> list[str]:
    """The files below a folder in which a word can be read."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*")
                  if path.is_file() and word.encode() in path.read_bytes())


def runner(folder: Path, capsys: Any) -> Callable[..., str]:
    def run(*arguments: str) -> str:
        options = ["--data", str(folder / "programme"), "--state", str(folder / "state"), "--language", "en"]
        code = main([*options, *arguments])
        said = capsys.readouterr()
        assert code == 0, said.err
        return str(said.out)

    return run
