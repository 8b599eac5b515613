"""Results: choose a questionnaire and what of it, see the counts; or compare start and end."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from plcdesk.domain.errors import UserError
from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import Occasion
from plcdesk.services.questionnaire_views import BatchRow
from ui.pages.questionnaires.pairs_body import pair_cards
from ui.pages.questionnaires.parts import DOT, action, facts
from ui.pages.questionnaires.results_body import result_cards
from ui.runtime.context import Context
from ui.widgets.cards import Card
from ui.widgets.choice_field import ChoiceField
from ui.widgets.empty import EmptyState
from ui.widgets.flow import FlowLayout
from ui.widgets.scrolling import scrolled

PAIRS = "pairs"
WIDE, NARROW = (360, 200, 360), {1: (420,), 2: (300, 310), 3: (245, 185, 285)}
"""Widths of the choices, in pixels at text size 100 %; in a narrow window by how many there are."""


class ResultsView(QWidget):
    """Three choices on top (questionnaire, school, which sheets), cards below."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.ctx, self.w = ctx, ctx.w
        self.batches: list[BatchRow] = []
        w = self.w
        self.instrument = ChoiceField(w, (), none=None)
        self.school = ChoiceField(w, (), none=w("All schools"))
        self.which = ChoiceField(w, (), none=w("All sheets"))
        choices = QWidget()
        self.flow = flow = FlowLayout(choices, 8)
        for field, name in ((self.instrument, w("Questionnaire")), (self.school, w("School")),
                            (self.which, w("Which sheets"))):
            field.setAccessibleName(name)
            flow.addWidget(field)
        self.fit(narrow=False)
        self.instrument.edited.connect(self._narrow)
        self.school.edited.connect(self._narrow)
        self.which.edited.connect(self._show)
        self._empty = EmptyState(w, w("No results yet"), w("Results appear as soon as sheets are filled in."))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._choices = choices
        self._body: QWidget | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(choices)
        column.addWidget(self._stack, 1)

    def fit(self, *, narrow: bool) -> None:
        """The three choices stand on one line, also in a narrow window."""
        self._tight = narrow
        fields = [field for field in (self.instrument, self.school, self.which) if not narrow or not field.isHidden()]
        for field, width in zip(fields, NARROW[len(fields)] if narrow else WIDE, strict=True):
            field.setFixedWidth(self.ctx.theme.px(width))

    def refresh(self) -> None:
        """Read the batches anew; the choices stay."""
        self._read()
        self._narrow()

    def _read(self) -> None:
        self.batches = [row for row in self.ctx.desk.questionnaires.batches() if row.sheets]
        kinds = {row.instrument: row.name.to(self.w.language) for row in self.batches}
        self.instrument.set_choices([(code, f"{code}{DOT}{name}") for code, name in sorted(kinds.items())])
        if self.instrument.value() is None and self.batches:
            self.instrument.set_value(self.batches[0].instrument)
        self._choices.setVisible(bool(self.batches))

    def show_batch(self, batch: BatchRow) -> None:
        """The results of one batch."""
        self._read()
        self.instrument.set_value(batch.instrument)
        self.school.set_value(None)
        self._offer()
        self.which.set_value(batch.id)
        self._show()

    def shown(self) -> list[BatchRow]:
        """The batches whose answers are on screen."""
        which, mine = self.which.value(), self._mine()
        return _rows_of(mine, which) if isinstance(which, Occasion) else [row for row in mine
                                                                          if which in (None, PAIRS, row.id)]

    def setFocus(self, *_: Any) -> None:
        """Into the choices."""
        self.instrument.setFocus()

    def _narrow(self) -> None:
        self._offer()
        self._show()

    def _offer(self) -> None:
        """Offer the schools of the questionnaire, and of them the sheets."""
        mine = [row for row in self.batches if row.instrument == self.instrument.value()]
        schools = {row.school_id: row.school for row in mine if row.school_id is not None}
        self.school.set_choices(sorted(schools.items(), key=lambda one: one[1]))
        self._choose_none(self.school)
        self.school.setVisible(len(schools) > 1)
        mine = self._mine()
        occasions = [one for one in Occasion if any(row.occasion is one for row in mine)]
        offered: list[tuple[Any, str]] = [(one, self.w(one.label)) for one in occasions] if len(occasions) > 1 else []
        if len(occasions) > 1:
            offered.append((PAIRS, self.w("Start against end, same people")))
        if len(mine) > 1:
            offered += [(row.id, self._batch_words(row)) for row in mine]
        self.which.set_choices(offered)
        self._choose_none(self.which)
        self.which.setVisible(bool(offered))
        self.fit(narrow=self._tight)

    def _mine(self) -> list[BatchRow]:
        return [row for row in self.batches if row.instrument == self.instrument.value()
                and self.school.value() in (None, row.school_id)]

    def _batch_words(self, row: BatchRow) -> str:
        parts = [row.title or (self.w(row.occasion.label) if row.occasion is not None else ""), row.school,
                 self.w.day(row.held_on) if row.held_on is not None else ""]
        return DOT.join(part for part in parts if part)

    def _show(self) -> None:
        if self._body is not None:
            self._stack.removeWidget(self._body)
            self._body.deleteLater()
            self._body = None
        mine = self._mine()
        if not mine:
            self._stack.setCurrentWidget(self._empty)
            return
        try:
            cards = self._cards(mine)
        except UserError as error:
            self._empty.what.setText(self.w.error(error))
            self._stack.setCurrentWidget(self._empty)
            return
        if len(self.shown()) == 1 and isinstance(cards[0], Card):
            batch = self.shown()[0].id
            cards[0].body.addWidget(action(self.w("Show the sheets"), "outlined",
                                           lambda: self.ctx.go("questionnaires", batch)), 0, Qt.AlignmentFlag.AlignLeft)
        self._body = scrolled(*cards)
        self._stack.addWidget(self._body)
        self._stack.setCurrentWidget(self._body)

    def _cards(self, mine: list[BatchRow]) -> list[QWidget]:
        which, service = self.which.value(), self.ctx.desk.questionnaires
        if which == PAIRS:
            return pair_cards(self.ctx, service.pairs(_of(mine, Occasion.START), _of(mine, Occasion.END)))
        if isinstance(which, Occasion):
            return result_cards(self.ctx, service.results(_of(mine, which)), self._scope(_rows_of(mine, which)))
        chosen = [row for row in mine if row.id == which] if which else mine
        return result_cards(self.ctx, service.results([row.id for row in chosen]), self._scope(chosen))

    def _scope(self, rows: list[BatchRow]) -> str:
        """Which sheets are counted: those of one school on a day, or how many times it was asked."""
        if len(rows) == 1:
            return facts(rows[0], self.w)
        occasions = {row.occasion for row in rows}
        words = self.w.plural("asked {n} time", "asked {n} times", len(rows))
        only = next(iter(occasions)) if len(occasions) == 1 else None
        return f"{self.w(only.label)}{DOT}{words}" if only is not None else words

    @staticmethod
    def _choose_none(field: ChoiceField) -> None:
        if field.currentIndex() < 0:
            field.set_value(None)


def _of(batches: list[BatchRow], occasion: Occasion) -> list[Id]:
    return [row.id for row in _rows_of(batches, occasion)]


def _rows_of(batches: list[BatchRow], occasion: Occasion) -> list[BatchRow]:
    return [row for row in batches if row.occasion is occasion]
