"""All reviews of one version: how many are done, what they come to, how far two reviewers agree."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from plcdesk.domain.forms import FormState
from plcdesk.domain.ids import Id
from plcdesk.domain.scoring import exact
from plcdesk.services.form_views import FormRow
from plcdesk.services.module_reviews import COMPLETE, COMPLETE_PROJECT, Result, VersionReviews
from plcdesk.services.module_views import ModuleDetail
from ui.pages.modules.lookup import Lookup
from ui.pages.modules.part import Part, action, emptied
from ui.pages.modules.pill import Pill
from ui.pages.modules.wording import NAMES, agreement_text, criterion_text, verdict_text
from ui.runtime.context import Context
from ui.runtime.tips import plain_tip
from ui.theme.roles import set_role
from ui.widgets.cards import Card
from ui.widgets.elided import ElidedLabel
from ui.widgets.field_row import FieldRow
from ui.widgets.flow import FlowLayout
from ui.widgets.form_field import FormField, plain_label
from ui.widgets.person_field import PersonField
from ui.widgets.segmented import Segmented


class ReviewsOverview(Part):
    """`start_asked(code, person)`, `open_asked(form)`, `remove_asked(row)`, `compare_asked((row, row))`."""

    start_asked = Signal(str, object)
    open_asked = Signal(object)
    remove_asked = Signal(object)
    compare_asked = Signal(object)

    def __init__(self, ctx: Context, origin: QObject, people: Lookup) -> None:
        super().__init__(ctx, origin)
        w = self.w
        self.version: Id | None = None
        self.number = 0
        self._chooser: Segmented | None = None
        self._versions: list[tuple[Id, str]] = []
        self._codes: tuple[str, ...] = ()
        self._holder: QWidget | None = None
        self._buttons: QWidget | None = None
        self.reviewer = PersonField(w, people)
        self.filling = Card(w("Fill in a review"))
        self.told = plain_label("", "strong", wrap=True)
        self.filling.body.addWidget(self.told)
        self.filling.body.addWidget(FieldRow(ctx.theme, [(FormField(
            w, w("Reviewer"), self.reviewer, help=w("You, or whose paper you type in.")), 360)]))
        self.column.addWidget(self.filling)
        self.column.addStretch(1)

    def show_detail(self, detail: ModuleDetail) -> None:
        """Show the reviews of the newest version, or of the one chosen before."""
        fresh = self.detail is None or self.detail.module.id != detail.module.id
        super().show_detail(detail)
        if fresh or not any(row.version.id == self.version for row in detail.versions):
            self.version = detail.versions[0].version.id if detail.versions else None
            self.reviewer.set_value(self._me())
        shown = detail.version(self.version)
        self.number = shown.number if shown is not None else 0
        self._choose_version(detail)
        self._offer(detail)
        self._holder, column = emptied(self._holder, self.column, self.column.indexOf(self.filling) + 1)
        self.filling.setVisible(self.version is not None)
        if self.version is None:
            column.addWidget(plain_label(self.w("A version is needed before it can be reviewed."), "meta", wrap=True))
            return
        found = self.desk.modules.reviews.of(self.version)
        self.told.setText(self.w("Version {number}: {n} of {m} reviewers are done", number=self.number, n=found.filled,
                                 m=found.expected))
        for result in found.results:
            column.addWidget(self._result(result, found))
        if found.reviews:
            column.addWidget(self._list(found.reviews))

    def start(self) -> None:
        """The first instrument."""
        for button in self.buttons[:1]:
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _me(self) -> Id | None:
        me = self.desk.programme.me()
        return me.id if me is not None else None

    def _choose_version(self, detail: ModuleDetail) -> None:
        wanted = [(row.version.id, self.w("Version {n}", n=row.number)) for row in reversed(detail.versions)]
        if self._chooser is None or wanted != self._versions:
            if self._chooser is not None:
                self.column.removeWidget(self._chooser)
                self._chooser.hide()
                self._chooser.deleteLater()
            self._versions, self._chooser = wanted, Segmented(self.w("Version"), wanted)
            self._chooser.chosen.connect(self._turn_to)
            self.column.insertWidget(0, self._chooser)
        self._chooser.set_value(self.version)
        self._chooser.setVisible(len(wanted) > 1)

    def _turn_to(self, version: Id) -> None:
        self.version = version
        if self.detail is not None:
            self.show_detail(self.detail)

    def _offer(self, detail: ModuleDetail) -> None:
        codes = self.desk.modules.reviews.instruments(detail.module)
        if codes == self._codes:
            return
        self._codes = codes
        old, self._buttons = self._buttons, QWidget()
        flow = FlowLayout(self._buttons, 8)
        self.buttons = []
        for code in codes:
            title = self.w(NAMES[code])
            button = action(title, "outlined", partial(self._start, code), self.w("Fill in: {title}", title=title))
            flow.addWidget(button)
            self.buttons.append(button)
        self.filling.body.addWidget(self._buttons)
        if old is not None:
            old.hide()
            old.deleteLater()

    def _start(self, code: str) -> None:
        problem = self.reviewer.problem()
        if problem is not None:
            self.ctx.notify.toast(self.w.problem(problem))
            return
        self.start_asked.emit(code, self.reviewer.value())

    def _result(self, result: Result, found: VersionReviews) -> Card:
        w, card = self.w, Card(self.w(NAMES[result.code]))
        card.body.setSpacing(8)
        card.heading.setToolTip(plain_tip(result.title.to(w.language)))
        text, tone = verdict_text(result, w)
        if result.code in (COMPLETE, COMPLETE_PROJECT):
            missing = ", ".join(item.label.to(w.language) for item in result.missing)
            text, tone = (w("Still missing: {items}", items=missing), "warning") if missing else (
                w("Nothing of the minimum is missing"), "success")
        if text:
            line = QWidget()
            FlowLayout(line, 8).addWidget(Pill(text, tone))
            card.body.addWidget(line)
        chips = QWidget()
        flow = FlowLayout(chips, 8)
        for one in result.criteria:
            flow.addWidget(Pill(criterion_text(one, w), "warning" if one.met is False else "neutral"))
        card.body.addWidget(chips)
        parts = [w.plural("{n} reviewer", "{n} reviewers", result.reviewers)]
        if result.score.nilai is not None:
            category = f" ({result.score.category.to(w.language)})" if result.score.category is not None else ""
            parts.append(w("Score {value}", value=w.number(exact(result.score.nilai), 1)) + category)
        card.body.addWidget(plain_label(" · ".join(parts), "help", wrap=True))
        for pair in found.pairs:
            if pair[0].instrument == result.code:
                card.body.addWidget(self._agreement(pair))
        return card

    def _agreement(self, pair: tuple[FormRow, FormRow]) -> QWidget:
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(12)
        found = self.desk.forms.compare(pair[0].id, pair[1].id)
        line.addWidget(plain_label(agreement_text(found, self.w), "help", wrap=True), 1)
        line.addWidget(action(self.w("Look item by item"), "outlined", partial(self.compare_asked.emit, pair)))
        return holder

    def _list(self, rows: tuple[FormRow, ...]) -> Card:
        w, card = self.w, Card(self.w("Reviews of this version"))
        card.body.setSpacing(4)
        for row in rows:
            frame = set_role(QFrame(), "row")
            line = QHBoxLayout(frame)
            line.setContentsMargins(0, 2, 0, 4)
            line.setSpacing(8)
            words = QVBoxLayout()
            words.setSpacing(0)
            title = w(NAMES[row.instrument]) if row.instrument in NAMES else row.title.to(w.language)
            words.addWidget(ElidedLabel(f"{row.rater or w('Without a name')} · {title}", "strong"))
            state = w("Finished") if row.state is FormState.COMPLETE else w("{n} of {m} items filled", n=row.done, m=row.total)
            day = w.day(row.held_on) if row.held_on is not None else ""
            words.addWidget(ElidedLabel(" · ".join(part for part in (state, day) if part), "help"))
            line.addLayout(words, 1)
            spoken = {"title": title, "name": row.rater}
            line.addWidget(action(w("Look"), "outlined", partial(self.open_asked.emit, row.id),
                                  w("Open the review {title} of {name}", **spoken)))
            line.addWidget(action(w("Delete"), "plain", partial(self.remove_asked.emit, row),
                                  w("Delete the review {title} of {name}", **spoken)))
            card.body.addWidget(frame)
        return card
