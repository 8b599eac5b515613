"""Partners' input, obstacles and recommendations."""

import dataclasses
from datetime import date
from typing import Any

from plcdesk.domain.meetings import MeetingKind
from plcdesk.domain.modules import Module
from plcdesk.domain.notes import Addressee, IssueStatus, Obstacle, Recommendation
from plcdesk.domain.partners import PartnerInput, PartnerRole
from plcdesk.services.obstacles import ObstacleFilter, RecommendationFilter
from plcdesk.services.partners import PartnerFilter


def test_input_of_a_forum_knows_its_day_and_its_school(desk: Any, story: Any) -> None:
    forum = story.a_meeting("2026-02-20", kind=MeetingKind.PARENTS)
    made = desk.notes.partners.add("Ajarkan menganyam pandan", PartnerRole.COMMUNITY, meeting_id=forum)
    record = desk.records.get(PartnerInput, made.id)
    assert (record.given_on, record.school_id) == (date(2026, 2, 20), story.school)
    assert desk.notes.partners.forums()[0].id == forum


def test_input_used_in_modules_says_in_which_and_can_be_undone(desk: Any, story: Any) -> None:
    partners = desk.notes.partners
    module = Module(school_id=story.school, code="M03", title="Anyaman")
    desk.records.save(module)
    one, other = partners.add("Menganyam").id, partners.add("Pantun").id
    changes = partners.use(one, module.id)
    assert not partners.use(one, module.id), "twice is once"
    assert [use.code for use in partners.detail(one)[1]] == ["M03"]
    assert [row.id for row in partners.rows(PartnerFilter(used=False))] == [other]
    assert [row.id for row in partners.rows(PartnerFilter(used=True))] == [one]
    assert partners.unuse(one, module.id)
    assert partners.detail(one)[1] == ()
    assert partners.use(one, module.id)
    desk.records.undo(changes)
    assert partners.rows(PartnerFilter(text="anyam", role=None))[0].id == one


def test_a_recommendation_belongs_to_its_obstacle_and_its_school(desk: Any, story: Any) -> None:
    notes = desk.notes.obstacles
    obstacle = notes.add("Internet putus", "H3", school_id=story.school).id
    made = notes.recommend("Sediakan jaringan", Addressee.OFFICE, obstacle_id=obstacle).id
    notes.recommend("Tambah jam kosong", Addressee.SCHOOL)
    assert desk.records.get(Recommendation, made).school_id == story.school
    (row,) = notes.recommendations(RecommendationFilter(addressee=Addressee.OFFICE))
    assert (row.obstacle, row.category, row.obstacle_id) == ("Internet putus", "H3", obstacle)
    assert [one.recommendations for one in notes.rows()] == [1]


def test_what_is_open_comes_first_and_filters_narrow(desk: Any) -> None:
    notes = desk.notes.obstacles
    solved = notes.add("Sudah beres", "H1", noted_on=date(2026, 3, 3)).id
    loaded = desk.records.load(Obstacle, solved)
    desk.records.save(dataclasses.replace(loaded.record, status=IssueStatus.SOLVED), loaded)
    old, new = (notes.add(text, "H4", noted_on=date(2026, 1, day)).id for text, day in (("Lama", 5), ("Baru", 9)))
    assert [row.id for row in notes.rows()] == [new, old, solved]
    assert [row.id for row in notes.rows(ObstacleFilter(category="H4", text="lama"))] == [old]
    assert [row.id for row in notes.rows(ObstacleFilter(status=IssueStatus.SOLVED))] == [solved]


def test_a_deleted_obstacle_leaves_its_recommendations(desk: Any) -> None:
    notes = desk.notes.obstacles
    obstacle = notes.add("Jadwal bentrok", "H4").id
    notes.recommend("Atur ulang jadwal", obstacle_id=obstacle)
    desk.records.delete(desk.records.get(Obstacle, obstacle))
    (row,) = notes.recommendations()
    assert (row.obstacle, row.obstacle_id) == ("", None)
