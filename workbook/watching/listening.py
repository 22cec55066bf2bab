"""Listens for saves in a thread, because waiting for them blocks."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from workbook.saves import Saves
from workbook.watching.wake import Wake

LOOK_SECONDS = 0.1
"""How late the thread may notice that it shall end."""


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
        self._over.set()
        self._thread.join()

    def _listen(self) -> None:
        try:
            with self._saves as saves:
                while not self._over.is_set():
                    if found := saves.wait(LOOK_SECONDS):
                        self._wake.tell(lambda found=found: self._saved(found))  # type: ignore[misc]
        except Exception as error:  # noqa: BLE001 - a thread that ended silently would grade nothing
            self._wake.tell(lambda error=error: _raise(error))  # type: ignore[misc]


def _raise(error: Exception) -> None:
    raise error
