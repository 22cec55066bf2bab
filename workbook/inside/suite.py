"""Runs the learner's own tests in their process, and tells what became of each."""

import asyncio
import functools
import os
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbook.inside.stand_ins import Host, make_modules

if TYPE_CHECKING:
    import pytest

    from workbook.inside.learner import Learner

KEEP = 300
"""How many tests are told about."""


class Plugin:
    """Chooses the tests that were asked for, in that order, and notes their outcomes.

    wanted: their ids, None for all in pytest's own order.
    """

    def __init__(
        self, learner: "Learner", host: Host, files: list[str], wanted: list[str] | None
    ) -> None:
        self._learner = learner
        self._files = files
        self._host = host
        self._wanted = wanted
        self.tests: dict[str, dict[str, Any]] = {}
        self.collected: list[str] = []
        self.problem: dict[str, Any] | None = None
        self.problem_file = ""

    def pytest_configure(self, config: "pytest.Config") -> None:
        # What the plugin for the terminal, which is not there, would have put there.
        vars(config.option).setdefault("verbose", 0)
        vars(config.option).setdefault("tbstyle", "native")
        vars(config.option).setdefault("showlocals", False)

    def pytest_collection_modifyitems(self, items: "list[pytest.Item]") -> None:
        by_id = {item.nodeid: item for item in items}
        self.collected = list(by_id)[:KEEP]
        wanted = self.collected if self._wanted is None else self._wanted
        items[:] = [by_id[name] for name in wanted if name in by_id]

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self._host.test = nodeid
        self.tests[nodeid] = {"id": nodeid, "outcome": "unfinished"}

    def pytest_exception_interact(
        self,
        node: "pytest.Item | pytest.Collector",
        call: "pytest.CallInfo[Any]",
        report: "pytest.CollectReport | pytest.TestReport",
    ) -> None:
        if call.excinfo is None:
            return
        error = call.excinfo.value
        if call.when == "collect":
            if self.problem is None:
                self.problem_file = Path(str(node.path)).name
                cause = error.__cause__ or error
                self.problem = self._learner._describe_problem(self.problem_file, cause)
        elif "error" not in self.tests[node.nodeid]:
            self.tests[node.nodeid]["error"] = self._learner.observer.describe(error)

    def pytest_internalerror(self, excinfo: "pytest.ExceptionInfo[BaseException]") -> None:
        # sys.exit() while a file is imported ends pytest itself.
        if self.problem is None:
            file = self._files[0]
            frames = self._learner.observer.frames(excinfo.value)
            self.problem_file = frames[-1]["file"] if frames else file
            self.problem = self._learner._describe_problem(self.problem_file, excinfo.value)

    def pytest_runtest_logreport(self, report: "pytest.TestReport") -> None:
        told = self.tests[report.nodeid]
        if report.failed:
            told["outcome"] = "failed"
            told["when"] = report.when
        elif report.skipped:
            told["outcome"] = "skipped"
        elif report.when == "call" and told["outcome"] == "unfinished":
            told["outcome"] = "passed"


def note_servers() -> list[asyncio.base_events.Server]:
    """The list of all servers that are started from now on."""
    servers: list[asyncio.base_events.Server] = []
    init = asyncio.base_events.Server.__init__

    @functools.wraps(init)
    def noted(server: asyncio.base_events.Server, *args: Any, **kwargs: Any) -> None:
        init(server, *args, **kwargs)
        servers.append(server)

    setattr(asyncio.base_events.Server, "__init__", noted)  # noqa: B010 - mypy knows no other way
    return servers


def note_ports() -> list[int]:
    """The list of all ports that somebody asks for by number from now on."""
    ports: list[int] = []
    bind = socket.socket.bind

    @functools.wraps(bind)
    def noted(bound: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[1] and len(ports) < KEEP:
            ports.append(address[1])
        bind(bound, address)

    setattr(socket.socket, "bind", noted)  # noqa: B010 - as above
    return ports


def run_tests(learner: "Learner", question: dict[str, Any]) -> dict[str, Any]:
    """Run the tests of the learner's folder on the blog that is planted under a token."""
    import pytest

    folder = str(learner.folder)
    host = Host(question["port"], question["token"])
    sys.modules.update(make_modules(host, folder))
    plugin = Plugin(learner, host, question["files"], question["tests"])
    servers, ports = note_servers(), note_ports()
    pytest.main(arguments(folder, question), plugins=[plugin])
    learner._flush()
    return {
        "tests": list(plugin.tests.values()),
        "collected": plugin.collected,
        "problem": plugin.problem,
        "ports": ports,
        "open": sum(bool(server.sockets) for server in servers),
        "file": plugin.problem_file or question["files"][0],
        "evidence": learner.observer.evidence(),
    }


def arguments(folder: str, question: dict[str, Any]) -> list[str]:
    """As `pytest` in the chapter's folder, without what costs time or leaves files there."""
    left_out = "terminal cacheprovider faulthandler junitxml pastebin doctest stepwise"
    left_out += " unraisableexception threadexception"
    return [
        *(os.path.join(folder, name) for name in question["files"]),
        f"--rootdir={folder}",
        f"--config-file={os.path.join(folder, 'pytest.ini')}",
        f"--basetemp={os.path.join(os.getcwd(), 'tmp')}",
        "--capture=sys",
        "--disable-plugin-autoload",
        # What was compared with what is told only where all tests run.
        f"--assert={'rewrite' if question['tests'] is None else 'plain'}",
        f"--maxfail={question['most']}",
        *(f"-pno:{name}" for name in left_out.split()),
        *(f"-p{name}" for name in ("pytest_asyncio.plugin", "pytest_aiohttp.plugin")),
    ]
