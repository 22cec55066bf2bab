"""Downloads PEPs together, with aiohttp."""

import asyncio
from collections.abc import Iterable
from pathlib import Path

import aiohttp
from peps import address_of, arguments, big_address_of, path_of, report, summary

# PEP 8017 does not exist, and that is why it is here: see step 5.
NUMBERS = [8010, 8011, 8012, 8013, 8014, 8015, 8016, 8017]


async def download_pep(session: aiohttp.ClientSession, base_url: str, number: int) -> bytes:
    """Return the page of one PEP, as it came. Raise an exception if there is no such page."""
    # region Step 3: one page, asynchronously
    # Ask the session for address_of(base_url, number).
    # Raise an exception when the answer is an error, such as 404.
    # Otherwise return the bytes of the page.
    raise NotImplementedError("Step 3")
    # endregion


async def download_one(base_url: str, number: int) -> bytes:
    """Return the page of one PEP, with a session for it alone."""
    # region Step 3: one page, asynchronously (the session)
    # Open a session, return what download_pep returns, and leave no session open.
    raise NotImplementedError("Step 3")
    # endregion


async def save_pep(
    session: aiohttp.ClientSession, base_url: str, number: int, folder: Path
) -> None:
    """Save the page of one PEP in its file, or report why that cannot be."""
    # region Step 5: a missing page costs only itself
    # When the page cannot be downloaded, report(number, reason) and return.
    # For an error status, the reason contains it: 404 or another.
    content = await download_pep(session, base_url, number)
    # endregion
    # region Step 4: all together, in one session (the file)
    # Save the content in path_of(folder, number).
    raise NotImplementedError("Step 4")
    # endregion


async def save_in_turn(
    gate: asyncio.Semaphore,
    session: aiohttp.ClientSession,
    base_url: str,
    number: int,
    folder: Path,
) -> None:
    """Save the page of one PEP as soon as the gate lets it through."""
    # region Step 6: at most four at a time
    # Wait for a place inside the gate, then save the page.
    await save_pep(session, base_url, number, folder)
    # endregion


async def download_all(
    base_url: str, numbers: Iterable[int], folder: Path, limit: int = 4, patience: float = 10
) -> None:
    """Save the pages of all these PEPs.

    At most `limit` pages are under way at the same time, none for longer than `patience` seconds.
    """
    # region Step 6: at most four at a time (the gate)
    # Make the one gate that all pages go through: it has `limit` places.
    gate = None
    # endregion
    # region Step 7: nobody waits without end
    # Give each page `patience` seconds, counted from the moment when it is asked for.
    # A page that takes longer is reported, like a missing one.
    timeout = aiohttp.ClientTimeout()
    # endregion
    # region Step 4: all together, in one session
    # Open one session, with timeout=timeout.
    # In it, run save_in_turn(gate, session, base_url, number, folder) for all numbers together.
    raise NotImplementedError("Step 4")
    # endregion


async def download_big(url: str, path: Path) -> int:
    """Save a big file while it arrives; return how many bytes it has. Raise if it is missing."""
    # region Step 8: a big file, piece by piece
    # Write each piece to path as it arrives, so that the whole is never in memory.
    # Return the number of bytes. Where there is no such file, raise and leave no file behind.
    raise NotImplementedError("Step 8")
    # endregion


async def main(base_url: str, folder: Path) -> None:
    """Download one page, then all of them, then the big file."""
    page = await download_one(base_url, NUMBERS[0])
    print(f"PEP {NUMBERS[0]} has {len(page)} bytes")
    await download_all(base_url, NUMBERS, folder)
    size = await download_big(big_address_of(base_url), folder / "peps.json")
    print(f"peps.json has {size} bytes")


if __name__ == "__main__":
    base_url, folder = arguments()
    with summary(base_url, folder):
        asyncio.run(main(base_url, folder))
