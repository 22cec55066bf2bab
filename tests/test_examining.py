"""Each line of the doctor's: what it says where all is well, and where something is in the way."""

from __future__ import annotations

import io
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections import namedtuple
from pathlib import Path

import pytest

from workbook import packages, ports
from workbook.examining import connections, disk, grading, installed, leftovers, machine
from workbook.examining.finding import Finding

Usage = namedtuple("Usage", "total used free")
POSIX = pytest.mark.skipif(os.name == "nt", reason="it is about what only POSIX systems have")


def is_told(finding: Finding, said: str, advice: str) -> None:
    """Hold a finding to be one to do something about, in these words among others."""
    assert not finding.is_well, finding
    assert said in finding.said, finding
    assert advice in finding.advice, finding


# --- Python and packages -------------------------------------------------------------------------


def test_a_file_that_hides_a_module_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert packages.hiding_files() == []
    for name in ("email.py", "mine.py", "tutorial.py"):
        (tmp_path / name).touch()
    monkeypatch.setattr(packages, "ROOT", str(tmp_path))
    is_told(installed.python(), "hide modules", "Give another name to: email.py")


def test_python_that_leaves_out_asserts_is_told_and_checks_nothing() -> None:
    code = "from workbook.examining import installed; print(installed.python().said)"
    command = [sys.executable, "-O", "-c", code]
    said = subprocess.check_output(command, cwd=packages.ROOT, text=True)
    assert "it leaves out every assert" in said


class Place:
    """A folder of packages, made up."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, name: str, version: str) -> Path:
        """Put a package there; the answer is its only file."""
        file = self.folder / name / "__init__.py"
        file.parent.mkdir()
        file.write_text("x = 1\n")
        about = self.folder / f"{name}-{version}.dist-info"
        about.mkdir()
        (about / "METADATA").write_text(f"Name: {name}\nVersion: {version}\n")
        cache = f"{name}/__pycache__/__init__.cpython-311.pyc,,\n"
        lines = f"{name}/__init__.py,sha256=abc,6\n../../../bin/{name},sha256=abc,100000\n{cache}"
        (about / "RECORD").write_text(lines.replace(f"../../../bin/{name}", "../tool"))
        (self.folder.parent / "tool").touch()
        return file


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Place:
    """An environment of the workbook's own, with the packages one, two and three at version 1.0."""
    made = Place(tmp_path / "site-packages")
    made.folder.mkdir()
    monkeypatch.setattr(installed, "folders", lambda: [str(made.folder)])
    monkeypatch.setattr(installed.environment, "other_environment", lambda: "")
    wanted = dict.fromkeys(["one", "two", "three"], "1.0")
    monkeypatch.setattr(installed, "versions", lambda developing: wanted)
    for name in wanted:
        made.put(name, "1.0")
    return made


def test_packages_that_are_whole_are_well(place: Place) -> None:
    found = installed.installed_packages()
    assert (found.is_well, found.said) == (True, "3 there, their files whole")


def test_packages_that_are_not_whole_are_told_with_what_brings_them_back(place: Place) -> None:
    (place.folder / "one" / "__init__.py").unlink()
    (place.folder / "two" / "__init__.py").write_text("somebody's own\n")
    shutil.rmtree(place.folder / "three-1.0.dist-info")
    found = installed.installed_packages()
    is_told(found, "three missing; one, two damaged (of one: one/__init__.py).", "pip install")
    assert found.advice.endswith("--force-reinstall --no-deps one==1.0 three==1.0 two==1.0")


def test_another_version_is_told(place: Place) -> None:
    shutil.rmtree(place.folder / "one-1.0.dist-info")
    shutil.rmtree(place.folder / "one")
    place.put("one", "0.9")
    is_told(installed.installed_packages(), "one 0.9 instead of 1.0", "one==1.0")


def test_of_many_damaged_packages_the_environment_is_made_anew(place: Place) -> None:
    for folder in place.folder.iterdir():
        shutil.rmtree(folder)
    advice = "Delete the folder .venv."
    assert installed.mending(["one", "two", "three", "four"], {}).startswith(advice)


def test_the_versions_are_those_of_constraints() -> None:
    few, all_of_them = installed.versions(developing=False), installed.versions(developing=True)
    assert few["aiohttp"] == all_of_them["aiohttp"]
    assert "ruff" in all_of_them.keys() - few.keys()
    assert ("colorama" in few) == (sys.platform == "win32")


def test_pip_that_reaches_no_index_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "not tried" in installed.pip(network=False).said
    failed = subprocess.CompletedProcess([], 1, b"WARNING: Retrying (Retry(total=0)) after ...")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: failed)
    found = installed.pip(network=True)
    is_told(found, "the package index could not be reached.", "Connect to the internet")
    assert "same command" not in found.advice


# --- Connections ---------------------------------------------------------------------------------


def test_who_has_the_port_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setattr(ports, "DEFAULT_PORT", taken.getsockname()[1])
        found = connections.port()
        is_told(found, "taken", "\n    tutorial.py run 04 --port ")
        if Path("/proc/self/cmdline").exists():
            assert found.said.startswith(f"taken by process {os.getpid()}: ")
            monkeypatch.setattr(connections, "command_of", lambda _: "python3 tutorial.py run 04")
            assert connections.port().said.startswith("your own server has it")
    assert connections.port() == Finding(f"Port {ports.DEFAULT_PORT}", "free")


def test_loopback_works_here_and_is_told_where_localhost_leads_elsewhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert connections.loopback().is_well
    for addresses, said in [(set(), "leads nowhere"), ({"10.0.0.7", "::1"}, "leads to 10.0.0.7")]:
        monkeypatch.setattr(connections, "addresses_of", lambda _, found=addresses: found)
        is_told(connections.loopback(), said, "127.0.0.1 localhost")


def test_a_machine_that_cannot_talk_to_itself_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(socket, "create_connection", refuse)
    is_told(connections.loopback(), "Operation not permitted", "firewall")


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "all_proxy"])
def test_a_proxy_that_catches_localhost_is_told(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for kind in ("http", "https", "all", "no"):
        for variable in (f"{kind}_proxy", f"{kind}_proxy".upper()):
            monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv(name, "http://proxy.example:3128")
    is_told(connections.proxy(), "localhost and 127.0.0.1", "no_proxy=localhost,127.0.0.1")
    monkeypatch.setenv("no_proxy", "example.org,localhost")
    is_told(connections.proxy(), "sends to 127.0.0.1.", "no_proxy=example.org,localhost,")
    monkeypatch.setenv("no_proxy", "localhost,127.0.0.1")
    assert connections.proxy().is_well


# --- Programs, clock, terminal -------------------------------------------------------------------


@POSIX
def test_a_program_that_is_not_there_or_does_not_work_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    is_told(machine.git(), "not there", "git")
    is_told(machine.curl(), "not there", "curl")
    program = tmp_path / "git"
    program.write_text("#!/bin/sh\necho 'invalid active developer path' >&2\nexit 1\n")
    program.chmod(0o755)
    is_told(machine.git(), "does not work (exit code 1)", "git")
    program.write_text("#!/bin/sh\necho 'git version 2.39.5 (Apple Git-154)'\n")
    assert machine.git() == Finding("git", "2.39.5")


def test_a_clock_that_cannot_be_right_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert machine.clock().is_well
    for moment in ("1970-01-01", "2020-02-03", "2099-12-31"):
        now = time.strptime(moment, "%Y-%m-%d")
        monkeypatch.setattr(time, "gmtime", lambda now=now: now)
        is_told(machine.clock(), f"it is {moment} here", "Set the date")


def test_the_terminal_is_described(monkeypatch: pytest.MonkeyPatch) -> None:
    class Screen(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setenv("LINES", "24")
    narrow = machine.terminal(Screen(io.BytesIO(), "ascii"))
    assert narrow.is_well
    assert narrow.said.startswith("40 columns, 24 lines, ascii; from 80 columns on")
    assert "shown in ASCII" in narrow.said
    assert machine.terminal(io.TextIOWrapper(io.BytesIO(), "utf-8")).said.startswith("none")


# --- Folders and drives --------------------------------------------------------------------------


def test_a_folder_that_takes_no_files_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert disk.folders().is_well
    # As root nothing is read-only, so the call itself fails.
    refused = {disk.ROOT: "Make the folder yours", Path(tempfile.gettempdir()): "Set TMPDIR"}
    for folder, advice in refused.items():

        def refuse(folder: Path = folder, **named: object) -> io.BytesIO:
            if named["dir"] == folder:
                raise PermissionError(13, "Permission denied")
            return io.BytesIO()

        monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
        is_told(disk.folders(), f"{folder} takes no files: Permission denied", advice)


def test_a_file_of_somebody_else_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def access(path: Path, mode: int) -> bool:
        return Path(path).name != "README.md"

    monkeypatch.setattr(os, "access", access)
    is_told(disk.folders(), "README.md cannot be written to.", "")


def test_a_full_disk_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    usage = Usage(10**9, 10**9, 3 * 1024 * 1024)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    is_told(disk.room(), "3 MB are free", "Free some")


def test_the_kind_of_a_drive_is_that_of_the_deepest_mount(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disk, "ROOT", Path("/mnt/c/Users/My Name/aiohttp"))
    mounts = [("/", "ext4"), ("/mnt/c", "9p"), ("/mnt/c/Users/My\\040Name/other", "nfs")]
    assert disk.longest(mounts) == "9p"
    monkeypatch.setattr(disk, "kind_of", lambda _: "9p")
    assert "a drive of another machine" in disk.drive().said
    assert "WSL" in disk.drive().said


def test_saves_that_are_not_announced_are_no_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    watchfiles = pytest.importorskip("watchfiles")
    assert disk.saves().said
    monkeypatch.setattr(watchfiles, "watch", lambda *_, **__: (set() for _ in range(2)))
    silent = disk.saves()
    assert silent.is_well
    assert silent.said.startswith("not announced; the folder is looked at twice a second")

    def full(*_: object, **__: object) -> None:
        raise OSError("No space left on device (os error 28)")

    monkeypatch.setattr(watchfiles, "watch", full)
    assert disk.saves().said.startswith("no events to be had")


# --- Grading, leftovers, progress ----------------------------------------------------------------


def test_the_process_for_learners_code_answers() -> None:
    found = grading.learners_process()
    assert found.is_well, found
    assert "a process for your code answers in" in found.said


@POSIX
def test_a_process_for_learners_code_that_does_not_start_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    broken = tmp_path / "python"
    broken.write_text(
        "#!/bin/sh\necho \"ModuleNotFoundError: No module named 'yarl'\" >&2\nexit 1\n"
    )
    broken.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(broken))
    is_told(grading.learners_process(), "No module named 'yarl'", "delete the folder .venv")


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The only temporary folder."""
    monkeypatch.setattr(leftovers, "scratch_places", lambda: [tmp_path])
    return tmp_path


def scratch(place: Path, name: str, *inside: str, hours: float = 30) -> Path:
    """A folder as graders make them, untouched for some hours."""
    folder = place / name
    folder.mkdir(mode=0o700)
    then = time.time() - hours * 3600
    for one in inside:
        (folder / one).mkdir()
        (folder / one / "blog.sqlite3").touch()
        os.utime(folder / one, (then, then))
    os.utime(folder, (then, then))
    return folder


def test_what_dead_graders_left_is_told_and_removed(temporary: Path) -> None:
    assert leftovers.scratch_folders(fix=False).said == "none"
    gone = scratch(temporary, "workbook-0a1b_2c3", "chapters", "work")
    home = scratch(temporary, f"workbook-home-{2**22 + 1}-0123456789ab", "cache")
    is_told(leftovers.scratch_folders(fix=False), "2 scratch folders", "tutorial.py doctor --fix")
    assert gone.exists()
    assert leftovers.scratch_folders(fix=True).said.endswith("removed")
    assert not gone.exists()
    assert not home.exists()


def test_what_is_in_use_or_not_the_workbooks_is_left_alone(temporary: Path) -> None:
    scratch(temporary, "workbook-0a1b_2c3", "chapters", hours=0)
    scratch(temporary, f"workbook-home-{os.getpid()}-0123456789ab")
    scratch(temporary, "workbook-homework", "essay")
    scratch(temporary, "workbook-my-notes", "chapters")
    (temporary / "workbook-abcdefgh").touch()
    working = scratch(temporary, "workbook-1a1b_2c3", "work")
    places = len(list(temporary.iterdir()))
    if Path("/proc/self").exists():
        with subprocess.Popen(["sleep", "20"], cwd=working / "work") as process:
            assert leftovers.scratch_folders(fix=True).said == "none"
            process.kill()
    if os.name == "posix":
        scratch(temporary, "workbook-2a1b_2c3", "work").chmod(0o755)
        places += 1
    shutil.rmtree(working)
    assert leftovers.scratch_folders(fix=True).said == "none"
    assert len(list(temporary.iterdir())) == places - 1


def test_a_damaged_progress_file_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(packages, "ROOT", str(tmp_path))
    assert leftovers.progress().said == "nothing was graded yet"
    file = tmp_path / ".workbook" / "progress.json"
    file.parent.mkdir()
    file.write_text(json.dumps({"chapters": {"ch01_preparation": {"state": "passed"}}}))
    assert leftovers.progress().said == "1 chapter graded"
    file.write_text('{"chapters": {"ch01_')
    is_told(leftovers.progress(), "progress.json is damaged", "sets it aside")
