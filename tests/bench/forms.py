"""Forms: a list of thousands, one digit saved, scores, figures, and how long the sample takes to be made."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from plcdesk import bootstrap
from plcdesk.domain.forms import Answer, Rated, answer_id
from plcdesk.domain.ids import Id, derived
from plcdesk.domain.instruments import Instrument
from plcdesk.domain.scoring import Scorer
from plcdesk.ledger.clock import Clock
from plcdesk.paths import Paths
from plcdesk.services.desk import Desk
from plcdesk.services.form_views import FormFilter
from plcdesk.services.sample_forms import filled
from plcdesk.settings import Settings
from plcdesk.storage.storage import Storage
from tests.bench import samples
from tests.bench.plain import Plain
from tests.bench.report import Line
from tests.bench.start import run
from tests.bench.timing import median, once

DIGITS = 200
NONE = "no budget in the design"


def lines(number: int, runs: int) -> Iterator[Line]:
    """First what a user waits for in the window, then what stands below it."""
    paths = samples.kept(f"forms-{number}", lambda place: _many(place, number))
    yield from _window(paths, number)
    desk = bootstrap.build_desk(paths, Settings())
    try:
        first = once(desk.forms.rows)
        yield Line(f"rows of {number:,} forms: first time", first * 1000, 500, "ms", against="the service alone")
        yield Line(f"rows of {number:,} forms: again", median(desk.forms.rows, runs) * 1000, 500, "ms")
        one = desk.people.rows()[0].id
        yield Line("rows of one person's forms", median(lambda: desk.forms.rows(FormFilter(person_id=one)), runs) * 1000, 100,
                   "ms")
        yield from _scoring(desk, number, runs)
    finally:
        desk.close()
    yield from _digit()
    yield from _sample(runs)


def _window(paths: Paths, number: int) -> Iterator[Line]:
    """In a process of its own, as `start.large_lines` does it."""
    for file in paths.folder.glob(paths.drafts.name + "*"):
        file.unlink()
    with tempfile.TemporaryDirectory() as place:
        told = run("forms", str(paths.folder), home=place)
    rows = f"{told['rows']['number']:,} observations"
    assert told["rows"]["number"] == number, told
    yield Line("list of observations: open, first time", told["opened"]["seconds"] * 1000, 500, "ms", against=rows)
    yield Line("list of observations: open again", told["again"]["seconds"] * 1000, 500, "ms", against=rows)
    yield Line("list of observations: a filter keystroke", told["filtered"]["median"] * 1000, 100, "ms",
               against=f"worst {told['filtered']['worst'] * 1000:.0f} ms")
    yield Line("list of observations: only one instrument", told["chosen"]["seconds"] * 1000, 100, "ms")
    yield Line("memory with that list", told["chosen"]["now"], 200, "MB")


def _scoring(desk: Desk, number: int, runs: int) -> Iterator[Line]:
    """The arithmetic alone: the same answers over and over."""
    instrument = desk.instruments.current("P")
    scorer = Scorer(instrument)
    rated = [dict(zip(_codes(instrument), map(Rated, _levels(turn)), strict=True)) for turn in range(50)]
    took = median(lambda: [scorer.score(rated[turn % 50]) for turn in range(number)], runs)
    yield Line(f"score of {number:,} forms of 20 items", took, 1, "s", against=NONE)


def _digit() -> Iterator[Line]:
    """One answer as the window saves it: `forms.answer`, against the same row put into a plain table."""
    with tempfile.TemporaryDirectory() as place:
        desk = bootstrap.create_programme(Paths(Path(place, "ours"), Path(place, "state")), "Program KBP", "SD Melati 01",
                                          "Siti Rahmawati", Settings())
        plain = Plain(Path(place) / "plain.db", "answer")
        try:
            group = desk.groups.default()
            assert group is not None
            meeting = desk.meetings.new(group.id).id
            codes = _codes(desk.instruments.current("P"))
            ours, theirs = [], []
            for turn in range(DIGITS // len(codes)):
                form = desk.forms.start("P", meeting_id=meeting).id
                for code, level in zip(codes, _levels(turn), strict=True):
                    ours.append(once(lambda: desk.forms.answer(form, code, Rated(level))))  # noqa: B023
                    row = plain.row(Answer(id=answer_id(form, code), form_id=form, item=code, rated=Rated(level)))
                    theirs.append(once(lambda: plain.add([row])))  # noqa: B023
        finally:
            desk.close()
            plain.close()
    took, other = statistics.median(ours), statistics.median(theirs)
    yield Line("save one answer (a digit)", took * 1000, 50, "ms", against=f"median of {len(ours)}, worst {max(ours) * 1000:.0f} ms")
    yield Line("save one answer (a digit)", took / other, 3, "x", against=f"plain SQLAlchemy ORM {other * 1000:.1f} ms")


def _sample(runs: int) -> Iterator[Line]:
    """The sample of the handbook: made from nothing, then all its figures."""
    with tempfile.TemporaryDirectory() as place:
        made: list[Desk] = []
        paths = Paths(Path(place, "sample"), Path(place, "state"))
        took = once(lambda: made.append(bootstrap.open_sample(paths, Settings())))
        (desk,) = made
        try:
            yield Line("making the sample", took, 10, "s", against=NONE)
            figures: list[Any] = []
            first = once(lambda: figures.extend(desk.indicators.all(None, None, None, None)))
            yield Line("indicators of the sample", first, 1, "s", against=f"{len(figures)} figures, none known before; {NONE}")
            again = median(lambda: desk.indicators.all(None, None, None, None), runs)
            yield Line("indicators of the sample: again", again * 1000, 100, "ms", against=f"nothing changed; {NONE}")
        finally:
            desk.close()


def _many(paths: Paths, number: int) -> None:
    """Observations of lessons of forty teachers, one after the other, a hundred in one save."""
    storage = Storage.open(paths.database, create=True)
    storage.close()
    desk = bootstrap.build_desk(paths, Settings())
    try:
        desk.programme.begin("Program KBP", "SD Melati 01", "Siti Rahmawati")
        group = desk.groups.default()
        assert group is not None
        desk.people.add_names([f"Guru {chr(65 + at % 26)}{at:02d}" for at in range(40)], group.school_id, group.id)
        people = [row.id for row in desk.people.rows()]
        codes = {code: _codes(desk.instruments.current(code)) for code in ("D", "F")}
        me, school = desk.records.me(), group.school_id
    finally:
        desk.close()
    storage = Storage.open(paths.database)
    storage.clock = Clock(lambda: 1_760_000_000_000)
    try:
        for first in range(0, number, 100):
            with storage.unit(me) as unit:
                for at in range(first, min(number, first + 100)):
                    for record in _form(at, codes, people, school):
                        unit.save(record)
    finally:
        storage.close()


def _form(at: int, codes: dict[str, list[str]], people: list[Id], school: Id | None) -> Iterator[Any]:
    from plcdesk.domain.forms import Hour

    code = "F" if at % 5 == 0 else "D"
    answers = dict(zip(codes[code], map(Rated, _levels(at, len(codes[code]))), strict=True))
    yield from filled(code, derived("bench", "form", at), answers, private=False, school_id=school,
                      person_id=people[at % len(people)], rater_id=people[(at + 7) % len(people)],
                      hour=Hour(date(2015, 1, 5) + timedelta(days=at % 3650)))


def _codes(instrument: Instrument) -> list[str]:
    return [item.code for item in instrument.items if item.scale is not None and (item.scale.lowest, item.scale.highest) == (1, 4)]


def _levels(turn: int, count: int = 20) -> list[int]:
    return [1 + (turn + at) % 4 for at in range(count)]
