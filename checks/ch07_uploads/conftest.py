"""What the checks of this chapter talk to: the learner's blog."""

from workbook.checking import database, serving

# What Pillow does to pixels, whichever way it was asked; and how a coroutine can wait without giving way.
PILLOW = tuple(
    f"PIL.{name}"
    for name in (
        "ImageFile.ImageFile.load",
        "Image.Image.convert",
        "Image.Image.resize",
        "Image.Image.save",
    )
)
WAITING = (
    "concurrent.futures._base.Future.result",
    "concurrent.futures.process.ProcessPoolExecutor.submit",
    "concurrent.futures.thread.ThreadPoolExecutor.submit",
    "threading.Thread.join",
)

server = serving("server.py", "init_app", database)
watched = serving("server.py", "init_app", database, calls=(*PILLOW, *WAITING))
