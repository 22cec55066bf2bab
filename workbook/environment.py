"""The set-up: each start of tutorial.py goes on in an interpreter that has the workbook's packages.

Standard library only, and readable by Python 3.7, so that an old Python gets a sentence and not a
SyntaxError. When all is installed, `prepare` reads three small files and returns; what only an
installation needs is in `installation`.
"""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from workbook.packages import (
    AGAIN,
    OLDEST,
    PYTHON,
    ROOT,
    VENV,
    SetUpError,
    hiding_files,
    is_good,
    lacking,
    listed,
    same_folder,
    stamp,
)

RESTARTED = "AIOHTTP_WORKBOOK_RESTARTED"  # set for one start only: it must not restart for ever


def prepare(argv: list[str]) -> None:
    """Return when this Python has the packages; otherwise bring them, and start again in .venv.

    `argv` is `sys.argv`; the command `test` needs the packages for development too.
    Exits with 2 when Python is too old, 3 when the packages cannot be had, 130 on Ctrl-C.
    """
    developing = next((word for word in argv[1:] if not word.startswith("-")), "") == "test"
    restarted = os.environ.pop(RESTARTED, "")
    try:
        if has_packages(developing):
            return
        in_venv = same_folder(sys.prefix, VENV)
        if restarted == "installed" or (restarted and not in_venv):
            raise SetUpError(".venv does not work.", f"Delete the folder .venv.\n{AGAIN}")
        if in_venv or not is_good(developing):
            refuse_old_python(sys.version_info[:2], argv)
            if os.environ.get("_TUTORIAL_COMPLETE"):
                sys.exit(1)  # nobody who presses Tab waits for an installation
            examine(argv)
            refuse_other_environment(developing)
            install(developing)
            restarted = "installed"
        restart(restarted or "found")
    except SetUpError as problem:
        say(str(problem))
        if problem.exit_code == 3:
            say_what_else()
        sys.exit(problem.exit_code)
    except OSError as error:
        from workbook import pip_output  # here, because most starts need nothing of it

        say(str(pip_output.stopped(str(error), f"{error}.")))
        say_what_else()
        sys.exit(3)
    except KeyboardInterrupt:
        say("\nStopped. The next start sets up what is missing.")
        sys.exit(130)


def say(text: str) -> None:
    """Print to standard error, so that what `check --json` prints stays JSON."""
    print(text, file=sys.stderr, flush=True)


def examine(argv: list[str]) -> None:
    """If `argv` asks for the doctor, have it say what it can without packages, and exit."""
    if "doctor" in argv:
        from workbook import doctor  # here, because most starts need nothing of it

        if doctor.is_asked_for(argv):
            said, code = doctor.from_the_command_line(argv)
            print(said)
            sys.exit(code)


def say_what_else() -> None:
    """Say what else is amiss on this machine: it may be why the set-up failed."""
    if sys.version_info[:2] < OLDEST:
        return
    try:
        from workbook import doctor  # here, because most starts need nothing of it

        found = doctor.after_set_up_failed()
    except Exception:  # noqa: BLE001 - why the set-up failed is said already, and is what counts
        return
    if found:
        say("\n" + found)


def broken(argv: list[str], error: ImportError) -> NoReturn:
    """Say why a module cannot be loaded, as far as that can be known, and exit with 3."""
    hiding = hiding_files()
    if hiding:
        say(f"{error}.\n{ROOT} has files that hide modules of Python or of a package.")
        say(f"Give another name to: {', '.join(hiding)}")
        sys.exit(3)
    from workbook import doctor  # here, because most starts need nothing of it

    said, code = doctor.when_packages_are_broken(argv, error)
    print(said, file=sys.stderr if code == 3 else sys.stdout)
    sys.exit(code)


def has_packages(developing: bool) -> bool:
    """True in the clone's .venv when that is good, and in another environment with all packages."""
    version = sys.version_info[:2]
    if same_folder(sys.prefix, VENV):
        return is_good(developing) and stamp()[0] == "python {}.{}".format(*version)
    return bool(other_environment()) and version >= OLDEST and not lacking(developing, sys.path)


def other_environment() -> str:
    """The folder of an active virtual environment other than the clone's .venv; empty if none."""
    inside = sys.prefix != sys.base_prefix
    active = sys.prefix if inside else os.environ.get("VIRTUAL_ENV", "")
    return active if os.path.isdir(active) and not same_folder(active, VENV) else ""


def refuse_other_environment(developing: bool) -> None:
    """Raise when another virtual environment is active: it is somebody's own."""
    active = other_environment()
    if not active:
        return
    there = "" if same_folder(os.getcwd(), ROOT) else ROOT
    constraints = os.path.join(there, "constraints.txt")
    project = (there or ".") + ("[dev]" if developing else "")
    missing = listed(lacking(developing, sys.path))
    raise SetUpError(
        f"The virtual environment {active} is active, and lacks {missing}.",
        "Nothing was installed. To install what it lacks, type:\n"
        f'    python -m pip install -c "{constraints}" -e "{project}"\n'
        f"Or leave it: deactivate\n{AGAIN}",
    )


def refuse_old_python(version: tuple[int, ...], argv: list[str]) -> None:
    """Raise when `version` is too old, and name a newer Python of this machine."""
    if version >= OLDEST:
        return
    from workbook import installation  # here, because most starts need nothing of it

    newer = installation.newer_python()
    raise SetUpError(
        "This is Python {}.{}, and the workbook needs {}.{} or newer.".format(*version, *OLDEST),
        "Type: " + " ".join([newer, *argv])
        if newer
        else f"Install Python 3.13 from https://www.python.org/downloads/\n{AGAIN}",
        exit_code=2,
    )


def install(developing: bool) -> None:
    """Make .venv good, or raise `SetUpError`."""
    from workbook import installation  # here, because most starts need nothing of it

    installation.install(developing, say)


def restart(reason: str) -> None:
    """Go on as .venv's Python, with the same flags and arguments. Does not return."""
    arguments = [PYTHON, *getattr(sys, "orig_argv", [sys.executable, *sys.argv])[1:]]
    os.environ[RESTARTED] = reason
    sys.stdout.flush()
    if sys.platform != "win32":
        os.execv(PYTHON, arguments)
    else:
        from workbook import installation  # here, because most starts need nothing of it

        sys.exit(installation.wait_for(arguments))
