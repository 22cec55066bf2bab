# fails: test_list_shows_every_post, test_empty_blog_says_so, test_list_runs_no_script
# file: server.py
# The template gets a coroutine instead of the posts.

    # region Step 2: a list of posts (what the template gets)
    return {"posts": all_posts(request.app[DB])}
    # endregion
