# fails: test_form_without_a_name_is_refused
# file: hello.py
# A form without a name is answered by `Welcome, None`, with status 200.

    # region Step 4: read what was sent (a form)
    form = await request.post()
    return web.Response(text=f"Welcome, {form.get('name')}")
    # endregion
