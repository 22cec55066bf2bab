"""A learner's process where the system cannot fork: started cold, it imports what it needs and
waits for its sockets on standard input.
"""

import base64
import json
import os
import socket
import sys
from typing import Any


def received(described: Any) -> socket.socket:
    """The socket that the trusted side handed over: a descriptor's number, or what Windows shares
    between processes.
    """
    if isinstance(described, int):
        return socket.socket(fileno=described)
    return socket.fromshare(base64.b64decode(described))  # type: ignore[attr-defined,no-any-return]  # Windows only


def main() -> None:
    """Import first, then read one line of JSON: the sockets; then live as a learner's "
    "process does."""
    from workbook.inside import learner, serve  # noqa: F401 - loaded before there is anything to do

    sys.path.pop(0)  # the workbook's own folder: nothing of it is for the learner's imports
    line = sys.stdin.buffer.readline()
    if not line:
        return
    handed = json.loads(line)
    with open(os.devnull, "rb") as nothing:
        os.dup2(nothing.fileno(), 0)
    learner.main(received(handed["channel"]), received(handed["listening"]))
