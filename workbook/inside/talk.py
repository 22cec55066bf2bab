"""Messages between a learner's tests and the blog they are run against: JSON, one object a line."""

import asyncio
import json
from typing import Any

LIMIT = 16 * 1024 * 1024
"""Bytes that one message may have."""


class Talk:
    """One connection; both sides send whenever they like."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer

    def send(self, **message: Any) -> None:
        self._writer.write(json.dumps(message).encode() + b"\n")

    async def hear(self) -> dict[str, Any] | None:
        """The next message; None when the other side is gone, or sends what is no message."""
        try:
            said = json.loads(await self._reader.readline() or b"null")
        except (OSError, ValueError, RecursionError):
            return None
        return said if isinstance(said, dict) else None

    async def flush(self) -> None:
        try:
            await self._writer.drain()
        except OSError:
            return

    def close(self) -> None:
        self._writer.close()


async def connect(port: int) -> Talk:
    """Raises OSError where nobody listens."""
    return Talk(*await asyncio.open_connection("127.0.0.1", port, limit=LIMIT))
