# file: client.py
# The session itself calls check, by raise_for_status; a stack closes it; requests are given back by hand.

# region Step 1: a post
from dataclasses import field, fields


@dataclass(frozen=True, order=True)
class Post:
    id: int
    owner: str = field(compare=False)
    editor: str = field(compare=False)
    title: str
    text: str | None = field(default=None, repr=False)


# endregion

    # region Step 1: a post (from JSON)
    known = {one.name for one in fields(Post)}
    try:
        return Post(**{name: value for name, value in data.items() if name in known})
    except (TypeError, AttributeError) as error:
        raise ClientError(None, f"no post: {error}") from error
    # endregion

    # region Step 6: the server's own words
    if response.status < 400:
        return
    content = await response.read()
    try:
        body = jsons.loads(content)
    except ValueError:
        body = {}
    said = body.get("reason") if isinstance(body, dict) else None
    raise ClientError(response.status, said or response.reason)
    # endregion

        # region Step 2: one session, closed at the end (open)
        from contextlib import AsyncExitStack

        async with AsyncExitStack() as stack:
            self._session = await stack.enter_async_context(
                aiohttp.ClientSession(raise_for_status=check, timeout=self._timeout)
            )
            self._stack = stack.pop_all()
        return self
        # endregion

        # region Step 2: one session, closed at the end (close)
        return await self._stack.__aexit__(kind, error, traceback)
        # endregion

        # region Step 3: list and get (the request)
        response = await self._session.request(method, url, json=json)
        try:
            if response.status != 204:
                return await response.json()
        finally:
            response.release()
        # endregion

        # region Step 7: when no answer comes
        try:
            return await self._send(method, url, json)
        except ClientError:
            raise
        except Exception as error:
            raise ClientError(None, f"{method} {url}: {error!r}") from error
        # endregion

    # region Step 8: a program that says what went wrong
    try:
        asyncio.run(main())
    except ClientError as error:
        if not options.show_traceback:
            raise SystemExit(f"Error: {error}") from error
        raise
    # endregion

# region Step 9: the commands that write (delete)
import json as jsons


@main.command("delete")
@click.argument("post_id", type=int)
@click.pass_context
def delete_command(context: click.Context, post_id: int) -> None:
    """Deletes a post."""

    async def work(client: Client) -> None:
        await client.delete(post_id)

    run(context.obj, work)
    click.secho(f"Post {post_id} is deleted", fg="green")


# endregion
