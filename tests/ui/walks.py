"""Every place that a page has with the sample: its tabs and views, an open record, what takes the whole page for a while."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from plcdesk.domain.coaching import Cycle
from plcdesk.domain.ids import Id
from plcdesk.services.form_views import FormFilter
from ui.shell.workspace import Workspace


def places(space: Workspace, page_id: str) -> Iterator[str]:
    """Open a page and go to each of its places, one after the other; the last one is the list again."""
    space.go(page_id)
    yield from WALKS.get(page_id, _tabs)(space, page_id)


def _tabs(space: Workspace, page_id: str) -> Iterator[str]:
    page: Any = space.page
    if page_id == "meetings" and page.record_id is None:
        page.list.pane.view.step(1)
    detail = getattr(page, "detail", None)
    tabs = getattr(detail, "tabs", None) or getattr(page, "tabs", None)
    if tabs is None or not tabs.isVisible():
        yield page_id
        return
    for at in range(tabs.bar.count()):
        tabs.bar.setCurrentIndex(at)
        yield f"{page_id}/{tabs.current}"
    tabs.bar.setCurrentIndex(0)


def _observations(space: Workspace, page_id: str) -> Iterator[str]:
    page: Any = space.page
    yield page_id
    for code in ("P", "D"):
        form = a_form(space, code)
        page.open(form)
        yield f"{page_id}/result {code}"
        page.open(f"rate:{form}")
        yield f"{page_id}/rating {code}"
        if page.live.next_tab(1):
            yield f"{page_id}/sweeps {code}"
            page.live.next_tab(1)
        page.back()
    page.back()


def _coaching(space: Workspace, page_id: str) -> Iterator[str]:
    page: Any = space.page
    page.open("teachers")
    yield page_id
    page.open(space.ctx.desk.records.all(Cycle)[0].id)
    yield f"{page_id}/cycle"
    page.back()
    page.open("visits")
    yield f"{page_id}/visits"
    page.visits.open(space.ctx.desk.coaching.visits()[0].id)
    yield f"{page_id}/a visit"
    page.open("teachers")


def _modules(space: Workspace, page_id: str) -> Iterator[str]:
    page: Any = space.page
    page.show_view("list")
    yield page_id
    page.open(space.ctx.desk.modules.rows()[0].id)
    for key in page.view.form.tabs.keys:
        page.view.form.select(key)
        yield f"{page_id}/{key}"
    page.view.form.select(page.view.form.tabs.keys[0])
    page.back()
    page.show_view("board")
    yield f"{page_id}/board"
    page.show_view("list")


def _questionnaires(space: Workspace, page_id: str) -> Iterator[str]:
    page: Any = space.page
    page.show_batches()
    yield page_id
    sheet = a_form(space, "M")
    batch = space.ctx.desk.forms.row(sheet).batch_id
    page.open(batch)
    yield f"{page_id}/batch"
    page.show_results()
    yield f"{page_id}/results"
    page.open("instruments")
    page.step(1)
    yield f"{page_id}/instruments"
    page.back()
    page.open(f"sheet:{sheet}")
    yield f"{page_id}/keying"
    page.back()
    page.show_batches()


def _notes(space: Workspace, page_id: str) -> Iterator[str]:
    page: Any = space.page
    for key in page.tabs.keys:
        page.tabs.select(key)
        yield f"{page_id}/{key}"
        if page.step(1):
            yield f"{page_id}/{key}: a record"
            page.back()
    page.tabs.select(page.tabs.keys[0])


def a_form(space: Workspace, code: str) -> Id:
    """A filled form of the sample with this instrument."""
    return space.ctx.desk.forms.rows(FormFilter(instrument=code), limit=1)[0].id


WALKS: dict[str, Callable[[Workspace, str], Iterator[str]]] = {
    "observations": _observations, "coaching": _coaching, "modules": _modules, "questionnaires": _questionnaires,
    "notes": _notes,
}  # fmt: skip
"""The walk over each page that is more than a list with tabs."""
