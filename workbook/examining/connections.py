"""What stands between the learner's programs and those who talk to them; standard library only."""

from __future__ import annotations

import socket
import sys
import threading
import urllib.request
from pathlib import Path

from workbook import ports
from workbook.errors import WorkbookError
from workbook.examining.finding import Finding

SECONDS = 3.0
"""A name or a connection of this machine that takes longer is as good as none."""


def port() -> Finding:
    """Whether the port of the lessons is free, or who has it."""
    name = f"Port {ports.DEFAULT_PORT}"
    try:
        ports.listen(ports.DEFAULT_PORT, "tutorial.py run 04").close()
    except WorkbookError as problem:
        holder = ports.holder_of(ports.DEFAULT_PORT)
        called = command_of(holder) if holder else ""
        if "tutorial.py" in called and " run" in called:
            return Finding(name, f"your own server has it (process {holder}: {called})")
        said = f"taken by process {holder}: {called}" if called else problem.happened
        other = problem.advice.removeprefix("Try: ")
        return Finding(name, said, f"End what has it, or choose another port:\n    {other}")
    return Finding(name, "free")


def command_of(process: int) -> str:
    """How a process was called, as far as the system tells, cut after 80 characters."""
    try:
        words = Path(f"/proc/{process}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return ""
    said = " ".join(word.decode("utf-8", "replace") for word in words if word)
    clean = "".join(sign if sign.isprintable() else "?" for sign in said)
    return clean if len(clean) <= 80 else f"{clean[:77]}..."


def loopback() -> Finding:
    """Whether this machine can talk to itself, by number and by the name that the lessons use."""
    name = "Loopback"
    firewall = "Let Python through the firewall, and look at what a VPN or a sandbox forbids."
    try:
        with socket.create_server((ports.HOST, 0)) as server:
            server.settimeout(SECONDS)
            with socket.create_connection(server.getsockname(), timeout=SECONDS) as client:
                accepted, _address = server.accept()
                with accepted:
                    accepted.sendall(b"hello")
                    if client.recv(5) != b"hello":
                        return Finding(name, "what is sent to 127.0.0.1 does not arrive.", firewall)
    except OSError as error:
        return Finding(name, f"127.0.0.1 cannot be reached: {error.strerror or error}.", firewall)
    addresses = addresses_of("localhost")
    if not addresses:
        return Finding(name, "the name localhost leads nowhere.", hosts("127.0.0.1"))
    strange = sorted(one for one in addresses if not one.startswith("127.") and one != "::1")
    if strange:
        return Finding(name, f"localhost leads to {strange[0]}.", hosts("127.0.0.1"))
    return Finding(name, f"works; localhost is {' and '.join(sorted(addresses))}")


def addresses_of(host: str) -> set[str]:
    """Where a name leads; nowhere if the answer does not come in time."""
    found: set[str] = set()

    def look() -> None:
        try:
            answers = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        except OSError:
            return
        found.update(str(address[0]) for *_, address in answers)

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    looking.join(SECONDS)
    return set(found)


def hosts(address: str) -> str:
    windows = sys.platform == "win32"
    file = r"C:\Windows\System32\drivers\etc\hosts" if windows else "/etc/hosts"
    return f"Put this line into {file}:\n    {address} localhost"


def proxy() -> Finding:
    """Whether a proxy would catch what is meant for this machine's own servers."""
    name = "Proxy"
    proxies = urllib.request.getproxies()
    asked = [kind for kind in ("http", "all") if proxies.get(kind)]
    if not asked:
        others = " for localhost; one for other addresses" if proxies.get("https") else ""
        return Finding(name, f"none{others}")
    caught = [host for host in ("localhost", ports.HOST) if not urllib.request.proxy_bypass(host)]
    if not caught:
        return Finding(name, "one is set, and leaves localhost alone")
    word = "set" if sys.platform == "win32" else "export"
    before = proxies.get("no", "")
    kept = f"{before}," if before else ""
    return Finding(
        name,
        f"{asked[0]}_proxy would catch what curl sends to {' and '.join(caught)}.",
        "Type, or put into your shell's start file:\n"
        f"    {word} no_proxy={kept}localhost,127.0.0.1",
    )
