"""What stands in a chat: only what a person said is coded, and the rule says which category comes first."""

from datetime import date, datetime, timedelta

import pytest

from plcdesk.domain.chat import Category, Message, MessageKind, count
from plcdesk.importers.chat import read_chat, suggest
from tests.importers.dialects import ANDROID, IPHONE, TALK

TEXT, MEDIA, STICKER = MessageKind.TEXT, MessageKind.MEDIA, MessageKind.STICKER
DELETED, SYSTEM, ACK = MessageKind.DELETED, MessageKind.SYSTEM, MessageKind.ACK


def kinds(tmp_path, *words, dialect=ANDROID, sender="Bu Ani"):
    start = datetime(2024, 10, 28, 8, 0)
    lines = [(start + timedelta(minutes=number), sender, text) for number, text in enumerate(words)]
    return [message.kind for message in read_chat(dialect.write(tmp_path, lines)).messages]


def message(text, kind=TEXT, at=datetime(2024, 10, 28, 8, 0)):
    return Message(at, "Bu Ani", text, kind)


@pytest.mark.parametrize(("text", "kind"), [
    ("<Media tidak disertakan>", MEDIA), ("<Media omitted>", MEDIA), ("\u200egambar tidak disertakan", MEDIA),
    ("\u200eimage omitted", MEDIA), ("video omitted", MEDIA), ("IMG-20241028-WA0001.jpg (file terlampir)", MEDIA),
    ("\u200eIMG-20241028-WA0001.jpg (file attached)\nKarya siswa kelas 4", MEDIA),
    ("<Media tidak disertakan>\nLKPD", MEDIA),
    ("Modul Ajar.pdf • 14 halaman \u200edokumen tidak disertakan", MEDIA), ("Foto karya \u200eimage omitted", MEDIA),
    ("\u200e<terlampir: 00000012-PHOTO-2024.jpg>", MEDIA), ("RPP <attached: 0001-RPP.docx>", MEDIA),
    ("pesan suara tidak disertakan", MEDIA), ("Kartu kontak tidak disertakan", MEDIA), ("\u200eaudio omitted", MEDIA),
    ("\u200estiker tidak disertakan", STICKER), ("sticker omitted", STICKER), ("GIF tidak disertakan", STICKER),
    ("STK-20241028-WA0003.webp (file terlampir)", STICKER),
    ("Pesan ini telah dihapus", DELETED), ("Pesan ini dihapus.", DELETED), ("This message was deleted", DELETED),
    ("\u200eAnda menghapus pesan ini", DELETED), ("You deleted this message.", DELETED), ("null", DELETED),
    ("Pesan ini telah dihapus oleh admin Bu Sri", DELETED),
    ("ok", ACK), ("Okeee 👍🏽", ACK), ("Siap, Bu", ACK),
    ("👍👍", ACK), ("🙏", ACK), ("baik pak 🙏🏻", ACK), ("wkwkwk", ACK),
    ("Iyaaa", ACK), ("...", ACK), ("@6281234567890 siap", ACK), ("Noted, siap!", ACK),
    ("Aamiin", ACK), ("hahaha", ACK),
    ("Siap hadir", TEXT), ("Ok, besok saya bawa medianya", TEXT), ("Baik, terima kasih", TEXT),
    ("Pesan itu bagus", TEXT),
    ("gambar tidak disertakan di modul, ya?", TEXT), ("Kisi-kisi tidak disertakan", TEXT), ("5", TEXT),
    ("Siapa yang menghapus pesan ini tadi?", TEXT), ("Bu Sri menambahkan bahan di Drive", TEXT), ("Hadir", TEXT),
    ("Saya keluar sebentar", TEXT), ("He has left", TEXT),
])  # fmt: skip
@pytest.mark.parametrize("dialect", [ANDROID, IPHONE], ids=["Android", "iPhone"])
def test_only_what_a_person_said_or_sent_waits_for_a_category(tmp_path, dialect, text, kind):
    """A sticker that is coded makes the counts wrong; a sentence that is skipped is lost for the research."""
    assert kinds(tmp_path, text, dialect=dialect) == [kind]


@pytest.mark.parametrize("text", [
    "Pesan dan panggilan dienkripsi secara end-to-end. Tidak seorang pun di luar chat ini dapat membacanya.",
    "Pesan dan panggilan terenkripsi secara end-to-end. Hanya orang di chat ini yang bisa membacanya.",
    "Messages and calls are end-to-end encrypted. No one outside of this chat can read them.",
    "Bu Ani menambahkan Pak Joko", "Bu Ani created group “KBP Melati”", "Bu Ani membuat grup ini", "Bu Ani keluar",
    "Bu Ani mengubah ikon grup ini", "Pak Joko left",
    "+62 812-3456-7890 bergabung menggunakan tautan undangan grup ini",
    "Bu Ani pinned a message", "Bu Ani menyematkan pesan",
])
def test_notices_have_no_sender_and_are_skipped(tmp_path, text):
    """A phone's own words must not count as a teacher's."""
    for dialect, sender, words in (ANDROID, "", text), (IPHONE, "KBP Melati", f"\u200e{text}"):
        lines = [(TALK[0][0], sender, words), *TALK]
        first, *rest = read_chat(dialect.write(tmp_path, lines)).messages
        assert (first.kind, first.sender, first.text) == (SYSTEM, "", text)
        assert [later.text for later in rest] == [words for _, _, words in TALK]


def test_a_notice_is_one_even_where_an_editor_took_the_marks_away(tmp_path):
    words = "Bu Ani menambahkan Pak Joko", "Pak Joko menambahkan bahan"
    assert kinds(tmp_path, *words, dialect=IPHONE) == [SYSTEM, TEXT]


@pytest.mark.parametrize(("text", "category"), [
    ("Siswa saya sulit memahami pecahan, bagaimana ya?", Category.CONSULTATION),
    ("Bu, gmn cara ngajar membaca anak kelas 1", Category.CONSULTATION),
    ("Sebaiknya pakai alat peraga supaya siswa paham", Category.CONSULTATION),
    ("How do you teach fractions to pupils?", Category.CONSULTATION),
    ("Ada yang punya materi IPA? https://contoh.id", Category.CONSULTATION),
    ("https://youtu.be/abc?x=1", Category.RESOURCES), ("Lihat bit.ly/modul-ajar", Category.RESOURCES),
    ("Berikut modul ajar untuk rapat besok", Category.RESOURCES), ("Silakan unduh, terima kasih", Category.RESOURCES),
    ("Sharing my worksheet for tomorrow", Category.RESOURCES),
    ("Rapat besok jam 9 di aula", Category.COORDINATION), ("Selamat pagi, besok kumpul ya", Category.COORDINATION),
    ("Kelas 5 rapat kapan ya?", Category.COORDINATION), ("Mulai 08.30", Category.COORDINATION),
    ("Hadir", Category.COORDINATION),
    ("https://meet.google.com/abc-defg", Category.COORDINATION),
    ("Terima kasih, sampai jumpa Senin", Category.COORDINATION),
    ("Please attend the meeting on Monday", Category.COORDINATION),
    ("Terima kasih banyak bu", Category.ENCOURAGEMENT), ("Semangat bapak ibu!", Category.ENCOURAGEMENT),
    ("Selamat ulang tahun", Category.ENCOURAGEMENT), ("Luar biasa", Category.ENCOURAGEMENT),
    ("Well done everyone, thanks", Category.ENCOURAGEMENT),
    ("Selamat pagi", Category.UNCODED), ("Saya di pasar", Category.UNCODED),
])  # fmt: skip
def test_words_suggest_a_category_by_the_order_of_the_coding_rule(text, category):
    """A wrong suggestion costs a click; one against the coding rule makes two coders disagree."""
    assert suggest(message(text)) is category


def test_attachments_are_resources_unless_their_caption_asks(tmp_path):
    assert suggest(message("<Media tidak disertakan>", MEDIA)) is Category.RESOURCES
    assert suggest(message("IMG-1.jpg (file terlampir)\nSemangat!", MEDIA)) is Category.RESOURCES
    asks = "IMG-1.jpg (file terlampir)\nBagaimana menilai karya siswa?"
    assert suggest(message(asks, MEDIA)) is Category.CONSULTATION
    assert suggest(message("pesan suara tidak disertakan", MEDIA)) is Category.UNCODED


@pytest.mark.parametrize("kind", [STICKER, DELETED, SYSTEM, ACK])
def test_what_is_not_coded_is_never_suggested(kind):
    assert suggest(message("Rapat https://contoh.id", kind)) is Category.UNCODED


def test_the_monthly_counts_hold_every_month_and_category():
    """A month without a category is a result, too: it must be 0, not missing."""
    october, november, december = date(2024, 10, 1), date(2024, 11, 1), date(2024, 12, 1)
    late = message("b", at=datetime(2024, 11, 30, 23, 59))
    marks = [(message("a"), Category.RESOURCES), (message("a"), Category.RESOURCES), (late, Category.CONSULTATION),
             (message("c", at=datetime(2025, 1, 1)), Category.RESOURCES), (late, Category.UNCODED)]
    counts = count(iter([october, november, december]), marks)
    assert len(counts) == 3 * len(Category)
    assert {place: number for place, number in counts.items() if number} == {
        (october, Category.RESOURCES): 2, (november, Category.CONSULTATION): 1, (november, Category.UNCODED): 1,
    }
