"""Ports: had by one, named by its holder, answered while there is no server."""

import os
import socket

import pytest

from tests.stage_runner import get
from workbook.errors import WorkbookError
from workbook.ports import StandIn, holder_of, listen


def test_a_port_answers_from_the_moment_it_is_had() -> None:
    with listen(0, "") as listening:
        socket.create_connection(listening.getsockname(), timeout=5).close()


def test_a_server_on_the_other_localhost_takes_the_port_too() -> None:
    try:
        other = socket.create_server(("::1", 0), family=socket.AF_INET6)
    except OSError:
        pytest.skip("there is no IPv6 here")
    with other, pytest.raises(WorkbookError, match="is taken"):
        listen(other.getsockname()[1], "")


def test_the_holder_of_a_port_is_named_where_the_system_tells() -> None:
    with listen(0, "") as listening:
        port = listening.getsockname()[1]
        assert holder_of(port) in (os.getpid(), None)
    assert holder_of(port) is None


def test_a_stand_in_leaves_what_comes_after_it_to_the_next_one() -> None:
    with listen(0, "") as listening:
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        first = StandIn(listening, "first")
        assert get(address) == (503, "first\n")
        first.close()
        visitor = socket.create_connection(listening.getsockname(), timeout=5)
        visitor.sendall(b"GET / HTTP/1.1\r\n\r\n")
        second = StandIn(listening, "second")
        with visitor, visitor.makefile("rb") as answer:
            assert answer.read().endswith(b"\r\n\r\nsecond\n")
        second.close()
