# fails: test_form_holds_the_post
# file: server.py
# One dictionary for the empty form, outside of the handlers: who edits a post fills it in for everybody.

    # region Step 5: a form (what the template gets)
    return {"heading": "New post", "problem": "", "values": EMPTY}
    # endregion

    # region Step 8: edit a post (the form)
    post = await fetch_post(request)
    values = EMPTY
    values["title"] = post["title"]
    values["text"] = post["text"]
    return {"heading": "Edit the post", "problem": "", "values": values}
    # endregion

# region Step 9: delete by POST, never by a link
@routes.post(ONE_POST + "/delete")
async def delete(request: web.Request) -> web.Response:
    post = await fetch_post(request)
    await remove_post(request.app[DB], post["id"])
    raise web.HTTPSeeOther("/")


EMPTY = {"title": "", "text": "", "name": ""}
# endregion
