"""`tutorial.py doctor`: what may be in the workbook's way on this machine, and what to do about it.

All but the last lines go with the standard library alone, so that they can be said where the set-up
fails.
"""

from __future__ import annotations

import json
import platform
import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence

from workbook.errors import WorkbookError
from workbook.examining import connections, disk, installed, leftovers, machine
from workbook.examining.finding import Finding
from workbook.screen import Screen, screen_of

Examination = Callable[[], Finding]

MACHINE: tuple[Examination, ...] = (
    connections.loopback,
    connections.proxy,
    machine.git,
    machine.curl,
    disk.folders,
    disk.room,
    machine.clock,
)
"""What the system must have; quick, and without packages."""


def doctor_said(
    *, network: bool, fix: bool, as_json: bool, screen: Screen, bare: bool = False
) -> tuple[str, int]:
    """What the doctor says of everything, and the exit code: 0 all well, 1 something to do.

    network: try whether pip reaches its index; fix: remove what graders have left behind;
    bare: leave out what needs the workbook's packages.
    """
    examinations = [
        installed.python,
        installed.virtual_environment,
        *([installed.installed_packages] if installed.folders() else []),
        lambda: installed.pip(network),
        connections.port,
        *MACHINE,
        disk.drive,
        *([] if bare else [disk.saves, learners_process]),
        machine.terminal,
        lambda: leftovers.scratch_folders(fix),
        leftovers.progress,
    ]
    findings = list(findings_of(examinations))
    code = 0 if all(finding.is_well for finding in findings) else 1
    if as_json:
        return as_object(findings), code
    return shown(findings, screen), code


def learners_process() -> Finding:
    # Here, because it imports what may not be installed, or broken.
    from workbook.examining.grading import learners_process

    return learners_process()


def findings_of(examinations: Iterable[Examination]) -> Iterator[Finding]:
    """What each examination finds; one that fails itself is a finding too."""
    for examination in examinations:
        try:
            yield examination()
        except Exception as error:  # noqa: BLE001 - the other lines are wanted all the more
            name = examination.__name__.replace("_", " ").strip("<>").capitalize()
            said = f"could not be looked at ({type(error).__name__}: {error})."
            yield Finding(name, said, "Show this line to whoever gave you the workbook.")


def shown(findings: Sequence[Finding], screen: Screen) -> str:
    """One line for each finding, with what to do below it, and the sum."""
    lines = [line for finding in findings for line in lines_of(finding, screen)]
    number = sum(not finding.is_well for finding in findings)
    total = f"{number} thing{'s' * (number > 1)} to do." if number else "All is well."
    lines += ["", screen.paint(total, "bold", "yellow" if number else "green")]
    return screen.plain("\n".join(lines))


def lines_of(finding: Finding, screen: Screen) -> Iterator[str]:
    """A finding as lines, wrapped to the screen; what is to be typed is kept in one piece."""
    mark = screen.paint("✓", "green") if finding.is_well else screen.paint("✗", "red")
    margin = " " * 17
    said = wrapped(finding.said, screen)
    yield f"  {mark} {finding.name:<12} {said[0]}"
    yield from (margin + line for line in said[1:])
    for line in finding.advice.splitlines():
        for part in [line] if line.startswith("    ") else wrapped(line, screen):
            yield margin + part


def wrapped(text: str, screen: Screen) -> list[str]:
    room = max(20, screen.width - 17)
    return textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False) or [""]


def as_object(findings: Sequence[Finding]) -> str:
    """The findings as a JSON object."""
    listed = [
        {"name": one.name, "ok": one.is_well, "said": one.said, "advice": one.advice or None}
        for one in findings
    ]
    return json.dumps(
        {
            "ok": all(finding.is_well for finding in findings),
            "python": platform.python_version(),
            "system": platform.platform(),
            "findings": listed,
        },
        indent=1,
    )


def ailments(examinations: Iterable[Examination], screen: Screen) -> str:
    """The lines of what is not well only; empty where all is."""
    found = [finding for finding in findings_of(examinations) if not finding.is_well]
    lines = [line for finding in found for line in lines_of(finding, screen)]
    return screen.plain(
        "\n".join(["This may be why (tutorial.py doctor):", *lines] if found else [])
    )


def after_set_up_failed() -> str:
    """What else is not well on a machine where the set-up failed, in ASCII."""
    return ailments((installed.python, *MACHINE), Screen(unicode=False))


def consulted(error: WorkbookError) -> WorkbookError:
    """The error, with what else is not well on this machine; not for wrong usage."""
    if error.exit_code != 3:
        return error
    found = ailments((installed.installed_packages, *MACHINE), screen_of(sys.stderr))
    if not found:
        return error
    return WorkbookError(error.happened, f"{error.advice}\n\n{found}".lstrip(), exit_code=3)


def damage() -> str:
    """What is added where a learner's program stopped at an error and packages are not whole."""
    found = ailments((installed.installed_packages,), screen_of())
    return f"\n{found}" if found else ""


def when_packages_are_broken(argv: Sequence[str], error: ImportError) -> tuple[str, int]:
    """What is said where a package of the workbook cannot be loaded, and the exit code."""
    if is_asked_for(argv):
        return from_the_command_line(argv)
    happened = f"A package that the workbook needs cannot be loaded: {error}."
    screen = screen_of(sys.stderr)
    found = ailments((installed.python, installed.installed_packages), screen)
    advice = found or "Delete the folder .venv. The next command makes it anew."
    return f"{happened}\n{screen.plain(advice)}", 3


def is_asked_for(argv: Sequence[str]) -> bool:
    """Whether `argv` (as in `sys.argv`) calls the doctor and not for help on it."""
    words = [word for word in argv[1:] if not word.startswith("-")]
    return words[:1] == ["doctor"] and not {"-h", "--help"} & set(argv)


def from_the_command_line(argv: Sequence[str]) -> tuple[str, int]:
    """What the doctor says where click is not there to read `argv`."""
    return doctor_said(
        network="--network" in argv,
        fix="--fix" in argv,
        as_json="--json" in argv,
        screen=screen_of(),
        bare=True,
    )
