"""One person entered twice: found without asking about everybody, made one without losing a mark, taken apart again."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from plcdesk.domain.changes import Row
from plcdesk.domain.coaching import Cycle, Visit
from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import SPECS, Policy
from plcdesk.domain.forms import Answer, Form, Hour, Rated
from plcdesk.domain.ids import Id
from plcdesk.domain.likeness import Why
from plcdesk.domain.meetings import (
    Action,
    AgendaItem,
    Attendance,
    Meeting,
    Presence,
    TalkTurn,
    attendance_id,
    talk_turn_id,
)
from plcdesk.domain.modules import Author, Module, Round, author_id
from plcdesk.domain.notes import ChatTally, Interview, Quote
from plcdesk.domain.people import (
    Consent,
    ConsentAnswer,
    Consented,
    ConsentKind,
    Group,
    Member,
    Person,
    PersonContact,
    PersonNumber,
    Role,
    RoleHeld,
    Sameness,
    SamePerson,
    consent_id,
    contact_id,
    member_id,
    number_id,
)
from plcdesk.domain.programme import Period, School
from plcdesk.services.merging import referring

if TYPE_CHECKING:
    from plcdesk.services.desk import Desk
    from tests.desk_fixtures import Story


@pytest.fixture
def two(desk: Desk, story: Story) -> tuple[Id, Id]:
    """Bambang Suryana, entered twice: as a member of the group, and by another spelling."""
    story.members(10)
    kept = next(key for key, name in desk.people.names().items() if name == "Bambang Suryana")
    return kept, story.a_person("Drs. Bambang Suriyana, M.Pd.")


def everything(desk: Desk) -> dict[str, list[Any]]:
    """Every record on screen, by table."""
    return {table: sorted(desk.records.all(spec.cls), key=lambda record: record.id) for table, spec in SPECS.items()}


def named(desk: Desk, person: Id) -> Counter[str]:
    """How many records name a person, by table and field."""
    return Counter({f"{spec.table}.{link.name}": desk.records.count(spec.cls, **{link.name: person})
                    for spec, link in referring("person")})


def busy(desk: Desk, story: Story, person: Id, day: str) -> None:
    """One record of every kind for somebody: each field of every kind of record that can name a person names them."""
    records, school, group = desk.records, story.school, story.group
    meeting = story.a_meeting(day)
    held = date.fromisoformat(day)
    module = Module(title=f"Modul {day}", school_id=school)
    cycle = Cycle(school_id=school, person_id=person, mentor_id=person, lesson_on=held)
    coached = Form(instrument="C", version=1, private=True, school_id=school, cycle_id=cycle.id, person_id=person,
                   rater_id=person, hour=Hour(held))
    seen = Form(instrument="D", version=1, private=True, school_id=school, person_id=person, rater_id=person,
                hour=Hour(held))
    for batch in (
        [Attendance(id=attendance_id(meeting, person), meeting_id=meeting, person_id=person, presence=Presence.PRESENT),
         TalkTurn(id=talk_turn_id(meeting, person), meeting_id=meeting, person_id=person, turns=3),
         Action(meeting_id=meeting, what="Menyusun LKPD", owner_id=person),
         AgendaItem(meeting_id=meeting, topic="Berbagi", lead_id=person)],
        [module, Author(id=author_id(module.id, person), module_id=module.id, person_id=person),
         Round(module_id=module.id, taught_by=person)],
        [cycle, coached, Answer(form_id=coached.id, item="C1", rated=Rated(score=2, evidence="Buku siswa")), seen,
         Visit(school_id=school, mentor_id=person)],
        [Interview(private=True, school_id=school, person_id=person, interviewer_id=person),
         Quote(school_id=school, person_id=person, text="Saya lebih berani."),
         ChatTally(group_id=group, month=held.replace(day=1), coder_id=person),
         RoleHeld(person_id=person, role="Tim inti"),
         Consent(id=consent_id(person, ConsentKind.PHOTO), person_id=person, kind=ConsentKind.PHOTO,
                 answer=Consented(ConsentAnswer.YES, held)),
         PersonContact(id=contact_id(person), person_id=person, phone="0812"),
         PersonNumber(id=number_id(person), person_id=person, school_id=school, nip="196701011990032001")],
    ):
        records.save_all([(record, None) for record in batch])
    for cls, key, fields in ((Meeting, meeting, ("chair_id", "facilitator_id", "notetaker_id")),
                             (Group, group, ("chair_id", "facilitator_id")), (School, school, ("principal_id",))):
        import dataclasses

        loaded = records.need(cls, key)
        records.save(dataclasses.replace(loaded.record, **dict.fromkeys(fields, person)), loaded)


def test_every_field_that_can_name_a_person_is_followed(desk: Desk, story: Story, two: tuple[Id, Id]) -> None:
    _kept, gone = two
    busy(desk, story, gone, "2026-02-04")
    assert {name for name, count in named(desk, gone).items() if not count} == set(), "the test forgets a field"


def test_merging_moves_all_of_it_and_undo_separates_the_two_again(desk: Desk, story: Story, two: tuple[Id, Id]) -> None:
    kept, gone = two
    busy(desk, story, kept, "2026-02-11")
    busy(desk, story, gone, "2026-02-04")
    before, mine, theirs = everything(desk), named(desk, kept), named(desk, gone)
    plan = desk.duplicates.preview(kept, gone)
    done = desk.duplicates.merge(kept, gone, {"name": "Drs. Bambang Suriyana, M.Pd.", "phone": "0812"})
    assert not +named(desk, gone)
    # one of each is all that a person can have of these
    single = {"person_number.person_id", "person_contact.person_id", "consent.person_id", "member.person_id"}
    assert named(desk, kept) == {name: mine[name] if name in single else mine[name] + theirs[name] for name in mine}
    after = everything(desk)
    assert {table: len(rows) for table, rows in after.items() if len(rows) != len(before[table])} == {
        "person": len(before["person"]) - 1, "same_person": 1, **{
            name.partition(".")[0]: len(before[name.partition(".")[0]]) - 1 for name in single}}
    assert (done.attendances, plan.after.attendances, plan.after.observations) == (1, 2, 4)
    assert [side.counts.attendances for side in (plan.one, plan.other)] == [1, 1]
    assert desk.duplicates.preview(kept, gone).one.counts == plan.after
    form = desk.records.all(Form, person_id=kept, private=True, instrument="C")
    assert len(form) == 2
    assert all(desk.records.count(Answer, form_id=one.id) for one in form if one.cycle_id)
    assert {one.cycle_id for one in form} == {one.id for one in desk.records.all(Cycle, person_id=kept)}
    undone = desk.records.undo(done.changes)
    assert everything(desk) == before
    desk.records.undo(undone)
    assert everything(desk) == after


def test_private_forms_stay_private(desk: Desk, story: Story, two: tuple[Id, Id]) -> None:
    from plcdesk.storage.sql import fetch

    kept, gone = two
    busy(desk, story, gone, "2026-02-04")

    def shared() -> set[str]:
        with desk.records._storage.db.read() as connection:
            return {key for (key,) in fetch(
                connection, "SELECT r.row_uid FROM sync_row r JOIN sync_space s ON s.id = r.space_id "
                            "WHERE s.kind != 'private' AND r.tbl IN ('form', 'answer', 'interview', 'person_contact')")}

    before = shared()
    desk.duplicates.merge(kept, gone, {"name": "Bambang Suryana"})
    assert shared() == before
    assert desk.records.count(Answer) == 1


def test_both_at_one_meeting_the_kept_mark_holds_unless_it_is_blank(desk: Desk, story: Story, two: tuple[Id, Id]) -> None:
    kept, gone = two
    first, second, third = (story.a_meeting(day) for day in ("2026-02-04", "2026-02-11", "2026-02-18"))
    for meeting, mine, theirs in ((first, Presence.PRESENT, Presence.SICK), (second, None, Presence.EXCUSED),
                                  (third, Presence.PRESENT, Presence.PRESENT)):
        for person, presence, note in ((kept, mine, ""), (gone, theirs, "lewat telepon")):
            desk.records.save(Attendance(id=attendance_id(meeting, person), meeting_id=meeting, person_id=person,
                                         presence=presence, note=note))
    plan = desk.duplicates.preview(kept, gone)
    assert [(clash.meeting, clash.kept, clash.lost) for clash in plan.clashes] == [
        (Row("meeting", first), Presence.PRESENT, Presence.SICK)]
    assert (plan.one.counts.attendances, plan.other.counts.attendances, plan.after.attendances) == (2, 3, 3)
    desk.duplicates.merge(kept, gone, {"name": "Bambang Suryana"})
    marks = {line.meeting_id: (line.presence, line.note) for line in desk.records.all(Attendance, person_id=kept)}
    assert marks == {first: (Presence.PRESENT, ""), second: (Presence.EXCUSED, "lewat telepon"),
                     third: (Presence.PRESENT, "lewat telepon")}
    history = desk.records.history(Row("attendance", attendance_id(first, gone)))
    assert any(line.new is Presence.SICK for line in history)


def test_a_refusal_is_not_lost_and_a_member_stays_a_member(desk: Desk, story: Story, two: tuple[Id, Id]) -> None:
    import dataclasses

    kept, gone = two
    for person, answer in ((kept, ConsentAnswer.YES), (gone, ConsentAnswer.WITHDRAWN)):
        desk.records.save(Consent(id=consent_id(person, ConsentKind.QUOTE), person_id=person, kind=ConsentKind.QUOTE,
                                  answer=Consented(answer, date(2026, 2, 1))))
    loaded = desk.records.need(Member, member_id(story.group, kept))
    desk.records.save(dataclasses.replace(loaded.record, period=Period(None, date(2026, 1, 1))), loaded)
    plan = desk.duplicates.preview(kept, gone)
    assert [(clash.kept, clash.lost) for clash in plan.clashes] == [(ConsentAnswer.WITHDRAWN, ConsentAnswer.YES)]
    desk.duplicates.merge(kept, gone, {"name": "Bambang Suryana"})
    assert desk.privacy.answer(kept, ConsentKind.QUOTE) is ConsentAnswer.WITHDRAWN
    assert kept in {person.id for person in desk.groups.members_on(story.group, desk.today())}


def test_what_differs_must_be_chosen_what_one_side_says_holds_by_itself(desk: Desk, two: tuple[Id, Id]) -> None:
    import dataclasses

    kept, gone = two
    loaded = desk.records.need(Person, gone)
    desk.records.save(dataclasses.replace(loaded.record, teaches="Kelas 4", role=Role.PRINCIPAL), loaded)
    fields = {pair.spec.name: pair.differ for pair in desk.duplicates.preview(kept, gone).fields}
    assert fields == {"name": True, "role": True, "school_id": False, "teaches": False, "status": False}
    before = everything(desk)
    with pytest.raises(UserError, match="Choose one value"):
        desk.duplicates.merge(kept, gone, {"name": "Bambang Suryana"})
    assert everything(desk) == before
    desk.duplicates.merge(kept, gone, {"name": "Bambang Suryana", "role": Role.PRINCIPAL})
    person = desk.records.need(Person, kept).record
    assert (person.name, person.role, person.teaches) == ("Bambang Suryana", Role.PRINCIPAL, "Kelas 4")


def test_two_people_are_not_asked_about_again_until_that_is_undone(desk: Desk, two: tuple[Id, Id]) -> None:
    kept, gone = two
    assert len(desk.duplicates.candidates()) == 1
    changes = desk.duplicates.different(gone, kept)
    assert desk.duplicates.candidates() == []
    desk.records.undo(changes)
    assert len(desk.duplicates.candidates()) == 1


def test_who_was_told_apart_from_the_gone_one_stays_told_apart(desk: Desk, story: Story, two: tuple[Id, Id]) -> None:
    kept, gone = two
    third = story.a_person("Bambang Suryana")
    desk.duplicates.different(gone, third)
    desk.duplicates.merge(kept, gone, {"name": "Bambang Suryana"})
    assert desk.duplicates.candidates() == []
    assert desk.records.count(SamePerson, verdict=Sameness.DIFFERENT) == 2


def test_who_sits_here_stays_the_same_person_after_the_merge_and_after_its_undo(desk: Desk, story: Story) -> None:
    me = desk.records.me()
    assert me is not None
    other = story.a_person("Siti Rahmawatih")
    done = desk.duplicates.merge(other, me, {"name": "Siti Rahmawati", "role": Role.FACILITATOR})
    assert desk.records.me() == other
    current = desk.programme.me()
    assert current is not None
    assert current.name == "Siti Rahmawati"
    assert desk.people.names()[me] == "Siti Rahmawati", "the history still tells who saved what"
    desk.records.undo(done.changes)
    assert desk.records.me() == me


def test_new_records_under_the_old_name_are_offered_and_move_with_one_press(desk: Desk, story: Story,
                                                                         two: tuple[Id, Id]) -> None:
    kept, gone = two
    desk.duplicates.merge(kept, gone, {"name": "Bambang Suryana"})
    assert desk.duplicates.candidates() == []
    desk.records.save(Action(meeting_id=story.a_meeting("2026-02-04"), what="Menyusun LKPD", owner_id=gone))
    pair, = desk.duplicates.candidates()
    assert (pair.why, pair.moved, pair.one.id, pair.other.name, pair.other.here) == (
        Why.MOVED, 1, kept, "Drs. Bambang Suriyana, M.Pd.", False)
    plan = desk.duplicates.preview(kept, gone)
    assert plan.fields == ()
    assert plan.after.actions == 1
    desk.duplicates.merge(kept, gone)
    assert desk.duplicates.candidates() == []
    assert desk.records.all(Action)[0].owner_id == kept


def test_somebody_told_apart_after_all_comes_back_with_what_is_still_theirs(desk: Desk, story: Story,
                                                                            two: tuple[Id, Id]) -> None:
    kept, gone = two
    desk.duplicates.merge(kept, gone, {"name": "Bambang Suryana"})
    desk.records.save(Action(meeting_id=story.a_meeting("2026-02-04"), what="Menyusun LKPD", owner_id=gone))
    desk.duplicates.different(kept, gone)
    assert desk.duplicates.candidates() == []
    assert desk.records.get(Person, gone) is not None
    assert desk.records.all(Action)[0].owner_id == gone


def test_nobody_is_merged_into_somebody_who_is_gone(desk: Desk, two: tuple[Id, Id]) -> None:
    kept, gone = two
    desk.records.delete(Row("person", gone))
    before = everything(desk)
    with pytest.raises(UserError):
        desk.duplicates.merge(gone, kept)
    assert everything(desk) == before


def test_every_reference_is_declared_in_a_field_of_its_own() -> None:
    """A person named inside a list or a pair of values would not be found by `referring`."""
    hidden = [f"{spec.table}.{one.name}" for spec in SPECS.values() for one in spec.fields.values()
              if one.couple is not None and any("Id" in str(part.kind) or part.kind.value == "id" for part in one.parts)]
    assert hidden == []
    assert {link.policy for _, link in referring("person")} == {Policy.VALUE, Policy.ONCE}
