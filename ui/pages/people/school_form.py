"""One school: what its letterhead, its date line and its reports need."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from plcdesk.domain.ids import Id
from plcdesk.domain.programme import School, Sector, Zone
from ui.pages.people.forms import bind_row, make_field, scrolled
from ui.pages.people.lookup import Lookup
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.binding import RecordForm
from ui.widgets.cards import Card
from ui.widgets.choice_field import ChoiceField
from ui.widgets.fields import TextField
from ui.widgets.form_field import FormField
from ui.widgets.long_text import ListField
from ui.widgets.person_field import PersonField


class SchoolForm(QWidget):
    """Cards of one school."""

    def __init__(self, ctx: Context, origin: QWidget) -> None:
        super().__init__()
        self.ctx, self.w, self._origin = ctx, ctx.w, origin
        self.form = RecordForm(ctx, School, self.w("School"), origin, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(self.form.summary, self._school_card(), self._letterhead_card()), 1)

    def open(self, school_id: Id) -> bool:
        """Show a school; False when there is none of this id."""
        if not self.form.open(school_id):
            return False
        self._show_logo()
        return True

    def commit(self) -> bool:
        """Save what is half typed."""
        return self.form.commit()

    def begin(self) -> None:
        """Put the cursor into the name."""
        self.form.focus("name")

    def _school_card(self) -> Card:
        w, card, ctx = self.w, Card(), self.ctx
        bind_row(self.form, card, ("name", make_field(ctx, w("School name"), TextField(), 420, optional=False)))
        bind_row(self.form, card,
                 ("npsn", make_field(ctx, "NPSN", TextField(20), 140)),
                 ("level", make_field(ctx, w("Level"), TextField(40), 140)),
                 ("sector", make_field(ctx, w("Public or private"), ChoiceField(w, Sector), 160)))
        bind_row(self.form, card,
                 ("city", make_field(ctx, w("City (for the date line)"), TextField(80), 240)),
                 ("region", make_field(ctx, w("Region"), TextField(80), 200)),
                 ("zone", make_field(ctx, w("Time zone"), ChoiceField(w, Zone, none=None), 180, optional=False)))
        bind_row(self.form, card, ("address", make_field(ctx, w("Address"), TextField(), 420)))
        bind_row(self.form, card,
                 ("principal_id", make_field(ctx, w("Principal"), PersonField(w, Lookup(ctx.desk)), 360)))
        return card

    def _letterhead_card(self) -> Card:
        w, card = self.w, Card(self.w("Letterhead"))
        lines = FormField(w, w("Letterhead lines"), ListField(4), optional=True, width=560,
                          help=w("One line each: government, office, school, address. Typed once, printed on every paper."))
        card.body.addWidget(self.form.bind("letterhead", lines))
        row = QHBoxLayout()
        row.setSpacing(12)
        self.logo = QLabel()
        self.logo.setFixedSize(72, 72)
        self.logo.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.logo.setAccessibleName(w("Logo"))
        choose = set_role(QPushButton(w("Choose a logo")), "outlined")
        once(choose, self._choose)
        row.addWidget(self.logo)
        row.addWidget(choose)
        row.addStretch(1)
        card.body.addLayout(row)
        return card

    def _show_logo(self) -> None:
        path = self.ctx.desk.programme.logo(self.form.record.id)
        picture = QPixmap(str(path)) if path is not None else QPixmap()
        self.logo.setVisible(not picture.isNull())
        if not picture.isNull():
            self.logo.setPixmap(picture.scaled(72, 72, Qt.AspectRatioMode.KeepAspectRatio,
                                               Qt.TransformationMode.SmoothTransformation))

    def _choose(self) -> None:
        w = self.w
        name, _ = QFileDialog.getOpenFileName(self, w("Choose a logo"), "",
                                              w("Pictures") + " (*.png *.jpg *.jpeg *.webp *.bmp)")
        if name:
            self.set_logo(Path(name))

    def set_logo(self, picture: Path) -> None:
        """Take a picture as the logo."""
        self.form.commit()
        school: Any = self.form.record
        self.ctx.write(lambda: self.ctx.desk.programme.set_logo(school.id, picture), self.w("Logo"), self._origin)
        self.open(school.id)
