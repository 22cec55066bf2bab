"""Python, its environment, the packages in it, and pip; with the standard library only."""

from __future__ import annotations

import csv
import os
import platform
import subprocess
import sys
import tempfile
import time
from importlib.metadata import Distribution, distributions

from workbook import environment, installation, packages, pip_output
from workbook.examining.finding import Finding

NEWEST = (3, 14)
"""The newest Python that the workbook is tested with."""
DELETE = "Delete the folder .venv. The next command makes it anew, for example: tutorial.py list"
STATES = {
    "missing": ("not made yet.", "The next command makes it, for example: tutorial.py list"),
    "unfinished": ("half made: the last set-up did not come to its end.", ""),
    "broken": (".venv does not fit the Python of this machine.", ""),
    "moved": (".venv was made in another folder.", ""),
    "outdated": (".venv is older than what the workbook needs now.", ""),
    "foreign": (".venv was not made by the workbook, and lacks packages.", ""),
}


def python() -> Finding:
    """Which Python this is, and whether something in its surroundings changes what it does."""
    bits = 64 if sys.maxsize > 2**32 else 32
    said = f"{platform.python_version()}, {bits} bit, {sys.executable}"
    if sys.implementation.name != "cpython":
        return Finding("Python", f"{said}: not CPython.", installing_python())
    if bits == 32:
        return Finding(
            "Python", f"{said}: packages are ready-made for 64 bit.", installing_python()
        )
    if sys.flags.optimize:
        advice = "Unset PYTHONOPTIMIZE, and call Python without -O."
        return Finding("Python", f"{said}: it leaves out every assert, so no check works.", advice)
    if hiding := packages.hiding_files():
        advice = f"Give another name to: {', '.join(hiding)} (in {packages.ROOT})"
        return Finding("Python", f"{said}: files of the workbook's folder hide modules.", advice)
    if sys.version_info[:2] > NEWEST:
        said += "; newer than the workbook was tested with"
    if os.environ.get("PYTHONPATH"):
        said += f"; PYTHONPATH is {os.environ['PYTHONPATH']}"
    return Finding("Python", said)


def installing_python() -> str:
    return f"Install Python 3.13 (64 bit) from {pip_output.DOWNLOADS}"


def virtual_environment() -> Finding:
    """Which environment the workbook uses, and whether that is whole."""
    name = "Environment"
    if active := environment.other_environment():
        if missing := packages.lacking(False, sys.path):
            advice = "To install what it lacks, type:\n    python -m pip install -c constraints.txt"
            said = f"{active} is active, and lacks {packages.listed(missing)}."
            return Finding(name, said, f"{advice} -e .\nOr leave it: deactivate")
        return Finding(name, f"{active}, which is your own; it has all that is needed")
    try:
        version = installation.version_of(packages.PYTHON)
        state = installation.state(version)
    except packages.SetUpError as problem:
        return Finding(name, problem.happened, problem.advice)
    waiting = f"python {version}" == packages.stamp()[0] and packages.is_good(False)
    if state == "outdated" and waiting and packages.read(packages.POSTPONED):
        ago = packages.seconds_since(packages.POSTPONED) / 60
        said = f".venv could not be brought up to date {ago:.0f} minutes ago"
        return Finding(name, said, "Connect to the internet. It is tried again an hour later.")
    if state == "outdated" and waiting:
        return Finding(name, f"{packages.VENV}, Python {version}, made here and whole")
    said, advice = STATES[state]
    advice = advice or "The next command puts that right, for example: tutorial.py list"
    return Finding(name, said, advice)


def folders() -> list[str]:
    """Where the packages of that environment are."""
    if environment.other_environment() or packages.same_folder(sys.prefix, packages.VENV):
        return [folder for folder in sys.path if folder.endswith("-packages")]
    return installation.site_packages()


def versions(developing: bool) -> dict[str, str]:
    """The versions that constraints.txt names for this machine, with those for development or
    without.
    """
    text = packages.read(packages.CONSTRAINTS)
    lines = (text if developing else text.partition("# For development only")[0]).splitlines()
    pins = (line.partition(";") for line in lines if "==" in line and not line.startswith("#"))
    here = (pin.strip() for pin, marker, _ in pins if not marker or sys.platform == "win32")
    return dict(pin.split("==") for pin in here)


def installed_packages() -> Finding:
    """Whether each package is there, at the version of constraints.txt, with all of its files."""
    name = "Packages"
    ours = not environment.other_environment()
    there: dict[str, Distribution] = {}
    for found in distributions(path=folders()):
        if found.read_text("METADATA"):
            there.setdefault(packages.plain(found.metadata["Name"]), found)
    developing = ours and packages.stamp()[2].startswith("with dev")
    wanted = versions(developing)
    missing = [one for one in wanted if packages.plain(one) not in there]
    have = {one: there[packages.plain(one)] for one in wanted if one not in missing}
    other = [one for one, found in have.items() if found.version != wanted[one]]
    damaged = {one: file for one, found in have.items() if (file := damaged_file(found, ours))}
    wrong = [f"{one} {have[one].version} instead of {wanted[one]}" for one in other[:3] if ours]
    if missing and ours:
        wrong.append(f"{packages.listed(missing)} missing")
    for one, file in list(damaged.items())[:1]:
        wrong.append(f"{packages.listed(list(damaged))} damaged (of {one}: {file})")
    if wrong:
        affected = {*damaged, *((*missing, *other) if ours else ())}
        return Finding(name, "; ".join(wrong) + ".", mending(sorted(affected), wanted))
    apart = f"; {len(other)} at other versions than constraints.txt" if other else ""
    return Finding(name, f"{len(have)} there, their files whole{apart}")


def damaged_file(found: Distribution, strict: bool) -> str:
    """The first file of a package that is not there or has another size than when it was installed;
    empty if there is none. strict: a package without a list of its files is damaged too.
    """
    record = found.read_text("RECORD")
    if record is None:
        return "RECORD" if strict else ""
    for path, _hash, size in csv.reader(record.splitlines()):
        if not size or path.endswith(".pyc"):
            continue  # what Python makes by itself
        try:
            status = os.stat(str(found.locate_file(path)))
        except OSError:
            return path
        # Scripts, which are outside, name the Python that they were installed for.
        if status.st_size != int(size) and not path.startswith(".."):
            return path
    return ""


def mending(names: list[str], wanted: dict[str, str]) -> str:
    """What brings packages back, at the versions that are wanted."""
    if len(names) > 3 and not environment.other_environment():
        return DELETE
    interpreter = "python" if environment.other_environment() else shown(packages.PYTHON)
    pins = " ".join(f"{name}=={wanted[name]}" for name in names)
    return f"Type:\n    {interpreter} -m pip install --force-reinstall --no-deps {pins}"


def shown(path: str) -> str:
    """A path as it is typed from here."""
    try:
        short = os.path.relpath(path)
    except ValueError:  # another drive
        return path
    return path if short.startswith("..") else short


def pip(network: bool) -> Finding:
    """Whether pip reaches its index, if that may be tried."""
    interpreter = packages.PYTHON if os.path.exists(packages.PYTHON) else sys.executable
    if not network:
        return Finding("pip", "its reach was not tried (tutorial.py doctor --network tries it)")
    name, version = next(iter(versions(developing=False).items()))
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="workbook-pip-") as folder:
        command = [interpreter, "-P", "-m", "pip", "download", f"{name}=={version}", "--no-deps"]
        command += ["--no-cache-dir", "--no-input", "--disable-pip-version-check", "-d", folder]
        command += ["--retries", "1", "--timeout", "10"]
        ran = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if ran.returncode == 0:
        return Finding("pip", f"fetched {name} {version} in {time.monotonic() - began:.0f} s")
    reason = pip_output.stopped(ran.stdout.decode("utf-8", "replace"), "pip download failed.")
    advice = reason.advice.replace(packages.AGAIN, "").strip()
    return Finding("pip", reason.happened.partition(": ")[2], advice)
