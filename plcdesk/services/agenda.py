"""The agenda of a meeting: topics, their order, and templates to begin with."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from plcdesk.domain.changes import Changes, Loaded
from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import mark
from plcdesk.domain.ids import Id, derived
from plcdesk.domain.meetings import AgendaItem, rank_between
from plcdesk.services import ranks
from plcdesk.services.records import Made, Records


@dataclass(frozen=True, slots=True)
class AgendaTemplate:
    """A ready agenda: source texts of the topics with their minutes."""

    key: str
    label: str
    items: tuple[tuple[str, int], ...]


TEMPLATES = (
    AgendaTemplate("weekly", mark("Weekly meeting"), (
        (mark("Opening and follow-ups of the last meeting"), 10),
        (mark("Sharing good practice"), 20),
        (mark("Looking at students' work together"), 25),
        (mark("Plan for next week"), 20),
        (mark("Reflection and closing"), 15),
    )),
    AgendaTemplate("module_review", mark("Module review"), (
        (mark("The module and its objectives"), 15),
        (mark("What happened to the students"), 20),
        (mark("Review by the criteria"), 30),
        (mark("Changes to make"), 15),
        (mark("Reflection and closing"), 10),
    )),
    AgendaTemplate("lesson_study", mark("Lesson study"), (
        (mark("The lesson and the students observed"), 15),
        (mark("Account of the teacher who taught"), 15),
        (mark("Findings of the observers"), 30),
        (mark("What we learn from it"), 20),
        (mark("Reflection and closing"), 10),
    )),
)


class Agendas:
    """The agendas of the meetings."""

    def __init__(self, records: Records) -> None:
        self._records = records

    def of(self, meeting_id: Id) -> tuple[Loaded[AgendaItem], ...]:
        """The topics of a meeting in order."""
        return tuple(ranks.ordered(self._records.load_all(AgendaItem, meeting_id=meeting_id)))

    def add(self, meeting_id: Id, topic: str, minutes: int | None = None, lead_id: Id | None = None, *,
            after: Id | None = None) -> Made:
        """A new topic at the end, or right behind another."""
        rows = self._records.load_all(AgendaItem, meeting_id=meeting_id)
        rank = ranks.last_rank(rows) if after is None else ranks.rank_after(rows, after)
        item = AgendaItem(meeting_id=meeting_id, rank=rank, topic=topic.strip(), minutes=minutes, lead_id=lead_id)
        return Made(item.id, self._records.save(item))

    def move(self, item_id: Id, steps: int) -> Changes:
        """Move a topic up (negative) or down."""
        return ranks.move(self._records, self._siblings(item_id), item_id, steps)

    def place(self, item_id: Id, before: Id | None) -> Changes:
        """Put a topic in front of another, or at the end."""
        return ranks.place(self._records, self._siblings(item_id), item_id, before)

    def templates(self) -> tuple[AgendaTemplate, ...]:
        """The ready agendas."""
        return TEMPLATES

    def apply(self, meeting_id: Id, key: str, w: Callable[[str], str]) -> Changes:
        """Add the topics of a template in the language of `w`.

        Their identities are derived, so a template applied on two laptops, or twice, gives each topic once.
        """
        template = next((template for template in TEMPLATES if template.key == key), None)
        if template is None:
            raise UserError(mark("There is no agenda template “{name}”. Choose one of the list."), name=key)
        rank = max((row.record.rank for row in self._records.load_all(AgendaItem, meeting_id=meeting_id)), default="")
        items = []
        for index, (topic, minutes) in enumerate(template.items):
            item_id = derived("agenda_item", meeting_id, key, index)
            rank = rank_between(rank, "")
            if self._records.get(AgendaItem, item_id) is None:
                item = AgendaItem(id=item_id, meeting_id=meeting_id, rank=rank, topic=w(topic), minutes=minutes)
                items.append((item, None))
        return self._records.save_all(items)

    def total(self, items: Iterable[Loaded[AgendaItem]]) -> int:
        """Planned minutes in all."""
        return sum(item.record.minutes or 0 for item in items)

    def _siblings(self, item_id: Id) -> list[Loaded[AgendaItem]]:
        item = self._records.get(AgendaItem, item_id)
        return self._records.load_all(AgendaItem, meeting_id=item.meeting_id) if item is not None else []
