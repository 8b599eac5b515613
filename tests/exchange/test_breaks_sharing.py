"""What was tried to break forms on two laptops: each of these once lost something, or let something out."""

from pathlib import Path

from plcdesk.domain.changes import Row
from plcdesk.domain.forms import Form, Rated
from plcdesk.domain.ids import Id
from plcdesk.words import Words
from tests.exchange.laptops import MEETINGS, Laptop
from tests.exchange.test_forms_merge import SECRET, Seat, contents, differing, meet, seats


def a_private_form(seat: Seat) -> Id:
    form = seat.forms.start("P", meeting_id=MEETINGS[0]).id
    seat.forms.answer(form, "P1.1", Rated(2, SECRET))
    seat.forms.answer(form, "P1.2", Rated(3, "Dua usul"))
    return form


def test_what_was_shared_and_taken_back_at_once_never_left(two: list[Laptop], stick: Path) -> None:
    a, b = seats(two, stick)
    form = a_private_form(a)
    a.records.undo(a.forms.share(Row("form", form)).changes)
    path = two[0].send(stick).file
    assert SECRET.encode() not in contents(path)
    two[1].merge(path)
    assert two[0].digest() == two[1].digest()
    assert b.records.trash(Words("id")) == []
    assert {line.row.table for line in b.records.history()}.isdisjoint({"form", "answer"})
    assert a.rated(form)["P1.1"] == Rated(2, SECRET)
    assert all(laptop.verify().ok for laptop in two)


def test_words_written_while_it_was_shared_stay_here_too(two: list[Laptop], stick: Path) -> None:
    a, _ = seats(two, stick)
    shared = a.forms.share(Row("form", a_private_form(a)))
    changed = a.forms.answer(shared.id, "P1.2", Rated(1, "Kata yang lain lagi"))
    added = a.forms.answer(shared.id, "P1.3", Rated(1, "Tambahan sesudahnya"))
    a.records.undo(added)
    a.records.undo(changed)
    a.records.undo(shared.changes)
    found = contents(two[0].send(stick).file)
    assert b"Kata yang lain lagi" not in found
    assert b"Tambahan sesudahnya" not in found
    assert SECRET.encode() not in found


def test_shared_after_all_it_arrives_whole(two: list[Laptop], stick: Path) -> None:
    """Redone, shared anew, or restored from the Trash after a bundle went out without its words."""
    a, b = seats(two, stick)
    forms = [a_private_form(a) for _ in range(3)]
    shared = [a.forms.share(Row("form", form)) for form in forms]
    undone = [a.records.undo(made.changes) for made in reversed(shared)]
    two[1].merge(two[0].send(stick).file)
    assert b.forms.rows() == []
    a.records.undo(undone[2])
    a.forms.share(Row("form", forms[1]))
    a.records.restore(Row("form", shared[2].id))
    meet(two, stick)
    for made in shared:
        assert b.records.get(Form, made.id) == a.records.get(Form, made.id)
        assert b.rated(made.id) == {"P1.1": Rated(2, SECRET), "P1.2": Rated(3, "Dua usul")}
    assert differing(a) == differing(b) == []
    assert all(laptop.verify().ok for laptop in two)


def test_what_a_bundle_holds_already_is_sent_whole_to_the_next_one(two: list[Laptop], stick: Path) -> None:
    """Taken back too late: whoever receives later must hold what the first one holds, or the two would differ."""
    a, b = seats(two, stick)
    shared = a.forms.share(Row("form", a_private_form(a)))
    two[1].merge(two[0].send(stick).file)
    a.records.undo(shared.changes)
    b.forms.answer(shared.id, "P1.2", Rated(4, "Ditambah di sini"))
    meet(two, stick)
    assert a.records.get(Form, shared.id) == b.records.get(Form, shared.id)
    assert differing(a) == differing(b)
    assert SECRET.encode() in contents(two[0].send(stick).file)
