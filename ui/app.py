"""The program: the frame is on screen first, then comes what surrounds the pages, and then the core.

What is imported up here holds up the first picture. It is kept to what that picture needs.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import gc
import linecache
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plcdesk import settings as settings_file
from plcdesk.domain.errors import Damaged, UserError
from plcdesk.paths import Paths
from ui.runtime.plain_import import plain_import

# What is above is imported by Python's own importer, which plain_import keeps; PySide6 puts another one in its place.
# isort: split
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from ui import openers
from ui.openers import Opener
from ui.shell.instance import Instance
from ui.shell.start import NO_SCREEN, application, has_screen, lasting, parse, start_settings
from ui.shell.window import Window
from ui.theme import tokens

if TYPE_CHECKING:
    from datetime import datetime

    from plcdesk.words import Words
    from ui.outfit import Outfit
    from ui.shell.session import Session
    from ui.theme.theme import Theme


def run(argv: Sequence[str]) -> int:
    """Start the program with the words of a command line; its exit code is returned."""
    options = parse(argv[1:])
    if options.smoke:
        from ui import selftest

        return selftest.smoke(options.data)
    if not has_screen():
        print(NO_SCREEN, file=sys.stderr)
        return 2
    app = application(argv)
    program = Program(app, options)
    return app.exec() if program.start() else 0


class Program(QObject):
    """Owns the window and the open programme; pages reach it as their `Host`. `ready` when a page can be used."""

    ready = Signal()

    def __init__(self, app: QApplication, options: argparse.Namespace) -> None:
        super().__init__(app)
        self._app, self._options, self._root = app, options, Paths.default_root()
        self.paths = Paths(options.data or self._root, Paths.default_state())
        self.settings = start_settings(self.paths, options.lang)
        self._outfit: Outfit | None = None
        self._instance: Instance | None = None
        self.session: Session | None = None
        frame = tokens.load(tokens.guess(self.settings.theme, app.palette()))
        self.window = Window(frame, self.settings.text_scale / 100, self.paths.state)
        self.window.may_close = lambda: self.session is None or self.session.may_close(self.window.close)
        self.window.closed.connect(self._end)

    @property
    def outfit(self) -> Outfit:
        """What surrounds the pages; made when it is first asked for, after the frame is on screen."""
        if self._outfit is None:
            from ui.outfit import Outfit

            self._outfit = Outfit(self._app, self.settings, self.paths.logs, self._saved_at)
        return self._outfit

    @property
    def w(self) -> Words:
        """The words of the language in use."""
        return self.outfit.w

    @property
    def theme(self) -> Theme:
        """The look in use."""
        return self.outfit.theme

    def start(self) -> bool:
        """Show the frame; the programme opens after it is on screen. False when it is open in another window."""
        folder = self._options.data or (Paths.sample_folder(self._root) if self._options.sample else self._folder())
        if not self._take(folder):
            from plcdesk.words import Words

            print(Words(self.settings.language)("PLC Desk is already open. Showing its window."))
            return False
        opener = openers.sample if self._options.sample else openers.existing
        self.window.painted.connect(lambda: self._begin(folder, opener))
        self.window.show_in_place()
        return True

    def _begin(self, folder: Path, opener: Opener) -> None:
        # what is made from here to the first page lives as long as the program: looking for rubbish in it is in vain
        gc.disable()
        linecache.clearcache()  # PySide6's importer has read the source of every module so far into it
        with plain_import():
            self.window.explain_wait(self.w("Opening…"), self.theme.font("body"))
            self.outfit.put_on(self.window)
        self.open(folder, opener)
        gc.freeze()
        gc.enable()

    # what pages may ask for (ui.runtime.context.Host)

    def change(self, **fields: Any) -> None:
        """Change settings, store them and apply them at once."""
        before = self.settings
        self.settings = dataclasses.replace(self.settings, **fields)
        if self.settings == before:
            return
        try:
            settings_file.save(lasting(self.settings, fields, self.paths, self._options.lang), self.paths.settings)
        except OSError:
            self._say(self.w("The settings could not be stored. They hold until the program is closed."))
        self.outfit.apply(self.settings)
        if self.settings.language != before.language:
            # a choice in a page leads here: let that page finish before it is taken down
            QTimer.singleShot(0, self, self._speak_anew)

    def programmes(self) -> list[tuple[Path, str]]:
        """The user's own programmes: folder and name, as it was when it was open last."""
        names = self.settings.other.get("programmes", {})
        return [(folder, str(names.get(str(folder), folder.name))) for folder in Paths.programmes(self._root)]

    def open_programme(self, folder: Path) -> None:
        """Close the present programme and open another."""
        self._switch(folder, openers.existing)

    def new_programme(self) -> None:
        """Begin one more programme in a folder of its own."""
        self._switch(Paths.new_programme_folder(self._root), openers.existing)

    def open_sample(self) -> None:
        """Open the sample programme."""
        self._switch(Paths.sample_folder(self._root), openers.sample)

    def leave_sample(self) -> None:
        """Back from the sample to the user's own programme."""
        self._switch(self._folder(), openers.existing)

    def restore(self, backup: Path) -> None:
        """Make a programme from a backup file of another laptop, and open it. Raises UserError."""
        folder = Paths.new_programme_folder(self._root)
        try:
            openers.restored(backup)(self.paths.at(folder), self.settings).close()
        except UserError:
            with contextlib.suppress(OSError):
                folder.rmdir()
            raise
        self._switch(folder, openers.existing)

    def mend(self) -> None:
        """Close the programme, whose database is damaged, and offer its newest good backup."""
        if self.session is not None:
            folder = self.session.ctx.desk.folder
            self._close()
            openers.explain(self, openers.damaged(), folder, openers.existing)

    def reload(self) -> None:
        """Open the present programme anew."""
        if self.session is not None:
            desk = self.session.ctx.desk
            self._switch(desk.folder, openers.sample if desk.is_sample else openers.existing)

    # how it is done

    def _folder(self) -> Path:
        last = Path(self.settings.last_programme)
        own = Paths.programmes(self._root)
        if last in own:
            return last
        return own[0] if own else Paths.new_programme_folder(self._root)

    def _take(self, folder: Path) -> bool:
        instance = Instance(folder, self)
        if not instance.take():
            return False
        if self._instance is not None:
            self._instance.release()
        self._instance = instance
        instance.raised.connect(self._come_forward)
        return True

    def _switch(self, folder: Path, opener: Opener) -> None:
        same = self.session is not None and self.session.ctx.desk.folder == folder
        if not same and not self._take(folder):
            self._say(self.w("This programme is open in another window of PLC Desk."))
            return
        # asked for by a page that is taken down on the way
        QTimer.singleShot(0, self, lambda: self.open(folder, opener))

    def open(self, folder: Path, opener: Opener) -> None:
        """Open a programme in place of the present one; what keeps it closed is explained."""
        self._close()
        try:
            openers.check(folder)
            with plain_import():
                desk = opener(self.paths.at(folder), self.settings)
            try:
                self._remember(desk)
                ended_at = desk.drafts.started()
            except UserError:
                desk.close()
                raise
        except UserError as error:
            openers.explain(self, error, folder, opener)
            return
        try:
            self._enter(desk, ended_at)
        except Damaged as error:
            self.session = None
            desk.close()
            openers.explain(self, error, folder, opener)

    def _enter(self, desk: Any, ended_at: datetime | None) -> None:
        with plain_import():
            # not before the frame is on screen: it brings the inside of the window with it
            from ui.shell.session import Session

            self.session = Session(desk, self.w, self.theme, self, self)
            self.window.fill(self.session.body)
            self.session.begin(ended_at)
        self.ready.emit()

    def _remember(self, desk: Any) -> None:
        if desk.is_sample or self._options.data is not None:
            return
        programme = desk.programme.current()
        names = dict(self.settings.other.get("programmes", {}))
        names[str(desk.folder)] = programme.record.name if programme is not None else self.w("New programme")
        other = {**self.settings.other, "programmes": names}
        self.change(last_programme=str(desk.folder), other=other)

    def _speak_anew(self) -> None:
        self.outfit.speak(self.settings.language)
        if self.session is not None:
            old, desk = self.session, self.session.ctx.desk
            old.leave()
            self._enter(desk, None)
            old.deleteLater()

    def _come_forward(self) -> None:
        self.window.come_forward()
        self._say(self.w("PLC Desk is already open. Showing its window."))

    def _say(self, text: str) -> None:
        if self.session is not None:
            self.session.ctx.notify.toast(text)

    def _saved_at(self) -> datetime | None:
        return self.session.ctx.notify.saved_at if self.session is not None else None

    def _close(self, *, leaving: bool = False) -> None:
        if self.session is None:
            return
        session, self.session = self.session, None
        desk = session.ctx.desk
        # a damaged or a full disk must not keep the program open; what could be kept is kept by now
        with contextlib.suppress(UserError):
            session.leave()
        session.ctx.tasks.wait()
        if leaving and not desk.is_sample:
            desk.backups.at_exit()
        with contextlib.suppress(UserError):
            desk.drafts.ended()
        desk.close()
        session.deleteLater()

    def dismiss(self) -> None:
        """Take the window and all that follows the application away, where the application goes on (self test)."""
        if self._outfit is not None:
            self._outfit.take_off()
        for part in (self.window, self):
            part.deleteLater()

    def _end(self) -> None:
        self._close(leaving=True)
        if self._instance is not None:
            self._instance.release()
        if self._outfit is not None:
            self._outfit.end()
