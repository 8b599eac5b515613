"""The cards of a result: figures, one card for each dimension, other raters."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.forms import Rated, notes_in
from plcdesk.domain.instruments import AnswerKind, Dimension, Item
from plcdesk.services.form_views import Filled, FormRow
from plcdesk.words import NOTHING
from ui.pages.observations.wording import answer_words, figure, list_line, lowest_nilai
from ui.runtime.context import Context
from ui.theme.roles import restyle, set_role
from ui.widgets.cards import Card
from ui.widgets.control import SMALLEST
from ui.widgets.flow import FlowLayout
from ui.widgets.form_field import plain_label


class FiguresCard(Card):
    """Nilai and category, what they rest on, engagement, and the yes-or-no rules."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self.w = ctx.w
        self.body.setSpacing(4)
        self.number = plain_label("", "tile-number")
        self.category = plain_label("", "pill")
        self.basis = plain_label("", "meta", wrap=True)
        self.note = plain_label("", "help", wrap=True)
        self.engagement = plain_label("", "strong", wrap=True)
        self.talk = plain_label("", "help", wrap=True)
        self._rules = QWidget()
        self._rules_flow = FlowLayout(self._rules, 8)
        head = QWidget()
        flow = FlowLayout(head, 12)
        flow.addWidget(plain_label(self.w("Score"), "subsection"))
        flow.addWidget(self.number)
        flow.addWidget(self.category)
        for part in (head, self.basis, self._rules, self.engagement, self.talk, self.note):
            self.body.addWidget(part)

    def show_form(self, filled: Filled) -> None:
        """Show the figures of a form; where too little was rated it says so and gives no number."""
        w, score = self.w, filled.score
        self.number.setText(figure(score.nilai, w))
        category = score.category.to(w.language) if score.category is not None else w("Not enough data yet")
        self.category.setText(category)
        self.category.setProperty("tone", "info" if score.category is not None else "warning")
        restyle(self.category)
        self.basis.setText(w("{n} of {m} items filled", n=filled.done, m=filled.total))
        least = lowest_nilai(filled.instrument)
        self.note.setText(w("The score begins at {n}, not at 0: it is the mean of the dimensions.", n=figure(least, w, 0))
                          if least else "")
        self.note.setVisible(bool(least))
        self._show_rules(filled)
        engaged, present = filled.engagement
        self.engagement.setVisible(bool(filled.instrument.sweeps))
        self.engagement.setText(
            w("Engaged: {percent} ({engaged} of {present} observations of pupils in {k} sweeps)",
              percent=w.percent(engaged, present), engaged=engaged, present=present, k=len(filled.sweeps))
            if present else w("Engagement was not counted"))
        teacher, noted = filled.talk
        self.talk.setVisible(bool(noted))
        self.talk.setText(w("The teacher talked at {k} of {n} sweeps", k=teacher, n=noted))

    def _show_rules(self, filled: Filled) -> None:
        self._rules_flow.clear()
        for rule in filled.instrument.scoring.rules:
            met = filled.score.rules.get(rule.code)
            label = rule.label.to(self.w.language)
            text = self.w("{rule}: not enough data", rule=label) if met is None else f"✓ {label}" if met else self.w(
                "Not yet: {rule}", rule=label)
            pill = set_role(plain_label(text, "pill"), "pill", tone="success" if met else "neutral")
            self._rules_flow.addWidget(pill)
            pill.show()
        self._rules.setVisible(bool(filled.instrument.scoring.rules))


class DimensionCard(Card):
    """One dimension: its mean, and each item with level and notes."""

    def __init__(self, ctx: Context, filled: Filled, dimension: Dimension, items: Sequence[Item]) -> None:
        super().__init__(dimension.label.to(ctx.w.language))
        self.w = ctx.w
        self.body.setSpacing(6)
        score = next((one for one in filled.score.dimensions if one.dimension.code == dimension.code), None)
        if score is not None:
            basis = self.w("{n} of {m} items rated", n=score.rated, m=score.asked)
            self.mean = plain_label(
                self.w("Mean {mean} of {highest} · {basis}", mean=figure(score.mean, self.w, 2),
                       highest=score.highest or NOTHING, basis=basis) if score.mean is not None
                else self.w("Not enough data yet: {basis}", basis=basis), "meta", wrap=True)
            self.body.addWidget(self.mean)
        places = {item.code: number for number, item in enumerate(filled.asked, 1)}
        for item in items:
            self.body.addWidget(self._line(places[item.code], item, filled.rated))

    def _line(self, number: int, item: Item, rated: dict[str, Rated]) -> QWidget:
        line = QWidget()
        grid = QGridLayout(line)
        grid.setContentsMargins(0, 2, 0, 2)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        language = self.w.language
        grid.addWidget(plain_label(f"{number}. {item.label.to(language)}", "body", wrap=True), 0, 0)
        said = rated.get(item.code)
        if item.kind is AnswerKind.MANY:
            words = ", ".join(tick.label.to(language) for tick in item.ticks if rated.get(tick.code, Rated()).score)
        else:
            words = answer_words(item, said, self.w)
        grid.addWidget(plain_label(words or NOTHING, "strong" if said is not None and said.score is not None else "meta",
                                   wrap=True), 0, 1, Qt.AlignmentFlag.AlignTop)
        if item.kind is AnswerKind.LEVEL and said is not None:
            for at, note in enumerate(notes_in(said.evidence), 1):
                text = self.w("minute {m}: {words}", m=str(note.minute), words=note.text) if note.minute is not None \
                    else note.text
                grid.addWidget(plain_label(text, "help", wrap=True), at, 0, 1, 2)
        return line


class RatersCard(Card):
    """Who else rated the same, each with the way to compare; hidden when there is nobody."""

    compare_asked = Signal(str)
    self_asked = Signal()
    opened = Signal(str)

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx.w("Other raters"))
        self.w = ctx.w
        self.body.setSpacing(4)
        self._lines: list[QWidget] = []
        self._holder = QVBoxLayout()
        self._holder.setSpacing(4)
        self.body.addLayout(self._holder)
        self.self_button = set_role(QPushButton(ctx.w("Compare with the self-assessment")), "outlined")
        self.self_button.setMinimumHeight(SMALLEST)
        self.self_button.clicked.connect(self.self_asked)
        self.body.addWidget(self.self_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_rows(self, rows: Sequence[FormRow], *, both: bool) -> None:
        """Show the other forms; `both`: there is a self-assessment and an observation of the same month."""
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines = [self._line(row) for row in rows]
        self.self_button.setVisible(both)
        self.setVisible(bool(rows) or both)

    def _line(self, row: FormRow) -> QWidget:
        line = QWidget(self)
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        shown = list_line(row, self.w)
        name = row.rater or NOTHING
        layout.addWidget(plain_label(f"{name} · {shown.pill}", "body", wrap=True), 1)
        for text, role, signal, said in ((self.w("Show"), "plain", self.opened, self.w("Open the rating of {name}", name=name)),
                                         (self.w("Compare"), "outlined", self.compare_asked,
                                          self.w("Compare with {name}", name=name))):
            button = set_role(QPushButton(text), role)
            button.setMinimumHeight(SMALLEST)
            button.setAccessibleName(said)
            button.clicked.connect(lambda _=False, signal=signal: signal.emit(row.id))
            layout.addWidget(button)
        self._holder.addWidget(line)
        line.show()
        return line
