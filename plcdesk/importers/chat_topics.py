"""What a message is probably for, by its words in Indonesian and English: a first mark, which a person confirms.

Where two purposes fit, consultation goes before resources, these before coordination, this before encouragement
(domain handbook 3.13).
"""

from __future__ import annotations

import re

from plcdesk.domain.chat import Category, Message, MessageKind
from plcdesk.importers.chat_kinds import words_of

_ENOUGH = 2000
"""Signs of a message that are looked at: who needs more says several things anyway."""
_WORDS = re.compile(r"[^\W\d_]+")
_LINK = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|id|org|net|ly|gle|be|co|app)/\S+")
_MEETING_LINK = re.compile(
    r"zoom\.us|meet\.google|teams\.(?:microsoft|live)|maps\.|goo\.gl/maps|chat\.whatsapp|calendar"
)
"""A link to a room, a place or a group is no material."""
_VOICE = re.compile(
    r"(?:audio|pesan suara|voice message|kontak|contact)\b.*(?:tidak disertakan|omitted)|\.(?:opus|vcf)\b"
)
"""Nobody knows what such a file says."""
_CLOCK = re.compile(r"(?<!\d)(?:[01]?\d|2[0-3])[.:][0-5]\d(?!\d)|\bh-\d\b")
_GREETING = re.compile(
    r"\b(?:selamat|met) (?:pagi|siang|sore|petang|malam)\b|\bgood (?:morning|afternoon|evening|night)\b"
)

_SPOKEN = {
    "gmn": "bagaimana", "gimana": "bagaimana", "gmana": "bagaimana", "bgmn": "bagaimana", "bgm": "bagaimana",
    "knp": "mengapa", "kenapa": "mengapa", "mhn": "mohon", "slmt": "selamat", "smangat": "semangat",
    "ank": "anak", "anak2": "anak", "jdwl": "jadwal", "bsk": "besok", "trims": "makasih", "tks": "makasih",
    "thx": "makasih", "trimakasih": "makasih", "terimakasih": "makasih", "mksh": "makasih", "makasi": "makasih",
    "nuhun": "makasih", "suwun": "makasih", "thanks": "makasih", "thank": "makasih",
}
_HOW = words_of("bagaimana mengapa how why")
_ASK = words_of("apakah adakah bolehkah bisakah haruskah what which") | _HOW
_HELP = words_of(
    "saran masukan solusi bantuan bantu kesulitan kesusahan kendala bingung sulit susah masalah tips kiat usul"
    " pendapat konsultasi bertanya tanya advice help helping stuck difficulty difficult struggle struggling"
    " suggestion suggestions problem confused"
)
_ADVICE = words_of(
    "sebaiknya coba cobalah pengalaman disarankan sarankan menyarankan should suggest recommend try tried"
)
_TEACHING = words_of(
    "siswa siswi murid anak didik materi pembelajaran belajar mengajar mengajarkan diajarkan ajar modul rpp soal"
    " asesmen penilaian nilai rubrik metode strategi diferensiasi berdiferensiasi literasi numerasi kelas pecahan"
    " perkalian pembagian matematika ipa ips ipas pancasila membaca menulis berhitung kurikulum kompetensi kktp atp"
    " lkpd lkm proyek pjbl pbl topik bab tema remedial pengayaan peraga ulangan student students pupil pupils child"
    " children kids lesson lessons teach teaching taught learn learning material materials worksheet worksheets"
    " assessment assess rubric grading class classroom fractions math maths reading writing curriculum module topic"
    " project exam quiz"
)
_MATERIAL = words_of(
    "link tautan unduh download terlampir lampiran lampirkan referensi attachment attached reference references"
)
_SHARE = words_of(
    "bagikan berbagi membagikan bagi kirimkan kirim mengirim share sharing shared sending sent ini berikut here"
)
_THING = words_of(
    "modul rpp materi lkpd file berkas dokumen video contoh soal bahan ppt slide slides salindia foto gambar buku"
    " template templat media worksheet worksheets material materials photo photos document documents book example"
    " examples pdf"
)
_GATHERING = words_of(
    "rapat pertemuan jadwal hadir kehadiran undangan absen absensi presensi kumpul berkumpul meeting schedule"
    " attend attendance agenda zoom gmeet"
)
_AGENDA = _GATHERING | words_of(
    "jam pukul izin ijin terlambat telat besok lusa aula lokasi laporan notulen administrasi konfirmasi deadline"
    " tenggat tanggal senin selasa rabu kamis jumat sabtu seragam panitia konsumsi pengumuman mengumumkan ditunda"
    " diundur dimulai kpn kapan peserta daftar data tomorrow monday tuesday wednesday thursday friday saturday date"
    " postponed venue confirm reminder remind late report minutes announcement"
)
_PRAISE = words_of(
    "makasih semangat selamat mantap mantab hebat keren bagus salut bangga sukses alhamdulillah apresiasi"
    " mengapresiasi inspiratif menginspirasi barakallah barakallahu masyaallah congratulations congrats great"
    " awesome proud bravo excellent wonderful amazing spirit appreciate jos joss jempol"
)
_PRAISING = re.compile(r"\bterima ?kasih\b|\bluar biasa\b|\bwell done\b|\bgood (?:job|luck)\b|\bkeep (?:it up|going)\b")


def suggest(message: Message) -> Category:
    """The category that the words of a message speak for; not coded where none speaks."""
    if not message.kind.coded:
        return Category.UNCODED
    text = message.text[:_ENOUGH].casefold()
    links = _LINK.findall(text) if "." in text else []
    plain = _LINK.sub(" ", text) if links else text
    have = _normal(plain)
    if _consults(have, plain):
        return Category.CONSULTATION
    if _shares(message.kind, have, text, links):
        return Category.RESOURCES
    if links or have & _AGENDA or _CLOCK.search(plain):
        return Category.COORDINATION
    if _PRAISING.search(plain) or (have & _PRAISE and _normal(_GREETING.sub(" ", plain)) & _PRAISE):
        return Category.ENCOURAGEMENT
    return Category.UNCODED


def _normal(text: str) -> set[str]:
    """The words, with what is typed in haste spelt out, and without -nya and -lah behind them."""
    words = set(_WORDS.findall(text))
    found = {_SPOKEN.get(word, word) for word in words}
    return found | {word[:-3] for word in found if len(word) > 6 and word.endswith(("nya", "lah", "kah"))}


def _consults(have: set[str], plain: str) -> bool:
    if not have & _TEACHING:
        return False
    if have & _HELP or have & _ADVICE or have & _HOW:
        return True
    # who asks when and where they gather names a class, too
    return ("?" in plain or bool(have & _ASK)) and not have & _GATHERING


def _shares(kind: MessageKind, have: set[str], text: str, links: list[str]) -> bool:
    if kind is MessageKind.MEDIA:
        return _VOICE.search(text) is None
    if any(_MEETING_LINK.search(link) is None for link in links):
        return True
    return bool(have & _MATERIAL) or bool(have & _SHARE and have & _THING)
