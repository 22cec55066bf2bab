"""The pictures of chapter 07. This file is given: read it, and leave it as it is."""

import functools
import io

from PIL import Image, ImageOps

SIZE = (64, 64)
# Pillow has readers for dozens of formats, some of them with a past: these are the ones we need.
FORMATS = ("GIF", "JPEG", "PNG", "WEBP")
MAX_PIXELS = 50_000_000


class Refused(Exception):
    """An upload that is not taken: the status of the answer, and a sentence for the visitor"""

    def __init__(self, status: int, problem: str) -> None:
        super().__init__(problem)
        self.status = status
        self.problem = problem


def jpeg(picture: Image.Image) -> bytes:
    """The picture as a JPEG file"""
    file = io.BytesIO()
    picture.save(file, format="JPEG")
    return file.getvalue()


@functools.cache
def placeholder() -> bytes:
    """The JPEG that stands where a post has no picture: plain grey"""
    return jpeg(Image.new("RGB", SIZE, "silver"))


def open_picture(content: bytes) -> Image.Image:
    """The picture, of which only the head has been read; its pixels follow when they are needed"""
    try:
        picture = Image.open(io.BytesIO(content), formats=FORMATS)
        # A file of a few kB can unpack to gigabytes; client_max_size counts only what was sent.
        fits = picture.width * picture.height <= MAX_PIXELS
    except Image.DecompressionBombError:
        fits = False
    if not fits:
        raise Refused(413, "The picture has too many pixels.")
    return picture


def upright(picture: Image.Image) -> Image.Image:
    """The picture as the photographer saw it"""
    return ImageOps.exif_transpose(picture)


def on_white(picture: Image.Image) -> Image.Image:
    """The picture in mode RGB, its transparent places white"""
    clear = picture.convert("RGBA")
    white = Image.new("RGBA", clear.size, "white")
    # convert("RGB") alone drops the transparency: what was hidden under it comes to light.
    return Image.alpha_composite(white, clear).convert("RGB")


def shrink(content: bytes) -> bytes:
    """The picture as a JPEG of 64 × 64 pixels"""
    picture = on_white(upright(open_picture(content)))
    # resize() alone would squeeze a wide photo into the square.
    return jpeg(ImageOps.fit(picture, SIZE, Image.Resampling.LANCZOS))


def thumbnail(content: bytes) -> bytes:
    """What `shrink` makes of the upload; raises Refused for what is no picture"""
    try:
        return shrink(content)
    except (OSError, SyntaxError, ValueError) as error:
        raise Refused(415, "This file is no picture that can be read.") from error
