# fails: test_missing_post_cannot_be_edited
# file: server.py
# find_post gives None where there is no post, and None has no fields.

    # region Step 8: edit a post (the form)
    post = await find_post(request.app[DB], int(request.match_info["post_id"]))
    return {"heading": "Edit", "problem": "", "values": {**post, "name": ""}}
    # endregion
