"""Print preview: the pages of the very PDF on the left, what can be chosen about it on the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QSaveFile, QSize, QStandardPaths, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from plcdesk.domain.fields import mark
from plcdesk.domain.papers import Orientation, PaperOptions, PaperSize
from ui.runtime.clicks import once
from ui.runtime.context import Context
from ui.theme.roles import set_role
from ui.widgets.cards import Card
from ui.widgets.choice_field import ChoiceField
from ui.widgets.control import SMALLEST, set_property
from ui.widgets.elided import ElidedLabel
from ui.widgets.form_field import FormField, plain_label
from ui.widgets.pdf_view import PdfView
from ui.widgets.printing import open_print_dialog

SIDE, NARROW = 260, 780
"""Width of the options, and the width below which they fold away, in pixels at text size 100 %."""

LANGUAGES = (("id", "Bahasa Indonesia"), ("en", "English"))
SWITCHES = {
    "letterhead": mark("School letterhead"),
    "signatures": mark("Signatures"),
    "attendance_at_end": mark("Attendance list at the end"),
    "numbers": mark("NIP or NUPTK column"),
    "staggered": mark("Staggered signatures"),
    "scores": mark("Scores of the person"),
    "half_page": mark("Two on one sheet"),
    "save_ink": mark("Save ink (grey)"),
}
"""The switches by the name of their option; a paper names those that mean something to it."""
_PAPERS = {size.value: size for size in PaperSize}
ALWAYS = frozenset({"letterhead", "signatures", "save_ink"})


@dataclass(frozen=True, slots=True)
class Paper:
    """One document that can be printed. `make` runs behind the window; `switches` adds to letterhead, signatures, ink.

    `draft` prints DRAF in the footer.
    """

    key: str
    label: str
    make: Callable[[PaperOptions], bytes]
    file_name: Callable[[], str]
    switches: frozenset[str] = frozenset()
    landscape: bool = False
    draft: bool = False


class PrintPanel(QWidget):
    """A page puts it over its content and shows it with `show_papers`; `closed` asks to be taken away again."""

    closed = Signal()
    shown = Signal(bytes)
    """A PDF is on screen."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.ctx, self.w = ctx, ctx.w
        self.pdf: bytes | None = None
        self._papers: dict[str, Paper] = {}
        self._options = PaperOptions(paper=_PAPERS.get(ctx.settings.paper, PaperSize.A4), language=ctx.w.language)
        self._turn = 0
        self._narrow: bool | None = None
        self.side = Card()
        self._make_parts()
        self._arrange()
        self._fold(False)

    def show_papers(self, papers: Sequence[Paper], chosen: str) -> None:
        """Offer these documents and show the one with the key `chosen`."""
        self._options = replace(self._options, scores=False)  # ticked for one person, it is not ticked for the next
        self.boxes["scores"].blockSignals(True)
        self.boxes["scores"].setChecked(False)
        self.boxes["scores"].blockSignals(False)
        self._papers = {paper.key: paper for paper in papers}
        self._kind.set_choices([(paper.key, paper.label) for paper in papers])
        self._kind.set_value(chosen)
        self.kind_field.setVisible(len(papers) > 1)
        self.refresh()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Let go of the document (the panel is taken away)."""
        self._turn += 1
        self.pdf = None
        self.view.paper.clear()

    @property
    def paper(self) -> Paper:
        """The document on show."""
        return self._papers[self._kind.value()]

    def options(self) -> PaperOptions:
        """What is chosen at the moment."""
        offered = ALWAYS | self.paper.switches
        values = {name: box.isChecked() for name, box in self.boxes.items() if name in offered}
        orientation = self._orientation.value() if self.paper.landscape else Orientation.PORTRAIT
        return replace(self._options, paper=self._paper.value(), orientation=orientation,
                       language=self._language.value(), draft=self.paper.draft, **values)

    def refresh(self) -> None:
        """Make the PDF anew, behind the window; only the last one asked for is shown."""
        paper = self.paper
        self._title.setText(paper.label)
        for name, box in self.boxes.items():
            box.setVisible(name in ALWAYS | paper.switches)
        self.orientation_field.setVisible(paper.landscape)
        self._turn += 1
        turn, options = self._turn, self.options()
        self._state(self.w("Preparing the document…"))
        self.ctx.tasks.run(lambda _progress: paper.make(options), lambda pdf: self._show(turn, pdf),
                           failed=lambda error: self._failed(turn, error))

    def save_to(self, path: Path) -> bool:
        """Write the PDF on show; whole or not at all."""
        if self.pdf is None:
            return False
        file = QSaveFile(str(path))
        good = file.open(QSaveFile.OpenModeFlag.WriteOnly) and file.write(self.pdf) == len(self.pdf) and file.commit()
        if not good:
            self.ctx.notify.error(self.w(
                "The PDF could not be saved in {folder}. Your data is unchanged. Choose another folder.",
                folder=str(path.parent)))
            return False
        self.ctx.notify.clear("error")
        self.ctx.desk.drafts.remember("print:folder", str(path.parent))
        self.ctx.notify.toast(self.w("PDF saved in {folder}", folder=str(path.parent)))
        return True

    def ask_save(self) -> None:
        """Ask where the PDF is to be saved."""
        if self.pdf is None:
            return
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = self.ctx.desk.drafts.recall("print:folder") or documents
        dialog = QFileDialog(self.window(), self.w("Save PDF"), folder, "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(self.paper.file_name())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda file: self.save_to(Path(file)))
        dialog.open()

    def ask_print(self) -> None:
        """Ask for the printer and hand it the pages on show."""
        if self.pdf is not None:
            open_print_dialog(self, self.pdf, self.paper.file_name().removesuffix(".pdf"), self._options.save_ink,
                              self._printed)

    def minimumSizeHint(self) -> QSize:
        """Little: what is too wide folds."""
        return QSize(self.ctx.theme.px(320), self.ctx.theme.px(200))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The options stand beside the page, or fold away above it."""
        super().resizeEvent(event)
        self._fold(self.width() < self.ctx.theme.px(NARROW))

    def _make_parts(self) -> None:
        w = self.w
        self._title = ElidedLabel("", "section")
        self.back = set_role(QPushButton(w("‹ Back")), "outlined")
        self.back.setToolTip("Esc")
        self.back.clicked.connect(self.closed)
        self.toggle = set_role(QPushButton(w("Options")), "outlined")
        self.toggle.setCheckable(True)
        self.toggle.toggled.connect(lambda on: self.side.setVisible(on or not self._narrow))
        self.save = set_role(QPushButton(w("Save PDF")), "outlined")
        self.print_button = set_role(QPushButton(w("Print")), "primary")
        self.print_button.setToolTip(QKeySequence("Ctrl+P").toString(QKeySequence.SequenceFormat.NativeText))
        self.ctx.theme.dress(self.print_button, "printer", "on-primary")
        for button in (self.back, self.toggle, self.save, self.print_button):
            button.setMinimumHeight(SMALLEST)
        once(self.save, self.ask_save)
        once(self.print_button, self.ask_print)
        self.view = PdfView(w, self.ctx.theme)
        self._waiting = plain_label("", "meta")
        self._kind = ChoiceField(w, (), none=None)
        self._paper = ChoiceField(w, PaperSize, none=None)
        self._orientation = ChoiceField(w, Orientation, none=None)
        self._language = ChoiceField(w, LANGUAGES, none=None)
        self.kind_field = FormField(w, w("Document"), self._kind)
        self.paper_field = FormField(w, w("Paper"), self._paper)
        self.orientation_field = FormField(w, w("Orientation"), self._orientation)
        self.language_field = FormField(w, w("Language of the document"), self._language)
        self.boxes = {name: QCheckBox(w(text)) for name, text in SWITCHES.items()}
        self._paper.set_value(self._options.paper)
        self._orientation.set_value(Orientation.PORTRAIT)
        self._language.set_value(self._options.language)
        for name, box in self.boxes.items():
            box.setChecked(getattr(self._options, name))
            box.toggled.connect(self._changed)
        for combo in (self._kind, self._paper, self._orientation, self._language):
            combo.edited.connect(self._changed)

    def _arrange(self) -> None:
        self.top = QHBoxLayout()
        self.top.setSpacing(8)
        self.top.addWidget(self.back)
        self.top.addWidget(self._title, 1)
        self.top.addWidget(self._waiting)
        self.top.addWidget(self.toggle)
        options = set_role(QWidget(), "scrolled")
        column = QVBoxLayout(options)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(8)
        for part in (self.kind_field, self.paper_field, self.orientation_field, *self.boxes.values(),
                     self.language_field):
            column.addWidget(part)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(options)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.side.body.setContentsMargins(12, 12, 8, 12)
        self.side.body.addWidget(scroll, 1)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.side.body.addLayout(self.buttons)
        self._main = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._main.setSpacing(12)
        self._main.addWidget(self.view, 1)
        self._main.addWidget(self.side)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(self.top)
        whole.addLayout(self._main, 1)

    def _fold(self, narrow: bool) -> None:
        if narrow == self._narrow:
            return
        self._narrow = narrow
        row = self.top if narrow else self.buttons
        for button in (self.save, self.print_button):
            row.addWidget(button, 0 if narrow else 1)
        self.toggle.setVisible(narrow)
        self.side.setVisible(self.toggle.isChecked() or not narrow)
        side = self.ctx.theme.px(SIDE)
        self.side.setFixedWidth(side) if not narrow else self.side.setMinimumWidth(0)
        self.side.setMaximumWidth(16777215 if narrow else side)
        self.side.setMaximumHeight(self.ctx.theme.px(180) if narrow else 16777215)
        self._main.setDirection(QBoxLayout.Direction.BottomToTop if narrow else QBoxLayout.Direction.LeftToRight)

    def _changed(self) -> None:
        self._options = self.options()
        self.refresh()

    def _show(self, turn: int, pdf: bytes) -> None:
        if turn != self._turn:
            return
        self.pdf = pdf
        self.view.show_pdf(pdf)
        self._state("")
        self.shown.emit(pdf)

    def _failed(self, turn: int, error: Exception) -> None:
        if turn == self._turn:
            self.pdf = None
            self.view.paper.clear()
            self._state("")
            self.ctx.notify.error(self.w("The document could not be made. Your data is unchanged. Try again."))
            raise error

    def _state(self, text: str) -> None:
        self._waiting.setText(text)
        set_property(self._waiting, "role", "meta")

    def _printed(self, good: bool) -> None:
        if good:
            self.ctx.notify.toast(self.w("Sent to the printer"))
        else:
            self.ctx.notify.error(self.w("The printer does not respond. Nothing was printed. "
                                         "Check cable and paper, or save as PDF."))
