"""Downloads PEPs one after another, with requests."""

from collections.abc import Iterable
from pathlib import Path

import requests
from peps import address_of, arguments, path_of, summary

# region Step 2: seven pages, one after another (the numbers)
# NUMBERS are the numbers of the PEPs about governance: 8010 to 8016, both included.
NUMBERS = range(0)
# endregion


def download_pep(base_url: str, number: int) -> bytes:
    """Return the page of one PEP, as it came. Raise an exception if there is no such page."""
    # region Step 1: one page
    # Ask for address_of(base_url, number).
    # Raise an exception when the answer is an error, such as 404.
    # Otherwise return the bytes of the page.
    raise NotImplementedError("Step 1")
    # endregion


def download_all(base_url: str, numbers: Iterable[int], folder: Path) -> None:
    """Save the page of each PEP in a file of its own, see path_of."""
    # region Step 2: seven pages, one after another
    # For each number: download the page, then save its bytes in path_of(folder, number).
    raise NotImplementedError("Step 2")
    # endregion


if __name__ == "__main__":
    base_url, folder = arguments()
    with summary(base_url, folder):
        download_all(base_url, NUMBERS, folder)
