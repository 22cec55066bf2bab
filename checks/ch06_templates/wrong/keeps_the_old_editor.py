# fails: test_text_can_be_emptied
# file: server.py
# Without a name the old editor stays, and stands for what somebody else wrote.

    # region Step 8: edit a post (the change)
    title, text = values["title"], values["text"]
    await change_post(
        request.app[DB], post["id"], editor=values["name"] or None, title=title, text=text
    )
    raise web.HTTPSeeOther(f"/{post['id']}")
    # endregion
