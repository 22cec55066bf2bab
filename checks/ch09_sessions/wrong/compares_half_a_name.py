# fails: test_others_may_not_change_it
# file: pages.py
# `in` looks like a friendly way to compare.

    # region Step 9: whose post it is (to change it)
    if (await current_user(request) or "nobody") not in post["owner"]:
        raise web.HTTPForbidden
    return post
    # endregion
