"""The warm process: has aiohttp and friends in memory, none of the learner's code, and forks a
clean copy for each request.

It talks to the trusted side on one socket: fork requests come with the child's descriptors, and it
tells when a child has ended.
As the system's "child subreaper" (Linux) it inherits whatever a learner's process leaves behind,
and kills it.
"""

import contextlib
import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
from typing import Any, NoReturn

from workbook.inside import wire

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36


class Warm:
    def __init__(self, control: socket.socket) -> None:
        self.control = control
        self.children: dict[int, int] = {}
        """The number of each living child, by its process id."""
        self.wake_read, self.wake_write = os.pipe()
        os.set_blocking(self.wake_write, False)
        signal.set_wakeup_fd(self.wake_write, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    def live(self) -> None:
        """Serve fork requests until the trusted side closes the socket; then everything here is
        killed.
        """
        try:
            wire.send(self.control, {"up": True})
            while True:
                readable, _, _ = select.select([self.control.fileno(), self.wake_read], [], [])
                if self.wake_read in readable:
                    os.read(self.wake_read, 4096)
                    self._reap()
                if self.control.fileno() in readable and not self._request():
                    return
        finally:
            for pid in tuple(self.children):
                self._kill(pid)
            self._kill_strangers()

    def _request(self) -> bool:
        try:
            head, fds, _flags, _address = socket.recv_fds(self.control, 4, 4)
        except ConnectionError:
            return False
        if not head:
            return False
        while len(head) < 4:
            head += self.control.recv(4 - len(head))
        size = int.from_bytes(head, "big")
        body = bytearray()
        while len(body) < size:
            body += self.control.recv(size - len(body))
        request = json.loads(bytes(body))
        if request["do"] == "fork":
            self._fork(request, fds)
        elif request["do"] == "preload":
            for name in request["modules"]:
                preload(name)
        elif request["do"] == "branch":
            self._branch(fds[0])
        elif request["do"] == "kill":
            for pid in [
                pid for pid, number in self.children.items() if number == request["number"]
            ]:
                self._kill(pid)
            self._kill_strangers()
            wire.send(self.control, {"killed": request["number"]})
        return True

    def _fork(self, request: dict[str, Any], fds: list[int]) -> None:
        pid = os.fork()
        if pid == 0:
            self._child(fds)
        for fd in fds:
            os.close(fd)
        self.children[pid] = request["number"]

    def _branch(self, fd: int) -> None:
        """A second warm process, forked from this one, for another grading that talks to it "
        "alone."""
        if os.fork() == 0:
            code = 1
            try:
                self.control.close()
                os.close(self.wake_read)
                os.close(self.wake_write)
                become_subreaper()
                Warm(socket.socket(fileno=fd)).live()
                code = 0
            finally:
                os._exit(code)
        os.close(fd)

    def _child(self, fds: list[int]) -> NoReturn:
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            self.control.close()
            os.close(self.wake_read)
            os.close(self.wake_write)
            die_with_parent()
            channel_fd, output_fd, listening_fd = fds
            os.dup2(output_fd, 1)
            os.dup2(output_fd, 2)
            os.close(output_fd)
            from workbook.inside import learner  # loaded long before this fork

            learner.main(socket.socket(fileno=channel_fd), socket.socket(fileno=listening_fd))
            code = 0
        finally:
            os._exit(code)

    def _reap(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            number = self.children.pop(pid, None)
            if number is not None:
                self._kill_strangers()
                wire.send(
                    self.control, {"ended": number, "code": os.waitstatus_to_exitcode(status)}
                )

    def _kill(self, pid: int) -> None:
        """Kill a child with its group, and whatever it had started that came to us when it died."""
        if self.children.pop(pid, None) is not None:
            for kill in (os.killpg, os.kill):
                try:
                    kill(pid, signal.SIGKILL)
                except (ProcessLookupError, PermissionError):
                    continue
            try:
                os.waitpid(pid, 0)
            except ChildProcessError:
                pass

    def _kill_strangers(self) -> None:
        """Kill every child of ours that we did not fork: orphans of learners' processes."""
        for _ in range(1000):
            strangers = [pid for pid in children_of_this() if pid not in self.children]
            if not strangers:
                return
            for pid in strangers:
                try:
                    os.kill(pid, signal.SIGKILL)
                    os.waitpid(pid, 0)
                except (ProcessLookupError, ChildProcessError, PermissionError):
                    continue


def children_of_this() -> list[int]:
    """The process ids of our direct children, by /proc; empty where the system does not tell."""
    try:
        with open(f"/proc/self/task/{os.getpid()}/children") as listing:
            return [int(pid) for pid in listing.read().split()]
    except OSError:
        return []


def preload(name: str) -> None:
    """Import a package that learners' files of this chapter are likely to import."""
    with contextlib.suppress(ImportError):
        importlib.import_module(name)


def become_subreaper() -> None:
    """Have this process inherit the orphans of its descendants (Linux)."""
    prctl(PR_SET_CHILD_SUBREAPER, 1)


def die_with_parent() -> None:
    """Have this process killed when the warm one dies: a learner's code that kills its parent ends
    itself.
    """
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def prctl(what: int, value: int) -> None:
    if sys.platform == "linux":
        import ctypes  # only here is it worth its five milliseconds

        ctypes.CDLL(None, use_errno=True).prctl(what, value, 0, 0, 0)


def main() -> None:
    """Entry of the warm process; its control socket is descriptor argv[1]."""
    control = socket.socket(fileno=int(sys.argv[1]))
    sys.argv = [""]
    become_subreaper()
    import aiohttp.web  # noqa: F401 - this is what being warm means

    from workbook.inside import clock, learner, observe, serve  # noqa: F401

    root = sys.path[0]
    sys.path.remove(root)
    gc.collect()
    gc.freeze()
    code = 1
    try:
        Warm(control).live()
        code = 0
    finally:
        os._exit(code)  # taking all those modules down would take longer than a check
