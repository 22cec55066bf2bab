# fails: test_json_comes_in_and_goes_out
# file: hello.py
# The handler returns a dict, and aiohttp wants a response: 500.

    # region Step 4: read what was sent (JSON)
    body = await request.json()
    text = body["text"]
    return {"text": text.upper(), "length": len(text)}
    # endregion
