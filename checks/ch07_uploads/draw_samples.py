"""Draws the pictures of solutions/ch07_uploads/samples; run it again after a change here.

All of them show the same landscape: a blue sky with a yellow sun at the top right, a green meadow with a red house
at the bottom left. So a check can tell from four places of a picture what became of it.
"""

import struct
import zlib
from pathlib import Path

from PIL import Image, ImageDraw

SAMPLES = Path(__file__).parents[2] / "solutions" / "ch07_uploads" / "samples"

BLUE = (60, 110, 230)
YELLOW = (250, 220, 40)
RED = (200, 40, 40)
GREEN = (50, 150, 60)
GREY = (90, 90, 100)
TURNED = 6
"""The EXIF orientation of a phone that was held upright: turn the stored picture a quarter to the right."""


def landscape(side: int) -> Image.Image:
    """The landscape, `side` pixels wide and high."""
    picture = Image.new("RGB", (side, side), BLUE)
    draw = ImageDraw.Draw(picture)
    unit = side / 16
    draw.rectangle((0, 8 * unit, side, side), GREEN)
    draw.ellipse((9.5 * unit, 1.5 * unit, 14.5 * unit, 6.5 * unit), YELLOW)
    draw.rectangle((2 * unit, 10 * unit, 6 * unit, 14 * unit), RED)
    draw.polygon([(1.5 * unit, 10 * unit), (6.5 * unit, 10 * unit), (4 * unit, 7 * unit)], RED)
    return picture


def in_the_middle(size: tuple[int, int]) -> Image.Image:
    """The landscape as a square in the middle of something grey."""
    picture = Image.new("RGB", size, GREY)
    side = min(size)
    picture.paste(landscape(side), ((size[0] - side) // 2, (size[1] - side) // 2))
    return picture


def ball(side: int) -> Image.Image:
    """A blue ball with nothing around it; in the nothing hides red, as it does in files that were cut out of a photo."""
    picture = Image.new("RGBA", (side, side), (*RED, 0))
    ImageDraw.Draw(picture).ellipse((side // 4, side // 4, side * 3 // 4, side * 3 // 4), BLUE)
    return picture


def chunk(name: bytes, content: bytes) -> bytes:
    """A part of a PNG file: length, name, content, checksum."""
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)


def damaged_png(whole: bytes) -> bytes:
    """The picture in two parts, and zeros between them where the name of a part should stand: Pillow says SyntaxError."""
    start, end = whole.index(b"IDAT") + 4, whole.rindex(b"IEND") - 8
    middle = (start + end) // 2
    first, second = chunk(b"IDAT", whole[start:middle]), chunk(b"IDAT", whole[middle:end])
    return whole[: start - 8] + first + bytes(12) + second + chunk(b"IEND", b"")


def empty_png(width: int, height: int) -> bytes:
    """A black picture of any size in a file of a few kB: one bit for each pixel, all of them 0."""
    squeezed = zlib.compress(bytes((width + 7) // 8 + 1) * height, 9)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", squeezed) + chunk(b"IEND", b"")
    )


def draw_all(folder: Path) -> None:
    """Write all samples into `folder`."""
    folder.mkdir(exist_ok=True)
    in_the_middle((450, 150)).save(folder / "wide.jpg", quality=75)
    in_the_middle((160, 400)).save(folder / "tall.png", optimize=True)
    ball(160).save(folder / "ball.png", optimize=True)

    # A palette, and one of its colours stands for "nothing here".
    drawn = Image.new("P", (160, 160), 1)
    drawn.putpalette([*BLUE, *RED])
    ImageDraw.Draw(drawn).ellipse((40, 40, 120, 120), 0)
    drawn.save(folder / "ball.gif", transparency=1)

    exif = Image.Exif()
    exif[0x0112] = TURNED
    stored = landscape(240).transpose(Image.Transpose.ROTATE_90)
    stored.save(folder / "sideways.jpg", quality=85, exif=exif)

    landscape(100).save(folder / "drawing.bmp")
    for whole, broken in {"wide.jpg": "broken.jpg", "tall.png": "broken.png"}.items():
        content = (folder / whole).read_bytes()
        (folder / broken).write_bytes(content[: len(content) // 2])
    (folder / "damaged.png").write_bytes(damaged_png((folder / "tall.png").read_bytes()))
    (folder / "letter.jpg").write_text("I am a letter, whatever my name says.\n", newline="\n")
    (folder / "huge.png").write_bytes(empty_png(7200, 7200))
    (folder / "monster.png").write_bytes(empty_png(14000, 14000))


if __name__ == "__main__":
    draw_all(SAMPLES)
