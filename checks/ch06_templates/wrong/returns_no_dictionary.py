# fails: test_list_shows_every_post, test_empty_blog_says_so, test_list_runs_no_script
# file: server.py
# The list itself is returned, without the name that the template knows it by.

    # region Step 2: a list of posts (what the template gets)
    return await all_posts(request.app[DB])
    # endregion
