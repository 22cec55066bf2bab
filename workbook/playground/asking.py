"""Asks git for objects, one git for many, in a bare repository of ours that has nothing but copied
objects in it: no settings, no refs, no hooks. Each answer is held against its hash, so that an
object cannot pass for another one.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

from workbook.errors import WorkbookError
from workbook.playground.objects import name_of
from workbook.playground.taking import Unreadable

OBJECT_BYTES = 4 * 1024 * 1024
EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
"""An object that every git knows without having it."""
SECONDS = 10.0
"""How long one git may answer questions, all together."""
MEMORY = 1024 * 1024 * 1024

SAFE = (
    "--no-replace-objects",
    "-c",
    "core.fsmonitor=false",
    "-c",
    f"core.hooksPath={os.devnull}",
    "-c",
    "protocol.allow=never",
    "-c",
    "core.bigFileThreshold=1m",
)


def git_program() -> str:
    """Where git is. Raises WorkbookError where it is not."""
    found = shutil.which("git")
    if found is None:
        raise WorkbookError(
            "This chapter is about git, and there is no git on this machine.",
            "How to install it: tutorial.py doctor",
        )
    return found


def environment(home: Path) -> dict[str, str]:
    """What git of ours knows of the world: nothing of the learner's settings, nor of the
    repository around us.
    """
    kept = ("PATH", "PATHEXT", "SYSTEMROOT", "COMSPEC", "TEMP", "TMP", "TMPDIR", "DEVELOPER_DIR")
    return {name: os.environ[name] for name in kept if name in os.environ} | {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_SYSTEM": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_PAGER": "cat",
        "LC_ALL": "C",
        "TZ": "UTC",
    }


def bare_pool(folder: Path) -> Path:
    """A bare repository of ours in `folder`, with nothing in it; its `objects` are to be filled."""
    for name in ("objects/info", "objects/pack", "refs/heads"):
        (folder / name).mkdir(parents=True)
    (folder / "HEAD").write_text("ref: refs/heads/none\n", encoding="ascii")
    (folder / "config").write_text(
        "[core]\n\trepositoryformatversion = 0\n\tbare = true\n", encoding="ascii"
    )
    return folder


class Objects:
    """The objects of a pool, through one `git cat-file --batch`.

    shown: what they are of, for the learner; number: of the chapter.
    """

    def __init__(self, pool: Path, shown: str, number: str) -> None:
        self._pool = pool
        self._shown = shown
        self._number = number
        self._process: subprocess.Popen[bytes] | None = None
        self._timer: threading.Timer | None = None
        self._is_spent = False

    def close(self) -> None:
        """End git; the next question starts another one."""
        if self._timer is not None:
            self._timer.cancel()
        if self._process is not None:
            self._process.kill()
            with contextlib.suppress(OSError):
                self._process.communicate()
            self._process = None

    def get(self, name: str) -> tuple[str, bytes]:
        """Kind and content of an object, as git has it and as its name says. Raises Unreadable."""
        if self._is_spent:
            raise self._too_slow()
        process = self._running()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(f"{name}\n".encode())
            process.stdin.flush()
            head = process.stdout.readline(200).split()
            if self._is_spent:
                raise self._too_slow()
            if len(head) != 3 or not head[2].isdigit():
                raise self.damaged(name)
            size = int(head[2])
            if size > OBJECT_BYTES:
                self.close()
                raise Unreadable(
                    f"{self._shown} holds a file of {size // 2**20} MB, and what is graded has at "
                    f"most {OBJECT_BYTES // 2**20} MB. Take it out of the history, or start over."
                )
            content = process.stdout.read(size + 1)[:-1]
        except OSError:
            raise self.damaged(name) from None
        kind = head[1].decode("ascii", "replace")
        if name_of(kind, content) != name:
            raise self.damaged(name)
        return kind, content

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            words = [git_program(), *SAFE, f"--git-dir={self._pool}", "cat-file", "--batch"]
            self._process = subprocess.Popen(
                words,
                cwd=self._pool,
                env=environment(self._pool),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            if sys.platform == "linux":
                import resource  # not there on Windows

                with contextlib.suppress(OSError):
                    limit = (MEMORY, MEMORY)
                    resource.prlimit(self._process.pid, resource.RLIMIT_AS, limit)
            self._timer = threading.Timer(SECONDS, self._spend)
            self._timer.daemon = True
            self._timer.start()
            # From here on, no answer is the fault of what is asked for.
            self._refuse_dumb(self._process)
        return self._process

    def _spend(self) -> None:
        """The time is over: for this playground git is not asked again."""
        self._is_spent = True
        if self._process is not None:
            self._process.kill()

    def _refuse_dumb(self, process: subprocess.Popen[bytes]) -> None:
        """Raises RuntimeError where git does not even know the tree with nothing in it."""
        assert process.stdin is not None
        assert process.stdout is not None
        with contextlib.suppress(OSError):
            process.stdin.write(f"{EMPTY_TREE}\n".encode())
            process.stdin.flush()
        if process.stdout.readline(200) != f"{EMPTY_TREE} tree 0\n".encode():
            raise RuntimeError("git does not answer; tutorial.py doctor looks for the reason")
        process.stdout.read(1)

    def _too_slow(self) -> Unreadable:
        return Unreadable(f"To read {self._shown} takes too long.", self._number)

    def damaged(self, name: str) -> Unreadable:
        """What is said of an object that is not what it should be."""
        self.close()
        return Unreadable(
            f"{self._shown} is damaged: the object {name[:7]} is missing, or is not what its name "
            "says. See it with: git fsck.",
            self._number,
        )
