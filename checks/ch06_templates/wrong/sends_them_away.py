# fails: test_missing_post_is_a_page_with_404
# file: server.py
# Who looks for a post that is not there finds the list, and never learns that the address was wrong.

        # region Step 4: a page for what is not there
        raise web.HTTPSeeOther("/")
        # endregion
