"""Whether the process that runs learners' code starts and answers. It needs the packages."""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path

from workbook.checking.nursery import make_nursery
from workbook.checking.problems import LearnerProblem
from workbook.checking.process import Nursery
from workbook.checking.warm_start import CAN_FORK
from workbook.errors import WorkbookError
from workbook.examining.finding import Finding

NAME = "Grading"
TRIES = 5
"""More than the nursery's own, so that it comes to say what its process complained of."""
ADVICE = "If the lines above are well, delete the folder .venv: the next command makes it anew."


def learners_process() -> Finding:
    """Start a learner's process with nothing of a learner's in it, and ask what it has seen."""
    began = time.monotonic()
    nursery = make_nursery()
    try:
        with tempfile.TemporaryDirectory(prefix="workbook-") as folder:
            problem = asyncio.run(_answers(nursery, Path(folder)))
    except OSError as error:
        problem = str(error)
    except WorkbookError as error:
        complaint = error.advice.replace("Try: tutorial.py doctor", "").strip()
        problem = (complaint or error.happened).splitlines()[-1]
    finally:
        nursery.close()
    way = "forked from one that is warm" if CAN_FORK else "started cold, one ahead of need"
    if problem:
        return Finding(NAME, f"the process that runs your code does not start: {problem}", ADVICE)
    seconds = time.monotonic() - began
    return Finding(NAME, f"a process for your code answers in {seconds:.1f} s ({way})")


async def _answers(nursery: Nursery, folder: Path) -> str:
    """Why there is no answer; empty where there is one. Raises WorkbookError too."""
    nursery.open()
    problem = ""
    try:
        for _ in range(TRIES):
            process = await nursery.start(folder, folder)
            try:
                await process.ask("evidence")
                return ""
            except LearnerProblem as error:
                problem = str(error)
            finally:
                await nursery.kill(process)
        return problem
    finally:
        nursery.detach()
