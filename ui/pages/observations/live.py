"""Observing live: time, items, levels, evidence, and for lessons the engagement sweeps (ux 5.4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from plcdesk.domain.changes import Changes, Loaded, Row
from plcdesk.domain.errors import NoRoom, UserError
from plcdesk.domain.forms import Answer, Counted, Form, FormState, Note, Rated
from plcdesk.domain.ids import Id
from plcdesk.domain.instruments import Item
from plcdesk.services.form_views import Filled
from ui.pages.observations.gaps import GapsStrip
from ui.pages.observations.half_typed import HalfTyped
from ui.pages.observations.live_head import LiveHead
from ui.pages.observations.stopwatch import Stopwatch
from ui.runtime.context import Context
from ui.widgets.rating_board import RatingBoard
from ui.widgets.sweep_counter import SweepCounter, SweepRow
from ui.widgets.tabs import Tabs

RUBRIC, SWEEPS = "rubric", "sweeps"
EVIDENCE = "evidence"


class LiveScreen(QWidget):
    """Every level, note and count is saved at once. `closed(id)` leads back to the result."""

    closed = Signal(str)

    def __init__(self, ctx: Context, origin: QObject) -> None:
        super().__init__()
        self.ctx, self.w, self._origin = ctx, ctx.w, origin
        w = ctx.w
        self.filled: Filled | None = None
        self._held: dict[str, Loaded[Answer]] = {}
        self.watch = Stopwatch(parent=self)
        self.half_typed = HalfTyped(ctx, self)
        self.head = LiveHead(w)
        self.gaps = GapsStrip(w)
        self.board = RatingBoard(w, ctx.theme, ctx.desk.today)
        self.counter = SweepCounter(w, ctx.theme, lambda: self.watch.seconds)
        self.tabs = Tabs()
        self.tabs.bar.setAccessibleName(w("Parts of the observation"))
        self._arrange()
        self._connect()

    @property
    def form_id(self) -> Id | None:
        """The form that is being filled."""
        return self.filled.form.id if self.filled is not None else None

    def open(self, form_id: Id, *, run: bool = False) -> bool:
        """Fill this form; with `run` its time goes on at once. False when it is gone or cannot be filled here."""
        self.close_down()
        filled = self.ctx.desk.forms.load(form_id)
        if filled is None or filled.read_only:
            return False
        self.filled = filled
        self.close_gaps()
        self.board.set_minute(self._minute)
        self._show_sweeps(filled)
        self.board.set_items((), (), {})
        self.board.set_items(filled.asked, filled.instrument.dimensions, filled.rated)
        self._take(filled)
        self.watch.set(max(filled.form.seconds or 0, self.half_typed.seconds(form_id)))
        self.board.evidence.setText(self.half_typed.open(Row("form", form_id)).get(EVIDENCE, ""))
        self.tabs.select(RUBRIC)
        if run:
            self.watch.run()
        self._say()
        self.board.focus_item()
        return True

    def reload(self) -> bool:
        """Read the form anew; False when it is gone."""
        form_id = self.form_id
        filled = self.ctx.desk.forms.load(form_id) if form_id is not None else None
        if filled is None:
            self.close_down()
            return False
        self._take(filled)
        self.board.set_rated(filled.rated)
        self.counter.set_rows(_rows(filled))
        self._say()
        return True

    def commit(self) -> None:
        """Save what is typed, counted and timed. The time runs on: a look at another page is no end of the lesson."""
        if self.filled is None:
            return
        self.board.commit()
        self.counter.commit()
        self.half_typed.flush()
        self._store_time()

    def close_down(self) -> None:
        """Save everything and let go of the form; nobody is observing any more, so the time stands still."""
        self.watch.pause()
        self.commit()
        self.half_typed.close()
        self.filled = None
        self._held = {}

    def finish(self) -> None:
        """Finish; while items are blank say which, a second time finish anyway. Nothing is filled in for anybody."""
        form_id = self.form_id
        if form_id is None:
            return
        self.board.box.store()
        self.watch.pause()
        self.commit()
        report = self.ctx.desk.forms.check(form_id)
        if (report.missing or report.problems) and self.gaps.isHidden():
            places = {item.code: number for number, item in enumerate(self._asked(), 1)}
            self.gaps.show_report(report, [places[item.code] for item in report.missing])
            self.head.done.hide()
            # where there is little height the list of blanks takes the place of the items
            self.tabs.setVisible(not self.ctx.theme.short)
            return
        self.close_gaps()
        self._write(lambda: self.ctx.desk.forms.finish(form_id).changes)
        row = self.ctx.desk.forms.row(form_id)
        if row is not None and row.state is FormState.COMPLETE:
            self.leave()

    def leave(self) -> None:
        """Back to the result."""
        form_id = self.form_id
        self.close_down()
        if form_id is not None:
            self.closed.emit(form_id)

    def close_gaps(self) -> bool:
        """Put the list of blanks away; False when it was not shown."""
        shown = not self.gaps.isHidden()
        self.gaps.hide()
        self.head.done.show()
        self.tabs.show()
        return shown

    def next_tab(self, by: int) -> bool:
        """Ctrl+Tab between rubric and sweeps."""
        if not self.tabs.head.isVisible():
            return False
        self.tabs.step(by)
        (self.board if self.tabs.current == RUBRIC else self.counter).focus_item()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the rubric hold also while a button of the head has the keyboard."""
        if self.tabs.current == RUBRIC and self.board.handle(event):
            return
        super().keyPressEvent(event)

    def _arrange(self) -> None:
        self.tabs.add(RUBRIC, self.w("Rubric"), self.board)
        self.tabs.add(SWEEPS, self.w("Engagement sweeps"), self.counter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.head)
        column.addWidget(self.gaps)
        column.addWidget(self.tabs, 1)
        column.addStretch(0)

    def _connect(self) -> None:
        self.head.left.connect(self.leave)
        self.head.finished.connect(self.finish)
        self.head.paused.connect(self._pause)
        self.gaps.anyway.connect(self.finish)
        self.gaps.fill.connect(self._fill_first)
        self.watch.ticked.connect(self._tick)
        self.board.rated.connect(self._rated)
        self.board.noted.connect(self._noted)
        self.board.ticked.connect(self._ticked)
        self.board.typed.connect(self.half_typed.typed)
        self.counter.counted.connect(self._counted)
        self.counter.removed.connect(lambda number: self._with_form(lambda form: self.ctx.desk.forms.uncount(form, number)))

    def _show_sweeps(self, filled: Filled) -> None:
        number = filled.instrument.sweeps
        self.tabs.head.setVisible(bool(number))
        self.counter.start(_rows(filled), number, filled.form.lesson.pupils)

    def _take(self, filled: Filled) -> None:
        self.filled = filled
        self._held = {code: filled.held(code) for item in filled.asked for code in item.codes}

    def _say(self) -> None:
        if self.filled is not None:
            self.head.show_form(self.filled, self.board.answered_count)
            self._tick()

    def _tick(self) -> None:
        self.head.show_time(self.watch)
        self.counter.tick()
        if self.filled is not None and self.watch.running:
            self.half_typed.keep_seconds(self.filled.form.id, self.watch.seconds)

    def _pause(self) -> None:
        if self.watch.running:
            self.watch.pause()
            self._store_time()
        else:
            self.watch.run()

    def _minute(self) -> int | None:
        """The minute of a note; one written long after the observation has none."""
        return self.watch.seconds // 60 if self.watch.has_run else None

    def _store_time(self) -> None:
        """Keep the time in the form. It is no step of undo: who takes a level back does not mean the time."""
        if self.filled is None or not self.watch.seconds or not self.ctx.disk.allows():
            return
        loaded = self.ctx.desk.records.load(Form, self.filled.form.id)
        if loaded is None or loaded.record.seconds == self.watch.seconds:
            return
        try:
            changes = self.ctx.desk.records.save(replace(loaded.record, seconds=self.watch.seconds), loaded)
        except (NoRoom, UserError):
            return  # it is kept beside the program until the next pause
        self.half_typed.keep_seconds(self.filled.form.id, 0)
        self.ctx.bus.announce(changes, self._origin)

    def _rated(self, code: str, rated: Rated) -> None:
        held = self._held.get(code)
        self._with_form(lambda form: self.ctx.desk.forms.answer(form, code, rated, held), code)

    def _noted(self, code: str, note: Note) -> None:
        if not self.ctx.disk.allows():  # the words go back into their line
            self.board.evidence.setText(note.text)
            self.half_typed.typed(EVIDENCE, note.text)
        if self._with_form(lambda form: self.ctx.desk.forms.note(form, code, note), code):
            self.ctx.notify.toast(self.w("Evidence note saved, minute {m}", m=str(note.minute)) if note.minute is not None
                                  else self.w("Evidence note saved"))

    def _ticked(self, code: str, on: bool) -> None:
        item = next((item for item in self._asked() if code in item.codes), None)
        if item is not None:
            self._with_form(lambda form: self.ctx.desk.forms.tick(form, item.code, code, on))
            self.reload()

    def _counted(self, number: int, counted: Counted, minute: int | None) -> None:
        self._with_form(lambda form: self.ctx.desk.forms.count(form, number, counted, minute))

    def _with_form(self, work: Callable[[Id], Changes], code: str = "") -> bool:
        """One save; what is held of an answer is what stands there now."""
        form_id = self.form_id
        if form_id is None:
            return False
        done = self._write(lambda: work(form_id))
        if done and code:
            self._held[code] = self.ctx.desk.forms.held(form_id, code)
        self.close_gaps()
        self._say()
        return done

    def _write(self, work: Callable[[], Changes]) -> bool:
        return bool(self.ctx.write(work, self.w("Observation"), self._origin))

    def _fill_first(self) -> None:
        form_id = self.form_id
        self.close_gaps()
        missing = self.ctx.desk.forms.check(form_id).missing if form_id is not None else ()
        self.tabs.select(RUBRIC)
        if missing:
            self.board.select(missing[0].code)
        self.board.focus_item()

    def _asked(self) -> tuple[Item, ...]:
        return self.filled.asked if self.filled is not None else ()


def _rows(filled: Filled) -> list[SweepRow]:
    return [SweepRow(sweep.record.number or 0, sweep.record.minute, sweep.record.counted) for sweep in filled.sweeps]


