"""Words about instruments that list, form and editor share."""

from __future__ import annotations

from plcdesk.domain.fields import mark
from plcdesk.domain.instruments import About, Instrument, Item, Rule
from plcdesk.services.instruments import EditionRow
from plcdesk.words import Words

DOT = " · "
ABOUT = {
    About.MEETING: mark("About a meeting"), About.LEADER: mark("About who leads a meeting"),
    About.LESSON: mark("About a lesson"), About.CYCLE: mark("For a coaching cycle"),
    About.MODULE: mark("About teaching material"), About.JOURNAL: mark("Monthly journal"),
    About.SHEET: mark("Questionnaire sheet"), About.INTERVIEW: mark("For an interview"),
}  # fmt: skip


def title_words(row: EditionRow, w: Words) -> str:
    """The title; where this language has none yet, that of the other."""
    return row.title.to(w.language) or row.title.id or row.title.en or row.code


def edition_facts(row: EditionRow, w: Words, *, maker: bool = True) -> str:
    """``P · version 2 · own · 12 forms``; without the maker where there is little room."""
    parts = [row.code, w("version {n}", n=str(row.version))]
    if maker:
        parts.append(w("own") if row.own else w("from the program"))
    if row.forms:
        parts.append(w.plural("{n} form", "{n} forms", row.forms))
    return DOT.join(parts)


def scale_words(item: Item, w: Words) -> str:
    """The answers of an item's scale with their keys."""
    if item.scale is None:
        return ""
    return DOT.join(f"{option.key} {option.label.to(w.language)}" for option in item.scale.options)


def rule_words(made: Instrument, rule: Rule, w: Words) -> str:
    """``Able to facilitate: F1, F2, F3 each at least 3``."""
    return w("{rule}: {items} each at least {level}", rule=rule.label.to(w.language),
             items=", ".join(rule.items + rule.dimensions), level=w.number(rule.at_least))
