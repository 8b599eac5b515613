"""Qt's own words in the user's language: standard buttons, context menus, dialogs, calendars.

Qt ships no Indonesian, so its source texts are looked up in our catalogue.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QCalendarWidget

from plcdesk.domain.fields import mark
from plcdesk.words import Words

QT_TEXTS = {
    "OK": mark("Continue"), "&OK": mark("Continue"), "Save": mark("Save"), "&Save": mark("Save"),
    "Save All": mark("Save all"), "Open": mark("Open"), "&Open": mark("Open"), "Yes": mark("Continue"),
    "&Yes": mark("Continue"), "Yes to &All": mark("Continue with all"), "&No": mark("Cancel"), "No": mark("Cancel"),
    "N&o to All": mark("Cancel all"), "Abort": mark("Stop"), "Retry": mark("Try again"), "Ignore": mark("Skip"),
    "Close": mark("Close"), "&Close": mark("Close"), "Cancel": mark("Cancel"), "&Cancel": mark("Cancel"),
    "Discard": mark("Discard"), "Don't Save": mark("Discard"), "Close without Saving": mark("Discard"),
    "Help": mark("Help"), "&Help": mark("Help"), "Apply": mark("Apply"), "Reset": mark("Reset"),
    "Restore Defaults": mark("Restore defaults"), "Show Details...": mark("Show details"),
    "Hide Details...": mark("Hide details"),
    "&Undo": mark("Undo"), "&Redo": mark("Redo"), "Cu&t": mark("Cut"), "&Copy": mark("Copy"),
    "Copy &Link Location": mark("Copy link"), "&Paste": mark("Paste"), "Delete": mark("Delete"),
    "&Delete": mark("Delete"), "Select All": mark("Select all"), "&Select All": mark("Select all"),
    "&Step up": mark("One more"), "Step &down": mark("One less"),
    "Insert Unicode control character": mark("Insert control character"),
    "Scroll here": mark("Scroll here"), "Left edge": mark("Left edge"), "Right edge": mark("Right edge"),
    "Page left": mark("Page left"), "Page right": mark("Page right"), "Scroll left": mark("Scroll left"),
    "Scroll right": mark("Scroll right"), "Scroll Left": mark("Scroll left"), "Scroll Right": mark("Scroll right"),
    "Top": mark("Top"), "Bottom": mark("Bottom"), "Page up": mark("Page up"), "Page down": mark("Page down"),
    "Scroll up": mark("Scroll up"), "Scroll down": mark("Scroll down"),
    "Back": mark("Back"), "Forward": mark("Forward"), "Parent Directory": mark("Folder above"),
    "Create New Folder": mark("New folder"), "&New Folder": mark("New folder"), "New Folder": mark("New folder"),
    "List View": mark("List"), "Detail View": mark("Details"), "Look in:": mark("Look in:"),
    "File &name:": mark("File name:"), "Files of type:": mark("Kind of file:"), "&Choose": mark("Choose"),
    "Directory:": mark("Folder:"), "Directories": mark("Folders"), "All Files (*)": mark("All files (*)"),
    "All files (*)": mark("All files (*)"), "Find Directory": mark("Find folder"), "Save As": mark("Save as"),
    "Recent Places": mark("Recent places"), "My Computer": mark("This computer"), "Computer": mark("This computer"),
    "Show ": mark("Show"), "&Rename": mark("Rename"), "Show &hidden files": mark("Show hidden files"),
    "Sidebar": mark("Places"), "Files": mark("Files"), "Remove": mark("Remove"),
    "Name": mark("Name"), "Size": mark("Size"), "Kind": mark("Kind"), "Type": mark("Kind"),
    "Date Modified": mark("Changed on"), "Drive": mark("Drive"), "File": mark("File"), "Folder": mark("Folder"),
    "File Folder": mark("Folder"),
    "%1\nFile not found.\nPlease verify the correct file name was given.":
        mark("%1\nThis file is not there. Check its name."),
    "%1\nDirectory not found.\nPlease verify the correct directory name was given.":
        mark("%1\nThis folder is not there. Check its name."),
    "%1 already exists.\nDo you want to replace it?": mark("%1 is already there.\nReplace it?"),
    "Print": mark("Print"), "&Print": mark("Print"), "Printer": mark("Printer"), "Copies": mark("Copies"),
    "Print range": mark("Which pages"), "Print all": mark("All pages"), "Pages from": mark("Pages from"),
    "Pages": mark("Pages"), "to": mark("to"), "Current Page": mark("This page"), "Selection": mark("Selection"),
    "Output Settings": mark("Output"), "Copies:": mark("Copies:"), "Collate": mark("Collate"),
    "Reverse": mark("Last page first"), "Options": mark("Options"), "Color Mode": mark("Colour"),
    "Color": mark("Colour"), "Grayscale": mark("Grey"), "Duplex Printing": mark("Both sides"), "None": mark("None"),
    "Long side": mark("Long side"), "Short side": mark("Short side"), "&Options >>": mark("Options"),
    "&Options <<": mark("Options"), "Print to File (PDF)": mark("Print to a PDF file"), "&Name:": mark("Name:"),
    "P&roperties": mark("Properties"), "Location:": mark("Place:"), "Type:": mark("Kind:"),
    "Output &file:": mark("File:"), "Page Setup": mark("Page"), "Paper": mark("Paper"), "Orientation": mark("Direction"),
    "Portrait": mark("Upright"), "Landscape": mark("Sideways"), "Margins": mark("Margins"), "Width:": mark("Width:"),
    "Height:": mark("Height:"), "Page size:": mark("Page size:"),
    "Previous Month": mark("Previous month"), "Next Month": mark("Next month"),
    "Close Tab": mark("Close tab"), "Close the tab": mark("Close the tab"),
}  # fmt: skip
"""Qt's English source texts, and ours for them: ours are what the catalogue knows."""


class QtWords(QTranslator):
    """Answers Qt's questions from our catalogue; what it does not know stays English."""

    def __init__(self, w: Words, parent: QCoreApplication) -> None:
        super().__init__(parent)
        self._texts = {text: w(ours) for text, ours in QT_TEXTS.items()}

    def translate(self, context: str, text: str, disambiguation: str | None = None, n: int = -1) -> str | None:
        return self._texts.get(text)

    def isEmpty(self) -> bool:
        return False


class QtLanguage:
    """The language Qt speaks in this run; may be changed while the program runs."""

    def __init__(self, app: QCoreApplication) -> None:
        self._app = app
        self._words: QtWords | None = None

    def use(self, w: Words) -> None:
        """Speak the language of `w`: words, names of months and days, form of numbers."""
        country = QLocale.Country.Indonesia if w.language == "id" else QLocale.Country.UnitedKingdom
        language = QLocale.Language.Indonesian if w.language == "id" else QLocale.Language.English
        QLocale.setDefault(QLocale(language, country))
        self.stop()
        self._words = QtWords(w, self._app)
        self._app.installTranslator(self._words)

    def stop(self) -> None:
        """Speak Qt's own English again."""
        if self._words is not None:
            self._app.removeTranslator(self._words)
            self._words.deleteLater()
            self._words = None


def monday_first(calendar: QCalendarWidget) -> None:
    """Weeks of `calendar` begin on Monday, as in every school; days off are not red, the theme has no such colour."""
    calendar.setLocale(QLocale())
    calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        shown = calendar.weekdayTextFormat(day)
        shown.setForeground(calendar.palette().text())
        calendar.setWeekdayTextFormat(day, shown)
