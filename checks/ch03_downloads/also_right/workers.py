# file: download_async.py
# A whole program with functions of its own: workers take numbers from a queue.

import asyncio

import aiohttp


async def fetch(session, url):
    response = await session.get(url)
    async with response:
        if not response.ok:
            raise RuntimeError(f"{response.status} {response.reason}")
        parts = [part async for part in response.content.iter_any()]
    return b"".join(parts)


async def download_one(base_url, number):
    async with aiohttp.ClientSession(base_url) as session:
        return await fetch(session, f"/pep-{number}/")


async def worker(session, queue, folder, patience):
    while not queue.empty():
        number = queue.get_nowait()
        try:
            content = await asyncio.wait_for(fetch(session, f"/pep-{number}/"), patience)
        except Exception as error:
            print(f"* {number} not saved, because of {error!r}")
        else:
            with open(folder / f"pep-{number}.html", "wb") as file:
                file.write(content)


async def download_all(base_url, numbers, folder, limit=4, patience=10):
    queue = asyncio.Queue()
    for number in numbers:
        queue.put_nowait(number)
    async with aiohttp.ClientSession(base_url) as session:
        workers = [asyncio.create_task(worker(session, queue, folder, patience)) for _ in range(limit)]
        await asyncio.wait(workers)


async def download_big(url, path):
    size = 0
    async with aiohttp.ClientSession() as session:
        async with session.get(url) as response:
            if response.status >= 400:
                raise LookupError(url)
            with open(path, "wb") as file:
                async for piece, _ in response.content.iter_chunks():
                    size += len(piece)
                    file.write(piece)
    return size
