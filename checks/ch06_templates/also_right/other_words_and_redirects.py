# file: server.py
# The same functions with other moves: the page of an exception as bytes, a handler that gives a response, 302 where the lesson leaves it free.

    # region Step 1: find the templates
    here = Path(__file__).resolve()
    folders = [str(SHARED), str(here.with_name("templates"))]
    environment = aiohttp_jinja2.setup(app, loader=jinja2.FileSystemLoader(folders))
    environment.undefined = jinja2.StrictUndefined
    # endregion

    # region Step 2: a list of posts (what the template gets)
    posts = await all_posts(request.app[DB])
    posts.reverse()
    return aiohttp_jinja2.render_template("list.html", request, dict(posts=posts))
    # endregion

        # region Step 4: a page for what is not there
        page = aiohttp_jinja2.render_template(
            "error.html", request, {"heading": "404", "message": "Gone, or never written."}
        )
        raise web.HTTPNotFound(body=page.body, headers={"Content-Type": "text/html; charset=utf-8"})
        # endregion

    # region Step 3: one post (what the template gets)
    db = request.app[DB]
    found = await fetch_post(request)
    assert found == await find_post(db, found["id"])
    return dict(post=found, page="one")
    # endregion

    # region Step 5: a form (what the template gets)
    return {
        "values": {name: "" for name in ("name", "text", "title")},
        "problem": None,
        "heading": "Write something",
    }
    # endregion

    # region Step 7: the form again, with what was typed
    if len(values["title"]) == 0:
        answer = aiohttp_jinja2.render_template(
            "form.html",
            request,
            dict(heading=heading, problem="Wie heißt der Beitrag?", values=values),
        )
        raise web.HTTPBadRequest(body=answer.body, content_type="text/html")
    # endregion

    # region Step 6: store, then redirect
    if not values["name"]:
        values["name"] = "Anonymous"
    new = await add_post(request.app[DB], values["name"], values["title"], values["text"])
    response = web.Response(status=303)
    response.headers["Location"] = str(request.url.origin() / str(new))
    return response
    # endregion

    # region Step 8: edit a post (the form)
    post = await find_post(request.app[DB], (await fetch_post(request))["id"])
    values = {"title": post["title"], "text": post["text"], "name": ""}
    return dict(heading=f"Edit {post['title']}", problem=False, values=values)
    # endregion

    # region Step 8: edit a post (the change)
    values["editor"] = values.pop("name") or "Anonymous"
    await change_post(request.app[DB], int(request.match_info["post_id"]), **values)
    raise web.HTTPFound(location=request.path.removesuffix("/edit"))
    # endregion

# region Step 9: delete by POST, never by a link
async def remove(request: web.Request) -> web.Response:
    number = int(request.match_info["post_id"])
    if not await remove_post(request.app[DB], number):
        await fetch_post(request)
    raise web.HTTPFound("/")


async def sure(request: web.Request) -> web.Response:
    return web.Response(text="To delete it, press the button on its page.", status=405)


routes.post(ONE_POST + "/delete")(remove)
routes.get(ONE_POST + "/delete")(sure)
# endregion
