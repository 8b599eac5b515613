"""Long work must neither freeze the window, overtake other work, nor lose its result or its failure."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from plcdesk.domain.errors import UserError
from plcdesk.domain.progress import Progress
from ui.runtime import tasks as lane
from ui.runtime.tasks import Tasks


@pytest.fixture
def told() -> list[UserError]:
    return []


@pytest.fixture
def tasks(qapp: QApplication, told: list[UserError]) -> Iterator[Tasks]:
    owner = QObject()
    made = Tasks(told.append, owner)
    yield made
    made.wait()
    owner.deleteLater()


def test_the_result_arrives_on_the_main_thread(tasks: Tasks, qtbot: Any) -> None:
    seen: list[tuple[Any, bool, bool]] = []
    main = threading.get_ident()
    with qtbot.waitSignal(tasks.idle):
        tasks.run(lambda _progress: threading.get_ident(),
                  lambda result: seen.append((result, result != main, threading.get_ident() == main)))
        assert tasks.busy
    assert seen[0][1:] == (True, True)
    assert not tasks.busy


def test_work_is_done_one_after_the_other(tasks: Tasks, qtbot: Any) -> None:
    order: list[str] = []
    gate = threading.Event()

    def first(_progress: Progress) -> None:
        gate.wait(5)
        order.append("first")

    tasks.run(first)
    tasks.run(lambda _progress: order.append("second"))
    with qtbot.waitSignal(tasks.idle):
        gate.set()
    assert order == ["first", "second"]


def test_cancelled_work_stops_at_its_next_step(tasks: Tasks, qtbot: Any) -> None:
    gate, steps, ends = threading.Event(), [], []

    def work(progress: Progress) -> None:
        for number in range(3):
            progress.step("Reading", number, 3)
            steps.append(number)
            gate.wait(5)

    task = tasks.run(work, done=ends.append, cancelled=lambda: ends.append("cancelled"))
    qtbot.waitUntil(lambda: steps == [0])
    with qtbot.waitSignal(tasks.idle):
        task.cancel()
        gate.set()
    assert (steps, ends) == ([0], ["cancelled"])


def test_progress_is_told(tasks: Tasks, qtbot: Any) -> None:
    gate = threading.Event()

    def work(progress: Progress) -> None:
        gate.wait(5)
        progress.step("Reading", 1, 2)

    task = tasks.run(work)
    with qtbot.waitSignal(task.stepped) as told:
        gate.set()
    assert told.args == ["Reading", 1, 2]


def test_trouble_of_the_user_s_world_is_told(tasks: Tasks, told: list[UserError], qtbot: Any) -> None:
    def work(_progress: Progress) -> None:
        raise UserError("Plug a USB stick into this computer")

    with qtbot.waitSignal(tasks.idle):
        tasks.run(work)
    assert [error.text for error in told] == ["Plug a USB stick into this computer"]


def test_who_wants_to_hear_of_a_failure_hears_it(tasks: Tasks, told: list[UserError], qtbot: Any) -> None:
    failures: list[Exception] = []
    with qtbot.waitSignal(tasks.idle):
        tasks.run(lambda _progress: 1 // 0, failed=failures.append)
    assert [type(failure) for failure in failures] == [ZeroDivisionError]
    assert told == []


def test_a_mistake_of_ours_reaches_the_crash_hook(tasks: Tasks, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    caught: list[type] = []
    monkeypatch.setattr("sys.excepthook", lambda kind, _error, _trace: caught.append(kind))
    with qtbot.waitSignal(tasks.idle):
        tasks.run(lambda _progress: 1 // 0)
    assert caught == [ZeroDivisionError]


def test_only_slow_work_shows_its_progress(tasks: Tasks, qtbot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lane, "SLOW", 10)
    gate = threading.Event()
    with qtbot.waitSignal(tasks.slow) as told:
        task = tasks.run(lambda _progress: gate.wait(5), title="Menyimpan paket")
    assert told.args == [task]
    with qtbot.waitSignal(tasks.idle):
        gate.set()
