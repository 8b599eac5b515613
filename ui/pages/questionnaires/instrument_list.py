"""The versions of all instruments: a list, and the chosen one to read, to copy or to write."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from plcdesk.domain.changes import Changes
from plcdesk.services.instruments import EditionRow
from plcdesk.words import Words
from ui.pages.questionnaires.instrument_form import InstrumentForm
from ui.pages.questionnaires.instrument_words import edition_facts, title_words
from ui.runtime.context import Context
from ui.widgets.data_table import Line, ListPane
from ui.widgets.filter_bar import Filter
from ui.widgets.query import MemorySource
from ui.widgets.record_view import RecordView

OURS, OWN = "ours", "own"


@dataclass(frozen=True, slots=True)
class Listed:
    """A version with an id that tells it apart also when it is one of the program."""

    id: str
    row: EditionRow
    current: bool


class InstrumentList(RecordView):
    """Every version, by code and newest first. A record id is an edition's id, or ``code:version`` for ours."""

    def __init__(self, ctx: Context, origin: QWidget, parent: QWidget | None = None) -> None:
        w = ctx.w
        filters = [Filter("made", w("Made by"), [(OURS, w("The program")), (OWN, w("This programme"))])]
        pane = ListPane(w, ctx.theme, lambda listed: instrument_line(listed, w), filters)
        pane.view.setAccessibleName(w("Instruments"))
        self._origin = origin
        super().__init__(ctx, pane, InstrumentForm(ctx, origin), w("Choose an instrument from the list."))
        self.setParent(parent)
        self.form.made.connect(self._made)
        self.form.gone.connect(lambda: QTimer.singleShot(0, self, self._gone))
        ctx.bus.changed.connect(self._elsewhere)

    def source(self) -> MemorySource:
        """Every version that is here."""
        rows = self.ctx.desk.instruments.editions()
        filled = {made.key for made in self.ctx.desk.instruments.all()}
        listed = [Listed(listed_id(row), row, (row.code, row.version) in filled) for row in rows]
        return MemorySource(listed, lambda one: f"{one.row.code} {one.row.title.id} {one.row.title.en}",
                            {"made": lambda one: OWN if one.row.own else OURS})

    def commit(self) -> bool:
        """Save what is half typed (the page is left)."""
        done: bool = self.form.commit()
        return done

    def _made(self, edition: str) -> None:
        self.reread()
        self.open(edition)
        self.split.show_detail()

    def _gone(self) -> None:
        self.current = None
        self.reload()

    def _elsewhere(self, changes: Changes, origin: object) -> None:
        if "instrument_edition" in changes.tables and origin is not self._origin and self.isVisible():
            self.reread()


def listed_id(row: EditionRow) -> str:
    """What a version is called in the list."""
    return row.id or f"{row.code}:{row.version}"


def instrument_line(listed: Listed, w: Words) -> Line:
    """Title, code, version and how often it was filled; a pill for what is being written."""
    row = listed.row
    pill, tone = ("", "neutral")
    if not row.readable:
        pill, tone = w("From a newer version"), "warning"
    elif row.draft:
        pill, tone = w("Being written"), "info"
    elif not listed.current:
        pill = w("Replaced")
    return Line(title_words(row, w), edition_facts(row, w, maker=not pill), pill, tone)
