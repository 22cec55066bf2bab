# file: client.py
# A whole program of another shape: the session comes with the object, each method sends its own request.

import asyncio
import sys
import traceback
from contextlib import asynccontextmanager
from dataclasses import KW_ONLY, dataclass

import aiohttp
import click


class ClientError(Exception):
    def __init__(self, status, reason):
        super().__init__(f"{status} {reason}" if status else reason)
        self.status, self.reason = status, reason


class NotFound(ClientError):
    """A ClientError of its own for what is not there."""


@dataclass(frozen=True, slots=True)
class Post:
    _: KW_ONLY
    title: str
    text: str | None = None
    owner: str
    editor: str
    id: int

    def __str__(self):
        return f"Post {self.id}: {self.title}\n  by {self.owner}, last edited by {self.editor}"


NAMES = ("id", "owner", "editor", "title")


def post_from(data):
    if not isinstance(data, dict) or any(name not in data for name in NAMES):
        raise ClientError(None, f"{data!r:.50} is no post")
    return Post(**{name: data[name] for name in NAMES}, text=data.get("text"))


@asynccontextmanager
async def answer_to(request):
    """The answer to a request, if it is a good one; every error of aiohttp as a ClientError."""
    try:
        async with request as response:
            if response.status >= 400:
                try:
                    reason = (await response.json(content_type=None))["reason"]
                except Exception:
                    reason = response.reason
                kind = NotFound if response.status == 404 else ClientError
                raise kind(response.status, reason)
            yield response
    except (asyncio.TimeoutError, aiohttp.ServerTimeoutError):
        raise ClientError(None, "Too slow") from None
    except aiohttp.ContentTypeError as error:
        raise ClientError(None, f"This is no JSON: {error.message}") from error
    except aiohttp.ClientError as error:
        raise ClientError(None, f"{type(error).__name__}: {error}") from error
    except ValueError as error:
        raise ClientError(None, f"This is no JSON: {error}") from error


class Client:
    def __init__(self, base_url, user, timeout=10):
        self.user = user
        self.api = base_url.rstrip("/") + "/api"
        limits = aiohttp.ClientTimeout(total=timeout)
        self.http = aiohttp.ClientSession(timeout=limits, headers={"Accept": "application/json"})

    async def __aenter__(self):
        return self

    async def __aexit__(self, *error):
        await self.http.close()
        return False

    async def list_posts(self):
        async with answer_to(self.http.get(self.api)) as response:
            return [post_from(post) for post in await response.json()]

    async def get(self, post_id):
        async with answer_to(self.http.get(f"{self.api}/{post_id}")) as response:
            return post_from(await response.json())

    async def create(self, title, text):
        body = {"owner": self.user, "editor": self.user, "title": title, "text": text}
        async with answer_to(self.http.post(self.api, json=body)) as response:
            return post_from(await response.json())

    async def update(self, post_id, title=None, text=None):
        body = {"editor": self.user, "title": title, "text": text}
        body = {name: value for name, value in body.items() if value is not None}
        async with answer_to(self.http.patch(f"{self.api}/{post_id}", json=body)) as response:
            return post_from(await response.json())

    async def delete(self, post_id):
        async with answer_to(self.http.delete(f"{self.api}/{post_id}")) as response:
            return response.status


@dataclass
class Options:
    base_url: str
    user: str
    show_traceback: bool


def run(options, work):
    async def main():
        async with Client(options.base_url, options.user) as client:
            await work(client)

    try:
        asyncio.run(main())
    except ClientError as error:
        if options.show_traceback:
            traceback.print_exc()
        else:
            print("client.py:", error, file=sys.stderr)
        sys.exit(1)


def show(post):
    print(post)
    if post.text is not None:
        print()
        print(post.text)


@click.group()
@click.option("--base-url", default="http://localhost:8080")
@click.option("--user", default="Anonymous")
@click.option("--show-traceback", is_flag=True)
@click.pass_context
def main(context, **options):
    context.obj = Options(**options)


@main.command("list")
@click.pass_obj
def show_all(options):
    async def work(client):
        for post in await client.list_posts():
            show(post)

    run(options, work)


@main.command()
@click.argument("number", type=click.INT)
@click.pass_obj
def get(options, number):
    async def work(client):
        show(await client.get(number))

    run(options, work)


@main.command()
@click.option("-t", "--title", required=True)
@click.option("-x", "--text", required=True)
@click.pass_obj
def create(options, title, text):
    async def work(client):
        show(await client.create(title, text))

    run(options, work)


@main.command()
@click.argument("number", type=click.IntRange(min=1))
@click.pass_obj
def delete(options, number):
    run(options, lambda client: client.delete(number))
    print(f"Post {number} is deleted.")


if __name__ == "__main__":
    main()
