"""What both programs of this chapter share. This file is given: read it, and leave it as it is."""

import argparse
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PYTHON_ORG = "https://peps.python.org"


def address_of(base_url: str, number: int) -> str:
    """Return the address of one page, such as https://peps.python.org/pep-8010/"""
    return f"{base_url}/pep-{number}/"


def big_address_of(base_url: str) -> str:
    """Return the address of the one big file: everything about every PEP, as JSON."""
    return f"{base_url}/api/peps.json"


def path_of(folder: Path, number: int) -> Path:
    """Return the file that one page is saved in, such as pep-8010.html"""
    return folder / f"pep-{number}.html"


def report(number: int, reason: str) -> None:
    """Print a line about a page that could not be saved."""
    print(f"PEP {number} not saved: {reason}")


def arguments() -> tuple[str, Path]:
    """Read the command line: where to download from, and the folder to save in."""
    parser = argparse.ArgumentParser(description="Download PEPs.")
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--mirror", metavar="ADDRESS", help="the mirror that the workbook starts")
    source.add_argument("--python-org", action="store_true", help=f"the real one: {PYTHON_ORG}")
    parser.add_argument("--folder", type=Path, help="save here (otherwise in a new folder)")
    given = parser.parse_args()
    folder: Path = given.folder or Path(tempfile.mkdtemp(prefix="peps-"))
    folder.mkdir(parents=True, exist_ok=True)
    return PYTHON_ORG if given.python_org else given.mirror, folder


@contextmanager
def summary(base_url: str, folder: Path) -> Iterator[None]:
    """Print how long the downloads took and, where the mirror saw them, what happened when."""
    began = time.perf_counter()
    try:
        yield
    finally:
        saved = f", saved in {folder}" if any(folder.iterdir()) else ", and nothing is saved"
        print(f"{time.perf_counter() - began:.2f} seconds in all{saved}")
        if base_url != PYTHON_ORG:
            with urllib.request.urlopen(f"{base_url}/timeline") as answer:
                print(answer.read().decode())
