# fails: test_json_comes_in_and_goes_out
# file: hello.py
# request.post() finds no form in a JSON body and gives back an empty mapping.

    # region Step 4: read what was sent (JSON)
    body = await request.post()
    text = str(body["text"])
    return web.json_response({"text": text.upper(), "length": len(text)})
    # endregion
