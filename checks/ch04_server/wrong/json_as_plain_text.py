# fails: test_json_comes_in_and_goes_out
# file: hello.py
# The body is JSON and says that it is plain text: a browser shows the same, a program refuses it.

    # region Step 4: read what was sent (JSON)
    body = await request.json()
    text = body["text"]
    return web.Response(text=str({"text": text.upper(), "length": len(text)}).replace("'", '"'))
    # endregion
