"""The planted bugs: each is a point for the tests that notice it."""

from workbook.checking import Bug, mistake, planted

ONE_POST = mistake(
    "looks-at-one-post",
    "Your tests never have more than one post where it matters. With a single one, the first, the "
    "last and all are the same.",
)
FOLLOWED = mistake(
    "follows-redirects",
    "The test client follows a redirect by itself, as a browser does: what your test sees is the "
    "page behind it, and that is the same with and without a redirect.",
)
BELIEVED = mistake(
    "believes-the-answer",
    "That nothing was raised, or a status, only says what the other side believes. Whether the "
    "post is gone shows when somebody asks for it.",
)
TRUSTED = mistake(
    "trusts-anybody",
    "Your tests meet only a server that the client may trust. A client that trusts everybody "
    "passes them too, and then anyone between it and the server can read along.",
)
STATUS = "assert response.status == …: the number that the right blog answers."
BODY = "assert await response.json() == {…}: the whole object, every field."


def server(text: str, old: str, new: str, asks: tuple[str, str], *, restart: bool = False) -> Bug:
    return Bug("server.py", old, new, text, asks, restart)


def client(text: str, old: str, new: str, method: str) -> Bug:
    return Bug("client.py", old, new, text, ("client", method))


# -- Step 2: what was written can be read ---------------------------------------------------------

test_bug_list_is_an_object = planted(
    server(
        "The list is an object instead of an array",
        "web.json_response([dict(row) for row in rows])",
        'web.json_response({"posts": [dict(row) for row in rows]})',
        ("GET", "/api"),
    ),
    step=2,
    hints=["What exactly does GET /api answer on a new blog?", BODY],
)
test_bug_created_is_200 = planted(
    server("A new post is answered with 200, not 201", "status=201, ", "", ("POST", "/api")),
    step=2,
    hints=["Which status says that something new was made?", STATUS],
)
test_bug_location_is_lost = planted(
    server(
        "A new post's address is not told",
        ', headers={"Location": f"/api/{post_id}"}',
        "",
        ("POST", "/api"),
    ),
    step=2,
    hints=["Where does a program learn the address of its new post?", "response.headers[…]"],
)
test_bug_id_is_text = planted(
    server(
        "The id of a new post is a text instead of a number",
        "    return web.json_response(post, status=201",
        '    post["id"] = str(post["id"])\n    return web.json_response(post, status=201',
        ("POST", "/api"),
    ),
    step=2,
    hints=["1 and '1' are not equal. Does a test of yours compare the id?", BODY],
)
test_bug_title_and_text_change_places = planted(
    server(
        "Title and text of a new post change places",
        "[owner, owner, title, text],",
        "[owner, owner, text, title],",
        ("POST", "/api"),
    ),
    step=2,
    hints=["Give each field another value, or nobody sees which is which.", BODY],
)
test_bug_editor_is_nobody = planted(
    server(
        "A new post has no editor",
        "[owner, owner, title, text],",
        '[owner, "", title, text],',
        ("POST", "/api"),
    ),
    step=2,
    hints=["Who is the editor of a post that nobody has changed yet?", BODY],
)
test_bug_list_is_upside_down = planted(
    server(
        "The list has the newest post first",
        "SELECT id, owner, editor, title FROM posts ORDER BY id",
        "SELECT id, owner, editor, title FROM posts ORDER BY id DESC",
        ("GET", "/api"),
    ),
    away=ONE_POST,
    step=2,
    hints=["One post has no order.", "Create two posts, and compare the whole list."],
)
test_bug_list_has_one_post = planted(
    server(
        "The list ends after the first post",
        "SELECT id, owner, editor, title FROM posts ORDER BY id",
        "SELECT id, owner, editor, title FROM posts ORDER BY id LIMIT 1",
        ("GET", "/api"),
    ),
    away=ONE_POST,
    step=2,
    hints=["How many posts are in the list that your test reads?", "Create two, expect two."],
)
test_bug_any_post_is_the_first = planted(
    server(
        "Whatever post is asked for, the first one comes",
        '"SELECT id, owner, editor, title, text FROM posts WHERE id = ?", [post_id]',
        '"SELECT id, owner, editor, title, text FROM posts WHERE id <= ?", [post_id]',
        ("GET", "/api/{id}"),
    ),
    away=ONE_POST,
    step=2,
    hints=["With a single post in the blog, every answer is that one.", "Create two, read both."],
)

# -- Step 3: what is refused ----------------------------------------------------------------------

test_bug_missing_post_is_null = planted(
    server(
        "A post that is not there is answered with 200 and null",
        '        raise refusal(web.HTTPNotFound, f"There is no post {post_id}")\n    return dict(row)',
        "        return None\n    return dict(row)",
        ("GET", "/api/{id}"),
    ),
    step=3,
    hints=["Ask for a post that nobody wrote.", STATUS],
)
test_bug_reason_is_no_json = planted(
    server(
        "A refusal tells its reason as plain text instead of JSON",
        'kind(text=json.dumps({"reason": reason}), content_type="application/json")',
        "kind(text=reason)",
        ("GET", "/api/{id}"),
    ),
    step=3,
    hints=["A status is for the program; what is for the reader?", BODY],
)
test_bug_broken_body_is_500 = planted(
    server(
        "A body that is no JSON breaks the server: 500",
        "    except ValueError:\n        raise refusal",
        "    except KeyError:\n        raise refusal",
        ("POST", "/api"),
    ),
    step=3,
    hints=["Send a body that is not JSON: data=b'…' instead of json=…", STATUS],
)
test_bug_title_may_be_missing = planted(
    server(
        "A post without a title is stored",
        "    value = body.get(name)\n",
        '    value = body.get(name, "")\n',
        ("POST", "/api"),
    ),
    step=3,
    hints=["Leave the title out. What must the answer be, and what must the list be?", STATUS],
)
test_bug_title_may_be_a_number = planted(
    server(
        "A title that is a number is stored",
        "    if not isinstance(value, str):\n",
        "    if value is None:\n",
        ("POST", "/api"),
    ),
    step=3,
    hints=["JSON has numbers too: send one where a text belongs.", STATUS],
)

# -- Step 4: edit and delete ----------------------------------------------------------------------

test_bug_edit_changes_every_post = planted(
    server(
        "An edit changes every post",
        " editor = coalesce(?, editor) WHERE id = ?",
        " editor = coalesce(?, editor) WHERE id = ? OR 1",
        ("PATCH", "/api/{id}"),
    ),
    away=ONE_POST,
    step=4,
    hints=["What must an edit leave alone?", "Create two posts, edit one, read the other."],
)
test_bug_edit_empties_the_rest = planted(
    server(
        "An edit of the title empties the text",
        "text = coalesce(?, text)",
        "text = coalesce(?, '')",
        ("PATCH", "/api/{id}"),
    ),
    step=4,
    hints=["Which fields must stay as they were?", BODY],
)
test_bug_edit_forgets_the_editor = planted(
    server(
        "An edit does not say who made it",
        '    names = ("title", "text", "editor")\n'
        "    values = [text_field(body, name) if name in body else None for name in names]\n",
        '    names = ("title", "text", "nobody")\n'
        "    values = [text_field(body, name) if name in body else None for name in names]\n",
        ("PATCH", "/api/{id}"),
    ),
    step=4,
    hints=["Edit as somebody else, and look who is the editor then.", BODY],
)
test_bug_text_cannot_be_edited = planted(
    server(
        "An edit of the text changes nothing",
        "text = coalesce(?, text)",
        "text = coalesce(text, ?)",
        ("PATCH", "/api/{id}"),
    ),
    step=4,
    hints=["Which fields do your tests edit?", "Send {'text': …}, and compare the text."],
)
test_bug_delete_removes_all = planted(
    server(
        "Deleting one post deletes all",
        '"DELETE FROM posts WHERE id = ?"',
        '"DELETE FROM posts WHERE id >= 0 OR id = ?"',
        ("DELETE", "/api/{id}"),
    ),
    away=ONE_POST,
    step=4,
    hints=[
        "What must be there after a post was deleted?",
        "Create two, delete one, read the other.",
    ],
)
test_bug_delete_removes_nothing = planted(
    server(
        "A deleted post is still there",
        '"DELETE FROM posts WHERE id = ?"',
        '"UPDATE posts SET id = id WHERE id = ?"',
        ("DELETE", "/api/{id}"),
    ),
    away=BELIEVED,
    step=4,
    hints=["204 only says that it worked. Did it?", "Ask for the post after deleting it."],
)
test_bug_deleting_nothing_works = planted(
    server(
        "Deleting a post that is not there is answered with 204",
        "    if cursor.rowcount == 0:\n",
        "    if cursor.rowcount < 0:\n",
        ("DELETE", "/api/{id}"),
    ),
    step=4,
    hints=["Delete a post that nobody wrote.", STATUS],
)

# -- Step 5: what lasts ---------------------------------------------------------------------------

test_bug_new_post_is_not_committed = planted(
    server(
        "A new post is gone after a restart",
        "        [owner, owner, title, text],\n    )\n    await db.commit()\n",
        "        [owner, owner, title, text],\n    )\n",
        ("POST", "/api"),
        restart=True,
    ),
    step=5,
    hints=[
        "Who reads from the database that another connection has written?",
        "Create, restart, read.",
    ],
)
test_bug_edit_is_not_committed = planted(
    server(
        "An edit is undone by a restart",
        "        [*values, post_id],\n    )\n    await db.commit()\n",
        "        [*values, post_id],\n    )\n",
        ("PATCH", "/api/{id}"),
        restart=True,
    ),
    step=5,
    hints=["Create and edit are two statements with two commits.", "Edit, restart, read."],
)
test_bug_deleted_post_comes_back = planted(
    server(
        "A deleted post comes back after a restart",
        '"DELETE FROM posts WHERE id = ?", [post_id])\n    await db.commit()\n',
        '"DELETE FROM posts WHERE id = ?", [post_id])\n',
        ("DELETE", "/api/{id}"),
        restart=True,
    ),
    step=5,
    hints=["What must not be there after a restart?", "Delete, restart, ask for the post."],
)
test_bug_start_empties_the_blog = planted(
    server(
        "Each start empties the blog",
        "        await db.execute(SCHEMA)\n",
        '        await db.execute("DROP TABLE IF EXISTS posts")\n        await db.execute(SCHEMA)\n',
        ("GET", "/api/{id}"),
        restart=True,
    ),
    step=5,
    hints=["Start a second app on the database of the first.", "Create, restart, read."],
)

# -- Step 6: pages --------------------------------------------------------------------------------

test_bug_title_is_html = planted(
    server(
        "A title with HTML in it becomes part of the page",
        "escape(row['title'])",
        "row['title']",
        ("GET", "/"),
    ),
    step=6,
    hints=["Write a title with <b> in it. What must stand in the page's source?", "&lt;b&gt;"],
)
test_bug_owner_is_html = planted(
    server(
        "A name with HTML in it becomes part of the page",
        "escape(row['owner'])",
        "row['owner']",
        ("GET", "/"),
    ),
    step=6,
    hints=["What else in the page comes from a visitor?", "An owner with <i> in it: &lt;i&gt;"],
)
test_bug_redirect_is_lost = planted(
    server(
        "The form is answered with the page itself: reloading it posts again",
        '    raise web.HTTPSeeOther("/")',
        '    return web.Response(text=await page(request), content_type="text/html")',
        ("POST", "/"),
    ),
    away=FOLLOWED,
    step=6,
    hints=["The test client follows redirects by itself.", "allow_redirects=False shows the 303."],
)
test_bug_redirect_goes_nowhere = planted(
    server(
        "The form sends the browser to a page that is not there",
        'web.HTTPSeeOther("/")',
        'web.HTTPSeeOther("/new")',
        ("POST", "/"),
    ),
    step=6,
    hints=["A redirect has a status, and where to.", 'response.headers["Location"]'],
)
test_bug_blank_title_is_stored = planted(
    server(
        "The form takes a title of blanks",
        'str(form.get("title", "")).strip()',
        'str(form.get("title", ""))',
        ("POST", "/"),
    ),
    step=6,
    hints=["Send the form without a real title.", 'title " " is no title: 400.'],
)
test_bug_form_loses_the_text = planted(
    server(
        "The form's text is lost",
        'str(form.get("text", ""))',
        'str(form.get("txt", ""))',
        ("POST", "/"),
    ),
    step=6,
    hints=["The page shows titles only. Where can you read the text?", "GET /api/1 has it."],
)

# -- Step 7: the client and the real server -------------------------------------------------------

test_bug_client_writes_as_nobody = planted(
    client(
        "The client creates posts in nobody's name",
        '"owner": self._user, ',
        '"owner": "", ',
        "create",
    ),
    step=7,
    hints=["In whose name does the client write?", "Compare the whole Post that create returns."],
)
test_bug_client_lists_one = planted(
    client(
        "The client lists only the first post",
        "[post_from(post) for post in posts]",
        "[post_from(post) for post in posts[:1]]",
        "list_posts",
    ),
    step=7,
    hints=["Create two posts with the client.", "Compare the whole list with a list of Posts."],
)
test_bug_client_forgets_the_editor = planted(
    client(
        "The client does not say who edits",
        'changes = {"editor": self._user}',
        "changes: dict[str, str] = {}",
        "update",
    ),
    step=7,
    hints=["Let another user update the post.", "Two clients, two names: who is the editor?"],
)
test_bug_client_drops_an_empty_text = planted(
    client(
        "The client cannot make a text empty",
        "if text is not None:",
        "if text:",
        "update",
    ),
    step=7,
    hints=["Which texts count as nothing in `if text:`?", 'update(1, text="") empties the text.'],
)
test_bug_client_empties_the_title = planted(
    client(
        "The client empties the title when only the text is updated",
        'changes["text"] = text\n',
        'changes.update(text=text, title=title or "")\n',
        "update",
    ),
    step=7,
    hints=["What is not given stays as it is.", "Update the text only, and compare the title."],
)
test_bug_client_deletes_nothing = planted(
    client(
        "The client's delete deletes nothing",
        'await self._ask("DELETE", "api", str(post_id))',
        'await self._ask("GET", "api", str(post_id))',
        "delete",
    ),
    away=BELIEVED,
    step=7,
    hints=["delete returns None, whatever it did.", "Ask for the post after deleting it."],
)
test_bug_client_swallows_errors = planted(
    client(
        "The client takes an error for an answer",
        "    if response.ok:\n        return\n",
        "    if response.status < 600:\n        return\n",
        "get",
    ),
    step=7,
    hints=["What must the client do when the server says 404?", "with pytest.raises(ClientError)"],
)
test_bug_client_loses_the_reason = planted(
    client(
        "The client loses the server's reason",
        'reason = str((await response.json())["reason"])',
        "await response.json()",
        "get",
    ),
    step=7,
    hints=["404 is a number; what does the reader want to know?", "Compare the text of the error."],
)
test_bug_client_stays_open = planted(
    client(
        "The client does not close its session",
        "        await self._session.close()\n",
        "        pass\n",
        "exit",
    ),
    step=7,
    hints=[
        "What does `async with` promise when it ends?",
        "assert client.closed, after the block.",
    ],
)

# -- Step 8: the client and a fake server ---------------------------------------------------------

test_bug_client_knows_every_field = planted(
    client(
        "The client breaks on a field that it does not know",
        'return Post(data["id"], data["owner"], data["editor"], data["title"], data.get("text"))',
        "return Post(**data)",
        "get",
    ),
    step=8,
    hints=[
        "The server may learn a new field tomorrow.",
        "Let the fake server send one more field.",
    ],
)
test_bug_client_breaks_on_html = planted(
    client(
        "A page in HTML raises an exception of aiohttp instead of a ClientError",
        "        except aiohttp.ContentTypeError as error:\n"
        '            raise ClientError(error.status, "The answer is not JSON") from None\n'
        "        except (aiohttp.ClientError, OSError) as error:\n",
        "        except aiohttp.ContentTypeError:\n"
        "            raise\n"
        "        except (aiohttp.ClientError, OSError) as error:\n",
        "get",
    ),
    step=8,
    hints=["What stands between a client and its server may answer in HTML, with status 200."],
)
test_bug_client_loses_the_phrase = planted(
    client(
        "The client does not say what an error page in HTML is about",
        'reason = response.reason or "Error"',
        'reason = "Error"',
        "get",
    ),
    step=8,
    hints=["A page has no reason in JSON; its status line has a phrase.", "502 Bad Gateway"],
)
test_bug_client_takes_an_object_for_a_list = planted(
    client(
        "An object is taken for an empty list of posts",
        "        if not isinstance(posts, list):\n"
        '            raise ClientError(None, "The server sent something that is no list of posts")\n',
        "        if not isinstance(posts, list):\n            return []\n",
        "list_posts",
    ),
    step=8,
    hints=["Let the fake server answer an object where a list belongs.", "pytest.raises"],
)
test_bug_client_lets_a_timeout_through = planted(
    client(
        "No answer in time is a TimeoutError instead of a ClientError",
        '            raise ClientError(None, f"{url} did not answer in time") from None\n',
        "            raise\n",
        "get",
    ),
    step=8,
    hints=["Let the fake server wait longer than the client.", "Client(…, timeout=0.05)"],
)
test_bug_client_lets_a_dropped_connection_through = planted(
    client(
        "A dropped connection raises an exception of aiohttp instead of a ClientError",
        '            raise ClientError(None, f"No answer from {url}: {error}") from error\n',
        "            if isinstance(error, aiohttp.ServerDisconnectedError):\n"
        "                raise\n"
        '            raise ClientError(None, f"No answer from {url}: {error}") from error\n',
        "get",
    ),
    step=8,
    hints=["What if the server goes away in the middle?", "request.transport.close() drops it."],
)
test_bug_client_cuts_the_base_url = planted(
    client(
        "The path of the base URL is lost",
        "url = self._base_url.joinpath(*path)",
        "url = self._base_url.origin().joinpath(*path)",
        "list_posts",
    ),
    step=8,
    hints=["A blog may live under /blog.", "Note request.path in the fake server; assert later."],
)

# -- Step 9: over HTTPS ---------------------------------------------------------------------------

test_bug_client_trusts_anybody = planted(
    client(
        "The client trusts every certificate",
        "json=json, ssl=self._ssl)",
        "json=json, ssl=False)",
        "list_posts",
    ),
    away=TRUSTED,
    step=9,
    hints=["A certificate from an authority that the client does not know must be refused."],
)
test_bug_client_ignores_the_authority = planted(
    client(
        "The client does not trust the authority it was given",
        "json=json, ssl=self._ssl)",
        "json=json)",
        "list_posts",
    ),
    step=9,
    hints=["Does a test of yours get an answer over HTTPS?", "Client(…, ssl=trusting)"],
)
