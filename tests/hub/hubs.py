"""A hub for the tests: a laptop of the exchange tests whose database lies on a server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from plcdesk.storage.feeds import Feeds
from plcdesk.storage.postgres import open_server
from plcdesk.storage.storage import Storage
from tests.exchange.laptops import Laptop


class Hub(Laptop):
    """Everything but the database (key, photos, received files) lies in `folder`."""

    def __init__(self, folder: Path, name: str, url: str, feeds_class: Callable[..., Feeds] = Feeds) -> None:
        self.url = url
        super().__init__(folder, name, feeds_class)

    def begin(self) -> Storage:
        return Storage(open_server(self.url), now=lambda: self.now)
