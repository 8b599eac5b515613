"""People: who takes part, in which groups, of which schools."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget

from plcdesk.domain.fields import mark
from ui.pages.people.add_dialog import AddDialog, AddGroup, AddPerson, AddSchool
from ui.pages.people.duplicates import DuplicatesView
from ui.pages.people.paste_dialog import PasteDialog
from ui.pages.people.tools import Tools
from ui.pages.people.views import GroupsView, PeopleView, SchoolsView
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.runtime.sizes import SizeClass
from ui.theme.roles import set_role
from ui.widgets.control import SMALLEST
from ui.widgets.empty import EmptyState
from ui.widgets.page import Command, Page, PageSpec
from ui.widgets.record_view import RecordView
from ui.widgets.tabs import Tabs

PEOPLE, GROUPS, SCHOOLS = "people", "groups", "schools"
DUPLICATES = "duplicates"


class PeoplePage(Page):
    """Three tabs of the same shape: people, groups, schools. Who may be there twice is compared in their place."""

    SPEC = PageSpec(
        id="people", title=mark("People"), icon="users",
        tables=frozenset({"person", "group", "member", "school", "slot", "person_number", "person_contact", "consent",
                          "role_held"}),
        primary=("new", mark("Add a person")),
        commands=(Command("paste", mark("Paste a list of names"), "Ctrl+Shift+N", "clipboard-list"),
                  Command("give_pseudonyms", mark("Give pseudonyms"))),
    )

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        w = self.w
        empty = EmptyState(w, w("No people yet"), w("Paste a list of names; they can be completed later."),
                           w("Paste a list of names"), primary=False)
        empty.acted.connect(self.paste)
        self.views: dict[str, RecordView] = {
            PEOPLE: PeopleView(ctx, self, empty), GROUPS: GroupsView(ctx, self), SCHOOLS: SchoolsView(ctx, self)}
        self.tools = Tools(w("More"), ((w("Paste a list of names"), self.paste),
                                       (w("Give pseudonyms"), self.give_pseudonyms)))
        # from the outside inwards: what is put into a stack is dressed at once, and anew when the stack finds its place
        self._stack = QStackedWidget()
        self.body.setSpacing(8)
        self.body.addWidget(self._stack, 1)
        self.tabs = Tabs()
        self._stack.addWidget(self.tabs)
        self.tabs.bar.setAccessibleName(w(self.SPEC.title))
        for key, label in ((PEOPLE, w("All people")), (GROUPS, w("Groups")), (SCHOOLS, w("Schools"))):
            self.tabs.add(key, label, self.views[key])
            self.views[key].split.turned.connect(self._turned)
        self.doubts = set_role(QPushButton(), "outlined")
        self.doubts.setMinimumHeight(SMALLEST)
        once(self.doubts, self.show_duplicates)
        self.tabs.add_beside(self.doubts)
        self.tabs.add_beside(self.tools)
        self.tabs.changed.connect(self._tab)
        self.duplicates = DuplicatesView(ctx)
        self.duplicates.counted.connect(self._count)
        self.duplicates.done.connect(self.back)
        self._stack.addWidget(self.duplicates)
        self._pairs, self._unread = 0, True
        self._count(0)
        ctx.bus.changed.connect(self._news)
        self.dialog: AddDialog | PasteDialog | None = None
        self._pasted = ""

    @property
    def record_id(self) -> str | None:
        """The open person, group or school."""
        return DUPLICATES if self.comparing else self.view.current

    @property
    def comparing(self) -> bool:
        """Whether two people are compared in place of the lists."""
        return self._stack.currentWidget() is self.duplicates

    @property
    def view(self) -> RecordView:
        """The view on screen."""
        return self.views[self.tabs.current]

    def refresh(self) -> None:
        """Read the view on screen; the others when they are looked at."""
        self.view.reload()

    def open(self, record_id: str) -> None:
        """Open a person, a group, a school, a tab by its key, the list to paste, or the possible duplicates."""
        if record_id == DUPLICATES:
            self.duplicates.reload()
            self.show_duplicates()
            return
        self._stop_comparing()
        if record_id in self.views:
            self.tabs.select(record_id)
            self.view.split.back()
        elif record_id == "paste":
            self.tabs.select(PEOPLE)
            self.paste()
        else:
            for key, view in self.views.items():
                if view.open(record_id):
                    self.tabs.select(key)
                    view.split.show_detail()
                    return

    def primary(self) -> None:
        """Add a person, a group or a school, whichever is on screen."""
        self._stop_comparing()
        kinds: dict[str, type[AddDialog]] = {PEOPLE: AddPerson, GROUPS: AddGroup, SCHOOLS: AddSchool}
        self.leave()
        dialog = kinds[self.tabs.current](self.ctx, self)  # type: ignore[call-arg, arg-type]
        dialog.made.connect(self._made)
        if isinstance(dialog, AddPerson):
            dialog.existing.connect(self.open)
        self.dialog = dialog
        dialog.begin()

    def show_duplicates(self) -> None:
        """Compare the people who may be there twice; nothing happens when there are none."""
        if not self._pairs:
            return
        self.leave()
        self._stack.setCurrentWidget(self.duplicates)
        self.duplicates.begin()

    def paste(self) -> None:
        """Add many people at once; what was pasted and not added is there again next time."""
        self.leave()
        dialog = PasteDialog(self.ctx, self, self._pasted)
        dialog.finished.connect(lambda _: self._keep(dialog.left_over))
        self.dialog = dialog
        dialog.begin()

    def give_pseudonyms(self) -> None:
        """Give a pseudonym to everyone who has none."""
        self.leave()
        changes = self.ctx.write(self.desk.people.assign_aliases, self.w("Pseudonym"))
        count = len(changes.rows)
        if not count:
            self.ctx.notify.toast(self.w("Everyone has a pseudonym already"))
            return
        self.ctx.notify.undo_toast(self.w.plural("{n} person got a pseudonym", "{n} people got a pseudonym", count))

    def fit(self, size_class: SizeClass, short: bool) -> None:
        """List and detail side by side or in turns."""
        super().fit(size_class, short)
        self.tools.fold(narrow=size_class.stacked)
        for view in self.views.values():
            view.fit(size_class)

    def leave(self) -> None:
        """Save what is half typed."""
        for view in self.views.values():
            view.form.commit()

    def find(self) -> bool:  # type: ignore[override]
        """Filter the list."""
        self._stop_comparing()
        self.view.split.back()
        self.view.pane.focus_filter()
        return True

    def focus_list(self) -> bool:
        """Into the list."""
        self._stop_comparing()
        if self.view.split.alone:
            return False
        self.view.pane.setFocus()
        return True

    def focus_detail(self) -> bool:
        """Into the open record."""
        if self.comparing:
            self.duplicates.card.begin()
            return True
        if self.view.current is None:
            return False
        self.view.split.show_detail()
        self.view.form.begin()
        return True

    def edit(self) -> bool:
        """F2: the name of what is open."""
        return self.focus_detail()

    def delete(self) -> bool:
        """Del in the list: what is chosen goes to the trash; a school does not, its records hang on it."""
        if self.view.current is None or self.tabs.current == SCHOOLS or not self.view.pane.view.hasFocus():
            return False
        self.view.form.delete()
        self.view.pane.setFocus()
        return True

    def step(self, delta: int) -> bool:
        """The next or previous record."""
        return self.duplicates.step(delta) if self.comparing else self.view.step(delta)

    def back(self) -> bool:
        """From the comparison or the record to the list."""
        return self._stop_comparing() or self.view.split.back()

    def showEvent(self, event: QShowEvent) -> None:
        """Look for people entered twice: any page may have brought records under an old name meanwhile."""
        super().showEvent(event)
        self._look_for_duplicates()

    def _news(self, _changes: object, _origin: QObject | None) -> None:
        self._unread = True
        if self.isVisible():
            self._look_for_duplicates()

    def _look_for_duplicates(self) -> None:
        if self._unread:
            self._unread = False
            self.duplicates.reload()

    def _count(self, pairs: int) -> None:
        self._pairs = pairs
        self.doubts.setText(self.w("Possible duplicates ({n})", n=pairs))
        self.doubts.setVisible(bool(pairs))

    def _stop_comparing(self) -> bool:
        if not self.comparing:
            return False
        self._stack.setCurrentWidget(self.tabs)
        self.view.reload()
        self.view.pane.setFocus()
        return True

    def _tab(self, key: str) -> None:
        words = {PEOPLE: self.w("Add a person"), GROUPS: self.w("Add a group"), SCHOOLS: self.w("Add a school")}
        self.primary_text(words[key])
        self.refresh()
        self._turned()

    def _turned(self) -> None:
        """While a record stands alone, its own line with the way back takes the place of the tabs."""
        self.tabs.head.setVisible(not self.view.split.alone)

    def _made(self, record_id: str) -> None:
        self.view.reload()
        self.view.open(record_id)
        self.view.split.show_detail()

    def _keep(self, text: str) -> None:
        self._pasted = text
        self.dialog = None
