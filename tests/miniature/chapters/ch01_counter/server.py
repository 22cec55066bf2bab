"""A server that counts, and a coroutine that waits."""

import asyncio

from aiohttp import web

COUNT = web.AppKey("COUNT", list[int])


async def count(request: web.Request) -> web.Response:
    # region Step 1: count the visits
    # Add one to the list in the app, and answer how long it is: {"visits": 1}.
    raise NotImplementedError("Step 1")
    # endregion


async def nap(seconds: float) -> str:
    # region Step 2: wait without blocking
    # Sleep for so many seconds, then return "awake".
    raise NotImplementedError("Step 2")
    # endregion


async def init_app() -> web.Application:
    app = web.Application()
    app[COUNT] = []
    app.add_routes([web.get("/", count)])
    return app


if __name__ == "__main__":
    web.run_app(init_app())
