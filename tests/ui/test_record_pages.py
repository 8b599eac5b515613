"""Wherever a record is named - in the search, on the start page, among what was opened last - it can be opened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QTabBar, QWidget

from plcdesk.domain.changes import Row
from plcdesk.domain.forms import Form
from plcdesk.domain.instruments import About
from plcdesk.domain.meetings import Action
from plcdesk.domain.records import SPECS
from plcdesk.paths import Paths
from plcdesk.settings import Settings
from plcdesk.words import Words
from tests.ui.conftest import Home
from tests.ui.test_checks import settle
from tests.ui.undoing import words_in
from tests.ui.walks import places
from ui.runtime.homes import FORM_PAGES, RECORD_PAGES, home_of
from ui.shell.help import HELP
from ui.shell.help_view import bold
from ui.shell.pages import existing
from ui.shell.session import make_context
from ui.shell.workspace import Workspace

if TYPE_CHECKING:
    from plcdesk.services.desk import Desk
    from ui.theme.theme import Theme

NO_PAGE = {
    "person_number": "stands on its person", "person_contact": "stands on its person", "role_held": "stands on its person",
    "consent": "stands on its person", "member": "stands on its group", "slot": "stands on its group",
    "same_person": "a decision about two people, in their history", "agenda_item": "stands on its meeting",
    "attendance": "stands on its meeting", "talk_turn": "stands on its meeting", "decision": "stands on its meeting",
    "attachment": "stands on its meeting", "answer": "stands on its form", "sweep": "stands on its form",
    "author": "stands on its module", "input_use": "stands on its partner's input",
    "device_notice": "a statement; the page of computers tells what it comes to", "erasure": "a statement; nothing to open",
}
"""Kinds of records without a page of their own, and why."""
BY_ITSELF = {"form"}
"""A form is opened where it is filled."""
SETTINGS = {"school", "programme", "stage"}
"""Shown on the settings without being chosen there."""
LATER = {("exchange", "Gabungkan data"), ("exchange", "Merge data")}
"""What the help names and what is made only when a bundle was opened."""


@pytest.fixture(scope="module")
def sample(lay_sample: Callable[[Path], Paths], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The sample programme with an instrument that is being written and an observation that is still private."""
    from plcdesk import bootstrap

    desk = bootstrap.open_sample(lay_sample(tmp_path_factory.mktemp("sample")), Settings())
    desk.instruments.start_edition("R1", new_code="XUJI")
    desk.forms.start("D", person_id=desk.records.me())
    yield desk
    desk.close()


@pytest.fixture
def space(sample: Desk, theme: Theme, qtbot: Any, request: Any) -> Iterator[Workspace]:
    """The whole window, in Indonesian unless a test asks for another language."""
    owner = QWidget()
    ctx = make_context(sample, Words(getattr(request, "param", "id")), theme, Home(theme), owner)
    made = Workspace(ctx)
    qtbot.addWidget(made)
    made.resize(1366, 697)
    made.show()
    qtbot.waitExposed(made)
    yield made
    ctx.tasks.wait()
    owner.deleteLater()


def test_each_kind_of_record_has_a_page_or_a_reason() -> None:
    known = set(RECORD_PAGES) | set(NO_PAGE) | BY_ITSELF
    assert known == set(SPECS)
    assert not set(RECORD_PAGES) & set(NO_PAGE)
    assert set(FORM_PAGES) == set(About)
    assert {*RECORD_PAGES.values(), *(page for page, _ in FORM_PAGES.values())} <= {entry.id for entry in existing()}


@pytest.mark.parametrize("table", sorted(set(RECORD_PAGES) - SETTINGS))
def test_a_record_is_opened_on_its_page(table: str, sample: Desk, space: Workspace) -> None:
    """A hit of the search that opens an empty page is worse than none."""
    record: Any = sample.records.all(SPECS[table].cls)[-1]
    target = home_of(sample, Row(table, record.id))
    assert target is not None
    space.go("home")
    space.go(*target)
    settle(space)
    assert space.page is not None
    assert space.page.SPEC.id == target[0]
    assert known_by(sample, table, record) in words_in(space)


def sample_meeting(desk: Desk, action: Action) -> Any:
    return desk.meetings.row(action.meeting_id) if action.meeting_id is not None else None


def known_by(desk: Desk, table: str, record: Any) -> str:
    """Words that stand on the page when this record is open."""
    w = Words("id")
    if table in ("module_version", "round"):
        return w("Version {n}" if table == "module_version" else "Round {n}", n=record.number)
    if table == "chat_tally":
        return w.month(record.month)
    if table == "batch":
        found = desk.questionnaires.batch(record.id)
        assert found is not None
        return found.heading(w)
    if table == "action":
        meeting = sample_meeting(desk, record)
        return meeting.heading(w)
    if table == "visit":
        return w.day(record.planned_on)
    if table == "cycle":
        return desk.records.names()[record.person_id]
    if table == "interview":
        return str(record.speaker)
    return desk.records.title(Row(table, record.id), w).split(",")[0].removesuffix("…")[:30]


@pytest.mark.parametrize("about", list(About))
def test_a_form_is_opened_where_it_is_filled(about: About, sample: Desk, space: Workspace) -> None:
    form = next(one for one in sample.records.all(Form) if sample.forms.need(one.id).row.about is about)
    target = home_of(sample, Row("form", form.id))
    assert target is not None
    space.go("home")
    space.go(*target)
    settle(space)
    page: Any = space.page
    assert page.SPEC.id == FORM_PAGES[about][0]
    assert page.record_id is not None
    row = sample.forms.need(form.id).row
    name = row.person or row.module or row.heading(Words("id"))
    if about is not About.SHEET:
        assert name.split(",")[0] in words_in(space)


def test_a_follow_up_is_opened_where_it_was_agreed(sample: Desk) -> None:
    module = sample.modules.rows()[0]
    assert module.round_id is not None
    action = sample.actions.add_for_round(module.round_id, "Mencetak kartu").id
    assert sample.records.get(Action, action) is not None
    assert home_of(sample, Row("action", action)) == ("modules", action)
    meeting = next(row for row in sample.actions.rows() if row.meeting_id is not None)
    assert home_of(sample, Row("action", meeting.id)) == ("meetings", meeting.meeting_id)


def said(space: Workspace) -> set[str]:
    """What the buttons, labels, tabs and lists on screen are called."""
    found = set()
    for widget in space.findChildren(QWidget):
        if isinstance(widget, QLabel | QAbstractButton):
            found |= {widget.text().replace("&&", "&"), widget.accessibleName()}
        elif isinstance(widget, QTabBar):
            found |= {widget.tabText(at).replace("&&", "&") for at in range(widget.count())}
        elif isinstance(widget, QLineEdit | QComboBox):
            found.add(widget.accessibleName())
    return {text.split(" (")[0].strip() for text in found if text}


@pytest.mark.parametrize("space", ["id", "en"], indirect=True)
@pytest.mark.parametrize("page_id", [entry.id for entry in existing()])
def test_each_label_that_the_help_names_is_on_its_page(page_id: str, space: Workspace) -> None:
    """Who reads “press X” and finds no X stops reading."""
    w = space.ctx.w
    wanted = {label for sentence in HELP[page_id] for label in bold(w(sentence))}
    seen: set[str] = set()
    for _ in places(space, page_id):
        settle(space)
        seen |= said(space)
    missing = {label for label in wanted if (page_id, label) not in LATER and not any(text == label or text.startswith(f"{label} ") for text in seen)}
    assert missing == set()
