# fails: test_json_comes_in_and_goes_out
# file: hello.py
# JSON becomes a dict, and a dict has no attribute `text`: 500.

    # region Step 4: read what was sent (JSON)
    body = await request.json()
    return web.json_response({"text": body.text.upper(), "length": len(body.text)})
    # endregion
