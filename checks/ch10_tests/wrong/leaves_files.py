# fails: test_nothing_is_left
# file: test_server.py
# The database lies in the folder from which pytest was started, and stays there.

# region Step 6: pages
async def test_form_stores_and_redirects(aiohttp_client):
    path = Path("test.sqlite3")
    path.unlink(missing_ok=True)
    blog = await aiohttp_client(await init_app(path))
    response = await blog.post("/", data={"title": "Sea", "text": "Salt."}, allow_redirects=False)
    assert response.status == 303
    assert response.headers["Location"] == "/"
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
