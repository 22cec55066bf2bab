"""The command `doctor`, and where else its lines are said."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.small_clone import command, mine, small_clone, solve, tutorial
from tests.test_environment import FAILS, UNREACHABLE, Clone
from workbook import doctor, packages
from workbook.chapters import ROOT, Chapter
from workbook.errors import WorkbookError
from workbook.examining.finding import Finding
from workbook.screen import Screen

PROXY = {"http_proxy": "http://proxy.example:3128", "no_proxy": "", "NO_PROXY": ""}
WELL = Finding("Port 8080", "free")
NOT_WELL = Finding("git", "not there.", "Type:\n    sudo apt install git")


def started(root: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """tutorial.py of a clone, in these surroundings."""
    return subprocess.run(
        command(root, *arguments),
        cwd=root,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **variables},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


# --- The lines -----------------------------------------------------------------------------------


def test_a_line_for_each_and_what_to_do_below_it() -> None:
    said = doctor.shown([WELL, NOT_WELL], Screen(width=60))
    assert said.splitlines() == [
        "  ✓ Port 8080    free",
        "  ✗ git          not there.",
        "                 Type:",
        "                     sudo apt install git",
        "",
        "1 thing to do.",
    ]
    assert doctor.shown([WELL], Screen()).endswith("\nAll is well.")


def test_lines_fit_the_screen_and_what_is_typed_stays_whole() -> None:
    typed = "    python -m pip install --force-reinstall --no-deps aiohttp==3.14.5"
    long = Finding("Packages", "files are missing or changed " * 5, f"Or else, type this:\n{typed}")
    lines = doctor.shown([long], Screen(width=40)).splitlines()
    assert max(len(line) for line in lines if "pip" not in line) <= 40
    assert f"{' ' * 17}{typed}" in lines


def test_where_the_screen_knows_only_ascii_so_do_the_lines() -> None:
    said = doctor.shown([WELL, NOT_WELL], Screen(unicode=False))
    assert said.isascii()
    assert "  + Port 8080" in said
    assert "  x git" in said


def test_an_examination_that_fails_itself_costs_no_other_line() -> None:
    def broken_thing() -> Finding:
        raise KeyError("unheard of")

    first, second = doctor.findings_of([broken_thing, lambda: WELL])
    assert (first.name, first.is_well) == ("Broken thing", False)
    assert "KeyError: 'unheard of'" in first.said
    assert second == WELL


# --- The command ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def chapter(tmp_path_factory: pytest.TempPathFactory) -> Chapter:
    """Chapter 07 of a small clone."""
    return small_clone(tmp_path_factory.mktemp("doctor"))


def test_all_is_said_and_the_exit_code_tells_whether_all_is_well(chapter: Chapter) -> None:
    plain = tutorial(chapter.root, "doctor")
    as_json = tutorial(chapter.root, "doctor", "--json")
    said = json.loads(as_json.stdout)
    assert {plain.returncode, as_json.returncode} <= {0, 1}
    assert said["ok"] == (as_json.returncode == 0)
    assert said["python"].startswith("3.")
    findings = {one["name"]: one for one in said["findings"]}
    wanted = {"Python", "Environment", "Packages", "pip", "Loopback", "Proxy", "git", "curl"}
    wanted |= {"Folders", "Room", "Clock", "Drive", "Saves", "Grading", "Terminal", "Leftovers"}
    assert wanted | {"Progress"} <= findings.keys()
    for name in ("Python", "Packages", "Loopback", "Folders", "Drive", "Grading"):
        assert findings[name]["ok"], findings[name]
        assert f"✓ {name}" in plain.stdout
    assert "could not be looked at" not in plain.stdout
    for one in said["findings"]:
        assert one["ok"] == (one["advice"] is None)


def test_something_to_do_is_exit_code_1(chapter: Chapter) -> None:
    ran = started(chapter.root, "doctor", **PROXY)
    assert ran.returncode == 1
    assert "✗ Proxy        http_proxy would catch" in ran.stdout
    assert ran.stdout.rstrip().endswith("to do.")


def test_in_a_terminal_of_the_old_kind_it_is_ascii(chapter: Chapter) -> None:
    ran = started(chapter.root, "doctor", PYTHONIOENCODING="ascii")
    assert "+ Python" in ran.stdout
    assert ran.stdout.isascii()


# --- Without packages ----------------------------------------------------------------------------


@pytest.fixture
def fresh(tmp_path: Path) -> Clone:
    """A clone that nothing was installed for, with what stands for pip in it."""
    clone = Clone(tmp_path / "clone")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(
        ROOT / "workbook", clone.folder / "workbook", ignore=ignored, dirs_exist_ok=True
    )
    shutil.copy(ROOT / "tutorial.py", clone.folder)
    (clone.folder / "chapters").mkdir()
    return clone


@pytest.mark.skipif(os.name == "nt", reason="starts programs the POSIX way")
class TestWithoutPackages:
    def test_it_says_what_it_can_and_installs_nothing(self, fresh: Clone) -> None:
        start = fresh.start("doctor", "--json")
        assert start.code == 1
        findings = {one["name"]: one for one in start.told["findings"]}
        assert findings["Environment"]["said"] == "not made yet."
        assert findings["Folders"]["ok"]
        assert not {"Packages", "Grading", "Saves"} & findings.keys()
        assert not list(fresh.folder.glob(".venv*"))

    def test_a_venv_that_is_half_made_or_not_ours_is_told(self, fresh: Clone) -> None:
        fresh.venv.mkdir()
        for stamp, said in {
            "unfinished\n": "half made: the last set-up did not come to its end.",
            "python 3.99\n/elsewhere\n\n": ".venv does not fit the Python of this machine.",
        }.items():
            fresh.stamp.write_text(stamp)
            found = fresh.start("doctor", "--json").told["findings"]
            assert [one["said"] for one in found if one["name"] == "Environment"] == [said]

    def test_what_may_be_why_the_set_up_failed_is_said_after_it(self, fresh: Clone) -> None:
        fresh.use(pip=FAILS.format(UNREACHABLE))
        start = fresh.start("list", **PROXY)
        assert start.code == 3
        failure, _, why = start.said.partition("\nThis may be why (tutorial.py doctor):\n")
        assert "could not be reached" in failure
        assert why.startswith("  x Proxy")
        assert "Environment" not in why


@pytest.mark.parametrize("broken", ["click", "pytest"])
def test_a_package_that_cannot_be_loaded_is_told_in_a_sentence(
    chapter: Chapter, tmp_path: Path, broken: str
) -> None:
    (tmp_path / f"{broken}.py").write_text("raise ImportError('cannot import name run_app')\n")
    ran = started(chapter.root, "check", "07", PYTHONPATH=str(tmp_path))
    assert ran.returncode == 3
    assert "Traceback" not in ran.stderr
    happened = "A package that the workbook needs cannot be loaded: cannot import name run_app.\n"
    assert ran.stderr.startswith(happened)
    assert "Delete the folder .venv." in ran.stderr
    asked = started(chapter.root, "doctor", PYTHONPATH=str(tmp_path))
    assert "✓ Python" in asked.stdout


def test_a_file_that_hides_a_module_is_named(chapter: Chapter) -> None:
    mistake = chapter.root / "email.py"
    mistake.write_text("print('to Ann')\n")
    ran = started(chapter.root, "doctor")
    checked = started(chapter.root, "check", "07")
    mistake.unlink()
    assert ran.returncode == checked.returncode == 3
    assert "Traceback" not in ran.stderr + checked.stderr
    assert ran.stderr.endswith("\nGive another name to: email.py\n")


# --- After `run` ---------------------------------------------------------------------------------


def test_what_may_be_why_run_failed_is_said_after_it(chapter: Chapter) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ran = started(chapter.root, "run", "07", "--port", port, **PROXY)
        assert ran.returncode == 3
        assert ran.stderr.startswith(f"Port {port} is taken")
        assert "\n\nThis may be why (tutorial.py doctor):\n  ✗ Proxy" in ran.stderr


def test_wrong_usage_is_not_the_machines_fault() -> None:
    error = WorkbookError("There is no chapter 99.", "Chapters: 01 to 09.", exit_code=2)
    assert doctor.consulted(error) is error


def test_packages_that_are_not_whole_are_said_after_a_program_that_stopped(
    chapter: Chapter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor.installed, "installed_packages", lambda: WELL)
    assert doctor.damage() == ""
    monkeypatch.setattr(doctor.installed, "installed_packages", lambda: NOT_WELL)
    assert doctor.damage().startswith("\nThis may be why (tutorial.py doctor):\n")


# --- Checks need asserts -------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["-O", "PYTHONOPTIMIZE"])
def test_without_asserts_nothing_is_checked(chapter: Chapter, how: str) -> None:
    solve(chapter, 1)
    mine(chapter).write_text(mine(chapter).read_text().replace("Hello", "Goodbye"))
    flags = ["-O"] if how == "-O" else []
    words = [sys.executable, *flags, str(chapter.root / "tutorial.py"), "check", "07"]
    variables = {} if flags else {how: "1"}
    ran = subprocess.run(
        words, cwd=chapter.root, env={**os.environ, **variables}, capture_output=True, text=True
    )
    assert ran.returncode == 3
    assert "leave out every assert" in ran.stderr


def test_what_is_needed_before_packages_is_standard_library_only() -> None:
    code = (
        "import sys; from workbook import doctor; doctor.after_set_up_failed();"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}"
        " - sys.stdlib_module_names))"
    )
    printed = subprocess.check_output([sys.executable, "-S", "-c", code], cwd=ROOT, text=True)
    assert set(printed.split()) <= {"__main__", "workbook", "_distutils_hack", "sitecustomize"}
    assert str(ROOT) == packages.ROOT
