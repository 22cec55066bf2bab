# fails: test_bug_redirect_is_lost, test_bug_redirect_goes_nowhere, test_bug_blank_title_is_stored, test_bug_form_loses_the_text
# file: test_server.py
# The page is looked at, the form on it is never sent.

# region Step 6: pages
async def test_title_is_text_and_no_html(blog):
    await create(blog, title="<b>Sea</b>", owner="<i>Ann</i>")
    page = await (await blog.get("/")).text()
    assert "&lt;b&gt;Sea&lt;/b&gt; by &lt;i&gt;Ann&lt;/i&gt;" in page


# endregion
