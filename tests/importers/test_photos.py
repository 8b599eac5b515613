"""Photos: what is kept shows the meeting and betrays neither place nor phone."""

import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, PngImagePlugin
from PIL.TiffImagePlugin import IFDRational

from plcdesk.domain.errors import UserError
from plcdesk.importers.photos import LONG_SIDE, bare_photo, read_photo

ORIENTATION, MAKE, GPS, DESCRIPTION = 0x0112, 0x010F, 0x8825, 0x010E


def scene(size: tuple[int, int] = (400, 300)) -> Image.Image:
    picture = Image.new("RGB", size, "white")
    ImageDraw.Draw(picture).rectangle((0, 0, size[0] // 4, size[1] // 4), fill="red")
    return picture


def jpeg(picture: Image.Image, **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=92, **options)
    return out.getvalue()


def phone_photo(orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[MAKE] = "SecretPhone"
    exif[DESCRIPTION] = "Rumah Bu Siti"
    exif[GPS] = {1: "S", 2: (IFDRational(6), IFDRational(10), IFDRational(41)), 3: "E", 4: (IFDRational(106), 37, 48)}
    return jpeg(scene(), exif=exif, comment=b"SecretComment", icc_profile=b"SecretProfile" * 20)


def opened(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def test_place_phone_and_comment_are_gone():
    before = phone_photo()
    assert opened(before).getexif().get_ifd(GPS)
    kept = bare_photo(before, "a.jpg")
    after = opened(kept.data)
    assert not after.getexif()
    assert set(after.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    for secret in (b"Secret", b"Exif", b"Rumah", b"ICC_PROFILE", b"http"):
        assert secret not in kept.data


@pytest.mark.parametrize(("orientation", "corner"), [(1, (10, 10)), (3, (390, 290)), (6, (290, 10)), (8, (10, 390))])
def test_a_turned_phone_gives_an_upright_picture(orientation, corner):
    kept = opened(bare_photo(phone_photo(orientation), "a.jpg").data)
    assert kept.size == ((400, 300) if orientation in (1, 3) else (300, 400))
    red, green, _blue = kept.getpixel(corner)
    assert red > 200
    assert green < 80


def test_large_photos_become_small_and_small_ones_stay():
    large = bare_photo(jpeg(scene((4000, 3000))), "a.jpg")
    assert (large.width, large.height) == (LONG_SIDE, 1200)
    assert opened(large.data).size == (LONG_SIDE, 1200)
    small = bare_photo(jpeg(scene((40, 30))), "a.jpg")
    assert (small.width, small.height) == (40, 30)


def test_the_same_file_gives_the_same_bytes_so_two_laptops_keep_one_copy():
    assert bare_photo(phone_photo(), "a.jpg") == bare_photo(phone_photo(), "b.jpg")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "RGB", "CMYK"])
def test_every_kind_of_picture_comes_out_in_colour(mode, tmp_path):
    suffix = "tif" if mode in ("CMYK", "I;16") else "png"
    path = tmp_path / f"a.{suffix}"
    source = scene().convert("L").convert("I").point(lambda v: v * 257).convert("I;16") if mode == "I;16" else scene().convert(mode)
    source.save(path)
    kept = opened(read_photo(path).data)
    assert kept.mode == "RGB"
    assert min(kept.getpixel((390, 290))) > 240


def test_what_was_transparent_is_white_as_on_paper():
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    assert min(opened(bare_photo(out.getvalue(), "a.png").data).getpixel((10, 10))) > 250


def test_text_hidden_in_a_png_is_gone():
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "Secret")
    out = io.BytesIO()
    scene().save(out, "PNG", pnginfo=info)
    assert b"Secret" not in bare_photo(out.getvalue(), "a.png").data


def png_of(width: int, height: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")


@pytest.mark.parametrize("data", [
    b"", b"bukan foto", b"%PDF-1.4", b"\x89PNG\r\n\x1a\n", jpeg(scene())[:200], jpeg(scene((900, 900)))[:-3000],
    b"\xff\xd8\xff\xe0" + b"\0" * 100, png_of(60_000, 60_000), png_of(100_000, 2_000), b"GIF89a" + b"\xff" * 50,
    b"<svg xmlns='http://www.w3.org/2000/svg'/>",
])
def test_what_is_no_photo_is_refused_in_words(data):
    with pytest.raises(UserError) as refused:
        bare_photo(data, "catatan {x}.jpg")
    assert refused.value.values["name"] == "catatan {x}.jpg"
    assert "Nothing was attached" in refused.value.text


@pytest.mark.parametrize("tail", [b"PK\x03\x04" + b"x" * 500 + b"PK\x05\x06" + bytes(18), b"<script>alert(1)</script>", b"%PDF-1.7 /JavaScript",
                                  b"MZ" + bytes(400)], ids=["archive", "page", "paper", "program"])
@pytest.mark.parametrize("name", ["foto.png", "foto.pdf", "foto.exe", "foto"])
def test_a_picture_that_is_something_else_too(tail: bytes, name: str):
    """Only its picture is kept, whatever hangs on it and whatever it is called."""
    kept = bare_photo(jpeg(scene()) + tail, name).data
    assert kept.startswith(b"\xff\xd8")
    assert tail[:20] not in kept
    assert opened(kept).size == (400, 300)


def test_a_photo_that_went_away_is_told(tmp_path: Path):
    with pytest.raises(UserError):
        read_photo(tmp_path / "dicabut.jpg")
    with pytest.raises(UserError):
        read_photo(tmp_path)
