# file: client.py
# Every answer is read as text, and taken apart by hand; the time is that of asyncio.timeout.

    # region Step 1: a post (from JSON)
    match data:
        case {"id": int(number), "owner": owner, "editor": editor, "title": title, **more}:
            return Post(number, owner, editor, title, more.get("text"))
    raise ClientError(None, "that is no post")
    # endregion

    # region Step 6: the server's own words
    import json

    text = await response.text()
    if response.status // 100 in (4, 5):
        reason = response.reason
        if "json" in response.headers.get("Content-Type", ""):
            try:
                reason = json.loads(text).get("reason", reason)
            except (ValueError, AttributeError):
                reason = response.reason
        raise ClientError(response.status, reason)
    # endregion

        # region Step 2: one session, closed at the end (open)
        self._session = await aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=None)
        ).__aenter__()
        return self
        # endregion

        # region Step 2: one session, closed at the end (close)
        await self._session.__aexit__(kind, error, traceback)
        # endregion

        # region Step 3: list and get (the request)
        from json import loads

        async with asyncio.timeout(self._timeout.total):
            body = {} if json is None else {"json": json}
            async with self._session.request(method, url, **body) as response:
                await check(response)
                text = await response.text()
        return loads(text) if text else None
        # endregion

        # region Step 7: when no answer comes
        try:
            return await self._send(method, url, json)
        except aiohttp.ClientResponseError as error:
            raise ClientError(error.status, "The server said " + error.message) from None
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise ClientError(None, repr(error)) from None
        # endregion

        # region Step 3: list and get (all posts)
        return list(map(post_from, await self._ask("GET", "api")))
        # endregion

        # region Step 5: update and delete (PATCH)
        given = {"title": title, "text": text}
        body = {name: value for name, value in given.items() if value is not None}
        return post_from(
            await self._ask("PATCH", f"api/{post_id}", json=body | {"editor": self._user})
        )
        # endregion

    # region Step 8: a program that says what went wrong
    kind = () if options.show_traceback else ClientError
    try:
        asyncio.run(main())
    except kind as error:
        click.secho(f"✗ {error}", fg="red", err=True)
        raise click.exceptions.Exit(1) from None
    # endregion

# region Step 9: the commands that write (create)
@main.command("create")
@click.pass_obj
@click.option("--text", "words", type=str, required=True)
@click.option("--title", type=str, required=True)
def create_command(options: Options, **given: str) -> None:
    run(options, lambda client: print_new(client, **given))


async def print_new(client: Client, title: str, words: str) -> None:
    show(await client.create(title, words))


# endregion
