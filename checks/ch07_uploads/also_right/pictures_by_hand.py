# file: pictures.py
# No ImageOps: turned by a table, cut by arithmetic, laid on white with a mask, and the limit of pixels is Pillow's own, moved down.
"""Pictures: an upload goes in, a small JPEG comes out."""

import io
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

SIDE = 64
# Pillow raises an error at twice this number, and warns from here on.
Image.MAX_IMAGE_PIXELS = 25_000_000
ORIENTATION = 274
TURNS = {
    2: [Image.Transpose.FLIP_LEFT_RIGHT],
    3: [Image.Transpose.ROTATE_180],
    4: [Image.Transpose.FLIP_TOP_BOTTOM],
    5: [Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.ROTATE_90],
    6: [Image.Transpose.ROTATE_270],
    7: [Image.Transpose.FLIP_LEFT_RIGHT, Image.Transpose.ROTATE_270],
    8: [Image.Transpose.ROTATE_90],
}


@dataclass
class Refused(Exception):
    status: int
    problem: str


def placeholder():
    file = io.BytesIO()
    Image.new("L", (SIDE, SIDE), 200).save(file, "JPEG")
    return file.getvalue()


def thumbnail(content):
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.format not in {"JPEG", "MPO", "PNG", "GIF", "WEBP"}:
                raise UnidentifiedImageError(f"{picture.format} is not taken")
            return small(picture)
    except Image.DecompressionBombError:
        raise Refused(413, "So many pixels") from None
    except (OSError, SyntaxError, ValueError):
        raise Refused(415, "Not a picture") from None


def small(picture):
    turns = TURNS.get(picture.getexif().get(ORIENTATION), [])
    side = min(picture.size)
    left, top = (picture.width - side) // 2, (picture.height - side) // 2
    # A palette cannot be scaled smoothly, and a turn after the cut is the same as one before it.
    square = picture.crop((left, top, left + side, top + side)).convert("RGBA")
    square = square.resize((SIDE, SIDE), Image.Resampling.BICUBIC)
    for turn in turns:
        square = square.transpose(turn)
    paper = Image.new("RGB", square.size, (255, 255, 255))
    paper.paste(square, mask=square.getchannel("A"))
    file = io.BytesIO()
    paper.save(file, "JPEG", quality=60, progressive=True)
    return file.getvalue()
