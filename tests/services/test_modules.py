"""Teaching material: no version, review or decision is lost, and none is called final that is not."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from plcdesk.domain.changes import Row
from plcdesk.domain.errors import UserError
from plcdesk.domain.forms import Counted, Hour, Lesson, LessonKind, Rated
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import ActionStatus
from plcdesk.domain.modules import Module, ModuleKind, ModuleStatus, Round, Verdict
from plcdesk.domain.programme import Letter, StepState
from plcdesk.paths import Paths
from plcdesk.services.actions import ActionFilter, ActionState
from plcdesk.services.desk import Desk
from plcdesk.services.module_views import ModuleDetail, ModuleFilter
from plcdesk.words import Words
from tests.desk_fixtures import StandingClock, Story

MINIMAL = ("L7", "L10", "L11")


def seen(desk: Desk, module: Id) -> ModuleDetail:
    found = desk.modules.detail(module)
    assert found is not None
    return found


def a_module(desk: Desk, story: Story, title: str = "Sampah di sekitar sekolah", kind: ModuleKind = ModuleKind.MODULE,
             ) -> Id:
    return desk.modules.add(title, story.school, kind, classroom="IV", authors=[story.a_person("Nur Hidayah")]).id


def the_round(desk: Desk, module: Id, **fields: object) -> Id:
    """Change the newest round and return its id."""
    loaded = seen(desk, module).rounds[-1].loaded
    if fields:
        desk.records.save(dataclasses.replace(loaded.record, **fields), loaded)  # type: ignore[arg-type]
    return loaded.record.id


def review(desk: Desk, version: Id, code: str, rater: Id, level: int | dict[str, int]) -> Id:
    """A whole review: every item at one level, or at that of its code (else the highest)."""
    form = desk.modules.reviews.start(version, code, rater).id
    filled = desk.forms.load(form)
    assert filled is not None
    for item in filled.asked:
        assert item.scale is not None
        score = level if isinstance(level, int) else level.get(item.code, item.scale.highest)
        desk.forms.answer(form, item.code, Rated(score=score, evidence="hlm. 2"))
    desk.forms.finish(form)
    return form


def test_a_module_begins_with_its_version_and_its_round_and_one_undo_takes_all_back(desk: Desk, story: Story) -> None:
    made = desk.modules.add("Sampah", story.school, classroom=" IV ", authors=[story.a_person("Nur Hidayah")])
    (row,) = desk.modules.rows()
    assert (row.code, row.title, row.version, row.round, row.step) == ("M01", "Sampah", 1, 1, Letter.PLAN)
    assert row.authors == ("Nur Hidayah",)
    detail = seen(desk, made.id)
    assert detail.rounds[0].round.classroom == "IV"
    assert detail.rounds[0].round.version_id == detail.versions[0].version.id
    desk.records.undo(made.changes)
    assert desk.modules.rows() == []
    assert desk.records.counts()["round"] == desk.records.counts()["author"] == 0
    again = desk.modules.add("Air", story.school)
    assert seen(desk, again.id).module.code == "M01"


def test_the_list_filters_by_text_author_step_and_status(desk: Desk, story: Story) -> None:
    first, second = a_module(desk, story), a_module(desk, story, "Air bersih")
    the_round(desk, second, objective="Siswa mengukur air")
    by = lambda **asked: [row.title for row in desk.modules.rows(ModuleFilter(**asked))]  # type: ignore[arg-type]  # noqa: E731
    assert by(text="air") == ["Air bersih"]
    assert by(text="hidayah") == ["Sampah di sekitar sekolah", "Air bersih"]
    assert by(step=Letter.PLAN) == ["Sampah di sekitar sekolah"]
    assert by(step=Letter.DO) == ["Air bersih"]
    desk.modules.set_status(first, ModuleStatus.TRIED)
    assert by(status=ModuleStatus.TRIED) == ["Sampah di sekitar sekolah"]
    assert by(school_id=Id("0190a5f2-1c1e-7a30-8a1b-2f5f7a1c9e01")) == []


def test_steps_can_be_filled_in_any_order(desk: Desk, story: Story) -> None:
    module = a_module(desk, story)
    the_round(desk, module, taught_on=date(2026, 3, 2))
    states = [step.state for step in seen(desk, module).rounds[0].steps]
    assert states == [StepState.RUNNING, StepState.DONE, StepState.TODO, StepState.TODO]


def test_the_next_round_takes_the_plan_along_and_is_about_the_newest_version(desk: Desk, story: Story) -> None:
    module = a_module(desk, story)
    the_round(desk, module, objective="Siswa memilah sampah", happened="Siswa kelompok 2 diam", classroom="V")
    version = desk.modules.new_version(module, "LKPD diperpendek").id
    desk.modules.start_round(module)
    first, second = (row.round for row in seen(desk, module).rounds)
    assert (second.number, second.objective, second.classroom) == (2, "Siswa memilah sampah", "V")
    assert second.version_id == version
    assert second.happened == ""
    assert first.happened == "Siswa kelompok 2 diam"


def test_the_status_follows_what_is_recorded_and_never_goes_back(desk: Desk, story: Story) -> None:
    module = a_module(desk, story)
    assert not desk.modules.advance(module)
    the_round(desk, module, taught_on=date(2026, 3, 2))
    desk.modules.advance(module)
    assert seen(desk, module).module.status is ModuleStatus.TRIED
    review(desk, seen(desk, module).versions[0].version.id, "A", story.a_person("Agus Priyatno"), 3)
    desk.modules.advance(module)
    assert seen(desk, module).module.status is ModuleStatus.REVIEWED
    desk.modules.decide(the_round(desk, module), Verdict.REVISE, "LKPD terlalu panjang")
    assert not desk.modules.advance(module)
    assert seen(desk, module).module.status is ModuleStatus.REVISED


@pytest.mark.parametrize(("kind", "code", "missing"), [
    (ModuleKind.MODULE, "L", "L11"), (ModuleKind.PROJECT, "LP", "L9")])
def test_use_it_makes_final_only_what_lacks_nothing_of_the_minimum(
        desk: Desk, story: Story, kind: ModuleKind, code: str, missing: str) -> None:
    module = a_module(desk, story, kind=kind)
    found, version = the_round(desk, module), seen(desk, module).versions[0].version.id
    reviewer, w = story.a_person("Agus Priyatno"), Words("id")

    decision = desk.modules.decide(found, Verdict.USE)
    assert decision.why_not is not None
    assert "Kelengkapan versi 1 belum ditelaah" in w.error(decision.why_not)
    assert seen(desk, module).module.status is ModuleStatus.DRAFT
    assert seen(desk, module).rounds[0].round.decided.verdict is Verdict.USE

    form = review(desk, version, code, reviewer, {missing: 0})
    decision = desk.modules.decide(found, Verdict.USE)
    assert decision.why_not is not None
    label = desk.instruments.current(code).item(missing).label.id  # type: ignore[union-attr]
    assert label in w.error(decision.why_not)
    with pytest.raises(UserError):
        desk.modules.set_status(module, ModuleStatus.FINAL)

    desk.forms.answer(form, missing, Rated(score=1))
    decision = desk.modules.decide(found, Verdict.USE, "Siap dipakai")
    assert decision.why_not is None
    assert seen(desk, module).module.status is ModuleStatus.FINAL
    desk.records.undo(decision.changes)
    assert seen(desk, module).module.status is ModuleStatus.DRAFT


def test_a_review_of_an_older_version_does_not_make_the_new_one_final(desk: Desk, story: Story) -> None:
    module = a_module(desk, story)
    review(desk, seen(desk, module).versions[0].version.id, "L", story.a_person("Agus Priyatno"), 2)
    desk.modules.new_version(module, "Asesmen dihapus")
    desk.modules.start_round(module)
    assert desk.modules.decide(the_round(desk, module), Verdict.USE).why_not is not None
    with pytest.raises(UserError):
        desk.modules.set_status(module, ModuleStatus.FINAL)


def test_stop_it_keeps_the_status_and_the_decision_is_seen(desk: Desk, story: Story, clock: StandingClock) -> None:
    module = a_module(desk, story)
    desk.modules.decide(the_round(desk, module), Verdict.STOP, "Tidak sesuai kelas")
    row = desk.modules.row(module)
    assert row is not None
    assert (row.status, row.verdict) == (ModuleStatus.DRAFT, Verdict.STOP)
    clock.go_to("2026-03-09")
    desk.modules.decide(the_round(desk, module), Verdict.STOP, "Tidak sesuai kelas I")
    decided = seen(desk, module).rounds[0].round.decided
    assert decided.decided_on == date(2026, 3, 4)
    assert decided.reason == "Tidak sesuai kelas I"


def test_each_line_of_the_changes_becomes_a_follow_up_among_all_others(desk: Desk, story: Story) -> None:
    module, owner = a_module(desk, story), story.a_person("Agus Priyatno")
    found = the_round(desk, module, changes="1. Perpendek LKPD\n\n- Tambah gambar\nPerpendek LKPD")
    assert seen(desk, module).rounds[0].lines == ("Perpendek LKPD", "Tambah gambar")
    desk.actions.add_for_round(found, "Perpendek LKPD", owner, date(2026, 3, 2))
    assert seen(desk, module).rounds[0].lines == ("Tambah gambar",)
    (row,) = desk.actions.rows()
    assert (row.owner, row.module_id, row.module) == ("Agus Priyatno", module, "Sampah di sekitar sekolah")
    assert row.overdue_days == 2
    assert desk.actions.count_overdue() == 1
    assert desk.actions.rows(ActionFilter(school_id=story.school, text="sampah")) == [row]
    desk.actions.set_status(row.id, ActionStatus.DONE)
    assert desk.actions.rows(ActionFilter(state=ActionState.OPEN)) == []


def test_a_deleted_module_comes_back_with_all_that_hung_on_it(desk: Desk, story: Story) -> None:
    module = a_module(desk, story)
    desk.actions.add_for_round(the_round(desk, module), "Perpendek LKPD")
    review(desk, seen(desk, module).versions[0].version.id, "A", story.a_person("Agus Priyatno"), 3)
    before = desk.records.counts()
    desk.records.delete(Row("module", module))
    assert desk.actions.rows() == []
    assert desk.records.counts()["answer"] == 0
    desk.records.restore(Row("module", module))
    assert desk.records.counts() == before


def test_two_reviewers_together_meet_the_criteria_or_it_is_said_which_is_missed(desk: Desk, story: Story) -> None:
    module = a_module(desk, story)
    version = seen(desk, module).versions[0].version.id
    one, other = story.a_person("Agus Priyatno"), story.a_person("Dewi Anggraini")
    assert desk.modules.reviews.of(version).results == ()
    review(desk, version, "A", one, 3)
    found = desk.modules.reviews.of(version)
    assert (found.filled, found.expected) == (1, 2)
    second = review(desk, version, "A", other, {"A2.1": 2, "A2.2": 2, "A2.3": 3})
    found = desk.modules.reviews.of(version)
    assert (found.filled, found.expected) == (2, 2)
    (result,) = found.results
    assert result.met is False
    missed = [(one.label.id, one.mean) for one in result.criteria if not one.met]
    assert [mean for _, mean in missed] == [Fraction(8, 3)]
    agreement = desk.forms.compare(*(row.id for row in found.pairs[0]))
    assert (agreement.rated, agreement.equal, agreement.within_one) == (7, 1, 7)
    desk.forms.answer(second, "A2.1", Rated(score=4))
    desk.forms.answer(second, "A2.2", Rated(score=3))
    assert desk.modules.reviews.of(version).results[0].met is True


def test_somebody_who_began_a_review_goes_on_with_it(desk: Desk, story: Story) -> None:
    module = a_module(desk, story)
    version, person = seen(desk, module).versions[0].version.id, story.a_person("Agus Priyatno")
    first = desk.modules.reviews.start(version, "A", person)
    assert desk.modules.reviews.start(version, "A", person) == (first.id, type(first.changes)())
    assert desk.modules.reviews.start(version, "K", person).id != first.id
    assert desk.modules.reviews.start(version, "A").id != first.id
    form = desk.forms.load(first.id)
    assert form is not None
    assert (form.form.private, form.form.school_id, form.form.module_id) == (False, story.school, module)


def lesson(desk: Desk, teacher: Id, kind: LessonKind, counts: list[tuple[int, int]], module: Id | None = None) -> None:
    form = desk.forms.start("D", person_id=teacher, module_id=module, hour=Hour(date(2026, 2, 2)),
                            lesson=Lesson("IV", None, kind, 20)).id
    for number, (engaged, present) in enumerate(counts, 1):
        desk.forms.count(form, number, Counted(present, engaged))


def test_the_story_pools_engagement_of_the_same_teachers_only(desk: Desk, story: Story) -> None:
    module = a_module(desk, story)
    teacher, stranger = story.a_person("Agus Priyatno"), story.a_person("Dewi Anggraini")
    lesson(desk, teacher, LessonKind.CONVENTIONAL, [(5, 10), (45, 90)])
    lesson(desk, stranger, LessonKind.CONVENTIONAL, [(90, 90)])
    lesson(desk, teacher, LessonKind.MODULE, [(9, 10), (63, 90)], module)
    told = desk.modules.story(module)
    assert told is not None
    assert (told.conventional.engaged, told.conventional.present) == (50, 100)
    assert (told.with_module.engaged, told.with_module.present) == (72, 100)
    assert (told.points, told.relative) == (Fraction(22), Fraction(44))
    assert [one.teacher for one in told.lessons] == ["Agus Priyatno"]


def test_a_story_without_observed_lessons_claims_no_change(desk: Desk, story: Story) -> None:
    told = desk.modules.story(a_module(desk, story))
    assert told is not None
    assert told.points is None
    assert told.with_module.share is None
    assert told.versions[0].result is None


def test_search_finds_what_was_written_in_a_round_and_opens_its_module(desk: Desk, story: Story) -> None:
    module = a_module(desk, story)
    found = the_round(desk, module, happened="Kelompok kelinci berebut timbangan")
    desk.actions.add_for_round(found, "Pinjam timbangan kedua")
    w = Words("id")
    groups = {group.label: group.hits for group in desk.search.find("timbangan", w)}
    assert [(hit.title, hit.open_row) for hit in groups["Modules"]] == [
        ("Sampah di sekitar sekolah, Siklus 1", Row("module", module))]
    assert [hit.open_row for hit in groups["Follow-ups"]] == [Row("module", module)]
    assert desk.search.find("sekitar", w)[0].hits[0].title == "Sampah di sekitar sekolah"


@pytest.fixture
def second(desk: Desk, story: Story, tmp_path: Path, open_desk: Callable[[Paths], Desk]) -> Desk:
    """Another laptop that joined the programme, where Bambang sits."""
    stick = tmp_path / "stick"
    stick.mkdir()
    bambang = story.a_person("Bambang Suryana")
    made = open_desk(Paths(tmp_path / "other" / "programme", tmp_path / "other" / "state"))
    made.exchange.join(desk.exchange.send(stick).file)
    made.programme.set_me(bambang)
    return made


def carry(giver: Desk, taker: Desk, folder: Path) -> None:
    """Send everything and merge it."""
    folder.mkdir(exist_ok=True)
    taker.exchange.merge(giver.exchange.send(folder).file, accept_new=True)


def test_two_laptops_that_work_on_the_same_round_lose_nothing(
        desk: Desk, story: Story, second: Desk, tmp_path: Path) -> None:
    module = a_module(desk, story)
    found = the_round(desk, module, objective="Siswa memilah sampah")
    carry(desk, second, tmp_path / "one")
    the_round(desk, module, happened="Siswa bertanya", changes="Perpendek LKPD")
    desk.modules.start_round(module)
    the_round_there = second.records.need(Round, found)
    second.records.save(dataclasses.replace(the_round_there.record, happened="Siswa diam", observers="Nur"), the_round_there)
    second.modules.start_round(module)
    second.actions.add_for_round(found, "Pinjam timbangan")
    carry(desk, second, tmp_path / "two")
    carry(second, desk, tmp_path / "three")
    for one in (desk, second):
        detail = seen(one, module)
        assert [row.number for row in detail.rounds] == [1, 2]
        assert detail.rounds[0].round.observers == "Nur"
        assert detail.rounds[0].round.changes == "Perpendek LKPD"
        assert (Row("round", found), "happened") in detail.differing
        assert [row.record.what for row in detail.rounds[0].actions] == ["Pinjam timbangan"]
    desk.records.settle(Row("round", found), "happened", "Siswa bertanya, kelompok 2 diam")
    carry(desk, second, tmp_path / "four")
    assert seen(second, module).rounds[0].round.happened == "Siswa bertanya, kelompok 2 diam"
    assert second.records.get(Module, module) == desk.records.get(Module, module)
