"""The composition root: opens a programme's folder and puts the services together."""

from __future__ import annotations

import platform
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import mark
from plcdesk.domain.progress import Progress
from plcdesk.paths import Paths
from plcdesk.services.actions import Actions
from plcdesk.services.agenda import Agendas
from plcdesk.services.attendance import AttendanceLists
from plcdesk.services.backups import Backups
from plcdesk.services.bundle_papers import BundlePapers
from plcdesk.services.carrying import Carrying
from plcdesk.services.coaching import Coaching
from plcdesk.services.desk import Desk
from plcdesk.services.drafts import Drafts
from plcdesk.services.duplicates import Duplicates
from plcdesk.services.erasure import Erasures
from plcdesk.services.exchange import Exchange
from plcdesk.services.form_papers import FormPapers
from plcdesk.services.forms import Forms
from plcdesk.services.groups import Groups
from plcdesk.services.handover import Handover
from plcdesk.services.handover_guide import Guide
from plcdesk.services.history import History
from plcdesk.services.indicators import Indicators
from plcdesk.services.instruments import Instruments
from plcdesk.services.meeting_lists import MeetingLists
from plcdesk.services.meetings import Meetings
from plcdesk.services.mending import mend, newest_good
from plcdesk.services.module_files import ModuleFiles
from plcdesk.services.modules import Modules
from plcdesk.services.notes import Notes
from plcdesk.services.open_files import OpenFiles, open_files, remove_database
from plcdesk.services.papers import Papers
from plcdesk.services.people import People
from plcdesk.services.photos import Photos
from plcdesk.services.privacy import Privacy
from plcdesk.services.programme import Programmes
from plcdesk.services.quarantine import Quarantine
from plcdesk.services.questionnaires import Questionnaires
from plcdesk.services.receive import Receiving
from plcdesk.services.records import Records
from plcdesk.services.schedule import Schedule
from plcdesk.services.search import Search
from plcdesk.services.send import Names, Sending
from plcdesk.services.stewards import Stewards
from plcdesk.services.upkeep import Upkeep
from plcdesk.settings import Settings
from plcdesk.storage import local
from plcdesk.storage.backup import Backups as BackupFolder
from plcdesk.storage.copies import sound
from plcdesk.storage.engine import Database, FileDatabase
from plcdesk.storage.form_queries import FormQueries
from plcdesk.storage.no_backups import NoBackups
from plcdesk.storage.queries import Queries
from plcdesk.storage.search import Search as SearchIndex
from plcdesk.storage.sheet_queries import SheetQueries

if TYPE_CHECKING:
    from plcdesk.ledger.identity import DeviceKey
    from plcdesk.services.sample import SampleSize
    from plcdesk.storage.backup import Backup

Clock = Callable[[], datetime]
SAMPLE, BEGUN, READY = "sample", "begun", "ready"


def system_clock() -> datetime:
    """The computer's clock with its time zone."""
    return datetime.now().astimezone()


def choose_folder(root: Path, settings: Settings) -> Path:
    """The programme to open at start: the one opened last, else the first one below `root`, else a new folder."""
    last = Path(settings.last_programme) if settings.last_programme else None
    if last is not None and Paths(last, last).database.exists():
        return last
    found = Paths.programmes(root)
    return found[0] if found else Paths.new_programme_folder(root)


def build_desk(paths: Paths, settings: Settings, clock: Clock = system_clock) -> Desk:
    """Open the programme in `paths.folder`; where there is none, an empty database to begin or join one in.

    Raises UserError when the database cannot be read or is of a newer version.
    """
    return _assemble(open_files(paths, clock), clock)


def create_programme(paths: Paths, name: str, school: str, me: str, settings: Settings, clock: Clock = system_clock,
                     ) -> Desk:
    """Begin a programme from the three fields of the first run.

    Raises ProblemsFound for an empty field, UserError where a programme is already.
    """
    desk = build_desk(paths, settings, clock)
    try:
        desk.programme.begin(name, school, me)
    except BaseException:
        desk.close()
        raise
    return desk


def join_programme(paths: Paths, bundle: Path, settings: Settings, clock: Clock = system_clock,
                   progress: Progress | None = None, *, passphrase: str | None = None) -> Desk:
    """Take over the programme of a bundle. Raises UserError, also where a programme is already; nothing stays then."""
    fresh = not paths.has_database()
    desk = build_desk(paths, settings, clock)
    try:
        if desk.programme.current() is not None:
            raise UserError(mark("There is a programme in this folder already. Open it, or choose another folder."))
        receipt = desk.exchange.join(bundle, passphrase=passphrase, progress=progress)
        if receipt.reason is not None:
            raise UserError(receipt.reason.text, **receipt.reason.values)
        if desk.programme.current() is None:
            raise UserError(mark("This bundle holds no programme. Nothing was changed. Ask the sender for a full one."))
    except BaseException:
        desk.close()
        if fresh:
            remove_database(paths)
        raise
    return desk


def open_sample(paths: Paths, settings: Settings, clock: Clock = system_clock, *, size: SampleSize = "full",
                progress: Progress | None = None) -> Desk:
    """Open the sample in `paths.folder`, which is made when missing; one left half made is made anew.

    Raises Cancelled, and UserError where somebody's own programme is in that folder.
    """
    opened = open_files(paths, clock)
    try:
        found = opened.recall(SAMPLE)
        if found == BEGUN:
            opened.close()
            remove_database(paths)
            opened = open_files(paths, clock)
        if found != READY:
            _fill(opened, size, progress)
        return _assemble(opened, clock)
    except BaseException:
        opened.close()
        raise


def newest_backup(paths: Paths) -> Backup | None:
    """The newest good backup of a programme that cannot be opened."""
    return newest_good(paths)


def mend_programme(paths: Paths, backup: Path, settings: Settings, clock: Clock = system_clock) -> Desk:
    """Put a database that cannot be opened aside, untouched, and go on from a backup. Raises UserError."""
    mend(paths, backup, clock)
    return build_desk(paths, settings, clock)


def restore_programme(paths: Paths, backup: Path, settings: Settings, clock: Clock = system_clock) -> Desk:
    """Go on from a backup file in an empty folder. Raises UserError when it cannot be opened; nothing stays then."""
    if paths.has_database():
        raise UserError(mark("There is a programme in this folder already. Open it, or choose another folder."))
    if not sound(backup):
        raise UserError(mark("This backup cannot be opened. Your data is unchanged. Choose another backup."))
    opened = open_files(paths, clock)
    try:
        _backup_folder(opened.storage.db, paths, clock).restore(backup)
        opened.storage.archive(None)  # the archive is the laptop it came from
        desk = _assemble(opened, clock)
        # at once: what the laptop it came from may do as a steward, this one may not
        opened.feeds.introduce(_device_key(paths), desk.exchange.label)
        return desk
    except BaseException:
        opened.close()
        remove_database(paths)
        raise


def _assemble(opened: OpenFiles, clock: Clock) -> Desk:
    paths, storage = opened.paths, opened.storage
    drafts = Drafts(opened.drafts, clock)
    records = Records(storage, clock)
    queries = Queries(storage.db)
    folder = _backup_folder(storage.db, paths, clock)
    photos = Photos(records, opened.blobs)
    programme = Programmes(records, photos, lambda: _device_key(paths))
    groups, people, agenda = Groups(records), People(records), Agendas(records)
    attendance, actions = AttendanceLists(records, groups), Actions(records, queries)
    lists = MeetingLists(queries, records.today, records.label)
    meetings = Meetings(records, programme, attendance, agenda, actions, photos, lists,
                        Schedule(records, queries))
    backups = Backups(folder, records, drafts, clock)
    papers = Papers(records, programme, meetings, photos)
    exchange = _exchange(opened, records, programme, backups, drafts, clock)
    privacy, stewards = Privacy(records, people), Stewards(storage, records)
    records.on_change(lambda _: opened.guard.keep())
    erasure = Erasures(storage, records, privacy, stewards, backups, drafts, paths)
    erasure.catch_up()

    def close() -> None:
        backups.wait()
        opened.close()

    return Desk(
        paths=paths, clock=clock, is_sample=opened.recall(SAMPLE) == READY, programme=programme, people=people,
        groups=groups, meetings=meetings, attendance=attendance, agenda=agenda, actions=actions, records=records,
        history=History(records), search=Search(records, people, SearchIndex(storage.db)), photos=photos,
        papers=papers, privacy=privacy, duplicates=Duplicates(records), stewards=stewards, erasure=erasure,
        **_work(opened, records, queries, papers),
        exchange=exchange, bundle_papers=BundlePapers(exchange, programme, papers),
        handover=Handover(storage, exchange, backups, Guide(records, programme, actions, meetings, papers), clock),
        backups=backups, drafts=drafts, upkeep=Upkeep(storage.db), closing=close,
    )


def _backup_folder(db: Database, paths: Paths, clock: Clock) -> BackupFolder:
    return BackupFolder(db, paths.backups, clock) if isinstance(db, FileDatabase) else NoBackups(paths.backups)


def _work(opened: OpenFiles, records: Records, queries: Queries, papers: Papers) -> dict[str, Any]:
    """The services that rest on forms, by their names on the desk."""
    db, paths = opened.storage.db, opened.paths
    instruments = Instruments(records)
    forms = Forms(records, instruments, queries, FormQueries(db))
    coaching, questionnaires = Coaching(records, forms), Questionnaires(records, instruments, SheetQueries(db))
    modules = Modules(records, forms, ModuleFiles(records, opened.blobs, paths.exports / "opened"), queries)
    return {
        "instruments": instruments, "forms": forms, "questionnaires": questionnaires, "coaching": coaching,
        "modules": modules, "notes": Notes(records, instruments, forms),
        "indicators": Indicators(opened.storage, records, instruments),
        "form_papers": FormPapers(records, papers, instruments, forms, coaching, modules, questionnaires),
    }


def _exchange(opened: OpenFiles, records: Records, programme: Programmes, backups: Backups, drafts: Drafts,
              clock: Clock) -> Exchange:
    paths, feeds, blobs = opened.paths, opened.feeds, opened.blobs

    def names() -> Names:
        current, me = programme.current(), programme.me()
        school = programme.school(me.school_id) if me is not None and me.school_id is not None else None
        device = opened.recall(local.DEVICE_LABEL) or (me.name if me is not None else "") or platform.node()
        return Names(current.record.name if current is not None else "", school.record.name if school else "", device)

    carrying = Carrying(paths.carried, feeds.devices, lambda: _device_key(paths), clock)
    sending = Sending(feeds, blobs, lambda: _device_key(paths), names, paths.quarantine, clock, carrying=carrying)
    quarantine = Quarantine(paths.quarantine, lambda: _device_key(paths))
    quarantine.sweep()
    receiving = Receiving(feeds, blobs, quarantine, backups.restore_point)
    return Exchange(opened.storage, feeds, sending, receiving, carrying, records.me, drafts)


def _device_key(paths: Paths) -> DeviceKey:
    from plcdesk.services.device_key import load_or_make

    return load_or_make(paths.device_key)[0]


def _fill(opened: OpenFiles, size: SampleSize, progress: Progress | None) -> None:
    from plcdesk.services.sample import fill

    if opened.feeds.programme() is not None:
        raise UserError(mark("There is a programme in this folder already. Open it, or choose another folder."))
    opened.remember(SAMPLE, BEGUN)
    fill(opened.storage, opened.blobs, size, progress)
    opened.remember(SAMPLE, READY)
    opened.guard.keep()
