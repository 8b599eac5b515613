"""People as a list from elsewhere names them, before they are stored."""

from __future__ import annotations

from dataclasses import dataclass

from plcdesk.domain.changes import Problem
from plcdesk.domain.people import Role


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """One line of a list: the name as written and what else the line says.

    `line` counts from 1 in the list as pasted; `repeats` is the line that bears the same name already.
    """

    name: str
    role: Role | None = None
    school: str = ""
    teaches: str = ""
    line: int = 0
    repeats: int | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether it can be taken over as it is: a readable name that the list has not had before."""
        return not self.problems and self.repeats is None
