"""The files that other programs read: editors, containers, the service that tests each change."""

from __future__ import annotations

import json
import re
import tomllib
from typing import Any

import pytest
import yaml

import tutorial
from workbook import packages, ports
from workbook.chapters import ROOT, find_chapters, get_chapter
from workbook.examining.installed import NEWEST

TASKS: list[dict[str, Any]] = json.loads((ROOT / ".vscode/tasks.json").read_text())["tasks"]
CONTAINER: dict[str, Any] = json.loads((ROOT / ".devcontainer/devcontainer.json").read_text())
WORKFLOW: dict[Any, Any] = yaml.safe_load((ROOT / ".github/workflows/test.yml").read_text())
COMMANDS = tutorial.main.commands


def test_the_tasks_of_the_editor_run_check_and_watch_the_open_file() -> None:
    assert [task["args"][1] for task in TASKS] == ["run", "check", "watch"]
    for task in TASKS:
        assert task["args"] == ["tutorial.py", task["args"][1], "${relativeFile}"]
        assert task["args"][1] in COMMANDS
        # Anything else there, or nothing, and the editor asks how to read the output.
        assert task["problemMatcher"] == []
        assert (task["command"], task["windows"]) == ("python3", {"command": "py"})
        assert task["label"].startswith(task["args"][1])


@pytest.mark.parametrize("separator", ["/", "\\"])
def test_a_file_stands_for_its_chapter(separator: str) -> None:
    for chapter in find_chapters():
        for name in ("README.md", *chapter.files, "templates/new.html"):
            for folder in ("chapters", "solutions"):
                path = f"{folder}/{chapter.name}/{name}".replace("/", separator)
                assert get_chapter(ROOT, path) == chapter


def test_a_container_is_ready_with_what_a_lesson_needs() -> None:
    program, *words = CONTAINER["postCreateCommand"].split()
    assert (program, words[0]) == ("python3", "tutorial.py")
    assert words[1] in COMMANDS
    assert CONTAINER["forwardPorts"] == [ports.DEFAULT_PORT]
    assert str(ports.DEFAULT_PORT) in CONTAINER["portsAttributes"]
    name, _, version = CONTAINER["image"].partition(":")
    assert name == "python"
    assert packages.OLDEST <= packages.numbers(version) <= NEWEST


def test_each_change_is_tested_on_each_system_and_each_python() -> None:
    job = WORKFLOW["jobs"]["test"]
    matrix = job["strategy"]["matrix"]
    assert {name.partition("-")[0] for name in matrix["os"]} == {"ubuntu", "macos", "windows"}
    minors = range(packages.OLDEST[1], NEWEST[1] + 1)
    assert matrix["python"] == [f"3.{minor}" for minor in minors]
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert WORKFLOW["concurrency"]["cancel-in-progress"] is True
    # YAML 1.1 reads the key `on` as true.
    assert set(WORKFLOW.get("on", WORKFLOW.get(True))) == {"push", "pull_request"}
    runs = [step["run"] for step in job["steps"] if "run" in step]
    assert runs[0] == "python tutorial.py test"
    assert all(run.split()[2] in COMMANDS for run in runs)
    cached = next(step["with"] for step in job["steps"] if "setup-python" in step.get("uses", ""))
    assert (cached["cache"], cached["cache-dependency-path"]) == ("pip", "constraints.txt")
    assert (ROOT / cached["cache-dependency-path"]).exists()


def test_no_file_names_the_host_of_a_package_registry() -> None:
    hosts = re.compile(r"py" r"pi\.org|pythonhosted|npm" r"js\.|conda\.anaconda")
    files = [ROOT / ".vscode/tasks.json", *ROOT.glob("*.t*"), *ROOT.glob(".*/*.json")]
    for path in [*files, *ROOT.glob(".github/**/*.yml")]:
        if path.is_file():
            assert not hosts.search(path.read_text("utf-8")), path


def test_the_completed_commands_are_those_there_are() -> None:
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["scripts"]
    assert scripts == {"tutorial": "tutorial:main"}
    for shell in ("bash", "zsh", "fish"):
        script = (ROOT / f"workbook/shells/tutorial.{shell}").read_text("utf-8")
        assert {"tutorial.py", "tutorial"} <= set(re.findall(r"[\w.]+", script))
