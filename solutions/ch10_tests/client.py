"""The client of chapter 05, without its program: a class that speaks to the blog's API."""

import ssl as tls
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import aiohttp
from yarl import URL


class ClientError(Exception):
    """Why a request did not succeed

    status: the number that the server answered, None if no proper answer came
    reason: a sentence for the reader
    """

    def __init__(self, status: int | None, reason: str) -> None:
        super().__init__(reason if status is None else f"{status} {reason}")
        self.status = status
        self.reason = reason


@dataclass(frozen=True)
class Post:
    id: int
    owner: str
    editor: str
    title: str
    text: str | None = None


def post_from(data: Any) -> Post:
    """The post in the JSON that the server sent; fields that nobody knows are passed over"""
    try:
        return Post(data["id"], data["owner"], data["editor"], data["title"], data.get("text"))
    except (KeyError, TypeError, AttributeError):
        raise ClientError(None, "The server sent something that is no post") from None


async def check(response: aiohttp.ClientResponse) -> None:
    """Raises ClientError, with the server's reason, if the answer is an error"""
    if response.ok:
        return
    reason = response.reason or "Error"
    if response.content_type == "application/json":
        try:
            reason = str((await response.json())["reason"])
        except (ValueError, TypeError, LookupError):
            pass  # it said JSON and sent none, or another object: the status has to do
    raise ClientError(response.status, reason)


class Client:
    """Speaks to the blog at `base_url` in the name of `user`: `async with Client(...) as client:`

    timeout: seconds that one request may take in all
    ssl: whom to trust over HTTPS; True means: those whom this machine trusts
    """

    def __init__(
        self,
        base_url: URL | str,
        user: str,
        timeout: float = 10,
        ssl: tls.SSLContext | bool = True,
    ) -> None:
        self._base_url = URL(base_url)
        self._user = user
        self._timeout = aiohttp.ClientTimeout(total=timeout)
        self._ssl = ssl

    @property
    def closed(self) -> bool:
        """Whether the session of this client is closed, or was never opened"""
        session: aiohttp.ClientSession | None = getattr(self, "_session", None)
        return session is None or session.closed

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(timeout=self._timeout)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._session.close()

    async def _send(self, method: str, url: URL, json: Any) -> Any:
        """The JSON that the server answers; None for an answer without a body"""
        async with self._session.request(method, url, json=json, ssl=self._ssl) as response:
            await check(response)
            return None if response.status == 204 else await response.json()

    async def _ask(self, method: str, *path: str, json: Any = None) -> Any:
        """`_ask("GET", "api", "7")`: what _send returns for /api/7; raises only ClientError"""
        url = self._base_url.joinpath(*path)
        try:
            return await self._send(method, url, json)
        except TimeoutError:
            raise ClientError(None, f"{url} did not answer in time") from None
        except aiohttp.ContentTypeError as error:
            raise ClientError(error.status, "The answer is not JSON") from None
        except (aiohttp.ClientError, OSError) as error:
            raise ClientError(None, f"No answer from {url}: {error}") from error
        except (ValueError, LookupError):
            raise ClientError(None, f"The answer of {url} is broken") from None

    async def list_posts(self) -> list[Post]:
        """All posts, without their texts"""
        posts = await self._ask("GET", "api")
        if not isinstance(posts, list):
            raise ClientError(None, "The server sent something that is no list of posts")
        return [post_from(post) for post in posts]

    async def get(self, post_id: int) -> Post:
        """The post with its text"""
        return post_from(await self._ask("GET", "api", str(post_id)))

    async def create(self, title: str, text: str) -> Post:
        """The new post, as the server stored it"""
        post = {"owner": self._user, "title": title, "text": text}
        return post_from(await self._ask("POST", "api", json=post))

    async def update(self, post_id: int, title: str | None = None, text: str | None = None) -> Post:
        """The post after the change; what is None stays as it is"""
        changes = {"editor": self._user}
        if title is not None:
            changes["title"] = title
        if text is not None:
            changes["text"] = text
        return post_from(await self._ask("PATCH", "api", str(post_id), json=changes))

    async def delete(self, post_id: int) -> None:
        """Deletes the post"""
        await self._ask("DELETE", "api", str(post_id))
