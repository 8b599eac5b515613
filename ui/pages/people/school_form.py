"""One school: what its letterhead, its date line and its reports need."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.ids import Id
from plcdesk.domain.programme import School, Sector, Zone
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.binding import RecordForm
from ui.widgets.bound_rows import bind_row, make_field
from ui.widgets.cards import Card
from ui.widgets.choice_field import ChoiceField
from ui.widgets.control import SMALLEST
from ui.widgets.fields import TextField
from ui.widgets.long_text import ListField
from ui.widgets.people_lookup import Lookup
from ui.widgets.person_field import PersonField
from ui.widgets.record_head import RecordHead
from ui.widgets.scrolling import scrolled

LOGO = 72


class SchoolForm(QWidget):
    """Cards of one school. `changed` follows a save that the list shows too."""

    changed = Signal()

    def __init__(self, ctx: Context, origin: QWidget) -> None:
        super().__init__()
        self.ctx, self.w, self._origin = ctx, ctx.w, origin
        self.head = RecordHead()
        self.form = RecordForm(ctx, School, self.w("School"), origin, self)
        self.form.saved.connect(self._saved)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(self._school_card(), self._letterhead_card()), 1)

    def open(self, school_id: Id) -> bool:
        """Show a school; False when there is none of this id."""
        loaded = self.ctx.desk.programme.school(school_id)
        if loaded is None:
            return False
        self.form.open(loaded)
        self._show()
        return True

    def commit(self) -> bool:
        """Save what is half typed."""
        return self.form.commit()

    def let_go(self) -> None:
        """Save what is half typed and let go of the school."""
        self.form.close()

    def begin(self) -> None:
        """Put the cursor into the name."""
        self.form.focus("name")

    def set_logo(self, picture: Path) -> None:
        """Take a picture as the logo."""
        self.form.commit()
        school: Id = self.form.record.id
        self.ctx.write(lambda: self.ctx.desk.programme.set_logo(school, picture), self.w("Logo"), self._origin)
        self.open(school)

    def remove_logo(self) -> None:
        """Print the letterhead without a picture."""
        self.form.commit()
        records, school = self.ctx.desk.records, self.form.record.id
        loaded = records.need(School, school)
        if self.ctx.write(lambda: records.save(dataclasses.replace(loaded.record, logo_id=None), loaded), self.w("Logo"), self._origin):
            self.ctx.notify.undo_toast(self.w("Logo removed"))
        self.open(school)

    def _saved(self) -> None:
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        school, programme = self.form.record, self.ctx.desk.programme
        self.form.remark(programme.problems(school))
        self.head.say(school.name, " · ".join(part for part in (school.city or school.region, school.npsn and
                                                                f"NPSN {school.npsn}") if part))
        path = programme.logo(school.id)
        picture = QPixmap(str(path)) if path is not None else QPixmap()
        for part in (self.logo, self.no_logo):
            part.setVisible(not picture.isNull())
        if not picture.isNull():
            self.logo.setPixmap(picture.scaled(LOGO, LOGO, Qt.AspectRatioMode.KeepAspectRatio,
                                               Qt.TransformationMode.SmoothTransformation))

    def _school_card(self) -> Card:
        w, card, ctx = self.w, Card(), self.ctx
        bind_row(ctx, self.form, card, ("name", make_field(ctx, w("School name"), TextField(), optional=False), 480))
        bind_row(ctx, self.form, card, ("npsn", make_field(ctx, "NPSN", TextField(20)), 150),
                 ("level", make_field(ctx, w("Level"), TextField(40)), 150),
                 ("sector", make_field(ctx, w("Public or private"), ChoiceField(w, Sector)), 220))
        bind_row(ctx, self.form, card, ("city", make_field(ctx, w("City (for the date line)"), TextField(80)), 250),
                 ("region", make_field(ctx, w("Region"), TextField(80)), 190),
                 ("zone", make_field(ctx, w("Time zone"), ChoiceField(w, Zone, none=None), optional=False), 160))
        bind_row(ctx, self.form, card, ("address", make_field(ctx, w("Address"), TextField()), 560))
        principal = make_field(ctx, w("Principal"), PersonField(w, Lookup(ctx.desk)),
                               help=w("Type three letters of a name already among the people."))
        bind_row(ctx, self.form, card, ("principal_id", principal, 360))
        return card

    def _letterhead_card(self) -> Card:
        w, card = self.w, Card(self.w("Letterhead"))
        lines = make_field(self.ctx, w("Letterhead lines"), ListField(4), help=w(
            "One line each: government, office, school, address. Typed once, printed on every paper."))
        bind_row(self.ctx, self.form, card, ("letterhead", lines, 560))
        self.logo = QLabel()
        self.logo.setFixedSize(LOGO, LOGO)
        self.logo.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.logo.setAccessibleName(w("Logo"))
        choose = set_role(QPushButton(w("Choose a logo")), "outlined")
        self.no_logo = set_role(QPushButton(w("Remove the logo")), "plain")
        once(choose, self._choose)
        once(self.no_logo, self.remove_logo)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.logo)
        for button in (choose, self.no_logo):
            button.setMinimumHeight(SMALLEST)
            row.addWidget(button)
        row.addStretch(1)
        card.body.addLayout(row)
        return card

    def _choose(self) -> None:
        w = self.w
        name, _ = QFileDialog.getOpenFileName(self, w("Choose a logo"), "",
                                              w("Pictures") + " (*.png *.jpg *.jpeg *.webp *.bmp)")
        if name:
            self.set_logo(Path(name))
