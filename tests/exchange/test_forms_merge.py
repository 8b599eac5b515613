"""Forms on two laptops: what two people wrote about the same lesson meets, and what is private never leaves."""

import dataclasses
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from plcdesk.domain.changes import Row
from plcdesk.domain.coaching import Cycle
from plcdesk.domain.forms import Answer, Counted, Form, Note, Rated, Sweep, answer_id, shared_id
from plcdesk.domain.ids import Id
from plcdesk.domain.modules import Module
from plcdesk.domain.notes import Interview, Permission, Quote
from plcdesk.services.forms import Forms
from plcdesk.services.instruments import Instruments
from plcdesk.services.records import Records
from plcdesk.storage.form_queries import FormQueries
from plcdesk.storage.queries import Queries
from plcdesk.sync.container import Bundle
from tests.exchange.laptops import MEETINGS, PERSON, SCHOOL, Laptop, exchange_all

FORM = Id("0190a5f2-1c1e-7a30-8a1b-2f5f7a1c9e05")
CYCLE = Id("0190a5f2-1c1e-7a30-8a1b-2f5f7a1c9e06")
MODULE = Id("0190a5f2-1c1e-7a30-8a1b-2f5f7a1c9e07")
SECRET = "Kalimat yang tidak boleh keluar dari laptop ini"


class Seat:
    """Somebody at a laptop, with the services of the forms."""

    def __init__(self, laptop: Laptop) -> None:
        self.laptop = laptop
        self.records = Records(laptop.storage, lambda: datetime(2025, 5, 12, tzinfo=UTC))
        db = laptop.storage.db
        self.forms = Forms(self.records, Instruments(self.records), Queries(db), FormQueries(db))

    def rated(self, form: Id = FORM) -> dict[str, Rated]:
        found = self.forms.load(form)
        assert found is not None
        return found.rated


def seats(two: list[Laptop], stick: Path, *records: Any) -> tuple[Seat, Seat]:
    """Both laptops hold these records."""
    two[0].save(*records)
    two[1].merge(two[0].send(stick).file)
    return Seat(two[0]), Seat(two[1])


def shared_form() -> Form:
    return Form(id=FORM, instrument="P", version=1, school_id=SCHOOL, meeting_id=MEETINGS[0])


def meet(two: list[Laptop], stick: Path) -> None:
    """Everybody receives everything; both then hold the same."""
    exchange_all(two, stick)
    assert two[0].digest() == two[1].digest()


def differing(seat: Seat) -> list[tuple[Row, str, set[Any]]]:
    return [(entry.row, entry.field, {sibling.value for sibling in entry.siblings}) for entry in seat.records.differing()]


def test_a_score_here_and_evidence_there_never_become_a_pair_that_nobody_entered(two: list[Laptop], stick: Path) -> None:
    a, b = seats(two, stick, shared_form())
    a.forms.answer(FORM, "P1.1", Rated(2, "Agenda dibacakan"))
    meet(two, stick)
    a.forms.answer(FORM, "P1.1", Rated(4, "Agenda dibacakan"))
    b.forms.note(FORM, "P1.1", Note(12, "Dua usul anggota masuk"))
    meet(two, stick)
    pairs = {Rated(4, "Agenda dibacakan"), Rated(2, "Agenda dibacakan\n12' Dua usul anggota masuk")}
    for seat in (a, b):
        assert differing(seat) == [(Row("answer", answer_id(FORM, "P1.1")), "rated", pairs)]
        assert seat.rated()["P1.1"] in pairs
    b.records.settle(Row("answer", answer_id(FORM, "P1.1")), "rated", Rated(4, "12' Dua usul anggota masuk"))
    meet(two, stick)
    assert differing(a) == []
    assert a.rated() == b.rated() == {"P1.1": Rated(4, "12' Dua usul anggota masuk")}


def test_the_first_answer_of_both_to_one_item_meets_in_one_record(two: list[Laptop], stick: Path) -> None:
    a, b = seats(two, stick, shared_form())
    a.forms.answer(FORM, "P1.1", Rated(3))
    b.forms.answer(FORM, "P1.1", Rated(3))
    a.forms.answer(FORM, "P1.2", Rated(1))
    b.forms.answer(FORM, "P1.2", Rated(2, "Pembukaan saja"))
    meet(two, stick)
    assert len(a.records.all(Answer)) == 2
    assert differing(a) == differing(b) == [
        (Row("answer", answer_id(FORM, "P1.2")), "rated", {Rated(1), Rated(2, "Pembukaan saja")})]


def test_different_items_and_sweeps_simply_add_up(two: list[Laptop], stick: Path) -> None:
    a, b = seats(two, stick, dataclasses.replace(shared_form(), instrument="D", meeting_id=None, person_id=PERSON))
    for number in range(1, 8):
        a.forms.answer(FORM, f"D{number}", Rated(3))
    for number in range(8, 13):
        b.forms.answer(FORM, f"D{number}", Rated(2, "Catatan"))
    a.forms.count(FORM, 1, Counted(28, 20), minute=5)
    b.forms.count(FORM, 2, Counted(28, 22), minute=8)
    meet(two, stick)
    for seat in (a, b):
        found = seat.forms.load(FORM)
        assert found is not None
        assert (found.done, found.total, found.engagement) == (12, 12, (42, 56))
        assert differing(seat) == []
    assert len(a.records.all(Sweep)) == 2


def test_ticks_of_both_are_kept(two: list[Laptop], stick: Path) -> None:
    a, b = seats(two, stick, Form(id=FORM, instrument="M", version=1, school_id=SCHOOL))
    a.forms.tick(FORM, "H", "H1", True)
    b.forms.tick(FORM, "H", "H2", True)
    a.forms.tick(FORM, "H", "H3", True)
    b.forms.tick(FORM, "H", "H3", True)
    meet(two, stick)
    assert set(a.rated()) == set(b.rated()) == {"H1", "H2", "H3"}
    assert differing(a) == []


def test_fields_of_a_cycle_and_of_a_module_merge_one_by_one(two: list[Laptop], stick: Path) -> None:
    a, b = seats(two, stick, Cycle(id=CYCLE, school_id=SCHOOL, person_id=PERSON),
                 Module(id=MODULE, school_id=SCHOOL, title="Air bersih"))

    def change(seat: Seat, cls: type[Any], key: Id, **fields: Any) -> None:
        loaded = seat.records.need(cls, key)
        seat.records.save(dataclasses.replace(loaded.record, **fields), loaded)

    change(a, Cycle, CYCLE, before_on=date(2025, 5, 5), lesson_on=date(2025, 5, 6))
    change(b, Cycle, CYCLE, lesson_on=date(2025, 5, 7), after_on=date(2025, 5, 8))
    change(a, Module, MODULE, problem="Sumur kering saat kemarau")
    change(b, Module, MODULE, classroom="V", title="Air bersih di sekitar kita")
    meet(two, stick)
    for seat in (a, b):
        cycle, module = seat.records.get(Cycle, CYCLE), seat.records.get(Module, MODULE)
        assert cycle is not None
        assert module is not None
        assert (cycle.before_on, cycle.after_on) == (date(2025, 5, 5), date(2025, 5, 8))
        assert (module.problem, module.classroom) == ("Sumur kering saat kemarau", "V")
        assert module.title == "Air bersih di sekitar kita"
        assert differing(seat) == [(Row("cycle", CYCLE), "lesson_on", {date(2025, 5, 6), date(2025, 5, 7)})]


def contents(path: Path) -> bytes:
    """All that can be read from a bundle: the file as it is, and every commit unpacked."""
    bundle = Bundle.open(path)
    lines = list(bundle.lines())
    assert lines
    assert all(part.space.kind != "private" for part in bundle.manifest.spaces)
    return path.read_bytes() + b"\n".join(line.head + (line.body or b"") for line in lines)


def private_things(seat: Seat) -> list[Id]:
    """Everything that can be private, each with the secret sentence in it."""
    form = seat.forms.start("P", meeting_id=MEETINGS[0]).id
    seat.forms.answer(form, "P1.1", Rated(2, SECRET))
    seat.forms.note(form, "P1.2", Note(3, SECRET))
    cycle = Cycle(id=CYCLE, school_id=SCHOOL, person_id=PERSON)
    seat.records.save(cycle)
    talked = seat.forms.start("C", cycle_id=CYCLE).id
    seat.forms.answer(talked, "C9", Rated(evidence=SECRET))
    talk = Interview(school_id=SCHOOL, person_id=PERSON, summary=SECRET, venue=SECRET, held_on=date(2025, 5, 6))
    seat.records.save(talk)
    asked = seat.forms.start("W", interview_id=talk.id).id
    seat.forms.answer(asked, "W1", Rated(evidence=SECRET))
    quote = Quote(school_id=SCHOOL, interview_id=talk.id, text=SECRET, permission=Permission.GIVEN)
    seat.records.save(quote)
    return [form, talked, talk.id, asked, quote.id]


def test_nothing_private_is_in_any_bundle(two: list[Laptop], stick: Path) -> None:
    a, b = seats(two, stick)
    private = private_things(a)
    a.records.delete(Row("form", private[0]))
    a.records.restore(Row("form", private[0]))
    two[0].merge(two[1].send(stick).file)
    for whom in (None, two[1]):
        found = contents(two[0].exchange.send(stick, whom.key if whom is not None else None, sealed=False).file)
        assert SECRET.encode() not in found
        assert b"tidak boleh keluar" not in found
        assert str(CYCLE).encode() in found  # that a cycle takes place is no secret
        for key in private:
            assert key.encode() not in found
    two[1].merge(two[0].send(stick).file)
    assert b.records.all(Form) == b.records.all(Answer) == b.records.all(Interview) == b.records.all(Quote) == []
    assert b.records.get(Cycle, CYCLE) is not None
    assert len(a.records.all(Form)) == 3


def test_a_shared_form_travels_without_what_it_said_before(two: list[Laptop], stick: Path) -> None:
    """Words that were taken out before sharing stay in the private history; the shared one begins when it is shared."""
    a, b = seats(two, stick)
    form = a.forms.start("P", meeting_id=MEETINGS[0]).id
    a.forms.answer(form, "P1.1", Rated(2, SECRET))
    a.forms.answer(form, "P1.1", Rated(3, "Agenda disepakati"))
    other = a.forms.start("P", meeting_id=MEETINGS[0]).id
    a.forms.answer(other, "P1.1", Rated(1, SECRET))
    shared = a.forms.share(Row("form", form)).id
    found = contents(two[0].send(stick).file)
    assert b"Agenda disepakati" in found
    assert SECRET.encode() not in found
    for key in (form, other, answer_id(form, "P1.1")):
        assert key.encode() not in found
    meet(two, stick)
    assert b.rated(shared) == {"P1.1": Rated(3, "Agenda disepakati")}
    assert SECRET not in str(b.records.history()) + str(b.records.history(Row("form", shared)))
    assert [row.id for row in b.forms.rows()] == [shared] == [shared_id(form)]


def test_a_share_taken_back_is_taken_back_everywhere(two: list[Laptop], stick: Path) -> None:
    a, b = seats(two, stick)
    form = a.forms.start("P", meeting_id=MEETINGS[0]).id
    a.forms.answer(form, "P1.1", Rated(3))
    made = a.forms.share(Row("form", form))
    meet(two, stick)
    assert [row.id for row in b.forms.rows()] == [made.id]
    a.records.undo(made.changes)
    exchange_all(two, stick)
    assert b.forms.rows() == []
    assert [row.id for row in a.forms.rows()] == [form]
    assert a.rated(form) == {"P1.1": Rated(3)}


def test_who_will_see_it_is_known_from_what_the_others_told(two: list[Laptop], stick: Path) -> None:
    a, _ = seats(two, stick)
    form = a.forms.start("P", meeting_id=MEETINGS[0]).id
    assert a.forms.audience(Row("form", form)).people == ()
    two[0].merge(two[1].send(stick).file)
    found = a.forms.audience(Row("form", form))
    assert (found.place, found.people) == ("SD Melati 01", ("Laptop B",))
    a.laptop.exchange.block(two[1].key)
    assert a.forms.audience(Row("form", form)).people == ()
