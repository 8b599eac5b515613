"""What a phone writes into an exported chat by itself, in Indonesian and English: notices, attachments, deletions."""

from __future__ import annotations

import re

from plcdesk.domain.chat import MessageKind
from plcdesk.importers.chat_lines import MARKS


def words_of(text: str) -> frozenset[str]:
    """A set of words, written as a person writes them."""
    return frozenset(text.split())


_MARK = re.compile(f"[{MARKS}]")
_EDITED = re.compile(r"<(?:pesan ini (?:telah )?diedit|this message was edited)>$", re.IGNORECASE)

_OMITTED = r"(?: tidak disertakan| omitted)>?\.?[ \t]*$"
_LEFT_OUT = re.compile(
    rf"(?:^|[{MARKS}])[ {MARKS}]*<?(?P<what>media|gambar|foto|image|photo|video|pesan video|video message|video note"
    r"|audio|pesan suara|voice message|gif|stiker|sticker|dokumen|document|kartu kontak|kontak|contact card|contact"
    rf"|(?:pesan|foto|video|pesan suara) sekali lihat|view once (?:message|photo|video|voice message)){_OMITTED}"
    rf"|\.\w{{2,5}}(?: •[^\n]{{0,100}})? (?:dokumen|document){_OMITTED}",
    re.IGNORECASE | re.MULTILINE,
)  # fmt: skip
_ATTACHED = re.compile(
    r"\.(?P<ending>\w{2,5}) \((?:file terlampir|berkas terlampir|file attached)\)[ \t]*$"
    r"|<(?:terlampir|attached): [^>\n]{1,250}\.(?P<inside>\w{2,5})>",
    re.IGNORECASE | re.MULTILINE,
)
_TRACES = ("disertakan", "omitted", "terlampir", "attached")
_DELETED = re.compile(
    r"(?:pesan ini (?:telah )?dihapus(?: oleh admin\b.{0,100})?|anda (?:telah )?menghapus pesan ini"
    r"|this message was deleted(?: by admin\b.{0,100})?|you deleted this message(?: as admin)?|null)\.?"
)
_CERTAIN = re.compile(
    r"(?:pesan dan panggilan|messages and calls|messages to this group|pesan (?:ke|di) grup ini)\b.*"
    r"(?:terenkripsi|dienkripsi|enkripsi|encrypt)"
    r"|(?:panggilan (?:suara|video|grup)|missed (?:voice|video|group)).{0,40}(?:tak terjawab|tidak terjawab|call)\b"
    r"|panggilan (?:suara|video)(?: grup)? (?:tak|tidak) terjawab|menunggu pesan ini\b|waiting for this message\b"
)
"""Nobody types this."""
_NOTICE = re.compile(
    r"\b(?:menambahkan|ditambahkan|mengeluarkan|dikeluarkan|membuat (?:grup|komunitas)|menyematkan (?:se|pesan)"
    r"|bergabung (?:menggunakan|melalui|dengan|dari)|mengubah|mengganti|menghapus (?:ikon|foto|deskripsi|grup)"
    r"|mengaktifkan|menyalakan|mematikan|menonaktifkan|(?:kini|sekarang) (?:menjadi )?admin|kode keamanan"
    r"|meminta (?:untuk )?bergabung|added|removed|created (?:this )?(?:group|community)|joined (?:using|from|via)"
    r"|changed|pinned a message|turned (?:on|off)|deleted this group|now an admin|security code|requested to join"
    r"|set this group)\b|\b(?:keluar|left)\.?$"
)
_BEFORE_A_COLON = re.compile(
    r"\w.* (?:mengubah|mengganti|membuat grup|menambahkan|mengeluarkan|changed|created group|added|removed) .*"
    r"(?:[\"“”]|grup|group|subje|nama|name|deskripsi|description)"
)
_ACKS = words_of(
    "ok oke okey okay okeh okee k siap sip siip baik baiklah ya iya yaa iyaa y yes yup yap yoi betul setuju noted"
    " nggih inggih enggih injih mangga amin aamiin amiin aminn"
    " alright sure roger copy done sudah"
)
_PEOPLE = words_of(
    "pak bu ibu bapak bpk bun bunda kak kakak mas mbak mba teh teteh kang ustadz ustadzah ust ustd abah om tante"
    " kepala semua semuanya all sir madam maam mam dan banget sekali deh dong lah"
)
_LAUGHTER = re.compile(r"(?:wk)+w?|(?:h[aei])+h?")
_WORDS = re.compile(r"[^\W_]+")
_LONG = re.compile(r"(.)\1{2,}")
_MENTION = re.compile(r"@\S+")


def bare(text: str) -> str:
    """Without the signs that only say in which direction one reads, and without space around it."""
    return text.strip() if text.isascii() else _MARK.sub("", text).strip()


def sender_name(written: str) -> str:
    """A sender as a person reads it: plain hyphens in numbers, no tilde in front of who is not in the contacts."""
    name = bare(written).replace("\u2011", "-").replace("\u00a0", " ").replace("\u202f", " ")
    return name[1:].strip() if name.startswith("~") else name.strip()


def words_and_kind(sender: str, written: str, *, bracket: bool, marked: bool) -> tuple[str, MessageKind]:
    """The words of a message that has a sender, and what they are.

    `marked` when direction signs occur in the file: an iPhone (`bracket`) then puts one before each of its own words.
    """
    text = bare(written)
    if text.endswith(">"):
        text = _EDITED.sub("", text).rstrip()
    low = text.casefold()
    if any(trace in low for trace in _TRACES) and (kind := _attachment(written, text)) is not None:
        return text, kind
    if not text or (len(low) < 200 and _DELETED.fullmatch(low)):
        return text, MessageKind.DELETED
    if len(low) < 400 and _is_notice(sender, written, low, bracket=bracket, marked=marked):
        return text, MessageKind.SYSTEM
    return text, MessageKind.ACK if len(low) < 60 and _acknowledges(low) else MessageKind.TEXT


def notice_with_colon(sender: str) -> bool:
    """Whether what stands before the first colon is no person but a notice: ``Siti mengubah nama grup dari "A``."""
    return len(sender) > 12 and (len(sender) > 120 or _BEFORE_A_COLON.match(sender.casefold()) is not None)


def _attachment(written: str, text: str) -> MessageKind | None:
    found = _LEFT_OUT.search(written.strip())
    if found is not None:
        moving = (found["what"] or "").casefold() in ("stiker", "sticker", "gif")
        return MessageKind.STICKER if moving else MessageKind.MEDIA
    found = _ATTACHED.search(text)
    if found is not None:
        return MessageKind.STICKER if (found["ending"] or found["inside"]).casefold() == "webp" else MessageKind.MEDIA
    return None


def _is_notice(sender: str, written: str, low: str, *, bracket: bool, marked: bool) -> bool:
    if _CERTAIN.match(low):
        return True
    if not bracket or "\n" in low:
        return False
    own = _MARK.match(written.lstrip()) is not None if marked else low.startswith(sender.casefold() + " ")
    return own and _NOTICE.search(low) is not None


def _acknowledges(low: str) -> bool:
    words = [_LONG.sub(r"\1", word) for word in _WORDS.findall(_MENTION.sub("", low))]
    return all(word in _ACKS or word in _PEOPLE or _LAUGHTER.fullmatch(word) is not None for word in words)
