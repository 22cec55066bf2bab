"""A client for the blog: a class that speaks to its API, and a program around it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import aiohttp
import click
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


# region Step 1: a post
# Let Post be a dataclass whose fields cannot be changed: id (int), owner, editor, title (str),
# and text, which is None where the server leaves it out: in the list.
class Post:
    pass
# endregion


def post_from(data: Any) -> Post:
    """The post in the JSON that the server sent; raises ClientError if there is none in it"""
    # region Step 1: a post (from JSON)
    # Make a Post of the object `data`, and pass over fields that Post does not know.
    # Where a field is missing, or `data` is no object at all, raise a ClientError without a status.
    raise NotImplementedError("Step 1")
    # endregion


async def check(response: aiohttp.ClientResponse) -> None:
    """Raises ClientError, with the server's reason, if the answer is an error"""
    # region Step 6: the server's own words
    # An answer with status 400 or above raises ClientError(status, reason). The reason stands in
    # the JSON object, under "reason"; a page in HTML has none, so take response.reason there.
    response.raise_for_status()
    # endregion


class Client:
    """Speaks to the blog at `base_url` in the name of `user`: `async with Client(...) as client:`

    timeout: seconds that one request may take in all
    """

    def __init__(self, base_url: str, user: str, timeout: float = 10) -> None:
        # Only a URL can be extended with a slash: URL("http://localhost:8080") / "api".
        self._base_url = URL(base_url)
        self._user = user
        self._timeout = aiohttp.ClientTimeout(total=timeout)

    async def __aenter__(self) -> Self:
        # region Step 2: one session, closed at the end (open)
        # Open the one session of this client, with timeout=self._timeout, as self._session.
        # Return the client: that is what stands after `as`.
        # In __init__ it would be too early, because a session needs the running event loop.
        raise NotImplementedError("Step 2")
        # endregion

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        # region Step 2: one session, closed at the end (close)
        # Close the session. An exception flies on: return nothing.
        raise NotImplementedError("Step 2")
        # endregion

    async def _send(self, method: str, url: URL, json: Any) -> Any:
        """The JSON that the server answers; None for an answer without a body"""
        # region Step 3: list and get (the request)
        # Send the request with the session. Let `check` look at the answer before you read it.
        # Return its JSON; an answer with status 204 has none, so return None.
        raise NotImplementedError("Step 3")
        # endregion

    async def _ask(self, method: str, *path: str, json: Any = None) -> Any:
        """`_ask("GET", "api", "7")`: what _send returns for /api/7; raises only ClientError"""
        url = self._base_url.joinpath(*path)
        # region Step 7: when no answer comes
        # Turn every other error into a ClientError without a status: no answer in time, a
        # connection that is refused or dropped, an answer that is not JSON, a wrong address.
        return await self._send(method, url, json)
        # endregion

    async def list_posts(self) -> list[Post]:
        """All posts, without their texts"""
        # region Step 3: list and get (all posts)
        # GET /api answers an array: return a list of Post.
        raise NotImplementedError("Step 3")
        # endregion

    async def get(self, post_id: int) -> Post:
        """The post with its text"""
        # region Step 3: list and get (one post)
        # GET /api/7 answers the post.
        raise NotImplementedError("Step 3")
        # endregion

    async def create(self, title: str, text: str) -> Post:
        """The new post, as the server stored it"""
        # region Step 4: create
        # POST /api with owner, title and text as JSON. The owner is the user of this client.
        raise NotImplementedError("Step 4")
        # endregion

    async def update(self, post_id: int, title: str | None = None, text: str | None = None) -> Post:
        """The post after the change; what is None stays as it is"""
        # region Step 5: update and delete (PATCH)
        # PATCH /api/7 with the editor, who is the user, and only those fields that are not None.
        # An empty text is a text: it is sent.
        raise NotImplementedError("Step 5")
        # endregion

    async def delete(self, post_id: int) -> None:
        """Deletes the post"""
        # region Step 5: update and delete (DELETE)
        # DELETE /api/7 answers 204, without a body.
        raise NotImplementedError("Step 5")
        # endregion


@dataclass(frozen=True)
class Options:
    """What stands before the command"""

    base_url: str
    user: str
    show_traceback: bool


def run(options: Options, work: Callable[[Client], Awaitable[None]]) -> None:
    """Does the work with a client. An error of the client ends the program."""

    async def main() -> None:
        async with Client(options.base_url, options.user) as client:
            await work(client)

    # region Step 8: a program that says what went wrong
    # A ClientError is said in one line on stderr, and the program ends with exit code 1:
    # click.ClickException does both. With options.show_traceback the ClientError itself is raised.
    asyncio.run(main())
    # endregion


def show(post: Post) -> None:
    """Prints the post"""
    click.echo(f"Post {post.id}: {post.title}")
    click.echo(f"  by {post.owner}, last edited by {post.editor}")
    if post.text is not None:
        click.echo(f"\n{post.text}")


@click.group()
@click.option("--base-url", default="http://localhost:8080", show_default=True)
@click.option("--user", default="Anonymous", show_default=True, help="Who writes.")
@click.option("--show-traceback", is_flag=True, help="Show where an error came from.")
@click.pass_context
def main(context: click.Context, base_url: str, user: str, show_traceback: bool) -> None:
    """Reads and writes the posts of the blog."""
    try:
        URL(base_url)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--base-url") from None
    context.obj = Options(base_url, user, show_traceback)


@main.command("list")  # a function called `list` would hide the one of Python
@click.pass_obj
def list_command(options: Options) -> None:
    """Lists all posts."""

    async def work(client: Client) -> None:
        for post in await client.list_posts():
            show(post)

    run(options, work)


@main.command("get")
@click.argument("post_id", type=int)
@click.pass_obj
def get_command(options: Options, post_id: int) -> None:
    """Shows one post."""

    async def work(client: Client) -> None:
        show(await client.get(post_id))

    run(options, work)


@main.command("update")
@click.argument("post_id", type=int)
@click.option("--title")
@click.option("--text")
@click.pass_obj
def update_command(options: Options, post_id: int, title: str | None, text: str | None) -> None:
    """Changes the title or the text of a post."""

    async def work(client: Client) -> None:
        show(await client.update(post_id, title, text))

    run(options, work)


# region Step 9: the commands that write (create)
# Write the command `create` with the options --title and --text, both required.
# It shows the new post.
# endregion


# region Step 9: the commands that write (delete)
# Write the command `delete` with the argument POST_ID. It prints `Post 7 is deleted`.
# endregion


if __name__ == "__main__":
    main()
