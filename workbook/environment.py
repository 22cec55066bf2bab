"""The set-up: each start of tutorial.py goes on in an interpreter that has the workbook's packages.

Standard library only, and readable by Python 3.7, so that an old Python gets a sentence and not a
SyntaxError. When all is installed, `prepare` reads three small files and returns; what only an
installation needs is in `installation`.

`.venv/workbook-stamp.txt` says what .venv is made of. It is written last, and says "unfinished"
until then.
"""

from __future__ import annotations

import os
import sys

OLDEST = (3, 11)
ROOT = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
VENV = os.path.join(ROOT, ".venv")
INSIDE = ("Scripts", "python.exe") if os.name == "nt" else ("bin", "python")
PYTHON = os.path.join(VENV, *INSIDE)
CONSTRAINTS = os.path.join(ROOT, "constraints.txt")
STAMP = os.path.join(VENV, "workbook-stamp.txt")
POSTPONED = os.path.join(VENV, "workbook-update-failed.txt")
PAUSE = 3600  # seconds between two tries of an update that failed; offline, a try takes ten seconds
RESTARTED = "AIOHTTP_WORKBOOK_RESTARTED"  # set for one start only: it must not restart for ever
AGAIN = "Then type the same command again."

NEWS = {
    "missing": "The workbook's packages are not here yet. Setting them up in .venv, once:",
    "unfinished": "The last set-up did not come to its end. Starting it again:",
    "broken": ".venv does not fit the Python of this machine. Making it anew:",
    "moved": ".venv was made in another folder. Making it anew:",
    "outdated": "Bringing .venv up to date with what the workbook needs now:",
    "foreign": "There is a .venv already. Installing the workbook's packages into it:",
}


class SetUpError(Exception):
    """What happened, what to do about it, and the exit code."""

    def __init__(self, happened: str, advice: str, exit_code: int = 3) -> None:
        super().__init__(f"{happened}\n{advice}")
        self.exit_code = exit_code


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
            refuse_other_environment(developing)
            install(developing)
            restarted = "installed"
        restart(restarted or "found")
    except SetUpError as problem:
        say(str(problem))
        sys.exit(problem.exit_code)
    except OSError as error:
        from workbook import installation  # here, because most starts need nothing of it

        reason = installation.explain(str(error), f"{error}.")
        say(f"The set-up stopped: {reason.happened}\n{reason.advice}")
        sys.exit(3)
    except KeyboardInterrupt:
        say("\nStopped. The next start sets up what is missing.")
        sys.exit(130)


def say(text: str) -> None:
    """Print to standard error, so that what `check --json` prints stays JSON."""
    print(text, file=sys.stderr, flush=True)


def has_packages(developing: bool) -> bool:
    """True in the clone's .venv when that is good, and in another environment with all packages."""
    version = sys.version_info[:2]
    if same_folder(sys.prefix, VENV):
        return is_good(developing) and stamp()[0] == "python {}.{}".format(*version)
    return bool(other_environment()) and version >= OLDEST and not lacking(developing, sys.path)


def is_good(developing: bool) -> bool:
    """True when .venv was made here, of what is asked for; or has to do until an update works."""
    _, folder, made_of = stamp()
    if not made_of or not os.path.exists(PYTHON):
        return False
    wanted = [contents(True)] if developing else [contents(False), contents(True)]
    if made_of in wanted and same_folder(folder, VENV):
        return True
    return read(POSTPONED) in wanted and seconds_since(POSTPONED) < PAUSE


def stamp() -> tuple[str, str, str]:
    """The Python of .venv, the folder it was made in, its contents; empty without a stamp."""
    python, _, rest = read(STAMP).partition("\n")
    folder, _, made_of = rest.partition("\n")
    return python, folder, made_of


def contents(developing: bool) -> str:
    """What .venv should be made of: the requirements, and the versions of everything."""
    extra = "with dev" if developing else ""
    return "\n".join([extra, *requirements(developing), read(CONSTRAINTS)])


def requirements(developing: bool) -> list[str]:
    """The dependencies that pyproject.toml names, such as `aiohttp>=3.14`.

    They stand there one to a line (a test compares with tomllib): importing tomllib would cost
    each start 5 ms.
    """
    text = read(os.path.join(ROOT, "pyproject.toml"))
    lines: list[str] = []
    for key in ("dependencies", "dev") if developing else ("dependencies",):
        lines += text.partition(f"\n{key} = [\n")[2].partition("\n]")[0].split("\n")
    found = (line.partition("#")[0].strip(' \t",') for line in lines)
    return [requirement for requirement in found if requirement]


def lacking(developing: bool, folders: list[str]) -> list[str]:
    """The required packages that no site-packages of `folders` has in a version new enough."""
    versions: dict[str, tuple[int, ...]] = {}
    for folder in reversed(folders):
        if folder.endswith("-packages") and os.path.isdir(folder):
            for entry in os.listdir(folder):
                if entry.endswith((".dist-info", ".egg-info")):
                    name, _, version = entry.rpartition(".")[0].partition("-")
                    versions[plain(name)] = numbers(version)
    wanted = [requirement.partition(">=") for requirement in requirements(developing)]
    return [name for name, _, floor in wanted if versions.get(plain(name), ()) < numbers(floor)]


def plain(name: str) -> str:
    """A package's name as names are compared: `aiohttp_jinja2` and `Aiohttp-Jinja2` are one."""
    return name.lower().replace("-", "_").replace(".", "_")


def numbers(version: str) -> tuple[int, ...]:
    """`3.14.5` as (3, 14, 5); parts that are no numbers are left out."""
    return tuple(int(part) for part in version.split(".") if part.isdigit())


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
    missing = ", ".join(lacking(developing, sys.path))
    there = "" if same_folder(os.getcwd(), ROOT) else ROOT
    constraints = os.path.join(there, "constraints.txt")
    project = (there or ".") + ("[dev]" if developing else "")
    raise SetUpError(
        f"The virtual environment {active} is active, and lacks: {missing}.",
        f'Nothing was installed. Type: python -m pip install -c "{constraints}" -e "{project}"\n'
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
    """Make .venv good, or raise `SetUpError`. Two starts at once take turns."""
    from workbook import installation  # here, because most starts need nothing of it

    with installation.locked(VENV + ".log", say) as log:
        version = installation.version_of(PYTHON)
        if is_good(developing) and stamp()[0] == f"python {version}":
            return  # another start has made it meanwhile
        found = state(version)
        say(NEWS[found])
        developing = developing or stamp()[2].startswith("with dev")
        job = installation.Job(
            folder=VENV,
            python=PYTHON,
            requirements=requirements(developing),
            constraints=CONSTRAINTS,
            total=installation.count(CONSTRAINTS, developing=developing),
            log=log,
        )
        try:
            if found in ("outdated", "foreign"):
                job.update(mark_unfinished if found == "outdated" else None)
            else:
                job.make(mark_unfinished, keep_old=found == "moved")
            missing = lacking(developing, job.site_packages())
            if missing:
                raise installation.InstallError(
                    f"pip was content, but .venv lacks {', '.join(missing)}.",
                    f"Unset PIP_TARGET, PIP_PREFIX and the like.\n{AGAIN}",
                )
        except installation.InstallError as problem:
            if not stamp()[2] or lacking(developing, job.site_packages()):
                happened = f"The set-up stopped: {problem.happened}"
                raise SetUpError(happened, problem.advice) from None
            write(POSTPONED, contents(developing))
            say(f"  {problem.happened}\n  Going on with the packages of before, for an hour.")
        else:
            python = f"python {installation.version_of(PYTHON)}"
            write(STAMP, "\n".join([python, VENV, contents(developing)]))


def state(version: str) -> str:
    """What is the matter with .venv, as a key of NEWS.

    `version` is the version of the Python in it, empty if that does not start.
    """
    python, folder, _ = stamp()
    if not os.path.lexists(VENV):
        return "missing"
    if python == "unfinished":
        return "unfinished"
    if python and python != f"python {version}":
        return "broken"
    if python:
        return "outdated" if same_folder(folder, VENV) else "moved"
    if version and numbers(version) < OLDEST:
        happened = f"The folder .venv holds Python {version}, which is too old for the workbook."
        raise SetUpError(happened, f"Delete the folder .venv.\n{AGAIN}")
    return "foreign" if version else "broken"


def mark_unfinished() -> None:
    """From here until the stamp is written, .venv counts as half-made."""
    write(STAMP, "unfinished\n")


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


def same_folder(one: str, other: str) -> bool:
    """True when both paths lead to one folder, however they are spelled."""
    try:
        return one == other or os.path.samefile(one, other)
    except OSError:
        return False


def seconds_since(path: str) -> float:
    """How long ago the file was written."""
    import time  # here, because most starts need nothing of it

    return time.time() - os.path.getmtime(path)


def read(path: str) -> str:
    """The text of a file; empty when there is none."""
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError):
        return ""


def write(path: str, text: str) -> None:
    """Write a file whole or not at all."""
    with open(path + ".new", "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(path + ".new", path)
