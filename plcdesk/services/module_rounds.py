"""Plan, do, check, act: how far a round is, and what its decision means for the module."""

from __future__ import annotations

import dataclasses
from datetime import date

from plcdesk.domain.changes import Loaded
from plcdesk.domain.ids import Id
from plcdesk.domain.meetings import Action
from plcdesk.domain.modules import Decided, ModuleStatus, Round, Verdict
from plcdesk.domain.programme import Letter, StepState
from plcdesk.services import ranks
from plcdesk.services.module_views import RoundRow, StepRow
from plcdesk.services.records import Records


def rounds(records: Records, module_id: Id) -> list[Loaded[Round]]:
    """The rounds of a module, the first one first."""
    rows = records.load_all(Round, module_id=module_id)
    return sorted(rows, key=lambda row: (row.record.number or 0, row.record.id))


def round_row(records: Records, loaded: Loaded[Round]) -> RoundRow:
    """A round with its steps and follow-ups."""
    actions = tuple(ranks.ordered(records.load_all(Action, round_id=loaded.record.id)))
    known = {_plain(row.record.what) for row in actions}
    lines = tuple(line for line in lines_of(loaded.record.changes) if _plain(line) not in known)
    return RoundRow(loaded, steps(loaded.record), actions, lines)


def steps(found: Round) -> tuple[StepRow, ...]:
    """The four steps. They can be filled in any order, so each is done by its own entry; the first open one runs."""
    verdict = found.decided.verdict
    facts = ((Letter.PLAN, bool(found.objective.strip()), found.planned_on),
             (Letter.DO, found.taught_on is not None, found.taught_on),
             (Letter.CHECK, bool(found.happened.strip()), None),
             (Letter.ACT, verdict is not None, found.decided.decided_on))
    running = next((letter for letter, done, _ in facts if not done), None)
    return tuple(StepRow(letter, StepState.DONE if done else StepState.RUNNING if letter is running else StepState.TODO,
                         day) for letter, done, day in facts)


def decided(found: Round, verdict: Verdict | None, today: date, reason: str) -> Round:
    """The round with its decision; the day stays when only the words change."""
    old = found.decided
    day = old.decided_on if old.verdict is verdict and old.decided_on is not None else today
    text = reason.strip() or None
    return dataclasses.replace(found, decided=Decided(verdict, day, text) if verdict is not None else Decided(reason=text))


def status_after(status: ModuleStatus, verdict: Verdict | None, *, allowed: bool) -> ModuleStatus:
    """The status a decision leads to; `allowed` says whether nothing keeps the module from being final."""
    if verdict is Verdict.USE and allowed:
        return ModuleStatus.FINAL
    if verdict is Verdict.REVISE:
        return ModuleStatus.REVISED
    return status


def lines_of(text: str) -> list[str]:
    """The changes to make, one a line, without their bullets or numbers."""
    found = (_plain_line(line) for line in text.splitlines())
    return list(dict.fromkeys(line for line in found if line))


def _plain_line(line: str) -> str:
    text = line.strip().lstrip("-–•*·").strip()
    head, point, rest = text.partition(" ")
    return rest.strip() if point and head[:-1].isdigit() and head[-1] in ".)" else text


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
