"""How a computer of the programme stands, in words."""

from __future__ import annotations

from plcdesk.domain.stewardship import Computer
from plcdesk.words import Words


def name_of(w: Words, computer: Computer) -> str:
    """What a computer is called."""
    return computer.label or (w("This computer") if computer.self else w("A laptop without a name"))


def pills(w: Words, computer: Computer) -> list[tuple[str, str]]:
    """Short words with the roles of their pills."""
    found = []
    if computer.self:
        found.append((w("This computer"), "pill-info"))
    if computer.steward:
        found.append((w("Steward of the programme"), "pill-neutral"))
    if computer.cut:
        found.append((w("Cut off"), "pill-danger"))
    elif computer.trust == "blocked":
        found.append((w("Blocked here"), "pill-danger"))
    elif computer.trust == "unknown":
        found.append((w("Not accepted yet"), "pill-warning"))
    elif not computer.self:
        found.append((w("Accepted"), "pill-success"))
    return found


def standing(w: Words, computer: Computer) -> str:
    """What the trust means for the work of this computer."""
    name = name_of(w, computer)
    if computer.cut:
        since = w.day(computer.cut_on) if computer.cut_on is not None else "—"
        text = w("Cut off since {date}. Reason: {reason}", date=since, reason=computer.cut_reason or "—")
        after = w.plural("{n} change made afterwards is here.", "{n} changes made afterwards are here.", computer.after_cut)
        return f"{text}. {after}" if computer.after_cut else f"{text}."
    if computer.self:
        return w("Your own work is written under this name.")
    if computer.trust == "blocked":
        return w("This computer refuses its bundles. Other laptops do not.")
    if computer.trust == "unknown":
        return w("Its work reached here through others. You are asked before a bundle of {name} is merged.", name=name)
    if computer.by_steward:
        return w("Accepted by a steward, on every laptop of the programme.")
    return w("Accepted on this computer.")


def facts(w: Words, computer: Computer) -> str:
    """When it last told what it holds, and for which schools it writes."""
    found = [", ".join(computer.schools)] if computer.schools else []
    if not computer.self:
        found.insert(0, w("Last told: {date}", date=w.moment(computer.last_told)) if computer.last_told is not None
                     else w("Has not told yet what it holds"))
    return " · ".join(found)
