"""Every record kind, declared by importing its module; ask `SPECS` for the list."""

from plcdesk.domain import meetings, people, programme
from plcdesk.domain.fields import SPECS

__all__ = ["SPECS", "meetings", "people", "programme"]
