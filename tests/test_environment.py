"""The set-up: a start ends with the packages there, or with a sentence; never with a traceback.

Each test starts a copy of the few files that the set-up is made of, in a folder of its own. In
place of `venv` and `pip` stand small programs, found first through PYTHONPATH, so that a set-up
takes a moment and fails the way it is told to.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from workbook import environment, installation, packages, pip_output

ROOT = Path(__file__).parents[1]
BASE = getattr(sys, "_base_executable", sys.executable)
VERSION = "{}.{}".format(*sys.version_info)
MODULES = ["__init__", "environment", "installation", "packages", "pip_output"]
COPIED = [
    "pyproject.toml",
    "constraints.txt",
    *(f"workbook/{name}.py" for name in MODULES),
]
pytestmark = pytest.mark.skipif(os.name == "nt", reason="starts programs the POSIX way")

TUTORIAL = """
import sys
from workbook import environment
environment.prepare(sys.argv)
import json
told = {"arguments": sys.argv, "prefix": sys.prefix, "modules": sorted(sys.modules)}
print(json.dumps(told))
sys.exit(7 if "seven" in sys.argv else 0)
"""

# Makes what makes an environment, without pip: the real one takes two seconds to bring that.
VENV = """
import os, sys
folder = sys.argv[-1]
os.makedirs(f"{folder}/lib/python{'.'.join(map(str, sys.version_info[:2]))}/site-packages")
os.mkdir(f"{folder}/bin")
os.symlink(sys.executable, f"{folder}/bin/python")
with open(f"{folder}/pyvenv.cfg", "w") as file:
    file.write(f"home = {os.path.dirname(sys.executable)}\\n")
"""

# Installs what it is asked for, as far as the workbook can see.
PIP = """
import os, re, sys
packages = [argument for argument in sys.argv if ">=" in argument]
for package in packages:
    print("Collecting", package)
    print("  Downloading", package.replace(">=", "-"), "py3-none-any.whl (1.0 MB)")
print("Installing collected packages:", ", ".join(packages))
site_packages = next(path for path in sys.path if path.endswith("site-packages"))
for package in packages:
    name, version = package.split(">=")
    os.makedirs(os.path.join(site_packages, f"{name.replace('-', '_')}-{version}.dist-info"))
print("Successfully installed", *packages)
"""
IN_PLACE = PIP.replace('dist-info"))', 'dist-info"), exist_ok=True)')
WAITS = """
import os, time
print("Collecting aiohttp", flush=True)
while not os.path.exists(os.path.join(os.path.dirname(__file__), "go")):
    time.sleep(0.01)
"""
FAILS = "import sys; print({!r}); sys.exit(1)\n"
UNREACHABLE = "WARNING: Retrying (Retry(total=0)) after connection broken"


class Clone:
    """A clone of the workbook on somebody's machine, with what stands for venv and pip there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.venv = folder / ".venv"
        self.stamp = self.venv / "workbook-stamp.txt"
        self.log = folder / ".venv.log"
        self.programs = folder.parent / "programs"
        self.programs.mkdir()
        for name in COPIED:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
        (folder / "tutorial.py").write_text(TUTORIAL)
        self.use(venv=VENV, pip=IN_PLACE)

    def use(self, **programs: str) -> None:
        """Put programs (`pip`, `venv`, `sitecustomize`) before those of Python."""
        for name, text in programs.items():
            (self.programs / f"{name}.py").write_text(text)

    def popen(self, *arguments: str, python: str = BASE, **variables: str) -> subprocess.Popen[str]:
        clean = {"PYTHONPATH": str(self.programs), "PYTHONDONTWRITEBYTECODE": "1"}
        inherited = {k: v for k, v in os.environ.items() if k != "VIRTUAL_ENV"}
        return subprocess.Popen(
            [python, "tutorial.py", *arguments],
            cwd=self.folder,
            env={**inherited, **clean, **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def start(self, *arguments: str, python: str = BASE, **variables: str) -> SimpleNamespace:
        """Start the workbook and wait for its end."""
        return ended(self.popen(*arguments, python=python, **variables))

    def begun(self) -> bool:
        """True when the program that WAITS has said its first word."""
        return self.log.exists() and b"Collecting" in self.log.read_bytes()

    def go(self) -> None:
        """Let the program that WAITS go on."""
        (self.programs / "go").touch()

    def change(self, name: str, old: str, new: str) -> None:
        """What a `git pull` does to a file."""
        text = (self.folder / name).read_text()
        assert old in text
        (self.folder / name).write_text(text.replace(old, new))


def ended(process: subprocess.Popen[str]) -> SimpleNamespace:
    """What a start came to: its exit code, what it told when it was ready, and what it said."""
    try:
        printed, said = process.communicate(timeout=30)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    assert "Traceback" not in said
    assert said.isascii()
    told = json.loads(printed) if printed else None
    return SimpleNamespace(code=process.returncode, told=told, said=said)


def first_line(process: subprocess.Popen[str]) -> str:
    """The first line that a start says, while it goes on."""
    assert process.stderr is not None
    return process.stderr.readline()


def until(true: Callable[[], object]) -> None:
    """Wait until something is true."""
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path / "clone")


@pytest.fixture(scope="session")
def example(tmp_path_factory: pytest.TempPathFactory) -> Clone:
    """A clone that is set up; the others are copied from it, which is faster."""
    clone = Clone(tmp_path_factory.mktemp("environment") / "clone")
    assert clone.start().code == 0
    return clone


@pytest.fixture
def ready(clone: Clone, example: Clone) -> Clone:
    """A clone that is set up."""
    shutil.copytree(example.venv, clone.venv, symlinks=True)
    stamp = example.stamp.read_text()
    clone.stamp.write_text(stamp.replace(str(example.folder), str(clone.folder)))
    return clone


@pytest.fixture
def other(clone: Clone) -> Path:
    """The Python of another virtual environment."""
    folder = clone.programs / "other"
    subprocess.run([BASE, clone.programs / "venv.py", folder], check=True)
    return folder / "bin" / "python"


# --- What is asked for ---------------------------------------------------------------------------


def test_the_requirements_are_those_of_pyproject() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert packages.requirements(False) == project["dependencies"]
    everything = project["dependencies"] + project["optional-dependencies"]["dev"]
    assert packages.requirements(True) == everything


def test_each_requirement_has_a_lower_bound_and_one_version() -> None:
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    pins = [line.partition(";")[0].strip() for line in lines if line and line[0] != "#"]
    assert all(re.fullmatch(r"[a-z0-9-]+==[0-9.]+", pin) for pin in pins)
    versions = dict(pin.split("==") for pin in pins)
    for requirement in packages.requirements(True):
        name, floor = requirement.split(">=")
        assert packages.numbers(versions[name.lower()]) >= packages.numbers(floor)


def test_versions_are_compared_by_number_and_names_without_case(tmp_path: Path) -> None:
    folder = tmp_path / "site-packages"
    for name in packages.requirements(False):
        (folder / f"{name.replace('>=', '-').replace('-', '_')}.dist-info").mkdir(parents=True)
    (folder / "click-8.0.9.dist-info").mkdir()
    assert set(packages.lacking(False, [str(folder)])) >= {"aiohttp-jinja2", "click"}
    (folder / "aiohttp_jinja2-1.10.dist-info").mkdir()
    shutil.rmtree(folder / "click-8.0.9.dist-info")
    (folder / "CLICK-8.10.dist-info").mkdir()
    missing = packages.lacking(False, [str(folder)])
    assert "aiohttp-jinja2" not in missing
    assert "click" not in missing


# --- A fresh machine -----------------------------------------------------------------------------


def test_a_first_start_sets_up_and_goes_on(clone: Clone) -> None:
    start = clone.start("run", "01", "--port", "8081")
    assert start.code == 0
    assert start.told["arguments"] == ["tutorial.py", "run", "01", "--port", "8081"]
    assert Path(start.told["prefix"]) == clone.venv
    assert start.said.startswith("The workbook's packages are not here yet.")
    assert "making .venv" in start.said
    assert f"installing {len(packages.requirements(False))} packages" in start.said
    assert sorted(clone.folder.glob(".venv*")) == [clone.venv, clone.log]


def test_a_second_start_is_silent_and_loads_nothing_of_the_installation(ready: Clone) -> None:
    start = ready.start("list", "seven")
    assert start.said == ""
    assert start.code == 7
    assert not {"workbook.installation", "subprocess", "tomllib"} & set(start.told["modules"])


def test_flags_of_python_are_kept(ready: Clone) -> None:
    (ready.folder / "tutorial.py").write_text(TUTORIAL.replace("sys.argv,", "sys.flags.utf8_mode,"))
    process = ready.popen("-X", "utf8")
    assert ended(process).told["arguments"] is not None
    command = [BASE, "-X", "utf8=0", "tutorial.py"]
    printed = subprocess.check_output(command, cwd=ready.folder, text=True)
    assert json.loads(printed)["arguments"] == 0


def test_the_command_test_asks_for_what_development_needs(ready: Clone) -> None:
    assert not list(ready.venv.glob("lib/*/site-packages/ruff-*"))
    start = ready.start("test")
    assert "Bringing .venv up to date" in start.said
    assert list(ready.venv.glob("lib/*/site-packages/ruff-*"))
    assert ready.start("test").said == ready.start("check", "07").said == ""


def test_what_development_needs_stays_through_updates(ready: Clone) -> None:
    ready.start("test")
    ready.change("constraints.txt", "==", "==9.")
    assert "Bringing .venv up to date" in ready.start("list").said
    assert ready.start("test").said == ""


def test_two_starts_at_once_take_turns(clone: Clone) -> None:
    clone.use(pip=f"print(file=open('{clone.programs}/calls', 'a'))\n{WAITS}\n{IN_PLACE}")
    one = clone.popen("one")
    until(clone.begun)
    two = clone.popen("two")
    assert first_line(two).endswith("Waiting for it ...\n")
    clone.go()
    assert [ended(one).code, ended(two).code] == [0, 0]
    assert (clone.programs / "calls").read_text() == "\n"


# --- Interrupted ---------------------------------------------------------------------------------


def test_ctrl_c_leaves_nothing_half_made(clone: Clone) -> None:
    clone.use(pip=WAITS)
    process = clone.popen()
    until(clone.begun)
    assert clone.stamp.read_text() == "unfinished\n"
    os.killpg(process.pid, signal.SIGINT)
    start = ended(process)
    assert start.code == 130
    assert start.said.endswith("Stopped. The next start sets up what is missing.\n")
    assert not clone.venv.exists()


@pytest.mark.parametrize("stage", ["venv", "pip"])
def test_a_killed_set_up_is_begun_again_when_its_pip_has_ended(clone: Clone, stage: str) -> None:
    clone.use(**{stage: WAITS})
    killed = clone.popen()
    until(clone.begun)
    killed.kill()
    killed.wait()
    (clone.venv / "half-made").touch()
    clone.use(venv=VENV, pip=PIP)
    next_start = clone.popen()
    assert first_line(next_start).endswith("Waiting for it ...\n")
    clone.go()
    start = ended(next_start)
    assert start.code == 0
    assert start.said.startswith("The last set-up did not come to its end.")
    assert not (clone.venv / "half-made").exists()
    killed.communicate()


def test_an_update_that_breaks_off_while_changing_leads_to_a_new_venv(ready: Clone) -> None:
    ready.change("constraints.txt", "==", "==9.")
    ready.use(pip="print('Installing collected packages: a, b')\n" + FAILS.format("Errno 28"))
    start = ready.start()
    assert start.code == 3
    assert "the disk is full" in start.said
    ready.use(pip=PIP)
    assert "did not come to its end" in ready.start().said


# --- What can go wrong ---------------------------------------------------------------------------

FAILURES = {
    "ERROR: Could not install packages: [Errno 28] No space left on device": "the disk is full",
    "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE": "its hash differs",
    f"{UNREACHABLE}\nERROR: No matching distribution found": "could not be reached",
    "SSLError(1, '[SSL: CERTIFICATE_VERIFY_FAILED]')": "certificate was refused",
    "ERROR: Failed building wheel for Pillow": "could not be built",
    "ERROR: No matching distribution found for aiohttp==3.14.5": "does not have what",
    "ERROR: Could not install packages: [WinError 5] Access is denied": "cannot be written",
    "/usr/bin/python3: No module named venv": "a part of it is missing",
    "Fatal: something that nobody expected": "pip ended with exit code 1",
}


@pytest.mark.parametrize(("output", "sentence"), FAILURES.items())
def test_what_pip_says_is_told_in_a_sentence(output: str, sentence: str) -> None:
    assert sentence in pip_output.stopped(output, "pip ended with exit code 1.").happened


def test_a_failure_of_pip_is_told_and_leaves_nothing_but_the_log(clone: Clone) -> None:
    clone.use(pip=FAILS.format(UNREACHABLE))
    start = clone.start()
    assert start.code == 3
    told = start.said.partition("The set-up stopped: the package index could not be reached.\n")[2]
    assert "\nThen type the same command again.\n" in told
    assert str(clone.log) in told
    assert UNREACHABLE in clone.log.read_text()
    assert list(clone.folder.glob(".venv*")) == [clone.log]


def test_after_a_failure_the_next_start_can_succeed(clone: Clone) -> None:
    clone.use(pip=FAILS.format("No space left on device"))
    assert clone.start().code == 3
    clone.use(pip=PIP)
    assert clone.start().code == 0


def test_a_python_without_venv_names_the_debian_package(clone: Clone) -> None:
    clone.use(venv=FAILS.format("ensurepip is not available"))
    start = clone.start()
    assert start.code == 3
    assert f"sudo apt install python3-venv python{VERSION}-venv" in start.said
    assert not clone.venv.exists()


@pytest.mark.parametrize(
    ("number", "sentence"),
    [("EROFS", "cannot be written to"), ("EACCES", "cannot be written to"), ("ENOSPC", "is full")],
)
def test_a_disk_that_takes_nothing_is_told_in_a_sentence(
    clone: Clone, number: str, sentence: str
) -> None:
    # As root nothing is read-only, so the call itself fails.
    refuse = "def refuse(path, *mode):\n    raise OSError(error, os.strerror(error), path)\n"
    clone.use(
        sitecustomize=f"import errno, os\nerror = errno.{number}\n{refuse}os.mkdir = refuse\n"
    )
    start = clone.start()
    assert start.code == 3
    assert sentence in start.said


def test_packages_that_went_elsewhere_are_noticed(clone: Clone) -> None:
    clone.use(pip="print('Successfully installed aiohttp-3.14.5')")
    start = clone.start()
    assert start.code == 3
    assert ".venv lacks aiohttp, " in start.said
    assert "PIP_TARGET" in start.said


def test_no_network_with_the_real_pip(clone: Clone) -> None:
    pip = importlib.util.find_spec("pip")
    if pip is None or pip.origin is None:
        pytest.skip("this environment has no pip")
    (clone.programs / "pip.py").unlink()
    (clone.programs / "pip").symlink_to(Path(pip.origin).parent)
    closed = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "1", "PIP_TIMEOUT": "1"}
    start = clone.start(**closed, PIP_CONFIG_FILE=os.devnull, PIP_FIND_LINKS="", NO_PROXY="*")
    assert start.code == 3
    assert "The set-up stopped: the package index could not be reached." in start.said


# --- Updates -------------------------------------------------------------------------------------


def test_a_pull_that_changes_versions_brings_the_venv_up_to_date(ready: Clone) -> None:
    (ready.venv / "kept").touch()
    ready.change("constraints.txt", "aiohttp==3", "aiohttp==4")
    assert ready.start().said.startswith("Bringing .venv up to date")
    assert (ready.venv / "kept").exists()
    assert ready.start().said == ""


def test_a_pull_that_changes_settings_of_tools_changes_nothing(ready: Clone) -> None:
    ready.change("pyproject.toml", "line-length = 100", "line-length = 99")
    assert ready.start().said == ""


def test_offline_an_update_waits_and_the_packages_of_before_will_do(ready: Clone) -> None:
    ready.change("constraints.txt", "aiohttp==3", "aiohttp==4")
    ready.use(pip=FAILS.format(UNREACHABLE))
    start = ready.start()
    assert start.code == 0
    assert "Going on with the packages of before" in start.said
    assert ready.start().said == ""
    ready.use(pip=IN_PLACE)
    assert ready.start().said == ""
    an_hour_ago = time.time() - 3700
    os.utime(ready.venv / "workbook-update-failed.txt", (an_hour_ago, an_hour_ago))
    assert ready.start().said.startswith("Bringing .venv up to date")
    assert ready.start().said == ""


def test_offline_a_new_package_is_missed(ready: Clone) -> None:
    ready.change("pyproject.toml", '    "click', '    "clack>=1",\n    "click')
    ready.use(pip=FAILS.format(UNREACHABLE))
    start = ready.start()
    assert start.code == 3
    assert "could not be reached" in start.said


# --- A .venv that does not fit -------------------------------------------------------------------


def test_a_moved_clone_gets_a_new_venv(ready: Clone) -> None:
    ready.folder = ready.folder.rename(ready.folder.parent / "moved")
    start = ready.start()
    assert ".venv was made in another folder." in start.said
    assert Path(start.told["prefix"]) == ready.folder / ".venv"
    assert ready.start().said == ""


def test_a_moved_clone_works_offline(ready: Clone) -> None:
    ready.folder = ready.folder.rename(ready.folder.parent / "moved")
    ready.use(pip=FAILS.format(UNREACHABLE))
    assert ready.start().code == 0
    assert ready.start().said == ""
    assert sorted(path.name for path in ready.folder.glob(".venv*")) == [".venv", ".venv.log"]


def test_a_clone_reached_by_another_name_is_not_a_moved_one(ready: Clone) -> None:
    (ready.folder.parent / "link").symlink_to(ready.folder)
    ready.folder = ready.folder.parent / "link"
    assert ready.start().said == ""


def test_a_venv_of_another_python_is_made_anew(ready: Clone) -> None:
    ready.stamp.write_text(ready.stamp.read_text().replace(f"python {VERSION}", "python 3.99"))
    assert "does not fit the Python of this machine" in ready.start().said
    assert ready.start().said == ""


def test_a_venv_whose_python_is_gone_is_made_anew(ready: Clone) -> None:
    python = ready.venv / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3")
    assert "does not fit the Python of this machine" in ready.start().said
    assert ready.start().said == ""


def test_a_venv_that_somebody_else_made_is_used_and_kept(clone: Clone) -> None:
    subprocess.run([BASE, clone.programs / "venv.py", clone.venv], check=True)
    (clone.venv / "kept").touch()
    clone.use(pip=FAILS.format("No module named pip"))
    start = clone.start()
    assert start.code == 3
    assert "Delete the folder .venv" in start.said
    assert (clone.venv / "kept").exists()
    clone.use(pip=PIP)
    start = clone.start(python=str(clone.venv / "bin" / "python"))
    assert start.said.startswith("There is a .venv already.")
    assert (clone.venv / "kept").exists()
    assert clone.start().said == ""


def test_a_venv_of_an_old_python_is_not_deleted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(installation, "VENV", str(tmp_path))
    monkeypatch.setattr(packages, "STAMP", str(tmp_path / "stamp"))
    with pytest.raises(packages.SetUpError, match=r"holds Python 3\.9.*\nDelete the folder"):
        installation.state("3.9")


def test_a_venv_that_cannot_work_does_not_restart_for_ever(ready: Clone) -> None:
    (ready.venv / "pyvenv.cfg").unlink()
    start = ready.start()
    assert start.code == 3
    assert ".venv does not work." in start.said


# --- Other interpreters --------------------------------------------------------------------------


def test_in_another_environment_nothing_is_installed(clone: Clone, other: Path) -> None:
    start = clone.start("test", python=str(other))
    assert start.code == 3
    assert (
        f"The virtual environment {other.parents[1]} is active, and lacks aiohttp, " in start.said
    )
    assert 'type:\n    python -m pip install -c "constraints.txt" -e ".[dev]"' in start.said
    assert sorted(clone.folder.glob(".venv*")) == []


def test_another_environment_with_the_packages_is_used(clone: Clone, other: Path) -> None:
    subprocess.run([other, clone.programs / "pip.py", *packages.requirements(False)], check=True)
    start = clone.start("list", python=str(other))
    assert (start.code, start.said) == (0, "")
    assert Path(start.told["prefix"]) == other.parents[1]
    assert "lacks mypy, " in clone.start("test", python=str(other)).said


def test_an_activated_environment_counts_for_any_python(clone: Clone, other: Path) -> None:
    start = clone.start(VIRTUAL_ENV=str(other.parents[1]))
    assert start.code == 3
    assert "Nothing was installed" in start.said
    gone = clone.start(VIRTUAL_ENV=str(other / "gone"))
    assert gone.code == 0


def test_a_venv_that_is_there_is_used_from_any_environment(ready: Clone, other: Path) -> None:
    start = ready.start(python=str(other), VIRTUAL_ENV=str(other.parents[1]))
    assert (start.code, start.said) == (0, "")
    assert Path(start.told["prefix"]) == ready.venv


def old_pythons() -> Iterator[str]:
    """Pythons of this machine that are too old for the workbook."""
    for version in ("3.7", "3.8", "3.9", "3.10"):
        places = [
            *Path.home().glob(f".pyenv/versions/{version}.*/bin/python"),
            shutil.which(f"python{version}"),
        ]
        for python in filter(None, places[:1]):
            yield str(python)


@pytest.mark.parametrize("python", list(old_pythons()))
def test_an_old_python_gets_a_sentence(clone: Clone, python: str) -> None:
    start = clone.start("run", "01", python=python)
    assert start.code == 2
    assert re.match(r"This is Python 3\.\d+, and the workbook needs 3\.11 or newer\.\n", start.said)
    assert not clone.venv.exists()


@pytest.mark.parametrize("python", list(old_pythons())[-1:])
def test_an_old_python_finds_the_venv_that_is_there(ready: Clone, python: str) -> None:
    start = ready.start("run", "01", python=python)
    assert (start.code, start.said) == (0, "")
    assert start.told["arguments"] == ["tutorial.py", "run", "01"]


def test_an_old_python_names_a_newer_one_that_starts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(packages.SetUpError, match=r"Python 3\.8.*\nInstall Python 3\.13") as told:
        environment.refuse_old_python((3, 8), ["tutorial.py", "run", "01"])
    assert told.value.exit_code == 2
    for version, body in (("3.13", "exit 127"), ("3.12", "echo 3.12")):
        program = tmp_path / f"python{version}"
        program.write_text(f"#!/bin/sh\n{body}\n")
        program.chmod(0o755)
    with pytest.raises(packages.SetUpError, match=r"\nType: python3\.12 tutorial\.py run 01$"):
        environment.refuse_old_python((3, 8), ["tutorial.py", "run", "01"])


# --- What is seen --------------------------------------------------------------------------------


def test_on_a_terminal_one_line_moves(clone: Clone) -> None:
    ours, theirs = pytest.importorskip("pty").openpty()
    environ = {**os.environ, "PYTHONPATH": str(clone.programs), "COLUMNS": "80"}
    environ.pop("VIRTUAL_ENV", None)
    process = subprocess.Popen(
        [BASE, "tutorial.py"],
        cwd=clone.folder,
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    seen = b""
    with contextlib.suppress(OSError):  # the end of a terminal
        while part := os.read(ours, 4096):
            seen += part
    os.close(ours)
    assert process.wait() == 0
    lines = seen.decode("ascii").replace("\r\n", "\n").split("\n")
    assert [line.rpartition("\r")[2][:24].strip() for line in lines if line][1:] == [
        "making .venv",
        f"installed {len(packages.requirements(False))} packages",
    ]
    assert max(len(drawn) for line in lines for drawn in line.split("\r")) < 80


def test_the_output_of_old_and_new_versions_of_pip_is_counted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    progress = pip_output.PipProgress(35, None)
    progress.moves = True
    for line, doing in {
        "Requirement already satisfied: attrs>=17 in ./lib/site-packages (26.1)": "attrs",
        "  Downloading aiohttp-3.14.5-cp311-cp311-linux_x86_64.whl (1.9 MB)": "aiohttp (1.9 MB)",
        "  Using cached yarl-1.25.1-cp311-cp311-linux_x86_64.whl (350 kB)": "yarl (350 kB)",
        "  Using cached yarl-1.25.1-cp311-linux_x86_64.whl.metadata (35 kB)": "yarl (350 kB)",
        "Processing /opt/wheels/idna-3.20-py3-none-any.whl (from requests)": "idna",
    }.items():
        progress.heard(line + "\n")
        assert progress.doing.partition("packages: ")[2].strip() == doing
    assert progress.doing.startswith("4 of 35 packages")
    progress.heard("Installing collected packages: aiohttp\n")
    assert progress.doing == "installing 1 package"


def test_where_programs_cannot_be_replaced_one_waits_for_the_other() -> None:
    # Windows has no exec. Ctrl-C reaches both; the program answers it, and its exit code counts.
    program = (
        "import time\n"
        "try: print('on', flush=True); time.sleep(20)\n"
        "except KeyboardInterrupt: exit(7)"
    )
    waiting = (
        f"from workbook import installation; exit(installation.wait_for({[BASE, '-c', program]}))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", waiting], cwd=ROOT, stdout=subprocess.PIPE, start_new_session=True
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"on\n"
        os.killpg(process.pid, signal.SIGINT)
    assert process.returncode == 7


def test_every_reason_says_what_happened_and_what_to_do() -> None:
    for _, happened, advice in pip_output.REASONS:
        assert happened.endswith(".")
        assert advice.endswith("\nThen type the same command again.")
        assert max(map(len, advice.splitlines())) < 80


@pytest.mark.slow
def test_the_real_venv_and_pip_set_up_what_the_workbook_imports(clone: Clone) -> None:
    shutil.rmtree(clone.programs)
    (clone.folder / "tutorial.py").write_text(TUTORIAL + "import aiohttp, PIL, pytest, ruff\n")
    process = clone.popen("test")
    printed, said = process.communicate(timeout=600)
    assert json.loads(printed)["prefix"] == str(clone.venv), said
