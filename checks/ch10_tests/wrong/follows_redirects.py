# fails: test_bug_redirect_is_lost
# file: test_server.py
# The test client goes where it is sent, and the test looks at the page it arrives at.

# region Step 6: pages
# Test the form: send a post to / without following the redirect; look at status, Location, and at
# what the page and the API show afterwards.
# Test a title with <b> in it, in the page and in the form, and a post without a title.
async def test_form_stores_and_redirects(blog):
    response = await blog.post("/", data={"title": "Sea", "text": "Salt."})
    assert response.status == 200
    assert response.url.path == "/"
    assert "Sea by Anonymous" in await (await blog.get("/")).text()
    post = await (await blog.get("/api/1")).json()
    assert (post["title"], post["text"]) == ("Sea", "Salt.")


async def test_title_is_text_and_no_html(blog):
    await create(blog, title="<b>Sea</b>", owner="<i>Ann</i>")
    page = await (await blog.get("/")).text()
    assert "&lt;b&gt;Sea&lt;/b&gt; by &lt;i&gt;Ann&lt;/i&gt;" in page


async def test_form_needs_a_title(blog):
    response = await blog.post("/", data={"title": " ", "text": "Salt."}, allow_redirects=False)
    assert response.status == 400
    assert "A post needs a title." in await response.text()
    assert await (await blog.get("/api")).json() == []


# endregion
