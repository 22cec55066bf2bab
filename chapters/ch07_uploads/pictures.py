"""Pictures: an upload goes in, a small JPEG comes out. All of it works in the calling thread."""

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
        super().__init__(status, problem)
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
    # region Step 8: a small file, a huge picture
    # Refuse a picture of more than MAX_PIXELS with status 413, before its pixels are unpacked.
    # Pillow itself raises Image.DecompressionBombError, but only far beyond that: refuse it too.
    return Image.open(io.BytesIO(content), formats=FORMATS)
    # endregion


def upright(picture: Image.Image) -> Image.Image:
    """The picture as the photographer saw it"""
    # region Step 7: a photo held sideways
    # A phone stores the photo as its sensor lies, and beside it, in the EXIF data, how to turn it.
    # A JPEG of ours has no EXIF data, so turn the picture itself: ImageOps has a function for it.
    return picture
    # endregion


def on_white(picture: Image.Image) -> Image.Image:
    """The picture in mode RGB, its transparent places white"""
    # region Step 6: pictures that can be seen through
    # A JPEG knows neither transparency nor palettes: GIF and many PNG files have one or both.
    # Bring the picture to mode RGBA, lay it on a white one of the same size, return that as RGB.
    return picture
    # endregion


def shrink(content: bytes) -> bytes:
    """The picture as a JPEG of 64 × 64 pixels"""
    # region Step 3: keep the picture small
    # Open the picture with open_picture, give it to `upright` and then to `on_white`.
    # Cut and scale it to SIZE without distorting it (ImageOps.fit), and return it as a JPEG.
    return content
    # endregion


def thumbnail(content: bytes) -> bytes:
    """What `shrink` makes of the upload; raises Refused for what is no picture"""
    # region Step 4: no picture, no post
    # Refuse with status 415 what Pillow cannot read. It raises OSError, SyntaxError or ValueError;
    # neither the name of the file nor the type that the browser claims says what is inside.
    return shrink(content)
    # endregion
