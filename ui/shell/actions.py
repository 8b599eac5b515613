"""Every action of the window, in one list: menus, keys, tool tips, help and search read it."""

from __future__ import annotations

from dataclasses import dataclass

from plcdesk.domain.fields import mark


@dataclass(frozen=True, slots=True)
class Action:
    """`words` is an English source text; the first of `keys` is the one that is shown.

    `place` tells where it can be found besides its keys: "search" in the search box, "keys" nowhere else.
    """

    id: str
    words: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    place: str = "search"


ACTIONS = (
    Action("help", mark("Help for this page"), ("F1",), "circle-question-mark"),
    Action("search", mark("Search and commands"), ("Ctrl+K",), "search", "keys"),
    Action("new", mark("New"), ("Ctrl+N",), "plus", "keys"),
    Action("find", mark("Filter the list"), ("Ctrl+F",), "search", "keys"),
    Action("print", mark("Print"), ("Ctrl+P",), "printer"),
    Action("undo", mark("Undo"), ("Ctrl+Z",), "undo-2"),
    Action("redo", mark("Redo"), ("Ctrl+Y", "Ctrl+Shift+Z"), "redo-2"),
    Action("edit", mark("Edit"), ("F2",), "pencil", "keys"),
    Action("delete", mark("Move to Trash"), ("Del",), "trash-2", "keys"),
    Action("finish", mark("Finish"), ("Ctrl+Return", "Ctrl+Enter"), "check", "keys"),
    Action("history", mark("History"), (), "history"),
    Action("previous_record", mark("Previous record"), ("Ctrl+PgUp",), "", "keys"),
    Action("next_record", mark("Next record"), ("Ctrl+PgDown",), "", "keys"),
    Action("next_tab", mark("Next tab"), ("Ctrl+Tab",), "", "keys"),
    Action("previous_tab", mark("Previous tab"), ("Ctrl+Shift+Tab",), "", "keys"),
    Action("next_pane", mark("Next part of the window"), ("F6",), "", "keys"),
    Action("previous_pane", mark("Previous part of the window"), ("Shift+F6",), "", "keys"),
    Action("back", mark("Back"), ("Esc",), "", "keys"),
    Action("saved", mark("Saved?"), ("Ctrl+S",), "", "keys"),
    Action("larger", mark("Larger text"), ("Ctrl++", "Ctrl+="), "plus"),
    Action("smaller", mark("Smaller text"), ("Ctrl+-",), ""),
    Action("normal", mark("Normal text size"), ("Ctrl+0",), ""),
    Action("theme", mark("Light or dark"), (), "eye"),
)
PAGE_KEYS = tuple(f"Ctrl+{number}" for number in range(1, 10))
"""The keys of the first nine pages, in the order of the sidebar."""
