"""The strip above the page: one at a time, the most important first; "Later" puts it off until tomorrow."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.runtime.context import Context
from ui.runtime.notify import Banner, Rank
from ui.shell.toasts import announce
from ui.widgets.banner import Strip


class BannerArea(QWidget):
    """All banners of a window, of which the highest is shown."""

    def __init__(self, ctx: Context) -> None:
        super().__init__()
        self._ctx = ctx
        self._waiting: dict[str, Banner] = {}
        self._shown: Banner | None = None
        self.strip = Strip()
        self.strip.acted.connect(self._act)
        self.strip.acted_second.connect(self._act_second)
        self.strip.put_off.connect(self._later)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.strip)
        self.fit(12, short=False)
        ctx.notify.bannered.connect(self.add)
        ctx.notify.cleared.connect(self.clear)
        self.hide()

    @property
    def shown(self) -> Banner | None:
        """The banner on screen."""
        return self._shown

    def fit(self, margin: int, short: bool) -> None:
        """Arrange for the room there is; `margin` = the distance to the edges of the content."""
        self._column.setContentsMargins(margin, 4 if short else 8, margin, 0)
        self.strip.set_slim(short)

    def add(self, banner: Banner) -> None:
        """Show a banner, or keep it for when those above it are gone."""
        if banner.later and self._ctx.desk.drafts.recall(_key(banner.key)) == self._today():
            return
        self._waiting[banner.key] = banner
        self._choose()

    def clear(self, key: str) -> None:
        """Forget the banner with this key."""
        if self._waiting.pop(key, None) is not None:
            self._choose()

    def _choose(self) -> None:
        best = max(self._waiting.values(), key=lambda banner: banner.rank, default=None)
        if best == self._shown:
            return
        self._shown = best
        self.setVisible(best is not None)
        if best is None:
            return
        self.strip.say(best.text, best.tone, best.action_label, best.second_label)
        w = self._ctx.w
        self.strip.later.setText(w("Later") if best.later else w("Close"))
        # what goes on as long as its reason does cannot be put off
        self.strip.later.setVisible(best.later or best.rank not in (Rank.SAMPLE, Rank.ARCHIVE, Rank.DISK))
        announce(self, best.text, urgent=best.tone == "danger")

    def _act(self) -> None:
        if self._shown is not None and self._shown.action is not None:
            self._shown.action()

    def _act_second(self) -> None:
        if self._shown is not None and self._shown.second is not None:
            self._shown.second()

    def _later(self) -> None:
        if self._shown is None:
            return
        if self._shown.later:
            self._ctx.desk.drafts.remember(_key(self._shown.key), self._today())
        self.clear(self._shown.key)

    def _today(self) -> str:
        return str(self._ctx.desk.today().isoformat())


def _key(banner: str) -> str:
    return f"later:{banner}"
