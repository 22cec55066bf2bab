"""Downloads PEPs one after another, with requests."""

from collections.abc import Iterable
from pathlib import Path

import requests
from peps import address_of, arguments, path_of, summary

# region Step 2: seven pages, one after another (the numbers)
# NUMBERS are the numbers of the PEPs about governance: 8010 to 8016, both included.
# starter: NUMBERS = range(0)
NUMBERS = range(8010, 8017)  # a range ends before its second number
# endregion


def download_pep(base_url: str, number: int) -> bytes:
    """Return the page of one PEP, as it came. Raise an exception if there is no such page."""
    # region Step 1: one page
    # Ask for address_of(base_url, number).
    # Raise an exception when the answer is an error, such as 404.
    # Otherwise return the bytes of the page.
    response = requests.get(address_of(base_url, number), timeout=30)
    # Without this line the words "404: Not Found" would count as the text of a PEP.
    response.raise_for_status()
    return response.content
    # endregion


def download_all(base_url: str, numbers: Iterable[int], folder: Path) -> None:
    """Save the page of each PEP in a file of its own, see path_of."""
    # region Step 2: seven pages, one after another
    # For each number: download the page, then save its bytes in path_of(folder, number).
    for number in numbers:
        path_of(folder, number).write_bytes(download_pep(base_url, number))
    # endregion


if __name__ == "__main__":
    base_url, folder = arguments()
    with summary(base_url, folder):
        download_all(base_url, NUMBERS, folder)
