"""The second sample: subject groups every two weeks, empty weeks around Idulfitri, an evaluation at each month's end."""

import json
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest

from plcdesk.bootstrap import open_sample
from plcdesk.cli.program import main
from plcdesk.domain.forms import Answer, Batch, Form, Sweep
from plcdesk.domain.instruments import AnswerKind
from plcdesk.domain.meetings import ATTENDED, Action, Attendance, Meeting, MeetingKind, TalkTurn, planned_dates
from plcdesk.domain.modules import Module
from plcdesk.domain.notes import Interview
from plcdesk.domain.people import TEACHING, Group, GroupKind, Member, Person, Role, Slot
from plcdesk.domain.programme import School
from plcdesk.paths import Paths
from plcdesk.services.desk import Desk
from plcdesk.services.sample import SampleSize
from plcdesk.settings import Settings


@pytest.fixture(scope="module")
def tebo(tmp_path_factory: pytest.TempPathFactory):
    place = tmp_path_factory.mktemp("tebo")
    with open_sample(Paths(place / "data", place / "state"), Settings(), size="tebo") as desk:
        yield desk


def test_one_school_with_twenty_five_teachers_in_five_subject_groups(tebo: Desk) -> None:
    people = tebo.records.all(Person)
    assert Counter(person.role for person in people if person.role not in TEACHING) == {
        Role.PRINCIPAL: 1, Role.MENTOR: 2, Role.SUPERVISOR: 2, Role.PARENT: 8, Role.COMMUNITY: 3}
    assert sum(person.role in TEACHING for person in people) == 25
    assert len({person.alias for person in people}) == len({person.name for person in people}) == len(people)
    assert [school.level for school in tebo.records.all(School)] == ["SMP"]
    sizes = Counter(member.group_id for member in tebo.records.all(Member))
    assert [sizes[group.id] for group in tebo.records.all(Group) if group.kind is GroupKind.SUBJECT] == [5] * 5


def test_groups_meet_every_two_weeks_but_not_around_idulfitri(tebo: Desk) -> None:
    days: dict[str, list[date]] = defaultdict(list)
    for meeting in tebo.records.all(Meeting):
        if meeting.kind is MeetingKind.ROUTINE:
            days[meeting.group_id].append(meeting.when.held_on)
            assert meeting.held
            assert not date(2025, 3, 21) < meeting.when.held_on < date(2025, 4, 9)
    assert len(days) == 5
    for held in days.values():
        gaps = [(later - day).days // 7 for day, later in zip(sorted(held), sorted(held)[1:], strict=False)]
        assert gaps == [2, 2, 6], "two meetings fall out, the fortnight stays"
    slots = tebo.records.all(Slot)
    assert {slot.weeks for slot in slots} == {2}
    planned = sorted(day for slot in slots for day in planned_dates(slot, date(2025, 5, 31)))
    assert planned == sorted(day for held in days.values() for day in held)


def test_workshops_are_on_fridays_and_saturdays_in_february(tebo: Desk) -> None:
    workshops = [meeting.when.held_on for meeting in tebo.records.all(Meeting) if meeting.kind is MeetingKind.TRAINING]
    assert Counter(day.weekday() for day in workshops) == {4: 3, 5: 3}
    assert {day.month for day in workshops} == {2}


def test_who_was_away_neither_speaks_nor_owes_anything(tebo: Desk) -> None:
    here = {(row.meeting_id, row.person_id) for row in tebo.records.all(Attendance) if row.presence in ATTENDED}
    assert all((turn.meeting_id, turn.person_id) in here for turn in tebo.records.all(TalkTurn))
    actions = tebo.records.all(Action)
    assert len(actions) == 40
    assert all((action.meeting_id, action.owner_id) in here for action in actions)
    assert sum(action.is_open for action in actions) == 10


def test_three_evaluations_at_the_end_of_a_month(tebo: Desk) -> None:
    batches = [batch for batch in tebo.records.all(Batch) if batch.instrument == "M"]
    assert sorted(batch.held_on.month for batch in batches) == [2, 3, 4]
    forms = tebo.records.all(Form)
    assert Counter((form.instrument, form.hour.held_on.month) for form in forms if form.instrument != "P") == {
        **{(code, month): count for month in (2, 3, 4) for code, count in (("M", 25), ("J", 25), ("D", 5), ("W", 1))},
        ("O", 4): 11,
    }
    assert sum(form.instrument == "P" for form in forms) == 3
    assert {interview.private for interview in tebo.records.all(Interview)} == {True}
    assert all(0 <= s.counted.active <= s.counted.engaged <= s.counted.present for s in tebo.records.all(Sweep))
    assert len(tebo.records.all(Module)) == 5


@pytest.mark.parametrize("size", ["full", "small", "tebo"])
def test_every_answer_fits_its_instrument(size: SampleSize, tmp_path: Path) -> None:
    with open_sample(Paths(tmp_path / "data", tmp_path / "state"), Settings(), size=size) as desk:
        forms = {form.id: form for form in desk.records.all(Form)}
        told: dict[str, set[str]] = defaultdict(set)
        for answer in desk.records.all(Answer):
            form = forms[answer.form_id]
            item = desk.instruments.need(form.instrument, form.version).item(answer.item)
            assert item is not None, (form.instrument, answer.item)
            score, evidence = answer.rated.score, answer.rated.evidence
            told[form.id].add(answer.item)
            match item.kind:
                case AnswerKind.LEVEL:
                    assert answer.rated.skipped or item.scale.by_score(score), (form.instrument, answer)
                case AnswerKind.MANY:
                    assert (score, evidence) == (1, None), answer
                case AnswerKind.DATE:
                    assert date.fromisoformat(evidence)
                case AnswerKind.TEXT:
                    assert score is None, answer
                case AnswerKind.NUMBER:
                    assert answer.rated.skipped or score >= 0, answer
        # whoever reports an interview notes what was said to some of its questions; all else is complete
        open_forms = [form for form in forms.values() if form.interview_id is None and desk.forms.check(form.id).missing]
        assert open_forms == []
        assert all(told[form] for form in forms)


def test_the_command_line_makes_it_beside_the_first_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                           capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(Paths, "default_root", staticmethod(lambda: tmp_path))
    for option in ("--small", "--tebo"):
        assert main(["--state", str(tmp_path / "state"), "--json", "sample", option]) == 0
    first, second = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert Path(first["folder"]) == Paths.sample_folder(tmp_path)
    assert first["folder"] != second["folder"]
    assert (first["records"]["person"], second["records"]["person"]) == (10, 41)
    assert Paths.programmes(tmp_path) == []
