"""The page for people inside a bundle, for whoever finds the file and wonders what it is."""

from __future__ import annotations

from datetime import datetime

from plcdesk.sync.container import GREETING

_PAGE = """\
Berkas ini adalah paket data PLC Desk.
  Program : {programme}
  Dari    : {sender}
  Dibuat  : {made} UTC

Cara membukanya: jalankan PLC Desk, pilih Kirim dan terima, lalu Terima dari flashdisk.
Jangan mengubah isi berkas ini: paket yang berubah akan ditolak. Isinya tidak terkunci;
simpan seperti Anda menyimpan daftar hadir dan notulen.

This file is a bundle of PLC Desk data. To open it, start PLC Desk and choose to receive
from a USB stick. Do not change this file: a changed bundle is refused. It is not encrypted;
keep it as you would keep attendance lists and minutes.
"""


def readme(programme: str, sender: str, made_at: datetime) -> bytes:
    """The text of README.txt, with Windows line ends."""
    page = _PAGE.format(programme=_plain(programme), sender=_plain(sender), made=f"{made_at:%Y-%m-%d %H:%M}")
    return GREETING + b"1\r\n\r\n" + page.replace("\n", "\r\n").encode()


def _plain(text: str) -> str:
    return "".join(mark for mark in text if mark.isprintable())[:100] or "-"
