"""Obstacles and recommendations (needs N56, N60, N77)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plcdesk.domain.ids import Id
from plcdesk.domain.notes import Addressee, IssueStatus, Obstacle, Recommendation
from plcdesk.services.records import Made, Records

_ORDER = list(IssueStatus)


@dataclass(frozen=True, slots=True)
class ObstacleFilter:
    """Which obstacles; None or "" asks nothing. `category` is a value of the fixed list `obstacles` (H1..H9)."""

    text: str = ""
    category: str | None = None
    status: IssueStatus | None = None
    school_id: Id | None = None


@dataclass(frozen=True, slots=True)
class ObstacleRow:
    """An obstacle in a list, with the number of recommendations about it."""

    id: Id
    text: str
    category: str
    noted_on: date | None
    status: IssueStatus
    school_id: Id | None
    school: str
    recommendations: int


@dataclass(frozen=True, slots=True)
class RecommendationFilter:
    """Which recommendations; None or "" asks nothing."""

    text: str = ""
    addressee: Addressee | None = None
    status: IssueStatus | None = None
    obstacle_id: Id | None = None
    school_id: Id | None = None


@dataclass(frozen=True, slots=True)
class RecommendationRow:
    """A recommendation in a list; `obstacle` is the text of the obstacle it answers."""

    id: Id
    text: str
    addressee: Addressee | None
    status: IssueStatus
    obstacle_id: Id | None
    obstacle: str
    category: str
    school_id: Id | None
    school: str


class Obstacles:
    """What stands in the way, and what should be done by whom."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def rows(self, wanted: ObstacleFilter | None = None) -> list[ObstacleRow]:
        """The obstacles that pass the filter: unsolved ones first, then the newest."""
        wanted = wanted or ObstacleFilter()
        schools = self._records.school_names()
        answers: dict[Id | None, int] = {}
        for one in self._records.all(Recommendation):
            answers[one.obstacle_id] = answers.get(one.obstacle_id, 0) + 1
        found = [
            ObstacleRow(one.id, one.text, one.category, one.noted_on, one.status, one.school_id,
                        schools.get(one.school_id or Id(""), ""), answers.get(one.id, 0))
            for one in self._records.all(Obstacle)
        ]
        text = wanted.text.strip().casefold()
        found = [
            row for row in found
            if (not text or text in f"{row.text} {row.school}".casefold())
            and wanted.category in (None, row.category) and wanted.status in (None, row.status)
            and wanted.school_id in (None, row.school_id)
        ]
        found.sort(key=lambda row: (row.noted_on or date.min, row.id), reverse=True)
        return sorted(found, key=lambda row: _ORDER.index(row.status))

    def recommendations(self, wanted: RecommendationFilter | None = None) -> list[RecommendationRow]:
        """The recommendations that pass the filter: unsolved ones first, by addressee."""
        wanted = wanted or RecommendationFilter()
        schools = self._records.school_names()
        obstacles = {one.id: one for one in self._records.all(Obstacle)}
        found = []
        for one in self._records.all(Recommendation):
            behind = obstacles.get(one.obstacle_id or Id(""))
            found.append(RecommendationRow(
                one.id, one.text, one.addressee, one.status, behind.id if behind is not None else None,
                behind.text if behind is not None else "", behind.category if behind is not None else "",
                one.school_id, schools.get(one.school_id or Id(""), "")))
        text = wanted.text.strip().casefold()
        found = [
            row for row in found
            if (not text or text in f"{row.text} {row.obstacle}".casefold())
            and wanted.addressee in (None, row.addressee) and wanted.status in (None, row.status)
            and wanted.obstacle_id in (None, row.obstacle_id) and wanted.school_id in (None, row.school_id)
        ]
        return sorted(found, key=lambda row: (_ORDER.index(row.status), row.addressee or "", row.id))

    def add(self, text: str = "", category: str = "", *, school_id: Id | None = None, noted_on: date | None = None,
            ) -> Made:
        """A new obstacle, unsolved."""
        made = Obstacle(school_id=school_id, category=category, text=text.strip(),
                        noted_on=noted_on or self._records.today())
        return Made(made.id, self._records.save(made))

    def recommend(self, text: str = "", addressee: Addressee | None = None, *, obstacle_id: Id | None = None,
                  school_id: Id | None = None) -> Made:
        """A new recommendation; one about an obstacle belongs to the obstacle's school."""
        behind = self._records.get(Obstacle, obstacle_id) if obstacle_id is not None else None
        made = Recommendation(school_id=school_id or (behind.school_id if behind is not None else None),
                              obstacle_id=obstacle_id, addressee=addressee, text=text.strip())
        return Made(made.id, self._records.save(made))
