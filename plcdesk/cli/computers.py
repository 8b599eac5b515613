"""The commands about computers of the programme, for stewards, and erasing for good."""

from __future__ import annotations

import argparse
import dataclasses
from typing import Any

from plcdesk.cli.answer import Answer, Session
from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import SPECS, mark
from plcdesk.domain.ids import Id
from plcdesk.domain.people import Person
from plcdesk.domain.stewardship import Computer, ErasurePlan
from plcdesk.services.desk import Desk
from plcdesk.words import Words

TRUST = {
    "self": mark("this computer"),
    "accepted": mark("accepted"),
    "unknown": mark("not accepted yet"),
    "blocked": mark("blocked here"),
    "cut": mark("cut off by a steward"),
}


def computers(session: Session, _: argparse.Namespace) -> Answer:
    """Every computer met, and how far it is trusted."""
    with session.desk() as desk:
        found = desk.stewards.computers()
        data = {"may": desk.stewards.may_i(), "computers": [_data(one) for one in found]}
    return Answer("\n".join(_line(one, session.w) for one in found), data)


def accept(session: Session, arguments: argparse.Namespace) -> Answer:
    """Have a computer trusted everywhere."""
    return _say(session, arguments, lambda desk, key: desk.stewards.accept(key))


def cut_off(session: Session, arguments: argparse.Namespace) -> Answer:
    """Have everybody ask before a computer's later work is taken in."""
    return _say(session, arguments, lambda desk, key: desk.stewards.cut_off(key, arguments.reason))


def let_back(session: Session, arguments: argparse.Namespace) -> Answer:
    """Take a cut back."""
    return _say(session, arguments, lambda desk, key: desk.stewards.let_back(key))


def steward(session: Session, arguments: argparse.Namespace) -> Answer:
    """Name a steward."""
    return _say(session, arguments, lambda desk, key: desk.stewards.name_steward(key))


def erase(session: Session, arguments: argparse.Namespace) -> Answer:
    """Replace a person's name by the pseudonym, then erase it from the history for good; without --yes only say how much."""
    with session.desk() as desk:
        person = _person(desk, arguments.person)
        if not arguments.yes:
            try:
                desk.privacy.preview(person)
            except UserError:
                plan = desk.erasure.plan_person(person, arguments.also)
                return Answer(_told(plan, session.w), _plan(plan))
            return Answer(session.w("The name still stands in the records. With --yes it is replaced and erased for good."),
                          {"erased": False})
        desk.stewards.need()
        desk.erasure.check(person, arguments.also, arguments.reason)
        try:
            desk.privacy.preview(person)
        except UserError:
            pass  # the name is replaced already
        else:
            desk.privacy.erase(person)
        plan = desk.erasure.plan_person(person, arguments.also)
        desk.erasure.erase(plan, reason=arguments.reason, backups=not arguments.keep_backups)
    text = session.w.plural("Erased for good: {n} change. Send a bundle, so that the other computers follow.",
                            "Erased for good: {n} changes. Send a bundle, so that the other computers follow.", len(plan.numbers))
    return Answer(text, {"erased": True} | _plan(plan))


def _say(session: Session, arguments: argparse.Namespace, act: Any) -> Answer:
    with session.desk() as desk:
        key = desk.stewards.find(arguments.key).key
        act(desk, key)
        found = desk.stewards.find(key)
    return Answer(_line(found, session.w), _data(found))


def _person(desk: Desk, text: str) -> Id:
    found = [person for person in desk.records.all(Person) if text in (person.id, person.name, person.alias)]
    if len(found) != 1:
        raise UserError(mark("There is no person “{name}” here, or several. Nothing was changed. Give the id."), name=text)
    return found[0].id


def _line(one: Computer, w: Words) -> str:
    parts = [one.label or "—", one.words, w(TRUST[one.trust])]
    if one.steward:
        parts.append(w("steward"))
    if one.copied:
        parts.append(w("was copied"))
    if one.cut_reason:
        parts.append(one.cut_reason)
    return " · ".join([*parts, one.key[:16]])


def _data(one: Computer) -> dict[str, Any]:
    found = dataclasses.asdict(one)
    return found | {"cut_on": one.cut_on.isoformat() if one.cut_on else None,
                    "last_told": one.last_told.isoformat() if one.last_told else None}


def _plan(plan: ErasurePlan) -> dict[str, Any]:
    return {"changes": len(plan.numbers), "spaces": plan.commits, "private": plan.private,
            "backups": [path.name for path in plan.backups], "parked": plan.parked, "exports": plan.exports,
            "differing": plan.differing, "living": plan.living, "replaced": plan.replaced, "places": [
                {"table": one.row.table, "id": one.row.id, "field": one.field, "text": one.text, "replaced": one.replaced}
                for one in plan.occurrences]}


def _told(plan: ErasurePlan, w: Words) -> str:
    lines = [w.plural("{n} change in the history still holds it.", "{n} changes in the history still hold it.",
                      len(plan.numbers))]
    if plan.backups:
        lines.append(w.plural("{n} backup of this computer holds it too.", "{n} backups of this computer hold it too.",
                              len(plan.backups)))
    if plan.replaced:
        lines.append(w.plural("{n} text still in use gets the pseudonym in its place.",
                              "{n} texts still in use get the pseudonym in its place.", plan.replaced))
    lines += [f"{w(SPECS[one.row.table].label) if one.row.table in SPECS else one.row.table} · {w(one.field)}: “{one.text}”"
              for one in plan.occurrences]
    return "\n".join(lines)
