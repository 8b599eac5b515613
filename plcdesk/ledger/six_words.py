"""Six everyday Indonesian words that stand for a device key, to be compared over the phone."""

from __future__ import annotations

import hashlib
from functools import lru_cache

ROUNDS = 100_000
"""Repetitions of the hash, so that finding a key with the same words stays out of reach."""

_LIST = """
adik air ajak akar alam alat aman angin anak apel arah asam atap awan ayah ayam baca badak bahu baju baik bakau
bakti balai bambu bangku bantal banyak barat baru batik batu bawah bayam bebek beli benang benih beras berani besar
besi betul biji biru bisa bola botol buah buaya bubur budi bukit buku bulan bulat bunga burung busur cabai cahaya
cair candi cepat cerah ceria cermin cincin coklat cuaca cuci dagu dahan damai danau dapur darat dasar daun dekat
delima depan desa didik dinding domba doa durian duduk elang emas embun empat enam esok fajar gabus gading gajah
galah garam garis gelas gelang gempar gigi gitar gula gunung guru halus hangat hari harum hati hebat hemat hijau
hitung hujan hutan ikan indah ingat intan itik jagung jahe jalan jambu janji jari jaring jarum jauh jendela jeruk
jinak jujur juru kabut kaca kain kakak kaki kaldu kamar kambing kampung kanan kapal kapas karang kasih kata kawan
kayu kebun kecap kecil kelas kelapa kelinci kemah kenari kepala kerbau kereta kertas kiri kita kolam kopi kota kuat
kucing kuda kue kuku kulit kuning kunci kupu lada ladang lagu lampu langit lapang laut layar lebah lebar lemari
lembut lengan lezat lidi lilin lima lombok luas lucu madu makan malam mangga manis mawar meja melati merah merdu
mulai musim nanas nasi nelayan nyala nyiur obor ombak orang padi pagi pahat pantai pasir payung pena perahu pesan
petani pintu pisang pohon pulau rajin rambut ramah ranting rasa roti rumah rusa sabun sagu salju sapi sawah sayur
sejuk semut senja senyum sepatu
"""
WORDS = tuple(_LIST.split())

assert len(WORDS) == len(set(WORDS)) == 256


@lru_cache(1024)
def six_words(public_key: bytes) -> str:
    """The six words of a public key (32 bytes), separated by blanks. Takes some 30 milliseconds on purpose."""
    digest = hashlib.pbkdf2_hmac("sha256", public_key, b"plc-words-v1", ROUNDS, 6)
    return " ".join(WORDS[byte] for byte in digest)
