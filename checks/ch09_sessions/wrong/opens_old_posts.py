# fails: test_others_may_not_change_it
# file: pages.py
# A post of nobody, for everybody.

    # region Step 9: whose post it is (to change it)
    if post["owner"] not in ("Anonymous", await current_user(request)):
        raise web.HTTPForbidden
    return post
    # endregion
