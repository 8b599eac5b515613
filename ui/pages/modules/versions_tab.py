"""The versions of a module: what changed, and the files of each."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from plcdesk.domain.ids import Id
from plcdesk.domain.modules import ModuleVersion
from plcdesk.services.module_views import Difference, FileChangeKind, ModuleDetail, VersionRow
from plcdesk.services.records import Made
from plcdesk.words import Words
from ui.pages.modules.files import FileList
from ui.pages.modules.part import Part, action, emptied
from ui.runtime.context import Context
from ui.widgets.binding import RecordForm
from ui.widgets.bound_rows import DATE, bind_row, date_field, make_field
from ui.widgets.cards import Card
from ui.widgets.form_field import plain_label
from ui.widgets.long_text import LongText


class VersionsTab(Part):
    """A card for each version, the newest on top."""

    def __init__(self, ctx: Context, origin: QObject) -> None:
        super().__init__(ctx, origin)
        self.cards: list[VersionCard] = []
        self._holder: QWidget | None = None
        self.add = action(self.w("New version"), "outlined", self.new_version)
        ctx.theme.dress(self.add, "plus")
        self.column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addStretch(1)

    def show_detail(self, detail: ModuleDetail) -> None:
        """Show the versions of a module; cards that stay keep what is being typed."""
        super().show_detail(detail)
        wanted = [row.version.id for row in detail.versions]
        if wanted != [card.version for card in self.cards]:
            self._build(detail)
        for card, row in zip(self.cards, detail.versions, strict=True):
            older = next((one for one in detail.versions if one.number < row.number), None)
            found = self.desk.modules.compare(older.version.id, row.version.id) if older is not None else None
            card.show_version(row, found, older.number if older is not None else 0)

    def start(self) -> None:
        """The words about the newest version."""
        for card in self.cards[:1]:
            card.form.focus("changes")

    def commit(self) -> bool:
        """Save what is being typed."""
        done = [card.form.commit() for card in self.cards]
        return all(done)

    def let_go(self) -> None:
        """Save what is being typed and let go."""
        super().let_go()
        for card in self.cards:
            card.form.close()
        self.cards = []

    def new_version(self) -> None:
        """The next version; its words about what changed get the cursor."""
        if self.detail is None:
            return
        self.commit()
        module, made = self.detail.module.id, list[Made]()

        def add() -> Made:
            made.append(self.desk.modules.new_version(module))
            return made[0]

        if self.write(add, self.w("Version")):
            self.ctx.notify.undo_toast(self.w("New version added"))
            self.start()

    def _build(self, detail: ModuleDetail) -> None:
        for card in self.cards:
            card.form.close()
        self._holder, column = emptied(self._holder, self.column, 1)
        self.cards = []
        for row in detail.versions:
            card = VersionCard(self.ctx, self.origin, row, newest=row is detail.versions[0])
            card.form.saved.connect(lambda _changes: self.changed.emit())
            card.files.changed.connect(self.changed)
            card.removed.connect(partial(self._remove, row.version.id))
            column.addWidget(card)
            self.cards.append(card)

    def _remove(self, version: Id) -> None:
        self.commit()
        record = self.desk.records.get(ModuleVersion, version)
        if record is not None and self.write(lambda: self.desk.records.delete(record), self.w("Version")):
            self.ctx.notify.undo_toast(self.w("“{title}” moved to Trash", title=self.w("Version {n}", n=record.number)))


class VersionCard(Card):
    """One version: its day, what changed, its files and how they differ from the version before."""

    removed = Signal()

    def __init__(self, ctx: Context, origin: QObject, row: VersionRow, *, newest: bool) -> None:
        w = ctx.w
        super().__init__(w("Version {n}", n=row.number))
        self.w = w
        self.version: Id = row.version.id
        self.form = RecordForm(ctx, ModuleVersion, w("Version"), origin, self)
        bind_row(ctx, self.form, self, ("made_on", date_field(ctx, w("Date")), DATE))
        self.body.addWidget(self.form.bind("changes", make_field(ctx, w("What changed"), LongText(1))))
        self.compared = plain_label("", "help", wrap=True)
        self.body.addWidget(self.compared)
        self.files = FileList(ctx, origin, row.version.id, roomy=newest)
        self.body.addWidget(self.files)
        self.remove = action(w("Delete this version"), "danger-flat", self.removed.emit,
                             w("Delete version {n}", n=row.number))
        self.body.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignLeft)
        self.remove.setVisible(newest and row.number > 1)
        self.form.open(row.loaded)

    def show_version(self, row: VersionRow, found: Difference | None, older: int) -> None:
        """Show the files, and what became of those of the version before."""
        self.files.show_files(row.files)
        text = difference_text(found, older, self.w) if found is not None else ""
        self.compared.setText(text)
        self.compared.setVisible(bool(text))


def difference_text(found: Difference, older: int, w: Words) -> str:
    """The files against those of an older version, in one sentence; empty when neither has files."""
    groups = [(kind, [one.name for one in found.files if one.kind is kind]) for kind in FileChangeKind]
    told = [f"{w(kind.label)}: {', '.join(names)}" for kind, names in groups if names]
    return w("Against version {n}: {changes}", n=older, changes="; ".join(told)) if told else ""
