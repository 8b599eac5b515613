"""Half-typed text and the last page survive a program that did not end in order."""

from __future__ import annotations

from plcdesk import bootstrap
from plcdesk.domain.changes import Row
from plcdesk.paths import Paths
from plcdesk.services.desk import Desk
from plcdesk.settings import Settings
from tests.desk_fixtures import StandingClock, Story


def test_a_half_typed_entry_is_there_after_a_crash(desk: Desk, story: Story, paths: Paths,
                                                   clock: StandingClock) -> None:
    row = Row("meeting", story.a_meeting())
    assert desk.drafts.started() is None
    desk.drafts.put(row, "closing", "Guru sepakat unt")
    desk.drafts.remember("page", "meetings")
    desk.close()
    clock.pass_minutes(3)
    with bootstrap.build_desk(paths, Settings(), clock) as again:
        last = again.drafts.started()
        assert last is not None
        assert last.hour == 10
        assert last.minute == 0
        assert again.drafts.get(row) == {"closing": "Guru sepakat unt"}
        assert again.drafts.recall("page") == "meetings"
        assert again.drafts.recall("nothing", "x") == "x"
        again.drafts.clear(row)
        assert again.drafts.get(row) == {}
        assert again.drafts.all() == []


def test_an_ordinary_end_is_no_crash(desk: Desk, paths: Paths, clock: StandingClock) -> None:
    desk.drafts.started()
    desk.drafts.ended()
    desk.close()
    with bootstrap.build_desk(paths, Settings(), clock) as again:
        assert again.drafts.started() is None
