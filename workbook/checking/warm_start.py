"""Starts the warm process, before anything heavy is imported here: it imports aiohttp while this
process imports pytest.
"""

import os
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
CAN_FORK = hasattr(os, "fork") and hasattr(socket, "send_fds")

_WARM = "import sys; sys.path.insert(0, {root!r}); from workbook.inside.warm import main; main()"


@dataclass(frozen=True)
class Started:
    """A warm process: the socket it is controlled by, and its home, where it also complains."""

    process: subprocess.Popen[bytes]
    control: socket.socket
    home: str

    @property
    def complaints(self) -> str:
        """The file of what it wrote to its standard error."""
        return os.path.join(self.home, "complaints.txt")


_ahead: list[Started] = []


def start_ahead() -> None:
    """Start a warm process now, for the nursery that will be made later in this process."""
    if CAN_FORK and not _ahead:
        _ahead.append(start())


def take() -> Started:
    """The warm process that was started ahead, or a new one."""
    return _ahead.pop() if _ahead else start()


def start() -> Started:
    """Start a warm process; it ends when the socket is closed."""
    place = os.environ.get("TMPDIR") or "/tmp"
    home = os.path.join(place, f"workbook-home-{os.getpid()}-{os.urandom(6).hex()}")
    os.mkdir(home, 0o700)
    ours, theirs = socket.socketpair()
    with theirs, open(os.path.join(home, "complaints.txt"), "wb") as complaints:
        code = _WARM.format(root=str(ROOT))
        process = subprocess.Popen(
            [sys.executable, "-I", "-X", "utf8", "-c", code, str(theirs.fileno())],
            pass_fds=[theirs.fileno()],
            env=bare_environment(home),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=complaints,
            start_new_session=True,
        )
    return Started(process, ours, home)


def bare_environment(home: str) -> dict[str, str]:
    """What a learner's process may know of this machine: next to nothing, and no proxy settings.

    An empty certificate file saves the 30 ms of reading the real one; nothing here speaks TLS to
    the outside.
    """
    kept = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "PATHEXT", "COMSPEC", "WINDIR")
    environment = {name: os.environ[name] for name in kept if name in os.environ}
    environment |= {"HOME": home, "TMPDIR": home, "TEMP": home, "TMP": home, "LANG": "C.UTF-8"}
    environment["SSL_CERT_FILE"] = os.devnull
    return environment
