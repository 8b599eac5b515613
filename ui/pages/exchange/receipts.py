"""Taking back what a bundle brought, and bringing it again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from plcdesk.domain.changes import Changes
from plcdesk.domain.exchange import Undone
from plcdesk.domain.progress import Progress
from ui.runtime.context import Context


class Receipts:
    """`after` hears the changes, and what an undo had to leave."""

    def __init__(self, ctx: Context, after: Callable[[Changes, Undone | None], object]) -> None:
        self._ctx, self._after, self.w = ctx, after, ctx.w

    def undo(self, bundle: str, sender: str) -> None:
        """Take back what a received bundle brought."""
        exchange = self._ctx.desk.exchange
        at = next((line.at for line in exchange.log() if line.bundle == bundle and line.direction == "in"), None)

        def work(progress: Progress) -> Undone:
            undone: Undone = exchange.undo(bundle)
            return undone

        def done(undone: Undone) -> None:
            time = at.astimezone().time() if at is not None else "—"
            self._after(undone.changes, undone)
            self._ctx.notify.toast(self.w("Receiving undone. Data is back as of {time}.", time=time), self.w("Undo"),
                                   partial(self.apply_again, bundle, sender))

        self._ctx.tasks.run(work, done, title=self.w("Undo this receipt"))

    def apply_again(self, bundle: str, sender: str) -> None:
        """Bring back what `undo` took away."""
        exchange = self._ctx.desk.exchange

        def work(progress: Progress) -> Changes:
            changes: Changes = exchange.apply_again(bundle)
            return changes

        def done(changes: Changes) -> None:
            self._after(changes, None)
            self._ctx.notify.toast(self.w("Data from {name} merged", name=sender), self.w("Undo"),
                                   partial(self.undo, bundle, sender))

        self._ctx.tasks.run(work, done, title=self.w("Apply again"))
