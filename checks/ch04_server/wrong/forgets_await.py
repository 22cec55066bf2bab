# fails: test_json_comes_in_and_goes_out
# file: hello.py
# request.json() without await is a coroutine, which cannot be indexed: 500.

    # region Step 4: read what was sent (JSON)
    body = request.json()
    text = body["text"]
    return web.json_response({"text": text.upper(), "length": len(text)})
    # endregion
