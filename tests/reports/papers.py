"""Papers of invented people and schools, as services would fill them."""

from __future__ import annotations

import io
from datetime import date, time

from PIL import Image, ImageDraw

from plcdesk.domain.meetings import ActionStatus, Focus, Presence
from plcdesk.domain.papers import (
    ActionLine,
    AgendaLine,
    AttendanceForm,
    AttendanceLine,
    AttendancePaper,
    InvitationPaper,
    Letterhead,
    MinutesPaper,
    Occasion,
    PaperPhoto,
    Signatory,
    Signature,
    SignatureBlock,
)

NAMES = (
    "Siti Rahmawati, S.Pd.", "Bambang Suryana, S.Pd.", "Nur Hidayah, S.Pd.SD", "Agus Priyatno, S.Pd.",
    "Dewi Anggraini, S.Pd.", "Yusuf Maulana, S.Pd.I.", "Ratna Kusumawati, S.Pd.", "Hendra Gunadi, S.Pd.",
    "Lilis Marlina, S.Pd.", "Sumarni",
)
HELD = Occasion(date(2024, 10, 15), time(13, 0), time(14, 30), venue="Ruang Guru SD Negeri Melati 01")
NEXT = Occasion(date(2024, 10, 22), time(13, 0), time(14, 30), venue="Ruang Guru")
PRINCIPAL = Signature(Signatory.PRINCIPAL, "Hj. Ernawati, S.Pd., M.M.", nip="197003151995122001")
NOTETAKER = Signature(Signatory.NOTETAKER, "Agus Priyatno, S.Pd.")
SIGNATURES = SignatureBlock("Tangerang", date(2024, 10, 15), NOTETAKER, PRINCIPAL)


def drawing(width: int, height: int, *, kind: str = "JPEG") -> bytes:
    """A picture with a shape on it, so that one sees which way is up."""
    image = Image.new("RGB", (width, height), (214, 228, 240))
    pen = ImageDraw.Draw(image)
    pen.rectangle((0, height * 0.7, width, height), fill=(140, 170, 130))
    pen.polygon([(width * 0.2, height * 0.7), (width * 0.5, height * 0.25), (width * 0.8, height * 0.7)],
                fill=(160, 80, 60))
    out = io.BytesIO()
    image.save(out, kind)
    return out.getvalue()


def letterhead() -> Letterhead:
    """A public school's lines and a logo."""
    lines = ("PEMERINTAH KOTA TANGERANG", "DINAS PENDIDIKAN", "SD NEGERI MELATI 01",
             "Jalan Melati Raya No. 1, Kecamatan Contoh, Kota Tangerang 15000",
             "Telepon (021) 5550101 · surel sdnmelati01@contoh.sch.id · NPSN 20600001")
    return Letterhead(lines, "SD Negeri Melati 01", drawing(300, 340, kind="PNG"))


def attendance(count: int = 10) -> tuple[AttendanceLine, ...]:
    """People with their marks; beyond ten the names come again."""
    marks = {3: Presence.LATE, 8: Presence.EXCUSED}
    return tuple(
        AttendanceLine(NAMES[index % 10], f"Guru kelas {index % 6 + 1}", nip=f"19800115200501{index % 2 + 1}{index:03d}",
                       school="SD Negeri Melati 01", presence=marks.get(index, Presence.PRESENT))
        for index in range(count)
    )


def minutes(**changes: object) -> MinutesPaper:
    """Ordinary minutes: two topics, two follow-ups."""
    filled: dict[str, object] = {
        "occasion": HELD, "letterhead": letterhead(), "signatures": SIGNATURES, "group_name": "KBP SD Negeri Melati 01",
        "number": 7,
        "title": "Pembelajaran berdiferensiasi di kelas tinggi", "chair": "Hj. Ernawati, S.Pd., M.M.",
        "facilitator": "Siti Rahmawati, S.Pd.", "notetaker": "Agus Priyatno, S.Pd.", "focus": Focus.STRATEGY,
        "evidence": "Hasil asesmen diagnostik pecahan kelas 5: 12 dari 28 siswa belum memahami pecahan senilai.",
        "opening": "Pertemuan dibuka pukul 13.00 oleh Ketua KBP. Fasilitator membacakan norma bersama.",
        "agenda": (
            AgendaLine("Telaah hasil asesmen pecahan", 30, "Siti Rahmawati, S.Pd.",
                       "Peserta membaca hasil asesmen berpasangan.\n- Tiga kelompok kesalahan ditemukan.\n"
                       "- Siswa yang belum paham perlu benda konkret.\n"
                       "Pertanyaan pemantik: apa yang sudah dipahami siswa, dan dari mana kita tahu?"),
            AgendaLine("Rancangan kegiatan berdiferensiasi", 45, "Bambang Suryana, S.Pd.",
                       "Setiap guru menyusun satu kegiatan untuk tiga tingkat kesiapan."),
        ),
        "previous_on": date(2024, 10, 8),
        "previous": (
            ActionLine("Mengumpulkan hasil asesmen pecahan", "Dewi Anggraini, S.Pd.", date(2024, 10, 14),
                       "28 lembar", ActionStatus.DONE),
            ActionLine("Menyiapkan contoh modul ajar", "Yusuf Maulana, S.Pd.I.", date(2024, 10, 14), "1 modul",
                       ActionStatus.GOING, "menunggu contoh dari kelas 4"),
        ),
        "decisions": ("Kegiatan berdiferensiasi dicoba di kelas 4, 5, dan 6 pada pekan berikutnya.",
                   "Hasil uji coba dibawa ke pertemuan berikutnya."),
        "actions": (
            ActionLine("Menguji coba kegiatan pecahan dengan benda konkret", "Siti Rahmawati, S.Pd.",
                       date(2024, 10, 21), "Catatan pengamatan 28 siswa", ActionStatus.OPEN),
            ActionLine("Menyusun lembar kerja tiga tingkat", "Bambang Suryana, S.Pd.", date(2024, 10, 21),
                       "3 lembar kerja", ActionStatus.OPEN),
        ),
        "closing": "Fasilitator menyimpulkan hasil pertemuan dan mengucapkan terima kasih.",
        "next_meeting": NEXT, "attendance": attendance(),
    }
    return MinutesPaper(**{**filled, **changes})  # type: ignore[arg-type]


def long_minutes() -> MinutesPaper:
    """Minutes that take four pages."""
    said = "\n".join(
        f"Peserta {number} menyampaikan pengalaman mengajar pecahan dengan benda yang dibawa dari rumah; peserta lain "
        "menanggapi dengan bukti dari kelasnya, lalu bersama-sama mencari langkah yang dapat dicoba pekan depan."
        for number in range(1, 9)
    )
    actions = tuple(
        ActionLine(f"Mencoba kegiatan {number} dan mencatat tanggapan siswa", NAMES[number % 10], date(2024, 11, number),
                   "Catatan pengamatan satu halaman", ActionStatus.OPEN) for number in range(1, 11)
    )
    agenda = tuple(AgendaLine(f"Pokok bahasan {number}", 30, NAMES[number], said if number < 3 else said[:400])
                   for number in range(1, 4))
    return minutes(agenda=agenda, actions=actions)


def photos(count: int) -> tuple[PaperPhoto, ...]:
    """Wide and upright pictures in turn."""
    return tuple(PaperPhoto(drawing(*((640, 480) if index % 2 == 0 else (480, 640))),
                            f"Diskusi kelompok {index + 1} tentang kegiatan pecahan") for index in range(count))


def attendance_list(form: AttendanceForm = AttendanceForm.BLANK, count: int = 10, **changes: object) -> AttendancePaper:
    """An attendance list of the same meeting."""
    filled: dict[str, object] = {
        "occasion": HELD, "form": form, "letterhead": letterhead(), "group_name": "KBP SD Negeri Melati 01",
        "activity": "Pertemuan KBP ke-7: Pembelajaran berdiferensiasi", "lines": attendance(count),
        "signatures": SignatureBlock("Tangerang", date(2024, 10, 15), PRINCIPAL),
    }
    return AttendancePaper(**{**filled, **changes})  # type: ignore[arg-type]


def invitation(**changes: object) -> InvitationPaper:
    """A letter for the same meeting."""
    filled: dict[str, object] = {
        "occasion": HELD, "signatures": SignatureBlock("Tangerang", date(2024, 10, 10), PRINCIPAL), "letterhead": letterhead(),
        "group_name": "KBP SD Negeri Melati 01", "school": "SD Negeri Melati 01", "letter_number": "005/KBP-MEL/X/2024",
        "activity": "Pertemuan KBP ke-7: Pembelajaran berdiferensiasi",
        "agenda": ("Telaah hasil asesmen pecahan", "Rancangan kegiatan berdiferensiasi"),
        "bring": ("Hasil belajar siswa pekan ini", "Modul ajar yang sedang dikembangkan"),
    }
    return InvitationPaper(**{**filled, **changes})  # type: ignore[arg-type]
