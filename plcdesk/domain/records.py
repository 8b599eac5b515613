"""Every record kind, declared by importing its module; ask `SPECS` for the list."""

from plcdesk.domain import (
    coaching,
    forms,
    instruments,
    meetings,
    modules,
    notes,
    partners,
    people,
    programme,
    stewardship,
)
from plcdesk.domain.fields import SPECS

__all__ = ["SPECS", "coaching", "forms", "instruments", "meetings", "modules", "notes", "partners", "people", "programme",
           "stewardship"]
