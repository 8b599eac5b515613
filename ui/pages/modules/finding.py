"""Which module a record belongs to, and on which tab it stands."""

from __future__ import annotations

from typing import Any

from plcdesk.domain.forms import Form
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import Action
from plcdesk.domain.modules import Module, ModuleFile, ModuleVersion, Round
from ui.pages.modules.form import REVIEWS, ROUNDS, VERSIONS


def module_of(desk: Any, record_id: Id) -> tuple[Id | None, str]:
    """The module and the key of the tab ("" for the one in sight) of a module, version, file, round, follow-up or
    review; None when the record is gone."""
    records = desk.records
    if records.get(Module, record_id) is not None:
        return record_id, ""
    steps: tuple[tuple[type, str, str], ...] = (
        (Action, "round_id", ROUNDS), (Round, "module_id", ROUNDS), (Form, "version_id", REVIEWS),
        (ModuleFile, "version_id", VERSIONS), (ModuleVersion, "module_id", VERSIONS))
    tab, found = "", record_id
    for cls, parent, key in steps:
        record = records.get(cls, found)
        if record is not None and (above := getattr(record, parent)) is not None:
            tab, found = tab or key, above
    return (found, tab) if records.get(Module, found) is not None else (None, "")
