# file: server.py
# The file as it is goes to the thread, the placeholder is taken where the database says NULL, the error becomes one of ours.

    # region Step 1: a picture, or a placeholder
    content = await find_picture(request.app[DB], int(request.match_info["post_id"]))
    if content is None:
        content = placeholder()
    return web.Response(body=io_of(content), headers={"Content-Type": "image/jpeg"})


def io_of(content: bytes) -> Any:
    from io import BytesIO

    return BytesIO(content)
    # endregion

        # region Step 5: an upload that is too big (the page)
        raise form_again(request, "Once more", dict.fromkeys(("title", "text", "name"), ""), 413, "Five megabytes at most") from error
        # endregion

    # region Step 2: send the picture along (the file)
    match form.get("image"):
        case web.FileField(file=file, filename=name) if name:
            return file.read()
    return None
    # endregion

    # region Step 3: keep the picture small (off the event loop)
    return await asyncio.get_running_loop().run_in_executor(None, lambda: thumbnail(content))
    # endregion

    # region Step 2: send the picture along (a new post)
    image = await read_picture(request, "New post", form, values)
    async with request.app[DB].execute(
        "INSERT INTO posts (owner, editor, title, text, image) VALUES (?, ?, ?, ?, ?) RETURNING id",
        (owner, owner, title, text, image),
    ) as cursor:
        (post_id,) = await cursor.fetchone()
    await request.app[DB].commit()
    # endregion

    # region Step 2: send the picture along (an old post)
    image = await read_picture(request, "Edit the post", form, values) or await find_picture(
        request.app[DB], post["id"]
    )
    await change_post(request.app[DB], post["id"], editor=editor, title=title, text=text)
    await set_picture(request.app[DB], post["id"], image)
    # endregion
