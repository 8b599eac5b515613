"""The desk: every service of one open programme."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from plcdesk.services.actions import Actions
from plcdesk.services.agenda import Agendas
from plcdesk.services.attendance import AttendanceLists
from plcdesk.services.backups import Backups
from plcdesk.services.bundle_papers import BundlePapers
from plcdesk.services.coaching import Coaching
from plcdesk.services.drafts import Drafts
from plcdesk.services.duplicates import Duplicates
from plcdesk.services.erasure import Erasures
from plcdesk.services.exchange import Exchange
from plcdesk.services.form_papers import FormPapers
from plcdesk.services.forms import Forms
from plcdesk.services.groups import Groups
from plcdesk.services.handover import Handover
from plcdesk.services.history import History
from plcdesk.services.indicators import Indicators
from plcdesk.services.instruments import Instruments
from plcdesk.services.meetings import Meetings
from plcdesk.services.modules import Modules
from plcdesk.services.notes import Notes
from plcdesk.services.papers import Papers
from plcdesk.services.people import People
from plcdesk.services.photos import Photos
from plcdesk.services.privacy import Privacy
from plcdesk.services.programme import Programmes
from plcdesk.services.questionnaires import Questionnaires
from plcdesk.services.records import Records
from plcdesk.services.search import Search
from plcdesk.services.stewards import Stewards
from plcdesk.services.upkeep import Upkeep

if TYPE_CHECKING:
    from plcdesk.paths import Paths


@dataclass(frozen=True)
class Desk:
    """The services of one programme; made by `plcdesk.bootstrap`, closed by whoever opened it."""

    paths: Paths
    clock: Callable[[], datetime]
    is_sample: bool
    programme: Programmes
    people: People
    groups: Groups
    meetings: Meetings
    attendance: AttendanceLists
    agenda: Agendas
    actions: Actions
    records: Records
    history: History
    drafts: Drafts
    search: Search
    photos: Photos
    instruments: Instruments
    forms: Forms
    questionnaires: Questionnaires
    coaching: Coaching
    modules: Modules
    notes: Notes
    privacy: Privacy
    stewards: Stewards
    erasure: Erasures
    duplicates: Duplicates
    papers: Papers
    form_papers: FormPapers
    backups: Backups
    exchange: Exchange
    bundle_papers: BundlePapers
    handover: Handover
    indicators: Indicators
    upkeep: Upkeep
    closing: Callable[[], None] = field(repr=False)

    @property
    def folder(self) -> Path:
        """The programme's folder."""
        return self.paths.folder

    def today(self) -> date:
        """The local day."""
        return self.clock().date()

    def close(self) -> None:
        """Close every file; work under way is waited for. Closing twice does nothing more."""
        self.closing()

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None,
                 ) -> None:
        self.close()
