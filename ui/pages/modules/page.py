"""Modules: teaching material through its rounds of plan, do, check and act."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout

from plcdesk.domain.changes import Row
from plcdesk.domain.fields import mark
from plcdesk.domain.ids import Id
from plcdesk.services.module_reviews import AUTHENTIC, COMPLETE, COMPLETE_PROJECT, CREATIVE
from ui.pages.modules.add_dialog import AddModule
from ui.pages.modules.board import Board
from ui.pages.modules.finding import module_of
from ui.pages.modules.form import ROUNDS, VERSIONS
from ui.pages.modules.view import ModulesView
from ui.runtime.context import Context
from ui.runtime.sizes import SizeClass
from ui.widgets.empty import EmptyState
from ui.widgets.form_papers import blanks, review
from ui.widgets.page import Command, PageSpec
from ui.widgets.print_panel import Paper
from ui.widgets.printing_page import PrintingPage
from ui.widgets.record_history import RecordHistory
from ui.widgets.segmented import Segmented

LIST, BOARD = "list", "board"
CHOSEN = "modules.view"
"""Under which the chosen view is remembered on this computer."""


class ModulesPage(PrintingPage):
    """The list of modules, and the chosen one with its tabs."""

    SPEC = PageSpec(
        id="modules", title=mark("Modules"), icon="book-open",
        tables=frozenset({"module", "author", "module_version", "module_file", "round", "action", "form", "answer",
                          "sweep", "input_use", "partner_input", "person", "school"}),
        primary=("new", mark("Add a module")),
        commands=(Command("next_version", mark("New version"), icon="plus"),
                  Command("show_board", mark("Modules by step"), icon="book-open"),
                  Command("rounds", mark("Rounds of the module"), "Ctrl+Shift+R", "book-open")),
    )

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        w = self.w
        empty = EmptyState(w, w("No modules yet"), w("A module, lesson plan or project that your group works on together."),
                           w("Add a module"), primary=False)
        empty.acted.connect(self.primary)
        self.view = ModulesView(ctx, self, empty)
        self.view.form.filling.connect(self.quiet_header)
        self.dialog: AddModule | None = None
        self.switch = Segmented(w("View"), [(LIST, w("List")), (BOARD, w("Board"))])
        self.switch.set_value(self.desk.drafts.recall(CHOSEN, LIST))
        self.switch.chosen.connect(self.show_view)
        self.board = Board(ctx, self)
        self.board.opened.connect(self.open)
        self.board.add_asked.connect(self.primary)
        self.body.setSpacing(8)
        self.body.addWidget(self.view, 1)
        self.body.addWidget(self.board, 1)
        self.offer_print(self.view.form.head)
        self._arrange()

    @property
    def record_id(self) -> str | None:
        """The open module."""
        return self.view.current

    def refresh(self) -> None:
        """Read everything anew."""
        self.view.reload()
        if self.on_board:
            self.board.show_rows(self.desk.modules.rows())

    @property
    def on_board(self) -> bool:
        """Whether the board is shown in place of list and module."""
        return bool(self.switch.value() == BOARD)

    def show_view(self, view: str) -> None:
        """Show the list with the open module, or the board."""
        self.leave()
        self.switch.set_value(view)
        self.desk.drafts.remember(CHOSEN, view)
        if self.on_board:
            self.board.show_rows(self.desk.modules.rows())
        self._arrange()

    def open(self, record_id: str) -> None:
        """Open a module; of a round, a version or a follow-up of a round the module with the tab that holds it."""
        self.close_print()
        found, tab = module_of(self.desk, Id(record_id))
        if found is not None and self.view.open(found):
            if self.on_board:
                self.show_view(LIST)
            if tab:
                self.view.form.select(tab)
            self.view.split.show_detail()

    def primary(self) -> None:
        """Add a module."""
        self.leave()
        self.dialog = AddModule(self.ctx, self)
        self.dialog.made.connect(self._made)
        self.dialog.begin()

    def next_version(self) -> None:
        """Make the next version of the open module."""
        if self.view.current is not None:
            self.show_view(LIST)
            self.view.form.select(VERSIONS)
            self.view.form.part.new_version()

    def show_board(self) -> None:
        """Show all modules by the step they have come to."""
        self.show_view(BOARD)

    def rounds(self) -> None:
        """Show the rounds of the open module."""
        if self.view.current is not None:
            self.show_view(LIST)
            self.view.form.select(ROUNDS)
            self.view.form.begin()

    def fit(self, size_class: SizeClass, short: bool) -> None:
        """List and detail side by side or in turns."""
        super().fit(size_class, short)
        self.view.fit(size_class)

    def leave(self) -> None:
        """Save what is half typed."""
        self.view.form.commit()

    def find(self) -> bool:  # type: ignore[override]
        """Filter the list."""
        if self.on_board:
            self.show_view(LIST)
        self.view.split.back()
        self.view.pane.focus_filter()
        return True

    def focus_list(self) -> bool:
        """Into the list, or to the first card of the board."""
        if self.on_board:
            self.board.setFocus()
            return True
        if self.view.split.alone:
            return False
        self.view.pane.setFocus()
        return True

    def focus_detail(self) -> bool:
        """Into the open module."""
        if self.view.current is None or self.on_board:
            return False
        self.view.split.show_detail()
        self.view.form.begin()
        return True

    def edit(self) -> bool:
        """F2: into the open module."""
        return self.focus_detail()

    def delete(self) -> bool:
        """Del in the list: the chosen module goes to the trash."""
        if self.view.current is None or not self.view.pane.view.hasFocus():
            return False
        self.view.form.delete()
        self.view.pane.setFocus()
        return True

    def finish(self) -> bool:
        """Finish the review being filled in."""
        return self.view.form.finish()

    def step(self, delta: int) -> bool:
        """The next or previous module."""
        return self.view.step(delta)

    def back(self) -> bool:
        """From the preview to the page, from a review to all of them, from the module to the list."""
        return self.close_print() or self.view.form.back() or self.view.split.back()

    def papers(self) -> Sequence[Paper]:
        """The reviews of the open module, and the empty forms to review one with."""
        detail = self.view.form.detail if self.view.current is not None and not self.on_board else None
        if detail is None:
            return blanks(self.ctx, (AUTHENTIC, CREATIVE, COMPLETE, COMPLETE_PROJECT))
        return [review(self.ctx, detail, self.view.form.version), *blanks(self.ctx, self.desk.modules.reviews.instruments(detail.module),
                                                  school_id=detail.module.school_id)]

    def history(self) -> bool:
        """Everything that happened to the open module."""
        if self.view.current is None:
            return False
        self.ctx.panel.show(self.w("History"), RecordHistory(self.ctx, Row("module", Id(self.view.current))))
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """While a review is open, its keys work wherever the keyboard is."""
        if self.printing or not self.view.form.handle(event):
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        """List or board, with the switch above whichever it is."""
        listing = self.view.split.listing.layout()
        place = self.body if self.on_board else listing
        if isinstance(place, QVBoxLayout):
            place.insertWidget(0, self.switch)
        self.view.setVisible(not self.on_board)
        self.board.setVisible(self.on_board)

    def _made(self, record_id: str) -> None:
        self.view.reload()
        self.open(record_id)
        self.view.form.begin()
