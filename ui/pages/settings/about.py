"""What this program is."""

from __future__ import annotations

from plcdesk import __version__
from ui.runtime.context import Context
from ui.widgets.cards import Card
from ui.widgets.form_field import plain_label


class AboutCard(Card):
    """Version, promise, licences, and where the records lie."""

    def __init__(self, ctx: Context) -> None:
        w = ctx.w
        super().__init__(w("About"))
        for text in (
            w("PLC Desk {version}", version=__version__),
            w("Everything stays on this computer and on the USB sticks you hand on. The program never uses a network."),
            w("Free software under the MIT licence. Qt is used under the LGPL; the fonts Noto Sans and DejaVu and the "
              "Lucide icons under their own free licences."),
            w("Folder of this programme: {folder}", folder=str(ctx.desk.folder)),
        ):
            self.body.addWidget(plain_label(text, "meta", wrap=True))
