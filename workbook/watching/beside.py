"""The process of `workbook.watching.background`: `python -m workbook.watching.beside WHAT ROOT …`.

`stage ROOT NUMBER` runs a chapter's stage; `all ROOT WIDTH COLOUR UNICODE` grades every chapter.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from functools import partial
from pathlib import Path

from workbook.errors import WorkbookError
from workbook.watching.background import NOTICE, RESULT


def main() -> None:
    """Entry of the process."""
    what, root, *rest = sys.argv[1:]
    lifeline = os.dup(0)
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    # Told apart because only `run_stage` listens to SIGTERM, and cleans up.
    asked = signal.SIGTERM if what == "stage" else signal.SIGINT
    threading.Thread(target=_end_with_the_watch, args=(lifeline, asked), daemon=True).start()
    try:
        sys.exit(_stage(root, *rest) if what == "stage" else _everything(root, *rest))
    except WorkbookError as error:
        print(error, flush=True)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)


def _end_with_the_watch(lifeline: int, asked: signal.Signals) -> None:
    if hasattr(signal, "pthread_sigmask"):
        # A signal that is handled here would not wake the main thread.
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    while os.read(lifeline, 100):
        pass
    if sys.platform == "win32":
        signal.raise_signal(asked)  # os.kill would end this process before it has cleaned up
    else:
        os.kill(os.getpid(), asked)


def _stage(root: str, number: str) -> int:
    from workbook import ports
    from workbook.chapters import get_chapter
    from workbook.stage import run_stage

    chapter = get_chapter(Path(root), number)
    port = None
    try:
        if chapter.stage.kind == "server":
            ports.listen(ports.DEFAULT_PORT, "").close()
    except WorkbookError as error:
        # The address is on the screen, so any port will do.
        print(f"{NOTICE} {error.happened} Another one is used.", flush=True)
        port = 0
    say = partial(print, flush=True)
    return run_stage(chapter, file=None, port=port, solution=False, say=say)


def _everything(root: str, width: str, colour: str, unicode: str) -> int:
    from workbook.checking_command import check_all
    from workbook.screen import Screen

    screen = Screen(int(width), colour == "True", unicode == "True")
    say = partial(print, flush=True)
    said, code = check_all(Path(root), screen, solution=False, as_json=False, say=say)
    print(RESULT, said, sep="\n", flush=True)
    return code


if __name__ == "__main__":
    main()
