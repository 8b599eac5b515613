"""Pictures for paper: turned upright, no larger than ink can show, grey to save ink."""

from __future__ import annotations

import io

from PIL import Image as Pillow
from PIL import ImageOps
from reportlab.platypus import Image

# Dots per inch on paper; more only makes the file heavy.
_DENSITY = 200
# A crafted file may claim to be huge; a phone's largest photo stays well below.
_MOST_PIXELS = 120_000_000


def picture(data: bytes, width: float, height: float, *, grey: bool = False) -> Image | None:
    """The picture at the largest size within `width` x `height` points; None when the bytes are no picture."""
    try:
        prepared = _prepare(data, width, height, grey)
    except (OSError, ValueError, SyntaxError, Pillow.DecompressionBombError):
        return None
    out = io.BytesIO()
    # JPEG where nothing shines through; a logo with transparency stays PNG.
    prepared.save(out, *(("PNG",) if prepared.mode in {"RGBA", "LA"} else ("JPEG",)), quality=82)
    scale = min(width / prepared.width, height / prepared.height)
    out.seek(0)
    return Image(out, prepared.width * scale, prepared.height * scale, mask="auto", lazy=0)


def _prepare(data: bytes, width: float, height: float, grey: bool) -> Pillow.Image:
    opened: Pillow.Image
    with Pillow.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP", "BMP", "GIF")) as opened:
        if opened.width * opened.height > _MOST_PIXELS:
            raise ValueError("too many pixels")
        most = (max(1, round(width / 72 * _DENSITY)), max(1, round(height / 72 * _DENSITY)))
        # Lets the JPEG reader skip detail that will be thrown away; the larger side counts, whatever the turn.
        opened.draft("RGB", (max(most), max(most)))
        upright = ImageOps.exif_transpose(opened)
        seen = upright.mode in {"RGBA", "LA", "PA"} or "transparency" in upright.info
        plain = upright.convert("RGBA" if seen else "RGB")
        plain.thumbnail(most, Pillow.Resampling.LANCZOS)
    if grey:
        return plain.convert("LA" if seen else "L")
    return plain
