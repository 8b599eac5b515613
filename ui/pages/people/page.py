"""People: who takes part, in which groups, of which schools."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from plcdesk.domain.fields import mark
from plcdesk.domain.people import Role
from ui.pages.people.paste_dialog import PasteDialog
from ui.pages.people.views import GroupsView, PeopleView, SchoolsView
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.runtime.sizes import SizeClass
from ui.theme.roles import set_role
from ui.widgets.empty import EmptyState
from ui.widgets.page import Command, Page, PageSpec
from ui.widgets.tabs import Tabs


class PeoplePage(Page):
    """Three tabs of the same shape: people, groups, schools."""

    SPEC = PageSpec(
        id="people", title=mark("People"), icon="users",
        tables=frozenset({"person", "group", "member", "school", "slot", "person_number", "person_contact", "consent"}),
        primary=("new", mark("Add a person")),
        commands=(Command("paste", mark("Paste a list of names"), "Ctrl+Shift+N", "clipboard-list"),),
    )

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        w = self.w
        empty = EmptyState(w, w("No people yet"), w("Paste a list of names; they can be completed later."),
                           w("Paste a list of names"))
        empty.acted.connect(self.paste)
        self.views: dict[str, Any] = {
            "people": PeopleView(ctx, self, empty),
            "groups": GroupsView(ctx, self),
            "schools": SchoolsView(ctx, self),
        }
        self.tabs = Tabs()
        for key, label, view in (("people", w("People"), self.views["people"]),
                                 ("groups", w("Groups"), self.views["groups"]),
                                 ("schools", w("Schools"), self.views["schools"])):
            self.tabs.add(key, label, view)
        self.tabs.changed.connect(self._tab)
        self.body.addWidget(self._tools())
        self.body.addWidget(self.tabs, 1)
        self.dialog: PasteDialog | None = None

    @property
    def record_id(self) -> str | None:
        """The open person, group or school."""
        found: str | None = self.view.current
        return found

    @property
    def view(self) -> Any:
        """The view on screen."""
        return self.views[self.tabs.current]

    def refresh(self) -> None:
        """Read the view on screen; the others when they are looked at."""
        self.view.reload()

    def open(self, record_id: str) -> None:
        """Open a person, a group, a school, a tab by its key, or the list to paste."""
        if record_id in self.views:
            self.tabs.select(record_id)
            return
        if record_id == "paste":
            self.paste()
            return
        for key, view in self.views.items():
            if view.form.open(record_id):
                self.tabs.select(key)
                view.open(record_id)
                view.split.show_detail()
                return

    def primary(self) -> None:
        """Add a person, a group or a school, whichever is on screen."""
        make = {"people": self._new_person, "groups": self._new_group, "schools": self._new_school}
        made = make[self.tabs.current]()
        if made is not None:
            self.view.reload()
            self.view.open(made)
            self.view.split.show_detail()
            self.view.form.begin()

    def paste(self) -> None:
        """Add many people at once."""
        self.dialog = PasteDialog(self.ctx, self)
        self.dialog.finished.connect(lambda _: self.refresh())
        self.dialog.begin()

    def fit(self, size_class: SizeClass, short: bool) -> None:
        """List and detail side by side or in turns."""
        super().fit(size_class, short)
        for view in self.views.values():
            view.fit(size_class)

    def leave(self) -> None:
        """Save what is half typed."""
        for view in self.views.values():
            view.form.commit()

    def find(self) -> bool:
        """Filter the list."""
        self.view.pane.focus_filter()
        return True

    def focus_list(self) -> bool:
        """Into the list."""
        self.view.pane.view.setFocus()
        return True

    def focus_detail(self) -> bool:
        """Into the open record."""
        self.view.split.show_detail()
        self.view.form.begin()
        return True

    def edit(self) -> bool:
        """F2: the name of what is open."""
        return self.focus_detail()

    def delete(self) -> bool:
        """Del: what is open goes to the trash; a school does not, its records hang on it."""
        if self.view.current is None or self.tabs.current == "schools":
            return False
        self.view.form.delete()
        return True

    def step(self, delta: int) -> bool:
        """The next or previous record."""
        moved: bool = self.view.step(delta)
        return moved

    def back(self) -> bool:
        """From the record to the list."""
        returned: bool = self.view.split.back()
        return returned

    def _tools(self) -> QWidget:
        bar = QWidget()
        row = QHBoxLayout(bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for text, method in ((self.w("Paste a list of names"), self.paste),
                             (self.w("Give pseudonyms"), self._assign)):
            button = set_role(QPushButton(text), "outlined")
            once(button, method)
            row.addWidget(button)
        row.addStretch(1)
        return bar

    def _tab(self, key: str) -> None:
        words = {"people": self.w("Add a person"), "groups": self.w("Add a group"), "schools": self.w("Add a school")}
        self.primary_text(words[key])
        self.refresh()

    def _assign(self) -> None:
        changes = self.ctx.write(self.desk.people.assign_aliases, self.w("Pseudonym"), self)
        count = len(changes.rows)
        text = self.w.plural("{n} person got a pseudonym", "{n} people got a pseudonym", count) if count else \
            self.w("Everyone has a pseudonym already")
        (self.ctx.notify.undo_toast if count else self.ctx.notify.toast)(text)
        self.refresh()

    def _new_person(self) -> str | None:
        me = self.desk.programme.me()
        return self._made(partial(self.desk.people.add, "", Role.TEACHER, me.school_id if me else None), self.w("Person"))

    def _new_group(self) -> str | None:
        me = self.desk.programme.me()
        return self._made(partial(self.desk.groups.add, "", school_id=me.school_id if me else None), self.w("Group"))

    def _new_school(self) -> str | None:
        return self._made(partial(self.desk.programme.add_school, self.w("New school")), self.w("School"))

    def _made(self, work: Any, label: str) -> str | None:
        made: list[Any] = []

        def save() -> Any:
            made.append(work())
            return made[0]

        self.ctx.write(save, label, self)
        return str(made[0].id) if made else None
