"""The story of a module on one page: problem, rounds, versions, observed lessons, what changed for the students."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHBoxLayout, QWidget

from plcdesk.domain.modules import Verdict
from plcdesk.domain.scoring import exact
from plcdesk.services.module_story import Engagement, SeenLesson, Story, StoryVersion
from plcdesk.services.module_views import ModuleDetail, RoundRow
from plcdesk.words import Words
from ui.pages.modules.part import Part, action
from ui.pages.modules.pill import Pill
from ui.pages.modules.wording import criterion_text, points_text, verdict_text
from ui.runtime.context import Context
from ui.widgets.cards import Card
from ui.widgets.equal_columns import EqualColumns
from ui.widgets.flow import FlowLayout
from ui.widgets.form_field import plain_label

COLUMN = 380
"""Narrowest column, in pixels at text size 100 %."""


class StoryTab(Part):
    """Read only: each card tells what was recorded elsewhere."""

    def __init__(self, ctx: Context, origin: QObject) -> None:
        super().__init__(ctx, origin)
        self._holder: QWidget | None = None
        self.cards: list[Card] = []

    def show_detail(self, detail: ModuleDetail) -> None:
        """Tell the story of a module."""
        super().show_detail(detail)
        story = self.desk.modules.story(detail.module.id)
        old, self._holder = self._holder, QWidget()
        grid = EqualColumns(lambda width: 2 if width >= self.ctx.theme.px(2 * COLUMN) else 1, self._holder, 12)
        self.cards = self._tell(story) if story is not None else []
        for card in self.cards:
            card.body.addStretch(1)
            grid.addWidget(card)
        if old is not None:
            self.column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.column.insertWidget(0, self._holder)
        if self.column.count() == 1:
            self.column.addStretch(1)

    def _tell(self, story: Story) -> list[Card]:
        cards = [self._problem(story), self._engagement(story)]
        cards += [self._version(told) for told in story.versions] + [self._round(row) for row in story.rounds]
        if story.lessons:
            cards.append(self._lessons(story.lessons))
        return cards

    def _problem(self, story: Story) -> Card:
        w, card = self.w, _card(self.w("Local problem"))
        _say(card, story.module.problem or w("Not written down yet"), help=not story.module.problem)
        if story.authors:
            _say(card, w("Authors: {names}", names=", ".join(story.authors)), help=True)
        return card

    def _engagement(self, story: Story) -> Card:
        w, card = self.w, _card(self.w("Student engagement"))
        before, now = story.conventional, story.with_module
        if story.points is None:
            _say(card, w("Not enough data yet"))
            _say(card, w("Needed: an observed lesson with this module, and a conventional one of the same teacher, both "
                         "with engagement counts."), help=True)
        else:
            _say(card, f"{share(before, w)} → {share(now, w)}", role="tile-number")
            relative = story.relative
            more = "" if relative is None else w("relative {share}%", share=w.number(exact(relative), 1))
            _say(card, " · ".join(part for part in (points_text(story.points, w), more) if part), strong=True)
        for label, found in ((w("Conventional lessons"), before), (w("Lessons with this module"), now)):
            if found.present:
                _say(card, f"{label}: {w.number(found.engaged)}/{w.number(found.present)}", help=True)
        return card

    def _version(self, told: StoryVersion) -> Card:
        w, version = self.w, told.row.version
        day = w.day(version.made_on) if version.made_on is not None else ""
        card = _card(" · ".join(part for part in (w("Version {n}", n=told.row.number), day) if part))
        if version.changes:
            _say(card, version.changes)
        if told.result is None:
            _say(card, w("Not reviewed for authentic work yet"), help=True)
            return card
        text, tone = verdict_text(told.result, w)
        _pills(card, [(text, tone)] if text else [])
        _pills(card, [(criterion_text(one, w), "warning" if one.met is False else "neutral") for one in told.result.criteria])
        return card

    def _round(self, row: RoundRow) -> Card:
        w, found = self.w, row.round
        day = w.day(found.taught_on) if found.taught_on is not None else ""
        card = _card(" · ".join(part for part in (w("Round {n}", n=row.number), day) if part))
        for label, text in ((w("Objective"), found.objective), (w("What happened to the students"), found.happened),
                            (w("Reflection"), found.reflection)):
            if text:
                _say(card, label, help=True)
                _say(card, text)
        verdict = found.decided.verdict
        tones = {Verdict.USE: "success", Verdict.REVISE: "warning", Verdict.STOP: "danger"}
        if verdict is not None:
            _pills(card, [(w("Decision: {verdict}", verdict=w(verdict.label)), tones[verdict])])
        else:
            _say(card, w("Not decided yet"), help=True)
        if found.decided.reason:
            _say(card, found.decided.reason)
        return card

    def _lessons(self, lessons: tuple[SeenLesson, ...]) -> Card:
        w, card = self.w, _card(self.w("Observed lessons with this module"))
        for one in lessons:
            day = w.day(one.held_on) if one.held_on is not None else ""
            count = f"{share(one.engagement, w)} ({w.number(one.engagement.engaged)}/{w.number(one.engagement.present)})" \
                if one.engagement.present else ""
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addWidget(plain_label(" · ".join(part for part in (day, one.teacher, one.classroom, count) if part), "",
                                       wrap=True), 1)
            line.addWidget(action(w("Show"), "plain", partial(self.ctx.go, "observations", one.form_id),
                                  w("Open the rating of {name}", name=one.teacher)))
            card.body.addLayout(line)
        return card


def share(found: Engagement, w: Words) -> str:
    """Engaged of present in per cent."""
    return w.percent(found.engaged, found.present)


def _card(title: str) -> Card:
    card = Card(title)
    card.body.setSpacing(4)
    return card


def _say(card: Card, text: str, *, strong: bool = False, help: bool = False, role: str = "") -> None:
    card.body.addWidget(plain_label(text, role or ("strong" if strong else "help" if help else ""), wrap=True))


def _pills(card: Card, texts: list[tuple[str, str]]) -> None:
    if not texts:
        return
    holder = QWidget()
    flow = FlowLayout(holder, 8)
    for text, tone in texts:
        flow.addWidget(Pill(text, tone))
    card.body.addWidget(holder)
