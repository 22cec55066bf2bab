# fails: test_form_holds_the_post
# file: server.py
# The last editor's name is filled in, and whoever saves signs with it.

    # region Step 8: edit a post (the form)
    post = await fetch_post(request)
    return {"heading": "Edit", "problem": "", "values": {**post, "name": post["editor"]}}
    # endregion
