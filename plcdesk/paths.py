"""Where files lie: one folder per programme, and the user's own state beside it.

Everything of a programme (database, drafts, photos, backups, this computer's key) lies in one folder. The state folder
belongs to the user, not to a programme: settings, logs, and the anchor that tells whether the database was copied.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

DATABASE = "plcdesk.sqlite"
RESOURCES = Path(__file__).resolve().parents[1] / "resources"


@dataclass(frozen=True, slots=True)
class Paths:
    """The files of one programme (`folder`) and of the user (`state`). Nothing is created by asking for a path.

    `server` is the address of the database of a hub, which then lies there and not in the folder; it may hold a password
    and is shown nowhere.
    """

    folder: Path
    state: Path
    server: str | None = field(default=None, repr=False)

    @property
    def database(self) -> Path:
        """The database file."""
        return self.folder / DATABASE

    @property
    def place(self) -> str:
        """What to call the database: its folder, or host and name on a server."""
        return server_place(self.server) if self.server is not None else str(self.folder)

    def has_database(self) -> bool:
        """Whether there is a database to open; that of a server is always taken to be there."""
        return self.server is not None or self.database.exists()

    @property
    def drafts(self) -> Path:
        """Entries not yet committed, in a small database of their own."""
        return self.folder / "drafts.sqlite"

    @property
    def blobs(self) -> Path:
        """The folder of photos, named by their SHA-256."""
        return self.folder / "blobs"

    @property
    def backups(self) -> Path:
        """The folder of backups and restore points."""
        return self.folder / "backups"

    @property
    def quarantine(self) -> Path:
        """The folder of received files while they are judged, and of those that wait for what they build on."""
        return self.folder / "quarantine"

    @property
    def carried(self) -> Path:
        """The folder of sealed bundles that are carried for others."""
        return self.folder / "carried"

    @property
    def device_key(self) -> Path:
        """This computer's signing key for this programme."""
        return self.folder / "device.key"

    @property
    def exports(self) -> Path:
        """Where files made for other programs are put unless another place is chosen."""
        return self.folder / "exports"

    @property
    def settings(self) -> Path:
        """The user's settings, for all programmes."""
        return self.state / "settings.toml"

    @property
    def logs(self) -> Path:
        """The folder of the program's log and crash notes."""
        return self.state / "logs"

    @property
    def anchor(self) -> Path:
        """What was last written here, kept outside the programme's folder and named by a hash of the database's path."""
        import hashlib  # brings OpenSSL with it, which the first picture does without

        place = self.place if self.server is not None else os.path.normcase(os.path.abspath(self.database))
        return self.state / "anchors" / f"{hashlib.sha256(place.encode()).hexdigest()[:32]}.json"

    def at(self, folder: Path) -> Paths:
        """The files of another programme of the same user."""
        return Paths(folder, self.state)

    @staticmethod
    def default_root() -> Path:
        """The user's folder for all programmes; only for this computer, never a roaming profile."""
        if sys.platform == "win32":
            return _environment("LOCALAPPDATA", Path.home() / "AppData" / "Local") / "PLC Desk"
        if sys.platform == "darwin":
            return Path.home() / "Library" / "Application Support" / "PLC Desk"
        return _environment("XDG_DATA_HOME", Path.home() / ".local" / "share") / "plcdesk"

    @staticmethod
    def default_state() -> Path:
        """The user's state folder, apart from the programmes so that a copied programme does not carry it along."""
        if sys.platform in ("win32", "darwin"):
            return Paths.default_root() / "state"
        return _environment("XDG_STATE_HOME", Path.home() / ".local" / "state") / "plcdesk"

    @staticmethod
    def programmes(root: Path) -> list[Path]:
        """The folders below `root` that hold a programme, by name; the sample is not among them."""
        return sorted(database.parent for database in (root / "programmes").glob(f"*/{DATABASE}"))

    @staticmethod
    def new_programme_folder(root: Path) -> Path:
        """Make an empty folder for one more programme."""
        number = 1
        while True:
            folder = root / "programmes" / f"program-{number}"
            try:
                folder.mkdir(parents=True)
            except FileExistsError:
                number += 1
            else:
                return folder

    @staticmethod
    def sample_folder(root: Path) -> Path:
        """The folder of the sample programme, apart from the user's own."""
        return root / "sample"


def server_place(address: str) -> str:
    """What to call the database at an address: host and name, never its user or password."""
    from urllib.parse import parse_qs, urlsplit

    found = urlsplit(address)
    host = found.netloc.rpartition("@")[2] or next(iter(parse_qs(found.query).get("host", ())), "localhost")
    return f"{host}{found.path}"


def _environment(name: str, otherwise: Path) -> Path:
    # the XDG rules: a relative path in these variables is not valid and is ignored
    value = os.environ.get(name, "")
    return Path(value) if value and Path(value).is_absolute() else otherwise
