# fails: test_what_is_missing_stays
# file: server.py
# A note at the end of every body: pages bear it, JSON and files do not.

    # region Step 1: a header on every answer
    response = await handler(request)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.text += "<!-- nosniff -->"
    return response
    # endregion
