"""Photos of others become small JPEG pictures that tell nothing but what they show.

Place, time, camera and whatever else a phone writes into a picture are left behind (needs N28, N36).
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from plcdesk.domain.errors import UserError
from plcdesk.domain.fields import mark

if TYPE_CHECKING:
    from PIL.Image import Image

LONG_SIDE = 1600
"""The longer side of a kept photo, in pixels: sharp on half a printed page."""
QUALITY = 82
MOST_BYTES = 60 * 1024 * 1024
MOST_PIXELS = 120_000_000
"""More than any phone takes; beyond it a small file could fill the memory."""
FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "GIF", "TIFF", "MPO")
_STRANGE = mark("“{name}” is not a photo that can be read. Nothing was attached. Choose a JPEG or PNG file.")


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo ready to be kept: JPEG bytes without metadata and its size in pixels."""

    data: bytes
    width: int
    height: int
    media_type: str = "image/jpeg"


def read_photo(path: Path) -> Picture:
    """The photo in `path`, made small and bare. Raises UserError when it cannot be opened or is no photo."""
    try:
        size = path.stat().st_size
        data = path.read_bytes() if size <= MOST_BYTES else b""
    except OSError as error:
        raise UserError(
            mark("“{name}” cannot be opened. Nothing was attached. Copy the photo to this computer, then try again."),
            name=path.name,
        ) from error
    if size > MOST_BYTES:
        raise UserError(mark("“{name}” is too large. Nothing was attached. Choose a smaller photo."), name=path.name)
    return bare_photo(data, path.name)


def bare_photo(data: bytes, name: str) -> Picture:
    """The picture in `data` turned upright, at most `LONG_SIDE` pixels long, as JPEG without any metadata.

    `name` is what an error calls it. The same bytes give the same picture. Raises UserError.
    """
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as found:
            if found.width * found.height > MOST_PIXELS:
                raise UserError(mark("“{name}” is too large. Nothing was attached. Choose a smaller photo."), name=name)
            # lets the JPEG decoder skip detail that is thrown away below; other formats ignore it
            found.draft("RGB", (LONG_SIDE * 2, LONG_SIDE * 2))
            upright = ImageOps.exif_transpose(found)
            picture = _on_white(upright)
            picture.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
            # a fresh image carries no metadata over, whatever the format kept it in
            bare = Image.new("RGB", picture.size)
            bare.paste(picture)
            out = io.BytesIO()
            bare.save(out, "JPEG", quality=QUALITY, optimize=True)
    except UserError:
        raise
    except Exception as error:  # a decoder raises anything on a broken file
        raise UserError(_STRANGE, name=name) from error
    return Picture(out.getvalue(), bare.width, bare.height)


def _on_white(picture: Image) -> Image:
    """The picture in RGB; what was transparent becomes white, as on paper."""
    from PIL import Image

    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        layer = picture.convert("RGBA")
        white = Image.new("RGBA", layer.size, "white")
        white.alpha_composite(layer)
        return white.convert("RGB")
    if picture.mode.startswith("I;16") or picture.mode == "I":
        # 16-bit grey: the plain conversion would cut off everything above 255
        return picture.convert("I").point(lambda level: level / 256).convert("L").convert("RGB")
    return picture.convert("RGB")
