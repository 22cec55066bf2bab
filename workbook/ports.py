"""Ports of this machine: taking one, naming who holds it, answering while there is no server."""

import errno
import os
import socket
import sys
import threading
from pathlib import Path

from workbook.errors import WorkbookError

HOST = "127.0.0.1"
DEFAULT_PORT = 8080
"""The port that the lessons and their `curl` lines name."""


def listen(port: int, command: str) -> socket.socket:
    """A socket that listens on the port, on this machine only; port 0 is any free one.

    command: what the learner typed, without a port; for the advice.
    Raises WorkbookError where there is no such port (exit code 2) or it cannot be had (3).
    """
    if not 0 <= port <= 65535:
        happened = f"There is no port {port}."
        raise WorkbookError(
            happened, f"Ports go from 1 to 65535. Try: {command} --port 8081", exit_code=2
        )
    try:
        return _bind(port)
    except PermissionError:
        happened = f"Port {port} is kept for the system."
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise WorkbookError(f"Port {port} cannot be used: {error.strerror}.") from None
        holder = holder_of(port)
        happened = f"Port {port} is taken{f' (by process {holder})' if holder else ''}."
    raise WorkbookError(happened, f"Try: {command} --port {_free_port(max(port, 1024))}") from None


def _bind(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":
            # There SO_REUSEADDR would let two programs have the same port.
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            # Without it a port that was in use a minute ago counts as taken.
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        listening.listen(128)
        if port and _answers_on_ipv6(port):
            # "localhost" would lead a browser to that other server.
            raise OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))
    except OSError:
        listening.close()
        raise
    return listening


def _answers_on_ipv6(port: int) -> bool:
    try:
        with socket.create_connection(("::1", port), timeout=0.2):
            return True
    except OSError:
        return False


def _free_port(taken: int) -> int:
    for port in range(taken + 1, min(taken + 100, 65536)):
        try:
            _bind(port).close()
        except OSError:
            continue
        return port
    with _bind(0) as listening:
        return int(listening.getsockname()[1])


def holder_of(port: int) -> int | None:
    """The number of the process that listens on the port; None where only the system knows."""
    wanted = {f"socket:[{inode}]" for inode in _listening_inodes(port)}
    for process in Path("/proc").glob("[0-9]*") if wanted else ():
        try:
            if any(str(one.readlink()) in wanted for one in (process / "fd").iterdir()):
                return int(process.name)
        except OSError:
            continue  # it has ended meanwhile, or is somebody else's
    return None


def _listening_inodes(port: int) -> set[str]:
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            lines = Path(table).read_text("ascii").splitlines()[1:]
        except OSError:
            continue
        for fields in map(str.split, lines):
            # number, local address:port, remote address:port, state (0A: listening), …, inode
            if fields[3] == "0A" and int(fields[1].rpartition(":")[2], 16) == port:
                found.add(fields[9])
    return found


class StandIn:
    """Answers 503 with a sentence, so that nobody waits for a server that is not there."""

    def __init__(self, listening: socket.socket, sentence: str) -> None:
        self._listening = listening
        body = f"{sentence}\n".encode()
        # Refresh: a page in a browser comes back by itself once the file is mended.
        self._answer = (
            b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\n"
            b"Refresh: 2\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(body)
        ) + body
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Leave the connections that come from now on to the next server."""
        self._over.set()
        self._thread.join()

    def _work(self) -> None:
        self._listening.settimeout(0.05)
        while not self._over.is_set():
            try:
                connection, _address = self._listening.accept()
                with connection:
                    connection.settimeout(0.5)
                    # Closing before the request was read would be a reset, and the sentence lost.
                    connection.recv(65536)
                    connection.sendall(self._answer)
                    connection.shutdown(socket.SHUT_WR)
            except OSError:
                continue
