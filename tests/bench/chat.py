"""Reading an exported chat, and the first marks for it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from plcdesk.importers.chat import read_chat, suggest
from tests.bench.report import Line
from tests.bench.timing import median

MESSAGES = 50_000
_SAID = (
    "Siswa saya sulit memahami pecahan, bagaimana ya cara mengajarkannya?", "ok", "<Media tidak disertakan>",
    "Rapat besok pukul 09.00 di aula, mohon hadir semua", "Terima kasih banyak Bapak/Ibu 🙏 tetap semangat",
    "Berikut modul ajar IPA kelas 5\nhttps://contoh.id/modul\n\nSilakan dipakai", "Pesan ini telah dihapus", "👍👍",
    "Tadi pagi saya coba alat peraga dari kardus dan ternyata lebih ramai dari biasanya, nanti saya ceritakan",
)  # fmt: skip


def lines(runs: int) -> Iterator[Line]:
    """A group that talks for years, as an iPhone and as an Android phone export it."""
    start = datetime(2022, 1, 1)
    with tempfile.TemporaryDirectory() as place:
        for phone, stamp in ("Android", "{:%d/%m/%y %H.%M} - "), ("iPhone", "\u200e[{:%d/%m/%y %H.%M.%S}] "):
            path = Path(place, f"{phone}.txt")
            times = [start + timedelta(minutes=37 * number) for number in range(MESSAGES)]
            path.write_text("".join(
                f"{stamp.format(at)}Guru {number % 40}: {_SAID[number % len(_SAID)]}\n"
                for number, at in enumerate(times)
            ), encoding="utf-8")
            what = f"reading a chat of {MESSAGES:,} messages ({phone})"
            yield Line(what, median(lambda path=path: read_chat(path), runs), 0.8, "s")  # type: ignore[misc]
        chat = read_chat(path)
        yield Line(f"suggesting categories for {len(chat.coded):,} of them",
                   median(lambda: [suggest(message) for message in chat.coded], runs), 2.0, "s")
