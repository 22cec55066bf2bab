"""Listens for saves in a thread, because waiting for them blocks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from workbook.chapters import Chapter
from workbook.saves import Saves
from workbook.watching.wake import Wake

LOOK_SECONDS = 0.3
"""How late the thread may notice that it shall end; each time it also looks at all the files."""


class Listening:
    """Tells of each save below some folders, until it is closed."""

    def __init__(
        self, folders: Sequence[Path], wake: Wake, saved: Callable[[list[Path]], None]
    ) -> None:
        self._wake = wake
        self._saved = saved
        self._over = threading.Event()
        # Looks at once: what is saved from now on is a save, however late the thread begins.
        self._saves = Saves(*folders)
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening; nothing is told any more."""
        self._over.set()
        self._thread.join()

    def _listen(self) -> None:
        try:
            with self._saves as saves:
                while not self._over.is_set():
                    if found := saves.wait(LOOK_SECONDS):
                        self._wake.tell(partial(self._tell, found))
        except Exception as error:  # noqa: BLE001 - if this ended silently, nothing would be graded
            self._wake.tell(partial(_raise, error))

    def _tell(self, found: list[Path]) -> None:
        if not self._over.is_set():
            self._saved(found)


def folders_of(chapter: Chapter) -> list[Path]:
    """Where the files are on which a verdict depends."""
    templates = chapter.root / "templates"
    return [chapter.starters_folder, templates, chapter.checks_folder, chapter.solutions_folder]


def is_the_workbooks(path: Path, chapter: Chapter) -> bool:
    """Whether a file is one of the checks, or else of what a grading process reads only once."""
    folders = (chapter.checks_folder, chapter.solutions_folder)
    return any(path.is_relative_to(folder) for folder in folders)


def _raise(error: Exception) -> None:
    raise error
