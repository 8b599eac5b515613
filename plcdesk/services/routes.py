"""Which schools' data goes to whom: what is ticked for a laptop before anybody chooses, and what was chosen last."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from plcdesk.domain.exchange import Scope
from plcdesk.domain.programme import School

if TYPE_CHECKING:
    from plcdesk.services.drafts import Drafts
    from plcdesk.storage.feeds import Feeds
    from plcdesk.storage.storage import Storage

_KEY = "sent_spaces:"


class Routes:
    """The spaces of this programme and where they go. `drafts` remembers the choices of this computer."""

    def __init__(self, storage: Storage, feeds: Feeds, drafts: Drafts | None) -> None:
        self._storage = storage
        self._feeds = feeds
        self._drafts = drafts

    def names(self) -> dict[str, str]:
        """What the schools' spaces (uids) are called now."""
        return {school.space: school.name for school in self._storage.store.all(School) if school.space}

    def scopes(self, whom: str | None) -> list[Scope]:
        """See Exchange.scopes."""
        from plcdesk.storage.holdings import goes_to

        names = self.names()
        spaces = self._feeds.spaces()
        schools = {space.uid: names.get(space.uid, space.label) for space in spaces if space.kind == "school"}
        peer = self._feeds.peer(bytes.fromhex(whom)) if whom is not None else None
        chosen = goes_to(peer.tips if peer is not None else {}, schools)
        last = self._last(whom)
        # a space that is new since then goes as if nothing had been chosen
        made = [Scope(uid, name, last.get(uid, uid in chosen)) for uid, name in schools.items()]
        programme = [Scope(space.uid, "", True) for space in spaces if space.kind == "programme"]
        return programme + sorted(made, key=lambda scope: (scope.label.casefold(), scope.space))

    def remember(self, whom: str | None, spaces: frozenset[str] | None) -> None:
        """Keep what was chosen for a laptop; None, everything without a choice, is no choice."""
        if self._drafts is None or whom is None or spaces is None:
            return
        told = {space.uid: space.uid in spaces for space in self._feeds.spaces() if space.kind == "school"}
        self._drafts.remember(_KEY + whom, json.dumps(told))

    def _last(self, whom: str | None) -> dict[str, bool]:
        text = self._drafts.recall(_KEY + whom) if self._drafts is not None and whom is not None else None
        try:
            found = json.loads(text or "{}")
        except ValueError:
            found = {}
        return {uid: told for uid, told in found.items() if type(told) is bool} if type(found) is dict else {}
