"""What the long lists can be asked for; the database answers it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from plcdesk.domain.forms import FormState, View
from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import Occasion
from plcdesk.domain.meetings import ActionStatus, MeetingKind, MeetingStatus
from plcdesk.domain.modules import ModuleFocus, ModuleKind, ModuleStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingQuery:
    """Which meetings: None or "" asks nothing. Days compare with the day held, else planned; both ends included."""

    text: str = ""
    ids: tuple[Id, ...] | None = None
    group_id: Id | None = None
    school_id: Id | None = None
    kind: MeetingKind | None = None
    statuses: tuple[MeetingStatus, ...] | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionQuery:
    """Which follow-ups: None or "" asks nothing. `due_before`: the due day lies before it."""

    text: str = ""
    group_id: Id | None = None
    school_id: Id | None = None
    owner_id: Id | None = None
    statuses: tuple[ActionStatus, ...] | None = None
    due_before: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormQuery:
    """Which forms: None asks nothing. `instrument` is a code; days are those of the form, both ends included.

    Second (blind) entries are found only by their `ids` or by `second_of`.
    """

    ids: tuple[Id, ...] | None = None
    instrument: str | None = None
    school_id: Id | None = None
    person_id: Id | None = None
    rater_id: Id | None = None
    meeting_id: Id | None = None
    batch_id: Id | None = None
    cycle_id: Id | None = None
    module_id: Id | None = None
    version_id: Id | None = None
    interview_id: Id | None = None
    second_of: Id | None = None
    since: date | None = None
    until: date | None = None
    view: View | None = None
    private: bool | None = None
    state: FormState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchQuery:
    """Which batches: None or "" asks nothing."""

    text: str = ""
    ids: tuple[Id, ...] | None = None
    instrument: str | None = None
    school_id: Id | None = None
    occasion: Occasion | None = None
    meeting_id: Id | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleQuery:
    """Which modules: None or "" asks nothing."""

    text: str = ""
    id: Id | None = None
    school_id: Id | None = None
    status: ModuleStatus | None = None
    focus: ModuleFocus | None = None
    kind: ModuleKind | None = None
